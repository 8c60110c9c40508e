"""Lowers the learning rate of a run whose metric no longer gets better."""

from __future__ import annotations

from typing import Final, final

from hookline.callbacks.monitor import Mode, Monitor
from hookline.callbacks.options import check_number, check_whole
from hookline.logs import Logs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import HasLearningRate
from hookline.state import State
from hookline.stateful import StatefulMixin


class PlateauState(State):
    """The run state of `ReduceLROnPlateau`."""

    #: Epochs that had the metric.
    measured: int
    #: Of these, those since the last improvement, reduction or end of a cooldown.
    waited: int
    #: Epochs for which the cooldown still lasts.
    cooling: int
    #: The value on which the next one must improve by `min_delta`.
    best: float | None


@final
class ReduceLROnPlateau(StatefulMixin[PlateauState], TrainHooksMixin[HasLearningRate]):
    """Multiplies the learning rate by a factor once a metric has not improved for some epochs.

    It counts as Keras does. An epoch without the metric, because it did not validate, is passed
    over; NaN is never an improvement. The rate itself belongs to the program: a run that is
    resumed finds it there, if the program keeps it in its own state.

    Args:
        monitor: The metric to watch.
        mode: "min" if less is better, "max" if more is.
        factor: What the rate is multiplied by, between 0 and 1.
        patience: Epochs without an improvement after which to reduce. 0 is as 1, as in Keras.
        min_delta: An improvement is one by more than this.
        cooldown: Epochs after a reduction in which none are counted.
        min_lr: The rate is never made less than this.

    Raises:
        ArgumentError: An option makes no sense.

    Example:
        >>> from hookline import fit
        >>> class Stuck:
        ...     learning_rate = 0.8
        ...     def train_step(self, batch: float) -> Logs:
        ...         return {"loss": 1.0}
        >>> program = Stuck()
        >>> reduce = ReduceLROnPlateau(monitor="loss", mode="min", factor=0.5, patience=2)
        >>> history = fit(program, [1.0], epochs=5, callbacks=[reduce], verbose=0)
        >>> program.learning_rate
        0.2
    """

    def __init__(
        self,
        *,
        monitor: str,
        mode: Mode,
        factor: float = 0.1,
        patience: int = 10,
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__()
        owner = type(self).__name__
        self._monitor = Monitor(owner, monitor, mode)
        check_number(owner, "factor", factor, above=0, below=1)
        check_whole(owner, "patience", patience, least=0)
        check_number(owner, "min_delta", min_delta, least=0)
        check_whole(owner, "cooldown", cooldown, least=0)
        check_number(owner, "min_lr", min_lr, least=0)
        self.monitor: Final[str] = monitor
        self.mode: Final[Mode] = mode
        self.factor: Final[float] = factor
        self.patience: Final[int] = patience
        self.min_delta: Final[float] = min_delta
        self.cooldown: Final[int] = cooldown
        self.min_lr: Final[float] = min_lr

    def new_state(self) -> PlateauState:
        """Return the state in which a run begins."""
        return {"version": 1, "measured": 0, "waited": 0, "cooling": 0, "best": None}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Look at the metric, and reduce the rate if it has not improved for too long."""
        value = self._monitor.read(epoch, logs)
        if value is None:
            return
        state = self._state
        state["measured"] += 1
        if state["cooling"] > 0:
            state["cooling"] -= 1
            state["waited"] = 0
        if self._monitor.better(value, state["best"], by=self.min_delta):
            state["best"] = value
            state["waited"] = 0
        elif state["cooling"] == 0:
            state["waited"] += 1
            if state["waited"] >= self.patience:
                self._reduce()

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Tell if the metric never came."""
        self._monitor.warn_if_silent(self._state["measured"], logs)

    def _reduce(self) -> None:
        rate = self.program.learning_rate
        if rate > self.min_lr:
            self.program.learning_rate = max(rate * self.factor, self.min_lr)
            self._state["cooling"] = self.cooldown
            self._state["waited"] = 0
