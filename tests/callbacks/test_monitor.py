"""The metric that a callback watches."""

from __future__ import annotations

import math
from typing import Any, NotRequired, Required

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import ReadOnly

from hookline import CallbackList, Logs, RequirementError, fit
from hookline.callbacks import EarlyStopping
from hookline.callbacks.monitor import Mode, Monitor

FLOATS = st.floats() | st.just(0.0)
MODES = st.sampled_from(["min", "max"])


@given(value=FLOATS, than=FLOATS, mode=MODES, by=st.floats(0, 10))
def test_better_is_a_strict_order_in_which_nan_is_never_better(
    value: float, than: float, mode: Mode, by: float
) -> None:
    monitor = Monitor("Test", "loss", mode)
    better = monitor.better(value, than)
    assert not (better and monitor.better(than, value))
    assert not monitor.better(value, value)
    assert not monitor.better(math.nan, than, by)
    assert monitor.better(value, None) is not math.isnan(value)
    assert better or not monitor.better(value, than, by)
    assert better is Monitor("Test", "loss", "max" if mode == "min" else "min").better(
        -value, -than
    )


@pytest.mark.parametrize(
    ("name", "logs", "value"),
    [
        ("loss", {"loss": 0.5}, 0.5),
        ("val_loss", {"loss": 0.5, "val_loss": 0.25}, 0.25),
        ("val_loss", {"loss": 0.5}, None),
        ("val_loss", {}, None),
    ],
)
def test_a_metric_is_read_or_absent_by_right(name: str, logs: Any, value: float | None) -> None:
    assert Monitor("Test", name, "min").read(0, logs) == value


@pytest.mark.parametrize(
    ("name", "logs", "sentence"),
    [
        ("acc", {"loss": 0.5, "accuracy": 0.9}, "its logs have `accuracy`, `loss`."),
        ("val_acuracy", {"val_accuracy": 0.9}, "did you mean `val_accuracy`? its logs have"),
        ("loss", {}, "epoch 7 gives no such metric"),
    ],
)
def test_a_missing_metric_is_told_with_those_that_are_there(
    name: str, logs: Any, sentence: str
) -> None:
    with pytest.raises(RequirementError) as caught:
        Monitor("Best", name, "max").read(7, logs)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(f"Best watches `monitor={name!r}`")


class Toy:
    stop_training = False
    steps = 0

    def train_step(self, batch: float, /) -> Logs:
        self.steps += 1
        return {"loss": 0.5}

    def test_step(self, batch: float, /) -> Logs:
        return {"loss": 0.5}


class MayValidate(Logs):
    loss: Required[ReadOnly[float]]
    val_loss: NotRequired[ReadOnly[float]]


class ValidatesItself(Logs):
    loss: Required[ReadOnly[float]]
    val_loss: Required[ReadOnly[float]]


class Silent:
    stop_training = False

    def train_step(self, batch: float, /) -> MayValidate:
        return {"loss": 0.5}


class Thorough:
    stop_training = False

    def train_step(self, batch: float, /) -> ValidatesItself:
        return {"loss": 0.5, "val_loss": 0.5}


def watching(monitor: str) -> EarlyStopping:
    return EarlyStopping(monitor=monitor, mode="min", patience=9)


def test_fit_without_validation_refuses_who_watches_it_before_the_first_batch() -> None:
    program = Toy()
    stopping: Any = watching("val_loss")  # the mypy plugin knows it too
    with pytest.raises(RequirementError) as caught:
        fit(program, [0.0], callbacks=[stopping], verbose=0)
    assert str(caught.value) == (
        "callbacks[0] (EarlyStopping) watches `monitor='val_loss'`, and nothing validates in this "
        "run: give `fit` some `validation_data`. If `train_step` itself returns it, make it a "
        "`Required` key of its logs."
    )
    assert program.steps == 0
    with pytest.raises(RequirementError, match="nothing validates in this run"):
        fit(Silent(), [0.0], callbacks=[stopping], verbose=0)


def test_others_are_left_alone() -> None:
    fit(Toy(), [0.0], callbacks=[watching("loss")], verbose=0)
    fit(Toy(), [0.0], validation_data=[0.0], callbacks=[watching("val_loss")], verbose=0)
    fit(Thorough(), [0.0], callbacks=[watching("val_loss")], verbose=0)
    CallbackList([watching("val_loss")], program=Toy())  # it may yet validate
