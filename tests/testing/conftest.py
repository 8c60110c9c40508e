"""Settings for the tests that look for a failure and must find it."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _same_examples_each_time(same_examples: None) -> None:  # pyright: ignore[reportUnusedFunction]  # pytest uses it
    """Let the laws draw the same examples in each run of these tests."""
