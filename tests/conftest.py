"""Settings for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

# A shared machine may stall for longer than any deadline; what is checked is not speed.
settings.register_profile("hookline", deadline=None)
settings.register_profile("fixed", settings.get_profile("hookline"), derandomize=True)
settings.load_profile("hookline")


@pytest.fixture
def same_examples() -> Iterator[None]:
    """Let the laws draw the same examples each time, for a test that shows what they find."""
    settings.load_profile("fixed")
    yield
    settings.load_profile("hookline")
