"""Writes docs/reference/mistakes.md and checkers.md from what was measured.

`python tests/catalogue/measure_mistakes.py` measures anew, and this draws the pages:
`python docs/draw_mistakes.py`. A test compares them.
"""

from __future__ import annotations

import html
import json
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "catalogue"))

from functions import THEMES, Row, each_once, mistakes, right_code  # noqa: E402  # found as above

MEASURED: Final = ROOT / "tests" / "typesafety" / "measured.json"
PAGE: Final = ROOT / "docs" / "reference" / "mistakes.md"
SOURCES: Final = "../../tests/typesafety/mistakes"

CHECKERS: Final = ("mypy", "mypy+plugin", "pyright", "pyrefly", "ty", "zuban")
SYSTEMS: Final = {"keras": "Keras", "synalinks": "Synalinks"}
NAMES: Final = {"mypy+plugin": "mypy with the plugin"}

TITLES: Final = {
    "hook_names": "Names of hooks",
    "signatures": "Signatures of hooks",
    "logs": "Logs",
    "programs": "Programs",
    "attaching": "Callbacks in a loop",
    "ready_made": "Ready-made callbacks",
    "watching": "Bars, logs, trackers and signals",
    "saving": "Saving and resuming",
    "arguments": "Arguments of loops",
    "hand_written_loops": "Hand-written loops",
    "by_other_ways": "The same by other ways",
    "values": "Outcomes, histories, families",
}


def seen_by(row: dict[str, Any], checker: str) -> bool:
    """Tell whether a checker says anything of a mistake."""
    return bool(row.get(checker))


def refused(row: dict[str, Any]) -> bool:
    """Tell whether a run is refused before its first batch."""
    what = row["run time"]
    return bool(what["error"]) and not what["batches"]


def caught(row: dict[str, Any]) -> bool:
    """Tell whether mypy with the plugin sees it, or the run is refused before its first batch."""
    return seen_by(row, "mypy+plugin") or refused(row)


def fate(row: dict[str, Any] | None) -> str:
    """Say in two words what becomes of a mistake against another library."""
    if row is None:
        return ""
    when = "never" if not row["error"] else "late" if row["batches"] else "in time"
    found = [checker for checker in ("mypy", "pyright") if row[checker]]
    return f"{when}; {', '.join(found)}" if found else when


def moment(row: dict[str, Any]) -> str:
    """Say in few words when a run fails."""
    what = row["run time"]
    if what["batches"] > 1 and what["error"]:
        return f"after {what['batches']} batches"
    return str(what["moment"])


# The page of mistakes


def page(measured: dict[str, Any]) -> str:
    """Return the whole page."""
    rows = measured["hookline"]["rows"]
    parts = [_introduction(measured), _shares(measured), *_unseen(rows)]
    for theme in THEMES:
        of_theme = [row for row in mistakes() if row.module == theme]
        parts += [f"## {TITLES[theme]}\n", _table(of_theme, measured), _details(of_theme, rows)]
    parts += [_right_code()]
    return "\n".join(parts)


INTRODUCTION: Final = """\
# Mistakes, and who finds them

{count} mistakes that callbacks, programs and loops are written with, each a function that runs.
Nothing here is claimed, all of it is measured: with Python {python}, mypy {mypy},
pyright {pyright}, pyrefly {pyrefly}, ty {ty}, zuban {zuban},
and, where the same mistake can be made there, with Keras {keras} and Synalinks {synalinks}.
[`tests/test_mistakes.py`](../../tests/test_mistakes.py) measures hookline's part again.

{ways} of them are others made in another place, such as inside a wrapper or under a condition.
They are counted apart, so that a mistake weighs the same in however many ways it can be made.

- **mypy** runs with `--strict`, and **+ plugin** with `plugins = ["hookline.mypy_plugin"]`;
  a cell names the code of the error.
- **pyright** runs in its strict mode, but for its reports of unknown types.
- **run time** says when a run is refused:
  at *class creation*; when *making it*, the callback; at *registration*, when a loop takes it;
  at *attach*, when it meets its program; at *the call* of a loop.
  All of these come before the first batch.
  *First batch* and *after 3 batches* are late, and *never* means that nothing is raised at all.
- **Keras** and **Synalinks**:
  an error comes *in time*, before the first batch, or *late*, or *never*.
  A checker beside it is one that reports the mistake, with the library as it is shipped;
  pyright in its standard mode there, because its strict one reports every use of what has no types.
"""


def _introduction(measured: dict[str, Any]) -> str:
    versions: dict[str, str] = dict(measured["hookline"]["versions"])
    for system in SYSTEMS:
        versions[system] = measured[system]["versions"][system]
    count = len(measured["hookline"]["rows"])
    return INTRODUCTION.format(count=count, ways=count - len(each_once()), **versions)


