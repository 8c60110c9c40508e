"""Base classes with a no-op default for every hook of a family.

A subclass overrides what it needs; the defaults carry a mark, so no loop ever calls them.
Hooks take `logs=None` as in Keras and Synalinks, whose callbacks move over unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic

from typing_extensions import TypeVar

from hookline.errors import HookNameError, NotReadyError
from hookline.hooks import HOOKS, default, is_default
from hookline.logs import Logs, NoLogs, Params, PredictLogs
from hookline.outcome import Outcome
from hookline.program_protocols import Stoppable
from hookline.sentences import absent_family, name_of_keras
from hookline.spelling import near_misses

ProgramT = TypeVar("ProgramT", default=Stoppable)
LogsT = TypeVar("LogsT", bound=Logs, default=Logs)
OutputsT = TypeVar("OutputsT", default=object)


class _Model:
    """Keras's name for the program, which those who move a callback over may have left in it.

    A subclass may have an attribute of this name; there is none only where nobody made one.
    """

    def __get__(self, callback: object, owner: type) -> object:
        raise AttributeError(name_of_keras(owner.__name__), name="model", obj=callback)


class AttachedMixin(Generic[ProgramT]):
    """What every mixin knows once a loop has taken it: its program and the run's parameters.

    Making a subclass whose method is named almost like a hook raises HookNameError.
    """

    _program: ProgramT
    _params: Params
    if not TYPE_CHECKING:  # for type checkers there is none
        model = _Model()

    @property
    def program(self) -> ProgramT:
        """The program of the run; NotReadyError before a loop has set it."""
        try:
            return self._program
        except AttributeError:
            raise self._not_ready("program") from None

    @property
    def params(self) -> Params:
        """The parameters of the run; NotReadyError before a loop has set them."""
        try:
            return self._params
        except AttributeError:
            raise self._not_ready("params") from None

    def set_program(self, program: ProgramT) -> None:
        """Take the program of a run that is about to begin."""
        self._program = program

    def set_params(self, params: Params) -> None:
        """Take the parameters of a run that is about to begin."""
        self._params = params

    def __init_subclass__(cls) -> None:
        """Refuse misspelt hooks, and hooks of a family that the class does not have."""
        super().__init_subclass__()
        subject = f"The class {cls.__qualname__}"
        for error in (*near_misses(vars(cls), subject), *strange_hooks(cls, subject)):
            raise error

    def _not_ready(self, name: str) -> NotReadyError:
        if hasattr(self, "_params"):  # a loop has taken it, and had no program
            return NotReadyError(
                f"{type(self).__name__}.{name} was read, and no loop has set it: "
                "a hand-written loop names its program in `CallbackList(…, program=…)`."
            )
        return NotReadyError(
            f"{type(self).__name__}.{name} was read before a loop set it: "
            "it is there from `on_train_begin` (or `on_test_begin`, `on_predict_begin`) on, "
            "so not in `__init__`."
        )


def strange_hooks(cls: type, subject: str) -> Iterator[HookNameError]:
    """Yield an error for each hook of a class that is of a family without its mixin."""
    for name, hook in HOOKS.items():
        new = name in vars(cls) and not any(name in vars(base) for base in cls.__mro__[1:])
        if new and hook.family != "run" and not is_default(vars(cls)[name]):
            yield HookNameError(absent_family(subject, name, hook.family))


class RunHooksMixin(AttachedMixin[ProgramT]):
    """Defaults for the hooks of every run.

    Example:
        >>> class Release(RunHooksMixin):
        ...     def on_close(self, outcome: Outcome) -> None:
        ...         print("closed:", outcome)
    """

    @default
    def on_exception(self, exception: BaseException) -> None:
        """When a run fails or is interrupted, before `on_close`."""

    @default
    def on_close(self, outcome: Outcome) -> None:
        """Exactly once for every run that began, last of all, in reverse order of registration."""


class TrainHooksMixin(AttachedMixin[ProgramT], Generic[ProgramT, LogsT]):
    """Defaults for the hooks of `fit`.

    Example:
        >>> class StopWhenGood(TrainHooksMixin):
        ...     def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        ...         if logs and logs.get("val_loss", 1.0) < 0.1:
        ...             self.program.stop_training = True
    """

    @default
    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Before the first epoch of `fit`."""

    @default
    def on_train_end(self, logs: LogsT | None = None) -> None:
        """After the last epoch, if `fit` completed or was asked to stop; logs of the last epoch."""

    @default
    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Before the first batch of an epoch; epochs count from 0."""

    @default
    def on_epoch_end(self, epoch: int, logs: LogsT | None = None) -> None:
        """After the last batch of an epoch and its validation; `val_` keys where it validated."""

    @default
    def on_train_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0 in each epoch."""
        self.on_batch_begin(batch, logs)

    @default
    def on_train_batch_end(self, batch: int, logs: LogsT | None = None) -> None:
        """After a group of batches; `batch` is the last of them, logs cover the epoch so far."""
        self.on_batch_end(batch, logs)

    @default
    def on_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Keras's other name for `on_train_batch_begin`."""

    @default
    def on_batch_end(self, batch: int, logs: LogsT | None = None) -> None:
        """Keras's other name for `on_train_batch_end`."""


class TestHooksMixin(AttachedMixin[ProgramT], Generic[ProgramT, LogsT]):
    """Defaults for the hooks of `evaluate`, and of the validation inside `fit`.

    Example:
        >>> class Report(TestHooksMixin):
        ...     def on_test_end(self, logs: Logs | None = None) -> None:
        ...         print(logs)
    """

    __test__ = False  # pytest collects classes by this prefix

    @default
    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Before the first batch of `evaluate`, or of validation inside `fit`."""

    @default
    def on_test_end(self, logs: LogsT | None = None) -> None:
        """After the last batch of `evaluate` or of validation; the metrics over all of them."""

    @default
    def on_test_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0."""

    @default
    def on_test_batch_end(self, batch: int, logs: LogsT | None = None) -> None:
        """After a group of batches; `batch` is the last of them, logs cover the run so far."""


class PredictHooksMixin(AttachedMixin[ProgramT], Generic[ProgramT, OutputsT]):
    """Defaults for the hooks of `predict`.

    Example:
        >>> class Show(PredictHooksMixin):
        ...     def on_predict_batch_end(
        ...         self, batch: int, logs: PredictLogs[object] | None = None
        ...     ) -> None:
        ...         print(batch, logs)
    """

    @default
    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        """Before the first batch of `predict`."""

    @default
    def on_predict_end(self, logs: NoLogs | None = None) -> None:
        """After the last batch of `predict`, if it completed or was asked to stop."""

    @default
    def on_predict_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0."""

    @default
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[OutputsT] | None = None) -> None:
        """After a group of batches; `batch` is the last of them, logs hold their outputs."""
