"""hookline's callbacks in a loop that is not ours; here one that is written out by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hookline import Callback, Completed, Failed, Logs, Outcome, Stopped
from hookline.bridge.attachment import Attachment, guarded
from hookline.bridge.floats import float_logs
from hookline.callbacks import BackupAndRestore
from hookline.coverage.table import NAMES, Coverage, Fires, Never
from hookline.errors import ArgumentError, CallbackError, NotReadyError, RequirementError, StepError
from hookline.testing import Recorder, check_trace

#: A loop that counts rounds, as those of gradient boosting: it has no batches and predicts alone.
ROUNDS = Coverage(
    "Rounds",
    "1.0",
    {
        name: Never("it has no batches")
        if "batch" in name
        else Never("its `predict` takes no callbacks")
        if "predict" in name
        else Fires(name)
        for name in NAMES
    },
)
WITHOUT = [name for name in NAMES if isinstance(ROUNDS.row(name), Never)]


class Rounds:
    """What such a framework calls, with hookline's callbacks behind it."""

    def __init__(self, *callbacks: object, without: list[str] | None = None) -> None:
        self.attachment = Attachment(
            callbacks,  # type: ignore[arg-type]  # of any kind, to see them refused
            ROUNDS,
            without=WITHOUT if without is None else without,
        )

    @guarded
    def before(self, program: object) -> None:
        self.attachment.attach(program, epochs=2)
        self.attachment.hooks.on_train_begin()

    @guarded
    def round(self, number: int) -> None:
        self.attachment.hooks.on_epoch_begin(number)
        self.attachment.hooks.on_epoch_end(number, {"loss": 0.5})

    @guarded
    def after(self) -> None:
        self.attachment.hooks.on_train_end({"loss": 0.5})

    def settle(self) -> None:
        if self.attachment.running:
            self.after()

    def run(self, program: object = None) -> None:
        self.before(program)
        self.round(0)
        self.after()


def outcomes(recorder: Recorder) -> list[type]:
    return [type(call.outcome) for call in recorder.calls if call.outcome]


def test_a_run_is_closed_after_its_end_hook() -> None:
    recorder, program = Recorder(), object()
    Rounds(recorder).run(program)
    check_trace(recorder.calls)
    assert outcomes(recorder) == [Completed]
    assert recorder.program is program
    assert recorder.params["epochs"] == 2


def test_a_callback_that_needs_a_hook_that_never_fires_is_refused_with_the_row_of_the_table() -> (
    None
):
    class Count(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None: ...

    with pytest.raises(CallbackError) as caught:
        Rounds(Count(), without=[])
    assert str(caught.value).endswith(
        "Count) needs `on_train_batch_end`, which Rounds 1.0 never fires: it has no batches. "
        'If the callback can do without, say `without=["on_train_batch_end"]`.'
    )
    Rounds(Count(), without=["on_train_batch_end"])


def test_an_older_name_is_refused_too() -> None:
    class Count:
        def on_batch_end(self, batch: int, logs: Logs) -> None: ...

    with pytest.raises(CallbackError, match="needs `on_batch_end`, which Rounds 1.0 never fires"):
        Rounds(Count(), without=[])


def test_a_callback_that_resumes_runs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallbackError, match="a run of Rounds begins where its own arguments say"):
        Rounds(BackupAndRestore(tmp_path))


def test_a_name_that_is_no_hook_is_refused() -> None:
    with pytest.raises(ArgumentError, match="did you mean `on_epoch_end`"):
        Rounds(Recorder(), without=["on_epoch_ends"])


def test_what_is_no_callback_is_refused_when_the_adapter_is_made() -> None:
    with pytest.raises(CallbackError, match="has no hook"):
        Rounds(3)


