"""Slips of the pen, told from names that are only alike.

`difflib` takes `g_loss` for `loss`, and logs that are open may well have both.
"""

from __future__ import annotations

from typing import Final

#: Shorter names are alike too easily.
_LEAST: Final = 4


def is_slip(written: str, meant: str) -> bool:
    """Tell whether one letter of a name is wrong, missing, doubled or in its neighbour's place.

    Example:
        >>> is_slip("acuracy", "accuracy"), is_slip("g_loss", "loss")
        (True, False)
    """
    if len(meant) < _LEAST or written == meant:
        return False
    same = next(
        (at for at, (one, other) in enumerate(zip(written, meant, strict=False)) if one != other),
        min(len(written), len(meant)),
    )
    rest, right = written[same:], meant[same:]
    if len(rest) == len(right):
        is_wrong = rest[1:] == right[1:] and rest[0].isalpha() and right[0].isalpha()
        is_swapped = rest[:2] == right[1::-1] and rest[2:] == right[2:]
        return is_wrong or is_swapped
    if len(rest) == len(right) - 1:  # one is missing
        return rest == right[1:] and (right[0].isalpha() or right[0] == "_")
    # One is there twice, so it is the same as the one before it.
    return rest[1:] == right and rest[0].isalpha() and written[same - 1 : same] == rest[0]
