"""The metric that a callback watches: read so that a missing one is never passed over."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from math import isnan
from typing import Final, Literal, TypeAlias, cast, final

from hookline.callbacks.options import check_choice, check_name
from hookline.errors import RequirementError
from hookline.logs import Logs
from hookline.sentences import unknown_metric, watches

#: Whether less is better, as for a loss, or more, as for an accuracy. It is never guessed.
Mode: TypeAlias = Literal["min", "max"]


@final
class Monitor:
    """Reads a metric out of an epoch's logs, and tells which of two values is better.

    Args:
        owner: The callback that watches, for messages.
        name: The metric.
        mode: Whether less or more is better.

    Raises:
        ArgumentError: `name` is no string, or `mode` is neither "min" nor "max".

    Example:
        >>> accuracy = Monitor("Best", "val_accuracy", "max")
        >>> accuracy.read(0, {"loss": 0.5})  # an epoch that did not validate
        >>> accuracy.better(0.9, 0.8), accuracy.better(0.9, 0.8, by=0.2)
        (True, False)
        >>> accuracy.better(float("nan"), None)
        False
    """

    def __init__(self, owner: str, name: str, mode: Mode) -> None:
        check_name(owner, "monitor", name)
        check_choice(owner, "mode", mode, ("min", "max"))
        self.name: Final = name
        self.mode: Final[Mode] = mode
        self._owner = owner

    def better(self, value: float, than: float | None, by: float = 0.0) -> bool:
        """Tell whether a value is better than another by more than a margin.

        NaN is better than nothing, not even than None, which stands for no value so far.
        """
        if than is None:
            return not isnan(value)
        return value + by < than if self.mode == "min" else value - by > than

    def read(self, epoch: int, logs: Logs | None) -> float | None:
        """Return the metric of an epoch, or None where it is of validation and there was none.

        Raises:
            RequirementError: It should have been there; the message has the keys that are.
        """
        metrics = cast("Mapping[str, float]", logs or {})
        if self.name in metrics:
            return float(metrics[self.name])
        if self.of_validation and not any(key.startswith("val_") for key in metrics):
            return None
        raise RequirementError(
            unknown_metric(
                watches(self._owner, self.name), self.name, f"epoch {epoch}", tuple(metrics)
            )
        )

    @property
    def of_validation(self) -> bool:
        """Whether only an epoch that validated has it."""
        return self.name.startswith("val_")

    def warn_if_silent(self, measured: int, logs: Logs | None) -> None:
        """Tell, when a run has ended, that the metric never came.

        It is a warning, because what was trained is still there, and an error might lose it.

        Args:
            measured: How many epochs had it.
            logs: Those of the end; a run without an epoch has none.
        """
        if logs and not measured and self.of_validation:
            warnings.warn(
                f"{self._owner} watched {self.name!r} and did nothing in this run: "
                "no epoch that it heard of had validated.",
                stacklevel=3,
            )
