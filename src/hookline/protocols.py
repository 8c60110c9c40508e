"""The contracts, one Protocol a hook; every other list of hooks is read from this one.

A Protocol cannot have optional methods, so each hook has its own and a callback satisfies
the ones it defines. Families are sums of them, and the unions at the end are what loops accept.

Hooks that come before anything was measured receive `NoLogs`.
The others are contravariant in their logs: a callback of plain `Logs` serves every program,
a callback of richer logs only the programs that give them.
"""

from __future__ import annotations

from typing import TypeAlias, Union

from typing_extensions import Protocol, TypeVar, runtime_checkable

from hookline.logs import Logs, NoLogs, Params, PredictLogs
from hookline.outcome import Outcome

LogsT = TypeVar("LogsT", bound=Logs, default=Logs)
LogsT_contra = TypeVar("LogsT_contra", bound=Logs, default=Logs, contravariant=True)
OutputsT = TypeVar("OutputsT", default=object)
OutputsT_contra = TypeVar("OutputsT_contra", default=object, contravariant=True)
ProgramT_contra = TypeVar("ProgramT_contra", default=object, contravariant=True)
ClassT = TypeVar("ClassT", bound=type)


def hide_from_pytest(cls: ClassT) -> ClassT:
    """Keep pytest from collecting a Protocol whose name begins with Test.

    The mark is set from outside, because in the body it would be a member of the Protocol.
    """
    mark = "__test__"
    setattr(cls, mark, False)
    return cls


# The hooks of every run


@runtime_checkable
class OnException(Protocol):
    """A callback with `on_exception`."""

    def on_exception(self, exception: BaseException) -> None:
        """When a run fails or is interrupted, before `on_close`."""
        return


@runtime_checkable
class OnClose(Protocol):
    """A callback with `on_close`."""

    def on_close(self, outcome: Outcome) -> None:
        """Exactly once for every run that began, last of all, in reverse order of registration."""
        return


# The hooks of fit


@runtime_checkable
class OnTrainBegin(Protocol):
    """A callback with `on_train_begin`."""

    def on_train_begin(self, logs: NoLogs) -> None:
        """Before the first epoch of `fit`."""
        return


@runtime_checkable
class OnTrainEnd(Protocol[LogsT_contra]):
    """A callback with `on_train_end`."""

    def on_train_end(self, logs: LogsT_contra) -> None:
        """After the last epoch, if `fit` completed or was asked to stop; logs of the last epoch."""
        return


@runtime_checkable
class OnEpochBegin(Protocol):
    """A callback with `on_epoch_begin`."""

    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
        """Before the first batch of an epoch; epochs count from 0."""
        return


@runtime_checkable
class OnEpochEnd(Protocol[LogsT_contra]):
    """A callback with `on_epoch_end`."""

    def on_epoch_end(self, epoch: int, logs: LogsT_contra) -> None:
        """After the last batch of an epoch and its validation; `val_` keys where it validated."""
        return


@runtime_checkable
class OnTrainBatchBegin(Protocol):
    """A callback with `on_train_batch_begin`."""

    def on_train_batch_begin(self, batch: int, logs: NoLogs) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0 in each epoch."""
        return


@runtime_checkable
class OnTrainBatchEnd(Protocol[LogsT_contra]):
    """A callback with `on_train_batch_end`."""

    def on_train_batch_end(self, batch: int, logs: LogsT_contra) -> None:
        """After a group of batches; `batch` is the last of them, logs cover the epoch so far."""
        return


@runtime_checkable
class OnBatchBegin(Protocol):
    """A callback with `on_batch_begin`, Keras's other name for `on_train_batch_begin`."""

    def on_batch_begin(self, batch: int, logs: NoLogs) -> None:
        """As `on_train_batch_begin`."""
        return


@runtime_checkable
class OnBatchEnd(Protocol[LogsT_contra]):
    """A callback with `on_batch_end`, Keras's other name for `on_train_batch_end`."""

    def on_batch_end(self, batch: int, logs: LogsT_contra) -> None:
        """As `on_train_batch_end`."""
        return


# The hooks of evaluate, and of the validation inside fit


@runtime_checkable
class OnTestBegin(Protocol):
    """A callback with `on_test_begin`."""

    def on_test_begin(self, logs: NoLogs) -> None:
        """Before the first batch of `evaluate`, or of validation inside `fit`."""
        return


@runtime_checkable
class OnTestEnd(Protocol[LogsT_contra]):
    """A callback with `on_test_end`."""

    def on_test_end(self, logs: LogsT_contra) -> None:
        """After the last batch of `evaluate` or of validation; the metrics over all of them."""
        return


