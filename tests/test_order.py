"""The order of hooks in literal traces: what it takes, what it refuses, and in which words."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from hookline import HookOrderError
from hookline.hooks import ALIASES, HOOKS
from hookline.order import ONE_LOOP, ORDER, STRICT, HookOrder, Reading, Rule
from hookline.transitions import Transition


def tokens(trace: str) -> list[tuple[str, int | None]]:
    """The calls of a trace written short: `train[ epoch[0 batch[0 batch]0 epoch]0 train] close`."""
    return [token(word) for word in trace.split()]


def token(word: str) -> tuple[str, int | None]:
    name, bracket, index = word.partition("[") if "[" in word else word.partition("]")
    moment = {"[": "_begin", "]": "_end", "": ""}[bracket]
    long = {"batch": "train_batch", "test-batch": "test_batch", "predict-batch": "predict_batch"}
    return f"on_{long.get(name, name)}{moment}", int(index) if index else None


def walked(trace: str, reading: Reading = STRICT, steps: int | None = None) -> HookOrder:
    order = HookOrder(reading, steps=steps)
    for hook, index in tokens(trace):
        order.advance(hook, index)
    return order


def refusal(order: HookOrder, hook: Any, index: Any = None) -> HookOrderError:
    with pytest.raises(HookOrderError) as caught:
        order.advance(hook, index)
    return caught.value


def test_a_short_word_is_read_as_a_call() -> None:
    assert tokens("train[ batch[3 test-batch]0 close exception") == [
        ("on_train_begin", None),
        ("on_train_batch_begin", 3),
        ("on_test_batch_end", 0),
        ("on_close", None),
        ("on_exception", None),
    ]


# Whole traces


FIT = "train[ epoch[0 batch[0 batch]0 batch[1 batch]1 epoch]0 train] close"
EVALUATE = "test[ test-batch[0 test-batch]1 test-batch[2 test-batch]2 test] close"
PREDICT = "predict[ predict-batch[0 predict-batch]0 predict] close"

LEGAL = {
    "fit without validation": FIT,
    "fit of no epoch": "train[ train] close",
    "fit of epochs without batches": "train[ epoch[0 epoch]0 epoch[1 epoch]1 train] close",
    "fit with validation after the last batch": (
        "train[ epoch[0 batch[0 batch]0 test[ test-batch[0 test-batch]0 test] epoch]0 train] close"
    ),
    "fit with validation between batches": (
        "train[ epoch[0 batch[0 batch]0 test[ test-batch[0 test-batch]0 test] batch[1 batch]1 "
        "epoch]0 train] close"
    ),
    "fit with two validations in an epoch": (
        "train[ epoch[0 test[ test] batch[0 batch]0 test[ test] epoch]0 train] close"
    ),
    "fit of groups": "train[ epoch[0 batch[0 batch]2 batch[3 batch]5 epoch]0 train] close",
    "fit that goes on at epoch 3": (
        "train[ epoch[3 batch[0 batch]0 epoch]3 epoch[4 batch[0 batch]0 epoch]4 train] close"
    ),
    "evaluate": EVALUATE,
    "evaluate without batches": "test[ test] close",
    "predict": PREDICT,
    "predict without batches": "predict[ predict] close",
    "runs one after another": f"{FIT} {EVALUATE} {PREDICT} {FIT}",
    "a run nested in a batch": "train[ epoch[0 batch[0 predict[ predict] close batch]0 "
    "epoch]0 train] close",
    "runs nested to depth 3": (
        "train[ epoch[0 test[ test-batch[0 predict[ train[ train] close predict] close "
        "test-batch]0 test] close epoch]0 train] close"
    ),
    "a run nested in an end hook": "train[ train] predict[ predict] close close",
    "a run nested in on_exception": "train[ exception predict[ predict] close close",
    "a nested run that fails alone": (
        "train[ epoch[0 predict[ exception close epoch]0 train] close"
    ),
    "a nested run that fails with the one around it": (
        "train[ epoch[0 predict[ exception close exception close"
    ),
    "a validation that fails with its fit": ("train[ epoch[0 test[ test-batch[0 exception close"),
}


@pytest.mark.parametrize("trace", LEGAL.values(), ids=LEGAL.keys())
def test_a_legal_trace_is_taken_to_its_end(trace: str) -> None:
    assert walked(trace).done


LONGEST = LEGAL["fit with validation between batches"].removesuffix(" close").split()


@pytest.mark.parametrize("cut", range(1, len(LONGEST) + 1))
def test_a_run_may_fail_after_any_hook_and_is_closed_then(cut: int) -> None:
    order = walked(" ".join(LONGEST[:cut]), ONE_LOOP)
    order.advance("on_exception")
    assert order.expected == ("on_close",)
    order.advance("on_close")
    assert order.done


@pytest.mark.parametrize("run", [FIT, EVALUATE, PREDICT], ids=["fit", "evaluate", "predict"])
def test_a_run_is_done_at_its_end_only(run: str) -> None:
    order, done = HookOrder(), [False]
    for hook, index in tokens(run):
        order.advance(hook, index)
        done.append(order.done)
    assert done == [False] * len(tokens(run)) + [True]


def test_no_run_at_all_is_not_done() -> None:
    assert not HookOrder().done


def test_the_aliases_read_as_the_hooks_they_name() -> None:
    order = walked("train[ epoch[0")
    order.advance("on_batch_begin", 0)
    order.advance("on_batch_end", 0)
    order.advance("on_train_batch_begin", 1)
    assert order.state == "train batch"


def test_an_alias_out_of_turn_is_refused_under_its_own_name() -> None:
    error = refusal(walked("train["), "on_batch_begin", 0)
    assert error.hook == "on_batch_begin"
    assert str(error).startswith("`on_batch_begin(0)` before the first epoch: ")


# Where a run is


def test_expected_lists_the_hooks_in_the_order_of_the_table() -> None:
    assert walked("train[ epoch[0", ONE_LOOP).expected == (
        "on_epoch_end",
        "on_train_batch_begin",
        "on_test_begin",
        "on_exception",
    )


def test_expected_has_no_aliases() -> None:
    order = walked("train[ epoch[0")
    assert not set(order.expected) & set(ALIASES.values())


def test_a_fresh_cursor_expects_a_run_to_begin() -> None:
    assert HookOrder().expected == ("on_train_begin", "on_test_begin", "on_predict_begin")


@pytest.mark.parametrize("trace", LEGAL.values(), ids=LEGAL.keys())
def test_each_hook_of_a_legal_trace_was_expected_with_its_index(trace: str) -> None:
    order = HookOrder()
    for hook, index in tokens(trace):
        assert hook in order.expected
        indices = order.indices(hook)
        assert indices is None if index is None else indices and index in indices
        order.advance(hook, index)


STATES = {
    "": "idle",
    "train[": "training",
    "train[ epoch[0": "epoch",
    "train[ epoch[0 batch[0": "train batch",
    "test[": "testing",
    "test[ test-batch[0": "test batch",
    "predict[": "predicting",
    "predict[ predict-batch[0": "predict batch",
    "train[ train]": "ended",
    "train[ exception": "failed",
    "train[ train] close": "idle",
}


@pytest.mark.parametrize(("trace", "state"), STATES.items(), ids=STATES.values())
def test_state_says_what_the_run_is_in_the_middle_of(trace: str, state: str) -> None:
    assert walked(trace).state == state


def test_the_first_epoch_may_have_any_number() -> None:
    assert walked("train[").indices("on_epoch_begin") == range(1_000_000)


def test_the_next_epoch_has_one_number() -> None:
    assert walked("train[ epoch[3 epoch]3").indices("on_epoch_begin") == range(4, 5)


def test_a_batch_begins_where_the_last_one_ended() -> None:
    order = walked("train[ epoch[0 batch[0 batch]2")
    assert order.indices("on_train_batch_begin") == range(3, 4)


def test_a_batch_ends_at_its_begin_or_later() -> None:
    order = walked("train[ epoch[0 batch[0 batch]2 batch[3")
    assert order.indices("on_train_batch_end") == range(3, 1_000_000)


def test_a_hook_that_counts_nothing_has_no_indices() -> None:
    assert HookOrder().indices("on_train_begin") is None


def test_a_hook_out_of_turn_has_an_empty_range() -> None:
    assert walked("train[").indices("on_epoch_end") == range(0)


def test_an_evaluation_inside_an_epoch_may_be_a_run_of_its_own_or_not() -> None:
    order = walked("train[ epoch[0 test[ test]")
    assert {"on_close", "on_epoch_end"} <= set(order.expected)


def test_what_follows_settles_what_an_evaluation_was() -> None:
    order = walked("train[ epoch[0 test[ test] epoch]0")
    assert "on_close" not in order.expected


@pytest.mark.parametrize("duplicate", [HookOrder.copy, copy.copy], ids=["method", "module"])
def test_a_copy_goes_its_own_way(duplicate: Any) -> None:
    order = walked("train[ epoch[0", steps=1)
    twin = duplicate(order)
    twin.advance("on_epoch_end", 0)
    assert (order.state, twin.state) == ("epoch", "training")
    assert order.indices("on_train_batch_begin") == range(1)


def test_the_order_cannot_be_changed() -> None:
    row: Any = ORDER[0]
    with pytest.raises(AttributeError):
        row.hook = "on_close"
    assert type(ORDER) is tuple
    assert all(type(row) is Transition for row in ORDER)
    assert all(type(reading) is frozenset for reading in (STRICT, ONE_LOOP))


def test_every_hook_but_the_aliases_has_a_row() -> None:
    assert {row.hook for row in ORDER} == HOOKS.keys() - set(ALIASES.values())


# Steps


def test_an_end_at_the_last_batch_is_taken() -> None:
    assert walked("train[ epoch[0 batch[0 batch]6 epoch]0 train] close", steps=7).done


def test_an_end_beyond_the_last_batch_is_refused() -> None:
    order = walked("train[ epoch[0 batch[0 batch]2 batch[3 batch]5 batch[6", steps=7)
    assert str(refusal(order, "on_train_batch_end", 8)) == (
        "`on_train_batch_end(8)` while batch 6 is open: its index must be 6."
    )


def test_a_begin_beyond_the_last_batch_is_refused() -> None:
    order = walked("train[ epoch[0 batch[0 batch]6", steps=7)
    assert str(refusal(order, "on_train_batch_begin", 7)) == (
        "`on_train_batch_begin(7)` in epoch 0, after batch 6: an epoch has 7 batches, counted "
        "from 0."
    )


def test_steps_bound_the_indices() -> None:
    order = walked("train[ epoch[0 batch[0", steps=7)
    assert order.indices("on_train_batch_end") == range(7)
    assert str(refusal(order, "on_train_batch_end", 7)) == (
        "`on_train_batch_end(7)` while batch 0 is open: its index must be at least 0 and at most 6."
    )


def test_steps_are_those_of_training_and_not_of_validation() -> None:
    trace = "train[ epoch[0 batch[0 batch]0 test[ test-batch[0 test-batch]9 test] epoch]0"
    assert walked(trace, steps=1).state == "training"


# Rules

KERAS_EPOCH = "train[ epoch[0 batch[0 batch]2 batch[3 batch]5 batch[6 batch]8 epoch]0 train] close"
AFTER_LAST = "train[ epoch[0 batch[0 batch]0 batch[1 epoch]0 train]"
GAPS = "train[ epoch[0 batch[0 batch]0 batch[3 batch]3 epoch]0 train] close"
IN_BATCH = "train[ epoch[0 batch[0 test[ test-batch[0 test-batch]0 test] batch]0 epoch]0 train]"
AFTER_EPOCH = "train[ epoch[0 epoch]0 test[ test-batch[0 test-batch]0 test] epoch[1 epoch]1 train]"
SANITY = "train[ test[ test-batch[0 test-batch]0 test] epoch[0 epoch]0 train]"
KERAS_RUNS = "train[ epoch[0 test[ test] epoch]0 train] test[ test] predict[ predict] train[ train]"

RULES = {
    "Keras ends a group of 3 beyond the last of 7 batches": (
        Rule.END_BEYOND_LAST_BATCH,
        KERAS_EPOCH,
        ("on_train_batch_end", 8),
    ),
    "Keras on JAX begins a batch after the last": (
        Rule.BATCH_AFTER_THE_LAST,
        f"{AFTER_LAST} close",
        ("on_epoch_end", 0),
    ),
    "Synalinks 0.10 names the first batch of a group only": (
        Rule.GAPS_BETWEEN_GROUPS,
        GAPS,
        ("on_train_batch_begin", 3),
    ),
    "Synalinks 0.9 validates inside a batch": (
        Rule.VALIDATION_IN_BATCH,
        f"{IN_BATCH} close",
        ("on_test_begin", None),
    ),
    "TorchTNT and transformers validate after on_epoch_end": (
        Rule.VALIDATION_BETWEEN_EPOCHS,
        f"{AFTER_EPOCH} close",
        ("on_test_begin", None),
    ),
    "Lightning validates before the first epoch": (
        Rule.VALIDATION_BETWEEN_EPOCHS,
        f"{SANITY} close",
        ("on_test_begin", None),
    ),
    "Keras has no on_close": (Rule.NO_CLOSE, KERAS_RUNS, ("on_test_begin", None)),
    "a callback sees runs inside hooks": (
        Rule.NESTED_RUNS,
        LEGAL["a run nested in a batch"],
        ("on_predict_begin", None),
    ),
}

rules = pytest.mark.parametrize(("rule", "trace", "culprit"), RULES.values(), ids=RULES.keys())


@rules
def test_a_rule_that_is_given_takes_the_trace(
    rule: Rule, trace: str, culprit: tuple[str, int | None]
) -> None:
    assert walked(trace, frozenset({rule}), steps=7).done


@rules
def test_a_rule_that_is_not_given_refuses_the_trace_at_its_place(
    rule: Rule, trace: str, culprit: tuple[str, int | None]
) -> None:
    with pytest.raises(HookOrderError) as caught:
        walked(trace, frozenset(Rule) - {rule, Rule.NESTED_RUNS}, steps=7)
    assert (caught.value.hook, caught.value.index) == culprit


def test_a_group_that_leaves_indices_out_still_goes_forward() -> None:
    order = walked("train[ epoch[0 batch[0 batch]3", frozenset({Rule.GAPS_BETWEEN_GROUPS}))
    assert str(refusal(order, "on_train_batch_begin", 3)) == (
        "`on_train_batch_begin(3)` in epoch 0, after batch 3: its index must be at least 4."
    )


def test_a_run_without_on_close_may_still_have_one() -> None:
    assert walked(FIT, frozenset({Rule.NO_CLOSE})).done


# What is said

TOLD = {
    "a batch left open": (
        "train[ epoch[1 batch[0 batch]2 batch[3",
        ("on_epoch_end", 1),
        "`on_epoch_end(1)` while batch 3 is open: `on_train_batch_end` must come first.",
    ),
    "no run": (
        "",
        ("on_epoch_begin", 0),
        "`on_epoch_begin(0)` before any run has begun: `on_train_begin` or `on_test_begin` or "
        "`on_predict_begin` must come first.",
    ),
    "no run any more": (
        "train[ train] close",
        ("on_close", None),
        "`on_close` while no run is open: `on_train_begin` or `on_test_begin` or "
        "`on_predict_begin` must come first.",
    ),
    "no epoch": (
        "train[",
        ("on_train_batch_begin", 0),
        "`on_train_batch_begin(0)` before the first epoch: `on_epoch_begin` or `on_train_end` "
        "must come first.",
    ),
    "between epochs": (
        "train[ epoch[2 epoch]2",
        ("on_epoch_end", 2),
        "`on_epoch_end(2)` after epoch 2 ended: `on_epoch_begin` or `on_train_end` must come "
        "first.",
    ),
    "an epoch left open": (
        "train[ epoch[0",
        ("on_train_end", None),
        "`on_train_end` in epoch 0, before the first batch: `on_train_batch_begin` or "
        "`on_test_begin` or `on_epoch_end` must come first.",
    ),
    "in a test": (
        "test[ test-batch[0 test-batch]4",
        ("on_train_end", None),
        "`on_train_end` in a test, after batch 4: `on_test_batch_begin` or `on_test_end` must "
        "come first.",
    ),
    "in a prediction": (
        "predict[",
        ("on_test_end", None),
        "`on_test_end` in a prediction, before the first batch: `on_predict_batch_begin` or "
        "`on_predict_end` must come first.",
    ),
    "ended": (
        "train[ train]",
        ("on_train_end", None),
        "`on_train_end` after the end hook of its run: `on_close` must come first.",
    ),
    "failed": (
        "train[ exception",
        ("on_train_end", None),
        "`on_train_end` after `on_exception`: `on_close` must come first.",
    ),
    "a batch left out": (
        "train[ epoch[0 batch[0 batch]0",
        ("on_train_batch_begin", 2),
        "`on_train_batch_begin(2)` in epoch 0, after batch 0: its index must be 1.",
    ),
    "batches that count on over epochs": (
        "train[ epoch[0 batch[0 batch]0 epoch]0 epoch[1",
        ("on_train_batch_begin", 1),
        "`on_train_batch_begin(1)` in epoch 1, before the first batch: its index must be 0.",
    ),
    "an end before its begin": (
        "test[ test-batch[0 test-batch]2 test-batch[3",
        ("on_test_batch_end", 2),
        "`on_test_batch_end(2)` while batch 3 is open: its index must be at least 3.",
    ),
    "another epoch's end": (
        "train[ epoch[1",
        ("on_epoch_end", 2),
        "`on_epoch_end(2)` in epoch 1, before the first batch: its index must be 1.",
    ),
    "an epoch left out": (
        "train[ epoch[1 epoch]1",
        ("on_epoch_begin", 3),
        "`on_epoch_begin(3)` after epoch 1 ended: its index must be 2.",
    ),
}


@pytest.mark.parametrize(("trace", "call", "message"), TOLD.values(), ids=TOLD.keys())
def test_a_hook_out_of_turn_is_told_what_must_come_first(
    trace: str, call: tuple[str, int | None], message: str
) -> None:
    assert str(refusal(walked(trace, ONE_LOOP), *call)) == message


def test_the_error_says_where_and_what_as_attributes() -> None:
    error = refusal(walked("train[ epoch[1 batch[0", ONE_LOOP), "on_epoch_end", 1)
    assert (error.state, error.hook, error.index) == ("train batch", "on_epoch_end", 1)
    assert error.expected == ("on_train_batch_end", "on_exception")


BAD_INPUT = {
    "a misspelt hook": (
        ("on_epoch_ends", 0),
        "`on_epoch_ends` is no hook: did you mean `on_epoch_end`?",
    ),
    "no string": ((3,), "A hook is given by its name, not by 3."),
    "nothing": ((None,), "A hook is given by its name, not by None."),
    "a negative index": (
        ("on_epoch_begin", -1),
        "The index of `on_epoch_begin` counts from 0, so it cannot be -1.",
    ),
    "a bool": (
        ("on_epoch_begin", True),
        "The index of `on_epoch_begin` is a whole number, not True.",
    ),
    "a float": (
        ("on_epoch_begin", 0.0),
        "The index of `on_epoch_begin` is a whole number, not 0.0.",
    ),
    "a string for an index": (
        ("on_epoch_begin", "0"),
        "The index of `on_epoch_begin` is a whole number, not '0'.",
    ),
    "an index where none belongs": (
        ("on_train_end", 0),
        "`on_train_end` counts nothing, so it has no index 0.",
    ),
    "no index": (("on_epoch_begin",), "`on_epoch_begin` needs an index: which epoch is it?"),
    "no index of a batch": (
        ("on_train_batch_end",),
        "`on_train_batch_end` needs an index: which batch is it?",
    ),
}

bad_input = pytest.mark.parametrize(("call", "message"), BAD_INPUT.values(), ids=BAD_INPUT.keys())


@bad_input
def test_bad_input_gets_a_sentence_of_its_own(call: tuple[Any, ...], message: str) -> None:
    assert str(refusal(walked("train["), *call)) == message


def test_a_name_like_no_hook_gets_the_list_of_hooks() -> None:
    message = str(refusal(HookOrder(), "zzz"))
    assert message == f"`zzz` is no hook: the hooks are {', '.join(HOOKS)}."


@bad_input
def test_bad_input_leaves_the_cursor_where_it_was(call: tuple[Any, ...], message: str) -> None:
    order = walked("train[")
    refusal(order, *call)
    assert (order.state, order.expected) == (walked("train[").state, walked("train[").expected)


@pytest.mark.parametrize(("trace", "call", "message"), TOLD.values(), ids=TOLD.keys())
def test_a_refused_hook_leaves_the_cursor_where_it_was(
    trace: str, call: tuple[str, int | None], message: str
) -> None:
    order = walked(trace, ONE_LOOP)
    refusal(order, *call)
    assert str(refusal(order, *call)) == message
    assert order.expected == walked(trace, ONE_LOOP).expected
