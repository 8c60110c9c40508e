"""What the type checkers are given: every file of `typesafety/`, and the Python of every page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
TYPESAFETY: Final = ROOT / "tests" / "typesafety"


def _names(*patterns: str) -> list[str]:
    found = [path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(path.as_posix() for path in found)


#: Files whose marks are those of mypy alone, and files whose marks are those of its plugin.
PLAIN: Final = _names("tests/typesafety/*.py")
OF_THE_PLUGIN: Final = _names("tests/typesafety/plugin/*.py", "tests/typesafety/mistakes/*.py")
FILES: Final = [*PLAIN, *OF_THE_PLUGIN]
PAGES: Final = ["README.md", *_names("docs/**/*.md")]
#: Pages whose examples need the extra `trackers`.
PAGES_OF_TRACKERS: Final = [
    f"docs/callbacks/{name}.md" for name in ("mlflow", "opentelemetry", "tensorboard")
]
#: Pages that show what the plugin says, or whole files to copy, and so are checked with it.
PAGES_OF_THE_PLUGIN: Final = [
    name
    for name in PAGES
    if "/loop-in-" in name or "  [hookline-" in (ROOT / name).read_text(encoding="utf-8")
]
#: A page with every way to be right and wrong, for the test of the harness itself.
SAMPLE: Final = "tests/catalogue/sample.md"


def module(name: str) -> str:
    """Make the name of a module from that of a file or page: `docs_reference_names`.

    The files of `mistakes/` import one another, so they keep their own.
    """
    path = Path(name)
    if path.parent.name == "mistakes":
        return path.stem
    return re.sub(r"\W", "_", path.with_suffix("").as_posix().lower())


def python_of(page: str) -> str:
    """Keep the Python of a page, each line where it was, and blank the rest."""
    lines: list[str] = []
    inside = False
    for line in page.splitlines():
        fence = line.startswith("```")
        inside = line == "```python" if fence else inside
        lines.append(line if inside and not fence else "")
    return "\n".join(lines) + "\n"


@cache  # what was checked, even while somebody writes a page
def source(name: str) -> str:
    """Return the Python of a file or page."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return python_of(text) if name.endswith(".md") else text
