"""hookline's callbacks in the loops of TorchTNT.

There is no `from_torchtnt`: a `State` has neither metrics nor counts of epochs and steps. What a
callback of TorchTNT does hangs on the unit, its progress and the modules that it tracks, so without
one there is nothing left of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sized
from typing import Any, TypeAlias

from torchtnt.framework.callback import Callback
from torchtnt.framework.state import EntryPoint, PhaseState, State
from torchtnt.framework.unit import EvalUnit, PredictUnit, TrainUnit

from hookline.bridge.course import Course, Host
from hookline.bridge.outputs import metrics_of
from hookline.coverage.torchtnt import COVERAGE
from hookline.protocols import AnyHook
from hookline.runs import StopFlag

__all__ = ["COVERAGE", "ToTorchTNT", "to_torchtnt"]

# Any: what a unit's data is
_Train: TypeAlias = TrainUnit[Any]
_Eval: TypeAlias = EvalUnit[Any]
_Predict: TypeAlias = PredictUnit[Any]


class ToTorchTNT(Host, Callback):
    """Callbacks of hookline as one of TorchTNT; `to_torchtnt` makes it."""

    # Any: as in `Attachment`
    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, COVERAGE, without)

    # train and fit

    def on_train_start(self, state: State, unit: _Train) -> None:
        """Begin a run."""
        phase = state._train_state
        course = self.begin(
            unit,
            "stop_training",
            epochs=phase.max_epochs if phase else None,
            steps=_steps(phase),
        )
        course.begin_train()
        _heed(state, course, "stop_training")

    def on_train_epoch_start(self, state: State, unit: _Train) -> None:
        """Begin an epoch."""
        self._begin_epoch(state, unit, self.course)

    def on_train_step_start(self, state: State, unit: _Train) -> None:
        """Begin a batch."""
        course = self.attachment.course
        if course.epoch is None:  # resumed in its middle, of which TorchTNT tells nothing
            self._begin_epoch(state, unit, course)
        course.begin_batch()  # a request to stop is passed on at its end

    def on_train_step_end(self, state: State, unit: _Train) -> None:
        """End a batch."""
        course = self.attachment.course
        phase = state._train_state  # its properties cost as much as a hook of TorchTNT
        outputs = phase._step_output if phase else None
        if course.hears_epochs:
            course.means.add(outputs)
        course.end_batch(metrics_of(outputs) if course.hears else None)
        if getattr(unit, "stop_training", False):
            state.stop()

    def on_train_epoch_end(self, state: State, unit: _Train) -> None:
        """End an epoch, or let it wait for the validation that follows."""
        course = self.course
        if course.epoch is None:  # resumed where nothing of it was left
            course.begin_epoch(unit.train_progress.num_epochs_completed - 1)
        # It has counted the epoch as completed already.
        every = state.eval_state.evaluate_every_n_epochs if state.eval_state else None
        validates = bool(every) and unit.train_progress.num_epochs_completed % (every or 1) == 0
        course.end_epoch(course.means.logs(), validates=validates)
        _heed(state, course, "stop_training")

    def on_train_end(self, state: State, unit: _Train) -> None:
        """End a run."""
        if state.should_stop:  # whoever asked
            setattr(unit, "stop_training", True)  # noqa: B010 - no attribute that it declares
        self.course.end_train()

    def _begin_epoch(self, state: State, unit: _Train, course: Course) -> None:
        course.begin_epoch(unit.train_progress.num_epochs_completed)
        _heed(state, course, "stop_training")

    # evaluate, and the validation inside fit

    def on_eval_start(self, state: State, unit: _Eval) -> None:
        """Begin an evaluation, which inside `fit` is a validation."""
        if state.entry_point == EntryPoint.FIT:
            course = self.course
        else:
            course = self.begin(unit, "stop_evaluating", steps=_steps(state.eval_state))
        course.begin_test()
        _heed_in_test(state, course)

    def on_eval_step_start(self, state: State, unit: _Eval) -> None:
        """Begin a batch of an evaluation."""
        self.course.begin_test_batch()

    def on_eval_step_end(self, state: State, unit: _Eval) -> None:
        """End a batch of an evaluation."""
        course = self.course
        outputs = _outputs(state.eval_state)
        course.test_means.add(outputs)
        course.end_test_batch(metrics_of(outputs))
        _heed_in_test(state, course)

    def on_eval_end(self, state: State, unit: _Eval) -> None:
        """End an evaluation, and the epoch that waited for it."""
        course = self.course
        course.end_test(course.test_means.logs())
        if course.waits:
            course.settle()
        _heed_in_test(state, course)

    # predict

    def on_predict_start(self, state: State, unit: _Predict) -> None:
        """Begin a prediction."""
        course = self.begin(unit, "stop_predicting", steps=_steps(state.predict_state))
        course.begin_predict()
        _heed(state, course, "stop_predicting")

    def on_predict_step_start(self, state: State, unit: _Predict) -> None:
        """Begin a batch to predict."""
        self.course.begin_predict_batch()

    def on_predict_step_end(self, state: State, unit: _Predict) -> None:
        """End a batch to predict."""
        course = self.course
        course.end_predict_batch(_outputs(state.predict_state))
        _heed(state, course, "stop_predicting")

    def on_predict_end(self, state: State, unit: _Predict) -> None:
        """End a prediction."""
        self.course.end_predict()

    # errors

    def on_exception(
        self, state: State, unit: _Train | _Eval | _Predict, exc: BaseException
    ) -> None:
        """Close the run as failed, unless its own callbacks were the cause and it is."""
        self.attachment.fail(exc)


def _heed(state: State, course: Course, flag: StopFlag) -> None:
    """Pass on a callback's request to stop."""
    if getattr(course.program, flag, False):
        state.stop()


def _heed_in_test(state: State, course: Course) -> None:
    _heed(state, course, "stop_training" if course.training else "stop_evaluating")


def _outputs(phase: PhaseState[Any, Any] | None) -> object:
    return phase._step_output if phase else None


def _steps(phase: PhaseState[Any, Any] | None) -> int | None:
    """Return the number of batches, or None where the data does not tell."""
    if phase is None:
        return None
    length = len(phase.dataloader) if isinstance(phase.dataloader, Sized) else None
    known = [number for number in (phase.max_steps_per_epoch, length) if number is not None]
    return min(known, default=None)


def to_torchtnt(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToTorchTNT:
    """Return one callback of TorchTNT that serves several of hookline, in their order.

    Their `program` is the unit. `program.stop_training = True` stops the loop, and a loop that
    something else has stopped sets it. A unit has no `state_dict` of its own: one that is to get
    the weights of its best epoch back defines it, and `load_state_dict`. Give it to `fit`, `train`,
    `evaluate` and `predict`, and put a `with` block around them so that `on_exception` and
    `on_close` hear of Ctrl-C:

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though TorchTNT never fires them; it fires
            all.

    Raises:
        CallbackError: An object is no callback.

    Example:
        >>> from hookline import History
        >>> from torchtnt.framework.train import train
        >>> class Sum(TrainUnit[float]):
        ...     def train_step(self, state: State, data: float) -> dict[str, float]:
        ...         return {"loss": data}
        >>> history = History()
        >>> train(Sum(), [1.0, 2.0], max_epochs=2, callbacks=[to_torchtnt(history)])
        >>> history.history
        {'loss': [1.5, 1.5]}
    """
    return ToTorchTNT(callbacks, without)
