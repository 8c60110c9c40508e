"""The catalogue of mistakes says what is so: all of it is measured again, and the bars hold.

The pages and `typesafety/measured.json` are made anew by `tests/catalogue/measure_mistakes.py`,
`docs/draw_mistakes.py` and `docs/draw_checkers.py`.
"""

from __future__ import annotations

import inspect
import platform
import re
import runpy
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import pytest
from checkers import CHECKERS, installed, lines, version_of
from deviations import deviations_of
from functions import Row, each_once, mistakes, right_code
from happenings import Happening, happening, refused_in_time
from measure_mistakes import read, said_of
from sources import ROOT

from hookline import own_hooks

MISTAKES = mistakes()
MEASURED: dict[str, Any] = read()
ROWS: dict[str, Any] = MEASURED["hookline"]["rows"]

MEASURE_ANEW = "run tests/catalogue/measure_mistakes.py, and docs/draw_mistakes.py and _checkers.py"

#: Checkers that can be run here; mypy and its plugin always can, and the plain run has time for
#: them together.
HERE = [
    pytest.param(checker, marks=() if checker == "mypy+plugin" else pytest.mark.slow)
    for checker in CHECKERS
    if installed(checker)
]


def key(row: Row) -> str:
    return f"{row.module}.{row.name}"


@pytest.fixture(scope="module")
def happenings() -> dict[str, Happening]:
    return {key(row): happening(row) for row in MISTAKES}


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


# The bars


def test_there_are_at_least_sixty_mistakes_each_of_a_name_of_its_own() -> None:
    names = {row.name for row in MISTAKES}
    assert len(names) == len(MISTAKES) >= 60


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "docs/README.md"])
def test_pages_that_count_the_mistakes_count_right(page: str) -> None:
    assert f"{len(MISTAKES)} " in (ROOT / page).read_text(encoding="utf-8")


def test_the_figures_on_the_front_page_are_those_that_were_measured() -> None:
    page = (ROOT / "docs" / "reference" / "mistakes.md").read_text(encoding="utf-8")
    front = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [line for line in front.splitlines() if re.search(r"\d+ of \d+ \(", line)]
    assert len(rows) >= 10
    assert [row for row in rows if row not in page] == []


def test_every_mistake_is_seen_by_mypy_with_the_plugin_or_refused_before_the_first_batch(
    happenings: dict[str, Happening],
) -> None:
    slipped = [
        key(row)
        for row in MISTAKES
        if not said_of(row, "mypy+plugin") and not refused_in_time(happenings[key(row)])
    ]
    assert slipped == []


def test_mypy_with_the_plugin_sees_nine_of_ten() -> None:
    assert share([bool(said_of(row, "mypy+plugin")) for row in each_once()]) >= 0.90


@pytest.mark.slow
@pytest.mark.skipif(not installed("pyright"), reason="needs pyright")
def test_pyright_alone_sees_seven_of_ten() -> None:
    assert share([bool(said_of(row, "pyright")) for row in each_once()]) >= 0.70


@pytest.mark.parametrize("checker", HERE)
def test_no_checker_complains_of_right_code(checker: str) -> None:
    assert {key(row): said for row in right_code() if (said := said_of(row, checker))} == {}


@pytest.mark.parametrize("row", right_code(), ids=key)
def test_right_code_runs(row: Row) -> None:
    assert happening(row).error == ""


# The data and the pages


def test_what_happens_at_run_time_is_what_was_measured(happenings: dict[str, Happening]) -> None:
    was = {name: row["run time"] for name, row in ROWS.items()}
    now = {name: (what.error, what.moment, what.batches) for name, what in happenings.items()}
    then = {name: (row["error"], row["moment"], row["batches"]) for name, row in was.items()}
    assert now == then, MEASURE_ANEW


@pytest.mark.parametrize("checker", HERE)
def test_what_a_checker_says_is_what_was_measured(checker: str) -> None:
    versions = MEASURED["hookline"]["versions"]
    if version_of(checker) != versions[checker]:
        pytest.skip(f"{checker} {versions[checker]} was measured")
    if platform.python_version_tuple()[:2] != tuple(versions["python"].split(".")[:2]):
        pytest.skip(f"Python {versions['python']} was measured")
    now = {key(row): said_of(row, checker) for row in MISTAKES}
    assert now == {name: row[checker] for name, row in ROWS.items()}, MEASURE_ANEW


@pytest.mark.parametrize("system", ["keras", "synalinks"])
def test_every_row_of_another_library_stands_for_a_mistake_here(system: str) -> None:
    names = {row.name for row in MISTAKES} | {"nothing_wrong"}
    assert MEASURED[system]["rows"].keys() <= names


def drawing(page: str) -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / f"draw_{page}.py"))


@pytest.mark.parametrize("page", ["mistakes", "checkers"])
def test_a_page_is_drawn_from_what_was_measured(page: str) -> None:
    drawn = drawing(page)["page"](MEASURED)
    assert (ROOT / "docs" / "reference" / f"{page}.md").read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("checker", HERE)
def test_wherever_a_checker_differs_from_the_marks_the_page_says_why(checker: str) -> None:
    if version_of(checker) != MEASURED["hookline"]["versions"][checker]:
        pytest.skip(f"{checker} {MEASURED['hookline']['versions'][checker]} was measured")
    now = {"hookline": {"checkers": {"by checker": {checker: deviations_of(checker)}}}}
    assert drawing("checkers")["unexplained"](now) == []


# A hundred right callbacks


@pytest.fixture(scope="module")
def correct() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tests" / "typesafety" / "correct_callbacks.py"))


@pytest.mark.parametrize("checker", HERE)
def test_no_checker_complains_of_the_right_callbacks(checker: str) -> None:
    assert dict(lines(checker)["tests_typesafety_correct_callbacks"]) == {}


def test_the_right_callbacks_run(correct: dict[str, Any]) -> None:
    functions = [
        value
        for value in correct.values()
        if inspect.isfunction(value)
        and value.__module__ == "<run_path>"
        and not inspect.signature(value).parameters
    ]
    with redirect_stdout(StringIO()):
        for function in functions:
            function()
    assert len(functions) >= 10


def test_there_are_a_hundred_of_them(correct: dict[str, Any]) -> None:
    outer: type = correct["Outer"]
    nested = [value for value in vars(outer).values() if isinstance(value, type)]
    classes = [value for value in (*correct.values(), *nested) if isinstance(value, type)]
    own = {cls for cls in classes if cls.__module__ == "<run_path>"}
    foreign = {correct["Widget"], correct["Window"]}  # which have a method of a hook's name
    with_hooks = {cls for cls in own - foreign if own_hooks(cls)}
    assert len(with_hooks) >= 100
