"""The answer of a check: as lines for people, as JSON for machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from hookline.check.checking import Report

#: Raised when a key of the JSON changes its meaning or goes; new keys may come at any time.
_VERSION: Final = 1


def as_text(report: Report) -> str:
    """Write a line for each finding, and one for all."""
    lines = [
        f"{_shown(one.path)}:{one.line}:{one.column}: error: {one.sentence}  [{one.code}]"
        for one in report.findings
    ]
    files = _count(len(report.files), "file")
    if not report.findings:
        return f"No mistake found in {files}."
    wrong = _count(len({one.path for one in report.findings}), "file")
    found = _count(len(report.findings), "mistake")
    return "\n".join([*lines, f"Found {found} in {wrong} (checked {files})."])


def as_json(report: Report) -> str:
    """Write an object with `version`, `files` (how many were read) and `findings`."""
    return json.dumps(
        {
            "version": _VERSION,
            "files": len(report.files),
            "findings": [
                {
                    "path": _shown(one.path),
                    "line": one.line,
                    "column": one.column,
                    "code": one.code,
                    "message": one.sentence,
                }
                for one in report.findings
            ],
        },
        indent=2,
    )


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
