"""Three callbacks, one of each kind: no base class, one mixin, all of the hooks."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Protocol

from hookline import Callback, Logs, Outcome, TrainHooksMixin
from hookline.demo.files import replace_file
from hookline.demo.picture import picture
from hookline.demo.program import DigitsLogs, DigitsProgram
from hookline.demo.table import table


class Milestone:
    """Says once that the validation accuracy has come so far.

    A plain class with one hook is a callback. The hook names the logs it reads, so a program with
    logs of another type is refused, by a type checker and again before the first batch.
    """

    def __init__(self, accuracy: float) -> None:
        self.accuracy = accuracy
        self.reached: bool = False

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        """Compare; a key that is not required is read with `get`."""
        if not self.reached and logs.get("val_accuracy", 0.0) >= self.accuracy:
            self.reached = True
            print(f"epoch {epoch + 1} reads {self.accuracy:.0%} of the validation images right")


class HasLearningRate(Protocol):
    """What `Decay` asks of a program."""

    learning_rate: float


class Decay(TrainHooksMixin[HasLearningRate]):
    """Makes the learning rate smaller after each epoch.

    The mixin brings the other hooks of `fit`, which do nothing, and `self.program`. Its type
    argument says what the program must have, so this serves any program with a learning rate.
    """

    def __init__(self, factor: float) -> None:
        self.factor = factor

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Take a smaller step from now on."""
        self.program.learning_rate *= self.factor


class HistoryFiles(Callback[DigitsProgram, DigitsLogs]):
    """Keeps the history of a program in a folder: `history.csv` and `history.png`.

    The table is there from the first epoch on, and the picture at the end. Every write puts a
    whole file in the place of the one before, so nobody ever finds half a file.
    """

    def __init__(self, folder: Path) -> None:
        self.table: Final = folder / "history.csv"
        self.picture: Final = folder / "history.png"

    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        """Write the table; `fit` has already entered this epoch in the program's history."""
        replace_file(self.table, table(self.program.history))

    def on_close(self, outcome: Outcome) -> None:
        """Write both: this hook runs however the run ended, after Ctrl-C too."""
        replace_file(self.table, table(self.program.history))
        replace_file(self.picture, picture(self.program.history, outcome))
