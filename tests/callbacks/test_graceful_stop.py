"""Ending a run in good order when a signal, or a file, asks for it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Any

import pytest

from hookline import (
    ArgumentError,
    Callback,
    CallbackError,
    CallbackList,
    Interrupted,
    Logs,
    NoLogs,
    Outcome,
    Program,
    Stopped,
    TrainHooksMixin,
)
from hookline.callbacks import GracefulStop
from hookline.testing import check_callback

TERM, INT = signal.SIGTERM, signal.SIGINT


class Signalled(Program[signal.Signals | None, Logs, float]):
    """A batch is the signal that comes while it runs."""

    steps = 0

    def train_step(self, batch: signal.Signals | None, /) -> Logs:
        self.steps += 1
        if batch is not None:
            signal.raise_signal(batch)
        return {"loss": 0.5}

    def test_step(self, batch: signal.Signals | None, /) -> Logs:
        return self.train_step(batch)

    def predict_step(self, batch: signal.Signals | None, /) -> float:
        return self.train_step(batch).get("loss", 0.0)


class Outcomes(Callback):
    outcome: Outcome | None = None

    def on_close(self, outcome: Outcome) -> None:
        self.outcome = outcome


class Awaiting:
    """A loop in asyncio under GracefulStop: so many SIGINTs come before its first await."""

    stop_training = False

    def __init__(self, interrupts: int) -> None:
        self.interrupts = interrupts
        self.epochs = 0

    async def train(self, outcomes: Outcomes) -> None:
        with CallbackList([GracefulStop(), outcomes], program=self, check_order=True) as hooks:
            hooks.on_train_begin()
            while not self.stop_training:
                hooks.on_epoch_begin(self.epochs)
                for _ in range(self.interrupts):
                    signal.raise_signal(INT)
                await asyncio.sleep(0)
                hooks.on_epoch_end(self.epochs, {"loss": 0.5})
                self.epochs += 1
            hooks.on_train_end({"loss": 0.5})


@pytest.fixture(autouse=True)
def handlers() -> Iterator[list[object]]:
    """The handlers of before, which every test leaves as they were."""
    signal.signal(INT, signal.default_int_handler)  # a process in the background ignores it
    before: list[object] = [signal.getsignal(TERM), signal.getsignal(INT)]
    yield before
    assert [signal.getsignal(TERM), signal.getsignal(INT)] == before


def test_it_keeps_the_laws() -> None:
    check_callback(GracefulStop)


@pytest.mark.parametrize("taken", [TERM, INT])
def test_a_signal_ends_a_fit_after_its_batch_in_good_order(taken: signal.Signals) -> None:
    program, outcomes, stop = Signalled(), Outcomes(), GracefulStop()
    history = program.fit(
        [None, taken, None], epochs=9, validation_data=[None], callbacks=[stop, outcomes], verbose=0
    )
    assert (program.steps, history.epoch) == (3, [0])
    assert outcomes.outcome == Stopped(f"GracefulStop: {taken.name} was received")


@pytest.mark.parametrize("loop", ["evaluate", "predict"])
def test_a_signal_ends_the_other_loops_too(loop: str) -> None:
    program, outcomes = Signalled(), Outcomes()
    getattr(program, loop)([TERM, None], callbacks=[GracefulStop(), outcomes], verbose=0)
    assert program.steps == 1
    assert isinstance(outcomes.outcome, Stopped)


def test_a_signal_in_a_validation_lets_it_end() -> None:
    program = Signalled()
    history = program.fit(
        [None], epochs=9, validation_data=[TERM, None], callbacks=[GracefulStop()], verbose=0
    )
    assert (program.steps, history.epoch) == (3, [0])


@pytest.mark.parametrize("first", [TERM, INT])
def test_a_sigint_in_a_run_that_is_about_to_end_interrupts_at_once(first: signal.Signals) -> None:
    class Again(TrainHooksMixin):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            signal.raise_signal(INT)

    outcomes = Outcomes()
    with pytest.raises(KeyboardInterrupt):
        Signalled().fit([first], callbacks=[GracefulStop(), Again(), outcomes], verbose=0)
    assert isinstance(outcomes.outcome, Interrupted)


def test_a_second_sigterm_changes_nothing() -> None:
    program = Signalled()
    program.fit([TERM], validation_data=[TERM], epochs=3, callbacks=[GracefulStop()], verbose=0)
    assert program.steps == 2


def test_under_asyncio_a_sigint_ends_a_run_in_good_order() -> None:
    program, outcomes = Awaiting(interrupts=1), Outcomes()
    asyncio.run(program.train(outcomes))
    assert program.epochs == 1
    assert outcomes.outcome == Stopped("GracefulStop: SIGINT was received")
    assert signal.getsignal(INT) is signal.default_int_handler


def test_under_asyncio_a_second_sigint_cancels_the_run() -> None:
    program, outcomes = Awaiting(interrupts=2), Outcomes()
    with pytest.raises(KeyboardInterrupt):  # what `asyncio.run` makes of it
        asyncio.run(program.train(outcomes))
    assert program.epochs == 0
    assert isinstance(outcomes.outcome, Interrupted)
    assert isinstance(outcomes.outcome.exception, asyncio.CancelledError)


def test_handlers_come_back_after_a_failure_wherever_it_was() -> None:
    class Failing(TrainHooksMixin):
        def __init__(self, hook: str) -> None:
            self.hook = hook

        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            assert self.hook != "begin"

        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            assert self.hook != "batch"

        def on_train_end(self, logs: Logs | None = None) -> None:
            assert self.hook != "end"

    stop = GracefulStop()
    for hook in ("begin", "batch", "end"):
        for order in (1, -1):
            callbacks: list[Any] = [stop, Failing(hook)][::order]
            with pytest.raises(AssertionError):
                Signalled().fit([None], callbacks=callbacks, verbose=0)
            assert signal.getsignal(TERM) == signal.SIG_DFL


def test_a_handler_of_before_is_called_too_and_put_back(
    monkeypatch: pytest.MonkeyPatch, handlers: list[object]
) -> None:
    received: list[int] = []

    def mine(number: int, frame: FrameType | None) -> None:
        received.append(number)

    signal.signal(TERM, mine)
    try:
        Signalled().fit([TERM, None], callbacks=[GracefulStop()], verbose=0)
        assert (received, signal.getsignal(TERM)) == ([TERM], mine)
    finally:
        signal.signal(TERM, signal.SIG_DFL)


def test_a_signal_that_the_process_ignores_stays_ignored() -> None:
    signal.signal(INT, signal.SIG_IGN)
    try:
        program = Signalled()
        program.fit([INT, None], callbacks=[GracefulStop()], verbose=0)
        assert program.steps == 2
    finally:
        signal.signal(INT, signal.default_int_handler)


def test_who_took_a_signal_in_the_run_keeps_it_and_may_pass_it_on() -> None:
    received: list[int] = []

    class Taking(TrainHooksMixin):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            before: Any = signal.getsignal(INT)

            def theirs(number: int, frame: FrameType | None) -> None:
                received.append(number)
                before(number, frame)

            signal.signal(INT, theirs)

    stop, program = GracefulStop(), Signalled()
    try:
        program.fit([INT, None], callbacks=[stop, Taking()], verbose=0)
        assert (program.steps, received) == (1, [INT])
        with pytest.raises(KeyboardInterrupt):  # no run is under way: as without us
            signal.raise_signal(INT)
        program.fit([INT, None], callbacks=[stop], verbose=0)  # and it serves another run
        assert program.steps == 2
    finally:
        signal.signal(INT, signal.default_int_handler)


@pytest.mark.parametrize("fails", [False, True])
def test_a_run_inside_the_run_leaves_the_signals_to_the_outer_one(fails: bool) -> None:
    stop, inner = GracefulStop(), Signalled()

    class Inside(TrainHooksMixin):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            data: Any = [None, "no signal" if fails else None]
            try:
                inner.evaluate(data, callbacks=[stop], verbose=0)
            except TypeError:
                assert fails

    program = Signalled()
    history = program.fit([TERM, None], epochs=3, callbacks=[stop, Inside()], verbose=0)
    assert (program.steps, history.epoch) == (1, [0])


def test_a_signal_in_a_run_inside_stops_the_outer_one() -> None:
    stop, inner = GracefulStop(), Signalled()

    class Inside(TrainHooksMixin):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            inner.evaluate([TERM, None], callbacks=[stop], verbose=0)

    program = Signalled()
    program.fit([None, None], epochs=3, callbacks=[stop, Inside()], verbose=0)
    assert (inner.steps, program.steps) == (2, 1)


def test_a_file_stops_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("hookline.callbacks.graceful_stop.monotonic", lambda: now)
    file = tmp_path / "stop"

    class Asking(TrainHooksMixin):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            nonlocal now
            if batch == 1:
                file.touch()
            now += 0.3

    program, outcomes = Signalled(), Outcomes()
    stop = GracefulStop(signals=(), stop_file=str(file))
    program.fit([None] * 9, epochs=9, callbacks=[Asking(), stop, outcomes], verbose=0)
    assert program.steps == 4  # it looks once a second
    assert outcomes.outcome == Stopped(f"GracefulStop: {file} exists")
    program.fit([None], callbacks=[stop], verbose=0)
    assert program.steps == 4  # and before the first batch


def test_in_another_thread_it_is_refused_before_the_first_batch_but_for_the_file() -> None:
    program = Signalled()
    raised: list[BaseException] = []

    def run() -> None:
        try:
            program.fit([None], callbacks=[GracefulStop(signals=(), stop_file="no")], verbose=0)
            program.fit([None], callbacks=[GracefulStop()], verbose=0)
        except CallbackError as error:
            raised.append(error)

    thread = threading.Thread(target=run, name="trainer")
    thread.start()
    thread.join()
    assert program.steps == 1
    assert str(raised[0]).startswith(
        "GracefulStop takes signals, which Python allows in the main thread only, "
        "and this is 'trainer': "
    )


def test_a_handler_that_is_not_of_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(number: int) -> None:
        """Answer as for a handler that C code has set."""

    monkeypatch.setattr(signal, "getsignal", unknown)
    with pytest.raises(CallbackError, match="cannot take SIGTERM: a handler that is not of Python"):
        Signalled().fit([None], callbacks=[GracefulStop()], verbose=0)
    monkeypatch.undo()


@pytest.mark.parametrize("signals", [signal.SIGTERM, (signal.SIGKILL,), ("SIGTERM",), (999,), None])
def test_signals_that_cannot_be_taken_are_refused(signals: Any) -> None:
    with pytest.raises(ArgumentError, match=r"`signals` must be a tuple of signals"):
        GracefulStop(signals=signals)


TRAINING = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from hookline import Logs, RunHooksMixin, TrainHooksMixin, fit
from hookline.callbacks import GracefulStop

class Slow:
    def train_step(self, batch: float) -> Logs:
        print("batch", flush=True)
        end = time.monotonic() + batch
        while time.monotonic() < end and not self.stop_training:
            time.sleep(0.01)
        print("asked", self.stop_training, flush=True)
        time.sleep(max(0.0, end - time.monotonic()))
        print("done", flush=True)
        return {"loss": batch}

class Report(RunHooksMixin, TrainHooksMixin):
    def on_train_end(self, logs=None): print("ended", flush=True)
    def on_close(self, outcome): print(outcome, flush=True)

fit(Slow(), [float(sys.argv[1])] * 99, epochs=9, callbacks=[GracefulStop(), Report()], verbose=0)
print("after", signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, flush=True)
"""


