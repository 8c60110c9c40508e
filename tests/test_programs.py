"""The convenience on top of the loops."""

from __future__ import annotations

import pytest

from hookline import (
    ArgumentError,
    Callback,
    History,
    Logs,
    NotReadyError,
    Predictable,
    Program,
    Stoppable,
    Testable,
    Trainable,
)
from hookline.testing import Recorder


class Counting(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}


def test_a_program_is_what_the_loops_ask_for() -> None:
    assert isinstance(Counting(), (Trainable, Testable, Predictable, Stoppable))


def test_compile_sets_the_size_of_groups() -> None:
    program, recorder = Counting(), Recorder()
    program.compile(steps_per_execution=3)
    program.fit([1.0] * 8, callbacks=[recorder], verbose=0)
    ends = [call.index for call in recorder.calls if call.hook == "on_train_batch_end"]
    assert ends == [2, 5, 7]


@pytest.mark.parametrize("count", [0, -1, 1.5, True, None])
def test_compile_refuses_what_is_no_count(count: object) -> None:
    with pytest.raises(ArgumentError, match="`steps_per_execution` must be a whole number"):
        Counting().compile(steps_per_execution=count)  # type: ignore[arg-type]  # what is tested


def test_the_history_before_fit_raises_a_sentence() -> None:
    with pytest.raises(NotReadyError, match="Counting.history was read before `fit`"):
        _ = Counting().history


def test_the_history_of_the_last_fit_is_kept() -> None:
    program = Counting()
    first = program.fit([1.0], epochs=2, verbose=0)
    assert program.history is first
    assert program.fit([1.0], verbose=0) is program.history is not first


def test_the_history_of_a_failed_fit_is_kept() -> None:
    class Failing(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if epoch == 2:
                raise ValueError("third epoch")

    program = Counting()
    with pytest.raises(ValueError, match="third epoch"):
        program.fit([1.0], epochs=5, callbacks=[Failing()], verbose=0)
    assert program.history.epoch == [0, 1, 2]


def test_the_callers_own_history_is_kept() -> None:
    program, mine = Counting(), History[Logs]()
    program.fit([1.0], callbacks=[mine], verbose=0)
    assert program.history is mine


def test_a_fit_inside_a_hook_gives_the_outer_history_back() -> None:
    class Nesting(Callback[Counting]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if epoch == 0:
                inner = self.program.fit([2.0], verbose=0)
                assert inner.history == {"loss": [2.0]}
                assert self.program.history.epoch == [0]

    program = Counting()
    outer = program.fit([1.0], epochs=2, callbacks=[Nesting()], verbose=0)
    assert program.history is outer
    assert outer.epoch == [0, 1]
