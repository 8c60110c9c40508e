"""hookline's callbacks in `xgboost.train`, and XGBoost's callbacks in hookline's loops."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, TypeAlias, cast

from xgboost import Booster
from xgboost.callback import (
    EarlyStopping,
    LearningRateScheduler,
    TrainingCallback,
    TrainingCheckPoint,
)

from hookline.bridge.attachment import guarded
from hookline.bridge.course import Host
from hookline.bridge.eval_sets import EvalSets
from hookline.callback import Callback
from hookline.coverage.xgboost import COVERAGE
from hookline.errors import ArgumentError, CallbackError
from hookline.logs import Logs, NoLogs
from hookline.program_protocols import HasLearningRate, HasStopTraining
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "FromXGBoost", "ToXGBoost", "from_xgboost", "to_xgboost"]

#: What XGBoost has measured: the values of all rounds, by the names of set and metric.
_EvalsLog: TypeAlias = Mapping[str, Mapping[str, Any]]

# hookline's callbacks in XGBoost


class ToXGBoost(Host, TrainingCallback):
    """Callbacks of hookline as one of XGBoost; `to_xgboost` makes it."""

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: tuple[AnyHook[Any, Any], ...],
        without: Collection[str] = (),
        training: str | None = None,
        validation: str | None = None,
        epochs: int | None = None,
    ) -> None:
        super().__init__(callbacks, COVERAGE, without)
        self._sets: Final = EvalSets(training, validation)
        self._epochs: Final = epochs
        self._evals_log: _EvalsLog = {}
        # The keys in logs of all metrics, and the lists to which XGBoost adds a value each round.
        self._columns: list[tuple[str, list[float]]] = []
        self._of_columns: _EvalsLog = {}

    def __reduce__(self) -> tuple[object, ...]:
        """Copy it as it was made."""
        attachment, sets = self.attachment, self._sets
        arguments = (attachment.without, sets.training, sets.validation, self._epochs)
        return type(self), (attachment.callbacks, *arguments)

    def before_training(self, model: Booster) -> Booster:
        """Begin a run."""
        self._begin_train(model)
        return model

    def before_iteration(self, model: Booster, epoch: int, evals_log: _EvalsLog) -> bool:
        """Begin a round, unless a callback has asked to stop before the first."""
        course = self.attachment.course
        if course.next_epoch is None and course.stops:
            return True
        self._evals_log = evals_log
        course.begin_epoch(epoch)
        return False

    def after_iteration(self, model: Booster, epoch: int, evals_log: _EvalsLog) -> bool:
        """End a round; tell XGBoost where a callback has asked to stop."""
        course = self.attachment.course
        course.end_epoch(self._latest(evals_log))
        return course.stops

    def after_training(self, model: Booster) -> Booster:
        """End a run."""
        self._end_train()
        return model

    @guarded
    def _begin_train(self, model: Booster) -> None:
        if not isinstance(model, Booster):  # pyright: ignore[reportUnnecessaryIsInstance]  # `cv` gives all its folds
            raise CallbackError(
                "`xgboost.cv` trains a booster for each fold side by side, and callbacks of "
                "hookline serve one program: call `xgboost.train` for each fold."
            )
        self.begin(model, "stop_training", epochs=self._epochs).begin_train()

    @guarded
    def _end_train(self) -> None:
        course = self.course
        passed_over = course.epoch is not None
        if course.epoch is not None and _rounds(self._evals_log) > course.epoch:
            course.end_epoch(self._latest(self._evals_log))
        if passed_over or (course.next_epoch or 0) < (self._epochs or 0):
            setattr(course.program, "stop_training", True)  # noqa: B010 - no attribute it declares
        course.end_train()
        self._evals_log, self._of_columns, self._columns = {}, {}, []

    def _latest(self, evals_log: _EvalsLog) -> dict[str, float]:
        """Return the logs of the last round."""
        if evals_log is not self._of_columns or len(self._columns) != sum(
            map(len, evals_log.values())
        ):  # as in the first round
            self._find_columns(evals_log)
        return {key: values[-1] for key, values in self._columns}

    @guarded
    def _find_columns(self, evals_log: _EvalsLog) -> None:
        """Name the metrics of a run.

        Raises:
            ArgumentError: A set that was named is none of those of this run.
        """
        found = [
            (name, metric, values)
            for name, metrics in evals_log.items()
            for metric, values in metrics.items()
        ]
        keys = self._sets.keys([(name, metric) for name, metric, _ in found], "train")
        self._columns = [(key, one[2]) for key, one in zip(keys, found, strict=True)]
        self._of_columns = evals_log


def _rounds(evals_log: _EvalsLog) -> int:
    """Return for how many rounds there are values; all metrics have as many."""
    for metrics in evals_log.values():
        for values in metrics.values():
            return len(values)
    return 0


def to_xgboost(
    *callbacks: AnyHook[Any, Any],
    training: str | None = None,
    validation: str | None = None,
    epochs: int | None = None,
    without: Collection[str] = (),
) -> ToXGBoost:
    """Return one callback of XGBoost that serves several of hookline, in their order.

    Rounds of boosting are epochs, and there are no batches. Their `program` is the `Booster`.
    Metrics of the set `train` among `evals` come by their bare names, those of the one other set
    with `val_`, and of several others with `val_` and the name of the set.

    `program.stop_training = True` ends the training with the round. Give it to `train` or to an
    estimator, and put a `with` block around the training: XGBoost tells no callback of an error.

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        training: The name of the set that is trained on, where it is not `train`: the estimators
            of scikit-learn's kind call it `validation_0`.
        validation: The name of the set whose metrics come with `val_` alone, where there are
            several.
        epochs: The number of rounds, which XGBoost does not tell. With it the outcome tells of
            any stop by another callback, such as XGBoost's own early stopping.
        without: Hooks that the callbacks may define though XGBoost never fires them.

    Raises:
        CallbackError: An object is no callback, or needs a hook that XGBoost never fires.

    Example:
        >>> import numpy as np
        >>> import xgboost
        >>> from hookline import History
        >>> x = np.linspace(-1, 1, 40).reshape(-1, 1)
        >>> data = xgboost.DMatrix(x, 3 * x[:, 0])
        >>> history = History()
        >>> with to_xgboost(history) as adapter:
        ...     booster = xgboost.train(
        ...         {}, data, 3, evals=[(data, "train")], callbacks=[adapter], verbose_eval=False
        ...     )
        >>> history.epoch, list(history.history)
        ([0, 1, 2], ['rmse'])
    """
    return ToXGBoost(callbacks, without, training, validation, epochs)


# XGBoost's callbacks in hookline's loops

#: The sets of an epoch's metrics; XGBoost's own watch the last.
_SETS: Final[tuple[str, str]] = ("train", "val")


class FromXGBoost(Callback[object]):
    """What `from_xgboost` makes: it calls the callback as `xgboost.train` would.

    Args:
        callback: XGBoost's callback.
    """

    def __init__(self, callback: TrainingCallback) -> None:
        self.callback: Final = callback
        #: What the callback asks of a program, for the check before the first batch.
        self.required_program: Final = _needs(callback)
        #: Why training should end, or None while it need not.
        self.stop_reason: str | None = None
        self._booster: Booster = _Untrained(None)
        # Any: lists of floats; those of `cv` are of pairs
        self._evals_log: dict[str, dict[str, Any]] = {}

    @property
    def best_iteration(self) -> int | None:
        """The best epoch, where the callback has told it."""
        best = self._booster.attr("best_iteration")
        return None if best is None else int(best)

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin a training."""
        program = getattr(self, "_program", None)  # a loop written by hand may have none
        self._booster = program if isinstance(program, Booster) else _Untrained(program)
        self._evals_log, self.stop_reason = {}, None
        if isinstance(self.callback, EarlyStopping):  # it says itself that it serves one training
            self.callback.stopping_history, self.callback.current_rounds = {}, 0
            self.callback.best_scores = {}
        self.callback.before_training(model=self._booster)

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Begin a round."""
        if self.callback.before_iteration(self._booster, epoch, self._evals_log):
            self._stop()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """End a round, with the values so far of all metrics that were measured after it."""
        measured: set[str] = set()
        for name, value in cast("Mapping[str, float]", logs or {}).items():
            bare = name.removeprefix("val_")
            measured.add(_SETS[name != bare])
            of_set = self._evals_log.setdefault(_SETS[name != bare], {})
            of_set.setdefault(bare, []).append(value)
        if isinstance(self.callback, EarlyStopping) and self._watched() not in measured:
            return  # an epoch that did not validate
        evals_log = {name: self._evals_log[name] for name in _SETS if name in measured}
        if self.callback.after_iteration(self._booster, epoch, evals_log):
            self._stop()

    def _watched(self) -> str:
        """The set that an `EarlyStopping` watches; its own default is the last."""
        name: str | None = getattr(self.callback, "data", None)
        return name or max(self._evals_log, key=_SETS.index, default="val")

    def on_train_end(self, logs: Logs | None = None) -> None:
        """End a training."""
        self.callback.after_training(model=self._booster)

    def _stop(self) -> None:
        title = type(self.callback).__qualname__
        best = "" if self.best_iteration is None else f": the best epoch was {self.best_iteration}"
        self.stop_reason = f"{title} asked to{best}"
        setattr(self.program, "stop_training", True)  # noqa: B010 - of any type


class _Untrained(Booster):
    """A real booster without a tree, in whose place a program is trained."""

    def __init__(self, program: object) -> None:
        super().__init__()
        self._learns: Final = program

    def num_boosted_rounds(self) -> int:
        return 0  # it cannot tell before it knows its data

    def set_param(self, params: Any, value: Any = None) -> None:
        """Give a learning rate on to the program."""
        if params == "learning_rate":
            cast("HasLearningRate", self._learns).learning_rate = float(value)
        else:
            super().set_param(params, value)


def _needs(callback: TrainingCallback) -> object:
    """Say what a callback that XGBoost brings asks of a program; None for nothing."""
    match callback:
        case EarlyStopping():
            return HasStopTraining
        case LearningRateScheduler():
            return HasLearningRate
        case _:
            return None


def from_xgboost(callback: TrainingCallback) -> FromXGBoost:
    """Return a callback of XGBoost as one for hookline's loops.

    Epochs are its rounds. The metrics of an epoch are those of a set `train`, and those of its
    validation of a set `val`, which comes last. `EarlyStopping` needs a program that can be asked
    to stop, `LearningRateScheduler` one with a `learning_rate`, which it sets after each epoch;
    `EvaluationMonitor` needs nothing. The model of a callback of your own is a booster without
    trees, unless the program is a `Booster`.

    Args:
        callback: Any but those that only a trained `Booster` can serve.

    Raises:
        CallbackError: It is none, or it is `TrainingCheckPoint`, which writes a `Booster` to files,
            or an `EarlyStopping` that is to cut one off at its best round.
        ArgumentError: An `EarlyStopping` leaves to XGBoost whether more is better, or watches a set
            that there is not.

    Example:
        >>> from hookline import Logs, fit
        >>> class Worsening:
        ...     loss = 0.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss += batch
        ...         return {"loss": self.loss}
        >>> stopping = from_xgboost(EarlyStopping(rounds=2, maximize=False))
        >>> fit(Worsening(), [1.0], epochs=9, callbacks=[stopping], verbose=0).epoch
        [0, 1, 2]
    """
    title = f"from_xgboost({type(callback).__qualname__})"
    if not _is_native(callback):
        raise CallbackError(
            f"{title}: it takes an instance of `xgboost.callback.TrainingCallback`. "
            "A callback of hookline goes into hookline's loops as it is."
        )
    if isinstance(callback, TrainingCheckPoint):
        raise CallbackError(
            f"{title}: it writes an XGBoost `Booster` to files, and there is none in hookline's "
            "loops: use `Checkpoint`."
        )
    if isinstance(callback, EarlyStopping):
        _check_stopping(title, callback)
    return FromXGBoost(callback)


def _is_native(callback: object) -> bool:
    return isinstance(callback, TrainingCallback) and not isinstance(callback, ToXGBoost)


def _check_stopping(title: str, callback: EarlyStopping) -> None:
    if callback.save_best:
        raise CallbackError(
            f"{title}: with `save_best=True` it cuts an XGBoost `Booster` off at its best round, "
            "and there is none in hookline's loops: use `EarlyStopping(restore_best=True)`."
        )
    if callback.maximize is None:
        raise ArgumentError(
            f"{title}: XGBoost knows of its own metrics whether more is better, and not of others: "
            "say `maximize=True` or `maximize=False`."
        )
    if callback.data not in {None, *_SETS}:
        raise ArgumentError(
            f"{title}: `data_name` is {callback.data!r}, and in hookline's loops the sets are "
            "called 'train' and 'val'."
        )
