"""What a hook receives: typed dictionaries of metrics, and the parameters of a run."""

from collections.abc import Mapping
from typing import Generic, cast

from typing_extensions import ReadOnly, TypedDict, TypeVar

OutputsT_co = TypeVar("OutputsT_co", default=object, covariant=True)


class Logs(TypedDict, total=False):
    """The metrics that an end hook receives; every value is a Python float.

    A program with more metrics than these extends it, and says which keys its steps always return.
    Validation keys are never required: they exist only in epochs that validated.
    Writing to logs is a type error: every callback of the hook receives the same dictionary.

    Example:
        >>> from typing_extensions import NotRequired, ReadOnly, Required
        >>> class DigitsLogs(Logs, closed=True):
        ...     loss: Required[ReadOnly[float]]
        ...     accuracy: ReadOnly[float]
        ...     val_accuracy: NotRequired[ReadOnly[float]]
        >>> logs: DigitsLogs = {"loss": 0.5, "accuracy": 0.9}
    """

    loss: ReadOnly[float]
    val_loss: ReadOnly[float]


class NoLogs(TypedDict, closed=True):
    """The logs of a hook that comes before anything was measured: always an empty dictionary.

    Example:
        >>> logs: NoLogs = {}
    """


class PredictLogs(TypedDict, Generic[OutputsT_co], closed=True):
    """What `on_predict_batch_end` receives.

    `outputs` is what `predict_step` returned.
    Where `steps_per_execution` makes a group of several batches, it is what the program's
    `join_outputs` made of theirs, or the list of them for a program without that method.

    Example:
        >>> logs: PredictLogs[list[int]] = {"outputs": [3, 1, 4]}
    """

    outputs: ReadOnly[OutputsT_co]


class Params(TypedDict, closed=True):
    """What `set_params` receives before a run; a number that the loop cannot know is None.

    Example:
        >>> params: Params = {"epochs": 3, "steps": None, "batch_size": None, "verbose": 0}
    """

    #: The epoch number at which `fit` ends; None in `evaluate` and `predict`.
    epochs: ReadOnly[int | None]
    #: Batches in an epoch; None where the data has no length.
    steps: ReadOnly[int | None]
    #: Samples in a batch, where the loop was told.
    batch_size: ReadOnly[int | None]
    #: 0 silent, 1 a progress bar, 2 a line an epoch.
    verbose: ReadOnly[int]


def metric(logs: Logs | NoLogs, name: str) -> float | None:
    """Read a metric whose name is only known at run time, or None where it is absent.

    Example:
        >>> metric({"loss": 0.5}, "loss")
        0.5
        >>> metric({"loss": 0.5}, "val_loss") is None
        True
    """
    return metrics(logs).get(name)


def metrics(logs: Logs | NoLogs | None) -> Mapping[str, float]:
    """Return the same logs as numbers by name, for a callback that goes through all of them.

    Example:
        >>> for name, value in metrics({"loss": 0.5, "val_loss": 0.25}).items():
        ...     print(f"{name} {value:.3f}")
        loss 0.500
        val_loss 0.250
    """
    # A TypedDict of floats is no Mapping[str, float] to a type checker unless it is closed,
    # and Logs must stay open to be extended: the cast is made here, once, for everybody.
    return cast("Mapping[str, float]", logs or {})
