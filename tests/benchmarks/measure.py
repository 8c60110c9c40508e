"""Timing side by side, so that a noisy machine disturbs all that is compared alike.

In each round every run has one turn, in an order drawn anew, and what is reported is the median
over the rounds of a ratio of two times of the same round. A slow second then spoils one round
of all runs, and not all rounds of one.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Run(NamedTuple):
    """What is timed, and how many batches or steps one call of it takes."""

    call: Callable[[], object]
    steps: int = 1


class Times(dict[str, list[float]]):
    """The seconds of each run, one figure a round."""

    def median(self, name: str) -> float:
        """Return the middle time of a run."""
        return median(self[name])

    def ratio(self, name: str, to: str) -> float:
        """Return the median of the same-round ratios of two runs."""
        return median(mine / other for mine, other in zip(self[name], self[to], strict=True))

    def without(self, base: str) -> Times:
        """Return the times less those of the same round of a run that all others include."""
        return Times(
            (name, [mine - less for mine, less in zip(times, self[base], strict=True)])
            for name, times in self.items()
            if name != base
        )


class Row(NamedTuple):
    """One line of the table: a figure, and the bar it is held to if it has one."""

    name: str
    value: float
    bar: float | None = None
    unit: str = "×"
    note: str = ""

    @property
    def missed(self) -> bool:
        """Tell whether the figure is above its bar."""
        return self.bar is not None and self.value > self.bar


def side_by_side(runs: Mapping[str, Run], rounds: int) -> Times:
    """Time the runs round by round; the first round warms up and is not counted."""
    times = Times((name, []) for name in runs)
    order = list(runs)
    draw = random.Random(0)
    with collector_off():
        for turn in range(rounds + 1):
            draw.shuffle(order)
            for name in order:
                start = perf_counter()
                runs[name].call()
                seconds = perf_counter() - start
                if turn:
                    times[name].append(seconds / runs[name].steps)
    return times


@contextmanager
def collector_off() -> Generator[None]:
    """Keep the garbage collector out of the times."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
