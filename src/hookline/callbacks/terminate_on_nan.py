"""Ends a run that has come to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Final, cast, final

from hookline.callbacks.options import check_flag
from hookline.errors import DivergedError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import HasStopTraining
from hookline.state import State
from hookline.stateful import StatefulMixin


class DivergedState(State):
    """The run state of `TerminateOnNaN`."""

    #: Which metric was no finite number, and when; None while all are.
    stop_reason: str | None
    #: The epoch under way, for that sentence.
    epoch: int


@final
class TerminateOnNaN(StatefulMixin[DivergedState], TrainHooksMixin[HasStopTraining]):
    """Stops training once any metric is NaN or infinite, after a batch or an epoch.

    It looks at every metric, those of validation too, and says which it was. A run that was
    stopped for it stays stopped when it is resumed from there.

    Args:
        raises: Raise DivergedError instead, so that the run fails.

    Raises:
        DivergedError: A metric is no finite number any more, and `raises` is set.

    Example:
        >>> from hookline import fit
        >>> class Diverging:
        ...     loss = 1e300
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss *= 1e6
        ...         return {"loss": self.loss}
        >>> watch = TerminateOnNaN()
        >>> fit(Diverging(), [1.0] * 9, epochs=9, callbacks=[watch], verbose=0).epoch
        [0]
        >>> watch.stop_reason
        'TerminateOnNaN: loss is inf in epoch 0, batch 1'
    """

    def __init__(self, *, raises: bool = False) -> None:
        super().__init__()
        check_flag(type(self).__name__, "raises", raises)
        self.raises: Final[bool] = raises

    @property
    def stop_reason(self) -> str | None:
        """Which metric was no finite number, and when; None while all are."""
        return self._state["stop_reason"]

    def new_state(self) -> DivergedState:
        """Return the state in which a run begins."""
        return {"version": 1, "stop_reason": None, "epoch": 0}

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin anew, or go on; a run that was stopped stays stopped."""
        super().on_train_begin(logs)
        if self.stop_reason is not None:
            self.program.stop_training = True

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Keep the epoch, for the message."""
        self._state["epoch"] = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the metrics so far."""
        self._look(logs, f", batch {batch}")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Look at the metrics of the epoch, which has those of validation."""
        self._look(logs, "")

    def _look(self, logs: Logs | None, batch: str) -> None:
        metrics = cast("Mapping[str, float]", logs or {})
        if all(map(isfinite, metrics.values())) or self.stop_reason is not None:
            return
        name, value = next(item for item in metrics.items() if not isfinite(item[1]))
        epoch = self._state["epoch"]
        reason = f"{type(self).__name__}: {name} is {value} in epoch {epoch}{batch}"
        if self.raises:
            raise DivergedError(f"{reason}.")
        self._state["stop_reason"] = reason
        self.program.stop_training = True
