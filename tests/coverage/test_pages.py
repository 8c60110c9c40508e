"""The pages on frameworks show their tables as they are."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from hookline.coverage.table import FRAMEWORKS

DRAW = Path(__file__).parents[2] / "docs" / "draw_coverage.py"


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_table_of_a_page_is_drawn_from_the_table_of_the_adapter(framework: str) -> None:
    draw = runpy.run_path(str(DRAW))
    page = draw["page_of"](framework).read_text(encoding="utf-8")
    assert draw["redrawn"](page, draw["coverage_of"](framework)) == page
