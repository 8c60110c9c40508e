"""hookline's callbacks in `lightgbm.train`, and LightGBM's callbacks in hookline's loops."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any, Final, TypeAlias, cast

from lightgbm import (
    Booster,
    early_stopping,
    log_evaluation,
    record_evaluation,
    reset_parameter,
)
from lightgbm.basic import EvalResult
from lightgbm.callback import CallbackEnv, EarlyStopException

from hookline.bridge.attachment import guarded
from hookline.bridge.course import Course, Host
from hookline.bridge.eval_sets import EvalSets
from hookline.callback import Callback
from hookline.coverage.lightgbm import COVERAGE
from hookline.errors import ArgumentError, CallbackError
from hookline.logs import Logs, NoLogs
from hookline.program_protocols import HasStopTraining
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "FromLightGBM", "ToLightGBM", "from_lightgbm", "to_lightgbm"]

# hookline's callbacks in LightGBM


class ToLightGBM(Host):
    """Callbacks of hookline as some of LightGBM; `to_lightgbm` makes it."""

    #: So that one that is handed over whole is called, and refused, before the first round.
    before_iteration: Final = True

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: tuple[AnyHook[Any, Any], ...],
        without: Collection[str],
        validation: str | None,
    ) -> None:
        super().__init__(callbacks, COVERAGE, without)
        self._sets = EvalSets(validation=validation)
        self.attachment.settle = self._settle

    def __reduce__(self) -> tuple[object, ...]:
        """Copy it as it was made."""
        attachment = self.attachment
        return type(self), (attachment.callbacks, attachment.without, self._sets.validation)

    # LightGBM calls a function before each iteration or after it, by an attribute of the function,
    # those after it in the order of another. Its own come last; the one that stops comes after
    # them, so that they have the round in which it stops.

    def __iter__(self) -> Iterator[Callable[[CallbackEnv], None]]:
        """Return the callbacks of LightGBM: before an iteration, after it, and to stop."""
        before, stop = _At(self.before), _At(self.stop)
        before.before_iteration = True
        yield before
        yield _At(self.after)
        stop.order = float("inf")
        yield stop

    def __call__(self, env: CallbackEnv) -> None:
        """Refuse to be one callback.

        Raises:
            CallbackError: Always.
        """
        raise CallbackError(
            "LightGBM calls a callback either before each round or after it, and `to_lightgbm` "
            "makes several: write `callbacks=[*to_lightgbm(…)]`, with the star."
        )

    def before(self, env: CallbackEnv) -> None:
        """Begin a round, and with the first one a run."""
        if env.iteration == env.begin_iteration:
            self._begin_train(env)
        self.attachment.course.begin_epoch(env.iteration)

    @guarded
    def _begin_train(self, env: CallbackEnv) -> None:
        if not isinstance(env.model, Booster):
            raise CallbackError(
                "`lightgbm.cv` trains a booster for each fold side by side, and callbacks of "
                "hookline serve one program: call `lightgbm.train` for each fold."
            )
        self.begin(env.model, "stop_training", epochs=env.end_iteration).begin_train()

    @guarded
    def after(self, env: CallbackEnv) -> None:
        """End a round, and with the last one the run."""
        course = self.attachment.course
        # The data that is trained on has a name where it is evaluated too.
        course.end_epoch(self._sets.logs(_measured(env), _name_of_training(env.model)))
        if course.stops or env.iteration + 1 == env.end_iteration:
            course.end_train()

    def stop(self, env: CallbackEnv) -> None:
        """Ask LightGBM to stop where a callback has.

        Raises:
            EarlyStopException: It is what LightGBM stops for; all rounds so far stay in use.
        """
        if self.attachment.course.stops and env.iteration + 1 < env.end_iteration:
            raise EarlyStopException(env.iteration, env.evaluation_result_list or [])

    def _settle(self) -> None:
        """End a run that another callback has stopped, which LightGBM notes in its booster."""
        # It is 0 until LightGBM has caught an `EarlyStopException`; an error leaves it so.
        if self.attachment.running and getattr(self.course.program, "best_iteration", 0) > 0:
            self._end_stopped(self.course)

    @guarded
    def _end_stopped(self, course: Course) -> None:
        setattr(course.program, "stop_training", True)  # noqa: B010 - no attribute it declares
        course.end_train()


class _At(partial[None]):
    """A function of LightGBM; LightGBM keeps attributes in it."""

    before_iteration: bool = False
    order: float


def _measured(env: CallbackEnv) -> list[tuple[str, str, float]]:
    return [
        (result.dataset_name, result.metric_name, result.metric_value)
        for result in env.evaluation_result_list or ()
    ]


def _name_of_training(booster: object) -> str:
    name = getattr(booster, "_train_data_name", None)  # LightGBM's own callbacks ask for it too
    return name if isinstance(name, str) else "training"


def to_lightgbm(
    *callbacks: AnyHook[Any, Any],
    validation: str | None = None,
    without: Collection[str] = (),
) -> ToLightGBM:
    """Return callbacks of LightGBM that serve those of hookline, in their order.

    Rounds of boosting are epochs, and there are no batches. Their `program` is the `Booster`.
    Metrics of the training data, where `valid_sets` has it, come by their bare names, those of the
    one other set with `val_`, and of several others with `val_` and the name of the set.

    `program.stop_training = True` ends the training with the round. Give them to `train` or to the
    `fit` of an estimator with a star, and put a `with` block around it: LightGBM tells no callback
    of an error, nor that another callback has stopped it.

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        validation: The name of the set whose metrics come with `val_` alone, where there are
            several.
        without: Hooks that the callbacks may define though LightGBM never fires them.

    Raises:
        CallbackError: An object is no callback, or needs a hook that LightGBM never fires.

    Example:
        >>> import lightgbm
        >>> import numpy as np
        >>> from hookline import History
        >>> x = np.linspace(-1, 1, 40).reshape(-1, 1)
        >>> data = lightgbm.Dataset(x, 3 * x[:, 0])
        >>> history = History()
        >>> with to_lightgbm(history) as adapter:
        ...     booster = lightgbm.train(
        ...         {"verbose": -1}, data, 3, valid_sets=[data], callbacks=[*adapter]
        ...     )
        >>> history.epoch, list(history.history)
        ([0, 1, 2], ['l2'])
    """
    return ToLightGBM(callbacks, without, validation)


# LightGBM's callbacks in hookline's loops

#: A callback of LightGBM.
Native: TypeAlias = Callable[[CallbackEnv], object]

# LightGBM has no public names for them.
_EARLY_STOPPING: Final[type] = type(early_stopping(1, verbose=False))
_RECORD: Final[type] = type(record_evaluation({}))
_RESET_PARAMETER: Final[type] = type(reset_parameter())

#: The functions that make them, which it is easy to hand over in their place.
_MAKERS: Final[tuple[object, ...]] = (
    early_stopping,
    log_evaluation,
    record_evaluation,
    reset_parameter,
)


class FromLightGBM(Callback[object]):
    """What `from_lightgbm` makes: it calls the callback as `lightgbm.train` would.

    Args:
        callback: LightGBM's callback.
        maximize: As for `from_lightgbm`.
    """

    def __init__(self, callback: Native, maximize: Collection[str]) -> None:
        self.callback: Final = callback
        self.maximize: Final = frozenset(maximize)
        self.stops: Final = isinstance(callback, _EARLY_STOPPING)
        #: What the callback asks of a program, for the check before the first batch.
        self.required_program: Final = HasStopTraining if self.stops else None
        #: The best epoch, once the callback has told it; None until then.
        self.best_iteration: int | None = None
        #: Why training should end, or None while it need not.
        self.stop_reason: str | None = None
        self._first: int | None = None
        self._of_env: dict[str, object] = {}

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Forget the run before."""
        self._first = self.best_iteration = self.stop_reason = None
        self._of_env = {}

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Call it, if it is one to be called before an iteration."""
        if getattr(self.callback, "before_iteration", False):
            self._call(epoch, None)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Call it, if it is one to be called after an iteration."""
        if getattr(self.callback, "before_iteration", False):
            return
        results = [*self._results(logs)]
        if results or not self.stops:  # else it is an epoch that did not validate
            self._make_room(results)
            self._call(epoch, results)

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Tell of an early stopping that had nothing to watch."""
        if self.stops and self._first is None and logs:
            warnings.warn(
                "from_lightgbm(early_stopping) watched the metrics of validation and did nothing "
                "in this run: no epoch of it validated.",
                stacklevel=2,
            )

    def _make_room(self, results: list[EvalResult]) -> None:
        """Let a record have sets that were not there in the first epoch, which did not validate."""
        if isinstance(self.callback, _RECORD) and self._first is not None:
            seen: dict[str, dict[str, list[float]]] = getattr(self.callback, "eval_result", {})
            for result in results:
                seen.setdefault(result.dataset_name, {}).setdefault(result.metric_name, [])

    def _call(self, epoch: int, results: list[EvalResult] | None) -> None:
        epochs = self.params["epochs"]
        end = sys.maxsize if epochs is None else epochs
        program: Any = getattr(self, "_program", None)  # a loop written by hand may have none
        if self._first is None:
            self._first = epoch
        env = CallbackEnv(program, self._of_env, epoch, self._first, end, results)
        try:
            self.callback(env)
        except EarlyStopException as stop:
            self.best_iteration = stop.best_iteration
            if epoch + 1 < end:  # after the last one it only tells which was the best
                title = type(self.callback).__qualname__.strip("_")
                self.stop_reason = f"{title}: the best epoch was {stop.best_iteration}"
                setattr(self.program, "stop_training", True)  # noqa: B010 - of any type

    def _results(self, logs: Logs | None) -> Iterator[EvalResult]:
        for name, value in cast("Mapping[str, float]", logs or {}).items():
            bare = name.removeprefix("val_")
            if name != bare:
                yield EvalResult("valid_0", bare, value, bare in self.maximize)
            elif not self.stops:  # which ignores those of the training, and tells them by a Booster
                yield EvalResult("training", bare, value, bare in self.maximize)


def from_lightgbm(callback: Native, *, maximize: Collection[str] | None = None) -> FromLightGBM:
    """Return a callback of LightGBM as one for hookline's loops.

    Epochs are its rounds. The metrics of an epoch are those of a set `training`, and those of its
    validation of a set `valid_0`. `early_stopping` watches all metrics of validation, and needs a
    program that can be asked to stop; `log_evaluation`, `record_evaluation` and functions of your
    own that read their `CallbackEnv` need nothing. The `model` in it is the program.

    Args:
        callback: It, as `lightgbm.train` takes it.
        maximize: The metrics of which more is better, without `val_`; of all others less is.
            `early_stopping` must be told, with `()` for none.

    Raises:
        CallbackError: It cannot be called, or it is `reset_parameter`, which sets parameters of a
            `Booster` between its rounds: hookline has `LearningRateSchedule`.
        ArgumentError: `early_stopping` is not told of which metrics more is better.

    Example:
        >>> from lightgbm import record_evaluation
        >>> from hookline import Logs, fit
        >>> class Halving:
        ...     loss = 2.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> seen = {}
        >>> ours = from_lightgbm(record_evaluation(seen))
        >>> history = fit(Halving(), [1.0], epochs=3, callbacks=[ours], verbose=0)
        >>> seen["training"]["loss"]
        [1.0, 0.5, 0.25]
    """
    title = f"from_lightgbm({getattr(callback, '__qualname__', type(callback).__qualname__)})"
    if not _is_native(callback):
        raise CallbackError(
            f"{title}: it takes what `lightgbm.train(callbacks=[…])` does, a function of one "
            "`CallbackEnv`. A callback of hookline goes into hookline's loops as it is."
        )
    if isinstance(callback, _RESET_PARAMETER):
        raise CallbackError(
            f"{title}: `reset_parameter` sets parameters of a LightGBM `Booster` between its "
            "rounds, and there is none in hookline's loops: use `LearningRateSchedule`."
        )
    if isinstance(callback, _EARLY_STOPPING) and maximize is None:
        raise ArgumentError(
            f"{title}: LightGBM tells its `early_stopping` of which metrics more is better, and "
            'logs do not: say `maximize=["accuracy"]`, or `maximize=()` where less is of all.'
        )
    if isinstance(maximize, str):
        raise ArgumentError(f"{title}: `maximize` takes names in a list: `[{maximize!r}]`.")
    return FromLightGBM(callback, maximize or ())


def _is_native(callback: object) -> bool:
    """Tell whether it is a function of one argument, and none of those that are mistaken for it."""
    if not callable(callback) or isinstance(callback, (type, ToLightGBM)) or callback in _MAKERS:
        return False
    try:
        inspect.signature(callback).bind(None)
    except TypeError:
        return False
    except ValueError:  # written in C, and does not say
        return True
    return True
