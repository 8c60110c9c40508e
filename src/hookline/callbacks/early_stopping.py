"""Ends a run whose metric no longer gets better."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final, Generic, Literal, cast, final, overload

from typing_extensions import Protocol, TypeVar, runtime_checkable

from hookline.callbacks.monitor import Mode, Monitor
from hookline.callbacks.options import check_flag, check_number, check_whole
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import HasStopTraining, SupportsStateDict
from hookline.state import State
from hookline.stateful import StatefulMixin


@runtime_checkable
class RestorableProgram(HasStopTraining, SupportsStateDict, Protocol):
    """A program that can be stopped, and given the state of an earlier epoch back."""


ProgramT = TypeVar("ProgramT", bound=HasStopTraining, default=HasStopTraining)


class EarlyStoppingState(State):
    """The run state of `EarlyStopping`."""

    #: Epochs that had the metric.
    measured: int
    #: Of these, those since the last improvement.
    waited: int
    #: The value on which the next one must improve by `min_delta`.
    reference: float | None
    #: The best value, and its epoch.
    best: float | None
    best_epoch: int | None
    #: What the program's `state_dict` returned after that epoch, with `restore_best`.
    best_state: Any  # Any: only the program knows


@final
class EarlyStopping(
    StatefulMixin[EarlyStoppingState], TrainHooksMixin[ProgramT], Generic[ProgramT]
):
    """Stops training once a metric has not improved for some epochs.

    An epoch without the metric, because it did not validate, is passed over; NaN is never an
    improvement. With `restore_best` the program ends with the state of its best epoch, whoever
    ended the run and whether or not it was stopped. After a failure or an interruption the
    program stays as it is, and `restore` does the same by hand.

    Args:
        monitor: The metric to watch.
        mode: "min" if less is better, "max" if more is.
        patience: Epochs without an improvement after which to stop. 0 is as 1, as in Keras.
        min_delta: An improvement is one by more than this.
        baseline: Only what is better than this counts as an improvement.
        start_from_epoch: Look at no epoch before this one, neither to stop nor for the best.
        restore_best: Give the program the state of its best epoch back when the run has ended.
            It needs `state_dict` and `load_state_dict`, and a copy of the state is kept.

    Raises:
        ArgumentError: An option makes no sense.

    Example:
        >>> from hookline import fit
        >>> class Worsening:
        ...     loss = 0.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss += batch
        ...         return {"loss": self.loss}
        >>> stopping = EarlyStopping(monitor="loss", mode="min", patience=2)
        >>> fit(Worsening(), [1.0], epochs=9, callbacks=[stopping], verbose=0).epoch
        [0, 1, 2]
        >>> stopping.stop_reason
        'EarlyStopping: loss has not improved on 1 for 2 epochs'
    """

    @overload
    def __init__(
        self: EarlyStopping[HasStopTraining],
        *,
        monitor: str,
        mode: Mode,
        patience: int = 0,
        min_delta: float = 0.0,
        baseline: float | None = None,
        start_from_epoch: int = 0,
        restore_best: Literal[False] = False,
    ) -> None: ...

    @overload
    def __init__(
        self: EarlyStopping[RestorableProgram],
        *,
        monitor: str,
        mode: Mode,
        patience: int = 0,
        min_delta: float = 0.0,
        baseline: float | None = None,
        start_from_epoch: int = 0,
        restore_best: bool,
    ) -> None: ...

    def __init__(
        self,
        *,
        monitor: str,
        mode: Mode,
        patience: int = 0,
        min_delta: float = 0.0,
        baseline: float | None = None,
        start_from_epoch: int = 0,
        restore_best: bool = False,
    ) -> None:
        super().__init__()
        owner = type(self).__name__
        self._monitor = Monitor(owner, monitor, mode)
        check_whole(owner, "patience", patience, least=0)
        check_number(owner, "min_delta", min_delta, least=0)
        if baseline is not None:
            check_number(owner, "baseline", baseline)
        check_whole(owner, "start_from_epoch", start_from_epoch, least=0)
        check_flag(owner, "restore_best", restore_best)
        self.monitor: Final[str] = monitor
        self.mode: Final[Mode] = mode
        self.patience: Final[int] = patience
        self.min_delta: Final[float] = min_delta
        self.baseline: Final[float | None] = baseline
        self.start_from_epoch: Final[int] = start_from_epoch
        self.restore_best: Final[bool] = restore_best

    @property
    def required_program(self) -> type:
        """What these options ask of a program; a loop refuses one that lacks it."""
        return RestorableProgram if self.restore_best else HasStopTraining

    @property
    def best(self) -> float | None:
        """The best value so far."""
        return self._state["best"]

    @property
    def best_epoch(self) -> int | None:
        """The epoch of the best value so far; of equal ones the first."""
        return self._state["best_epoch"]

    @property
    def stop_reason(self) -> str | None:
        """Why training should end, or None while it need not."""
        waited, reference = self._state["waited"], self._state["reference"]
        if waited < max(self.patience, 1):
            return None
        goal = reference if self.baseline is None else self.baseline
        improved = "had a value" if goal is None else f"improved on {goal:.6g}"
        epochs = "1 epoch" if waited == 1 else f"{waited} epochs"
        return f"{type(self).__name__}: {self.monitor} has not {improved} for {epochs}"

    def new_state(self) -> EarlyStoppingState:
        """Return the state in which a run begins."""
        return {
            "version": 1,
            "measured": 0,
            "waited": 0,
            "reference": None,
            "best": None,
            "best_epoch": None,
            "best_state": None,
        }

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin anew, or go on; a run that was stopped stays stopped."""
        super().on_train_begin(logs)
        self._stop_if_due()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Look at the metric, and ask to stop if it has not improved for too long."""
        value = self._monitor.read(epoch, logs)
        if value is None:
            return
        self._state["measured"] += 1
        if epoch < self.start_from_epoch:
            return
        if self._monitor.better(value, self._state["best"]):
            self._keep(epoch, value)
        self._state["waited"] = 0 if self._improves(value) else self._state["waited"] + 1
        self._stop_if_due()

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Restore the best state, if asked to."""
        if self.restore_best:
            self.restore()
        self._monitor.warn_if_silent(self._state["measured"], logs)

    def restore(self) -> None:
        """Give the program the state of its best epoch back, if one was kept."""
        if self._state["best_state"] is not None:
            # A copy, because the program may go on learning in what it is given.
            program = cast("SupportsStateDict", self.program)
            program.load_state_dict(deepcopy(self._state["best_state"]))

    def _keep(self, epoch: int, value: float) -> None:
        self._state["best"], self._state["best_epoch"] = value, epoch
        if self.restore_best:
            program = cast("SupportsStateDict", self.program)
            self._state["best_state"] = deepcopy(program.state_dict())

    def _improves(self, value: float) -> bool:
        if not self._monitor.better(value, self._state["reference"], by=self.min_delta):
            return False
        self._state["reference"] = value
        return self.baseline is None or self._monitor.better(
            value, self.baseline, by=self.min_delta
        )

    def _stop_if_due(self) -> None:
        if self.stop_reason is not None:
            self.program.stop_training = True