@contextmanager
def training(seconds: float) -> Generator[tuple[subprocess.Popen[str], IO[str]], None, None]:
    """A process that trains with batches that take so long, and is in the middle of its first."""
    command = [sys.executable, "-c", TRAINING, str(seconds)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own text
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "batch\n"
        yield process, process.stdout


@pytest.mark.parametrize("taken", [TERM, INT])
def test_a_real_process_ends_after_its_batch(taken: signal.Signals) -> None:
    with training(1.0) as (process, printed):
        process.send_signal(taken)
        reason = f"Stopped(reason='GracefulStop: {taken.name} was received')"
        assert printed.read().splitlines() == ["asked True", "done", "ended", reason, "after True"]
        assert process.wait() == 0


def test_a_real_process_is_interrupted_by_a_second_sigint_at_once() -> None:
    with training(60.0) as (process, printed):
        process.send_signal(INT)
        assert printed.readline() == "asked True\n"  # signals that come together are one
        process.send_signal(INT)
        assert printed.read().splitlines() == ["Interrupted(exception=KeyboardInterrupt())"]
        assert process.wait() == -INT


def test_a_real_process_dies_of_a_signal_passed_on_when_no_run_is_under_way() -> None:
    code = """
import signal
from hookline import Logs, fit
from hookline.callbacks import GracefulStop

class Taking:
    def train_step(self, batch: float) -> Logs:
        before = signal.getsignal(signal.SIGTERM)
        signal.signal(signal.SIGTERM, lambda number, frame: before(number, frame))
        return {"loss": batch}

fit(Taking(), [1.0], callbacks=[GracefulStop()], verbose=0)
signal.raise_signal(signal.SIGTERM)
print("alive")
"""
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", -TERM)
