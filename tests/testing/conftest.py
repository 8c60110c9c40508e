"""Settings for the tests that look for a failure and must find it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings


@pytest.fixture(autouse=True)
def _same_examples_each_time() -> Iterator[None]:
    """Let the laws draw the same examples in each run of these tests."""
    settings.register_profile("fixed", settings.get_profile("hookline"), derandomize=True)
    settings.load_profile("fixed")
    yield
    settings.load_profile("hookline")
