"""Tries a law on many drawn examples, and shrinks one that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

ExampleT = TypeVar("ExampleT")

# How long an example takes, and how large it is, is the business of whoever gave the factory.
_UNCHECKED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

# To explain a failure Hypothesis points at lines of ours, where the author has nothing to look for.
_PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)


def apply_law(
    law: Callable[..., None],
    check: Callable[[ExampleT, int], None],
    drawn: st.SearchStrategy[ExampleT],
    max_examples: int,
) -> None:
    """Check many examples, each with a number to choose a place in it.

    Raises:
        BaseException: Whatever the smallest example that breaks the law raised; a note has the
            law's name and what it says.
    """

    @settings(
        max_examples=max_examples,
        deadline=None,
        database=None,
        suppress_health_check=_UNCHECKED,
        phases=_PHASES,
        print_blob=False,  # the smallest example is shown, and says more than a blob
        report_multiple_bugs=False,  # one failure is an error as it was raised, several a group
    )
    @given(drawn, st.integers(0, 99))
    def holds(example: ExampleT, at: int) -> None:
        check(example, at)

    try:
        holds()
    except BaseException as error:
        error.add_note(f"law {law.__name__}: {law.__doc__}")
        raise
