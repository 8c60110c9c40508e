"""The plugin in runs of mypy: with its cache, its daemon, and errors silenced by their codes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CONFIGURATION = """\
[mypy]
strict = true
plugins = hookline.mypy_plugin
"""

CALLBACKS = """\
from hookline import Callback, Logs, not_a_hook

class Bell:
    def on_epoch_ends(self, epoch: int, logs: Logs) -> None: ...

class Meant:
    @not_a_hook
    def on_epoch_ends(self) -> None: ...
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

class Half:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...
    def on_train_end(self) -> None: ...
"""

TRAINING = """\
from callbacks import Bell, Half, Meant
from hookline import Logs, fit

class Digits:
    def train_step(self, batch: int) -> Logs:
        return {"loss": 0.5}

fit(Digits(), [1], callbacks=[Bell(), Meant(), Half()])
"""

#: What is told of the two modules: one mistake each, wherever it can be told best.
TOLD = ["callbacks.py:13: hookline-signature", "training.py:8: hookline-hook"]


class Project:
    """A folder with two modules, and mypy to check them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("mypy.ini", CONFIGURATION)
        self.write("callbacks.py", CALLBACKS)
        self.write("training.py", TRAINING)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def check(self, *command: str) -> list[str]:
        """Return file, line and code of each error that mypy, or another command, tells."""
        command = command or ("mypy", "callbacks.py", "training.py")
        done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
            [sys.executable, "-m", *command],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in {0, 1}, done.stdout + done.stderr
        errors = re.findall(r"^(.*?: )error: .*\[(.*)\]$", done.stdout, re.MULTILINE)
        return [place + code for place, code in errors]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_a_mistake_is_told_once_where_it_is_written_or_where_it_is_handed_over(
    project: Project,
) -> None:
    assert project.check() == TOLD


@pytest.mark.slow
def test_what_was_seen_in_a_class_outlasts_the_cache(project: Project) -> None:
    project.check()
    project.write("training.py", f"{TRAINING}\n")  # now `callbacks` comes from the cache
    assert project.check() == TOLD


@pytest.mark.slow
def test_an_error_is_silenced_by_its_code_in_a_line_or_everywhere(project: Project) -> None:
    project.write(
        "training.py", TRAINING.replace("Half()])", "Half()])  # type: ignore[hookline-hook]")
    )
    project.write("mypy.ini", f"{CONFIGURATION}disable_error_code = hookline-signature\n")
    assert project.check() == []


@pytest.mark.slow
def test_a_name_is_meant_where_modules_import_one_another(project: Project) -> None:
    project.write("names.py", "import callbacks\nfrom hookline import not_a_hook as not_a_hook\n")
    project.write("training.py", "import names\n")
    project.write(
        "callbacks.py",
        "import names\nfrom hookline import Callback\n\nclass Bell(Callback):\n"
        "    @names.not_a_hook\n    def on_epoch_ends(self) -> None: ...\n",
    )
    assert project.check() == []


@pytest.fixture
def daemon(project: Project) -> Iterator[tuple[str, ...]]:
    command = ("mypy.dmypy", "run", "--", "callbacks.py", "training.py")
    yield command
    project.check("mypy.dmypy", "stop")


@pytest.mark.slow
def test_the_daemon_sees_a_mistake_come_and_go(project: Project, daemon: tuple[str, ...]) -> None:
    assert project.check(*daemon) == TOLD
    project.write(
        "callbacks.py", CALLBACKS.replace("on_epoch_ends(self, epoch", "on_epoch_end(self, epoch")
    )
    assert project.check(*daemon) == TOLD[:1]
    project.write("callbacks.py", CALLBACKS.replace("on_train_end(self)", "on_train_ends(self)"))
    assert project.check(*daemon) == ["callbacks.py:13: hookline-hook", TOLD[1]]


@pytest.mark.slow
def test_a_variable_is_followed_in_the_daemon_too(
    project: Project, daemon: tuple[str, ...]
) -> None:
    head, _, _ = TRAINING.partition("fit(Digits")
    for made_from, told in {"Bell()": ["training.py:9: hookline-hook"], "Meant()": []}.items():
        call = "fit(Digits(), [1], callbacks=given)"
        project.write("training.py", f"{head}given = [{made_from}, Half()]\n{call}\n")
        assert project.check(*daemon) == TOLD[:1] + told
