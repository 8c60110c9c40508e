"""The check as a whole: what it reads, and what it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hookline.check.checking import Report, check
from hookline.check.sources import find_files

ROOT = Path(__file__).parent.parent.parent

#: Where mistakes are made to be found.
DELIBERATE = ("tests/typesafety/", "tests/typings/", "tests/check/test_mistakes.py")


def test_nothing_that_is_checked_runs(check_files: Callable[..., Report], tmp_path: Path) -> None:
    trace = tmp_path / "it-ran"
    touch = f"open({str(trace)!r}, 'w').close()\n"
    files = {
        "package/__init__.py": f"{touch}raise RuntimeError",
        "package/one.py": f"from package.two import Base\n{touch}",
        "package/two.py": f"{touch}from hookline import Callback\nclass Base(Callback): ...\n",
        "package/three.py": (
            "from package.two import Base\n"
            f"{touch}"
            "class Loud(Base):\n    def on_train_start(self): ...\n"
        ),
    }
    assert [one.path.name for one in check_files(files).findings] == ["three.py"]
    assert not trace.exists()


def test_a_file_that_is_no_python_is_a_finding_at_its_place(
    check_files: Callable[..., Report],
) -> None:
    report = check_files({"bad.py": "x = 1\nif x\n    pass\n", "good.py": "x = 1\n"})
    (finding,) = report.findings
    assert (finding.path.name, finding.line, finding.column) == ("bad.py", 2, 5)
    assert (finding.code, finding.sentence) == ("hookline-syntax", "expected ':'")
    assert len(report.files) == 2


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"# coding: nonsense\n", b"x = '\0'\n"])
def test_a_file_that_is_no_text_is_a_finding(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_bytes(content)
    (finding,) = check([file]).findings
    assert finding.code == "hookline-syntax"


def test_a_tree_may_be_deeper_than_the_limit_of_python(
    check_files: Callable[..., Report],
) -> None:
    source = (
        f"total = {' + '.join(['1'] * 700)}\n"
        f"chain = x{'.y()' * 300}\n"
        "from hookline import Callback\n"
        "class Loud(Callback):\n    def on_epoch_ends(self): ...\n"
    )
    (finding,) = check_files({"main.py": source}).findings
    assert finding.line == 5


def test_a_file_too_deep_to_be_read_is_not_judged(check_files: Callable[..., Report]) -> None:
    source = f"from hookline import Callback\ntotal = {'-' * 20_000}1\n"
    assert check_files({"main.py": source}).findings == []


def test_a_warning_of_the_parser_is_not_passed_on(check_files: Callable[..., Report]) -> None:
    source = "from hookline import Callback\nx = '\\d' is 3\n"
    assert check_files({"main.py": source}).findings == []


def test_a_module_that_is_imported_may_be_no_python(check_files: Callable[..., Report]) -> None:
    files = {"main.py": "from bad import Base\nclass A(Base): on_epochs = 1\n", "bad.py": "if"}
    assert check_files(files, "main.py").findings == []


def test_findings_are_sorted_by_place_and_told_once(check_files: Callable[..., Report]) -> None:
    loud = (
        "from hookline import Callback\n"
        "class A(Callback):\n"
        "    def on_train_ends(self): ...\n"
        "    def on_epoch_ends(self): ...\n"
    )
    report = check_files({"b.py": loud, "a.py": loud})
    assert [(one.path.name, one.line) for one in report.findings] == [
        ("a.py", 3),
        ("a.py", 4),
        ("b.py", 3),
        ("b.py", 4),
    ]


def test_columns_count_characters(check_files: Callable[..., Report]) -> None:
    source = "from hookline import Logs\ndef show(logs: Logs): return 'é' + logs['val_los']\n"
    (finding,) = check_files({"main.py": source}).findings
    assert source.splitlines()[1][finding.column - 1 :].startswith("'val_los'")


@pytest.mark.slow
def test_this_repository_has_no_mistake_that_is_not_meant() -> None:
    files = [
        file
        for file in find_files([str(ROOT / folder) for folder in ("src", "tests", "docs")])
        if not file.relative_to(ROOT).as_posix().startswith(DELIBERATE)
    ]
    assert len(files) > 100
    assert check(files).findings == []
