"""hookline's callbacks in real runs of TorchTNT."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest
import torch
import torchtnt
from conformance import Conformance, StopAt
from torchtnt.framework.callback import Callback
from torchtnt.framework.evaluate import evaluate
from torchtnt.framework.fit import fit
from torchtnt.framework.predict import predict
from torchtnt.framework.state import State
from torchtnt.framework.train import train
from torchtnt.framework.unit import EvalUnit, PredictUnit, TrainUnit
from torchtnt.utils.progress import Progress

from hookline import CallbackError, CallbackList
from hookline.adapters.torchtnt import COVERAGE, ToTorchTNT, to_torchtnt
from hookline.outcome import Stopped
from hookline.testing import Recorder, check_trace

Batch = tuple[torch.Tensor, torch.Tensor]


class Line(TrainUnit[Batch], EvalUnit[Batch], PredictUnit[Batch]):
    """Learns y = 3x."""

    in_step: Callable[[], None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)
        self.optimizer = torch.optim.SGD(self.layer.parameters(), lr=0.1)

    def train_step(self, state: State, data: Batch) -> torch.Tensor:
        if self.in_step is not None:
            self.in_step()
        x, y = data
        self.optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(self.layer(x), y)
        loss.backward()
        self.optimizer.step()
        return loss

    def eval_step(self, state: State, data: Batch) -> dict[str, torch.Tensor]:
        x, y = data
        return {"loss": torch.nn.functional.mse_loss(self.layer(x), y)}

    def predict_step(self, state: State, data: Batch) -> torch.Tensor:
        outputs: torch.Tensor = self.layer(data[0])
        return outputs

    def state_dict(self) -> dict[str, torch.Tensor]:
        return self.layer.state_dict()

    def load_state_dict(self, state: dict[str, torch.Tensor]) -> None:
        self.layer.load_state_dict(state)


def batches(samples: int) -> list[Batch]:
    x = torch.linspace(-1, 1, 10).reshape(10, 1)[:samples]
    return [(each, 3 * each) for each in x.split(4)]


class StopInEpoch1(Callback):
    def on_train_step_end(self, state: State, unit: Any) -> None:
        if unit.train_progress.num_steps_completed == 4:
            state.stop()


class TorchTNTLoops:
    coverage = COVERAGE
    version: str = torchtnt.__version__
    interruption: type[BaseException] = KeyboardInterrupt
    tells_of_errors = True
    metrics = frozenset({"loss"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToTorchTNT:
        return to_torchtnt(*callbacks, without=without)

    def program(self) -> Line:
        torch.manual_seed(0)
        return Line()

    def fit(
        self,
        program: Line,
        *adapters: ToTorchTNT,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        program.train_progress = Progress()  # a unit goes on where it was
        callbacks = [*adapters, *([StopInEpoch1()] if stops_itself else [])]
        if validates:
            fit(
                program,
                train_dataloader=batches(10),
                eval_dataloader=batches(6),
                max_epochs=epochs,
                callbacks=callbacks,
            )
        else:
            train(program, batches(10), max_epochs=epochs, callbacks=callbacks)

    def evaluate(self, program: Line, *adapters: ToTorchTNT) -> None:
        evaluate(program, batches(6), callbacks=[*adapters])

    def predict(self, program: Line, *adapters: ToTorchTNT) -> None:
        predict(program, batches(6), callbacks=[*adapters])


class TestTorchTNT(Conformance):
    loops = TorchTNTLoops()


# What is TorchTNT's alone


def test_a_validation_in_the_middle_of_an_epoch_lies_between_batches() -> None:
    recorder = Recorder()
    fit(
        Line(),
        train_dataloader=batches(10),
        eval_dataloader=batches(6),
        max_epochs=2,
        evaluate_every_n_steps=2,
        evaluate_every_n_epochs=None,
        callbacks=[to_torchtnt(recorder)],
    )
    check_trace(recorder.calls, steps=3)
    names = recorder.names()
    assert names.count("on_test_begin") == 3
    assert names[names.index("on_test_begin") - 1] == "on_train_batch_end(1)"


def test_an_epoch_that_is_resumed_in_its_middle_begins() -> None:
    recorder, unit = Recorder(), Line()
    unit.train_progress = Progress(
        num_epochs_completed=1, num_steps_completed=4, num_steps_completed_in_epoch=1
    )
    train(unit, batches(10), max_epochs=3, callbacks=[to_torchtnt(recorder)])
    check_trace(recorder.calls)
    epochs = [call.index for call in recorder.calls if call.hook == "on_epoch_begin"]
    assert epochs == [1, 2]


def test_the_loss_that_comes_first_in_a_tuple_is_a_metric() -> None:
    class Tuple(Line):
        def train_step(self, state: State, data: Batch) -> Any:  # as an `AutoUnit` does
            return super().train_step(state, data), data[0]

    recorder = Recorder()
    train(Tuple(), batches(10), max_epochs=1, callbacks=[to_torchtnt(recorder)])
    (logs,) = [call.logs for call in recorder.calls if call.hook == "on_epoch_end"]
    assert logs is not None
    assert logs.keys() == {"loss"}


@pytest.mark.parametrize(
    ("run", "hook", "flag"),
    [
        (evaluate, "on_test_batch_end", "stop_evaluating"),
        (predict, "on_predict_batch_end", "stop_predicting"),
    ],
)
def test_a_stop_in_an_evaluation_or_a_prediction_ends_it(
    run: Callable[..., None], hook: str, flag: str
) -> None:
    recorder = Recorder()
    run(Line(), batches(10), callbacks=[to_torchtnt(recorder, StopAt(hook, flag))])
    check_trace(recorder.calls)
    assert f"{hook}(1)" not in recorder.names()
    assert recorder.calls[-1].outcome == Stopped(f"{flag} was set")


def test_its_own_callbacks_are_refused_in_our_loops_with_the_reason() -> None:
    theirs: Any = Callback()
    with pytest.raises(CallbackError, match="works with nothing but its `State`"):
        CallbackList([theirs])
