"""Ending a run when its time is up."""

from __future__ import annotations

import json
import math
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import ArgumentError, Callback, Logs, Outcome, Program, Stopped
from hookline.callbacks import TimeLimit
from hookline.testing import check_callback


class Clocked(Program[float, Logs, float]):
    """A batch is the time that it takes, on a clock of its own."""

    now = 100.0
    steps = 0

    def train_step(self, batch: float, /) -> Logs:
        self.now += batch
        self.steps += 1
        return {"loss": 0.0}


class Outcomes(Callback):
    outcome: Outcome | None = None

    def on_close(self, outcome: Outcome) -> None:
        self.outcome = outcome


def test_it_keeps_the_laws() -> None:
    check_callback(lambda: TimeLimit(1, clock=lambda: 0.0))


@pytest.mark.parametrize(("after", "steps"), [("batch", 3), ("epoch", 4)])
def test_it_stops_after_the_batch_or_the_epoch(after: Any, steps: int) -> None:
    program, outcomes = Clocked(), Outcomes()
    limit = TimeLimit(timedelta(seconds=25), after=after, clock=lambda: program.now)
    program.fit([10.0, 10.0], epochs=9, callbacks=[limit, outcomes], verbose=0)
    assert program.steps == steps
    assert outcomes.outcome == Stopped("TimeLimit: 25 s are up")


def test_it_takes_the_time_of_the_real_clock() -> None:
    began = monotonic()
    Clocked().fit(iter(lambda: 0.0, 1.0), callbacks=[TimeLimit(0.2)], verbose=0)
    assert 0.2 <= monotonic() - began < 30


def test_a_second_run_has_the_whole_time_again() -> None:
    program = Clocked()
    limit = TimeLimit(25, clock=lambda: program.now)
    for _ in range(2):
        program.steps = 0
        program.fit([10.0] * 9, callbacks=[limit], verbose=0)
        assert program.steps == 3


@given(
    batches=st.lists(st.integers(1, 20), min_size=1, max_size=12),
    limit=st.integers(1, 100),
    pause=st.integers(0, 1000),
    data=st.data(),
)
def test_a_run_cut_at_any_batch_and_resumed_stops_where_one_that_was_not_does(
    batches: list[int], limit: int, pause: int, data: st.DataObject
) -> None:
    program = Clocked()

    def run(times: list[int], limited: TimeLimit) -> None:
        program.fit([float(time) for time in times], callbacks=[limited], verbose=0)

    expected = next((n for n in range(1, len(batches)) if sum(batches[:n]) >= limit), len(batches))
    cut = data.draw(st.integers(1, expected))
    begun, again = (TimeLimit(limit, clock=lambda: program.now) for _ in range(2))
    run(batches[:cut], begun)
    program.now += pause  # between two runs, so it does not count
    again.load_state_dict(json.loads(json.dumps(begun.state_dict())))
    if batches[cut:]:
        run(batches[cut:], again)
    assert program.steps == expected


def test_a_run_whose_time_was_up_trains_no_batch_more_unless_it_is_given_more() -> None:
    program = Clocked()
    limit = TimeLimit(25, clock=lambda: program.now)
    program.fit([10.0] * 9, callbacks=[limit], verbose=0)
    for seconds, steps in ((25, 3), (45, 5)):
        again = TimeLimit(seconds, clock=lambda: program.now)
        again.load_state_dict(limit.state_dict())
        program.fit([10.0] * 9, callbacks=[again], verbose=0)
        assert program.steps == steps


@pytest.mark.parametrize(
    ("limit", "after", "sentence"),
    [
        (-1, "batch", "`limit` must be a finite number of at least 0, not -1."),
        (math.nan, "batch", "`limit` must be a finite number of at least 0, not nan."),
        ("1h", "batch", "`limit` must be a finite number of at least 0, not '1h'."),
        (1, "run", '`after` must be "batch" or "epoch", not \'run\'.'),
    ],
)
def test_options_that_make_no_sense_are_refused(limit: Any, after: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        TimeLimit(limit, after=after)
    assert str(caught.value) == f"TimeLimit: {sentence}"
