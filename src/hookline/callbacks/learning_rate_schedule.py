"""Sets the learning rate of each epoch."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from math import isfinite
from typing import SupportsFloat, final

from hookline.errors import ArgumentError
from hookline.logs import NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import HasLearningRate
from hookline.signatures import takes


@final
class LearningRateSchedule(TrainHooksMixin[HasLearningRate]):
    """Sets the program's learning rate before each epoch to what a function says.

    The function gets the epoch and the rate as it is, and returns the new one, which must be a
    finite number of at least 0. It keeps no state: one that looks at the epoch alone does the
    same in a resumed run; for one that looks at the rate, the program has to keep its rate.

    Args:
        schedule: Called as `schedule(epoch, rate)`.

    Raises:
        ArgumentError: `schedule` cannot be called so, or later: what it returned is no rate.

    Example:
        >>> from hookline import Logs, fit
        >>> class Toy:
        ...     learning_rate = 1.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         return {"loss": self.learning_rate}
        >>> halve = LearningRateSchedule(lambda epoch, rate: rate / 2)
        >>> fit(Toy(), [0.0], epochs=3, callbacks=[halve], verbose=0).history
        {'loss': [0.5, 0.25, 0.125]}
    """

    def __init__(self, schedule: Callable[[int, float], float]) -> None:
        if not callable(schedule):
            raise ArgumentError(
                f"{type(self).__name__}: `schedule` must be a function of the epoch and the rate, "
                f"not {schedule!r}."
            )
        if not takes(schedule, ("epoch", "rate")):
            raise ArgumentError(
                f"{type(self).__name__}: `schedule` cannot be called with `(epoch, rate)`, because "
                f"its signature is `{signature(schedule)}`: write `lambda epoch, rate: …`."
            )
        self._schedule = schedule

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Set the rate of this epoch."""
        before = self.program.learning_rate
        rate = self._schedule(epoch, before)
        if not _is_rate(rate):
            raise ArgumentError(
                f"{type(self).__name__}: `schedule({epoch}, {before!r})` returned {rate!r}, "
                "and a learning rate is a finite number of at least 0."
            )
        self.program.learning_rate = float(rate)


def _is_rate(rate: object) -> bool:
    if isinstance(rate, bool) or not isinstance(rate, SupportsFloat):
        return False
    return isfinite(rate) and float(rate) >= 0
