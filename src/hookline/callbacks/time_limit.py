"""Ends a run when its time is up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Final, Literal, TypeAlias, final

from hookline.callbacks.options import check_choice, check_number
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import HasStopTraining
from hookline.state import State
from hookline.stateful import StatefulMixin

After: TypeAlias = Literal["batch", "epoch"]


class TimeLimitState(State):
    """The run state of `TimeLimit`."""

    #: Seconds that the run has taken, up to the last hook.
    spent: float


@final
class TimeLimit(StatefulMixin[TimeLimitState], TrainHooksMixin[HasStopTraining]):
    """Stops training after the batch, or the epoch, in which its time is up.

    The time is that of the whole run. A run that is resumed has left what was left of it; the
    time between the two does not count. The clock never goes back, whatever happens to the date.

    Args:
        limit: Seconds, or a `timedelta`.
        after: "batch" to stop after the batch, "epoch" to let the epoch end.
        clock: A function that returns seconds, for tests.

    Raises:
        ArgumentError: An option makes no sense.

    Example:
        >>> from hookline import fit
        >>> class Toy:
        ...     def train_step(self, batch: float) -> Logs:
        ...         return {"loss": 1.0}
        >>> ticks = iter(range(0, 1000, 10))
        >>> limit = TimeLimit(25, clock=lambda: next(ticks))  # each batch takes 10 seconds
        >>> fit(Toy(), [1.0] * 99, epochs=9, callbacks=[limit], verbose=0).epoch
        [0]
        >>> limit.stop_reason
        'TimeLimit: 25 s are up'
    """

    def __init__(
        self,
        limit: float | timedelta,
        *,
        after: After = "batch",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        owner = type(self).__name__
        seconds = limit.total_seconds() if isinstance(limit, timedelta) else limit
        check_number(owner, "limit", seconds, least=0)
        check_choice(owner, "after", after, ("batch", "epoch"))
        self.seconds: Final[float] = seconds
        self.after: Final[After] = after
        self._clock = clock
        self._read = clock()

    @property
    def stop_reason(self) -> str | None:
        """Why training should end, or None while it need not."""
        if self._state["spent"] < self.seconds:
            return None
        return f"{type(self).__name__}: {self.seconds:g} s are up"

    def new_state(self) -> TimeLimitState:
        """Return the state in which a run begins."""
        return {"version": 1, "spent": 0.0}

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin to count, or go on; a run whose time was up trains no batch more."""
        super().on_train_begin(logs)
        self._read = self._clock()
        self._stop_if_due()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the clock."""
        if self.after == "batch":
            self._count()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Look at the clock."""
        self._count()

    def _count(self) -> None:
        now = self._clock()
        self._state["spent"] += now - self._read
        self._read = now
        self._stop_if_due()

    def _stop_if_due(self) -> None:
        if self.stop_reason is not None:
            self.program.stop_training = True
