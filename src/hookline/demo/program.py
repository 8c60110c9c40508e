"""The program: the network, with the steps that loops call and a type for its logs."""

from __future__ import annotations

from typing import NotRequired, Required

import numpy as np
from numpy.typing import NDArray
from typing_extensions import ReadOnly

from hookline import Logs, Program
from hookline.demo.digits import Batch
from hookline.demo.network import Floats, Network


class DigitsLogs(Logs, closed=True):
    """The metrics of this program, by name.

    A callback that reads another name is an error to a type checker, as is one that writes,
    or one that relies on a validation which not every epoch has.
    """

    loss: Required[ReadOnly[float]]
    accuracy: Required[ReadOnly[float]]
    val_accuracy: NotRequired[ReadOnly[float]]


class DigitsProgram(Program[Batch, DigitsLogs, NDArray[np.int64]]):
    """Reads digits.

    Its type arguments are those of its steps: what they take, the metrics of the first two,
    and the outputs of the third. The loops come with the base class.
    """

    def __init__(self, *, learning_rate: float = 0.05, seed: int = 0) -> None:
        #: A plain attribute, for callbacks to change.
        self.learning_rate = learning_rate
        self._network = Network(seed)

    def train_step(self, batch: Batch) -> DigitsLogs:
        """Learn from one batch."""
        probabilities = self._network.learn(batch.images, batch.digits, self.learning_rate)
        return measure(probabilities, batch.digits)

    def test_step(self, batch: Batch) -> DigitsLogs:
        """Measure one batch."""
        return measure(self._network.probabilities(batch.images), batch.digits)

    def predict_step(self, batch: Batch) -> NDArray[np.int64]:
        """Read the digits of one batch; what they really are is not looked at."""
        likeliest: NDArray[np.int64] = self._network.probabilities(batch.images).argmax(axis=1)
        return likeliest


def measure(probabilities: Floats, digits: NDArray[np.int64]) -> DigitsLogs:
    """Return the metrics of one batch; the loop takes their mean over all samples.

    Example:
        >>> sure_of_one = np.array([[0.0, 1.0], [0.0, 1.0]])
        >>> measure(sure_of_one, np.array([1, 1]))["accuracy"]
        1.0
    """
    right = probabilities[np.arange(len(digits)), digits]
    smallest = np.finfo(np.float64).tiny  # a probability of 0 would cost an infinite loss
    return {
        "loss": float(-np.log(np.maximum(right, smallest)).mean()),
        "accuracy": float((probabilities.argmax(axis=1) == digits).mean()),
    }
