"""Measure hookline against its bars, and against Keras and Synalinks where they are installed.

    python tests/benchmarks/run.py [dispatch] [fit] [order] [asking] [loggers] [import] [memory]
                                   [plugin] [check] [adapters] [--rounds N] [--check]

The part `adapters` runs only where it is named, in the environment of a framework.

Every ratio is the median over many rounds of two times measured side by side.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Final

import adapters
import check
import dispatch
import fit
import implements
import import_time
import loggers
import memory
import mypy_plugin
import order
from measure import Row

#: Each part's measurement, and its number of rounds unless told.
PARTS: Final[dict[str, tuple[Callable[[int], Iterator[Row]], int]]] = {
    "dispatch": (dispatch.measure, dispatch.ROUNDS),
    "fit": (fit.measure, fit.ROUNDS),
    "order": (order.measure, order.ROUNDS),
    "asking": (implements.measure, implements.ROUNDS),
    "loggers": (loggers.measure, loggers.ROUNDS),
    "import": (import_time.measure, import_time.ROUNDS),
    "memory": (memory.measure, memory.ROUNDS),
    "plugin": (mypy_plugin.measure, mypy_plugin.ROUNDS),
    "adapters": (adapters.measure, adapters.ROUNDS),
    "check": (check.measure, check.ROUNDS),
}

#: What runs unless parts are named.
USUAL: Final = [part for part in PARTS if part != "adapters"]


def main() -> int:
    """Print the table; return 1 if asked to check and a bar was missed."""
    options = parse()
    print(f"{platform.python_implementation()} {platform.python_version()}")
    print(f"{'part':9}{'what':68}{'ratio':>7} {'':4}{'  bar':14} medians")
    start, missed = perf_counter(), 0
    for part in options.parts or USUAL:
        measure, rounds = PARTS[part]
        for row in measure(options.rounds or rounds):
            print(line(part, row), flush=True)
            missed += row.missed
    print(f"{missed} bars missed; {perf_counter() - start:.0f} s")
    return int(options.check and missed > 0)


def line(part: str, row: Row) -> str:
    """Return one line of the table."""
    value = f"{row.value:.2f}" if row.value < 100 else f"{row.value:,.0f}"
    verdict = "" if row.bar is None else f"{row.bar:>5g}  {'MISSED' if row.missed else 'holds'}"
    return f"{part:9}{row.name:68}{value:>7} {row.unit:4}{verdict:14} {row.note}".rstrip()


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, help="rounds of every part, instead of its own")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a bar is missed")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return options


if __name__ == "__main__":
    sys.exit(main())
