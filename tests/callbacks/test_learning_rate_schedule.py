"""Setting the learning rate of each epoch."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from hookline import ArgumentError, Logs, RequirementError, fit
from hookline.callbacks import LearningRateSchedule
from hookline.testing import check_callback, drive


class Toy:
    learning_rate = 1.0

    def train_step(self, batch: float, /) -> Logs:
        return {"loss": self.learning_rate}


def test_it_keeps_the_laws() -> None:
    check_callback(
        lambda: LearningRateSchedule(lambda epoch, rate: rate / (1 + epoch)), program=Toy
    )


def test_each_epoch_trains_with_the_rate_that_the_function_says() -> None:
    asked: list[tuple[int, float]] = []

    def schedule(epoch: int, rate: float) -> float:
        asked.append((epoch, rate))
        return 1 / (1 + epoch)

    history = fit(
        Toy(),
        [0.0],
        epochs=4,
        initial_epoch=1,
        callbacks=[LearningRateSchedule(schedule)],
        verbose=0,
    )
    assert history.history["loss"] == [1 / 2, 1 / 3, 1 / 4]
    assert asked == [(1, 1.0), (2, 1 / 2), (3, 1 / 3)]


@pytest.mark.parametrize("rate", [0, 1, 0.5, np.float32(0.5), np.array(0.5)])
def test_any_number_is_a_rate_and_is_made_a_float(rate: Any) -> None:
    program = Toy()
    fit(program, [0.0], callbacks=[LearningRateSchedule(lambda epoch, old: rate)], verbose=0)
    assert type(program.learning_rate) is float
    assert program.learning_rate == rate


@pytest.mark.parametrize("rate", [None, "0.1", math.nan, math.inf, -0.1, True])
def test_what_is_no_rate_is_refused_with_where_it_came_from(rate: Any) -> None:
    program = Toy()
    with pytest.raises(ArgumentError) as caught:
        fit(program, [0.0], callbacks=[LearningRateSchedule(lambda epoch, old: rate)], verbose=0)
    assert str(caught.value) == (
        f"LearningRateSchedule: `schedule(0, 1.0)` returned {rate!r}, "
        "and a learning rate is a finite number of at least 0."
    )
    assert program.learning_rate == 1.0


def test_a_function_of_the_epoch_alone_is_refused_where_it_is_given() -> None:
    def schedule(epoch: int) -> float:
        return 0.1

    wrong: Any = schedule
    with pytest.raises(ArgumentError, match=r"is `\(epoch: .*: write `lambda epoch, rate"):
        LearningRateSchedule(wrong)


def test_a_function_that_takes_anything_is_taken() -> None:
    def schedule(*anything: float) -> float:
        return 0.1

    LearningRateSchedule(schedule)


def test_what_is_no_function_is_refused() -> None:
    wrong: Any = 0.1
    with pytest.raises(ArgumentError, match=r"`schedule` must be a function"):
        LearningRateSchedule(wrong)


def test_a_program_without_a_learning_rate_is_refused() -> None:
    class Bare:
        def train_step(self, batch: float, /) -> Logs:
            return {"loss": 0.0}

    schedule: Any = LearningRateSchedule(lambda epoch, rate: rate)
    with pytest.raises(RequirementError, match=r"has no `learning_rate`"):
        fit(Bare(), [0.0], callbacks=[schedule], verbose=0)
    drive(schedule, [], program=Bare())
