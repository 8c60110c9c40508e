"""The loop that asks for outputs.

on_predict_begin
for each group of batches:
    on_predict_batch_begin
    predict_step for each batch
    on_predict_batch_end
on_predict_end
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

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
from hookline.program_protocols import Predictable, SupportsJoinOutputs
from hookline.protocols import PredictHook
from hookline.registration import check_can_fire, collect
from hookline.runs import stop_flag

BatchT = TypeVar("BatchT")
OutputsT = TypeVar("OutputsT")


def predict(
    program: Predictable[BatchT, OutputsT],
    data: Iterable[BatchT],
    *,
    callbacks: Iterable[PredictHook[OutputsT]] = (),
    steps: int | None = None,
    steps_per_execution: int = 1,
    verbose: Verbosity = "auto",
) -> list[OutputsT]:
    """Return what a program's `predict_step` makes of each batch, in order.

    Args:
        program: Anything with a `predict_step`.
        data: Any iterable of batches.
        callbacks: Callbacks with a predict or a run hook.
        steps: Predict only this many batches.
        steps_per_execution: How many batches one pair of batch hooks stands for.
        verbose: 0 silent, 1 a progress bar, 2 a line; "auto" is 1 on a terminal, 2 elsewhere.

    Raises:
        HooklineError: An argument, a callback or the data is wrong; the message says how to
            mend it. All but the faults of data are found before the first batch.

    Example:
        >>> class Doubler:
        ...     def predict_step(self, batch: list[int]) -> list[int]:
        ...         return [2 * sample for sample in batch]
        >>> predict(Doubler(), [[1, 2], [3]], verbose=0)
        [[2, 4], [6]]
    """
    check_step(program, "predict_step", "`predict`")
    check_data("data", data)
    check_optional_count("steps", steps)
    check_count("steps_per_execution", steps_per_execution)
    given = collect(callbacks)
    shown = progress(verbose, given)
    with (
        stop_flag(program, "stop_predicting"),
        CallbackList[Logs, OutputsT](
            cast("tuple[PredictHook[OutputsT], ...]", (*given, *shown.callbacks)),
            program=program,
            steps=known_length(data, steps),
            verbose=shown.verbose,
        ) as hooks,
    ):
        check_can_fire(given, "predict", ("predict", "run"))
        hooks.on_predict_begin()
        this = BatchPass(
            program=program,
            step=program.predict_step,
            flag="stop_predicting",
            begin=hooks.on_predict_batch_begin,
            end=hooks.on_predict_batch_end,
            quiet=False,
            group=steps_per_execution,
            where=hooks.where,
        )
        outputs = _Outputs[OutputsT](program)
        batches = EpochData("data", data, steps)
        count = run_batches(this, batches.batches(), outputs)
        if not this.stopped():
            batches.check(count, hooks.where())
        hooks.on_predict_end()
    return outputs.all


class _Outputs(Generic[OutputsT]):
    """A meter that keeps every output, and tells those of the group that just ended."""

    def __init__(self, program: object) -> None:
        self.all: list[OutputsT] = []
        self._group: list[OutputsT] = []
        self._join: Callable[[list[OutputsT]], OutputsT] | None = (
            cast("SupportsJoinOutputs[OutputsT]", program).join_outputs
            if isinstance(program, SupportsJoinOutputs)
            else None
        )

    def add(self, result: OutputsT, batch: object) -> None:
        self.all.append(result)
        self._group.append(result)

    def logs(self) -> dict[str, Any]:  # Any: a list of outputs stands in where none joins them
        group, self._group = self._group, []
        if len(group) == 1:
            return {"outputs": group[0]}
        return {"outputs": self._join(group) if self._join else group}
