"""The tables of what frameworks fire."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import hookline
from hookline.coverage.table import FRAMEWORKS, NAMES, Coverage, Fires, Never
from hookline.order import STRICT, Rule

PACKAGE = Path(hookline.__file__).parent


def table(framework: str) -> Coverage:
    coverage = import_module(f"hookline.coverage.{framework}").COVERAGE
    assert isinstance(coverage, Coverage)
    return coverage


def files(folder: str) -> list[str]:
    return sorted(path.stem for path in (PACKAGE / folder).iterdir() if path.stem[0] != "_")


def test_each_framework_has_one_table_and_one_adapter() -> None:
    assert files("coverage") == sorted([*FRAMEWORKS, "table"])
    assert files("adapters") == sorted(FRAMEWORKS)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_table_says_of_each_hook_what_fires_it(framework: str) -> None:
    coverage = table(framework)
    assert coverage.framework.lower() == framework
    for name in NAMES:
        row = coverage.row(name)
        assert row.by if isinstance(row, Fires) else row.why


def rows() -> dict[str, Fires | Never]:
    return {name: Fires(name) for name in NAMES}


def test_a_hook_without_a_row_is_refused() -> None:
    with pytest.raises(ValueError, match="on_close"):
        Coverage("Half", "1", {name: row for name, row in rows().items() if name != "on_close"})


def test_an_older_name_has_the_row_of_its_hook() -> None:
    coverage = Coverage("Odd", "1", rows() | {"on_train_batch_end": Never("it has no batches")})
    refusal = coverage.refusal("callbacks[0] (Count)", "on_batch_end")
    assert refusal is not None
    assert "needs `on_batch_end`, which Odd 1 never fires: it has no batches." in refusal


def test_the_reading_is_the_strict_one_with_the_relaxations() -> None:
    coverage = Coverage("Odd", "1", rows(), {Rule.GAPS_BETWEEN_GROUPS: "always"})
    assert coverage.reading == STRICT | {Rule.GAPS_BETWEEN_GROUPS}
