"""Steps and arguments: what a loop refuses at its call, where the source shows it."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import ReadOnly

from hookline import Callback, CallbackList, Logs, Program, evaluate, fit, predict


class Trained(Program[int, Logs, str]):
    def train_step(self, batch: int, /) -> Logs:
        return {"loss": 0.5}

    def run(self) -> None:
        self.evaluate([1])  # a subclass may have the step
        self.fit([1])


class Tested(Trained):
    def test_step(self, batch: int, /) -> Logs:
        return {"loss": 0.5}


class Plain:
    def train_step(self, batch: int) -> Logs:
        return {"loss": 0.5}


class Loose:
    def train_step(self, batch: int) -> dict[str, float]:
        return {"loss": 0.5}

    def test_step(self, batch: int) -> Mapping[str, float]:
        return {"loss": 0.5}

    def predict_step(self, batch: int) -> dict[str, float]:
        return {"loss": 0.5}


class Bell(Callback):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Dynamic(Plain):
    def __getattr__(self, name: str) -> Any:
        return name


class NamedLogs(Logs, closed=True):
    name: ReadOnly[str]
    count: ReadOnly[int]


class Named(Program[int, NamedLogs]):
    def train_step(self, batch: int, /) -> NamedLogs:
        return {"name": "digits", "count": 1}


DATA = [1, 2]


def steps(given: Trained) -> None:
    given.evaluate(DATA)  # may be of a subclass
    Tested().evaluate(DATA)
    Tested().fit(DATA, validation_data=DATA)
    fit(Plain(), DATA, validation_data=None)
    fit(Dynamic(), DATA, validation_data=DATA)
    Trained().evaluate(DATA)  # E: Trained defines none  [hookline-program]
    Trained().predict(DATA)  # E: write `def predict_step(self, batch)`  [hookline-program]
    predict(Trained(), DATA)  # E: needs a program with `predict_step`  [hookline-program]
    evaluate(Trained(), DATA)  # E: needs a program with `test_step`  [hookline-program]
    fit(Plain(), DATA, validation_data=DATA)  # E: Plain defines none  [hookline-program]
    made = Trained()
    made.fit(DATA, validation_data=DATA)  # E: with `test_step`  [hookline-program]


def numbers() -> None:
    fit(Named(), DATA)  # E: declares `name` as no number  [hookline-logs]


def counts(program: Trained, count: int) -> None:
    program.fit(DATA, epochs=0, steps_per_epoch=1)
    program.fit(DATA, epochs=count, initial_epoch=5)
    program.fit(DATA, epochs=5, initial_epoch=5)
    program.compile(steps_per_execution=count)
    program.fit(DATA, epochs=-1)  # E: at least 0, not -1  [hookline-argument]
    program.fit(DATA, epochs=2, initial_epoch=5)  # E: write `epochs=7`  [hookline-argument]
    program.fit(DATA, steps_per_epoch=0)  # E: at least 1, not 0  [hookline-argument]
    program.fit(DATA, validation_freq=0)  # E: at least 1, not 0  [hookline-argument]
    program.compile(steps_per_execution=0)  # E: at least 1, not 0  [hookline-argument]
    fit(Plain(), DATA, steps_per_execution=-2)  # E: at least 1, not -2  [hookline-argument]


def untyped_steps() -> None:
    predict(Loose(), DATA)
    CallbackList([Bell()], program=Loose())  # what its loop makes of them, nobody knows
    fit(Loose(), DATA, callbacks=[Bell()])  # E: `train_step` of Loose returns  [hookline-logs]
    history = fit(Loose(), DATA)  # E: write `def train_step(…) -> Logs`  [hookline-logs]
    print(history.epoch)
    evaluate(Loose(), DATA)  # E: `test_step` of Loose returns `Mapping[str,  [hookline-logs]


def validation(freq: int, maybe: list[int] | None, arguments: Any) -> None:
    fit(Tested(), DATA, validation_freq=1)
    fit(Tested(), DATA, validation_freq=freq)
    fit(Tested(), DATA, validation_data=maybe, validation_freq=2)
    fit(Tested(), DATA, validation_freq=2, **arguments)
    fit(Tested(), DATA, validation_freq=2)  # E: so nothing would  [hookline-argument]
    Tested().fit(DATA, validation_freq=[1, 3])  # E: so nothing would  [hookline-argument]


def classes() -> None:
    fit(Plain, DATA)  # E: write `Plain(…)`  [hookline-program]
    predict(Tested, DATA)  # E: `predict` takes a program, and `Tested`  [hookline-program]
