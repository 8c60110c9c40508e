"""The laws of loops: loops that break the order in ways that frameworks have done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings

from hookline import Callback, CallbackList
from hookline.order import Rule
from hookline.testing import (
    LOOP_LAWS,
    DrawnError,
    LoopCase,
    calls_hooks_in_order,
    cases,
    check_loop,
)


class Loop:
    """A loop written by hand, in parts that a broken one replaces."""

    def __call__(self, case: LoopCase, callbacks: Sequence[Callback]) -> None:
        with CallbackList(callbacks) as hooks:
            hooks.on_train_begin()
            for epoch in range(case.initial_epoch, case.epochs):
                hooks.on_epoch_begin(epoch)
                self.batches(case, epoch, hooks)
                if case.validation_data is not None:
                    self.test(case.validation_data, hooks)
                self.end_epoch(case, epoch, hooks)
            hooks.on_train_end()

    def batches(self, case: LoopCase, epoch: int, hooks: CallbackList) -> None:
        for batch in range(len(case.data)):
            hooks.on_train_batch_begin(batch)
            hooks.on_train_batch_end(batch, {"loss": 0.5})

    def test(self, data: Sequence[object], hooks: CallbackList) -> None:
        hooks.on_test_begin()
        for batch in range(len(data)):
            hooks.on_test_batch_begin(batch)
            hooks.on_test_batch_end(batch, {"loss": 0.5})
        hooks.on_test_end({"loss": 0.5})

    def end_epoch(self, case: LoopCase, epoch: int, hooks: CallbackList) -> None:
        hooks.on_epoch_end(epoch, {"loss": 0.5})


class SkipsTheLastEpochEnd(Loop):
    def end_epoch(self, case: LoopCase, epoch: int, hooks: CallbackList) -> None:
        if epoch + 1 < case.epochs:
            hooks.on_epoch_end(epoch)


class CountsOnOverEpochs(Loop):
    def batches(self, case: LoopCase, epoch: int, hooks: CallbackList) -> None:
        first = (epoch - case.initial_epoch) * len(case.data)
        for batch in range(first, first + len(case.data)):
            hooks.on_train_batch_begin(batch)
            hooks.on_train_batch_end(batch)


class ValidatesInABatch(Loop):
    def batches(self, case: LoopCase, epoch: int, hooks: CallbackList) -> None:
        for batch in range(len(case.data)):
            hooks.on_train_batch_begin(batch)
            if case.validation_data is not None:
                self.test(case.validation_data, hooks)
            hooks.on_train_batch_end(batch)


class Swallows(Loop):
    def __call__(self, case: LoopCase, callbacks: Sequence[Callback]) -> None:
        with suppress(DrawnError):
            super().__call__(case, callbacks)


class CountsBeyondItsData(Loop):
    def batches(self, case: LoopCase, epoch: int, hooks: CallbackList) -> None:
        for batch in range(len(case.data) + 1):
            hooks.on_train_batch_begin(batch)
            hooks.on_train_batch_end(batch)


def does_not_close(case: LoopCase, callbacks: Sequence[Callback]) -> None:
    for callback in callbacks:
        callback.on_predict_begin()
        callback.on_predict_end()


def closes_good_runs_only(case: LoopCase, callbacks: Sequence[Callback]) -> None:
    hooks = CallbackList(callbacks)  # not as a context manager
    hooks.on_predict_begin()
    hooks.on_predict_end()


def begins_a_test_to_predict(case: LoopCase, callbacks: Sequence[Callback]) -> None:
    with CallbackList(callbacks) as hooks:
        hooks.on_test_begin()  # as Synalinks 0.10.1 did
        for batch in range(len(case.data)):
            hooks.on_predict_batch_begin(batch)
            hooks.on_predict_batch_end(batch, {"outputs": 0})
        hooks.on_predict_end()


Play = Callable[[LoopCase, Sequence[Callback]], object]

BROKEN: dict[str, tuple[Play, str, str]] = {
    "skips the last on_epoch_end": (
        SkipsTheLastEpochEnd(),
        "calls_hooks_in_order",
        """\
