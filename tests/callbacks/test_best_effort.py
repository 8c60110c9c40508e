"""The wrapper whose callback may fail."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import (
    ArgumentError,
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
from hookline.callbacks import background, best_effort, every
from hookline.hooks import ALIASES, HOOKS
from hookline.testing import Recorder, Run, drive, runs

NAMES = [name for name in HOOKS if name not in ALIASES.values()]


class Still(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    test_step = train_step


class Faulty(Recorder):  # type: ignore[misc]  # final for those who are no test
    """Writes down every hook, and raises in some."""

    def __init__(self, faults: set[str], error: BaseException | None = None) -> None:
        super().__init__()
        self.faults = faults
        self.error = error or ConnectionError("no route to host")


def _faulty(name: str) -> Any:
    def hook(self: Faulty, *arguments: object, **named: object) -> None:
        getattr(Recorder, name)(self, *arguments, **named)
        if name in self.faults:
            raise self.error

    hook.__name__ = name
    return hook


for _name in NAMES:
    setattr(Faulty, _name, _faulty(_name))


def reports(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_the_run_goes_on_and_each_error_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    faulty, beside = Faulty({"on_train_batch_end"}), Recorder()
    callbacks = [best_effort(faulty), beside]
    history = fit(Still(), [1.0, 2.0], initial_epoch=3, epochs=5, callbacks=callbacks, verbose=0)
    assert history.epoch == [3, 4]
    assert sum(call.hook == "on_train_batch_end" for call in beside.calls) == 4
    told = "raised ConnectionError, error"
    assert reports(caplog) == [
        f"on_train_batch_end of Faulty, epoch 3, batch 0 {told} 1 of 3 that best effort allows: "
        "the run goes on",
        f"on_train_batch_end of Faulty, epoch 3, batch 1 {told} 2 of 3 that best effort allows: "
        "the run goes on",
        f"on_train_batch_end of Faulty, epoch 4, batch 0 {told} 3 of 3 that best effort allows: "
        "the run goes on without it",
    ]
    first = caplog.records[0]
    assert (first.name, first.levelno) == ("hookline", logging.ERROR)
    assert first.exc_info is not None
    assert first.exc_info[1] is faulty.error  # with its traceback


@pytest.mark.parametrize(
    ("hook", "place"),
    [
        ("on_train_begin", ""),
        ("on_epoch_begin", ", epoch 0"),
        ("on_test_begin", ", epoch 0"),
        ("on_test_batch_end", ", epoch 0, batch 0"),
        ("on_epoch_end", ", epoch 0"),
        ("on_train_end", ""),
        ("on_close", ""),
    ],
)
def test_a_report_tells_where(caplog: pytest.LogCaptureFixture, hook: str, place: str) -> None:
    callback = best_effort(Faulty({hook}))
    fit(Still(), [1.0], validation_data=[1.0], callbacks=[callback], verbose=0)
    assert [report.partition(" raised")[0] for report in reports(caplog)] == [
        f"{hook} of Faulty{place}"
    ]


def test_the_epoch_of_a_run_that_failed_is_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    callback = best_effort(Faulty({"on_test_end"}))
    with pytest.raises(ZeroDivisionError), CallbackList([callback]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(2)
        raise ZeroDivisionError
    evaluate(Still(), [1.0], callbacks=[callback], verbose=0)
    assert reports(caplog)[0].startswith("on_test_end of Faulty raised")


@settings(max_examples=60, deadline=None)
@given(
    run=runs(max_depth=0), faults=st.sets(st.sampled_from(NAMES)), retire_after=st.integers(1, 4)
)
def test_it_hears_of_all_until_it_is_retired_and_then_of_the_close_alone(
    run: Run, faults: set[str], retire_after: int
) -> None:
    faulty = Faulty(faults)
    callback = best_effort(faulty, retire_after)
    logger = logging.getLogger("hookline")
    logger.disabled = True
    try:
        for _ in range(2):  # the second run finds it as good as new
            faulty.calls.clear()
            drive(callback, run)
            left = retire_after
            heard: list[str] = []
            for call in run.calls:
                if left or call.hook == "on_close":
                    heard.append(repr(call))
                    left -= bool(left) and call.hook in faults
            assert [repr(call) for call in faulty.calls] == heard
    finally:
        logger.disabled = False


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
def test_what_is_no_error_ends_the_run(error: BaseException) -> None:
    faulty = Faulty({"on_epoch_end"}, error)
    with pytest.raises(type(error)) as caught:
        fit(Still(), [1.0], epochs=2, callbacks=[best_effort(faulty)], verbose=0)
    assert caught.value is error
    assert faulty.names()[-2:] == ["on_exception", "on_close"]


def test_a_close_that_fails_keeps_no_other_from_being_closed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before, after = Recorder(), Recorder()
    callbacks = [before, best_effort(Faulty({"on_close"})), after]
    fit(Still(), [1.0], callbacks=callbacks, verbose=0)
    assert [recorder.names().count("on_close") for recorder in (before, after)] == [1, 1]
    assert len(reports(caplog)) == 1


def test_a_retired_callback_is_closed_and_serves_the_next_run(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faulty = Faulty({"on_train_begin"})
    callback = best_effort(faulty, retire_after=1)
    for _ in range(2):
        faulty.calls.clear()
        fit(Still(), [1.0], callbacks=[callback], verbose=0)
        assert faulty.names() == ["on_train_begin", "on_close"]
    assert len(reports(caplog)) == 2


def test_errors_of_the_background_count_where_they_are_raised(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faulty = Faulty({"on_train_batch_end"})
    callback = best_effort(background(faulty), retire_after=2)
    fit(Still(), [1.0, 2.0], epochs=9, callbacks=[callback], verbose=0)
    assert sum(call.hook == "on_train_batch_end" for call in faulty.calls) == 2
    assert [report.partition(" raised")[0] for report in reports(caplog)] == [
        f"on_epoch_end of background: Faulty, epoch {epoch}" for epoch in (0, 1)
    ]


def test_errors_count_on_the_thread_where_they_are_raised(
    caplog: pytest.LogCaptureFixture,
) -> None:
    faulty = Faulty({"on_train_batch_end"})
    callback = every(1, background(best_effort(faulty, retire_after=2)))
    fit(Still(), [1.0, 2.0], epochs=9, callbacks=[callback], verbose=0)
    assert sum(call.hook == "on_train_batch_end" for call in faulty.calls) == 2
    assert faulty.names()[-1] == "on_close"
    assert len(reports(caplog)) == 2


# What it hears of, and what it refuses


def test_it_hears_of_the_epoch_and_of_the_close_beside_the_hooks() -> None:
    class Bell:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    class Gong:
        def on_test_begin(self, logs: NoLogs) -> None: ...

    bell = {"on_epoch_begin", "on_epoch_end", "on_train_end", "on_close"}
    assert set(own_hooks(best_effort(Bell()))) == bell
    assert set(own_hooks(best_effort(Gong()))) == {"on_test_begin", "on_close"}


class Save:
    essential = True

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Maybe:
    def __init__(self, *, essential: object) -> None:
        self.essential = essential

    def on_close(self, outcome: Outcome) -> None: ...


def test_a_callback_whose_loss_loses_data_is_refused() -> None:
    for essential in (Save(), Maybe(essential=True), every(2, Save()), background(Save())):
        with pytest.raises(CallbackError, match="is `essential`, so losing it loses data"):
            best_effort(essential)
    best_effort(Maybe(essential=False))


@pytest.mark.parametrize("retire_after", [0, -1, 1.5, True, None])
def test_the_number_of_errors_is_a_whole_number(retire_after: Any) -> None:
    with pytest.raises(ArgumentError, match="best_effort: `retire_after` must be a whole number"):
        best_effort(Recorder(), retire_after)
