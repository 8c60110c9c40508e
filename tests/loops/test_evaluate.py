"""The loop that measures."""

from __future__ import annotations

from typing import Any

import pytest

from hookline import ArgumentError, Callback, DataError, Logs, Program, Stopped, evaluate
from hookline.testing import Recorder


class Losing(Program[float, Logs, float]):
    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}


def test_the_hooks_of_an_evaluation() -> None:
    recorder = Recorder()
    logs = evaluate(
        Losing(), [1.0, 2.0, 6.0], steps_per_execution=2, callbacks=[recorder], verbose=0
    )
    assert logs == Logs(loss=3.0)
    assert [(call.hook, call.index, call.logs) for call in recorder.calls] == [
        ("on_test_begin", None, {}),
        ("on_test_batch_begin", 0, {}),
        ("on_test_batch_end", 1, {"loss": 1.5}),
        ("on_test_batch_begin", 2, {}),
        ("on_test_batch_end", 2, {"loss": 3.0}),
        ("on_test_end", None, {"loss": 3.0}),
        ("on_close", None, None),
    ]


def test_steps_limit_the_batches() -> None:
    assert evaluate(Losing(), [1.0, 2.0, 6.0], steps=2, verbose=0) == Logs(loss=1.5)


@pytest.mark.parametrize("listened", [True, False])
def test_a_stop_ends_the_evaluation_after_its_batch(listened: bool) -> None:
    class Stopping(Losing):
        def test_step(self, batch: float) -> Logs:
            self.stop_evaluating = batch == 2.0
            return {"loss": batch}

    recorder = Recorder()
    program = Stopping()
    logs = program.evaluate([1.0, 2.0, 6.0], callbacks=[recorder] if listened else [], verbose=0)
    assert logs == Logs(loss=1.5)
    assert program.stop_evaluating
    if listened:
        assert recorder.calls[-1].outcome == Stopped("stop_evaluating was set")


def test_a_stop_of_the_validation_does_not_stop_the_fit() -> None:
    class Both(Losing):
        def train_step(self, batch: float) -> Logs:
            return {"loss": batch}

    class StopTest(Callback):
        def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            self.program.stop_evaluating = True

    recorder = Recorder()
    history = Both().fit(
        [1.0],
        epochs=2,
        validation_data=[1.0, 9.0],
        callbacks=[StopTest(), recorder],
        verbose=0,
    )
    assert history.history == {"loss": [1.0, 1.0], "val_loss": [1.0, 1.0]}
    assert recorder.names().count("on_test_batch_end(1)") == 0


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"data": []}, DataError, "`data` gave no batch. It is empty."),
        ({"data": [1.0], "steps": 0}, ArgumentError, "`steps` must be"),
        ({"data": iter([1.0]), "steps": 2}, DataError, "gave 1 of 2 batches. It is an iterator"),
        ({"data": 3}, ArgumentError, "`data` must be an iterable of batches, and int is none"),
    ],
)
def test_bad_input_gets_a_sentence(arguments: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        evaluate(Losing(), verbose=0, **arguments)


def test_a_program_without_a_test_step_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`evaluate` needs a program with `test_step`"):
        Program[float, Logs, float]().evaluate([1.0], verbose=0)  # type: ignore[hookline-program]  # the mistake
