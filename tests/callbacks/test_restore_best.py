"""The state of the best epoch, for each way in which a run can end."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from hookline import Completed, Failed, History, Interrupted, Logs, Outcome, Stopped, fit
from hookline.callbacks import (
    BackupAndRestore,
    EarlyStopping,
    GracefulStop,
    LambdaCallback,
    TerminateOnNaN,
    TimeLimit,
)
from hookline.callbacks.monitor import Mode

pytestmark = pytest.mark.usefixtures("no_waiting")

#: Better until epoch 2, as good again in epoch 4, and no number in the end.
LOSSES: Final = (3.0, 2.0, 1.0, 2.0, 1.0, 3.0, math.nan)


class Program:
    """A program whose losses are known before, and which learns the number of its epoch."""

    stop_training = False

    def __init__(self, sign: float) -> None:
        self.sign = sign
        self.epoch = -1
        self.weights = {"w": [-1]}

    def train_step(self, batch: float) -> Logs:
        self.epoch = self.weights["w"][0] = self.weights["w"][0] + int(batch == 0.0)
        return {"loss": self.sign * LOSSES[self.weights["w"][0]]}

    def test_step(self, batch: float) -> Logs:
        return self.train_step(1.0)

    def state_dict(self) -> dict[str, list[int]]:
        return self.weights  # as torch does, without a copy

    def load_state_dict(self, state: dict[str, list[int]]) -> None:
        self.weights = state


def at(epoch: int, act: Callable[[], object], hook: str = "on_train_batch_end") -> Any:
    """Make a callback that does something in a hook, in an epoch."""
    under_way = -1

    def begin(epoch: int, logs: object) -> None:
        nonlocal under_way
        under_way = epoch

    def call(*_: object) -> None:
        if under_way == epoch:
            act()

    return LambdaCallback(on_epoch_begin=begin, **{hook: call})


def fail() -> None:
    raise ValueError("no room")


def interrupt() -> None:
    raise KeyboardInterrupt


@dataclass(frozen=True)
class Ending:
    """A way to end a run."""

    #: Makes the callbacks that end it.
    callbacks: Callable[[Program], list[Any]]
    outcome: type[object]
    patience: int = 99
    epochs: int = len(LOSSES)


def stop(program: Program) -> Callable[[], None]:
    return lambda: setattr(program, "stop_training", True)


ENDINGS: Final[dict[str, Ending]] = {
    "completed": Ending(lambda _: [], Completed),
    "completed in its best epoch": Ending(lambda _: [], Completed, epochs=3),
    "stopped for want of patience": Ending(lambda _: [], Stopped, patience=3),
    "stopped in a batch": Ending(lambda program: [at(3, stop(program))], Stopped),
    "stopped in its best epoch": Ending(lambda program: [at(2, stop(program))], Stopped),
    "stopped in the first epoch": Ending(lambda program: [at(0, stop(program))], Stopped),
    "stopped in a validation": Ending(
        lambda program: [at(5, stop(program), "on_test_begin")], Stopped
    ),
    "stopped at the end of an epoch": Ending(
        lambda program: [at(4, stop(program), "on_epoch_end")], Stopped
    ),
    "stopped before the first epoch": Ending(
        lambda program: [at(-1, stop(program), "on_train_begin")], Stopped
    ),
    "stopped by a signal": Ending(
        lambda _: [GracefulStop(), at(3, lambda: os.kill(os.getpid(), signal.SIGTERM))], Stopped
    ),
    "out of time": Ending(lambda _: [TimeLimit(0)], Stopped),
    "no number any more": Ending(lambda _: [TerminateOnNaN()], Stopped),
    "failed": Ending(lambda _: [at(3, fail)], Failed),
    "failed at the end of an epoch": Ending(lambda _: [at(5, fail, "on_epoch_end")], Failed),
    "interrupted": Ending(lambda _: [at(4, interrupt)], Interrupted),
}

#: After these the program stays as it is, and `restore` does the rest.
BY_HAND: Final = (Failed, Interrupted)


class Outcomes:
    """Keeps how the run ended."""

    outcome: Outcome | None = None

    def on_close(self, outcome: Outcome) -> None:
        self.outcome = outcome


def best_of(history: History[Logs], monitor: str, mode: str) -> int | None:
    """Look the best epoch up in the history: the first of equal ones; None where none is."""
    values = history.history.get(monitor, [])
    epochs = [epoch for epoch, logs in zip(history.epoch, history.logs, strict=True) if logs]
    sign = 1.0 if mode == "min" else -1.0
    numbers = [(sign * value, epoch) for epoch, value in zip(epochs, values, strict=True)]
    return min((one for one in numbers if not math.isnan(one[0])), default=(0, None))[1]


@pytest.mark.parametrize("backed_up", [False, True], ids=["alone", "with a backup"])
@pytest.mark.parametrize("first", [True, False], ids=["first in the list", "last in the list"])
@pytest.mark.parametrize("monitor", ["loss", "val_loss"])
@pytest.mark.parametrize("mode", ["min", "max"])
@pytest.mark.parametrize("name", ENDINGS)
def test_it_is_exactly_that_of_the_best_epoch_of_the_history(
    *, name: str, mode: Mode, monitor: str, first: bool, backed_up: bool, tmp_path: Path
) -> None:
    ending, program = ENDINGS[name], Program(1.0 if mode == "min" else -1.0)
    stopping = EarlyStopping(
        monitor=monitor, mode=mode, patience=ending.patience, restore_best=True
    )
    history, outcomes = History[Logs](), Outcomes()
    others = [*ending.callbacks(program), history, outcomes]
    callbacks = [stopping, *others] if first else [*others, stopping]
    if backed_up:
        callbacks.insert(1, BackupAndRestore(tmp_path))

    def train() -> None:
        fit(
            program,
            [0.0, 1.0],
            epochs=ending.epochs,
            callbacks=callbacks,
            validation_data=[1.0],
            verbose=0,
        )

    try:
        train()
    except (ValueError, KeyboardInterrupt):
        assert program.weights == {"w": [program.epoch]}  # to be looked at, as it was left
        stopping.restore()
    best = best_of(history, monitor, mode)
    assert isinstance(outcomes.outcome, ending.outcome)
    assert stopping.best_epoch == best
    assert program.weights == {"w": [-1 if best is None else best]}
