"""The loop that asks for outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from hookline import ArgumentError, Callback, DataError, Logs, PredictLogs, Program, predict
from hookline.testing import Recorder


class Doubler(Program[int, Logs, int]):
    def predict_step(self, batch: int) -> int:
        return 2 * batch


def test_the_hooks_of_a_prediction() -> None:
    recorder = Recorder()
    assert predict(Doubler(), [1, 2], callbacks=[recorder], verbose=0) == [2, 4]
    assert [(call.hook, call.index, call.logs) for call in recorder.calls] == [
        ("on_predict_begin", None, {}),
        ("on_predict_batch_begin", 0, {}),
        ("on_predict_batch_end", 0, {"outputs": 2}),
        ("on_predict_batch_begin", 1, {}),
        ("on_predict_batch_end", 1, {"outputs": 4}),
        ("on_predict_end", None, {}),
        ("on_close", None, None),
    ]


def outputs_by_group(program: Doubler) -> list[object]:
    recorder = Recorder()
    program.compile(steps_per_execution=2)
    program.predict([1, 2, 3], callbacks=[recorder], verbose=0)
    return [call.logs["outputs"] for call in recorder.calls if call.logs and "outputs" in call.logs]


def test_a_group_of_batches_has_the_list_of_their_outputs() -> None:
    assert outputs_by_group(Doubler()) == [[2, 4], 6]


def test_a_program_may_join_the_outputs_of_a_group() -> None:
    class Joining(Doubler):
        def join_outputs(self, outputs: Sequence[int]) -> int:
            return sum(outputs)

    assert outputs_by_group(Joining()) == [6, 6]


def test_a_stop_ends_the_prediction_after_its_batch() -> None:
    class StopFirst(Callback):
        def on_predict_batch_end(self, batch: int, logs: PredictLogs[object] | None = None) -> None:
            self.program.stop_predicting = True

    assert Doubler().predict([1, 2, 3], callbacks=[StopFirst()], verbose=0) == [2]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"data": []}, DataError, "`data` gave no batch. It is empty."),
        ({"data": [1], "steps_per_execution": 0}, ArgumentError, "`steps_per_execution` must be"),
        ({"data": None}, ArgumentError, "`data` must be an iterable of batches"),
    ],
)
def test_bad_input_gets_a_sentence(arguments: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        predict(Doubler(), verbose=0, **arguments)


def test_a_program_without_a_predict_step_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`predict` needs a program with `predict_step`"):
        Program[int, Logs, int]().predict([1], verbose=0)  # type: ignore[hookline-program]  # the mistake
