"""The wrapper whose callback runs on a thread of its own."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import (
    ArgumentError,
    Callback,
    CallbackError,
    CallbackList,
    Logs,
    NoLogs,
    Outcome,
    Program,
    evaluate,
    fit,
    own_hooks,
)
from hookline.callbacks import GracefulStop, background, best_effort, every
from hookline.hooks import ALIASES, HOOKS
from hookline.testing import Recorder, Run, drive, runs

NAMES = [name for name in HOOKS if name not in ALIASES.values()]


class Still(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    test_step = train_step


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "hookline" in thread.name]


@pytest.fixture(autouse=True)
def _no_thread_is_left() -> Iterator[None]:
    yield
    assert workers() == []


class Listener(Recorder):  # type: ignore[misc]  # final for those who are no test
    """Writes down every hook, and does something in each."""

    def __init__(self, do: Callable[[str, int | None], object]) -> None:
        super().__init__()
        self.do = do


def _listening(name: str) -> Any:
    def hook(self: Listener, *arguments: object, **named: object) -> None:
        getattr(Recorder, name)(self, *arguments, **named)
        index = cast("int", arguments[0]) if HOOKS[name].counter else None
        self.do(name, index)

    return hook


for _name in NAMES:
    setattr(Listener, _name, _listening(_name))


def failing(*places: tuple[str, int | None]) -> Listener:
    """Return a listener that raises at some places: a ValueError that names its place."""

    def fail(name: str, index: int | None) -> None:
        if (name, index) in places:
            raise ValueError(f"{name} {index}")

    return Listener(fail)


# The order, and what waits for what


@settings(max_examples=30, deadline=None)
@given(run=runs(), max_waiting=st.integers(1, 3), data=st.data())
def test_the_callback_hears_the_run_in_its_order_on_one_thread(
    run: Run, max_waiting: int, data: st.DataObject
) -> None:
    slow = data.draw(st.sets(st.integers(0, len(run.calls) - 1), max_size=3))
    count = iter(range(len(run.calls)))
    listener = Listener(lambda name, index: time.sleep(0.002 * (next(count) in slow)))
    drive(background(listener, max_waiting), run)
    assert [repr(replace(call, thread="")) for call in listener.calls] == [
        repr(replace(call, thread="")) for call in run.calls
    ]
    assert {call.thread for call in listener.calls} == {"hookline background: Listener"}


@settings(max_examples=30, deadline=None)
@given(run=runs(max_depth=0))
def test_nothing_is_outstanding_when_an_end_hook_returns(run: Run) -> None:
    listener = Listener(lambda name, index: time.sleep(0.0005))
    fired = 0

    def look(call: Any) -> None:
        nonlocal fired
        fired += 1
        if call.hook.endswith("_end") and "batch" not in call.hook:
            assert len(listener.calls) == fired
        if call.hook == "on_close":
            assert len(listener.calls) == fired
            assert workers() == []

    drive(background(listener), run, after_each=look)


def test_the_loop_goes_on_while_a_hook_runs_until_the_queue_is_full() -> None:
    go, begun = Event(), threading.Semaphore(0)
    steps: list[int] = []

    def block(name: str, index: int | None) -> None:
        if name == "on_train_batch_end":
            begun.release()
            go.wait()

    class Steps(Still):
        def train_step(self, batch: float) -> Logs:
            steps.append(int(batch))
            return {"loss": batch}

    class EndOnly:
        def __init__(self) -> None:
            self.batches: list[int] = []

        def on_train_batch_end(self, batch: int, logs: Logs) -> None:
            self.batches.append(batch)
            block("on_train_batch_end", batch)

    callback = EndOnly()
    program = Steps()
    main = threading.Thread(
        target=lambda: fit(
            program, range(10), callbacks=[background(callback, max_waiting=2)], verbose=0
        )
    )
    main.start()
    begun.acquire()
    deadline = time.monotonic() + 5
    while len(steps) < 4 and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(0.02)
    assert steps == [0, 1, 2, 3]  # one runs, two wait, and the fourth waits for room
    go.set()
    main.join()
    assert callback.batches == list(range(10))


def test_each_hook_receives_its_logs_as_they_were() -> None:
    go = Event()
    listener = Listener(lambda name, index: go.wait())
    reused: dict[str, float] = {}
    with CallbackList([background(listener)]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        for batch in range(3):
            callbacks.on_train_batch_begin(batch)
            reused["loss"] = float(batch)
            callbacks.on_train_batch_end(batch, cast("Logs", reused))
        go.set()
        callbacks.on_epoch_end(0, cast("Logs", reused))
        callbacks.on_train_end(cast("Logs", reused))
    ends = [call.logs for call in listener.calls if call.hook == "on_train_batch_end"]
    assert ends == [{"loss": 0.0}, {"loss": 1.0}, {"loss": 2.0}]


def test_what_is_read_of_it_is_so_after_all_hooks() -> None:
    class Slow:
        def __init__(self) -> None:
            self.batches = 0

        def on_train_batch_end(self, batch: int, logs: Logs) -> None:
            time.sleep(0.002)
            self.batches += 1

    slow: Any = background(Slow())
    for batch in range(5):
        slow.on_train_batch_end(batch, {})
    assert slow.batches == 5
    slow.on_train_batch_end(5, {})
    slow.batches = 100  # set after the hook, not before
    slow.on_train_end()
    slow.on_close(None)
    assert slow.batches == 100


# Errors


def test_an_error_is_raised_at_the_end_of_its_epoch() -> None:
    listener = failing(("on_train_batch_end", 1))
    steps = Recorder()
    with pytest.raises(ValueError, match="on_train_batch_end 1") as caught:
        fit(
            Still(), range(4), epochs=9, initial_epoch=2, callbacks=[steps, background(listener)],
            verbose=0,
        )  # fmt: skip
    assert steps.names()[-3:] == ["on_epoch_end(2)", "on_exception", "on_close"]
    # What was fired after the error is left out, as if the run had ended there.
    assert listener.names()[-3:] == ["on_train_batch_end(1)", "on_exception", "on_close"]
    assert caught.value.__notes__ == [
        "raised in on_train_batch_end of Listener, epoch 2, batch 1, in the background",
        "raised in on_epoch_end of callbacks[1] (background: Listener), epoch 2",
    ]
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.name, last.line) == ("fail", 'raise ValueError(f"{name} {index}")')


@settings(max_examples=50, deadline=None)
@given(run=runs(kinds=["train", "test"], max_depth=0), data=st.data())
def test_an_error_surfaces_exactly_once(run: Run, data: st.DataObject) -> None:
    """Wherever it is raised: by the end hook that waits for it, or when the run is closed."""
    at = data.draw(st.integers(0, len(run.calls) - 1))
    place = run.calls[at].hook, run.calls[at].index
    raised: list[BaseException] = []
    error = ValueError("drawn")
    counted = iter(range(len(run.calls) + 9))

    def fail(name: str, index: int | None) -> None:
        if (name, index) == place and next(counted) == 0:
            raise error

    listener = Listener(fail)
    wrapped: Any = background(listener)
    for call in run.calls:
        try:
            drive(wrapped, [call])
        except ValueError as caught:
            raised.append(caught)
    assert raised == [error]
    assert error.__notes__[0].startswith(f"raised in {place[0]} of Listener")
    assert listener.names().count("on_close") == 1


def test_an_error_before_a_failure_of_the_run_is_a_note_on_it() -> None:
    listener = failing(("on_train_batch_end", 0))

    class Fails(Still):
        def train_step(self, batch: float) -> Logs:
            if batch:
                raise ZeroDivisionError
            return {"loss": batch}

    with pytest.raises(ZeroDivisionError) as caught:
        fit(Fails(), [0.0, 1.0], callbacks=[background(listener)], verbose=0)
    assert [note for note in caught.value.__notes__ if "another error" in note] == [
        "while the run was closed, another error: ValueError('on_train_batch_end 0') (raised in "
        "on_train_batch_end of Listener, epoch 0, batch 0, in the background; raised in on_close "
        "of callbacks[0] (background: Listener))"
    ]
    assert listener.names()[-2:] == ["on_exception", "on_close"]


def test_several_errors_are_raised_together() -> None:
    callback: Any = background(failing(("on_epoch_begin", 0), ("on_close", None)))
    callback.on_epoch_begin(0)
    with pytest.raises(BaseExceptionGroup, match="several hooks raised") as caught:
        callback.on_close(None)
    assert [str(error) for error in caught.value.exceptions] == [
        "on_epoch_begin 0",
        "on_close None",
    ]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)])
def test_what_is_no_error_is_raised_too(error: BaseException) -> None:
    def fail(name: str, index: int | None) -> None:
        if name == "on_epoch_begin":
            raise error

    with pytest.raises(type(error)) as caught:
        fit(Still(), [0.0], callbacks=[background(Listener(fail))], verbose=0)
    assert caught.value is error


# The thread


@settings(max_examples=20, deadline=None)
@given(run=runs())
def test_the_thread_is_gone_after_every_run(run: Run) -> None:
    before = threading.active_count()
    drive(every(2, background(Recorder())), run)
    assert threading.active_count() == before


def test_no_thread_begins_before_the_first_hook_nor_for_a_close_that_nobody_hears() -> None:
    class Bell:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    callback: Any = background(Bell())
    callback.on_epoch_begin(0)
    callback.on_close(None)
    assert workers() == []


def test_the_thread_ends_with_a_wrapper_whose_run_is_never_closed() -> None:
    callback: Any = background(Recorder())
    callback.on_train_begin()
    (thread,) = workers()
    del callback
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_a_run_in_a_hook_with_the_same_callback_waits_for_nothing() -> None:
    program = Still()
    recorder = Recorder()

    class Evaluate(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            evaluate(program, [1.0], callbacks=[me, recorder], verbose=0)

        def on_test_end(self, logs: Logs | None = None) -> None:
            assert threading.current_thread() in workers()

    me = background(Evaluate())
    fit(program, [0.0], epochs=2, callbacks=[me], verbose=0)
    assert recorder.names().count("on_close") == 2


def test_a_run_in_a_hook_leaves_the_flag_of_the_run_around_it() -> None:
    program = Still()

    class Stop(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True
            fit(program, [0.0], verbose=0)

        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            pass

    history = fit(program, [0.0], epochs=5, callbacks=[background(Stop())], verbose=0)
    assert history.epoch == [0]


# Ctrl-C


def test_ctrl_c_ends_the_wait_and_the_callback_is_closed_all_the_same() -> None:
    def slow(name: str, index: int | None) -> None:
        if name == "on_epoch_begin":
            signal.raise_signal(signal.SIGINT)  # as if it came while the loop waits
            time.sleep(0.05)

    listener = Listener(slow)
    with pytest.raises(KeyboardInterrupt):
        fit(Still(), [0.0], callbacks=[background(listener)], verbose=0)
    assert listener.names()[-2:] == ["on_exception", "on_close"]
    assert "on_train_end" not in listener.names()


HANGS = """
import signal, sys, threading, time
from hookline import fit
from hookline.callbacks import background

