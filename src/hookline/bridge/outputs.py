"""What a training step hands back, as logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast


def metrics_of(outputs: object) -> dict[str, float]:
    """Return the metrics among a step's outputs: the numbers, each by its name.

    Outputs that are one number are the loss, and so is a number that comes first in a tuple. What
    is no single number is left out: a step may hand back predictions and much else.

    Example:
        >>> metrics_of({"loss": 1, "outputs": [1, 2]}), metrics_of(0.5), metrics_of(None)
        ({'loss': 1.0}, {'loss': 0.5}, {})
    """
    kind: object = type(outputs)
    if kind is dict:
        named = cast("dict[str, float]", outputs)
        for value in named.values():
            if type(value) is not float:
                break
        else:  # as most steps have it, and each costs
            return named.copy()
    numbers = _numbers(outputs)
    for name, number in numbers.items():
        if type(number) is not float:
            numbers[name] = float(number)
    return numbers


class Means:
    """The means of a step's metrics over batches, each batch counting alike.

    Example:
        >>> means = Means()
        >>> means.add({"loss": 1.0})
        >>> means.add({"loss": 2.0})
        >>> means.logs()
        {'loss': 1.5}
    """

    def __init__(self) -> None:
        # Any: numbers, or tensors of one, which are not fetched from their device for each batch
        self._sums: dict[str, tuple[Any, int]] = {}

    def add(self, outputs: object) -> None:
        """Take the outputs of one batch."""
        for name, number in _numbers(outputs).items():
            total, count = self._sums.get(name, (0.0, 0))
            self._sums[name] = total + number, count + 1

    def logs(self) -> dict[str, float]:
        """Return the means so far."""
        return {name: float(total) / count for name, (total, count) in self._sums.items()}


def unprefixed(metrics: Mapping[str, float], prefixes: Iterable[str]) -> dict[str, float]:
    """Return metrics of an evaluation by their bare names, as `on_test_end` has them.

    Example:
        >>> unprefixed({"val_loss": 0.5, "mae": 0.1}, ["val_"])
        {'mae': 0.1, 'loss': 0.5}
    """
    plain: dict[str, float] = {}
    stripped: dict[str, float] = {}
    for name, value in metrics.items():
        prefix = next((each for each in prefixes if name.startswith(each) and name != each), "")
        (stripped if prefix else plain)[name.removeprefix(prefix)] = value
    return {**plain, **stripped}


# Any: a number, or an array or tensor of one
def _numbers(outputs: object) -> dict[str, Any]:
    if outputs is None:
        return {}
    if type(outputs) is tuple:
        outputs = next(iter(cast("tuple[object, ...]", outputs)), None)
    numbers: dict[str, Any] = {}
    is_named = type(outputs) is dict or isinstance(outputs, Mapping)  # to ask for a dict is faster
    named = cast("Mapping[Any, Any]", outputs if is_named else {"loss": outputs})
    for name, value in named.items():
        if type(value) is float or type(value) is int:
            numbers[name] = value
        elif getattr(value, "shape", None) == () and hasattr(value, "__float__"):
            # PyTorch warns of a tensor that is still part of a graph.
            numbers[name] = value.detach() if hasattr(value, "detach") else value
    return numbers
