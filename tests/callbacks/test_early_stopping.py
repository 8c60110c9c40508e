"""Ending a run whose metric no longer gets better."""

from __future__ import annotations

import json
import math
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import (
    ArgumentError,
    Callback,
    CallbackList,
    History,
    Logs,
    Outcome,
    Program,
    RequirementError,
    Stopped,
    TrainHooksMixin,
    fit,
)
from hookline.callbacks import EarlyStopping
from hookline.callbacks.monitor import Mode
from hookline.testing import check_callback

#: Few values, so that equal ones come often; NaN and the infinities among them.
VALUES = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, -1.0, math.nan, math.inf, -math.inf])
METRICS = st.lists(VALUES, max_size=12)
MODES = st.sampled_from(["min", "max"])
OPTIONS = st.fixed_dictionaries(
    {
        "mode": MODES,
        "patience": st.integers(0, 4),
        "min_delta": st.sampled_from([0.0, 0.25, 0.6]),
        "baseline": st.none() | st.sampled_from([0.0, 0.5, 1.0]),
        "start_from_epoch": st.integers(0, 3),
    }
)


class Scripted:
    """A program whose loss in each epoch is known before, and whose state is its epoch."""

    def __init__(self, losses: list[float]) -> None:
        self.losses = losses
        self.weights = [-1]
        self.stop_training = False

    def train_step(self, batch: float, /) -> Logs:
        self.weights[0] += 1
        return {"loss": self.losses[self.weights[0]]}

    def state_dict(self) -> dict[str, list[int]]:
        return {"weights": self.weights}  # as torch does, without a copy

    def load_state_dict(self, state: dict[str, list[int]], /) -> None:
        self.weights = state["weights"]


def train(program: Scripted, *callbacks: Any, first: int = 0) -> History[Logs]:
    epochs = len(program.losses)
    return fit(program, [0.0], epochs=epochs, initial_epoch=first, callbacks=callbacks, verbose=0)


def better(value: float, than: float, mode: str, by: float = 0.0) -> bool:
    return value + by < than if mode == "min" else value - by > than


def stopping_epoch(
    values: list[float],
    *,
    mode: str,
    patience: int,
    min_delta: float,
    baseline: float | None,
    start_from_epoch: int,
) -> int | None:
    """The model: the first epoch with `patience` epochs in a row that improved on nothing."""
    waited, last = 0, math.nan
    for epoch, value in enumerate(values[start_from_epoch:], start_from_epoch):
        improves = (
            not math.isnan(value) if math.isnan(last) else better(value, last, mode, min_delta)
        )
        last = value if improves else last
        reached = baseline is None or better(value, baseline, mode, min_delta)
        waited = 0 if improves and reached else waited + 1
        if waited >= max(patience, 1):
            return epoch
    return None


def test_it_keeps_the_laws() -> None:
    check_callback(lambda: EarlyStopping(monitor="loss", mode="min", patience=1, min_delta=0.5))


def test_it_keeps_the_laws_with_a_state_to_restore() -> None:
    check_callback(
        lambda: EarlyStopping(monitor="loss", mode="max", restore_best=True),
        program=lambda: Scripted([]),
    )


@given(values=METRICS, options=OPTIONS)
def test_it_stops_where_the_model_says(values: list[float], options: Any) -> None:
    due = stopping_epoch(values, **options)
    history = train(Scripted(values), EarlyStopping(monitor="loss", **options))
    assert history.epoch == list(range(len(values) if due is None else due + 1))


