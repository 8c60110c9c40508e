"""`hookline check` sees what the mypy plugin sees of every mistake of the catalogue.

Each exception has its reason, and is no exception any more once the check does see it.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Final

import pytest
from functions import MISTAKES, Row, mistakes, right_code
from marks import MARK

from hookline.check.checking import check
from hookline.check.findings import Finding

#: What the check tells at another line than the plugin, and why.
ELSEWHERE: Final[dict[str, tuple[str, ...]]] = {
    "the hook's own line shows it, and the plugin has its types only where it is handed over": (
        "signatures.too_few_parameters_in_a_subclass",
        "signatures.too_many_parameters_in_a_subclass",
        "signatures.index_where_there_is_none",
        "signatures.no_parameters",
        "signatures.on_close_without_outcome",
        "signatures.index_of_another_type",
        "signatures.logs_of_another_type",
        "signatures.exception_of_one_type",
        "signatures.parameter_of_another_name",
        "signatures.asynchronous_in_a_subclass",
        "signatures.generator",
        "signatures.context_manager",
        "signatures.property_for_method",
        "signatures.lambda_without_self",
        "signatures.returning_a_value_to_stop",
        "signatures.returning_a_value_to_swallow",
        "signatures.returning_logs",
        "logs.metrics_for_a_begin_hook",
    ),
}

#: What the check does not tell, and why.
UNTOLD: Final[dict[str, tuple[str, ...]]] = {
    "whether one type fits another takes inference": (
        "signatures.outputs_of_another_type",
        "attaching.program_with_an_attribute_of_another_type",
        "hand_written_loops.outputs_for_a_callback_of_others",
        "programs.samples_as_text",
        "by_other_ways.step_of_validation_for_another_batch",
        "by_other_ways.samples_of_another_batch",
        "by_other_ways.outputs_joined_as_one",
        "by_other_ways.outputs_joined_as_text",
    ),
    "what an object can be called with that is kept as a hook takes inference": (
        "signatures.attribute_of_the_instance",
        "by_other_ways.optional_function_without_logs",
        "by_other_ways.callable_object_without_logs",
    ),
    "what a decorator makes of a function takes inference": (
        "signatures.decorator_that_forgets_the_parameters",
    ),
    "what the variable of a loop stands for takes inference": (
        "by_other_ways.needs_in_a_loop_over_lists",
    ),
    "which overload an argument chooses takes inference": ("ready_made.restore_without_state",),
}


def key(row: Row) -> str:
    return f"{row.module}.{row.name}"


@cache
def found_in(module: str) -> list[Finding]:
    return check([MISTAKES / f"{module}.py"]).findings


def findings(row: Row) -> list[Finding]:
    return [one for one in found_in(row.module) if row.first <= one.line <= row.last]


def marks(row: Row) -> list[tuple[int, str, str]]:
    """The line, a part of the sentence and the code of all that the plugin says of a mistake."""
    return [
        (row.first + place, text, code)
        for place, line in enumerate(row.source.splitlines())
        for text, code in MARK.findall(line)
        if code.startswith("hookline-")
    ]


def untold(row: Row) -> list[tuple[int, str, str]]:
    """What the plugin says of a mistake, and the check does not say at the same line."""
    told = findings(row)
    return [
        (line, text, code)
        for line, text, code in marks(row)
        if not any(one.line == line and one.code == code and text in one.sentence for one in told)
    ]


MARKED: Final = [row for row in mistakes() if marks(row)]
EXCEPTIONS: Final = {*chain(*ELSEWHERE.values(), *UNTOLD.values())}


@pytest.mark.parametrize("row", [row for row in MARKED if key(row) not in EXCEPTIONS], ids=key)
def test_what_the_plugin_says_of_a_mistake_is_told_at_its_line(row: Row) -> None:
    assert untold(row) == []


@pytest.mark.parametrize("row", [row for row in MARKED if key(row) in EXCEPTIONS], ids=key)
def test_an_exception_is_one(row: Row) -> None:
    assert untold(row) != []


@pytest.mark.parametrize(
    "row", [row for row in MARKED if key(row) in {*chain(*ELSEWHERE.values())}], ids=key
)
def test_what_is_told_elsewhere_is_told_in_the_same_mistake(row: Row) -> None:
    codes = {one.code for one in findings(row)}
    assert {code for _, _, code in untold(row)} <= codes


def test_every_exception_is_a_marked_mistake() -> None:
    assert {key(row) for row in MARKED} >= EXCEPTIONS


@pytest.mark.parametrize("row", right_code(), ids=key)
def test_nothing_is_said_of_right_code(row: Row) -> None:
    assert findings(row) == []