def test_a_program_that_lacks_what_a_callback_asks_for_is_refused_before_the_run() -> None:
    class Needs(Callback[Recorder]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    recorder = Recorder()
    with pytest.raises(RequirementError, match="needs a program that is `Recorder`"):
        Rounds(recorder, Needs()).run(object())
    assert recorder.calls == []


def test_a_hook_before_any_run_is_refused() -> None:
    with pytest.raises(NotReadyError, match="Rounds called `on_epoch_begin` before a run"):
        Rounds(Recorder()).round(0)


class Once:
    """Does something in the first `on_epoch_end`."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act: Callable[[], object] | None = act

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        act, self.act = self.act, None
        if act:
            act()


def fail() -> None:
    raise ZeroDivisionError


def test_an_error_in_a_hook_closes_the_run_once_and_goes_on_with_a_note() -> None:
    recorder = Recorder()
    with pytest.raises(ZeroDivisionError) as caught:
        Rounds(recorder, Once(fail)).run()
    assert caught.value.__notes__ == ["raised in on_epoch_end of callbacks[1] (Once), epoch 0"]
    assert outcomes(recorder) == [Failed]
    check_trace(recorder.calls)


def test_in_a_block_an_error_of_the_framework_closes_the_run() -> None:
    recorder = Recorder()
    rounds = Rounds(recorder)
    with pytest.raises(ZeroDivisionError), rounds.attachment:
        rounds.before(None)
        fail()
    assert outcomes(recorder) == [Failed]
    check_trace(recorder.calls)


def test_a_block_that_is_left_before_the_end_hook_stops_the_run() -> None:
    recorder = Recorder()
    rounds = Rounds(recorder)
    with rounds.attachment:
        rounds.before(None)
    assert outcomes(recorder) == [Stopped]


def test_a_run_that_was_left_open_is_closed_when_the_next_begins() -> None:
    recorder = Recorder()
    rounds = Rounds(recorder)
    rounds.before(None)
    rounds.run()
    assert outcomes(recorder) == [Failed, Completed]
    check_trace(recorder.calls)


def test_a_run_that_was_left_open_in_good_order_can_be_ended_so() -> None:
    recorder = Recorder()
    rounds = Rounds(recorder)
    rounds.attachment.settle = rounds.settle
    rounds.before(object())
    rounds.round(0)
    with rounds.attachment:  # at the end of a block
        pass
    rounds.before(object())
    rounds.round(0)
    rounds.run(object())  # and where the next run begins
    check_trace(recorder.calls)
    assert outcomes(recorder) == [Completed, Completed, Completed]


def test_an_error_while_a_run_is_ended_in_good_order_fails_it_once() -> None:
    class Bomb:
        def on_train_end(self, logs: Logs) -> None:
            raise ZeroDivisionError

    recorder = Recorder()
    rounds = Rounds(recorder, Bomb())
    rounds.attachment.settle = rounds.settle
    rounds.before(object())
    rounds.round(0)
    with pytest.raises(ZeroDivisionError), rounds.attachment:
        pass
    check_trace(recorder.calls)
    assert outcomes(recorder) == [Failed]


def test_a_run_inside_a_hook_leaves_the_one_around_it_open() -> None:
    recorder = Recorder()
    rounds = Rounds(recorder, Once(lambda: rounds.run()))  # noqa: PLW0108 - not made yet
    rounds.run()
    assert outcomes(recorder) == [Completed, Completed]
    check_trace(recorder.calls)


def test_a_run_inside_a_hook_that_stays_open_is_closed_with_the_hook() -> None:
    recorder = Recorder()
    rounds = Rounds(recorder, Once(lambda: rounds.before(None)))
    rounds.run()
    assert outcomes(recorder) == [Failed, Completed]
    check_trace(recorder.calls)


def test_an_error_in_a_run_inside_a_hook_that_the_hook_catches_leaves_the_outer_one_alone() -> None:
    recorder = Recorder()

    def inside() -> None:
        failing.act = fail
        with pytest.raises(ZeroDivisionError):
            rounds.run()

    failing = Once(lambda: None)
    rounds = Rounds(recorder, Once(inside), failing)
    rounds.run()
    assert outcomes(recorder) == [Failed, Completed]
    check_trace(recorder.calls)


def test_an_error_in_a_run_inside_a_hook_that_nobody_catches_closes_both() -> None:
    recorder = Recorder()

    def inside() -> None:
        rounds.before(None)
        fail()

    rounds = Rounds(recorder, Once(inside))
    with pytest.raises(ZeroDivisionError):
        rounds.run()
    assert outcomes(recorder) == [Failed, Failed]
    check_trace(recorder.calls)


def test_callbacks_are_closed_in_reverse_order() -> None:
    closed: list[str] = []

    class Close:
        def __init__(self, name: str) -> None:
            self.name = name

        def on_close(self, outcome: Outcome) -> None:
            closed.append(self.name)

    Rounds(Close("first"), Close("second")).run()
    assert closed == ["second", "first"]


def test_metrics_become_floats_in_a_dictionary_of_their_own() -> None:
    given: dict[str, object] = {"loss": 1, "accuracy": 0.5}
    logs = float_logs(given, "the step")
    assert logs == {"loss": 1.0, "accuracy": 0.5}
    assert type(logs["loss"]) is float
    assert logs is not given
    assert float_logs(None, "the step") == {}


def test_a_metric_that_is_no_number_is_refused() -> None:
    with pytest.raises(StepError, match="the train step` returned 'low' as the metric `loss`"):
        float_logs({"loss": "low"}, "the train step")
