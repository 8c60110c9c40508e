"""What it costs to import hookline, in fresh interpreters, net of one that imports nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Final

from measure import Row, Run, side_by_side

ROUNDS: Final = 60

BAR: Final = 2.0

NOTHING: Final = "pass"
HOOKLINE: Final = "import hookline"
TYPING_EXTENSIONS: Final = "import typing_extensions"

#: Prints the top-level modules that an import loaded and that are not of the standard library.
LOADED: Final = f"""
import sys
before = set(sys.modules)
{HOOKLINE}
loaded = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(loaded - sys.stdlib_module_names))
"""


def measure(rounds: int) -> Iterator[Row]:
    """Time the imports side by side, and list what is imported."""
    runs = {code: Run(partial(python, code)) for code in (NOTHING, HOOKLINE, TYPING_EXTENSIONS)}
    times = side_by_side(runs, rounds).without(NOTHING)
    mine, other = (times.median(code) * 1e3 for code in (HOOKLINE, TYPING_EXTENSIONS))
    yield Row(
        f"`{HOOKLINE}` to `{TYPING_EXTENSIONS}`",
        times.ratio(HOOKLINE, TYPING_EXTENSIONS),
        BAR,
        note=f"{mine:.0f} ms, {other:.0f} ms",
    )
    others = set(python(LOADED).split()) - {"hookline", "typing_extensions"}
    yield Row(
        "third-party modules it imports beside typing_extensions",
        len(others),
        0,
        unit="",
        note=", ".join(sorted(others)),
    )


def python(code: str) -> str:
    """Run code in a fresh interpreter that may keep its byte code; return what it printed."""
    variables = {**os.environ}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True
    )
    return done.stdout
