"""The callbacks that stop a run or change its rate: their options, and what they ask for."""

from datetime import timedelta
from signal import SIGTERM
from typing import Required, assert_type

from typing_extensions import ReadOnly

from hookline import HasStopTraining, Logs, fit
from hookline.callbacks import (
    EarlyStopping,
    GracefulStop,
    LearningRateSchedule,
    ReduceLROnPlateau,
    TerminateOnNaN,
    TimeLimit,
)
from hookline.callbacks.early_stopping import EarlyStoppingState, RestorableProgram
from hookline.state import State, Stateful
from hookline.stateful import StatefulMixin


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class Digits:
    learning_rate = 0.1

    def train_step(self, batch: float) -> DigitsLogs:
        return {"loss": batch, "accuracy": 0.9}


stopping = EarlyStopping(monitor="loss", mode="min", patience=3)
assert_type(stopping, EarlyStopping[HasStopTraining])
restoring = EarlyStopping(monitor="loss", mode="min", restore_best=True)
assert_type(restoring, EarlyStopping[RestorableProgram])


def as_asked(restore: bool) -> None:
    assert_type(
        EarlyStopping(monitor="loss", mode="min", restore_best=restore),
        EarlyStopping[RestorableProgram],
    )


assert_type(stopping.state_dict(), EarlyStoppingState)
assert_type(stopping.best, float | None)
assert_type(stopping.stop_reason, str | None)
kept: Stateful[EarlyStoppingState] = stopping

fit(
    Digits(),
    [1.0],
    callbacks=[
        stopping,
        TerminateOnNaN(raises=True),
        TimeLimit(timedelta(hours=1), after="epoch"),
        GracefulStop(signals=(SIGTERM,), stop_file="stop"),
        LearningRateSchedule(lambda epoch, rate: rate / (1 + epoch)),
        ReduceLROnPlateau(monitor="accuracy", mode="max"),
    ],
)

EarlyStopping(monitor="loss")  # E: No overload variant  [call-overload]
EarlyStopping(monitor="loss", mode="auto")  # E: No overload variant  [call-overload]
EarlyStopping("loss", "min")  # E: No overload variant  [call-overload]
TerminateOnNaN(raise_=True)  # E: Unexpected keyword argument "raise_"  [call-arg]
ReduceLROnPlateau(monitor="loss", mode="less")  # E: "Literal['min', 'max']"  [arg-type]
TimeLimit("1h")  # E: expected "float | timedelta"  [arg-type]
TimeLimit(1.0, after="run")  # E: "Literal['batch', 'epoch']"  [arg-type]
LearningRateSchedule(0.1)  # E: expected "Callable[[int, float], float]"  [arg-type]
stopping.patience = 4  # E: final attribute  [misc]
stopping.best = 0.0  # E: read-only  [misc]


class CounterState(State):
    epochs: int


class Counter(StatefulMixin[CounterState]):
    def new_state(self) -> CounterState:
        return {"version": 1, "epochs": "0"}  # E: has type "int"  [typeddict-item]

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        self._state["epochs"] += 1
        self._state["epoch"] += 1  # E: has no key "epoch"  [typeddict-item]
        self._state["version"] = 2  # E: ReadOnly  [typeddict-readonly-mutated]
