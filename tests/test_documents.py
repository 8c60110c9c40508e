"""The Python on every page runs, and prints what the page says; `test_types.py` checks its types.

The ```python fences of a page run in order, in one namespace. A ```text fence right after one is
what it prints, to the letter but for times: `0.01 s` is `… s`. A fence with an `# E:` mark is for
type checkers and does not run.
"""

from __future__ import annotations

import re
import sys
import traceback
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from sources import PAGES_OF_TRACKERS

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md"))]

#: They try laws on hundreds of runs, some of them to show which one breaks.
SLOW = {"docs/how-to/check-your-own-loop.md", "docs/how-to/test-your-callback.md"}

#: They need the extra `trackers`.
TRACKERS = {*PAGES_OF_TRACKERS}

FENCE = re.compile(
    r"^```python\n(?P<code>.*?)^```$"  # what runs
    r"(?:\s*^```text\n(?P<output>.*?)^```$)?",  # what it prints
    re.MULTILINE | re.DOTALL,
)


def without_times(text: str) -> str:
    return re.sub(r"\d+(\.\d+)? s\b", "… s", text)


def run_page(page: Path) -> None:
    """Run the fences of a page; errors in them are told by the page's own lines."""
    text = page.read_text(encoding="utf-8")
    fences = list(FENCE.finditer(text))
    assert len(fences) == len(re.findall(r"^\s*```py", text, re.MULTILINE)), (
        f"{page} has a fence that is not read: write ```python, unindented, and close it with ```"
    )
    namespace = sys.modules["page"].__dict__
    for fence in fences:
        if "# E: " in fence["code"]:
            continue
        above = text.count("\n", 0, fence.start("code"))
        code = compile("\n" * above + fence["code"], str(page), "exec", dont_inherit=True)
        with redirect_stdout(StringIO()) as printed:
            exec(code, namespace)  # noqa: S102 - our own pages
        if fence["output"] is not None:
            said, shown = without_times(printed.getvalue()), without_times(fence["output"])
            assert said == shown, f"{page}:{above}: the fence prints something else"


def marks(page: str) -> list[pytest.MarkDecorator]:
    slow = [pytest.mark.slow] if page in SLOW else []
    return [*slow, pytest.mark.trackers] if page in TRACKERS else slow


@pytest.fixture(autouse=True)
def _room_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a page a directory and a module, which classes look up by its name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "page", ModuleType("page"))


@pytest.mark.usefixtures("same_examples")
@pytest.mark.parametrize("page", [pytest.param(page, marks=marks(page)) for page in PAGES])
def test_what_a_page_shows_is_what_happens(page: str) -> None:
    run_page(ROOT / page)


# The harness itself


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.md"


def test_a_page_that_keeps_its_word(page: Path) -> None:
    page.write_text(
        "```python\nimport time\nx = 1\n```\n"
        "```console\n$ not Python\n```\n"
        "```python\nprint(x, f'in {time.monotonic():.2f} s')\n```\n\n```text\n1 in 0.01 s\n```\n"
        "```python\nx: int = 1 / 0  # E: not run  [assignment]\n```\n"
        "```python\nprint('nobody asks')\n```\nA line between.\n```text\nsomething else\n```\n"
    )
    run_page(page)


def test_another_output_fails_with_the_line_of_its_fence(page: Path) -> None:
    page.write_text("# Page\n\n```python\nprint(1)\n```\n\n```text\n2\n```\n")
    with pytest.raises(AssertionError, match=r"page\.md:3: the fence prints something else"):
        run_page(page)


def test_an_exception_fails_with_the_line_of_the_page(page: Path) -> None:
    page.write_text("# Page\n\n```python\nx = 0\n```\n\n```python\n\n1 / x\n```\n")
    with pytest.raises(ZeroDivisionError) as caught:
        run_page(page)
    last = traceback.extract_tb(caught.tb)[-1]
    assert (last.filename, last.lineno, last.line) == (str(page), 9, "1 / x")


@pytest.mark.parametrize(
    "fence", ["    ```python\n    1\n    ```", "```py\n1\n```", "```python\n1"]
)
def test_a_fence_that_is_not_read_fails(page: Path, fence: str) -> None:
    page.write_text(f"{fence}\n")
    with pytest.raises(AssertionError, match="has a fence that is not read"):
        run_page(page)