@runtime_checkable
class OnTestBatchBegin(Protocol):
    """A callback with `on_test_batch_begin`."""

    def on_test_batch_begin(self, batch: int, logs: NoLogs) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0."""
        return


@runtime_checkable
class OnTestBatchEnd(Protocol[LogsT_contra]):
    """A callback with `on_test_batch_end`."""

    def on_test_batch_end(self, batch: int, logs: LogsT_contra) -> None:
        """After a group of batches; `batch` is the last of them, logs cover the run so far."""
        return


# The hooks of predict


@runtime_checkable
class OnPredictBegin(Protocol):
    """A callback with `on_predict_begin`."""

    def on_predict_begin(self, logs: NoLogs) -> None:
        """Before the first batch of `predict`."""
        return


@runtime_checkable
class OnPredictEnd(Protocol):
    """A callback with `on_predict_end`."""

    def on_predict_end(self, logs: NoLogs) -> None:
        """After the last batch of `predict`, if it completed or was asked to stop."""
        return


@runtime_checkable
class OnPredictBatchBegin(Protocol):
    """A callback with `on_predict_batch_begin`."""

    def on_predict_batch_begin(self, batch: int, logs: NoLogs) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0."""
        return


@runtime_checkable
class OnPredictBatchEnd(Protocol[OutputsT_contra]):
    """A callback with `on_predict_batch_end`."""

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[OutputsT_contra]) -> None:
        """After a group of batches; `batch` is the last of them, logs hold their outputs."""
        return


# The families


@runtime_checkable
class RunHooks(OnException, OnClose, Protocol):
    """The hooks of every run, whatever its loop."""


@runtime_checkable
class TrainHooks(
    OnTrainBegin,
    OnTrainEnd[LogsT_contra],
    OnEpochBegin,
    OnEpochEnd[LogsT_contra],
    OnTrainBatchBegin,
    OnTrainBatchEnd[LogsT_contra],
    Protocol[LogsT_contra],
):
    """The hooks of `fit`; the two aliases name moments that are already here."""


@hide_from_pytest
@runtime_checkable
class TestHooks(
    OnTestBegin,
    OnTestEnd[LogsT_contra],
    OnTestBatchBegin,
    OnTestBatchEnd[LogsT_contra],
    Protocol[LogsT_contra],
):
    """The hooks of `evaluate`, and of the validation inside `fit`."""


@runtime_checkable
class PredictHooks(
    OnPredictBegin,
    OnPredictEnd,
    OnPredictBatchBegin,
    OnPredictBatchEnd[OutputsT_contra],
    Protocol[OutputsT_contra],
):
    """The hooks of `predict`."""


# What loops accept: an object with at least one hook that they can fire.
# Union, because `X | Y` of generic Protocols cannot be subscripted with defaults on Python 3.11.

#: A callback for `fit`: any train, test or run hook.
FitHook: TypeAlias = Union[  # noqa: UP007
    OnTrainBegin,
    OnTrainEnd[LogsT],
    OnEpochBegin,
    OnEpochEnd[LogsT],
    OnTrainBatchBegin,
    OnTrainBatchEnd[LogsT],
    OnBatchBegin,
    OnBatchEnd[LogsT],
    OnTestBegin,
    OnTestEnd[LogsT],
    OnTestBatchBegin,
    OnTestBatchEnd[LogsT],
    OnException,
    OnClose,
]

#: A callback for `evaluate`: any test or run hook.
EvaluateHook: TypeAlias = Union[  # noqa: UP007
    OnTestBegin,
    OnTestEnd[LogsT],
    OnTestBatchBegin,
    OnTestBatchEnd[LogsT],
    OnException,
    OnClose,
]

#: A callback for `predict`: any predict or run hook.
PredictHook: TypeAlias = Union[  # noqa: UP007
    OnPredictBegin,
    OnPredictEnd,
    OnPredictBatchBegin,
    OnPredictBatchEnd[OutputsT],
    OnException,
    OnClose,
]

#: A callback for `CallbackList`, whose loop may be of any kind.
AnyHook: TypeAlias = Union[  # noqa: UP007
    FitHook[LogsT],
    PredictHook[OutputsT],
]


# What a callback may offer beside its hooks


@runtime_checkable
class SupportsProgram(Protocol[ProgramT_contra]):
    """A callback that is told which program it serves."""

    def set_program(self, program: ProgramT_contra) -> None:
        """Before the run's first hook."""
        return


@runtime_checkable
class SupportsParams(Protocol):
    """A callback that is told the parameters of the run."""

    def set_params(self, params: Params) -> None:
        """Before `set_program`."""
        return
