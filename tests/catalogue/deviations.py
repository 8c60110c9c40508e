"""On which lines of `typesafety/` the checkers differ from the marks."""

from __future__ import annotations

import ast
from typing import Any, Final

from checkers import CHECKERS, Report, installed, lines
from marks import MARK
from sources import FILES, module, source

#: How a line can differ.
KINDS: Final = ("silent", "on another line", "without a mark")


def deviations() -> dict[str, Any]:
    """Return how many lines are marked, and for each checker those on which it differs."""
    marks = [codes for name in FILES for codes in _marked(name).values()]
    here = [checker for checker in CHECKERS if installed(checker)]
    return {
        "marked": len(marks),
        "marked for the plugin alone": sum(map(_of_the_plugin, marks)),
        "by checker": {checker: deviations_of(checker) for checker in here},
    }


def deviations_of(checker: str) -> dict[str, Any]:
    """Return the lines on which a checker differs, by how it does."""
    found: dict[str, Any] = {kind: [] for kind in KINDS}
    found["without the plugin"] = 0
    for name in FILES:
        due, said = _marked(name), lines(checker)[module(name)]
        spans = _spans(name)
        reported = {spans.get(line): line for line in said}
        expected = {spans.get(line) for line in due}
        for line in sorted(due.keys() - said.keys()):
            other = reported.get(spans.get(line))
            if other is not None:
                found["on another line"].append(_row(name, line, said[other][0]))
            elif _of_the_plugin(due[line]):
                found["without the plugin"] += 1
            else:
                found["silent"].append(_row(name, line, None))
        found["without a mark"] += [
            _row(name, line, said[line][0])
            for line in sorted(said.keys() - due.keys())
            if spans.get(line) not in expected
        ]
    return found


def _of_the_plugin(codes: list[str]) -> bool:
    """Tell whether all that is due on a line takes the plugin, as the types alone cannot say it."""
    return bool(codes) and all(code.startswith("hookline-") for code in codes)


def _marked(name: str) -> dict[int, list[str]]:
    """Return the lines on which an error is due, with its codes.

    They are those that mypy reports, with our plugin where a file is marked for it, and those
    that pyright alone reports, which have no code.
    """
    return {
        number: [code for _, code in MARK.findall(line)]
        for number, line in enumerate(source(name).splitlines(), 1)
        if "# E: " in line or "# pyright only" in line
    }


def _row(name: str, line: int, report: Report | None) -> dict[str, Any]:
    row: dict[str, Any] = {"file": name, "line": line, "text": source(name).splitlines()[line - 1]}
    row["text"] = row["text"].partition("  # ")[0].strip()
    return row | ({"message": report.message[:160], "code": report.code} if report else {})


def _spans(name: str) -> dict[int, int]:
    """Return, for each line, the first line of what it belongs to: a fault is one of its lines.

    In `mistakes/` that is the function, which holds one mistake; elsewhere the statement.
    """
    tree = ast.parse(source(name))
    nodes = tree.body if "/mistakes/" in name else ast.walk(tree)
    spans: dict[int, int] = {}
    for node in nodes:  # outer statements come first, and inner ones override them
        if isinstance(node, ast.stmt):
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
            spans |= dict.fromkeys(range(first, (node.end_lineno or 0) + 1), first)
    return spans
