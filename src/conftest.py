"""Which of the examples in docstrings need more than the README's test command installs."""

from __future__ import annotations

import pytest

#: Files whose examples need the extra of their name.
_NEED_AN_EXTRA = {"mlflow.py", "opentelemetry.py", "scalar_file.py", "tensorboard.py"}


@pytest.hookimpl(tryfirst=True)  # before tests are selected by their markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them."""
    for item in items:
        if isinstance(item, pytest.DoctestItem) and item.path.name in _NEED_AN_EXTRA:
            item.add_marker(pytest.mark.trackers)
