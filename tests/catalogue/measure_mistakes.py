"""Measures every mistake, and writes what came of it to `typesafety/measured.json`.

    python tests/catalogue/measure_mistakes.py                       hookline, with every checker
    python tests/catalogue/measure_mistakes.py keras PYTHON          Keras, in that environment
    python tests/catalogue/measure_mistakes.py synalinks PYTHON      Synalinks, likewise
    python tests/catalogue/measure_mistakes.py marks                 the `# E:` marks of mistakes/

Then `docs/draw_mistakes.py` and `docs/draw_checkers.py` draw the pages.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from checkers import (
    CHECKERS,
    Report,
    installed,
    lines,
    mypy,
    pyright,
    version_of,
)
from deviations import deviations
from functions import MISTAKES, THEMES, Row, mistakes, rows_of
from happenings import happening
from marks import marked_anew
from sources import TYPESAFETY

MEASURED: Final = TYPESAFETY / "measured.json"
ELSEWHERE: Final = TYPESAFETY / "elsewhere"

#: Messages list whole unions of types; this much of one tells what it is about.
LENGTH: Final = 240


def said_of(row: Row, checker: str) -> list[str]:
    """Return what a checker says of a row: each message once, with its code."""
    by_line = lines(checker)[row.module]
    said = [report for line in range(row.first, row.last + 1) for report in by_line.get(line, ())]
    return list(dict.fromkeys(map(sentence, said)))


def sentence(report: Report) -> str:
    """Return what a report says, cut where it is very long, and its code."""
    text = report.message
    text = text if len(text) <= LENGTH else f"{text[:LENGTH]} …"
    return f"{text}  [{report.code}]"


def measured_row(row: Row) -> dict[str, Any]:
    """Return everything that came of one row."""
    what = happening(row)
    checked = {checker: said_of(row, checker) for checker in CHECKERS if installed(checker)}
    message = re.sub(r"\w+\.<locals>\.", "", what.message.partition("\n")[0])
    run = {"error": what.error, "moment": what.moment, "batches": what.batches}
    return {"run time": {**run, "message": message}, **checked}


def measure_here() -> dict[str, Any]:
    """Return what comes of every mistake here."""
    found = {checker: version_of(checker) for checker in CHECKERS if installed(checker)}
    return {
        "versions": {"python": platform.python_version(), **found},
        "rows": {f"{row.module}.{row.name}": measured_row(row) for row in mistakes()},
        "checkers": deviations(),
    }


def measure_elsewhere(system: str, python: str) -> dict[str, Any]:
    """Return what comes of the mistakes against another library, as it is shipped."""
    script = Path(__file__).parent / "elsewhere.py"
    done = subprocess.run(  # noqa: S603 - our own command
        [python, script, system], check=True, capture_output=True, text=True
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    file = ELSEWHERE / f"{system}_mistakes.py"
    rows = rows_of(file)
    measured["versions"] |= {"mypy": version_of("mypy"), "pyright": version_of("pyright")}
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        (where / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        reports = {
            "mypy": mypy(where, "", file.name, python=python),
            "pyright": pyright(where, file.name, python=python),
        }
    for checker, said in reports.items():
        for row in rows:
            measured["rows"][row.name][checker] = _of_the_mistake(row, rows, said)
    return measured


def _of_the_mistake(row: Row, rows: list[Row], said: Iterable[Report]) -> list[str]:
    """Return what is said of a row and would not be said of right code."""
    wrong = [other for other in rows if other.name != "nothing_wrong"]
    noise = {
        (report.code, report.message)
        for report in said
        if not any(other.first <= report.line <= other.last for other in wrong)
    }
    return [
        sentence(report)
        for report in said
        if row.first <= report.line <= row.last and (report.code, report.message) not in noise
    ]


def read() -> dict[str, Any]:
    """Return what was measured before."""
    if not MEASURED.exists():
        return {}
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found


def write(measured: dict[str, Any]) -> None:
    """Keep what was measured."""
    text = json.dumps(measured, indent=1, ensure_ascii=False, sort_keys=True)
    MEASURED.write_text(text + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Measure what the arguments name."""
    match arguments:
        case []:
            write({**read(), "hookline": measure_here()})
        case ["marks"]:
            for theme in THEMES:
                path = MISTAKES / f"{theme}.py"
                said = lines("mypy+plugin")[theme]
                path.write_text(marked_anew(path.read_text(encoding="utf-8"), said), "utf-8")
        case [system, python]:
            write({**read(), system: measure_elsewhere(system, python)})
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
