"""An inspection, written: a table for people, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from importlib.util import find_spec
from textwrap import wrap
from typing import Final

from hookline.inspection import FAMILIES, HookReport, Inspection, LogsNeed, Monitor, ProgramNeed

#: Raised when a key of the JSON changes its meaning or goes; new keys may come at any time.
_VERSION: Final = 1

_HEADER: Final = ("hook", "family", "from")

#: How wide text is where it must be broken.
_WIDTH: Final = 79


def as_json(target: str, report: Inspection) -> str:
    """Write an object with `version`, `target` and the fields of an `Inspection`."""
    return json.dumps({"version": _VERSION, "target": target, **asdict(report)}, indent=2)


def show(report: Inspection) -> None:
    """Print a table, with colours on a terminal if rich is installed."""
    if sys.stdout.isatty() and find_spec("rich") is not None:
        _show_on_terminal(report)
    else:
        print(as_text(report))


def as_text(report: Inspection) -> str:
    """Write the table as lines of plain text."""
    rows = [_HEADER, *map(_row, report.hooks)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    facts = [
        line
        for name, value in _facts(report)
        for line in wrap(value, _WIDTH, initial_indent=f"{name:11}", subsequent_indent=" " * 11)
    ]
    wrong = [
        line
        for sentence in report.findings
        for line in wrap(sentence, _WIDTH, initial_indent="- ", subsequent_indent="  ")
    ]
    parts = [[report.name], table, facts, [_verdict(report), *wrong]]
    return "\n\n".join("\n".join(part) for part in parts)


def _row(hook: HookReport) -> tuple[str, str, str]:
    origin = {
        "own": "its own" if hook.defined_by != "the instance" else "the instance",
        "inherited": f"inherited from {hook.defined_by}",
        "default": f"default of {hook.defined_by}",
    }[hook.source]
    alias = f", alias of {hook.alias_of}" if hook.alias_of and hook.source != "default" else ""
    unfit = "" if hook.fits else ", and cannot be called"
    return hook.name, hook.family, origin + alias + unfit


def _facts(report: Inspection) -> Iterable[tuple[str, str]]:
    yield "satisfies", ", ".join(_satisfied(report)) or "no Protocol of hookline"
    yield "program", "; ".join(map(_program, report.program)) or "any will do"
    yield "logs", "; ".join(map(_logs, report.logs)) or "any will do"
    yield "monitor", _monitor(report.monitor)


def _satisfied(report: Inspection) -> list[str]:
    """Return the families, and of the other Protocols those that are in none of them."""
    families = [family for family in FAMILIES if family.__name__ in report.families]
    inside = {base.__name__ for family in families for base in family.__mro__}
    return [*report.families, *(name for name in report.protocols if name not in inside)]


def _program(need: ProgramNeed) -> str:
    return f"{need.name} ({', '.join(need.members)})" if need.members else need.name


def _logs(need: LogsNeed) -> str:
    others = [key for key in need.keys if key not in need.required]
    keys = [f"required {', '.join(need.required)}"] if need.required else []
    return f"{need.name} ({'; '.join([*keys, ', '.join(others)])})"


def _monitor(monitor: Monitor | None) -> str:
    if monitor is None:
        return "none"
    return monitor.metric or "the one that it is given when it is made"


def _verdict(report: Inspection) -> str:
    return "Wrong with it:" if report.findings else "Nothing is wrong with it."


def _show_on_terminal(report: Inspection) -> None:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs rich
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    hooks = Table(*_HEADER, box=None, pad_edge=False, header_style="bold")
    for hook in report.hooks:
        style = "red" if not hook.fits else "dim" if hook.source == "default" else "green"
        hooks.add_row(*(Text(cell, style) for cell in _row(hook)))
    facts = Table.grid(padding=(0, 2, 0, 0))
    for name, value in _facts(report):
        facts.add_row(Text(name, "bold"), Text(value))
    console.print(Text(report.name, "bold"), "", hooks, "", facts, "", sep="\n")
    console.print(Text(_verdict(report), "red" if report.findings else "green"))
    for sentence in report.findings:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_row("-", Text(sentence))
        console.print(grid)
