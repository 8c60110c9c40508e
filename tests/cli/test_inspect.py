"""`hookline inspect`: what it prints, what it finds, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookline import HookNameError, TrainHooksMixin
from hookline.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "inspect-a-callback.md"

MINE = """\
print("I am imported")
from hookline import Logs, TrainHooksMixin

class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    class Inner(TrainHooksMixin):
        def on_batch_end(self, batch: int, logs: Logs | None = None) -> None: ...

class Misspelt(TrainHooksMixin):
    def on_epoch_ends(self) -> None: ...
    def on_test_end(self, logs: Logs | None = None) -> None: ...
    def on_epoch_end(self, epoch: int) -> None: ...  # type: ignore

class Careless:
    @property
    def on_epoch_end(self) -> object:
        raise RuntimeError("not yet")

bell = Bell()
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with a module, which no other test has imported under its name."""
    (tmp_path / "mine.py").write_text(MINE)
    monkeypatch.chdir(tmp_path)
    known, path = set(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]
    assert sys.path == path


def test_the_page_shows_what_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text()
    python, console = (
        re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        for kind in ("python", "console")
    )
    Path("callbacks.py").write_text(python[0])
    command, _, shown = console[0].partition("\n")
    assert main(command.removeprefix("$ hookline ").split()) == 1
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize("target", ["mine:Bell", "mine.py:Bell", "./mine.py:Bell", "mine:bell"])
def test_a_class_without_a_fault(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", target]) == 0
    told = capsys.readouterr()
    assert told.out == (
        "Bell\n"
        "\n"
        "hook          family  from\n"
        "on_epoch_end  train   its own\n"
        "\n"
        "satisfies  OnEpochEnd\n"
        "program    any will do\n"
        "logs       Logs (loss, val_loss)\n"
        "monitor    none\n"
        "\n"
        "Nothing is wrong with it.\n"
    )
    assert told.err == "I am imported\n"


def test_a_class_inside_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "mine:Bell.Inner"]) == 0
    told = capsys.readouterr().out
    assert "on_epoch_end          train   default of TrainHooksMixin\n" in told
    assert "on_batch_end          train   its own, alias of on_train_batch_end\n" in told
    assert "satisfies  TrainHooks, OnBatchBegin, OnBatchEnd, SupportsProgram," in told


def test_all_that_is_wrong_with_a_class_that_could_not_be_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["inspect", "mine:Misspelt"]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "on_epoch_end train its own, and cannot be called" in told
    assert "did you mean `on_epoch_end`?" in told
    assert "add `TestHooksMixin` to its bases" in told
    assert "`on_epoch_end` cannot be called as `on_epoch_end(epoch, logs)`" in told


def test_classes_are_checked_again_afterwards() -> None:
    main(["inspect", "mine:Bell"])
    with pytest.raises(HookNameError):
        type("Misspelt", (TrainHooksMixin,), {"on_epoch_ends": print})


def test_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "mine:Bell", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "version": 1,
        "target": "mine:Bell",
        "name": "Bell",
        "hooks": [
            {
                "name": "on_epoch_end",
                "family": "train",
                "source": "own",
                "defined_by": "Bell",
                "alias_of": None,
                "fits": True,
            }
        ],
        "families": [],
        "protocols": ["OnEpochEnd"],
        "program": [],
        "logs": [{"name": "Logs", "keys": ["loss", "val_loss"], "required": []}],
        "monitor": None,
        "findings": [],
    }
    page = PAGE.read_text()
    for key in (*answer, *answer["hooks"][0], *answer["logs"][0]):
        assert f"`{key}`" in page


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("mine", "`mine` names no class: write `module:Class` or `file.py:Class`"),
        ("mine:", "`mine:` names no class: write `module:Class` or `file.py:Class`"),
        ("nowhere:Bell", "there is no module `nowhere`"),
        ("mine.deeper:Bell", "there is no module `mine.deeper`"),
        ("nowhere.py:Bell", "there is no file nowhere.py"),
        ("mine:Bel", "`mine` has no `Bel`: did you mean `Bell`?"),
        ("hookline:Checkpoint", "`hookline` has no `Checkpoint`: it is `hookline.callbacks:Check"),
        ("mine:Bell.Zero", "`mine.Bell` has no `Zero`"),
        ("mine:Careless", "`mine:Careless` cannot be inspected: RuntimeError: not yet"),
    ],
)
def test_what_cannot_be_met_is_told_in_a_sentence(
    target: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", target]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.removeprefix("I am imported\n").startswith(f"hookline inspect: {sentence}")


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1 / 0", "importing `bad.py` raises ZeroDivisionError: division by zero"),
        ("def f(:", "importing `bad.py` raises SyntaxError: invalid syntax (bad.py, line 1)"),
        ("raise SystemExit", "importing `bad.py` raises SystemExit"),
        ("import nowhere", "importing `bad.py` raises ModuleNotFoundError: No module named"),
    ],
)
def test_a_module_that_raises_is_told_with_its_error(
    source: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.py").write_text(source)
    assert main(["inspect", "bad.py:Bell"]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"hookline inspect: {sentence}")
    assert told.count("\n") == 1


def test_a_file_in_a_package_may_import_its_neighbours() -> None:
    package = Path("package")
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text("from mine import Bell")
    (package / "two.py").write_text("from .one import Bell\nclass Loud(Bell): ...")
    assert main(["inspect", "package/two.py:Loud"]) == 0
    assert main(["inspect", "package.two:Loud"]) == 0


def test_without_rich_a_terminal_shows_the_text_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["inspect", "mine:Bell"]) == 0
    assert "on_epoch_end  train   its own\n" in capsys.readouterr().out


@pytest.mark.slow
def test_a_terminal_of_eighty_columns_shows_colours_and_breaks_no_row() -> None:
    shown = on_a_terminal("inspect", "mine.py:Misspelt")
    assert "\x1b[31m" in shown
    plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()]
    assert "on_batch_end          train   default of TrainHooksMixin" in plain
    assert max(map(len, plain)) <= 80


def on_a_terminal(*arguments: str) -> str:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80"}
    code = "import sys; from hookline.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code, *arguments], stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        chunks: list[bytes] = []
        try:
            while chunk := os.read(ours, 4096):
                chunks.append(chunk)
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 1
    return b"".join(chunks).decode()
