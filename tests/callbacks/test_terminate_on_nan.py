"""Ending a run that has come to nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from hookline import (
    ArgumentError,
    Callback,
    DivergedError,
    Failed,
    HooklineError,
    Logs,
    Outcome,
    Program,
    Stopped,
)
from hookline.callbacks import TerminateOnNaN
from hookline.testing import check_callback


class Given(Program[float, Logs, float]):
    """A batch is its loss."""

    def train_step(self, batch: float, /) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float, /) -> Logs:
        return {"loss": batch}


class Outcomes(Callback):
    outcome: Outcome | None = None

    def on_close(self, outcome: Outcome) -> None:
        self.outcome = outcome


def test_it_keeps_the_laws() -> None:
    check_callback(TerminateOnNaN)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_it_stops_after_the_batch_and_says_which_metric_it_was(value: float) -> None:
    outcomes, stop = Outcomes(), TerminateOnNaN()
    history = Given().fit([1.0, value, 2.0], epochs=9, callbacks=[stop, outcomes], verbose=0)
    assert history.epoch == [0]
    assert outcomes.outcome == Stopped(f"TerminateOnNaN: loss is {value} in epoch 0, batch 1")


def test_it_looks_at_validation_too() -> None:
    stop = TerminateOnNaN()
    history = Given().fit([1.0], epochs=9, validation_data=[math.nan], callbacks=[stop], verbose=0)
    assert (history.epoch, stop.stop_reason) == ([0], "TerminateOnNaN: val_loss is nan in epoch 0")


def test_it_raises_if_asked_to() -> None:
    class Late:
        """Its second epoch diverges."""

        epoch = -1

        def __iter__(self) -> Iterator[float]:
            self.epoch += 1
            return iter([1.0, math.inf if self.epoch else 1.0])

    outcomes = Outcomes()
    with pytest.raises(DivergedError) as caught:
        Given().fit(Late(), epochs=9, callbacks=[TerminateOnNaN(raises=True), outcomes], verbose=0)
    assert str(caught.value) == "TerminateOnNaN: loss is inf in epoch 1, batch 1."
    assert isinstance(outcomes.outcome, Failed)
    assert issubclass(DivergedError, HooklineError)
    assert issubclass(DivergedError, ArithmeticError)


def test_a_good_run_is_left_alone() -> None:
    stop = TerminateOnNaN()
    assert Given().fit([1e308, 0.0], epochs=2, callbacks=[stop], verbose=0).epoch == [0, 1]
    assert stop.stop_reason is None


def test_a_run_that_was_stopped_stays_stopped_when_it_is_resumed() -> None:
    stop, again = TerminateOnNaN(), TerminateOnNaN()
    Given().fit([math.nan], epochs=9, callbacks=[stop], verbose=0)
    again.load_state_dict(stop.state_dict())
    assert Given().fit([1.0], epochs=9, initial_epoch=1, callbacks=[again], verbose=0).epoch == []
    assert Given().fit([1.0], epochs=2, callbacks=[again], verbose=0).epoch == [0, 1]


def test_an_option_that_makes_no_sense_is_refused() -> None:
    wrong: Any = "yes"
    with pytest.raises(ArgumentError, match=r"TerminateOnNaN: `raises` must be True or False"):
        TerminateOnNaN(raises=wrong)
