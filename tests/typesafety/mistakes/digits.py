"""The right code around every mistake: logs, a program, data and a callback."""

from collections.abc import Iterator
from typing import NotRequired, Protocol, Required, TypeVar

from typing_extensions import ReadOnly

from hookline import Logs, Program

T = TypeVar("T")


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]


class RecallLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    recall: ReadOnly[float]


class Batches(list[T]):
    """Data that counts how many of its batches were read, of all such data together."""

    read = 0

    def __iter__(self) -> Iterator[T]:
        for batch in super().__iter__():
            Batches.read += 1
            yield batch


DATA = Batches([[1.0, 2.0], [3.0, 4.0], [5.0]])
LOGS: DigitsLogs = {"loss": 0.5, "accuracy": 0.9}


class Digits(Program[list[float], DigitsLogs, list[int]]):
    def train_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def test_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def predict_step(self, batch: list[float]) -> list[int]:
        return [int(value) for value in batch]


class Halver:
    """A program without a base class, which can only be trained."""

    loss = 1.0

    def train_step(self, batch: list[float]) -> Logs:
        self.loss /= 2
        return {"loss": self.loss}


class HasLearningRate(Protocol):
    learning_rate: float


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print("ding")


class Tensor:
    """A stand-in for what a framework computes with: a 0-d array, and so a number."""

    shape = ()

    def __float__(self) -> float:
        return 0.5

    def item(self) -> float:
        return 0.5
