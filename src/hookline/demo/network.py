"""A network with one hidden layer, in NumPy: no word of hookline in it."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_INPUTS, _HIDDEN, _CLASSES = 64, 64, 10


class Network:
    """From pixels through 64 rectified units to the probability of each digit.

    It learns by gradient descent with momentum.

    Args:
        seed: Draws the weights to begin with.
    """

    momentum: Final = 0.9

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        # Random weights scaled by He's rule, so that signals neither fade nor grow.
        self.weights: list[Floats] = [
            random.normal(0, np.sqrt(2 / _INPUTS), (_INPUTS, _HIDDEN)),
            np.zeros(_HIDDEN),
            random.normal(0, np.sqrt(2 / _HIDDEN), (_HIDDEN, _CLASSES)),
            np.zeros(_CLASSES),
        ]
        self.velocities: list[Floats] = [np.zeros_like(weight) for weight in self.weights]

    def probabilities(self, images: Floats) -> Floats:
        """Return a row for each image: how likely it shows 0, 1, …, 9."""
        return self._forward(images)[1]

    def learn(self, images: Floats, digits: NDArray[np.int64], rate: float) -> Floats:
        """Take one step towards the digits; return the probabilities from before it."""
        hidden, probabilities = self._forward(images)
        # The gradient of the mean cross-entropy at the outputs is this simple.
        error = (probabilities - np.eye(_CLASSES)[digits]) / len(digits)
        back = (error @ self.weights[2].T) * (hidden > 0)
        gradients = [images.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
        self.velocities = [
            self.momentum * velocity - rate * gradient
            for velocity, gradient in zip(self.velocities, gradients, strict=True)
        ]
        self.weights = [
            weight + velocity
            for weight, velocity in zip(self.weights, self.velocities, strict=True)
        ]
        return probabilities

    def _forward(self, images: Floats) -> tuple[Floats, Floats]:
        into_hidden, hidden_bias, into_classes, class_bias = self.weights
        hidden = np.maximum(images @ into_hidden + hidden_bias, 0)
        return hidden, softmax(hidden @ into_classes + class_bias)


def softmax(scores: Floats) -> Floats:
    """Turn rows of scores into rows of probabilities.

    Only differences of scores matter, so the greatest may be 0, and nothing overflows.

    Example:
        >>> softmax(np.array([[1000.0, 1000.0]]))
        array([[0.5, 0.5]])
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
