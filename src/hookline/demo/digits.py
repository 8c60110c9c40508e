"""The data: 1,797 handwritten digits, which scikit-learn ships, cut into batches."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits  # pyright: ignore[reportUnknownVariableType]  # ships no types

#: Which images are for what is drawn with this seed, so that every run sees the same ones.
_SEED = 0


class Batch(NamedTuple):
    """Some images, and which digits they show.

    A loop reads the size of a batch from its first item, to weigh its metrics.
    """

    #: One row for each image: its 8 × 8 pixels, from 0 (white) to 1 (black).
    images: NDArray[np.float64]
    #: 0 to 9.
    digits: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Batch:
        """Return the images of these rows."""
        return Batch(self.images[rows], self.digits[rows])


class Batches:
    """Samples in batches of 32: what `fit`, `evaluate` and `predict` are given as data.

    A loop needs no more than `__iter__`. Where that starts over each time, as here and not in a
    generator, the data serves many epochs; with `__len__` a progress bar knows where it ends.

    Args:
        samples: All of them, as one batch.
        seed: Draw a new order for each epoch; None keeps the order, for data to measure on.
    """

    size = 32

    def __init__(self, samples: Batch, *, seed: int | None = None) -> None:
        self.samples = samples
        self._random = None if seed is None else np.random.default_rng(seed)

    def __len__(self) -> int:
        return ceil(len(self.samples.digits) / self.size)  # the last may be smaller

    def __iter__(self) -> Iterator[Batch]:
        rows = np.arange(len(self.samples.digits))
        if self._random is not None:
            self._random.shuffle(rows)
        for start in range(0, len(rows), self.size):
            yield self.samples.take(rows[start : start + self.size])


class Digits(NamedTuple):
    """The data set in three parts, none of which shares an image with another."""

    #: 70 %, to learn from.
    training: Batches
    #: 10 %, to watch the learning by, after each epoch.
    validation: Batches
    #: 20 %, held out until the end.
    test: Batches


def load() -> Digits:
    """Return the three parts, always the same.

    Example:
        >>> [len(part.samples.digits) for part in load()]
        [1257, 180, 360]
    """
    samples = _samples()
    rows = np.random.default_rng(_SEED).permutation(len(samples.digits))
    return Digits(
        training=Batches(samples.take(rows[:-540]), seed=_SEED),
        validation=Batches(samples.take(rows[-540:-360])),
        test=Batches(samples.take(rows[-360:])),
    )


def _samples() -> Batch:
    # scikit-learn ships no types: the casts say what its documentation says.
    images, digits = cast(
        "tuple[NDArray[np.float64], NDArray[np.int64]]", load_digits(return_X_y=True)
    )
    return Batch(images / 16, digits)
