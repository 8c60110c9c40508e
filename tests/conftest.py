"""Settings for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

# A shared machine may stall for longer than any deadline; what is checked is not speed.
# `pytest --hypothesis-profile=thorough` tries ten times as much as the plain run has time for.
settings.register_profile("hookline", deadline=None, max_examples=50)
settings.register_profile("thorough", settings.get_profile("hookline"), max_examples=500)
settings.load_profile("hookline")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--kills`."""
    parser.addoption(
        "--kills", type=int, default=20, help="how often to kill a run; 20 if not said"
    )


@pytest.fixture
def same_examples() -> Iterator[None]:
    """Let the laws draw the same examples each time, for a test that shows what they find."""
    settings.register_profile("as before", settings())
    settings.register_profile("fixed", settings(), derandomize=True)
    settings.load_profile("fixed")
    yield
    settings.load_profile("as before")
