"""The answer as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hookline.check.checking import Report
from hookline.check.findings import CODES, Finding
from hookline.check.reports import as_json, as_text

FINDINGS = [
    Finding(Path("a.py"), 3, 5, "The class A is wrong.", "hookline-hook"),
    Finding(Path("a.py"), 9, 1, "The class B is wrong, too.", "hookline-key"),
]


def test_each_finding_is_a_line_and_the_last_line_counts_them() -> None:
    assert as_text(Report([Path("a.py"), Path("b.py")], FINDINGS)) == (
        "a.py:3:5: error: The class A is wrong.  [hookline-hook]\n"
        "a.py:9:1: error: The class B is wrong, too.  [hookline-key]\n"
        "Found 2 mistakes in 1 file (checked 2 files)."
    )


def test_no_finding_is_a_line_too() -> None:
    assert as_text(Report([Path("a.py")], [])) == "No mistake found in 1 file."


def test_json_has_a_version_a_count_and_the_findings() -> None:
    assert json.loads(as_json(Report([Path("a.py"), Path("b.py")], FINDINGS[:1]))) == {
        "version": 1,
        "files": 2,
        "findings": [
            {
                "path": "a.py",
                "line": 3,
                "column": 5,
                "code": "hookline-hook",
                "message": "The class A is wrong.",
            }
        ],
    }


def test_paths_below_this_folder_are_told_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    below = FINDINGS[0]._replace(path=tmp_path / "src" / "a.py")
    assert as_text(Report([], [below])).startswith(f"{Path('src', 'a.py')}:3:5: ")


def test_every_code_begins_with_the_name_of_the_tool() -> None:
    assert all(code.startswith("hookline-") for code in CODES)
