"""From what a step returns to the logs of a hook: checked, made floats, averaged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from typing_extensions import Protocol

from hookline.errors import DataError, StepError
from hookline.loops.batch_size import size_reader
from hookline.program_protocols import SupportsResetMetrics


class Meter(Protocol):
    """Takes what a step returned for each batch, and tells the logs so far."""

    def add(self, result: Any, batch: Any) -> None:
        """Take one batch; StepError if the result is not what a step must return."""
        ...

    def logs(self) -> Any:
        """Return a new dictionary with the logs up to this batch."""
        ...


class RunningMeans:
    """The mean of each metric over all samples so far: each batch weighs as much as its size."""

    def __init__(self, program: object, step: str) -> None:
        self.program: Final = program
        self.step: Final = step
        self.sums: dict[str, float] = {}
        self.weight: int = 0
        self.size_of: Callable[[Any], int] | None = None

    def add(self, result: Any, batch: Any) -> None:
        """Take one batch; StepError if it has other metrics than the batches before it."""
        metrics = checked_metrics(result, self.step)
        if self.size_of is None:
            self.size_of = size_reader(self.program, batch)
            self.sums = dict.fromkeys(metrics, 0.0)
        elif metrics.keys() != self.sums.keys():
            raise StepError(
                f"`{self.step}` returned {_listing(metrics)} here, and "
                f"{_listing(self.sums)} for the first batch: "
                "a mean needs every batch to have the same ones."
            )
        try:
            size = self.size_of(batch)
        except TypeError as error:
            raise DataError(
                f"A batch of type {type(batch).__name__} has no size ({error}), though the first "
                "batch had one: give all batches one structure, or the program a `count_samples`."
            ) from error
        if not self.weight:
            _check_size(size)
        for name, value in metrics.items():
            self.sums[name] += value * size
        self.weight += size

    def logs(self) -> dict[str, float]:
        """Return the means up to this batch; NaN if every batch was empty."""
        if not self.weight:
            return dict.fromkeys(self.sums, float("nan"))
        return {name: total / self.weight for name, total in self.sums.items()}


def _check_size(size: object) -> None:
    """Refuse what no metric can be multiplied with, which only a `count_samples` returns."""
    if not _is_number(size):
        raise StepError(
            f"`count_samples` returned {_shown(size)}, and it must return the number of samples "
            "in the batch."
        )


class LatestMetrics:
    """The metrics of the last batch, for a program that aggregates them by itself."""

    def __init__(self, program: SupportsResetMetrics, step: str) -> None:
        program.reset_metrics()
        self._step: Final = step
        self._metrics: dict[str, float] = {}

    def add(self, result: Any, batch: Any) -> None:
        """Take one batch."""
        self._metrics = checked_metrics(result, self._step)

    def logs(self) -> dict[str, float]:
        """Return what the last step returned."""
        return dict(self._metrics)


def meter_for(program: object, step: str) -> RunningMeans | LatestMetrics:
    """Return a fresh meter of the kind that the program needs."""
    if isinstance(program, SupportsResetMetrics):
        return LatestMetrics(program, step)
    return RunningMeans(program, step)


def checked_metrics(result: object, step: str) -> dict[str, float]:
    """Return a step's result as a dictionary of floats, or raise StepError."""
    if not isinstance(result, Mapping):
        raise StepError(
            f"`{step}` returned {_shown(result)}, and it must return a mapping of metric names "
            "to numbers, such as `{'loss': 0.5}`."
        )
    metrics = cast("Mapping[str, object]", result)
    for name in metrics:
        if not isinstance(cast("object", name), str):
            raise StepError(f"`{step}` returned a metric named {name!r}, and names are strings.")
    return {name: as_float(value, name, step) for name, value in metrics.items()}


def as_float(value: object, name: str, step: str) -> float:
    """Return a metric as a Python float, or raise StepError if it is no number."""
    if type(value) is float:
        return value
    if getattr(value, "shape", None):  # () is a 0-d array or tensor, which is a number
        raise StepError(
            f"`{step}` returned an array as the metric `{name}`, of shape {value.shape}: "  # type: ignore[attr-defined]  # just asked for
            "return its mean, one number for the batch."
        )
    if not _is_number(value):
        raise StepError(
            f"`{step}` returned {_shown(value)} as the metric `{name}`, and it is no number."
        )
    return float(value)  # type: ignore[arg-type]  # it has one of the two methods


def _is_number(value: object) -> bool:
    return hasattr(value, "__float__") or hasattr(value, "__index__")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"an object of type {type(value).__name__}"


def _listing(metrics: Mapping[str, float]) -> str:
    return ", ".join(f"`{name}`" for name in metrics) or "no metric"
