"""The story: train, evaluate, predict, and say where the history is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hookline import FitHook, History, Verbosity
from hookline.demo.callbacks import Decay, HistoryFiles, Milestone
from hookline.demo.digits import Batches, load
from hookline.demo.families import families
from hookline.demo.program import DigitsLogs, DigitsProgram


class Result(NamedTuple):
    """What `run` found out."""

    #: The metrics of every epoch.
    history: History[DigitsLogs]
    #: The metrics on images that training never saw.
    test: DigitsLogs
    #: What each of these images was read as.
    digits: NDArray[np.int64]


def run(folder: Path, *, epochs: int = 30, verbose: Verbosity = "auto") -> Result:
    """Train a network to read handwritten digits; leave its history in a folder that exists."""
    data = load()
    program = DigitsProgram()
    program.compile(steps_per_execution=4)  # a pair of batch hooks for every four batches

    files = HistoryFiles(folder)
    callbacks: list[FitHook[DigitsLogs]] = [Milestone(0.95), Decay(0.95), files]
    print(f"What each callback satisfies, by isinstance:\n\n{families(callbacks)}\n")

    print(f"Training on {_size(data.training)} images, {_size(data.validation)} for validation:\n")
    history = program.fit(
        data.training,
        validation_data=data.validation,
        epochs=epochs,
        callbacks=callbacks,
        verbose=verbose,
    )

    print(f"\nTesting on {_size(data.test)} images that training never saw:\n")
    test = program.evaluate(data.test, verbose=verbose)
    print(f"test accuracy {test['accuracy']:.1%}")

    digits = np.concatenate(program.predict(data.test, verbose=verbose))
    print(f"\n{_comparison(data.test, digits)}\n")

    print(f"The history is in {files.table} and {files.picture}")
    return Result(history, test, digits)


def _size(data: Batches) -> str:
    return f"{len(data.samples.digits):,}"


def _comparison(data: Batches, read: NDArray[np.int64]) -> str:
    """Show the first predictions under the truth, and how the first mistakes went."""
    true = data.samples.digits
    wrong = np.flatnonzero(read != true)
    mistakes = ", ".join(f"{true[image]} as {read[image]}" for image in wrong[:8])
    return (
        f"the first digits  {_row(true[:20])}\n"
        f"were read as      {_row(read[:20])}\n"
        f"{len(wrong)} of {len(true)} were read wrong, such as {mistakes}"
    )


def _row(digits: Iterable[object]) -> str:
    return " ".join(map(str, digits))
