"""Lowering the learning rate of a run whose metric no longer gets better."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import ArgumentError, Callback, CallbackList, Logs, RequirementError, fit
from hookline.callbacks import ReduceLROnPlateau, every
from hookline.testing import check_callback

VALUES = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, -1.0, math.nan, math.inf])
METRICS = st.lists(VALUES, max_size=15)
OPTIONS = st.fixed_dictionaries(
    {
        "mode": st.sampled_from(["min", "max"]),
        "factor": st.sampled_from([0.5, 0.1]),
        "patience": st.integers(0, 3),
        "min_delta": st.sampled_from([0.0, 0.25]),
        "cooldown": st.integers(0, 3),
        "min_lr": st.sampled_from([0.0, 0.2]),
    }
)


class Scripted:
    """A program whose loss in each epoch is known before, and which notes its rates."""

    def __init__(self, losses: list[float], rate: float = 1.0) -> None:
        self.losses = losses
        self.learning_rate = rate
        self.epoch = -1

    def train_step(self, batch: float, /) -> Logs:
        self.epoch += 1
        return {"loss": self.losses[self.epoch]}


def rates(program: Scripted, reduce: ReduceLROnPlateau, *, first: int = 0) -> list[float]:
    """The rate after each epoch."""
    seen: list[float] = []

    class Note(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            seen.append(program.learning_rate)

    epochs, callbacks = len(program.losses), (reduce, Note())
    fit(program, [0.0], epochs=epochs, initial_epoch=first, callbacks=callbacks, verbose=0)
    return seen


def rates_of_keras(
    values: list[float],
    *,
    mode: str,
    factor: float,
    patience: int,
    min_delta: float,
    cooldown: int,
    min_lr: float,
) -> list[float]:
    """The model: Keras's `on_epoch_end`, but for a NaN that comes before any number."""
    rate, best, wait, cooling = 1.0, math.nan, 0, 0
    seen: list[float] = []
    for value in values:
        if cooling > 0:
            cooling, wait = cooling - 1, 0
        improved = value + min_delta < best if mode == "min" else value - min_delta > best
        if improved or (math.isnan(best) and not math.isnan(value)):
            best, wait = value, 0
        elif cooling == 0:
            wait += 1
            if wait >= patience and rate > min_lr:
                rate, cooling, wait = max(rate * factor, min_lr), cooldown, 0
        seen.append(rate)
    return seen


def test_it_keeps_the_laws() -> None:
    check_callback(
        lambda: ReduceLROnPlateau(monitor="loss", mode="min", patience=1, cooldown=1),
        program=lambda: Scripted([]),
    )


@given(values=METRICS, options=OPTIONS)
def test_it_reduces_where_keras_does(values: list[float], options: Any) -> None:
    reduce = ReduceLROnPlateau(monitor="loss", **options)
    assert rates(Scripted(values), reduce) == rates_of_keras(values, **options)


@given(values=METRICS, options=OPTIONS, data=st.data())
def test_a_run_cut_at_any_epoch_and_resumed_goes_on_as_one_that_was_not(
    values: list[float], options: Any, data: st.DataObject
) -> None:
    whole = rates(Scripted(values), ReduceLROnPlateau(monitor="loss", **options))
    cut = data.draw(st.integers(0, len(values)))
    begun = ReduceLROnPlateau(monitor="loss", **options)
    before = rates(Scripted(values[:cut]), begun)
    again = ReduceLROnPlateau(monitor="loss", **options)
    again.load_state_dict(json.loads(json.dumps(begun.state_dict())))
    program = Scripted(values, rate=before[-1] if before else 1.0)
    program.epoch = cut - 1
    assert before + rates(program, again, first=cut) == whole


def test_a_program_without_a_learning_rate_is_refused() -> None:
    class Bare:
        def train_step(self, batch: float, /) -> Logs:
            return {"loss": 0.0}

    reduce: Any = ReduceLROnPlateau(monitor="loss", mode="min")
    with pytest.raises(RequirementError, match=r"is `HasLearningRate`.* has no `learning_rate`"):
        fit(Bare(), [0.0], callbacks=[reduce], verbose=0)


def test_a_loop_that_never_validates_is_told_at_its_end() -> None:
    reduce = ReduceLROnPlateau(monitor="val_loss", mode="min")
    with CallbackList([reduce], program=Scripted([])) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, {"loss": 0.0})
        with pytest.warns(UserWarning, match="ReduceLROnPlateau watched 'val_loss'"):
            callbacks.on_train_end({"loss": 0.0})


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"factor": 1.0}, "`factor` must be a finite number above 0 and below 1, not 1.0."),
        ({"factor": 0}, "`factor` must be a finite number above 0 and below 1, not 0."),
        ({"patience": -1}, "`patience` must be a whole number of at least 0, not -1."),
        ({"cooldown": 0.5}, "`cooldown` must be a whole number of at least 0, not 0.5."),
        ({"min_delta": -1}, "`min_delta` must be a finite number of at least 0, not -1."),
        ({"min_lr": math.nan}, "`min_lr` must be a finite number of at least 0, not nan."),
        ({"mode": "less"}, '`mode` must be "min" or "max", not \'less\'.'),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], sentence: str) -> None:
    make: Any = ReduceLROnPlateau
    with pytest.raises(ArgumentError) as caught:
        make(**{"monitor": "loss", "mode": "min", **options})
    assert str(caught.value) == f"ReduceLROnPlateau: {sentence}"


def test_epochs_that_it_does_not_hear_of_are_no_missing_validation() -> None:
    reduce = ReduceLROnPlateau(monitor="loss", mode="min")
    fit(Scripted([1.0] * 3), [0.0], epochs=3, callbacks=[every(5, reduce, "epochs")], verbose=0)
