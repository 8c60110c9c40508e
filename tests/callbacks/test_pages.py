"""Every ready-made callback has a page that says what it costs and what it promises on a crash."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

import hookline.callbacks

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGES: Final = sorted(path.name for path in (DOCS / "callbacks").glob("*.md"))

#: What shares a page with another one.
TOGETHER: Final = {
    "ProgressLines": "progress-bar",
    "background": "wrappers",
    "best_effort": "wrappers",
    "every": "wrappers",
    "load_newest": "checkpoint",
    "read_jsonl": "jsonl-logger",
}

#: Those that draw something for people to look at.
DRAWN: Final = ("progress-bar.md", "tensorboard.md")


def page_of(name: str) -> str:
    """Return the name of a page: that of the callback's own file, with hyphens."""
    file = hookline.callbacks._FILES[name]
    return TOGETHER.get(name, file.replace("_", "-"))


def test_every_name_has_a_page_and_every_page_a_name() -> None:
    pages = {f"{page_of(name)}.md" for name in hookline.callbacks.__all__}
    assert sorted(pages) == PAGES


@pytest.mark.parametrize("name", hookline.callbacks.__all__)
def test_the_page_of_a_name_shows_it(name: str) -> None:
    assert name in (DOCS / "callbacks" / f"{page_of(name)}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_costs_and_what_it_promises_on_a_crash(page: str) -> None:
    text = (DOCS / "callbacks" / page).read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert [heading for heading in headings if "cost" in heading]
    assert [heading for heading in headings if "crash" in heading]


@pytest.mark.parametrize("page", PAGES)
def test_the_table_of_contents_has_a_page(page: str) -> None:
    assert f"(callbacks/{page})" in (DOCS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", DRAWN)
def test_a_page_on_what_draws_has_a_picture(page: str) -> None:
    text = (DOCS / "callbacks" / page).read_text(encoding="utf-8")
    pictures = re.findall(r"!\[.+\]\((.+)\)", text)
    assert pictures
    for picture in pictures:
        assert (
            (DOCS / "callbacks" / picture).read_text(encoding="utf-8").rstrip().endswith("</svg>")
        )
