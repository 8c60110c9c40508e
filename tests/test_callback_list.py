"""The engine: dispatch, the account of runs, and their end."""

from __future__ import annotations

from typing import Any

import pytest

from hookline import (
    Callback,
    CallbackList,
    Completed,
    Failed,
    Interrupted,
    Logs,
    NoLogs,
    Outcome,
    Stopped,
    TrainHooksMixin,
)
from hookline.testing import Recorder


class Closer:
    """Says in a shared list that it was closed, and may raise."""

    def __init__(self, name: str, closed: list[str], error: BaseException | None = None) -> None:
        self.name, self.closed, self.error = name, closed, error

    def on_close(self, outcome: Outcome) -> None:
        self.closed.append(self.name)
        if self.error is not None:
            raise self.error


class Raiser(Callback):
    """Raises in `on_train_begin`."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        raise self.error


def test_hooks_run_in_order_of_registration_and_close_in_reverse() -> None:
    trace: list[str] = []

    class Named(Callback):
        def __init__(self, name: str) -> None:
            self.name = name

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            trace.append(f"{self.name} ends")

        def on_close(self, outcome: object) -> None:
            trace.append(f"{self.name} closes")

    with CallbackList([Named("a"), Named("b")]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(0)
        callbacks.on_train_end()
    assert trace == ["a ends", "b ends", "b closes", "a closes"]


def test_logs_are_never_none() -> None:
    recorder = Recorder()
    callbacks = CallbackList([recorder])
    callbacks.on_train_begin()
    callbacks.on_train_batch_end(0)
    callbacks.on_train_batch_end(1, None)
    assert [call.logs for call in recorder.calls] == [{}, {}, {}]


def test_every_callback_receives_the_same_logs() -> None:
    seen: list[Logs] = []

    class Keeper:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            seen.append(logs)

    logs: Logs = {"loss": 0.5}
    CallbackList([Keeper(), Keeper()]).on_epoch_end(0, logs)
    assert seen[0] is seen[1] is logs


def test_a_hook_that_nobody_defines_is_the_shared_method() -> None:
    shared = CallbackList.on_train_batch_end
    assert type(CallbackList([Recorder()])).on_train_batch_end is not shared
    assert type(CallbackList([Closer("a", [])])).on_train_batch_end is shared


def test_listens_tells_whether_somebody_defines_a_hook() -> None:
    class Old(TrainHooksMixin):
        def on_batch_end(self, batch: int, logs: Logs | None = None) -> None: ...

    callbacks = CallbackList([Old()])
    assert callbacks.listens("on_train_batch_end")
    assert not callbacks.listens("on_train_batch_begin", "on_epoch_end")


@pytest.mark.parametrize("name", ["on_train_batch_end", "on_batch_end"])
def test_either_name_of_a_batch_hook_reaches_callbacks_with_either(name: str) -> None:
    seen: list[str] = []

    class Old:
        def on_batch_end(self, batch: int, logs: Logs) -> None:
            seen.append("old")

    class New:
        def on_train_batch_end(self, batch: int, logs: Logs) -> None:
            seen.append("new")

    getattr(CallbackList([Old(), New()]), name)(0, {"loss": 0.0})
    assert seen == ["old", "new"]


@pytest.mark.parametrize("count", [1, 2, 3, 10])
def test_an_exception_carries_a_note_with_callback_hook_epoch_and_batch(count: int) -> None:
    class Quiet:
        def on_train_batch_end(self, batch: int, logs: Logs) -> None: ...

    class Loud:
        def on_train_batch_end(self, batch: int, logs: Logs) -> None:
            raise ValueError("loud")

    callbacks = CallbackList([*[Quiet() for _ in range(count)], Loud(), Quiet()])
    callbacks.on_epoch_begin(4)
    with pytest.raises(ValueError, match="loud") as caught:
        callbacks.on_train_batch_end(17, {"loss": 0.0})
    (note,) = caught.value.__notes__
    assert note.startswith(f"raised in on_train_batch_end of callbacks[{count}] (")
    assert note.endswith("Loud), epoch 4, batch 17")


def test_on_close_reaches_all_even_if_some_raise() -> None:
    closed: list[str] = []
    errors = [ValueError("a"), OSError("c")]
    with (
        pytest.raises(ExceptionGroup) as caught,
        CallbackList(
            [Closer("a", closed, errors[0]), Closer("b", closed), Closer("c", closed, errors[1])]
        ) as callbacks,
    ):
        callbacks.on_train_begin()
        callbacks.on_train_end()
    assert closed == ["c", "b", "a"]
    assert caught.value.exceptions == (errors[1], errors[0])
    assert errors[0].__notes__ == ["raised in on_close of callbacks[0] (Closer)"]


def test_a_failed_run_keeps_its_exception_and_notes_what_closing_raised() -> None:
    closed: list[str] = []
    error = ValueError("first")
    callbacks: list[Closer | Raiser] = [
        Closer("a", closed, OSError("disk full")),
        Closer("b", closed),
        Raiser(error),
    ]
    with pytest.raises(ValueError, match="first") as caught, CallbackList(callbacks) as hooks:
        hooks.on_train_begin()
    assert caught.value is error
    assert closed == ["b", "a"]
    assert any("disk full" in note and "callbacks[0] (Closer)" in note for note in error.__notes__)


def test_ctrl_c_while_closing_goes_before_other_errors() -> None:
    closed: list[str] = []
    callbacks = [
        Closer("a", closed, ValueError("a")),
        Closer("b", closed, KeyboardInterrupt()),
        Closer("c", closed),
    ]
    with pytest.raises(KeyboardInterrupt) as caught, CallbackList(callbacks) as hooks:
        hooks.on_train_begin()
        hooks.on_train_end()
    assert closed == ["c", "b", "a"]
    assert any("ValueError('a')" in note for note in caught.value.__notes__)


def test_ctrl_c_while_a_failed_run_is_closed_goes_before_its_error() -> None:
    error = ValueError("first")
    with (
        pytest.raises(KeyboardInterrupt) as caught,
        CallbackList([Closer("a", [], KeyboardInterrupt()), Raiser(error)]) as hooks,
    ):
        hooks.on_train_begin()
    assert caught.value.__cause__ is error


def test_an_exception_in_on_exception_hides_neither_the_first_nor_the_others() -> None:
    class Bad(Callback):
        def on_exception(self, exception: BaseException) -> None:
            raise OSError("bad")

    error, recorder = ValueError("first"), Recorder()
    with pytest.raises(ValueError, match="first"), CallbackList([Bad(), recorder]) as hooks:
        hooks.on_train_begin()
        raise error
    assert recorder.names() == ["on_train_begin", "on_exception", "on_close"]
    assert any("OSError('bad')" in note for note in error.__notes__)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(ValueError(), Failed), (KeyboardInterrupt(), Interrupted), (SystemExit(3), Interrupted)],
)
def test_leaving_by_an_exception_tells_the_outcome(error: BaseException, outcome: Any) -> None:
    recorder = Recorder()
    with pytest.raises(type(error)), CallbackList([recorder]) as callbacks:
        callbacks.on_train_begin()
        raise error
    assert recorder.names() == ["on_train_begin", "on_exception", "on_close"]
    assert recorder.calls[1].exception is error
    assert recorder.calls[2].outcome == outcome(error)


def test_a_block_that_began_no_run_closes_none() -> None:
    recorder = Recorder()
    with pytest.raises(ValueError, match="early"), CallbackList([recorder]):
        raise ValueError("early")
    assert recorder.calls == []


def test_a_run_whose_begin_raised_is_closed_for_all() -> None:
    before, after = Recorder(), Recorder()
    error = ValueError("begin")
    with (
        pytest.raises(ValueError, match="begin"),
        CallbackList([before, Raiser(error), after]) as c,
    ):
        c.on_train_begin()
    assert before.names() == ["on_train_begin", "on_exception", "on_close"]
    assert after.names() == ["on_exception", "on_close"]


def test_a_block_left_before_the_end_hook_is_closed_as_stopped() -> None:
    recorder = Recorder()
    with CallbackList([recorder]) as callbacks:
        callbacks.on_train_begin()
    assert recorder.names() == ["on_train_begin", "on_close"]
    assert isinstance(recorder.calls[-1].outcome, Stopped)


def test_a_hand_written_loop_without_with_is_closed_at_its_end_hook() -> None:
    recorder = Recorder()
    callbacks = CallbackList([recorder])
    callbacks.on_test_begin()
    callbacks.on_test_end()
    callbacks.on_close(Completed())
    assert recorder.names() == ["on_test_begin", "on_test_end", "on_close"]


def test_a_loop_that_reports_its_exception_itself_is_not_reported_twice() -> None:
    recorder = Recorder()
    with pytest.raises(ValueError, match="once"), CallbackList([recorder]) as callbacks:
        callbacks.on_train_begin()
        try:
            raise ValueError("once")
        except ValueError as error:
            callbacks.on_exception(error)
            raise
    assert recorder.names() == ["on_train_begin", "on_exception", "on_close"]


def test_validation_inside_a_fit_is_no_run_of_its_own() -> None:
    recorder = Recorder()
    with CallbackList([recorder]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_test_begin()
        callbacks.on_test_end()
        callbacks.on_train_end()
    assert recorder.names().count("on_close") == 1
    assert recorder.names()[-1] == "on_close"


def test_the_outcome_of_a_stopped_program_says_which_flag_was_set() -> None:
    class Program:
        stop_training = True

    recorder = Recorder()
    callbacks = CallbackList([recorder], program=Program())
    callbacks.on_train_begin()
    callbacks.on_train_end()
    assert recorder.calls[-1].outcome == Stopped("stop_training was set")


def test_callbacks_learn_params_before_program() -> None:
    order: list[str] = []

    class Learner:
        def set_params(self, params: object) -> None:
            order.append(f"params {params}")

        def set_program(self, program: object) -> None:
            order.append(f"program {program}")

        def on_close(self, outcome: object) -> None: ...

    CallbackList([Learner()], program="p", epochs=3, steps=None, verbose=2)
    params = {"epochs": 3, "steps": None, "batch_size": None, "verbose": 2}
    assert order == [f"params {params}", "program p"]


def test_a_list_without_callbacks_serves_any_loop() -> None:
    callbacks: CallbackList[Logs, object] = CallbackList()
    with callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_train_batch_begin(0)
        callbacks.on_train_batch_end(0)
        callbacks.on_epoch_end(0)
        callbacks.on_train_end()
