"""Numbers as JSON can have them."""

from __future__ import annotations

import math


def json_number(value: float) -> float | str:
    """Return a number that JSON has, or for NaN and infinities a text that `float` reads.

    The texts are those of Protocol Buffers, which `Number` of JavaScript reads too.

    Example:
        >>> json_number(0.5), json_number(float("-inf"))
        (0.5, '-Infinity')
    """
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
