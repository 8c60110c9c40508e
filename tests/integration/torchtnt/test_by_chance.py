"""The order of hooks in runs of TorchTNT that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from chance import Moment, moments, stopping
from hypothesis import given, settings
from hypothesis import strategies as st
from torchtnt.framework.evaluate import evaluate
from torchtnt.framework.fit import fit
from torchtnt.framework.predict import predict
from torchtnt.framework.state import State
from torchtnt.framework.train import train
from torchtnt.framework.unit import EvalUnit, PredictUnit, TrainUnit
from torchtnt.utils.progress import Progress

from hookline.adapters.torchtnt import to_torchtnt
from hookline.order import STRICT
from hookline.testing import Recorder, check_trace


@dataclass(frozen=True)
class Configuration:
    """The arguments of `fit`, and what happens in hooks."""

    batches: int
    validates: bool
    test_batches: int
    epochs: int
    max_steps: int | None
    max_train_steps_per_epoch: int | None
    max_eval_steps_per_epoch: int | None
    every_n_steps: int | None
    every_n_epochs: int | None
    #: Epochs, and steps of the next one, that the unit has behind it.
    done: tuple[int, int]
    stop: Moment | None
    #: At which step the unit stops the loop.
    stops_itself: int | None


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    few = st.none() | st.integers(1, 4)
    return Configuration(
        batches=draw(st.integers(0, 5)),
        validates=draw(st.booleans()),
        test_batches=draw(st.integers(0, 3)),
        epochs=draw(st.integers(0, 4)),
        max_steps=draw(st.none() | st.integers(1, 9)),
        max_train_steps_per_epoch=draw(few),
        max_eval_steps_per_epoch=draw(few),
        every_n_steps=draw(few),
        every_n_epochs=draw(st.none() | st.integers(1, 2)),
        done=draw(st.just((0, 0)) | st.tuples(st.integers(0, 2), st.integers(0, 3))),
        stop=draw(st.none() | moments()),
        stops_itself=draw(st.none() | st.integers(1, 9)),
    )


class Unit(TrainUnit[int], EvalUnit[int], PredictUnit[int]):
    def __init__(self, this: Configuration) -> None:
        super().__init__()
        self.this = this

    def train_step(self, state: State, data: int) -> float:
        if self.train_progress.num_steps_completed == self.this.stops_itself:
            state.stop()
        return 0.5

    def eval_step(self, state: State, data: int) -> float:
        return 0.25

    def predict_step(self, state: State, data: int) -> int:
        return data


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations())
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder, unit = Recorder(), Unit(this)
    epochs, steps = this.done
    unit.train_progress = Progress(
        num_epochs_completed=epochs, num_steps_completed=steps, num_steps_completed_in_epoch=steps
    )
    adapter = to_torchtnt(recorder, *stopping(this.stop))
    data = [*range(this.batches)]
    if this.validates:
        fit(
            unit,
            train_dataloader=data,
            eval_dataloader=[*range(this.test_batches)],
            max_epochs=this.epochs,
            max_steps=this.max_steps,
            max_train_steps_per_epoch=this.max_train_steps_per_epoch,
            max_eval_steps_per_epoch=this.max_eval_steps_per_epoch,
            evaluate_every_n_steps=this.every_n_steps,
            evaluate_every_n_epochs=this.every_n_epochs,
            callbacks=[adapter],
        )
    else:
        train(
            unit,
            data,
            max_epochs=this.epochs,
            max_steps=this.max_steps,
            max_steps_per_epoch=this.max_train_steps_per_epoch,
            callbacks=[adapter],
        )
    check_trace(recorder.calls, STRICT, steps=max(this.batches, 1))
    completed = unit.train_progress.num_epochs_completed - epochs
    assert sum(call.hook == "on_epoch_end" for call in recorder.calls) == completed
    recorder.calls.clear()
    evaluate(unit, data, callbacks=[adapter])
    predict(unit, data, callbacks=[adapter])
    check_trace(recorder.calls, STRICT)
