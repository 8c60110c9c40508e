"""The loop that trains.

on_train_begin
for each epoch:
    on_epoch_begin
    for each group of batches:
        on_train_batch_begin
        train_step for each batch
        on_train_batch_end
    every `validation_freq` epochs: the hooks of evaluate, on the validation data
    on_epoch_end
    stop here if the program was asked to
on_train_end
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from typing import Any, Generic, TypeVar, cast

from hookline.callback_list import CallbackList
from hookline.callbacks.history import History
from hookline.callbacks.progress import Verbosity, progress
from hookline.logs import Logs
from hookline.loops.arguments import (
    check_count,
    check_data,
    check_epochs,
    check_optional_count,
    check_readings,
    check_step,
    check_validation_freq,
    count_validations,
    known_length,
    validates,
)
from hookline.loops.batch_pass import BatchPass
from hookline.loops.batches import run_batches
from hookline.loops.data import EpochData
from hookline.loops.evaluate import run_test
from hookline.loops.metrics import meter_for
from hookline.program_protocols import HasHistory, Testable, Trainable
from hookline.protocols import FitHook
from hookline.registration import check_can_fire, collect, label
from hookline.requirements import check_without_validation
from hookline.runs import is_running, stop_flag

BatchT = TypeVar("BatchT")
LogsT = TypeVar("LogsT", bound=Logs)


def fit(
    program: Trainable[BatchT, LogsT],
    data: Iterable[BatchT],
    *,
    epochs: int = 1,
    callbacks: Iterable[FitHook[LogsT]] = (),
    validation_data: Iterable[BatchT] | None = None,
    validation_freq: int | Collection[int] = 1,
    initial_epoch: int = 0,
    steps_per_epoch: int | None = None,
    validation_steps: int | None = None,
    steps_per_execution: int = 1,
    verbose: Verbosity = "auto",
) -> History[LogsT]:
    """Train a program on data; return the history of its metrics.

    A run that is asked to stop (`program.stop_training = True`) finishes its group of batches,
    validates, ends its epoch, and ends in good order. Asked in `on_train_begin`, it trains no
    batch at all.

    Args:
        program: Anything with a `train_step`, and a `test_step` where validation data is given.
        data: Any iterable of batches; for several epochs one that can be read again.
        epochs: The number of the epoch at which to end, so the count of epochs from 0.
        callbacks: Callbacks with a train, test or run hook.
        validation_data: Batches to measure after an epoch; their metrics get the prefix `val_`.
        validation_freq: Validate every so many epochs, or after these epochs, counted from 1;
            refused without `validation_data`.
        initial_epoch: The number of the first epoch, for a run that goes on with another.
        steps_per_epoch: Batches in an epoch; the next epoch goes on where this one ended.
        validation_steps: Measure only this many batches of the validation data.
        steps_per_execution: How many batches one pair of batch hooks stands for.
        verbose: 0 silent, 1 a progress bar, 2 a line an epoch; "auto" is 1 on a terminal,
            2 elsewhere.

    Raises:
        HooklineError: An argument, a callback or the data is wrong; the message says how to
            mend it. All but the faults of data and steps are found before the first batch.

    Example:
        >>> class Mean:
        ...     guess = 0.0
        ...     def train_step(self, batch: list[float]) -> Logs:
        ...         error = sum(batch) / len(batch) - self.guess
        ...         self.guess += error / 2
        ...         return {"loss": error**2}
        >>> history = fit(Mean(), [[1.0, 3.0]], epochs=3, verbose=0)
        >>> history.epoch, history.history
        ([0, 1, 2], {'loss': [4.0, 1.0, 0.25]})
    """
    check_step(program, "train_step", "`fit`")
    check_data("data", data)
    check_epochs(epochs, initial_epoch)
    check_optional_count("steps_per_epoch", steps_per_epoch)
    check_readings("data", data, epochs - initial_epoch, steps_per_epoch)
    check_optional_count("validation_steps", validation_steps)
    check_count("steps_per_execution", steps_per_execution)
    check_validation_freq(validation_freq, validation_data)
    if validation_data is not None:
        check_step(program, "test_step", "`fit` with `validation_data`")
        check_data("validation_data", validation_data)
        count = count_validations(validation_freq, initial_epoch, epochs)
        check_readings("validation_data", validation_data, count, validation_steps)
    given = collect(callbacks)
    # One in a wrapper may hear of fewer epochs, and what is returned has all.
    brought = next((cast("History[LogsT]", cb) for cb in given if type(cb) is History), None)
    history = brought or History[LogsT]()
    shown = progress(verbose, given)
    with (
        _kept_history(program, history),
        stop_flag(program, "stop_training"),
        CallbackList[LogsT](
            cast("tuple[FitHook[LogsT], ...]", (*given, *shown.callbacks)),
            program=program,
            epochs=epochs,
            steps=known_length(data, steps_per_epoch),
            verbose=shown.verbose,
            history=None if brought else history,
        ) as hooks,
    ):
        check_can_fire(given, "fit", ("train", "test", "run"))
        if validation_data is None:
            for index, callback in enumerate(given):
                check_without_validation(callback, program, label(index, callback))
        hooks.on_train_begin()
        if not brought:
            history.on_train_begin({})
        training = _Training(program, data, hooks, steps_per_epoch, steps_per_execution)
        validation = _Validation(
            program,
            validation_data,
            hooks,
            steps=validation_steps,
            steps_per_execution=steps_per_execution,
            freq=validation_freq,
        )
        logs = history.logs[-1] if history.logs else cast("LogsT", {})  # where a run goes on
        for epoch in range(max(initial_epoch, hooks.resumed_epoch() or 0), epochs):
            if training.stopped():
                break
            hooks.on_epoch_begin(epoch)
            logs = validation.after(epoch, training.epoch())
            history.enter(epoch, logs)  # before the callbacks, so that they can read it
            hooks.on_epoch_end(epoch, logs)
        hooks.on_train_end(logs)
    return history


@contextmanager
def _kept_history(program: object, history: History[Any]) -> Generator[None, None, None]:
    """Give a program the history of its run; one inside a run of its own gets the outer's back."""
    entered, history.entered_by_loop = history.entered_by_loop, True
    outer: object = history
    if isinstance(program, HasHistory):
        outer = program.history if is_running(program, "stop_training") else history
        program.history = history
    try:
        yield
    finally:
        history.entered_by_loop = entered
        if isinstance(program, HasHistory):
            program.history = outer


