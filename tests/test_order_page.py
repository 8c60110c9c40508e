"""The page on the order shows the order as it is."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_the_table_and_the_diagram_are_drawn_from_the_order_as_it_is() -> None:
    page = (DOCS / "reference" / "order.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(DOCS / "draw_order.py"))["redrawn"](page) == page