def _shares(measured: dict[str, Any]) -> str:
    of_all = measured["hookline"]["rows"]
    once = [of_all[f"{row.module}.{row.name}"] for row in each_once()]
    ways = [of_all[f"{row.module}.{row.name}"] for row in mistakes() if row not in each_once()]
    found_by: dict[str, Callable[[dict[str, Any]], bool]] = {
        "mypy with the plugin, or refused before the first batch": caught,
        **{NAMES.get(one, one): partial(seen_by, checker=one) for one in CHECKERS},
        "refused before the first batch": refused,
    }
    lines = [
        "| found by | of the mistakes | of other ways to make them |",
        "| --- | ---: | ---: |",
        *(
            f"| {name} | {_share(map(found, once))} | {_share(map(found, ways))} |"
            for name, found in found_by.items()
        ),
    ]
    for system, name in SYSTEMS.items():
        theirs = _same_mistakes(measured, system)
        in_time = [fate(row).startswith("in time") for row in theirs]
        lines += [
            f"| {name}, refused before the first batch | {_share(in_time)} | |",
            f"| {name}, by mypy | {_share(seen_by(row, 'mypy') for row in theirs)} | |",
            f"| {name}, by pyright | {_share(seen_by(row, 'pyright') for row in theirs)} | |",
        ]
    return "\n".join(lines) + "\n"


def _share(found: Iterable[bool]) -> str:
    answers = list(found)
    part, whole = sum(answers), len(answers)
    return f"{part} of {whole} ({100 * part / whole:.1f} %)"


def _same_mistakes(measured: dict[str, Any], system: str) -> list[dict[str, Any]]:
    names = {row.name for row in mistakes()}
    return [row for name, row in measured[system]["rows"].items() if name in names]


def _unseen(rows: dict[str, Any]) -> list[str]:
    unseen = [row for row in mistakes() if not caught(rows[f"{row.module}.{row.name}"])]
    if not unseen:
        return []
    lines = [f"- {_link(row)} {_rescue(rows[f'{row.module}.{row.name}'])}" for row in unseen]
    return [
        "## What slips through\n",
        "Neither the plugin nor the run finds these in time:\n",
        *lines,
        "",
    ]


def _rescue(row: dict[str, Any]) -> str:
    others = [checker for checker in CHECKERS if seen_by(row, checker)]
    what = row["run time"]
    end = f"`{what['error']}`, {moment(row)}" if what["error"] else "nothing is raised"
    return f"({end}; seen by {', '.join(others)})" if others else f"({end})"


def _link(row: Row) -> str:
    title = row.title.removesuffix(".")
    return f"[{title}]({SOURCES}/{row.module}.py#L{row.first})"


def _table(of_theme: list[Row], measured: dict[str, Any]) -> str:
    systems = list(SYSTEMS.values())
    head = ["mistake", "mypy", "+ plugin", "pyright", "run time", *systems]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for row in of_theme:
        came = measured["hookline"]["rows"][f"{row.module}.{row.name}"]
        theirs = [fate(measured[system]["rows"].get(row.name)) for system in SYSTEMS]
        cells = [
            _link(row).replace("|", "\\|"),
            _codes(came["mypy"]),
            _codes(came.get("mypy+plugin", [])),
            "yes" if seen_by(came, "pyright") else "—",
            moment(came),
            *theirs,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _codes(said: list[str]) -> str:
    codes = dict.fromkeys(message.rpartition("  [")[2].rstrip("]") for message in said)
    return " ".join(f"`{code}`" for code in codes) or "—"


def _details(of_theme: list[Row], rows: dict[str, Any]) -> str:
    lines = ["<details>", "<summary>The code, and every sentence</summary>\n"]
    for row in of_theme:
        came = rows[f"{row.module}.{row.name}"]
        lines += [f"**{row.title}**\n", f'<pre lang="python">{_code(row)}</pre>\n']
        said = [
            f"- {name}: {_quoted(message)}"
            for name in ("mypy", "mypy+plugin", "pyright")
            for message in came.get(name, [])
            if name != "mypy+plugin" or message not in came["mypy"]
        ]
        what = came["run time"]
        said += (
            [f"- run time: `{what['error']}`: {_quoted(what['message'])}"] if what["error"] else []
        )
        lines += [*said, ""]
    return "\n".join([*lines, "</details>\n"])


def _quoted(message: str) -> str:
    return f"<samp>{html.escape(message, quote=False)}</samp>"


def _code(row: Row) -> str:
    """Return the body of a function as its author would write it, without marks and docstring."""
    body = row.source.split('"""\n', 1)[-1].strip("\n")
    lines = [line.partition("  # E: ")[0].removeprefix("    ") for line in body.splitlines()]
    return html.escape("\n".join(lines).strip("\n"), quote=False)


def _right_code() -> str:
    lines = [
        "## Right code that looks like a mistake\n",
        "Nobody complains of these, and all of them run:\n",
    ]
    lines += [f"- {_link(row)}" for row in right_code()]
    return "\n".join(lines) + "\n"


def measured_before() -> dict[str, Any]:
    """Return what was measured."""
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    PAGE.write_text(page(measured_before()), encoding="utf-8")