class _Training(Generic[BatchT, LogsT]):
    """The batches of one epoch after another, through `train_step`."""

    def __init__(
        self,
        program: Trainable[BatchT, LogsT],
        data: Iterable[BatchT],
        hooks: CallbackList[LogsT],
        steps: int | None,
        steps_per_execution: int,
    ) -> None:
        self._batches = EpochData("data", data, steps)
        self._pass = BatchPass(
            program=program,
            step=program.train_step,
            flag="stop_training",
            begin=hooks.on_train_batch_begin,
            end=hooks.on_train_batch_end,
            quiet=not hooks.listens("on_train_batch_begin", "on_train_batch_end"),
            group=steps_per_execution,
            where=hooks.where,
        )

    def stopped(self) -> bool:
        return self._pass.stopped()

    def epoch(self) -> LogsT:
        """Run one epoch; return its metrics."""
        meter = meter_for(self._pass.program, "train_step")
        count = run_batches(self._pass, self._batches.batches(), meter)
        if not self.stopped():
            self._batches.check(count, self._pass.where(None))
        return cast("LogsT", meter.logs())


class _Validation(Generic[BatchT, LogsT]):
    """The hooks of evaluate, after the epochs that validate."""

    def __init__(
        self,
        program: object,
        data: Iterable[BatchT] | None,
        hooks: CallbackList[LogsT],
        *,
        steps: int | None,
        steps_per_execution: int,
        freq: int | Collection[int],
    ) -> None:
        self._program = program
        self._data = data
        self._hooks = hooks
        self._steps = steps
        self._steps_per_execution = steps_per_execution
        self._freq = freq

    def after(self, epoch: int, logs: LogsT) -> LogsT:
        """Return the epoch's logs, with those of its validation if it has one."""
        if self._data is None or not validates(self._freq, epoch):
            return logs
        program = cast("Testable[BatchT, LogsT]", self._program)  # checked when `fit` was called
        tested = run_test(
            program,
            self._data,
            self._hooks,
            self._steps,
            self._steps_per_execution,
            name="validation_data",
        )
        merged = {**logs, **{f"val_{name}": value for name, value in tested.items()}}
        return cast("LogsT", merged)
