"""The runs that are drawn: legal, and within what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from hookline.testing import BrokenRun, Call, Run, broken_runs, check_trace, runs, tree
from hookline.testing.runs import KINDS, Kind, otherwise

pytestmark = pytest.mark.slow  # what a strategy draws at all shows only over many draws

FEW = settings(max_examples=60)


def is_ever(strategy: st.SearchStrategy[Run], wanted: str) -> bool:
    """Whether a run with this hook is ever drawn."""
    return can(strategy, lambda run: any(call.hook == wanted for call in run.calls))


def can(strategy: st.SearchStrategy[Run], condition: Callable[[Run], bool]) -> bool:
    try:
        find(strategy, condition, settings=settings(max_examples=800, database=None))
    except NoSuchExample:
        return False
    return True


def depth_of(run: Run) -> int:
    """How deep runs lie in one another; each has an `on_close`, and a validation has none."""
    return sum(call.hook == "on_close" for call in run.calls) - 1


@FEW
@given(runs(max_depth=3))
def test_every_run_is_legal(run: Run) -> None:
    check_trace(run.calls)


@FEW
@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), runs(kinds=[kind]))))
def test_a_run_is_of_a_kind_that_was_asked_for(drawn: tuple[Kind, Run]) -> None:
    kind, run = drawn
    assert run.kind == kind
    assert run.calls[0].hook == f"on_{kind}_begin"
    assert run.calls[-1].hook == "on_close"


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_is_drawn(kind: Kind) -> None:
    assert can(runs(), lambda run: run.kind == kind)


@FEW
@given(runs(kinds=["train"], max_epochs=2, max_depth=0))
def test_there_are_no_more_epochs_than_asked_for(run: Run) -> None:
    assert sum(call.hook == "on_epoch_begin" for call in run.calls) <= 2


@FEW
@given(runs(max_epochs=0, max_depth=0))
def test_there_may_be_no_epochs(run: Run) -> None:
    assert not any(call.hook == "on_epoch_begin" for call in run.calls)


@FEW
@given(runs(max_batches=3))
def test_there_are_no_more_batches_than_asked_for(run: Run) -> None:
    indices = [call.index for call in run.calls if call.hook.endswith("_batch_end")]
    assert all(index is not None and index < 3 for index in indices)


def test_as_many_batches_as_asked_for_are_drawn() -> None:
    assert can(runs(max_batches=3), lambda run: any(call.index == 2 for call in run.calls))


@FEW
@given(runs(max_depth=0))
def test_no_run_is_inside_another_at_depth_0(run: Run) -> None:
    assert depth_of(run) == 0


@pytest.mark.parametrize("depth", [1, 2])
def test_runs_lie_as_deep_as_asked_for_and_no_deeper(depth: int) -> None:
    drawn = runs(max_depth=depth, max_batches=0, max_epochs=0)
    assert can(drawn, lambda run: depth_of(run) == depth)
    assert not can(drawn, lambda run: depth_of(run) > depth)


@FEW
@given(runs(failures=False))
def test_without_failures_none_is_drawn(run: Run) -> None:
    assert not any(call.hook == "on_exception" for call in run.calls)


def test_with_failures_some_are_drawn() -> None:
    assert is_ever(runs(), "on_exception")


@FEW
@given(runs(kinds=["train"], metrics=["loss", "f1"], max_depth=0, max_epochs=1))
def test_logs_have_the_metrics_asked_for(run: Run) -> None:
    for call in run.calls:
        if call.hook in {"on_train_batch_end", "on_epoch_end"}:
            assert call.logs is not None
            assert {name.removeprefix("val_") for name in call.logs} == {"loss", "f1"}


def test_a_validation_gives_its_metrics_to_the_epoch() -> None:
    drawn = runs(kinds=["train"], metrics=["f1"], max_depth=0)
    assert can(drawn, lambda run: any("val_f1" in (call.logs or {}) for call in run.calls))


@FEW
@given(runs())
def test_a_run_is_shown_as_a_tree(run: Run) -> None:
    assert repr(run) == f"<{run.kind} run:\n{tree(run.calls)}\n>"


def test_the_smallest_run_is_a_fit_without_epochs() -> None:
    smallest = find(runs(), lambda run: True, settings=settings(database=None))
    assert [call.hook for call in smallest.calls] == ["on_train_begin", "on_train_end", "on_close"]


def test_a_broken_run_is_shown_with_its_fault() -> None:
    broken = BrokenRun((Call("on_close"),), 0, "left out on_train_begin")
    assert repr(broken) == "<left out on_train_begin, caught at call 0:\non_close\n>"


@FEW
@given(broken_runs(kinds=["predict"]))
def test_broken_runs_are_of_a_kind_that_was_asked_for(broken: BrokenRun) -> None:
    assert any("predict" in text for text in (broken.fault, *map(str, broken.calls)))


@FEW
@given(runs())
def test_a_run_with_other_metrics_and_epochs_is_legal_too(run: Run) -> None:
    other = otherwise(run)
    check_trace(other.calls)
    assert [call.hook for call in other.calls] == [call.hook for call in run.calls]


def test_its_epochs_count_from_0_and_its_metrics_come_the_other_way_round() -> None:
    calls = [
        Call("on_train_begin", logs={}),
        Call("on_epoch_begin", 2, {}),
        Call("on_epoch_end", 2, {"loss": float("nan")}),
        Call("on_epoch_begin", 3, {}),
        Call("on_epoch_end", 3, {"loss": 0.5}),
        Call("on_train_end", logs={"loss": 0.5}),
    ]
    changed = otherwise(Run("train", tuple(calls))).calls
    assert [call.index for call in changed] == [None, 0, 0, 1, 1, None]
    assert repr([call.logs for call in changed if call.logs]) == (
        "[{'loss': 0.5}, {'loss': nan}, {'loss': nan}]"
    )
