"""The page on a loop in PyTorch does what it shows, and its types hold.

That its loops keep the order of hooks is shown by its own test, which runs with the page.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pages import complaints_of_mypy, run_page


def test_what_the_page_shows_is_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page("loop-in-pytorch.md", monkeypatch)


def test_a_reader_with_mypy_sees_no_error(tmp_path: Path) -> None:
    assert complaints_of_mypy("loop-in-pytorch.md", tmp_path) == []
