"""The network of the demo learns what it should."""

from __future__ import annotations

import numpy as np

from hookline.demo.network import Network, softmax


def test_softmax_does_not_overflow() -> None:
    rows = softmax(np.array([[1e6, 0.0, -1e6], [3.0, 3.0, 3.0]]))
    assert rows.tolist() == [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]]


def test_a_small_step_lowers_the_loss_by_the_square_of_the_gradient() -> None:
    """To first order that is how much, so a wrong gradient would show."""
    random = np.random.default_rng(1)
    images, digits = random.random((20, 64)), random.integers(0, 10, 20)

    def loss(probabilities: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return float(-np.log(probabilities[np.arange(20), digits]).mean())

    network, rate = Network(seed=1), 1e-5
    before = [weight.copy() for weight in network.weights]
    lowered = loss(network.learn(images, digits, rate)) - loss(network.probabilities(images))
    steps = [new - old for new, old in zip(network.weights, before, strict=True)]
    assert np.isclose(lowered, sum(float((step**2).sum()) for step in steps) / rate, rtol=1e-3)


def test_networks_of_one_seed_are_equal() -> None:
    images = np.ones((1, 64))
    one, other = (Network(seed=1).probabilities(images) for _ in range(2))
    assert np.array_equal(one, other)
