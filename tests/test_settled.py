"""What is called when all callbacks have seen a hook, or before any has."""

from __future__ import annotations

from typing import Any

import pytest

from hookline import CallbackList, History, HookSignatureError, Logs, NoLogs, TrainHooksMixin, fit
from hookline.settled import RunParts


class Counter:
    """A program that counts its batches."""

    def __init__(self) -> None:
        self.batches = 0

    def train_step(self, batch: float) -> Logs:
        self.batches += 1
        return {"loss": batch}


class Settled(TrainHooksMixin[object]):
    """Writes down what is called, with its own name."""

    def __init__(self, name: str, calls: list[str]) -> None:
        self.name = name
        self.calls = calls
        self.parts = RunParts(None, ())

    def note(self, call: str) -> None:
        self.calls.append(f"{call} {self.name}")

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        self.note("begin")

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self.note(f"batch {batch}")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.note(f"epoch {epoch}")

    def on_train_end(self, logs: Logs | None = None) -> None:
        self.note("end")

    def before_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        self.parts = parts
        self.note("before begin")

    def after_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        self.note("after begin")

    def after_train_batch_end(self, batch: int, logs: Logs, parts: RunParts) -> None:
        self.note(f"after batch {batch}")

    def after_epoch_end(self, epoch: int, logs: Logs, parts: RunParts) -> None:
        self.note(f"after epoch {epoch}")

    def after_train_end(self, logs: Logs, parts: RunParts) -> None:
        self.note("after end")


class Resumer(Settled):
    """One that resumes runs, as its attribute says."""

    resumed_epoch: int | None = None


def test_they_come_when_all_have_seen_the_hook_and_those_that_resume_are_last() -> None:
    calls: list[str] = []
    callbacks = [Resumer("R", calls), Settled("A", calls), Settled("B", calls)]
    fit(Counter(), [1.0], callbacks=callbacks, verbose=0)
    expected = [f"before begin {name}" for name in "ABR"]
    for moment in ("begin", "batch 0", "epoch 0", "end"):
        expected += [f"{moment} {name}" for name in "RAB"]
        expected += [f"after {moment} {name}" for name in "ABR"]
    assert calls == expected


def test_they_are_told_all_that_has_state_the_history_of_fit_included() -> None:
    program, settled = Counter(), Settled("A", [])
    history = fit(program, [1.0], callbacks=[settled], verbose=0)
    assert settled.parts.program is program
    assert settled.parts.callbacks[0] is settled
    assert settled.parts.callbacks[-1] is history
    fit(program, [1.0], callbacks=[History[Logs](), settled], verbose=0)
    assert [isinstance(one, History) for one in settled.parts.callbacks].count(True) == 1


def test_they_are_not_called_for_a_hook_that_not_all_have_seen() -> None:
    calls: list[str] = []

    class Failing:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        fit(Counter(), [1.0], callbacks=[Settled("A", calls), Failing()], verbose=0)
    assert calls[-1] == "epoch 0 A"


def test_what_they_raise_says_where_it_came_from() -> None:
    class Failing(Settled):
        def after_epoch_end(self, epoch: int, logs: Logs, parts: RunParts) -> None:
            raise ConnectionError

    with pytest.raises(ConnectionError) as caught:
        fit(Counter(), [1.0], callbacks=[Failing("A", [])], verbose=0)
    (note,) = caught.value.__notes__
    assert note.startswith("raised in on_epoch_end of callbacks[0] (")
    assert note.endswith("Failing), epoch 0")


def without_parts(epoch: int, logs: Logs) -> None: ...


async def slowly(epoch: int, logs: Logs, parts: RunParts) -> None: ...


@pytest.mark.parametrize("method", [without_parts, slowly, 3])
def test_one_that_cannot_be_called_is_refused_before_the_first_batch(method: Any) -> None:
    settled, program = Settled("A", []), Counter()
    settled.__dict__["after_epoch_end"] = method
    with pytest.raises(HookSignatureError, match="`after_epoch_end`"):
        fit(program, [1.0], callbacks=[settled], verbose=0)
    assert program.batches == 0


def test_a_loop_is_told_where_to_go_on_once_the_run_has_begun() -> None:
    class Second(Resumer):
        def before_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
            self.resumed_epoch = 3

    with CallbackList([Second("R", [])]) as callbacks:
        assert callbacks.resumed_epoch() is None
        callbacks.on_train_begin()
        assert callbacks.resumed_epoch() == 3
        callbacks.on_train_end()
