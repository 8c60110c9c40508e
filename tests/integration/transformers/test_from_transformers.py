"""The callbacks of the Trainer of transformers in hookline's loops."""

from __future__ import annotations

import logging
import math
import tempfile
from typing import Any

import pytest
import torch
import transformers
from torch.utils.data import Dataset
from transformers import (
    EarlyStoppingCallback,
    PrinterCallback,
    ProgressCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from transformers.integrations.integration_utils import TensorBoardCallback
from transformers.trainer_callback import CallbackHandler

from hookline import Callback, CallbackList, History, Logs, Program, evaluate, fit, predict
from hookline.adapters.transformers import NEVER, from_transformers, to_transformers
from hookline.errors import (
    ArgumentError,
    CallbackError,
    HookNameError,
    HookSignatureError,
    NotReadyError,
    RequirementError,
)
from hookline.outcome import Completed, Stopped
from hookline.testing import Recorder, check_callback

HOOKS = [name for name in dir(TrainerCallback) if name.startswith("on_")]


class Valley(Program[float, Logs, float]):
    """Its loss falls for three epochs of one batch, and then rises."""

    def __init__(self) -> None:
        self.steps = 0

    def train_step(self, batch: float) -> Logs:
        self.steps += 1
        return self.test_step(batch)

    def test_step(self, batch: float) -> Logs:
        return {"loss": abs(3 - self.steps) + batch}

    def predict_step(self, batch: float) -> float:
        return batch


class Quiet(TrainerCallback):
    def on_log(self, args: object, state: object, control: object, **kwargs: Any) -> None:
        pass


class Trace(TrainerCallback):
    """Keeps what it is told: the hook, the epoch, the step, and the names of metrics."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []


def _keep(name: str) -> Any:
    def hook(
        self: Trace, args: object, state: TrainerState, control: object, **kwargs: Any
    ) -> None:
        metrics = kwargs.get("logs") or kwargs.get("metrics") or {}
        loss = sorted(name for name in metrics if name.endswith("loss") or name == "epoch")
        self.calls.append((name, state.epoch, state.global_step, *loss))

    return hook


for _name in HOOKS:
    setattr(Trace, _name, _keep(_name))


def arguments(metric: str | None = "loss", **options: Any) -> TrainingArguments:
    return TrainingArguments(
        output_dir="nowhere",
        eval_strategy="epoch",
        metric_for_best_model=metric,
        report_to="none",
        **options,
    )


def run(program: Any, *callbacks: Any, epochs: int = 9, **options: Any) -> History[Logs]:
    given = {"validation_data": [0.25], **options}
    return fit(program, [0.5], epochs=epochs, callbacks=callbacks, verbose=0, **given)


class Line(torch.nn.Module):
    """Learns y = 3x."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> dict[str, torch.Tensor]:
        outputs = self.layer(x)
        return {"loss": torch.nn.functional.mse_loss(outputs, labels), "outputs": outputs}


class Samples(Dataset[dict[str, torch.Tensor]]):
    def __init__(self, size: int) -> None:
        self.x = torch.linspace(-1, 1, 10).reshape(10, 1)[:size]

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        return {"x": self.x[index], "labels": 3 * self.x[index]}


def trained(*callbacks: TrainerCallback, epochs: int, **options: Any) -> Trainer:
    """Train in a real Trainer: epochs of 3 batches, each with a validation of 2."""
    made = Trainer(
        model=Line(),
        args=TrainingArguments(
            output_dir=tempfile.gettempdir(),
            num_train_epochs=epochs,
            per_device_train_batch_size=4,
            per_device_eval_batch_size=4,
            eval_strategy="epoch",
            logging_strategy="epoch",
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
            use_cpu=True,
            **options,
        ),
        train_dataset=Samples(10),
        eval_dataset=Samples(6),
        callbacks=[*callbacks],
    )
    made.remove_callback(PrinterCallback)
    made.train()
    return made


class Torch:
    """The same training as that of `Trainer`, in hookline's loop."""

    def __init__(self) -> None:
        self.line = Line()
        self.optimizer = torch.optim.AdamW(self.line.parameters(), lr=0.1)

    def train_step(self, batch: torch.Tensor) -> Logs:
        loss = self.line(batch, 3 * batch)["loss"]
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        return {"loss": loss.item()}

    def test_step(self, batch: torch.Tensor) -> Logs:
        with torch.no_grad():
            return {"loss": self.line(batch, 3 * batch)["loss"].item()}


# The order of a Trainer


class StopsAt(Trace):
    """Asks to stop after a step."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step

    def on_step_end(
        self, args: Any, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        super().on_step_end(args, state, control, **kwargs)
        control.should_training_stop = state.global_step == self.step


@pytest.mark.parametrize("step", [0, 1, 3, 5])
def test_the_hooks_come_in_the_order_of_a_trainer_with_its_epochs_steps_and_metrics(
    step: int,
) -> None:
    ours, native, data = StopsAt(step), StopsAt(step), torch.linspace(-1, 1, 10).reshape(10, 1)
    trained(native, epochs=2)
    guest = from_transformers(ours, without=list(NEVER))
    batches = list(data.split(4))
    fit(Torch(), batches, epochs=2, validation_data=batches[:2], callbacks=[guest], verbose=0)
    theirs = [
        call
        for call in native.calls
        # What it logs at the very end is how fast it was; the others are those that it alone has.
        if "train_loss" not in call and call[0] not in NEVER
    ]
    assert ours.calls == theirs


def test_every_hook_of_a_trainer_is_fired_or_said_never_to_be() -> None:
    ours = Trace()
    guest = from_transformers(ours, without=list(NEVER))
    run(Valley(), guest, epochs=1)
    predict(Valley(), [0.5], callbacks=[guest], verbose=0)
    assert {str(call[0]) for call in ours.calls} | NEVER.keys() == set(HOOKS)
    assert {str(call[0]) for call in ours.calls} & NEVER.keys() == set()


def test_a_validation_between_batches_is_told_before_the_next_one() -> None:
    trace = Trace()
    guest = from_transformers(trace, without=list(NEVER))
    for steps in (2, None):
        trace.calls.clear()
        with CallbackList([guest], steps=steps, check_order=True) as callbacks:
            callbacks.on_train_begin()
            callbacks.on_epoch_begin(0)
            for batch in range(2):
                callbacks.on_train_batch_begin(batch)
                callbacks.on_train_batch_end(batch, {"loss": 1.0})
                callbacks.on_test_begin()
                callbacks.on_test_end({"loss": 2.0})
            callbacks.on_epoch_end(0, {"loss": 1.0, "val_loss": 2.0})
            callbacks.on_train_end({})
        names = [call[0] for call in trace.calls]
        assert names == [
            "on_train_begin",
            "on_epoch_begin",
            *("on_step_begin", "on_step_end", "on_log", "on_evaluate"),
            *("on_step_begin", "on_step_end"),
            *("on_epoch_end", "on_log", "on_log", "on_evaluate"),
            "on_train_end",
        ]


def test_metrics_of_validation_alone_are_an_evaluation() -> None:
    trace = Trace()
    with CallbackList([from_transformers(trace, without=list(NEVER))]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, {"loss": 1.0, "val_loss": 2.0})
        callbacks.on_train_end({})
    assert trace.calls[-4:] == [
        ("on_log", 1.0, 0, "epoch", "loss"),
        ("on_log", 1.0, 0, "epoch", "eval_loss"),
        ("on_evaluate", 1.0, 0, "epoch", "eval_loss"),
        ("on_train_end", 1.0, 0),
    ]


def test_a_group_of_batches_is_as_many_steps() -> None:
    trace = Trace()
    guest = from_transformers(trace, without=list(NEVER))
    fit(Valley(), [0.5] * 5, steps_per_execution=3, callbacks=[guest], verbose=0)
    assert [call[1:] for call in trace.calls if call[0] == "on_step_end"] == [(0.6, 3), (1.0, 5)]


def test_an_evaluation_inside_a_hook_is_told_at_once_and_is_no_validation() -> None:
    class Evaluates(Callback[Valley]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            evaluate(self.program, [7.0], callbacks=[guest], verbose=0)

    trace = Trace()
    guest = from_transformers(trace, arguments(), without=list(NEVER))
    run(Valley(), Evaluates(), guest, epochs=1)
    assert [call[0] for call in trace.calls][4:] == [
        *("on_prediction_step", "on_log", "on_evaluate"),
        "on_epoch_end",
        *("on_log", "on_prediction_step", "on_log", "on_evaluate"),
        "on_train_end",
    ]
    assert guest.state.best_metric == 2.25


def test_an_evaluation_inside_a_validation_leaves_that_as_it_is() -> None:
    class Evaluates(Callback[Valley]):
        def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            if not inside:
                inside.append(True)
                evaluate(self.program, [7.0], callbacks=[guest], verbose=0)

    inside: list[bool] = []
    trace = Trace()
    guest = from_transformers(trace, arguments(), without=list(NEVER))
    run(Valley(), Evaluates(), guest, epochs=1)
    assert [call[0] for call in trace.calls][4:] == [
        *("on_prediction_step", "on_log", "on_evaluate"),
        "on_epoch_end",
        *("on_log", "on_prediction_step", "on_log", "on_evaluate"),
        "on_train_end",
    ]
    assert guest.state.best_metric == 2.25


def test_it_keeps_to_the_laws_of_a_callback() -> None:
    # An evaluation after a training goes on with its state, as in a Trainer.
    check_callback(lambda: from_transformers(Quiet()), ignoring=["state"])


# The state and the control


def test_the_state_is_that_of_a_trainer() -> None:
    guest = from_transformers(EarlyStoppingCallback(9), arguments())
    run(Valley(), guest, epochs=5)
    state = guest.state
    assert isinstance(state, TrainerState)
    assert (state.epoch, state.global_step, state.max_steps) == (5.0, 5, 5)
    assert state.num_train_epochs == 5
    assert state.best_metric == 0.25
    assert state.log_history[:2] == [
        {"loss": 2.5, "epoch": 1.0, "step": 1},
        {"eval_loss": 2.25, "epoch": 1.0, "step": 1},
    ]


@pytest.mark.parametrize("more", [False, True])
def test_the_best_metric_is_that_of_a_trainer(more: bool) -> None:
    theirs = trained(epochs=3, metric_for_best_model="loss", greater_is_better=more)
    values = [log["eval_loss"] for log in theirs.state.log_history if "eval_loss" in log]
    guest = from_transformers(Quiet(), arguments(greater_is_better=more))
    with CallbackList([guest]) as callbacks:
        callbacks.on_train_begin()
        for epoch, value in enumerate(values):
            callbacks.on_epoch_begin(epoch)
            callbacks.on_epoch_end(epoch, {"val_loss": value})
        callbacks.on_train_end({})
    assert guest.state.best_metric == theirs.state.best_metric


def test_a_run_begins_with_a_state_of_its_own_and_may_go_on_with_an_epoch() -> None:
    trace = Trace()
    guest = from_transformers(trace, without=list(NEVER))
    run(Valley(), guest, epochs=2)
    trace.calls.clear()
    run(Valley(), guest, epochs=4, initial_epoch=3)
    assert trace.calls[:2] == [("on_train_begin", 0, 0), ("on_epoch_begin", 3.0, 3)]


def test_nan_is_never_the_best() -> None:
    guest = from_transformers(Quiet(), arguments())
    with CallbackList([guest]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, {"val_loss": math.nan})
        assert guest.state.best_metric == math.inf
        callbacks.on_train_end({})


def test_what_a_callback_asks_to_be_logged_after_a_step_is_logged() -> None:
    class LogsEachStep(TrainerCallback):
        def on_step_end(
            self, args: object, state: object, control: TrainerControl, **kwargs: Any
        ) -> TrainerControl:
            control.should_log = True
            return control

    guest = from_transformers(LogsEachStep())
    fit(Valley(), [0.5] * 3, callbacks=[guest], verbose=0)
    assert [log["step"] for log in guest.state.log_history] == [1, 2, 3, 3]


def test_a_request_that_no_loop_heeds_is_warned_of_once() -> None:
    class SavesEachStep(TrainerCallback):
        def on_step_end(
            self, args: object, state: object, control: TrainerControl, **kwargs: Any
        ) -> None:
            control.should_save = True

    with pytest.warns(UserWarning, match=r"has set `control.should_save` in `on_step_end`") as told:
        run(Valley(), from_transformers(SavesEachStep()), epochs=3)
    assert len(told) == 1
    assert "`hookline.callbacks.Checkpoint` saves" in str(told[0].message)


def test_the_program_stands_where_the_model_is_looked_for() -> None:
    seen: list[object] = []

    class Looks(TrainerCallback):
        def on_train_begin(
            self, args: object, state: object, control: object, model: object = None, **kwargs: Any
        ) -> None:
            seen.append(model)

    program = Valley()
    run(program, from_transformers(Looks()), epochs=1)
    assert seen == [program]


# Stops


def test_early_stopping_stops_when_its_metric_has_not_improved() -> None:
    recorder = Recorder()
    guest = from_transformers(EarlyStoppingCallback(2), arguments())
    assert run(Valley(), recorder, guest).epoch == [0, 1, 2, 3, 4]
    reason = "EarlyStoppingCallback asked for it in `on_evaluate`"
    assert recorder.calls[-1].outcome == Stopped(reason)


def test_early_stopping_stops_where_it_does_in_a_trainer() -> None:
    theirs = trained(
        EarlyStoppingCallback(2),
        epochs=9,
        metric_for_best_model="eval_loss",
        greater_is_better=True,
    )
    values = [log["eval_loss"] for log in theirs.state.log_history if "eval_loss" in log]

    class Replays(Valley):
        def test_step(self, batch: float) -> Logs:
            return {"loss": values[self.steps - 1]}

    guest = from_transformers(EarlyStoppingCallback(2), arguments(greater_is_better=True))
    assert len(run(Replays(), guest).epoch) == len(values) == 3


def test_a_stop_of_another_callback_is_told_by_the_control() -> None:
    class StopsAfterTwo(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = epoch == 1

    told: list[bool] = []

    class Listens(TrainerCallback):
        def on_epoch_end(
            self, args: object, state: object, control: TrainerControl, **kwargs: Any
        ) -> None:
            told.append(control.should_training_stop)

    run(Valley(), StopsAfterTwo(), from_transformers(Listens()))
    assert told == [False, True]


def test_a_run_that_comes_to_its_end_was_not_stopped() -> None:
    recorder = Recorder()
    run(Valley(), recorder, from_transformers(Trace(), without=list(NEVER)), epochs=2)
    assert recorder.calls[-1].outcome == Completed()


def test_a_stop_asked_for_in_an_evaluation_alone_stops_no_training() -> None:
    class Stops(TrainerCallback):
        def on_evaluate(
            self, args: object, state: object, control: TrainerControl, **kwargs: Any
        ) -> None:
            control.should_training_stop = True

    program = Valley()
    assert evaluate(program, [0.5], callbacks=[from_transformers(Stops())], verbose=0)
    assert not program.stop_training


# The callbacks that transformers brings


def test_the_printer_prints(capsys: pytest.CaptureFixture[str]) -> None:
    run(Valley(), from_transformers(PrinterCallback()), epochs=1)
    assert capsys.readouterr().out == (
        "{'loss': '2.5', 'epoch': '1'}\n{'eval_loss': '2.25', 'epoch': '1'}\n"
    )


def test_the_progress_bar_comes_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    run(Valley(), from_transformers(ProgressCallback()), epochs=3)
    assert "3/3" in capsys.readouterr().err


# Errors


class Raises(TrainerCallback):
    def on_evaluate(
        self, args: object, state: TrainerState, control: object, **kwargs: Any
    ) -> None:
        if state.epoch == 2:
            raise ConnectionError("no route to host")


def test_an_error_carries_a_note_that_says_where_it_was_raised() -> None:
    recorder = Recorder()
    with pytest.raises(ConnectionError) as caught:
        run(Valley(), recorder, from_transformers(Raises()))
    assert caught.value.__notes__ == [
        "raised in on_epoch_end of callbacks[1] (from_transformers(Raises)), epoch 1"
    ]
    assert recorder.names()[-2:] == ["on_exception", "on_close"]


def test_after_a_run_that_failed_an_evaluation_is_told_at_once() -> None:
    guest = from_transformers(Raises())
    with pytest.raises(ConnectionError):
        run(Valley(), guest)
    guest.state.epoch = 0
    assert evaluate(Valley(), [0.5], callbacks=[guest], verbose=0)
    assert guest.state.log_history[-1]["eval_loss"] == 3.5


def test_without_a_program_to_stop_that_is_what_the_error_says() -> None:
    class StopsAtOnce(TrainerCallback):
        def on_train_begin(
            self, args: object, state: object, control: TrainerControl, **kwargs: Any
        ) -> None:
            control.should_training_stop = True

    with (
        pytest.raises(NotReadyError, match=r"StopsAtOnce\)\.program was read"),
        CallbackList([from_transformers(StopsAtOnce())]) as callbacks,
    ):
        callbacks.on_train_begin()


def test_early_stopping_without_a_program_to_stop_is_refused_before_the_run() -> None:
    guest = from_transformers(EarlyStoppingCallback(1), arguments())
    with pytest.raises(RequirementError, match="needs a program that is `HasStopTraining`"):
        CallbackList([guest])


def test_a_metric_that_a_validation_does_not_give_is_named() -> None:
    guest = from_transformers(Quiet(), arguments("accuracy"))
    with pytest.raises(ArgumentError, match=r"'accuracy'.*it has `eval_loss`\."):
        run(Valley(), guest)


def test_a_metric_of_a_run_that_never_validates_is_refused_before_the_first_batch() -> None:
    guest = from_transformers(EarlyStoppingCallback(), arguments())
    with pytest.raises(RequirementError, match="nothing validates in this run"):
        run(Valley(), guest, validation_data=None)


def test_a_loop_that_never_validates_is_warned_of_at_its_end() -> None:
    guest = from_transformers(EarlyStoppingCallback(), arguments())
    with CallbackList([guest], program=Valley()) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, {"loss": 1.0})
        with pytest.warns(UserWarning, match="watched 'val_loss' in vain"):
            callbacks.on_train_end({"loss": 1.0})


# What is refused


class Misspelt(TrainerCallback):
    def on_epoch_ends(self, args: object, state: object, control: object, **kwargs: object) -> None:
        """No Trainer calls it."""


class LooksInside(TrainerCallback):
    def on_optimizer_step(
        self, args: object, state: object, control: object, **kwargs: object
    ) -> None:
        """In the middle of a step."""


class AsksForTheOptimizer(TrainerCallback):
    def on_step_end(  # type: ignore[override]  # which is what is tested
        self, args: object, state: object, control: object, optimizer: object, **kwargs: object
    ) -> None:
        """With what only a Trainer has."""


class Awaits(TrainerCallback):
    async def on_log(self, args: object, state: object, control: object, **kwargs: object) -> None:
        """Never awaited."""


@pytest.mark.parametrize(
    ("callback", "error", "sentence"),
    [
        (3, CallbackError, "it takes an instance of `transformers.TrainerCallback`"),
        (EarlyStoppingCallback, CallbackError, "it takes an instance"),
        (Recorder(), CallbackError, "goes into hookline's loops as it is"),
        (to_transformers(History()), CallbackError, "made it for"),
        (transformers.DefaultFlowCallback(), CallbackError, "hookline's loops know that"),
        (TensorBoardCallback, CallbackError, "it takes an instance"),
        (Misspelt(), HookNameError, "did you mean `on_epoch_end`?"),
        (LooksInside(), CallbackError, "say `without=['on_optimizer_step']`"),
        (AsksForTheOptimizer(), HookSignatureError, "`on_step_end(args, state, control, model=…)`"),
        (Awaits(), HookSignatureError, "its body would never run"),
        (EarlyStoppingCallback(), ArgumentError, 'metric_for_best_model="loss"'),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(
    callback: Any, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as caught:
        from_transformers(callback)
    assert sentence in str(caught.value)


def test_a_type_checker_refuses_a_class_and_a_callback_of_hookline_too() -> None:
    with pytest.raises(CallbackError):
        from_transformers(EarlyStoppingCallback)  # type: ignore[arg-type]  # which is meant
    with pytest.raises(CallbackError):
        from_transformers(Recorder())  # type: ignore[arg-type]  # which is meant


def test_a_tracker_of_transformers_is_refused() -> None:
    class Tracker(TensorBoardCallback):
        def __init__(self) -> None:
            """Without the package that it writes by."""

    with pytest.raises(CallbackError, match="reports the model and the arguments of a Trainer"):
        from_transformers(Tracker())


def test_a_list_of_callbacks_is_refused() -> None:
    logging.getLogger("transformers").setLevel(logging.ERROR)
    handler = CallbackHandler([], None, None, None, None)
    with pytest.raises(CallbackError, match="give from_transformers each of them"):
        from_transformers(handler)


def test_a_hook_that_is_never_fired_can_be_done_without() -> None:
    run(Valley(), from_transformers(LooksInside(), without=["on_optimizer_step"]), epochs=1)
    with pytest.raises(CallbackError, match="`without` has `on_epoch_end`"):
        from_transformers(LooksInside(), without=["on_epoch_end"])


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ({"eval_strategy": "epoch"}, "`args` must be `TrainingArguments`"),
        (
            arguments(load_best_model_at_end=True, save_strategy="epoch"),
            "nobody here would heed `load_best_model_at_end=True`",
        ),
        (arguments(None), "which metric it is to watch"),
        (
            TrainingArguments(output_dir="nowhere", metric_for_best_model="loss"),
            "which metric it is to watch",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_refused(args: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        from_transformers(EarlyStoppingCallback(), args)
    assert sentence in str(caught.value)


def test_a_callback_of_its_own_is_refused_as_it_is_and_told_what_to_write() -> None:
    theirs: Any = transformers.PrinterCallback()
    with pytest.raises(CallbackError, match="write `from_transformers"):
        CallbackList([theirs])