call 4: `on_train_end` in epoch 0, after batch 0: `on_train_batch_begin` or `on_test_begin` or \
`on_epoch_end` must come first.
on_train_begin
  on_epoch_begin(0)
    on_train_batch_begin(0)
    on_train_batch_end(0) {'loss': 0.5}
  on_train_end
on_close""",
    ),
    "counts batches on over epochs": (
        CountsOnOverEpochs(),
        "calls_hooks_in_order",
        """\
call 6: `on_train_batch_begin(1)` in epoch 1, before the first batch: its index must be 0.
on_train_begin
  on_epoch_begin(0)
    on_train_batch_begin(0)
    on_train_batch_end(0)
  on_epoch_end(0) {'loss': 0.5}
  on_epoch_begin(1)
    on_train_batch_begin(1)
    on_train_batch_end(1)
  on_epoch_end(1) {'loss': 0.5}
on_train_end
on_close""",
    ),
    "counts beyond its data": (
        CountsBeyondItsData(),
        "calls_hooks_in_order",
        """\
call 4: `on_train_batch_begin(1)` in epoch 0, after batch 0: an epoch has 1 batches, counted from 0.
on_train_begin
  on_epoch_begin(0)""",
    ),
    "begins a test to predict": (
        begins_a_test_to_predict,
        "calls_hooks_in_order",
        """\
call 1: `on_predict_batch_begin(0)` in a test, before the first batch: `on_test_batch_begin` or \
`on_test_end` must come first.
on_test_begin
  on_predict_batch_begin(0)""",
    ),
    "validates inside a batch": (
        ValidatesInABatch(),
        "calls_hooks_in_order",
        """\
call 3: `on_test_begin` while batch 0 is open: `on_train_batch_end` must come first.
on_train_begin
  on_epoch_begin(0)
    on_train_batch_begin(0)
      on_test_begin""",
    ),
    "does not close": (
        does_not_close,
        "calls_hooks_in_order",
        "the trace ends too early: ",
    ),
    "closes good runs only": (
        closes_good_runs_only,
        "closes_a_run_that_fails",
        "the trace ends too early: ",
    ),
    "swallows exceptions": (
        Swallows(),
        "closes_a_run_that_fails",
        """\
the loop swallowed an exception out of a hook:
on_train_begin
on_exception DrawnError('drawn')
on_close Failed(exception=DrawnError('drawn'))""",
    ),
}


@pytest.mark.parametrize(("play", "law", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_loop_fails_with_its_trace(play: Play, law: str, message: str) -> None:
    with pytest.raises(AssertionError) as caught:
        check_loop(play)
    assert str(caught.value).startswith(message)
    assert caught.value.__notes__[-1].startswith(f"law {law}: ")


def test_a_correct_loop_passes() -> None:
    check_loop(Loop())


def test_a_loop_is_read_by_the_rules_given() -> None:
    check_loop(ValidatesInABatch(), reading=frozenset({Rule.VALIDATION_IN_BATCH}))


def test_a_loop_without_on_close_is_not_asked_to_close() -> None:
    check_loop(does_not_close, reading=frozenset({Rule.NO_CLOSE}))


def test_the_cases_may_be_the_callers() -> None:
    seen: list[LoopCase] = []

    def play(case: LoopCase, callbacks: Sequence[Callback]) -> None:
        seen.append(case)
        Loop()(case, callbacks)

    check_loop(play, strategy=cases().filter(lambda case: len(case.data) == 2), max_examples=10)
    assert {len(case.data) for case in seen} == {2}


def test_every_law_has_a_sentence() -> None:
    assert all(law.__doc__ for law in LOOP_LAWS)
    assert LOOP_LAWS[0] is calls_hooks_in_order


@settings(max_examples=60)
@given(cases())
def test_a_case_has_a_batch_and_ends_after_it_begins(case: LoopCase) -> None:
    assert case.data
    assert all(case.data)
    assert case.epochs >= case.initial_epoch
