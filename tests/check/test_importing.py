"""What `--import` adds: it runs the modules, and checks what they define."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from hookline.check.checking import Report
from hookline.check.importing import check_imported


@pytest.fixture(autouse=True)
def _forget_modules() -> Iterator[None]:
    """Let each test import modules of the same name anew."""
    known = set(sys.modules)
    yield
    for name in set(sys.modules) - known:
        del sys.modules[name]


def told(report: Report) -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in check_imported(report).findings]


def test_a_class_that_cannot_be_made_is_told_where_it_is_made(
    check_files: Callable[..., Report],
) -> None:
    source = (
        "from hookline import Callback\n\n"
        "Loud = type('Loud', (Callback,), {'on_epoch_ends': print})\n"
    )
    report = check_files({"main.py": source})
    assert report.findings == []
    (finding,) = check_imported(report).findings
    assert (finding.line, finding.code) == (3, "hookline-hook")
    assert finding.sentence.startswith("The class Loud has a method `on_epoch_ends`")


def test_a_mistake_that_the_source_shows_is_told_once(check_files: Callable[..., Report]) -> None:
    source = """
        from hookline import Callback
        class Loud(Callback):
            def on_epoch_ends(self, epoch, logs=None): ...
        """
    assert told(check_files({"main.py": source})) == [(4, "hookline-hook")]


def test_a_hook_that_a_decorator_spoils_is_told(check_files: Callable[..., Report]) -> None:
    source = """
        from hookline import Callback
        def timed(function):
            return lambda self: function(self)
        class Slow(Callback):
            @timed
            def on_epoch_end(self, epoch, logs=None): ...
        class Below(Slow): ...
        """
    report = check_files({"main.py": source})
    assert report.findings == []
    assert told(report) == [(5, "hookline-signature"), (8, "hookline-signature")]


def test_an_object_of_the_module_is_told_at_its_line(check_files: Callable[..., Report]) -> None:
    source = """
        class Bell:
            def on_epoch_end(self, epoch, logs): ...

        bell = Bell()
        bell.on_train_end = lambda: None
        """
    report = check_files({"main.py": source})
    (finding,) = check_imported(report).findings
    assert (finding.line, finding.code) == (5, "hookline-signature")
    assert finding.sentence.startswith("`bell` (Bell): `on_train_end` cannot be called")


@pytest.mark.parametrize(
    "source",
    [
        "from hookline import Callback\n"
        "class Right(Callback):\n    def on_train_end(self, logs=None): ...\n",
        "class Window:\n    def on_close(self): ...\nwindow = Window()\n",
        "class Quiet:\n    def on_train_end(self, trainer, module): ...\nquiet = Quiet()\n",
        "from abc import ABC, abstractmethod\nfrom hookline import Callback\n"
        "class Open(Callback, ABC):\n"
        "    @abstractmethod\n    def on_train_end(self, logs=None): ...\n",
        "from hookline import ProgressLines, Callback as Base\nlines = ProgressLines()\n",
        "if __name__ == '__main__':\n    raise RuntimeError\n",
        "print('it speaks')\n",
    ],
)
def test_right_modules_are_left_alone(
    source: str, check_files: Callable[..., Report], capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(check_files({"main.py": source})) == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("x = 1\nraise ValueError('no data')\n", "importing it raises ValueError: no data"),
        ("x = 1\nimport nowhere_at_all\n", "importing it raises ModuleNotFoundError: No module"),
        ("x = 1\nraise SystemExit(3)\n", "importing it raises SystemExit: 3"),
    ],
)
def test_a_module_that_cannot_be_imported_is_a_finding(
    source: str, sentence: str, check_files: Callable[..., Report]
) -> None:
    (finding,) = check_imported(check_files({"main.py": source})).findings
    assert (finding.line, finding.code) == (2, "hookline-import")
    assert finding.sentence.startswith(sentence)


def test_ctrl_c_is_no_finding(check_files: Callable[..., Report]) -> None:
    report = check_files({"main.py": "raise KeyboardInterrupt\n"})
    with pytest.raises(KeyboardInterrupt):
        check_imported(report)


def test_a_program_is_not_run(check_files: Callable[..., Report]) -> None:
    files = {"package/__init__.py": "", "package/__main__.py": "raise RuntimeError\n"}
    assert told(check_files(files)) == []


def test_a_file_that_is_no_python_is_told_once(check_files: Callable[..., Report]) -> None:
    assert told(check_files({"main.py": "if\n"})) == [(1, "hookline-syntax")]


def test_two_files_may_have_one_name(check_files: Callable[..., Report]) -> None:
    spoilt = (
        "from dataclasses import dataclass\nfrom hookline import Callback\n"
        "@dataclass\n"
        "class Spoilt(Callback):\n    x: int = 0\n    on_train_end = staticmethod(lambda: 0)\n"
    )
    report = check_files({"one/same.py": spoilt, "two/same.py": spoilt})
    assert len(check_imported(report).findings) == 2


def test_a_module_of_a_package_is_imported_as_one(check_files: Callable[..., Report]) -> None:
    files = {
        "some_package/__init__.py": "",
        "some_package/bases.py": "from hookline import Callback\nclass Base(Callback): ...\n",
        "some_package/main.py": (
            "from .bases import Base\nmade = type('X', (Base,), {'on_train_ends': len})\n"
        ),
    }
    assert told(check_files(files)) == [(2, "hookline-hook")]


def test_comments_silence_these_findings_too(check_files: Callable[..., Report]) -> None:
    source = "raise ValueError  # hookline: ignore[hookline-import]\n"
    assert told(check_files({"main.py": source})) == []
