"""What the callbacks that stop a run or change its rate ask of the program they are handed to."""

from typing import Required

from typing_extensions import ReadOnly

from hookline import Logs, fit
from hookline.callbacks import EarlyStopping, LearningRateSchedule, ReduceLROnPlateau


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class Bare:
    def train_step(self, batch: float) -> DigitsLogs:
        return {"loss": batch, "accuracy": 0.9}


class Able(Bare):
    learning_rate = 0.1

    def state_dict(self) -> dict[str, float]:
        return {"rate": self.learning_rate}

    def load_state_dict(self, state: dict[str, float]) -> None:
        self.learning_rate = state["rate"]


DATA = [1.0]


def patient() -> None:
    fit(Bare(), DATA, callbacks=[EarlyStopping(monitor="loss", mode="min")])
    fit(Able(), DATA, callbacks=[EarlyStopping(monitor="loss", mode="min", restore_best=True)])
    bare = EarlyStopping(monitor="loss", mode="min", restore_best=True)
    fit(Bare(), DATA, callbacks=[bare])  # E: no `load_state_dict`, `state_dict`  [hookline-program]
    mistaken = EarlyStopping(monitor="acuracy", mode="max")
    fit(Able(), DATA, callbacks=[mistaken])  # E: did you mean `accuracy`?  [hookline-monitor]


def slower() -> None:
    fit(Able(), DATA, callbacks=[ReduceLROnPlateau(monitor="accuracy", mode="max")])
    reduce = ReduceLROnPlateau(monitor="loss", mode="min")
    fit(Bare(), DATA, callbacks=[reduce])  # E: has no `learning_rate`  [hookline-program]
    schedule = LearningRateSchedule(lambda epoch, rate: rate)
    fit(Bare(), DATA, callbacks=[schedule])  # E: has no `learning_rate`  [hookline-program]
    mistaken = ReduceLROnPlateau(monitor="acuracy", mode="max")
    fit(Able(), DATA, callbacks=[mistaken])  # E: did you mean `accuracy`?  [hookline-monitor]