hangs = sys.argv[1]


class Hang:
    def on_train_batch_end(self, batch, logs):
        time.sleep(60)

    def on_close(self, outcome):
        print("closed")


class Still:
    def train_step(self, batch):
        return {"loss": 0.0}


def interrupt():
    for _ in range(int(hangs)):
        time.sleep(0.3)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


threading.Thread(target=interrupt, daemon=True).start()
try:
    fit(Still(), [0] * 9, callbacks=[background(Hang(), max_waiting=2)], verbose=0)
except KeyboardInterrupt:
    print("interrupted")
"""


def test_a_second_ctrl_c_gives_up_a_hook_that_hangs_and_the_process_ends() -> None:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", HANGS, "2"], capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.stdout, done.returncode) == ("interrupted\n", 0), done.stderr
    assert time.monotonic() - began < 20


# What it hears of, and what it refuses


def test_it_hears_of_the_ends_beside_the_hooks() -> None:
    class Gong:
        def on_test_batch_end(self, batch: int, logs: Logs) -> None: ...

    class Door:
        def on_close(self, outcome: Outcome) -> None: ...

    assert set(own_hooks(background(Gong()))) == {"on_test_batch_end", "on_test_end", "on_close"}
    assert set(own_hooks(background(Door()))) == {"on_close"}


@pytest.mark.parametrize("max_waiting", [0, -1, 1.5, True, None])
def test_the_room_is_a_whole_number(max_waiting: Any) -> None:
    with pytest.raises(ArgumentError, match="background: `max_waiting` must be a whole number"):
        background(Recorder(), max_waiting)


def test_a_callback_for_the_main_thread_only_is_refused() -> None:
    for callback in (GracefulStop(), best_effort(GracefulStop())):
        with pytest.raises(CallbackError, match="is `main_thread_only`, and `background` would"):
            background(callback)
    background(GracefulStop(signals=(), stop_file="stop"))
