"""Writes the tables of the pages on other frameworks, from `hookline.coverage`.

Run it after a change of a table: `python docs/draw_coverage.py`. A test compares the pages.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from hookline.coverage.table import FRAMEWORKS, NAMES, Coverage, Fires

BEGIN, END = "<!-- drawn from COVERAGE: begin -->\n", "<!-- drawn from COVERAGE: end -->\n"


def page_of(framework: str) -> Path:
    """Return the page on a framework."""
    return Path(__file__).parent / "how-to" / f"use-in-{framework}.md"


def coverage_of(framework: str) -> Coverage:
    """Return its table."""
    coverage = import_module(f"hookline.coverage.{framework}").COVERAGE
    assert isinstance(coverage, Coverage)  # noqa: S101 - what a module holds is not known
    return coverage


def hooks(coverage: Coverage) -> str:
    """Return a row for each hook: what fires it, and what is different."""
    lines = [f"| hook | fired in {coverage.framework} by | note |", "| --- | --- | --- |"]
    for name in NAMES:
        row = coverage.row(name)
        by, note = (row.by, row.note) if isinstance(row, Fires) else ("nothing", row.why)
        fired = re.sub(r"\b(on_\w+|[A-Z_]{4,})\b", r"`\1`", by)
        lines.append(f"| `{name}` | {fired} | {note} |".replace("  |", " |"))
    return "\n".join(lines)


def relaxations(coverage: Coverage) -> str:
    """Return a row for each rule that the order of hooks needs there."""
    rows = [f"| `Rule.{rule.name}` | {when} |" for rule, when in coverage.relaxations.items()]
    if not rows:
        return "The order of hooks is kept to without exception."
    return "\n".join(["| rule | when |", "| --- | --- |", *rows])


def redrawn(page: str, coverage: Coverage) -> str:
    """Return the page with its drawn part made anew."""
    before, rest = page.split(BEGIN)
    drawn = f"{BEGIN}\n{hooks(coverage)}\n\n{relaxations(coverage)}\n\n{END}"
    return before + drawn + rest.split(END)[1]


if __name__ == "__main__":
    for name in FRAMEWORKS:
        text = page_of(name).read_text(encoding="utf-8")
        page_of(name).write_text(redrawn(text, coverage_of(name)), encoding="utf-8")
