"""What the type checkers say of the files in `typesafety/`, and of the Python on every page.

A comment marks each error that mypy must give, by a part of its text, two spaces and its code:

    fit(program, data, callbacks=[Misspelt()])  # E: incompatible type "Misspelt"  [list-item]

Several marks may follow one another. An error without a mark fails, and so does a mark without
an error. The files in `mistakes/` and `plugin/` are marked for mypy with our plugin, and so are
pages with a mark of the plugin's; all others are marked for mypy alone. Where pyright is
installed, it must report the same lines of `typesafety/` itself, in whatever words;
`# mypy only` and `# pyright only` tell the lines on which the two differ.

mypy runs once for all, strict and without the project's settings: as it does for a reader.
"""

from __future__ import annotations

import pytest
from checkers import Report, installed, lines
from marks import complaints
from sources import (
    OF_THE_PLUGIN,
    PAGES,
    PAGES_OF_THE_PLUGIN,
    PAGES_OF_TRACKERS,
    PLAIN,
    SAMPLE,
    module,
    source,
)

PAGES_OF_MYPY = [name for name in PAGES if name not in PAGES_OF_THE_PLUGIN]
#: All but right code, of which no checker may complain: `test_mistakes.py` asks each of them.
MARKED = [name for name in OF_THE_PLUGIN if not name.endswith("/accepted.py")]


#: What the plugin sees of the mistakes that pages make to show how a run refuses them.
REFUSED_ON_PAGES = {
    "README.md": {"hookline-hook", "hookline-program"},
    "docs/callbacks/early-stopping.md": {"hookline-monitor"},
    "docs/callbacks/wrappers.md": {"hookline-program"},
    "docs/how-to/inspect-a-callback.md": {"hookline-hook", "hookline-signature"},
    "docs/reference/errors.md": {
        "hookline-argument",
        "hookline-callback",
        "hookline-hook",
        "hookline-program",
        "hookline-ready",
        "hookline-signature",
    },
}


def unmarked_errors(checker: str, name: str) -> list[Report]:
    """What a checker says of the lines of a page that show no error of a checker."""
    written = source(name).splitlines()
    said = lines(checker)[module(name)]
    return [
        report
        for line, reports in said.items()
        for report in reports
        if "# E: " not in written[line - 1]
    ]


def complaints_of(checker: str, name: str) -> list[str]:
    said = lines(checker)[module(name)]
    return [f"{name}:{complaint}" for complaint in complaints(source(name), said)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.trackers if name in PAGES_OF_TRACKERS else ())
        for name in [*PLAIN, *PAGES_OF_MYPY]
    ],
)
def test_mypy_gives_the_errors_that_are_marked(name: str) -> None:
    if found := complaints_of("mypy", name):
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("name", [*MARKED, *PAGES_OF_THE_PLUGIN])
def test_mypy_with_the_plugin_gives_the_errors_that_are_marked(name: str) -> None:
    if found := complaints_of("mypy+plugin", name):
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_plugin_has_nothing_to_say_of_right_examples(name: str) -> None:
    unmarked = unmarked_errors("mypy+plugin of pages", name)
    assert {report.code for report in unmarked} == REFUSED_ON_PAGES.get(name, set()), unmarked


@pytest.mark.slow
def test_an_unmarked_error_and_an_unmet_mark_are_found() -> None:
    found = [line.removeprefix(f"{SAMPLE}:") for line in complaints_of("mypy", SAMPLE)]
    assert [line for line in found if "no error for" in line] == [
        "10: no error for: Incompatible types  [assignment]",
        "11: no error for: Unsupported operand types  [assignment]",
        "12: no error for: Incompatible types  [arg-type]",
        "13: no error for: Incompatible types  []",
    ]
    assert [line.partition(" (")[0] for line in found if "no mark for" in line] == [
        f"{number}: no mark for: Incompatible types in assignment" for number in (9, 11, 12, 13)
    ]


if installed("pyright"):

    @pytest.mark.parametrize("name", PLAIN)
    def test_pyright_reports_the_same_lines(name: str) -> None:
        said = lines("pyright")[module(name)]
        found: list[str] = []
        for number, line in enumerate(source(name).splitlines(), 1):
            due = "# pyright only" in line or ("# E: " in line and "# mypy only" not in line)
            if due != (number in said):
                found.append(f"{name}:{number}: pyright {'is silent' if due else 'reports it'}")
        if found:
            pytest.fail("\n".join(found), pytrace=False)

    @pytest.mark.slow
    @pytest.mark.parametrize("name", PAGES)
    def test_pyright_takes_the_examples_of_a_page(name: str) -> None:
        assert unmarked_errors("pyright of pages", name) == []
