"""Runs of Keras and Synalinks as one may configure them, drawn by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from hypothesis import strategies as st

#: The hooks in which a callback may ask to stop, or start a run of its own.
HOOKS = ["on_train_batch_end", "on_test_batch_end", "on_epoch_end", "on_test_end", "on_epoch_begin"]


@dataclass(frozen=True)
class Configuration:
    """The arguments of `fit`, and what happens in its hooks."""

    samples: int
    batch_size: int
    epochs: int
    initial_epoch: int
    #: Samples to validate on; 0 for no validation.
    validation: int
    validation_freq: int
    steps_per_epoch: int | None
    #: Whether the data says how long it is.
    sized: bool
    steps_per_execution: int
    #: In which hook, and at the how manyth call of it, a callback asks to stop.
    stop: tuple[str, int] | None
    #: The same for an evaluation inside the hook, and whether by the same adapter.
    inside: tuple[str, int, bool] | None

    @property
    def steps(self) -> int:
        """The number of batches in an epoch."""
        return self.steps_per_epoch or ceil(self.samples / self.batch_size)

    def batches(self, x: Any, y: Any) -> Iterator[tuple[Any, Any]]:
        """The data of all epochs as a generator that does not say how long it is."""
        for start in range(0, self.samples, self.batch_size):
            end = min(start + self.batch_size, self.samples)
            yield x[start:end], y[start:end]


def moments() -> st.SearchStrategy[tuple[str, int]]:
    return st.tuples(st.sampled_from(HOOKS), st.integers(0, 3))


@st.composite
def configurations(draw: st.DrawFn, groups: int) -> Configuration:
    """Draw one, with up to so many `steps_per_execution`."""
    samples, batch_size = draw(st.integers(1, 9)), draw(st.integers(1, 4))
    sized = draw(st.booleans())
    initial_epoch = draw(st.integers(0, 2))
    validation = draw(st.integers(0, 5))
    batches = ceil(samples / batch_size)
    return Configuration(
        samples=samples,
        batch_size=batch_size,
        # A generator without a length is read once.
        epochs=initial_epoch + (draw(st.integers(0, 3)) if sized else 1),
        initial_epoch=initial_epoch,
        validation=validation,
        validation_freq=draw(st.integers(1, 2)) if validation else 1,
        steps_per_epoch=draw(st.none() | st.integers(1, batches)) if sized else None,
        sized=sized,
        steps_per_execution=draw(st.integers(1, groups)),
        stop=draw(st.none() | moments()),
        inside=draw(
            st.none() | st.tuples(st.sampled_from(HOOKS), st.integers(0, 3), st.booleans())
        ),
    )
