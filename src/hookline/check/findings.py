"""What a check finds: a sentence, its place and its code."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeAlias

Code: TypeAlias = Literal[
    "hookline-hook",
    "hookline-signature",
    "hookline-callback",
    "hookline-program",
    "hookline-logs",
    "hookline-monitor",
    "hookline-key",
    "hookline-ready",
    "hookline-argument",
    "hookline-import",
    "hookline-syntax",
]

#: Every code, and what it is given for. All but the last two are the mypy plugin's too.
CODES: Final[dict[Code, str]] = {
    "hookline-hook": "a method is named almost like a hook, or like one of another family",
    "hookline-signature": "a hook cannot be called the way the loops call it",
    "hookline-callback": "an object cannot serve as a callback, or not in this loop",
    "hookline-program": "a callback asks for more than the program has",
    "hookline-logs": "a callback reads more than the program's logs have",
    "hookline-monitor": "a callback watches a metric that the program does not give",
    "hookline-key": "logs are asked for a key that they never have, or are written to",
    "hookline-ready": "the program is read before a loop has set it",
    "hookline-argument": "an argument of a loop makes no sense",
    "hookline-import": "a module cannot be imported; only with `--import`",
    "hookline-syntax": "a file cannot be read as Python",
}


class Finding(NamedTuple):
    """One mistake. Findings sort by place."""

    path: Path
    #: Counted from 1, as the column is.
    line: int
    column: int
    sentence: str
    code: Code


class Remark(NamedTuple):
    """What is wrong at a node of a tree, before it is known whether the source silences it."""

    node: ast.AST
    sentence: str
    code: Code
