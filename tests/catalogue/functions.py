"""The rows of the catalogue, read from the files that hold them: one function, one mistake."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from sources import TYPESAFETY

MISTAKES: Final = TYPESAFETY / "mistakes"

#: Files of `mistakes/` in the order of the page; `accepted` holds right code.
THEMES: Final = (
    "hook_names",
    "signatures",
    "logs",
    "programs",
    "attaching",
    "ready_made",
    "watching",
    "saving",
    "arguments",
    "hand_written_loops",
    "values",
    "by_other_ways",
)
OTHER_WAYS: Final = "by_other_ways"
RIGHT: Final = "accepted"


class Row(NamedTuple):
    """One function, with the lines it covers."""

    module: str
    name: str
    #: Its docstring.
    title: str
    first: int
    last: int
    source: str


@cache
def rows_of(path: Path) -> list[Row]:
    """Return the functions of a file that have a title and no parameters."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    return [
        Row(
            path.stem,
            node.name,
            ast.get_docstring(node) or "",
            node.lineno,
            node.end_lineno or 0,
            "\n".join(lines[node.lineno - 1 : node.end_lineno]),
        )
        for node in ast.parse(text).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node)
    ]


def mistakes() -> list[Row]:
    """Return every mistake, theme after theme."""
    return [row for theme in THEMES for row in rows_of(MISTAKES / f"{theme}.py")]


def each_once() -> list[Row]:
    """Return every mistake once, without the other ways in which it can be made."""
    return [row for row in mistakes() if row.module != OTHER_WAYS]


def right_code() -> list[Row]:
    """Return the rows of right code."""
    return rows_of(MISTAKES / f"{RIGHT}.py")
