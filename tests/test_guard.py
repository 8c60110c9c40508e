"""A list that checks the order: nothing runs out of turn, and off it costs nothing."""

from __future__ import annotations

from typing import Any

import pytest

from hookline import Callback, CallbackList, Failed, HookOrderError, Logs, Stopped
from hookline.hooks import HOOKS
from hookline.order import HookOrder
from hookline.testing import Recorder, check_trace


class Raising(Callback):
    """Fails at the end of an epoch."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        raise ValueError("drawn")


def fit_by_hand(hooks: CallbackList, *, validate: bool = True) -> None:
    hooks.on_train_begin()
    for epoch in range(2):
        hooks.on_epoch_begin(epoch)
        for batch in (0, 2):
            hooks.on_train_batch_begin(batch)
            hooks.on_train_batch_end(batch + 1, {"loss": 0.5})
        if validate:
            hooks.on_test_begin()
            hooks.on_test_batch_begin(0)
            hooks.on_test_batch_end(0, {"loss": 0.25})
            hooks.on_test_end({"loss": 0.25})
        hooks.on_epoch_end(epoch, {"loss": 0.5})
    hooks.on_train_end()


@pytest.mark.parametrize("validate", [True, False])
def test_a_legal_loop_runs_as_it_does_unchecked(validate: bool) -> None:
    checked, unchecked = Recorder(), Recorder()
    fit_by_hand(CallbackList([checked], check_order=True), validate=validate)
    fit_by_hand(CallbackList([unchecked]), validate=validate)
    assert checked.calls == unchecked.calls


def test_runs_one_after_another_are_legal() -> None:
    recorder = Recorder()
    with CallbackList([recorder], check_order=True) as hooks:
        for _ in range(2):
            hooks.on_predict_begin()
            hooks.on_predict_end()
        hooks.on_test_begin()
        hooks.on_test_end()
    check_trace(recorder.calls)


def test_no_callback_sees_a_hook_out_of_turn() -> None:
    recorder = Recorder()
    hooks = CallbackList([recorder], check_order=True)
    hooks.on_train_begin()
    hooks.on_epoch_begin(1)
    hooks.on_train_batch_begin(0)
    with pytest.raises(HookOrderError) as caught:
        hooks.on_epoch_end(1)
    assert str(caught.value) == (
        "`on_epoch_end(1)` while batch 0 is open: `on_train_batch_end` must come first."
    )
    assert recorder.names() == ["on_train_begin", "on_epoch_begin(1)", "on_train_batch_begin(0)"]


@pytest.mark.parametrize("name", [hook.name for hook in HOOKS.values() if hook.takes_logs])
def test_every_hook_is_checked_where_nobody_defines_it(name: str) -> None:
    hooks = CallbackList([], check_order=True)
    hooks.on_predict_begin()
    hooks.on_predict_end()
    hooks.on_test_begin()
    hooks.on_exception(ValueError())  # after it no hook with logs is right
    with pytest.raises(HookOrderError, match=f"^`{name}.*after `on_exception`"):
        getattr(hooks, name)(*([0] if HOOKS[name].counter else []))


def test_a_run_begun_out_of_turn_is_not_opened() -> None:
    recorder = Recorder()
    with pytest.raises(HookOrderError), CallbackList([recorder], check_order=True) as hooks:
        hooks.on_train_begin()
        hooks.on_predict_begin()
    assert recorder.names() == ["on_train_begin", "on_exception", "on_close"]


def test_the_aliases_are_checked_too() -> None:
    hooks = CallbackList([], check_order=True)
    hooks.on_train_begin()
    hooks.on_epoch_begin(0)
    hooks.on_batch_begin(0)
    with pytest.raises(HookOrderError, match="while batch 0 is open"):
        hooks.on_batch_begin(1)


def test_hooks_may_be_called_by_keyword() -> None:
    recorder = Recorder()
    with CallbackList([recorder], check_order=True) as hooks:
        hooks.on_train_begin(logs={})
        hooks.on_epoch_begin(epoch=0, logs={})
        hooks.on_train_batch_begin(batch=0)
        hooks.on_train_batch_end(batch=0, logs={"loss": 1.0})
        hooks.on_epoch_end(epoch=0, logs={"loss": 1.0})
        hooks.on_train_end(logs={"loss": 1.0})
    assert recorder.calls[4].logs == {"loss": 1.0}
    assert recorder.names()[-1] == "on_close"


def test_a_hook_by_keyword_is_checked_too() -> None:
    hooks = CallbackList([], check_order=True)
    with pytest.raises(HookOrderError, match=r"on_epoch_end\(3\)"):
        hooks.on_epoch_end(epoch=3, logs={})


def test_an_index_that_is_none_is_refused() -> None:
    hooks: Any = CallbackList([], check_order=True)
    hooks.on_train_begin()
    with pytest.raises(HookOrderError, match="is a whole number, not 'first'"):
        hooks.on_epoch_begin("first")


def test_the_steps_of_the_list_bound_its_batches() -> None:
    hooks = CallbackList([], check_order=True, steps=7)
    hooks.on_train_begin()
    hooks.on_epoch_begin(0)
    hooks.on_train_batch_begin(0)
    with pytest.raises(HookOrderError, match="at most 6"):
        hooks.on_train_batch_end(8)


def test_off_the_hooks_of_a_list_are_its_dispatchers_themselves() -> None:
    hooks = CallbackList([Recorder()])
    shadowed = {name for name in vars(type(hooks)) if name in HOOKS}
    assert shadowed == {
        name for name in HOOKS if name.endswith(("_batch_begin", "_batch_end", "on_epoch_end"))
    }
    assert all(vars(type(hooks))[name] is hooks._dispatchers[name] for name in shadowed)


def test_off_a_list_without_callbacks_shadows_nothing() -> None:
    assert type(CallbackList([])) is CallbackList


def test_on_every_hook_with_logs_is_checked() -> None:
    checked = vars(type(CallbackList([], check_order=True))).keys() & HOOKS.keys()
    assert checked == {name for name, hook in HOOKS.items() if hook.takes_logs}


def test_a_block_left_before_the_end_hook_is_an_error() -> None:
    with (
        pytest.raises(HookOrderError) as caught,
        CallbackList([], check_order=True) as hooks,
    ):
        hooks.on_train_begin()
    assert str(caught.value) == (
        "`on_close` before the first epoch: `on_epoch_begin` or `on_train_end` must come first."
    )


def test_a_block_left_before_the_end_hook_closes_its_run_once() -> None:
    recorder = Recorder()
    with (
        pytest.raises(HookOrderError) as caught,
        CallbackList([recorder], check_order=True) as hooks,
    ):
        hooks.on_train_begin()
    assert recorder.names() == ["on_train_begin", "on_exception", "on_close"]
    assert recorder.calls[-1].outcome == Failed(caught.value)


def test_unchecked_a_block_left_before_the_end_hook_is_a_stop() -> None:
    recorder = Recorder()
    with CallbackList([recorder]) as hooks:
        hooks.on_train_begin()
    assert recorder.names() == ["on_train_begin", "on_close"]
    assert isinstance(recorder.calls[-1].outcome, Stopped)


def test_a_hook_out_of_turn_fails_the_run_and_closes_it_once() -> None:
    recorder = Recorder()
    with (
        pytest.raises(HookOrderError) as caught,
        CallbackList([recorder], check_order=True) as hooks,
    ):
        hooks.on_train_begin()
        hooks.on_epoch_end(0)
    assert recorder.names() == ["on_train_begin", "on_exception", "on_close"]
    assert recorder.calls[-1].outcome == Failed(caught.value)


def test_on_close_out_of_turn_is_an_error_and_closes_nothing() -> None:
    recorder = Recorder()
    hooks = CallbackList([recorder], check_order=True)
    hooks.on_train_begin()
    with pytest.raises(HookOrderError):
        hooks.on_close(Stopped("by hand"))
    assert recorder.names() == ["on_train_begin"]


def test_a_list_goes_on_with_the_next_run_after_one_that_failed() -> None:
    recorder = Recorder()
    hooks = CallbackList([recorder, Raising()], check_order=True)
    with pytest.raises(ValueError, match="drawn"), hooks:
        fit_by_hand(hooks)
    with hooks:
        hooks.on_predict_begin()
        hooks.on_predict_end()
    check_trace(recorder.calls)


def test_an_exception_of_a_callback_carries_its_note_once() -> None:
    with (
        pytest.raises(ValueError, match="drawn") as caught,
        CallbackList([Raising()], check_order=True) as hooks,
    ):
        fit_by_hand(hooks)
    assert caught.value.__notes__ == ["raised in on_epoch_end of callbacks[0] (Raising), epoch 0"]


def test_an_error_of_the_order_carries_no_note_of_a_callback() -> None:
    with (
        pytest.raises(HookOrderError) as caught,
        CallbackList([Raising()], check_order=True) as hooks,
    ):
        hooks.on_epoch_end(0)
    assert not getattr(caught.value, "__notes__", [])


def test_a_run_inside_a_hook_has_an_order_of_its_own() -> None:
    inner = Recorder()

    class Nesting(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            with CallbackList([inner], check_order=True) as hooks:
                hooks.on_predict_begin()
                hooks.on_predict_end()

    outer = Recorder()
    with CallbackList([outer, Nesting()], check_order=True) as hooks:
        fit_by_hand(hooks)
    check_trace(outer.calls)
    check_trace(inner.calls)


def test_the_cursor_of_a_list_is_one_of_its_own() -> None:
    first, second = CallbackList([], check_order=True), CallbackList([], check_order=True)
    first.on_train_begin()
    assert isinstance(second._order, HookOrder)
    assert second._order.state == "idle"


def test_a_loop_that_leaves_out_what_nobody_hears_is_told_that_the_order_hears_it() -> None:
    callbacks = CallbackList[Logs, list[float]](check_order=True)
    callbacks.on_predict_begin()
    callbacks.on_predict_batch_begin(0)
    if callbacks.listens("on_predict_batch_end"):
        callbacks.on_predict_batch_end(0, {"outputs": [0.5]})
    callbacks.on_predict_end()
