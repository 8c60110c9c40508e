"""Programs: the loops learn the types of batch, logs and outputs from the steps."""

from collections.abc import Iterable, Iterator
from typing import Required, assert_type

from typing_extensions import ReadOnly

from hookline import (
    History,
    Logs,
    Predictable,
    Program,
    Stoppable,
    Testable,
    Trainable,
    evaluate,
    fit,
    predict,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class Digits:
    def train_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def test_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def predict_step(self, batch: list[float]) -> tuple[int, float]:
        return len(batch), 0.5


class DigitsProgram(Program[list[float], DigitsLogs, tuple[int, float]]):
    def train_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}


DATA = [[1.0], [2.0, 3.0]]


# What the loops return


def functions() -> None:
    history = fit(Digits(), DATA, epochs=3, validation_data=DATA)
    assert_type(history, History[DigitsLogs])
    assert_type(history.epoch, list[int])
    assert_type(history.history, dict[str, list[float]])
    assert_type(history.logs, list[DigitsLogs])
    assert_type(history.logs[-1]["accuracy"], float)
    assert_type(evaluate(Digits(), DATA), DigitsLogs)
    assert_type(predict(Digits(), DATA), list[tuple[int, float]])
    print(history.logs[0]["acuracy"])  # E: has no key "acuracy"  [typeddict-item]


def methods(program: DigitsProgram) -> None:
    assert_type(program.fit(DATA), History[DigitsLogs])
    assert_type(program.history, History[DigitsLogs])
    assert_type(program.evaluate(DATA), DigitsLogs)
    assert_type(program.predict(DATA), list[tuple[int, float]])
    program.compile(steps_per_execution=3)
    program.compile(steps_per_execution=3.0)  # E: expected "int"  [arg-type]
    program.compile(optimizer="adam")  # E: Unexpected keyword argument  [call-arg]
    program.stop_training = True
    program.stop_training = "now"  # E: variable has type "bool"  [assignment]


def a_program_is_a_program(program: DigitsProgram) -> None:
    assert_type(fit(program, DATA), History[DigitsLogs])
    assert_type(evaluate(program, DATA), DigitsLogs)
    assert_type(predict(program, DATA), list[tuple[int, float]])
    trainable: Trainable[list[float], DigitsLogs] = program
    testable: Testable[list[float], Logs] = program
    predictable: Predictable[list[float]] = program
    stoppable: Stoppable = program
    print(trainable, testable, predictable, stoppable)
    stoppable = Digits()  # E: expression has type "Digits"  [assignment]


class Defaults(Program):
    def train_step(self, batch: object) -> Logs:
        return {"loss": 0.5}


def defaults() -> None:
    assert_type(Defaults().fit([1, "two"]), History[Logs])
    assert_type(Defaults().predict([3]), list[object])


# Data


def data(iterator: Iterator[list[float]], loader: Iterable[list[float]]) -> None:
    fit(Digits(), iterator)
    fit(Digits(), loader, validation_data=loader)
    fit(Digits(), (batch for batch in DATA))


def data_of_the_wrong_type(words: list[list[str]]) -> None:
    fit(Digits(), words)  # E: type parameter "BatchT" of "fit"  [misc]
    fit(Digits(), DATA, validation_data=words)  # E: type parameter "BatchT" of "fit"  [misc]
    fit(Digits(), [1.0, 2.0])  # E: type parameter "BatchT" of "fit"  [misc]
    fit(Digits(), 3)  # E: "int"; expected "Iterable[list[float]]"  [arg-type]
    evaluate(Digits(), words)  # E: type parameter "BatchT" of "evaluate"  [misc]
    predict(Digits(), words)  # E: type parameter "BatchT" of "predict"  [misc]
    DigitsProgram().fit(words)  # E: expected "Iterable[list[float]]"  [arg-type]
    DigitsProgram().evaluate(words)  # E: expected "Iterable[list[float]]"  [arg-type]
    DigitsProgram().predict(words)  # E: expected "Iterable[list[float]]"  [arg-type]


# Options


def options() -> None:
    fit(Digits(), DATA, validation_data=DATA, validation_freq=[1, 3], verbose="auto")
    fit(Digits(), DATA, 3)  # E: Too many positional arguments for "fit"  [call-arg]
    fit(Digits(), DATA, epoch=3)  # E: Unexpected keyword argument "epoch"  [call-arg]
    fit(Digits(), DATA, epochs="3")  # E: "str"; expected "int"  [arg-type]
    fit(Digits(), DATA, verbose=3)  # E: expected "Literal['auto', 0, 1, 2]"  [arg-type]
    fit(Digits(), DATA, validation_freq="1")  # E: "int | Collection[int]"  [arg-type]


# Steps


class NoSteps: ...


class PlainLogs:
    def train_step(self, batch: list[float]) -> Logs:
        return {"loss": 0.5}


class ReturnsDict:
    def train_step(self, batch: list[float]) -> dict[str, float]:
        return {"loss": 0.5}


class ReturnsNone:
    def train_step(self, batch: list[float]) -> None: ...


class TwoParameters:
    def train_step(self, inputs: list[float], targets: list[int]) -> Logs:
        return {"loss": 0.5}


class Awaited:
    async def train_step(self, batch: list[float]) -> Logs:
        return {"loss": 0.5}


class Faulty:
    def train_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": 0.5}  # E: Missing key "accuracy"  [typeddict-item]

    def test_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9, "recall": 0.5}  # E: "recall"  [typeddict-unknown-key]

    def train_on(self, batch: list[float]) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": "high"}  # E: "accuracy"  [typeddict-item]


class FaultyProgram(Program[list[float], DigitsLogs, int]):
    def train_step(self, batch: list[str]) -> DigitsLogs:  # E: Argument 1 of  [override]
        return {"loss": 0.5}  # E: Missing key "accuracy"  [typeddict-item]

    def test_step(self, batch: list[float]) -> Logs:  # E: Return type "Logs" of  [override]
        return {"loss": 0.5}

    def predict_step(self, batch: list[float]) -> str:  # E: Return type "str" of  [override]
        return "one"


class NotLogs(Program[list[float], int]): ...  # E: must be a subtype of "Logs"  [type-var]


def refused() -> None:
    fit(NoSteps(), DATA)  # E: incompatible type "NoSteps"; expected "Trainable[  [arg-type]
    evaluate(PlainLogs(), DATA)  # E: "PlainLogs"; expected "Testable[  [arg-type]
    predict(PlainLogs(), DATA)  # E: "PlainLogs"; expected "Predictable[  [arg-type]
    fit(Digits, DATA)  # E: "type[Digits]"; expected "Trainable[  [arg-type]
    fit(ReturnsDict(), DATA)  # E: "LogsT" of "fit" cannot be "dict[str, float]"  [type-var]
    fit(ReturnsNone(), DATA)  # E: "LogsT" of "fit" cannot be "None"  [type-var]
    fit(TwoParameters(), DATA)  # E: incompatible type "TwoParameters"  [arg-type]
    fit(Awaited(), DATA)  # E: "LogsT" of "fit" cannot be "Coroutine  [type-var]


def roles(program: Digits, plain: PlainLogs) -> None:
    poorer: Trainable[list[float], Logs] = program
    any_batch: Trainable[object, Logs] = program  # E: "Trainable[object, Logs]"  [assignment]
    richer: Trainable[list[float], DigitsLogs] = plain  # E: "PlainLogs"  [assignment]
    words: Predictable[list[float], str] = program  # E: has type "Digits"  [assignment]
    print(poorer, any_batch, richer, words)
