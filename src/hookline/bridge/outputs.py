"""What a training step hands back, as logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast


def metrics_of(outputs: object) -> dict[str, float]:
    """Return the metrics among a step's outputs: the numbers, each by its name.

    Outputs that are one number are the loss. What is no single number is left out: a step may
    hand back predictions and much else.

    Example:
        >>> metrics_of({"loss": 1, "outputs": [1, 2]}), metrics_of(0.5), metrics_of(None)
        ({'loss': 1.0}, {'loss': 0.5}, {})
    """
    named: Mapping[object, object] = (
        cast("Mapping[object, object]", outputs)
        if isinstance(outputs, Mapping)
        else {"loss": outputs}
    )
    return {
        name: _as_float(value)
        for name, value in named.items()
        if isinstance(name, str) and _is_number(value)
    }


def unprefixed(metrics: Mapping[str, float], prefixes: Iterable[str]) -> dict[str, float]:
    """Return metrics of an evaluation by their bare names, as `on_test_end` has them.

    Example:
        >>> unprefixed({"val_loss": 0.5, "mae": 0.1}, ["val_"])
        {'loss': 0.5, 'mae': 0.1}
    """
    plain: dict[str, float] = {}
    stripped: dict[str, float] = {}
    for name, value in metrics.items():
        prefix = next((each for each in prefixes if name.startswith(each) and name != each), "")
        (stripped if prefix else plain)[name.removeprefix(prefix)] = value
    return {**plain, **stripped}


def _is_number(value: object) -> bool:
    return type(value) in {float, int} or (
        getattr(value, "shape", None) == () and hasattr(value, "__float__")
    )


def _as_float(value: Any) -> float:  # Any: a number, or an array or tensor of one
    return float(value.detach() if hasattr(value, "detach") else value)  # else PyTorch warns
