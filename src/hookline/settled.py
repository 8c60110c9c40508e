"""The moments before any callback sees a hook, or after all have: for those that keep whole runs.

A snapshot taken in the middle of a hook would hold the state of some callbacks before it and of
others after it. So a callback that saves a run, or gives it back, does so in one of the methods
below: `CallbackList` calls them around the hook that they are named for.
They are no hooks: a loop never calls them, and they are not part of the order.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from typing_extensions import Protocol, runtime_checkable

from hookline.logs import Logs, NoLogs


class RunParts(NamedTuple):
    """All that has state in a run."""

    #: None in a hand-written loop that does not give it.
    program: object
    #: In the order of registration; `fit` adds the history that it keeps, at the end.
    callbacks: tuple[object, ...]


@runtime_checkable
class BeforeTrainBegin(Protocol):
    """A callback that gives others the state back with which they go on."""

    def before_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        """Before any callback begins."""
        return


@runtime_checkable
class AfterTrainBegin(Protocol):
    """A callback that gives a program its state back, or looks at how a run begins."""

    def after_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        """When every callback has begun, and before the first epoch."""
        return


@runtime_checkable
class AfterEpochEnd(Protocol):
    """A callback that saves a run between two epochs."""

    def after_epoch_end(self, epoch: int, logs: Logs, parts: RunParts) -> None:
        """When every callback has seen the end of the epoch."""
        return


@runtime_checkable
class AfterTrainBatchEnd(Protocol):
    """A callback that saves a run between two batches."""

    def after_train_batch_end(self, batch: int, logs: Logs, parts: RunParts) -> None:
        """When every callback has seen the end of the batch."""
        return


@runtime_checkable
class AfterTrainEnd(Protocol):
    """A callback that keeps what a run has come to."""

    def after_train_end(self, logs: Logs, parts: RunParts) -> None:
        """When every callback has seen the end of the run; not when it failed."""
        return


@runtime_checkable
class SupportsResume(Protocol):
    """A callback that may let `fit` go on where an earlier process ended."""

    @property
    def resumed_epoch(self) -> int | None:
        """The epoch to go on with, known once `before_train_begin` was called; None for none."""
        ...


@runtime_checkable
class SupportsPause(Protocol):
    """A callback that stops a run for this process only: the next one is to go on with it."""

    @property
    def pauses(self) -> bool:
        """Whether it has asked the run to stop, and the run is not over with that."""
        ...


#: The methods that are called before a hook, by the hook's name, and those that are called after.
BEFORE: Final = {"on_train_begin": "before_train_begin"}
AFTER: Final = {
    "on_train_begin": "after_train_begin",
    "on_epoch_end": "after_epoch_end",
    "on_train_batch_end": "after_train_batch_end",
    "on_train_end": "after_train_end",
}
