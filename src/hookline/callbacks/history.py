"""What `fit` returns: the metrics of every epoch."""

from __future__ import annotations

from typing import Generic, cast, final

from typing_extensions import TypeVar

from hookline.logs import Logs, NoLogs

LogsT = TypeVar("LogsT", bound=Logs, default=Logs)


@final
class History(Generic[LogsT]):
    """The metrics of every epoch, as Keras keeps them and as typed logs.

    `fit` keeps one of itself, and enters an epoch before any callback hears that it ended.
    Passed as a callback it is that one. It starts anew with every run.

    Example:
        >>> history = History()
        >>> history.on_epoch_end(0, {"loss": 0.5})
        >>> history.epoch, history.history
        ([0], {'loss': [0.5]})
    """

    def __init__(self) -> None:
        #: The epochs that ended, as their numbers.
        self.epoch: list[int] = []
        #: The values of each metric, in order; those with `val_` lack epochs that did not validate.
        self.history: dict[str, list[float]] = {}
        #: The logs of each epoch as they were, with the program's own type.
        self.logs: list[LogsT] = []

    def on_train_begin(self, logs: NoLogs) -> None:
        """Start anew."""
        self.epoch, self.history, self.logs = [], {}, []

    def on_epoch_end(self, epoch: int, logs: LogsT) -> None:
        """Keep the epoch's metrics."""
        self.epoch.append(epoch)
        self.logs.append(cast("LogsT", dict(logs)))  # whatever a callback does to them later
        for name, value in cast("dict[str, float]", logs).items():
            self.history.setdefault(name, []).append(value)
