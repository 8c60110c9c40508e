"""The page on xgboost does what it shows."""

from __future__ import annotations

import pytest
from pages import run_page


def test_what_the_page_shows_is_what_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    run_page("use-in-xgboost.md", monkeypatch)
