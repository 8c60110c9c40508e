"""What a loop asks of a program, and what a callback may ask of one.

A program is any object with the step of the loop it is given to; no base class is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from typing_extensions import Protocol, TypeVar, runtime_checkable

from hookline.logs import Logs
from hookline.protocols import hide_from_pytest

if TYPE_CHECKING:
    from pathlib import Path  # would take a sixth of the time to import hookline

BatchT = TypeVar("BatchT", default=object)
BatchT_contra = TypeVar("BatchT_contra", default=object, contravariant=True)
LogsT_co = TypeVar("LogsT_co", bound=Logs, default=Logs, covariant=True)
OutputsT_co = TypeVar("OutputsT_co", default=object, covariant=True)
OutputsT = TypeVar("OutputsT", default=object)
# Any: a callback that only keeps a state for its program need not know what it is.
ProgramStateT = TypeVar("ProgramStateT", default=Any)


# What the loops need


@runtime_checkable
class Trainable(Protocol[BatchT_contra, LogsT_co]):
    """A program that `fit` can train."""

    def train_step(self, batch: BatchT_contra, /) -> LogsT_co:
        """Learn from one batch; return its metrics, each the mean over the batch."""
        ...


@hide_from_pytest
@runtime_checkable
class Testable(Protocol[BatchT_contra, LogsT_co]):
    """A program that `evaluate` can test, and `fit` can validate."""

    def test_step(self, batch: BatchT_contra, /) -> LogsT_co:
        """Measure one batch without learning; return its metrics, each the mean over the batch."""
        ...


@runtime_checkable
class Predictable(Protocol[BatchT_contra, OutputsT_co]):
    """A program that `predict` can use."""

    def predict_step(self, batch: BatchT_contra, /) -> OutputsT_co:
        """Return the outputs for one batch."""
        ...


# What a program may say beside its steps


@runtime_checkable
class SupportsCountSamples(Protocol[BatchT_contra]):
    """A program that knows how much a batch weighs in the metrics of an epoch."""

    def count_samples(self, batch: BatchT_contra, /) -> int:
        """Return the number of samples; without this method it is read from the batch's shape."""
        ...


@runtime_checkable
class SupportsResetMetrics(Protocol):
    """A program that aggregates its metrics by itself.

    Its steps return metrics over all batches since the last `reset_metrics`,
    so a loop passes them on as they are.
    A program that is evaluated inside a hook of its own `fit` keeps the two apart itself.
    """

    def reset_metrics(self) -> None:
        """Start anew: an epoch, an evaluation or a validation begins."""
        ...


@runtime_checkable
class SupportsJoinOutputs(Protocol[OutputsT]):
    """A program that can make one output of several batches' outputs."""

    def join_outputs(self, outputs: Sequence[OutputsT], /) -> OutputsT:
        """Return the outputs of a group of batches, for `on_predict_batch_end`."""
        ...


@runtime_checkable
class HasHistory(Protocol):
    """A program that keeps the history of its last `fit`."""

    @property
    def history(self) -> object:
        """The history of the last `fit`."""
        ...

    @history.setter
    def history(self, history: object, /) -> None:
        """Take the history of a `fit` that begins, so that hooks can read the epochs in it."""
        ...


# What a callback may ask of a program


@runtime_checkable
class HasStopTraining(Protocol):
    """A program that `fit` is training: set `stop_training` and it ends after this batch."""

    stop_training: bool


@runtime_checkable
class HasStopEvaluating(Protocol):
    """A program that `evaluate` is testing: set `stop_evaluating` and it ends after this batch."""

    stop_evaluating: bool


@runtime_checkable
class HasStopPredicting(Protocol):
    """A program that `predict` is using: set `stop_predicting` and it ends after this batch."""

    stop_predicting: bool


@runtime_checkable
class Stoppable(HasStopTraining, HasStopEvaluating, HasStopPredicting, Protocol):
    """What every program offers while a loop runs it, because the loops set these three."""


@runtime_checkable
class HasLearningRate(Protocol):
    """A program whose learning rate a callback may read and set."""

    learning_rate: float


@runtime_checkable
class SupportsSave(Protocol):
    """A program that writes all that it has learnt to a path: a file, or a folder it makes."""

    def save(self, path: Path, /) -> object:
        """Write the program; nothing is there yet. Links and pipes are refused."""
        ...


@runtime_checkable
class SupportsLoad(Protocol):
    """A program that takes back what it wrote to a path."""

    def load(self, path: Path, /) -> object:
        """Read what `save` wrote."""
        ...


@runtime_checkable
class SupportsStateDict(Protocol[ProgramStateT]):
    """A program that gives away all that it has learnt, and takes it back; as torch modules do."""

    def state_dict(self) -> ProgramStateT:
        """Return the state; it may share memory with the program."""
        ...

    def load_state_dict(self, state: ProgramStateT, /) -> object:
        """Take back what `state_dict` returned."""
        ...
