"""Which families of hooks an object satisfies: each is a Protocol, so `isinstance` knows."""

from __future__ import annotations

from collections.abc import Iterable

from hookline import OnEpochEnd, PredictHooks, RunHooks, TestHooks, TrainHooks

#: The Protocol of a single hook, and the four families.
FAMILIES: tuple[type, ...] = (OnEpochEnd, TrainHooks, TestHooks, PredictHooks, RunHooks)


def families(callbacks: Iterable[object]) -> str:
    """Return a table with a line for each callback and a column for each family.

    Example:
        >>> from hookline import TrainHooksMixin
        >>> print(families([TrainHooksMixin()]))
                         OnEpochEnd  TrainHooks  TestHooks  PredictHooks  RunHooks
        TrainHooksMixin  yes         yes         -          -             -
    """
    rows = [["", *(family.__name__ for family in FAMILIES)]]
    for callback in callbacks:
        answers = ("yes" if isinstance(callback, family) else "-" for family in FAMILIES)
        rows.append([type(callback).__name__, *answers])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
