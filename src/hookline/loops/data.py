"""The batches of each epoch, from data that may be read again or only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from hookline.errors import DataError

BatchT = TypeVar("BatchT")


class EpochData(Generic[BatchT]):
    """Cuts data into epochs.

    Without `steps` an epoch is all of the data. With `steps` it is that many batches, and the
    next epoch goes on where this one ended; data that can be read again starts over when it
    runs out, as in Keras.
    """

    def __init__(self, name: str, data: Iterable[BatchT], steps: int | None) -> None:
        self._name = name
        self._data = data
        self._steps = steps
        self._reads_once = isinstance(data, Iterator)
        self._endless = data if self._reads_once else _repeat(data)

    def batches(self) -> Iterator[BatchT]:
        """Return the batches of the next epoch."""
        return iter(self._data) if self._steps is None else islice(self._endless, self._steps)

    def check(self, count: int, where: str) -> None:
        """Raise DataError if an epoch that was not stopped had no batch, or fewer than promised."""
        if count >= (self._steps or 1):
            return
        found = f"gave {count} of {self._steps} batches" if self._steps else "gave no batch"
        why = (
            "It is an iterator, which can be read only once, and it has run dry: pass a list, or "
            "an object whose `__iter__` starts over, such as a DataLoader."
            if self._reads_once
            else "It is empty."
        )
        place = where.replace(",", " in", 1)
        raise DataError(f"`{self._name}` {found}{place}. {why}")


def _repeat(data: Iterable[BatchT]) -> Iterator[BatchT]:
    while True:
        empty = True
        for batch in data:
            empty = False
            yield batch
        if empty:
            return