@given(values=METRICS, options=OPTIONS, restore=st.booleans(), data=st.data())
def test_a_run_cut_at_any_epoch_and_resumed_ends_as_one_that_was_not(
    values: list[float], options: Any, restore: bool, data: st.DataObject
) -> None:
    whole, cut = Scripted(values), data.draw(st.integers(0, len(values)))
    kept = EarlyStopping(monitor="loss", restore_best=restore, **options)
    epochs = train(whole, kept).epoch

    begun = EarlyStopping(monitor="loss", restore_best=restore, **options)
    program = Scripted(values)
    seen: list[tuple[Any, Any]] = [(begun.state_dict(), deepcopy(program.state_dict()))]

    class Cut(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            seen.append((begun.state_dict(), deepcopy(program.state_dict())))

    train(program, begun, Cut())
    cut = min(cut, len(seen) - 1)
    state, weights = seen[cut]
    again, resumed = (
        EarlyStopping(monitor="loss", restore_best=restore, **options),
        Scripted(values),
    )
    resumed.load_state_dict(weights)
    again.load_state_dict(json.loads(json.dumps(state)))
    assert [*range(cut), *train(resumed, again, first=cut).epoch] == epochs
    assert repr(again.state_dict()) == repr(kept.state_dict())
    assert (again.stop_reason, resumed.weights) == (kept.stop_reason, whole.weights)


@given(values=METRICS, options=OPTIONS)
def test_the_state_restored_is_that_of_the_best_epoch_of_the_history(
    values: list[float], options: Any
) -> None:
    program = Scripted(values)
    stopping = EarlyStopping(monitor="loss", restore_best=True, **options)
    history = train(program, stopping)
    numbers = [
        (value if options["mode"] == "min" else -value, epoch)
        for epoch, value in zip(history.epoch, history.history.get("loss", []), strict=True)
        if epoch >= options["start_from_epoch"] and not math.isnan(value)
    ]
    last = len(history.epoch) - 1
    best = min(numbers)[1] if numbers else None
    assert program.weights == [last if best is None else best]
    assert stopping.best_epoch == best


def test_the_best_state_is_restored_also_when_somebody_else_stops_the_run() -> None:
    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = epoch == 2

    program = Scripted([1.0, 0.0, 2.0, 3.0])
    train(program, EarlyStopping(monitor="loss", mode="min", patience=9, restore_best=True), Stop())
    assert program.weights == [1]


def test_after_a_failure_the_program_stays_as_it_is_until_somebody_restores_it() -> None:
    class Fail(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if epoch == 2:
                raise KeyboardInterrupt

    program = Scripted([1.0, 0.0, 2.0, 3.0])
    stopping = EarlyStopping(monitor="loss", mode="min", patience=9, restore_best=True)
    with pytest.raises(KeyboardInterrupt):
        train(program, stopping, Fail())
    assert program.weights == [2]
    stopping.restore()
    assert program.weights == [1]


def test_what_was_restored_may_learn_on_without_changing_what_is_kept() -> None:
    program = Scripted([0.0, 1.0])
    stopping = EarlyStopping(monitor="loss", mode="min", patience=9, restore_best=True)
    train(program, stopping)
    program.weights[0] = 7
    stopping.restore()
    assert program.weights == [0]


class Bare:
    steps = 0

    def train_step(self, batch: float, /) -> Logs:
        self.steps += 1
        return {"loss": 0.0}


def test_a_program_without_the_methods_is_refused_before_the_first_batch() -> None:
    program = Bare()
    stopping: Any = EarlyStopping(monitor="loss", mode="min", restore_best=True)
    with pytest.raises(RequirementError) as caught:
        fit(program, [0.0], callbacks=[stopping], verbose=0)
    assert str(caught.value) == (
        "callbacks[0] (EarlyStopping) needs a program that is `RestorableProgram`, "
        "and Bare has no `load_state_dict`, `state_dict`."
    )
    assert program.steps == 0
    fit(program, [0.0], callbacks=[EarlyStopping(monitor="loss", mode="min")], verbose=0)


def test_a_program_that_cannot_be_asked_to_stop_is_refused() -> None:
    class Unstoppable:
        __slots__ = ()

        def train_step(self, batch: float, /) -> Logs:
            return {"loss": 0.0}

    with pytest.raises(RequirementError, match=r"has no `stop_training`"):
        fit(Unstoppable(), [0.0], callbacks=[EarlyStopping(monitor="loss", mode="min")], verbose=0)


class Outcomes(Callback):
    outcome: Outcome | None = None

    def on_close(self, outcome: Outcome) -> None:
        self.outcome = outcome


@pytest.mark.parametrize(
    ("losses", "baseline", "reason"),
    [
        ([0.31, 0.5, 0.5], None, "loss has not improved on 0.31 for 2 epochs"),
        ([2.0, 0.5, 0.4], 0.1, "loss has not improved on 0.1 for 2 epochs"),
        ([math.nan, math.nan], None, "loss has not had a value for 2 epochs"),
    ],
)
def test_the_outcome_says_why(losses: list[float], baseline: float | None, reason: str) -> None:
    outcomes = Outcomes()
    stopping = EarlyStopping(monitor="loss", mode="min", patience=2, baseline=baseline)
    train(Scripted(losses), stopping, outcomes)
    assert outcomes.outcome == Stopped(f"EarlyStopping: {reason}")


def test_one_epoch_is_one_epoch() -> None:
    stopping = EarlyStopping(monitor="loss", mode="min")
    train(Scripted([0.0, 0.0]), stopping)
    assert stopping.stop_reason == "EarlyStopping: loss has not improved on 0 for 1 epoch"


def test_a_stopped_run_that_is_resumed_trains_no_batch_more() -> None:
    stopping = EarlyStopping(monitor="loss", mode="min", patience=2)
    train(Scripted([0.0, 1.0, 1.0, 1.0]), stopping)
    more_patient = EarlyStopping(monitor="loss", mode="min", patience=3)
    for again, epochs in ((stopping, []), (more_patient, [3])):
        again.load_state_dict(stopping.state_dict())
        resumed = Scripted([0.0, 1.0, 1.0, 1.0, 1.0])
        resumed.weights = [2]
        assert train(resumed, again, first=3).epoch == epochs


class Validated(Program[float, Logs, float]):
    def train_step(self, batch: float, /) -> Logs:
        return {"loss": 0.0}

    def test_step(self, batch: float, /) -> Logs:
        return {"loss": 0.5}


def test_patience_counts_the_epochs_that_validated() -> None:
    stopping = EarlyStopping(monitor="val_loss", mode="min", patience=2)
    history = Validated().fit(
        [0.0], epochs=20, validation_data=[0.0], validation_freq=3, callbacks=[stopping], verbose=0
    )
    assert history.epoch[-1] == 8


def test_a_metric_that_is_not_there_is_an_error_at_the_first_epoch() -> None:
    with pytest.raises(RequirementError) as caught:
        train(Scripted([0.0, 1.0]), EarlyStopping(monitor="los", mode="min"))
    assert str(caught.value) == (
        "EarlyStopping watches `monitor='los'`, and epoch 0 gives no such metric: "
        "did you mean `loss`? its logs have `loss`."
    )


def test_a_hand_written_loop_that_never_validates_is_told_at_its_end() -> None:
    def play(*epochs: Logs) -> None:
        stopping = EarlyStopping(monitor="val_loss", mode="min")
        with CallbackList([stopping], program=Validated()) as callbacks:
            callbacks.on_train_begin()
            for epoch, logs in enumerate(epochs):
                callbacks.on_epoch_begin(epoch)
                callbacks.on_epoch_end(epoch, logs)
            callbacks.on_train_end(epochs[-1] if epochs else {})

    with pytest.warns(UserWarning, match=r"EarlyStopping watched 'val_loss' and did nothing"):
        play({"loss": 1.0}, {"loss": 1.0})
    play()
    play({"loss": 1.0}, {"loss": 1.0, "val_loss": 1.0})
    play({"loss": 1.0, "val_loss": math.nan})


def test_a_warm_up_over_the_whole_run_is_no_silence() -> None:
    stopping = EarlyStopping(monitor="val_loss", mode="min", start_from_epoch=9)
    Validated().fit([0.0], validation_data=[0.0], callbacks=[stopping], verbose=0)
    assert stopping.best is None


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"monitor": ""}, "`monitor` must be the name of a metric, not ''."),
        ({"monitor": 0.5}, "`monitor` must be the name of a metric, not 0.5."),
        ({"mode": "auto"}, '`mode` must be "min" or "max", not \'auto\'.'),
        ({"mode": None}, '`mode` must be "min" or "max", not None.'),
        ({"patience": -1}, "`patience` must be a whole number of at least 0, not -1."),
        ({"patience": 1.5}, "`patience` must be a whole number of at least 0, not 1.5."),
        ({"min_delta": -0.1}, "`min_delta` must be a finite number of at least 0, not -0.1."),
        ({"min_delta": math.inf}, "`min_delta` must be a finite number of at least 0, not inf."),
        ({"baseline": math.nan}, "`baseline` must be a finite number, not nan."),
        ({"baseline": "0"}, "`baseline` must be a finite number, not '0'."),
        (
            {"start_from_epoch": -1},
            "`start_from_epoch` must be a whole number of at least 0, not -1.",
        ),
        ({"restore_best": "yes"}, "`restore_best` must be True or False, not 'yes'."),
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], sentence: str) -> None:
    make: Any = EarlyStopping
    with pytest.raises(ArgumentError) as caught:
        make(**{"monitor": "loss", "mode": "min", **options})
    assert str(caught.value) == f"EarlyStopping: {sentence}"


@pytest.mark.parametrize("mode", ["min", "max"])
def test_its_options_can_be_read(mode: Mode) -> None:
    stopping = EarlyStopping(monitor="loss", mode=mode, patience=3)
    assert (stopping.monitor, stopping.mode, stopping.patience) == ("loss", mode, 3)
    assert isinstance(stopping, TrainHooksMixin)
