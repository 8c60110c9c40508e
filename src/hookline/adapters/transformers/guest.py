"""What a callback of the Trainer of transformers is told in hookline's loops, and when."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from typing import Final

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from hookline import sentences
from hookline.bridge.floats import float_logs
from hookline.callback import Callback
from hookline.errors import ArgumentError
from hookline.logs import Logs, NoLogs, PredictLogs
from hookline.outcome import Outcome
from hookline.runs import is_serving, runs_served

#: What a Trainer does when its control asks for it, and a loop of hookline does not.
_UNHEEDED: Final = {
    "should_epoch_stop": "`control.should_training_stop` ends the run in good order",
    "should_evaluate": "when to validate is the loop's to decide",
    "should_save": "`hookline.callbacks.Checkpoint` saves",
}


class FromTransformers(Callback[object]):
    """A callback of the Trainer as one of hookline's; `from_transformers` makes it.

    It keeps the three objects that a Trainer keeps, and calls the hooks in a Trainer's order.
    """

    _epoch: int | None
    #: The number of batches of each validation that waits, and its metrics.
    _held: list[tuple[int, dict[str, float]]]

    def __init__(
        self,
        callback: TrainerCallback,
        args: TrainingArguments,
        required_program: object,
        monitor: str | None,
    ) -> None:
        self.callback: Final = callback
        self.args: Final = args
        #: For the check before the first batch, as `monitor` is.
        self.required_program: Final = required_program
        self.monitor: Final = monitor
        #: As the Trainer's, of the run that is under way or was the last.
        self.state: TrainerState = TrainerState()
        self.control: TrainerControl = TrainerControl()
        #: Why training should end, or None while it need not.
        self.stop_reason: str | None = None
        self._model: object = None
        self._warned: set[str] = set()
        self._leave()

    def set_program(self, program: object) -> None:
        """Take the program, which stands where the callback looks for the model."""
        super().set_program(program)
        self._model = program

    # train

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin a run, with a new state and a new control."""
        epochs, steps = self.params["epochs"] or 0, self.params["steps"] or 0
        self.state = TrainerState(
            max_steps=epochs * steps,
            num_train_epochs=epochs,
            train_batch_size=self.params["batch_size"],
        )
        self.state.compute_steps(self.args, self.state.max_steps)
        self.control = TrainerControl()
        self.stop_reason = None
        self._leave()
        self._training = True
        self._tell("on_train_begin")

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Begin an epoch."""
        self._epoch, self._validated, self._more_to_come = epoch, False, False
        self.state.epoch = float(epoch)
        if not self.state.global_step:  # of a run that goes on with another
            self.state.global_step = epoch * (self.params["steps"] or 0)
        self._tell("on_epoch_begin")

    def on_train_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Begin a step."""
        self._settle()
        self._first_batch = batch
        self.control.should_log = False
        self._tell("on_step_begin")

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """End a step, or as many as the group has batches."""
        self.state.global_step += batch - self._first_batch + 1
        steps, epoch = self.params["steps"], self._epoch or 0
        self._more_to_come = steps is not None and batch + 1 < steps
        if steps:
            self.state.epoch = epoch + (batch + 1) / steps
        self._tell("on_step_end")
        if self.control.should_log:
            self._log(_floats(logs))

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """End an epoch; only then comes its validation, in a Trainer's order."""
        metrics = _floats(logs)
        validation = {
            name.removeprefix("val_"): metrics.pop(name)
            for name in list(metrics)
            if name.startswith("val_")
        }
        if validation and not self._validated:  # by a loop that fires no hooks for it
            self._held.append((0, _evaluation(validation)))
        if not self.params["steps"]:
            self.state.epoch = float(epoch + 1)
        self._tell("on_epoch_end")
        if metrics:
            self._log(metrics)
        self._settle()
        self._epoch = None

    def on_train_end(self, logs: Logs | None = None) -> None:
        """End a run."""
        self._tell("on_train_end")
        if self.monitor is not None and self.state.best_metric is None and logs:
            warnings.warn(
                f"{type(self).__qualname__} watched {self.monitor!r} in vain: "
                "no epoch of this run validated.",
                stacklevel=2,
            )

    def on_close(self, outcome: Outcome) -> None:
        """Forget a run, whether it failed or not; its state may still be read."""
        if not is_serving(self):
            self._leave()

    # evaluate, and the validation inside train

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Begin an evaluation; the validation after an epoch's batches waits for `on_epoch_end`."""
        if self._nested:
            return
        goes_on = self._more_to_come and not self._stops
        self._waits = self._epoch is not None and not goes_on
        self._validated, self._batches_held = True, 0

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """End a batch of it."""
        if self._waits and not self._nested:
            self._batches_held += 1
        else:
            self._tell("on_prediction_step")

    def on_test_end(self, logs: Logs | None = None) -> None:
        """End an evaluation."""
        metrics = _evaluation(_floats(logs))
        if self._waits and not self._nested:
            self._held.append((self._batches_held, metrics))
        else:
            self._evaluated(metrics)

    # predict

    def on_predict_batch_end(self, batch: int, logs: PredictLogs | None = None) -> None:
        """End a batch to predict."""
        self._tell("on_prediction_step")

    def on_predict_end(self, logs: NoLogs | None = None) -> None:
        """End a prediction, of which there are no metrics."""
        self._tell("on_predict", metrics={})

    # What a Trainer does between its hooks

    def _log(self, metrics: Mapping[str, float]) -> None:
        logs = {**metrics, "epoch": self.state.epoch}
        self.state.log_history.append({**logs, "step": self.state.global_step})
        self._tell("on_log", logs=logs)
        self.control.should_log = False

    def _evaluated(self, metrics: Mapping[str, float]) -> None:
        self._log(metrics)
        self._tell("on_evaluate", metrics={**metrics, "epoch": self.state.epoch})
        if self._training and not self._nested:
            self._keep_best(metrics)

    def _keep_best(self, metrics: Mapping[str, float]) -> None:
        """Keep the best value, as a Trainer does once its callbacks have seen the metrics."""
        watched, more = self.args.metric_for_best_model, bool(self.args.greater_is_better)
        if watched is None:
            return
        name = f"eval_{watched.removeprefix('eval_')}"
        if name not in metrics:
            raise ArgumentError(
                f"{type(self).__qualname__} watches `metric_for_best_model={watched!r}`, and a "
                f"validation gave no such metric: it has {sentences.listing(sorted(metrics))}."
            )
        best = self.state.best_metric
        if best is None:
            best = -math.inf if more else math.inf
        better = metrics[name] > best if more else metrics[name] < best
        self.state.best_metric = metrics[name] if better else best

    def _settle(self) -> None:
        """Tell of the validations that have waited."""
        while self._held:
            batches, metrics = self._held.pop(0)
            for _ in range(batches):
                self._tell("on_prediction_step")
            self._evaluated(metrics)

    def _tell(self, hook: str, **more: Mapping[str, float]) -> None:
        """Call a hook, and pass requests to stop on, in both directions."""
        stops = self._stops
        self.control.should_training_stop = stops
        method = getattr(self.callback, hook)
        control = method(self.args, self.state, self.control, model=self._model, **more)
        if control is not None:
            self.control = control
        if self._training and self.control.should_training_stop != stops:
            # Read from `program`, which says so where there is none.
            setattr(self.program, "stop_training", not stops)  # noqa: B010 - any program's
            asked = f"{type(self.callback).__qualname__} asked for it in `{hook}`"
            self.stop_reason = None if stops else asked
        for name in _UNHEEDED:
            if getattr(self.control, name):
                self._warn(hook, name)

    def _warn(self, hook: str, request: str) -> None:
        """Say once of each request that nothing comes of it."""
        setattr(self.control, request, False)
        if request not in self._warned:
            self._warned.add(request)
            warnings.warn(
                f"{type(self).__qualname__} has set `control.{request}` in `{hook}`, which "
                f"hookline's loops do not heed: {_UNHEEDED[request]}.",
                stacklevel=2,
            )

    def _leave(self) -> None:
        self._training = False
        self._epoch = None
        self._first_batch = 0
        self._more_to_come = False  # whether batches of the epoch are known to be left
        self._validated = False  # whether the epoch under way was
        self._waits = False  # whether the evaluation under way does
        self._batches_held = 0
        self._held = []

    @property
    def _stops(self) -> bool:
        """Whether the training was asked to stop."""
        return self._training and bool(getattr(self._model, "stop_training", False))

    @property
    def _nested(self) -> bool:
        """Whether this is a run that a hook has started inside the one that trains."""
        return runs_served(self) > 1


def _floats(logs: Logs | None) -> dict[str, float]:
    return float_logs(dict(logs or {}), "the loop")


def _evaluation(metrics: Mapping[str, float]) -> dict[str, float]:
    return {f"eval_{name}": value for name, value in metrics.items()}
