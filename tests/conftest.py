"""Settings for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import settings

from hookline.testing.killing import killed

#: The user of a process that gives up being root, who may write anywhere.
NOBODY: Final = 65534

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


@pytest.fixture
def nobodys_folder() -> Iterator[Path]:
    """Make a folder of a user's own who is not root, in a place that he may enter."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield folder
        folder.chmod(0o755)


@pytest.fixture
def as_nobody() -> Callable[[Callable[[], object]], None]:
    """Do something in a process of its own, whom permissions bind."""
    return _as_nobody


def _as_nobody(action: Callable[[], object]) -> None:
    def act() -> None:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        action()

    assert not killed(act, before=-1)
