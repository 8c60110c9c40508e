"""Playing a run into one callback."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from hookline import ArgumentError, Callback, Completed, Logs, NoLogs, Outcome
from hookline.testing import Call, Recorder, Run, drive, runs, stand_in

ERROR = ValueError("drawn")

CALLS = [
    Call("on_train_begin", logs={}),
    Call("on_epoch_begin", 2, {}),
    Call("on_train_batch_begin", 0, {}),
    Call("on_train_batch_end", 1, {"loss": 1.0}),
    Call("on_epoch_end", 2, {"loss": 1.0}),
    Call("on_exception", exception=ERROR),
    Call("on_close", outcome=Completed()),
]


@settings(max_examples=60)
@given(runs())
def test_a_callback_receives_the_calls_of_the_run(run: Run) -> None:
    recorder = Recorder()
    drive(recorder, run)
    assert recorder.names() == [
        call.hook if call.index is None else f"{call.hook}({call.index})" for call in run.calls
    ]


def test_each_hook_receives_its_arguments() -> None:
    recorder = Recorder()
    drive(recorder, CALLS)
    assert recorder.calls == CALLS


def test_hooks_that_a_callback_does_not_define_are_passed_over() -> None:
    class Closer:
        def __init__(self) -> None:
            self.outcomes: list[Outcome] = []

        def on_close(self, outcome: Outcome) -> None:
            self.outcomes.append(outcome)

    closer = Closer()
    drive(closer, CALLS)
    assert closer.outcomes == [Completed()]


def test_a_hook_by_its_alias_is_called() -> None:
    class Old:
        def __init__(self) -> None:
            self.batches: list[int] = []

        def on_batch_end(self, batch: int, logs: Logs) -> None:
            self.batches.append(batch)

    old = Old()
    drive(old, CALLS)
    assert old.batches == [1]


def test_params_and_program_are_set_before_the_first_hook() -> None:
    seen: list[object] = []

    class Looking(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            seen.extend([self.params["epochs"], self.program])

    program = stand_in()
    drive(Looking(), CALLS, program=program)
    assert seen == [3, program]


def test_by_default_the_program_can_be_asked_to_stop() -> None:
    class Stopping(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    callback = Stopping()
    drive(callback, CALLS)
    assert callback.program.stop_training


def test_a_look_after_each_call_comes_after_the_callback_saw_it() -> None:
    recorder, seen = Recorder(), list[tuple[str, int]]()
    drive(recorder, CALLS, after_each=lambda call: seen.append((call.hook, len(recorder.calls))))
    assert seen == [(call.hook, place) for place, call in enumerate(CALLS, 1)]


def test_a_call_of_no_hook_is_refused_before_any_other() -> None:
    recorder = Recorder()
    with pytest.raises(
        ArgumentError, match="Call 7: no hook is named `on_epoch_ends`: did you mean"
    ):
        drive(recorder, [*CALLS, Call("on_epoch_ends", 0, {})])
    assert recorder.calls == []
