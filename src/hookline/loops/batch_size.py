"""How many samples a batch has, which is its weight in the metrics of an epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Sized
from typing import Any, cast

from hookline.program_protocols import SupportsCountSamples


def size_reader(program: object, batch: Any) -> Callable[[Any], int]:
    """Return the function that reads the size of batches of this shape.

    A program with `count_samples` decides. Otherwise:

    - a mapping is as long as its first value: `{"pixels": …, "label": …}`;
    - a tuple, or a list of arrays, is as long as its first item: `(inputs, targets)`;
    - anything else with a length is as long as that;
    - a batch without a length counts as one sample.
    """
    if isinstance(program, SupportsCountSamples):
        return program.count_samples  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]  # isinstance leaves its argument unknown
    by_itself = len if _is_sized(batch) else one
    if isinstance(batch, Mapping):
        values = list(cast("Mapping[Any, object]", batch).values())
        return size_of_first_value if values and _is_sized(values[0]) else one
    if isinstance(batch, (tuple, list)) and batch:
        first = cast("Sequence[object]", batch)[0]
        if _is_sized(first) and (isinstance(batch, tuple) or hasattr(first, "shape")):
            return size_of_first
    return by_itself


def size_of_first(batch: Any) -> int:  # Any: an item of a batch, whose type is the user's
    """Return the length of the first item."""
    return len(batch[0])


def size_of_first_value(batch: Any) -> int:  # Any: as above
    """Return the length of the first value of a mapping."""
    return len(next(iter(batch.values())))


def one(batch: object) -> int:
    """Count a batch as one sample."""
    return 1


def _is_sized(item: object) -> bool:
    if isinstance(item, (str, bytes)):  # a text is one sample, however long
        return False
    return isinstance(item, Sized) and getattr(item, "shape", None) != ()  # (): a 0-d array
