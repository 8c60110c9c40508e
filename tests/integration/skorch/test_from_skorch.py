"""skorch's callbacks in hookline's loops."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from skorch import callbacks as native
from skorch.history import History as NativeHistory

from hookline import CallbackList, Completed, Logs, Program, Stopped, fit
from hookline.adapters.skorch import from_skorch, to_skorch
from hookline.errors import CallbackError, RequirementError
from hookline.testing import Recorder


class Valley(Program[float, Logs, float]):
    """Its loss falls for three epochs of one batch, and then rises."""

    def __init__(self) -> None:
        self.steps = 0
        self.optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.8)

    def train_step(self, batch: float) -> Logs:
        self.steps += 1
        self.optimizer.step()
        return self.test_step(batch)

    def test_step(self, batch: float) -> Logs:
        return {"loss": abs(3 - self.steps) + batch}

    def state_dict(self) -> dict[str, int]:
        return {"steps": self.steps}

    def load_state_dict(self, state: dict[str, int]) -> None:
        self.steps = state["steps"]


def run(*callbacks: Any, program: Any = None, epochs: int = 9, **options: Any) -> Any:
    return fit(
        program or Valley(),
        [0.5],
        epochs=epochs,
        callbacks=callbacks,
        **{"validation_data": [0.25], "verbose": 0, **options},
    )


def stopping(**options: Any) -> native.EarlyStopping:
    return native.EarlyStopping(patience=2, **options)


def test_early_stopping_stops_when_the_validation_gets_worse() -> None:
    recorder = Recorder()
    assert run(from_skorch(stopping()), recorder).epoch == [0, 1, 2, 3, 4]
    assert recorder.calls[-1].outcome == Stopped("EarlyStopping asked to")


def test_early_stopping_restores_the_state_of_the_best_epoch() -> None:
    program = Valley()
    run(from_skorch(stopping(load_best=True)), program=program)
    assert program.steps == 3


def test_early_stopping_begins_anew_with_each_run() -> None:
    ours = from_skorch(stopping())
    assert run(ours).epoch == run(ours).epoch == [0, 1, 2, 3, 4]


def test_early_stopping_that_never_stops_leaves_the_run_complete() -> None:
    recorder = Recorder()
    run(from_skorch(stopping()), recorder, epochs=3)
    assert recorder.calls[-1].outcome == Completed()


def test_callbacks_share_a_real_history() -> None:
    lines: list[str] = []
    ours = from_skorch(native.PrintLog(sink=lines.append), native.EpochTimer())
    history = run(ours, epochs=3)
    assert isinstance(ours.history, NativeHistory)
    assert ours.history[:, "train_loss"] == history.history["loss"]
    assert ours.history[:, "valid_loss"] == history.history["val_loss"]
    assert all(duration >= 0 for duration in ours.history[:, "dur"])
    assert lines[0].split() == ["epoch", "train_loss", "valid_loss", "dur"]
    assert len(lines) == 5


def test_what_prints_prints_where_the_loop_does(capsys: pytest.CaptureFixture[str]) -> None:
    run(from_skorch(native.PrintLog()), epochs=1)
    assert "train_loss" not in capsys.readouterr().out
    run(from_skorch(native.PrintLog()), epochs=1, verbose=2)
    assert "train_loss" in capsys.readouterr().out


@pytest.mark.parametrize(("every", "rate"), [("epoch", 0.2), ("batch", 0.05)])
def test_a_scheduler_of_pytorch_sets_the_rate(every: str, rate: float) -> None:
    program = Valley()
    scheduler = native.LRScheduler(
        torch.optim.lr_scheduler.StepLR, step_size=1, gamma=0.5, step_every=every, event_name="lr"
    )
    fit(program, [0.5, 0.5], epochs=2, callbacks=[from_skorch(scheduler)], verbose=0)
    assert program.optimizer.param_groups[0]["lr"] == pytest.approx(rate)


def test_a_scheduler_watches_a_metric() -> None:
    program = Valley()
    policy = torch.optim.lr_scheduler.ReduceLROnPlateau
    scheduler = native.LRScheduler(policy, monitor="valid_loss", patience=0, factor=0.5)
    run(from_skorch(scheduler), program=program, epochs=4)
    assert program.optimizer.param_groups[0]["lr"] == pytest.approx(0.4)


def test_one_of_ones_own_hears_of_batches_too() -> None:
    seen: list[Any] = []

    class Own(native.Callback):
        def on_batch_end(self, net: Any, batch: Any = None, training: Any = None, **_: Any) -> None:
            seen.append((training, net.history[-1]["batches"][-1]))

    program = Valley()
    run(from_skorch(Own()), program=program, epochs=1)
    assert seen == [(True, {"train_loss": 2.5}), (False, {"valid_loss": 2.25})]
    program.evaluate([0.5], callbacks=[from_skorch(Own())], verbose=0)
    assert len(seen) == 2


def test_a_loop_written_by_hand_runs_them_too() -> None:
    program = Valley()
    ours = from_skorch(native.EarlyStopping("train_loss", patience=1))
    with CallbackList([ours], program=program) as callbacks:
        callbacks.on_train_begin()
        for epoch, loss in enumerate([1.0, 2.0]):
            callbacks.on_epoch_begin(epoch)
            callbacks.on_epoch_end(epoch, {"loss": loss})
        callbacks.on_train_end({})
    assert program.stop_training
    assert ours.history[:, "train_loss"] == [1.0, 2.0]


def test_a_loop_without_a_program_to_stop_is_refused() -> None:
    with pytest.raises(RequirementError, match="HasStopTraining"):
        CallbackList([from_skorch(stopping())])


def test_before_a_run_there_is_no_history() -> None:
    assert from_skorch(stopping()).history == []


# What is refused


class Plain:
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    test_step = train_step


@pytest.mark.parametrize(
    ("callback", "sentence"),
    [
        (
            native.EarlyStopping(load_best=True),
            "EarlyStopping with `load_best=True` needs a program with `state_dict` and "
            "`load_state_dict`, and Plain lacks them.",
        ),
        (
            native.LRScheduler(),
            "needs a program with an `optimizer` of PyTorch, and Plain has none",
        ),
    ],
)
def test_one_that_the_program_cannot_serve_is_refused_before_the_first_batch(
    callback: native.Callback, sentence: str
) -> None:
    recorder = Recorder()
    with pytest.raises(RequirementError) as caught:
        run(recorder, from_skorch(callback), program=Plain())
    assert sentence in str(caught.value)
    assert recorder.calls == []


def test_one_of_ones_own_is_told_what_the_program_does_not_have() -> None:
    class Own(native.Callback):
        def on_epoch_end(
            self, net: Any, dataset_train: Any = None, dataset_valid: Any = None, **_: Any
        ) -> None:
            net.save_params("x")

    with pytest.raises(AttributeError, match="Own asks its net for `save_params`, and Plain has"):
        run(from_skorch(Own()), program=Plain())


@pytest.mark.parametrize(
    ("callback", "asks"),
    [
        (native.EpochScoring("accuracy"), "has the net predict"),
        (native.BatchScoring("accuracy"), "has the net predict"),
        (native.PassthroughScoring("train_loss"), "averages losses"),
        (native.Checkpoint(), "writes a net to files"),
        (native.TrainEndCheckpoint(), "writes a net to files"),
        (native.Freezer("*"), "changes the module"),
        (native.GradientNormClipping(1.0), "between the gradients and the step"),
        (native.ProgressBar(), "reads the settings"),
    ],
)
def test_one_that_only_a_net_can_serve_is_refused_with_what_it_asks_for(
    callback: native.Callback, asks: str
) -> None:
    with pytest.raises(CallbackError, match=f"{asks}.*, and hookline's loops have no net"):
        from_skorch(callback)


@pytest.mark.parametrize("wrong", [3, native.EarlyStopping, Recorder(), to_skorch()])
def test_what_is_no_callback_of_skorch_is_refused(wrong: Any) -> None:
    with pytest.raises(CallbackError, match="from_skorch"):
        from_skorch(wrong)


def test_nothing_is_refused() -> None:
    with pytest.raises(CallbackError, match="takes a callback of skorch"):
        from_skorch()


def test_a_callback_of_its_own_is_refused_as_it_is_and_told_what_to_write() -> None:
    theirs: Any = native.EarlyStopping()
    with pytest.raises(CallbackError, match="write `from_skorch"):
        CallbackList([theirs])
