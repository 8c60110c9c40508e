"""What watching a run and keeping a log of it costs, on this disk, and what a progress bar costs.

A step takes 100 microseconds by the clock, whatever the machine does meanwhile, so that all that
callbacks add is seen on top. A run of several epochs is timed as a whole, with the waits for the
disk that fall into it and the one at its end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from measure import Row, Run, side_by_side
from rich.console import Console

import hookline
from hookline import FitHook, History, Logs
from hookline.callbacks.csv_logger import CSVLogger
from hookline.callbacks.early_stopping import EarlyStopping
from hookline.callbacks.jsonl_logger import JSONLLogger
from hookline.callbacks.progress_bar import ProgressBar

ROUNDS: Final = 12
EPOCHS: Final = 10
STEPS: Final = 1_000
SECONDS_A_STEP: Final = 100e-6
BAR: Final = 1.02


class Steady:
    """A program whose every step takes the same time."""

    def train_step(self, batch: float) -> Logs:
        """Wait."""
        due = perf_counter() + SECONDS_A_STEP
        while perf_counter() < due:
            pass
        return {"loss": batch}


class Listening:
    """A callback that looks at no batch."""

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Do nothing."""


def measure(rounds: int) -> Iterator[Row]:
    """Time runs with and without the loggers side by side."""
    with TemporaryDirectory() as folder, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        csv = CSVLogger(Path(folder, "log.csv"), if_exists="overwrite")
        jsonl = JSONLLogger(Path(folder, "log.jsonl"), if_exists="overwrite")
        batches = JSONLLogger(Path(folder, "batches.jsonl"), batches=100, if_exists="overwrite")
        stopping = EarlyStopping(monitor="loss", mode="min", patience=EPOCHS + 1)
        terminal = Console(file=nowhere, force_terminal=True, width=100)
        runs = {
            "plain": Run(partial(train, ()), EPOCHS),
            "csv": Run(partial(train, (csv,)), EPOCHS),
            "all": Run(partial(train, (History[Logs](), stopping, csv, jsonl)), EPOCHS),
            "batch hook": Run(partial(train, (Listening(),)), EPOCHS),
            "batches": Run(partial(train, (batches,)), EPOCHS),
            "bar": Run(partial(train, (ProgressBar(terminal),)), EPOCHS),
        }
        times = side_by_side(runs, rounds)
    for name, other, title, bar in (
        ("all", "plain", "1,000 steps of 100 µs with CSV, JSON, History, EarlyStopping", BAR),
        ("bar", "plain", "the same steps with ProgressBar, drawn to a terminal", BAR),
        ("csv", "plain", "the same steps with CSVLogger alone", None),
        ("batches", "batch hook", "JSON every 100 batches, to a batch hook without", None),
    ):
        note = f"{times.median(name) * 1e3:.1f} ms an epoch, {times.median(other) * 1e3:.1f} ms"
        yield Row(title, times.ratio(name, other), bar, note=note)


def train(callbacks: Sequence[FitHook[Logs]]) -> None:
    """Train some epochs."""
    hookline.fit(Steady(), [0.5] * STEPS, epochs=EPOCHS, callbacks=callbacks, verbose=0)
