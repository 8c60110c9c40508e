"""Needs: what a callback asks of the program it is handed to."""

from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, Required

from typing_extensions import ReadOnly

from hookline import (
    Callback,
    CallbackList,
    HasStopTraining,
    Logs,
    Program,
    Stoppable,
    fit,
)
from hookline.callbacks import EarlyStopping, TimeLimit, every


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class RecallLogs(Logs, closed=True):
    recall: ReadOnly[float]


class HasLearningRate(Protocol):
    learning_rate: float


class SupportsSave(Protocol):
    def save(self, path: str) -> None: ...


class Plain:
    def train_step(self, batch: int) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9}


class Tested(Plain):
    def test_step(self, batch: int) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9}


class SureLogs(Logs, closed=True):
    val_loss: Required[ReadOnly[float]]


class Sure:
    def train_step(self, batch: int) -> SureLogs:
        return {"val_loss": 0.5}


class Slow(Plain):
    learning_rate = "slow"

    def save(self, path: str) -> None: ...


class Warm(Plain):
    def __init__(self) -> None:
        self.learning_rate = 0.1


class Anything(Plain):
    def __getattr__(self, name: str) -> Any:
        return name


class Untyped:
    def train_step(self, batch: int) -> Any:
        return {"loss": 0.5}


class Decay(Callback[HasLearningRate]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class PlainDecay:
    def set_program(self, program: HasLearningRate) -> None: ...

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Either(Callback[HasLearningRate | SupportsSave]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class OfClass(Callback[Warm]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Stop(Callback[Stoppable]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Recall(Callback[Stoppable, RecallLogs]):
    def on_epoch_end(self, epoch: int, logs: RecallLogs | None = None) -> None: ...


@dataclass
class Watch:
    monitor: str
    patience: int = 0

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


DATA = [1, 2]
METRIC: Final = "val_acuracy"


def programs(anything: Anything) -> None:
    fit(Warm(), DATA, callbacks=[Decay(), PlainDecay(), Either(), OfClass(), Stop()])
    fit(Slow(), DATA, callbacks=[Either(), Stop()])
    fit(anything, DATA, callbacks=[Decay()])
    fit(Plain(), DATA, callbacks=[Stop()])  # the loops set what it asks for
    fit(Plain(), DATA, callbacks=[Decay()])  # E: has no `learning_rate`  [hookline-program]
    fit(Plain(), DATA, callbacks=[PlainDecay()])  # E: has no `learning_rate`  [hookline-program]
    fit(Plain(), DATA, callbacks=[Either()])  # E: and has no `save`  [hookline-program]
    fit(Plain(), DATA, callbacks=[OfClass()])  # E: and Plain is not one  [hookline-program]
    fit(Slow(), DATA, callbacks=[Decay()])  # E: of another type  [hookline-program]


def logs() -> None:
    fit(Plain(), DATA, callbacks=[Recall()])  # E: gives no `recall`  [hookline-logs]
    fit(Untyped(), DATA, callbacks=[Recall()])
    CallbackList([Recall()], program=Plain())  # E: gives no `recall`  [hookline-logs]


def monitors(name: str, literal: Literal["accuracy", "acuracy"], arguments: Any) -> None:
    fit(Tested(), DATA, validation_data=DATA, callbacks=[Watch("val_accuracy"), Watch(name)])
    fit(Plain(), DATA, callbacks=[Watch(monitor="loss"), Watch(name)])
    fit(Tested(), DATA, **arguments, callbacks=[Watch("val_loss")])
    fit(Sure(), DATA, callbacks=[Watch("val_loss")])
    fit(Plain(), DATA, callbacks=[Watch("val_loss")])  # E: nothing validates  [hookline-monitor]
    fit(Untyped(), DATA, callbacks=[Watch("anything")])
    fit(Plain(), DATA, callbacks=[Watch("acuracy")])  # E: mean `accuracy`  [hookline-monitor]
    fit(Plain(), DATA, callbacks=[Watch(monitor="f1")])  # E: no such metric  [hookline-monitor]
    fit(Plain(), DATA, callbacks=[Watch(METRIC)])  # E: `val_accuracy`?  [hookline-monitor]
    fit(Plain(), DATA, callbacks=[Watch(literal)])  # E: 'acuracy'  [hookline-monitor]
    watch = Watch(patience=3, monitor="recall")
    fit(Plain(), DATA, callbacks=[watch])  # E: monitor='recall'  [hookline-monitor]


class Owner(Program[int, DigitsLogs, str]):
    def run(self) -> None:
        self.fit(DATA, callbacks=[Watch("loss"), Stop()])
        self.fit(DATA, callbacks=[Decay()])  # E: Owner has no  [hookline-program]
        self.fit(DATA, callbacks=[Watch("los")])  # E: `loss`?  [hookline-monitor]


class HandMade:
    stop_training = False


class Stops(Callback[HasStopTraining]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Reads(Callback[object, DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...


def hand_written_loops(arguments: Any) -> None:
    CallbackList([Stop(), Reads(), Watch("loss")])
    CallbackList([Stop()], program=Plain())
    CallbackList([Stops()], program=HandMade())
    CallbackList([Stops()], **arguments)
    stops = Stops()
    stops.set_program(HandMade())
    CallbackList([stops])
    fit(Plain(), DATA, callbacks=[Stops(), EarlyStopping(monitor="loss", mode="min")])
    CallbackList([Stops()], program=Plain())  # E: has no `stop_training`  [hookline-program]
    CallbackList([TimeLimit(5)], program=Plain())  # E: `stop_training`  [hookline-program]
    CallbackList([Stops()])  # E: needs a program that is `HasStopTraining`  [hookline-program]
    CallbackList([Decay()], program=None)  # E: is given none  [hookline-program]
    CallbackList([Either()])  # E: is given none  [hookline-program]
    best = EarlyStopping(monitor="loss", mode="min")
    CallbackList([best], program=Plain())  # E: has no `stop_training`  [hookline-program]
    CallbackList([every(2, best)], program=Plain())  # E: `stop_training`  [hookline-program]
