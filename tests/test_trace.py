"""Traces as text, and held against the order."""

from __future__ import annotations

import threading

import pytest

from hookline import Completed
from hookline.order import ONE_LOOP, Rule
from hookline.testing import Call, check_trace, tree


def calls(*lines: str) -> list[Call]:
    """Calls from their names: `on_epoch_end(1)`."""
    split = [line.rstrip(")").split("(") for line in lines]
    return [Call(name, int(*index) if index else None) for name, *index in split]


def retold(text: str) -> str:
    """The tree of the calls in a tree: the same, if they are indented as they should be."""
    return tree(calls(*text.split()))


def test_a_call_is_a_line() -> None:
    assert str(Call("on_epoch_end", 1, {"loss": 0.5})) == "on_epoch_end(1) {'loss': 0.5}"


def test_empty_logs_say_nothing() -> None:
    assert str(Call("on_epoch_begin", 0, {})) == "on_epoch_begin(0)"


def test_an_exception_and_an_outcome_are_said() -> None:
    assert str(Call("on_exception", exception=ValueError("x"))) == "on_exception ValueError('x')"
    assert str(Call("on_close", outcome=Completed())) == "on_close Completed()"


def test_calls_on_two_threads_are_equal() -> None:
    made: list[Call] = []
    thread = threading.Thread(target=lambda: made.append(Call("on_close")), name="other")
    thread.start()
    thread.join()
    assert made == [Call("on_close")]
    assert made[0].thread == "other"


VALIDATION = """\
on_train_begin
  on_epoch_begin(0)
    on_train_batch_begin(0)
    on_train_batch_end(0)
    on_test_begin
      on_test_batch_begin(0)
      on_test_batch_end(0)
    on_test_end
    on_train_batch_begin(1)
    on_train_batch_end(1)
  on_epoch_end(0)
on_train_end
on_close"""

NESTED_TEST = """\
on_train_begin
  on_epoch_begin(0)
    on_test_begin
      on_test_batch_begin(0)
      on_test_batch_end(0)
    on_test_end
    on_close
  on_epoch_end(0)
on_train_end
on_close"""

NESTED_TWICE = """\
on_train_begin
  on_train_begin
    on_epoch_begin(0)
      on_predict_begin
        on_predict_batch_begin(0)
        on_predict_batch_end(0)
      on_predict_end
      on_close
    on_epoch_end(0)
  on_train_end
  on_close
on_train_end
on_close"""

NESTED_IN_AN_END = """\
on_train_begin
  on_epoch_begin(0)
    on_test_begin
    on_test_end
    on_predict_begin
    on_predict_end
    on_close
    on_close
  on_epoch_end(0)
on_train_end
on_close"""

CUT = """\
on_train_begin
  on_epoch_begin(0)
    on_train_batch_begin(0)
on_exception
on_close
on_predict_begin
on_predict_end
on_close"""

CUT_INSIDE = """\
on_train_begin
  on_epoch_begin(0)
    on_predict_begin
      on_predict_batch_begin(0)
    on_exception
    on_close
on_exception
on_close"""

CUT_AFTER_VALIDATION = """\
on_train_begin
  on_epoch_begin(0)
    on_test_begin
    on_test_end
on_exception
on_close"""


@pytest.mark.parametrize(
    "text",
    [VALIDATION, NESTED_TEST, NESTED_TWICE, NESTED_IN_AN_END, CUT_AFTER_VALIDATION],
    ids=["validation", "nested test", "nested twice", "nested in an end", "cut after validation"],
)
def test_a_tree_is_indented_by_what_is_open(text: str) -> None:
    assert retold(text) == text


@pytest.mark.parametrize("text", [CUT, CUT_INSIDE], ids=["outer", "nested"])
def test_nothing_inside_a_run_stays_open_after_it_failed(text: str) -> None:
    assert retold(text) == text


def test_a_tree_of_no_calls_is_empty() -> None:
    assert tree([]) == ""


def test_a_tree_of_ends_alone_stays_at_the_margin() -> None:
    assert retold("on_epoch_end(0) on_close") == "on_epoch_end(0)\non_close"


def test_a_legal_trace_passes() -> None:
    check_trace(calls(*VALIDATION.split()))


def test_a_trace_out_of_order_fails_with_its_place_and_its_tree() -> None:
    trace = calls("on_train_begin", "on_epoch_begin(0)", "on_train_end", "on_close")
    with pytest.raises(AssertionError) as caught:
        check_trace(trace, ONE_LOOP)
    assert str(caught.value) == (
        "call 2: `on_train_end` in epoch 0, before the first batch: `on_train_batch_begin` or "
        "`on_test_begin` or `on_epoch_end` must come first.\n" + tree(trace)
    )


def test_a_trace_that_ends_too_early_fails_with_what_may_come_next() -> None:
    trace = calls("on_train_begin", "on_train_end")
    with pytest.raises(AssertionError) as caught:
        check_trace(trace, ONE_LOOP)
    assert str(caught.value) == (
        "the trace ends too early: `on_exception` or `on_close` may come next.\n"
        "on_train_begin\non_train_end"
    )


def test_an_empty_trace_fails() -> None:
    with pytest.raises(AssertionError, match="ends too early"):
        check_trace([])


def test_a_trace_is_read_by_the_rules_given() -> None:
    check_trace(calls("on_predict_begin", "on_predict_end"), frozenset({Rule.NO_CLOSE}))


def test_a_trace_is_held_to_the_steps_given() -> None:
    with pytest.raises(AssertionError, match="at most 1"):
        check_trace(
            calls("on_train_begin", "on_epoch_begin(0)", "on_train_batch_begin(0)")
            + calls("on_train_batch_end(2)"),
            steps=2,
        )


def test_a_trace_may_be_read_once_only() -> None:
    check_trace(iter(calls(*VALIDATION.split())))
