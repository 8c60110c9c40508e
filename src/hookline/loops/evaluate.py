"""The loop that measures.

on_test_begin
for each group of batches:
    on_test_batch_begin
    test_step for each batch
    on_test_batch_end
on_test_end
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, cast

from hookline.callback_list import CallbackList
from hookline.callbacks.progress import Verbosity, progress
from hookline.logs import Logs
from hookline.loops.arguments import (
    check_count,
    check_data,
    check_optional_count,
    check_step,
    known_length,
)
from hookline.loops.batch_pass import BatchPass
from hookline.loops.batches import run_batches
from hookline.loops.data import EpochData
from hookline.loops.metrics import meter_for
from hookline.program_protocols import Testable
from hookline.protocols import EvaluateHook
from hookline.registration import check_can_fire, collect
from hookline.runs import stop_flag

BatchT = TypeVar("BatchT")
LogsT = TypeVar("LogsT", bound=Logs)


def evaluate(
    program: Testable[BatchT, LogsT],
    data: Iterable[BatchT],
    *,
    callbacks: Iterable[EvaluateHook[LogsT]] = (),
    steps: int | None = None,
    steps_per_execution: int = 1,
    verbose: Verbosity = "auto",
) -> LogsT:
    """Measure a program on data; return its metrics over all samples.

    Args:
        program: Anything with a `test_step`.
        data: Any iterable of batches.
        callbacks: Callbacks with a test or a run hook.
        steps: Measure only this many batches.
        steps_per_execution: How many batches one pair of batch hooks stands for.
        verbose: 0 silent, 1 a progress bar, 2 a line; "auto" is 1 on a terminal, 2 elsewhere.

    Raises:
        HooklineError: An argument, a callback or the data is wrong; the message says how to
            mend it. All but the faults of data and steps are found before the first batch.

    Example:
        >>> class Always:
        ...     def test_step(self, batch: list[float]) -> Logs:
        ...         return {"loss": sum(batch) / len(batch)}
        >>> evaluate(Always(), [[1.0, 2.0], [6.0]], verbose=0)
        {'loss': 3.0}
    """
    check_step(program, "test_step", "`evaluate`")
    check_data("data", data)
    check_optional_count("steps", steps)
    check_count("steps_per_execution", steps_per_execution)
    given = collect(callbacks)
    shown = progress(verbose, given)
    with CallbackList[LogsT](
        cast("tuple[EvaluateHook[LogsT], ...]", (*given, *shown.callbacks)),
        program=program,
        steps=known_length(data, steps),
        verbose=shown.verbose,
    ) as hooks:
        check_can_fire(given, "evaluate", ("test", "run"))
        return run_test(program, data, hooks, steps, steps_per_execution, name="data")


def run_test(
    program: Testable[BatchT, LogsT],
    data: Iterable[BatchT],
    hooks: CallbackList[LogsT, Any],  # Any: outputs, which no test hook receives
    steps: int | None,
    steps_per_execution: int,
    *,
    name: str,
) -> LogsT:
    """Measure a program under hooks that exist: an evaluation, or a validation inside `fit`."""
    with stop_flag(program, "stop_evaluating"):
        hooks.on_test_begin()
        this = BatchPass(
            program=program,
            step=program.test_step,
            flag="stop_evaluating",
            begin=hooks.on_test_batch_begin,
            end=hooks.on_test_batch_end,
            quiet=not hooks.listens("on_test_batch_begin", "on_test_batch_end"),
            group=steps_per_execution,
            where=hooks.where,
        )
        meter = meter_for(program, "test_step")
        batches = EpochData(name, data, steps)
        count = run_batches(this, batches.batches(), meter)
        if not this.stopped():
            batches.check(count, hooks.where())
        logs = cast("LogsT", meter.logs())
        hooks.on_test_end(logs)
    return logs
