"""From a framework's metrics to logs: Python floats in a dictionary of their own."""

from __future__ import annotations

from collections.abc import Mapping

from hookline.loops.metrics import as_float


def float_logs(metrics: Mapping[str, object] | None, source: str) -> dict[str, float]:
    """Return metrics as logs; a framework's callbacks may go on changing what they were given.

    Args:
        metrics: What the framework gives: numbers, or arrays and tensors of one number.
        source: Who gives them, for the message.

    Raises:
        StepError: A metric is no single number.

    Example:
        >>> float_logs({"loss": 1}, "fit")
        {'loss': 1.0}
    """
    return {name: as_float(value, name, source) for name, value in (metrics or {}).items()}
