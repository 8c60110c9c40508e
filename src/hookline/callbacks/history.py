"""What `fit` returns: the metrics of every epoch."""

from __future__ import annotations

from copy import deepcopy
from typing import Generic, cast, final

from typing_extensions import TypeVar

from hookline.errors import StateError
from hookline.logs import Logs, NoLogs
from hookline.state import State, check_state

LogsT = TypeVar("LogsT", bound=Logs, default=Logs)


class HistoryState(State):
    """The run state of `History`."""

    #: The epochs that ended.
    epoch: list[int]
    #: The logs of each.
    logs: list[dict[str, float]]


@final
class History(Generic[LogsT]):
    """The metrics of every epoch, as Keras keeps them and as typed logs.

    `fit` keeps one of itself, and enters an epoch before any callback hears that it ended.
    Passed as a callback it is that one. It starts anew with every run, but for one that goes on
    with another: that one's epochs are in it.

    Example:
        >>> history = History()
        >>> history.on_epoch_end(0, {"loss": 0.5})
        >>> history.epoch, history.history
        ([0], {'loss': [0.5]})
        >>> history
        <History of 1 epoch, loss: 0.5>
    """

    def __init__(self) -> None:
        #: The epochs that ended, as their numbers.
        self.epoch: list[int] = []
        #: The values of each metric, in order; those with `val_` lack epochs that did not validate.
        self.history: dict[str, list[float]] = {}
        #: The logs of each epoch as they were, with the program's own type.
        self.logs: list[LogsT] = []
        #: Whether a loop enters the epochs, before the callbacks hear of them.
        self.entered_by_loop = False
        #: Whether the run that begins next goes on with a state that was loaded.
        self._resumed = False

    def __repr__(self) -> str:
        """Show how many epochs it has, and each metric as it was at last."""
        last = "".join(f", {name}: {values[-1]:g}" for name, values in self.history.items())
        return f"<History of {len(self.epoch)} epoch{'' if len(self.epoch) == 1 else 's'}{last}>"

    def on_train_begin(self, logs: NoLogs) -> None:
        """Start anew, or go on."""
        if not self._resumed:
            self._clear()
        self._resumed = False

    def on_epoch_end(self, epoch: int, logs: LogsT) -> None:
        """Keep the epoch's metrics, unless the loop has done so."""
        if not self.entered_by_loop:
            self.enter(epoch, logs)

    def enter(self, epoch: int, logs: LogsT) -> None:
        """Keep the metrics of an epoch."""
        self.epoch.append(epoch)
        self.logs.append(cast("LogsT", dict(logs)))  # whatever a callback does to them later
        for name, value in cast("dict[str, float]", logs).items():
            self.history.setdefault(name, []).append(value)

    def state_dict(self) -> HistoryState:
        """Return the epochs so far."""
        logs = cast("list[dict[str, float]]", deepcopy(self.logs))
        return {"version": 1, "epoch": [*self.epoch], "logs": logs}

    def load_state_dict(self, state: HistoryState, /) -> None:
        """Take the epochs of a run, for the next one to go on with.

        Raises:
            StateError: The state is of another version or shape; nothing was changed.
        """
        check_state(state, HistoryState, 1, "History")
        if len(state["epoch"]) != len(state["logs"]):
            raise StateError(
                f"History cannot take this state: it has {len(state['epoch'])} epochs, and logs "
                f"of {len(state['logs'])}."
            )
        self._clear()
        for epoch, logs in zip(state["epoch"], state["logs"], strict=True):
            self.enter(epoch, cast("LogsT", logs))
        self._resumed = True

    def _clear(self) -> None:
        self.epoch, self.history, self.logs = [], {}, []
