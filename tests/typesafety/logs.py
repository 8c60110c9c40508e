"""Logs: every key is known, every value is a float, and nobody writes."""

from collections.abc import Mapping
from typing import NotRequired, Required, assert_type

from typing_extensions import ReadOnly

from hookline import Logs, NoLogs, Params, PredictLogs, metric, metrics


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]


class SparseLogs(Logs, total=False, closed=True):
    accuracy: ReadOnly[float]


class CountLogs(Logs, closed=True):
    loss: Required[ReadOnly[int]]  # narrower, which is safe where nobody writes


class WordLogs(Logs, closed=True):
    loss: ReadOnly[str]  # E: Definition of field "loss" incompatible  [misc]


# pyright reports the class, mypy the field.
class ClosedTwice(DigitsLogs):  # pyright only
    recall: ReadOnly[float]  # E: Cannot extend closed base class  [misc]  # mypy only


def reading(logs: DigitsLogs, sparse: SparseLogs) -> None:
    assert_type(logs["loss"], float)
    assert_type(logs["accuracy"], float)
    assert_type(logs.get("val_accuracy"), float | None)
    assert_type(logs.get("val_loss", 1.0), float)
    assert_type(sparse.get("accuracy"), float | None)
    if "val_accuracy" in logs:
        assert_type(logs["val_accuracy"], float)
    print(logs["acuracy"])  # E: "DigitsLogs" has no key "acuracy"  [typeddict-item]


def reading_by_a_name_of_run_time(logs: Logs, digits: DigitsLogs, name: str) -> None:
    print(logs[name])  # E: key must be a string literal  [literal-required]  # mypy only
    assert_type(metric(logs, name), float | None)
    assert_type(metric(digits, name), float | None)
    print(metric(digits, name) + 1)  # E: Unsupported operand types  [operator]
    print(metric(digits, 3))  # E: incompatible type "int"; expected "str"  [arg-type]
    print(metric({"accuracy": 0.5}, name))  # E: expected "Logs | NoLogs"  [arg-type]


def writing(logs: Logs, digits: DigitsLogs) -> None:
    logs["loss"] = 0.5  # E: key "loss" TypedDict is mutated  [typeddict-readonly-mutated]
    digits["accuracy"] = 0.5  # E: "accuracy" TypedDict is mutated  [typeddict-readonly-mutated]
    digits.update({"accuracy": 0.5})  # E: is mutated  [typeddict-readonly-mutated]
    digits["recall"] = 0.5  # E: "DigitsLogs" has no key "recall"  [typeddict-unknown-key]
    del logs["loss"]  # E: Key "loss" of TypedDict "Logs" cannot be deleted  [misc]
    logs.pop("loss")  # E: Key "loss" of TypedDict "Logs" cannot be deleted  [misc]  # mypy only
    logs.clear()  # E: "Logs" has no attribute "clear"  [attr-defined]


def making() -> list[DigitsLogs]:
    return [
        {"loss": 0.5, "accuracy": 0.9},
        {"loss": 0.5, "accuracy": 0.9, "val_loss": 0.6, "val_accuracy": 0.8},
    ]


def making_with_faults() -> None:
    lacking: DigitsLogs = {"accuracy": 0.9}  # E: Missing key "loss"  [typeddict-item]
    surplus: NoLogs = {"loss": 0.5}  # E: Extra key "loss"  [typeddict-unknown-key]
    word: SparseLogs = {"accuracy": "high"}  # E: item "accuracy" has  [typeddict-item]
    print(lacking, surplus, word)


def standing_for_each_other(digits: DigitsLogs, sparse: SparseLogs, none: NoLogs) -> None:
    plain: list[Logs] = [digits, sparse, none]
    richer: DigitsLogs = plain[0]  # E: expression has type "Logs"  [assignment]
    nothing: NoLogs = plain[0]  # E: expression has type "Logs"  [assignment]
    fewer: SparseLogs = digits  # E: expression has type "DigitsLogs"  [assignment]
    more: DigitsLogs = sparse  # E: expression has type "SparseLogs"  [assignment]  # mypy only
    print(richer, nothing, fewer, more)


def no_logs(logs: NoLogs) -> None:
    print(logs["loss"])  # E: TypedDict "NoLogs" has no key "loss"  [typeddict-item]
    logs["loss"] = 0.5  # E: TypedDict "NoLogs" has no key "loss"  [typeddict-unknown-key]
    assert_type(metric(logs, "loss"), float | None)


def outputs(logs: PredictLogs[list[int]], anything: PredictLogs) -> None:
    assert_type(logs["outputs"], list[int])
    assert_type(anything["outputs"], object)
    anything = logs  # outputs are covariant
    print(anything, logs["output"])  # E: has no key "output"  [typeddict-item]
    logs["outputs"] = [1]  # E: "outputs" TypedDict is mutated  [typeddict-readonly-mutated]
    words: PredictLogs[str] = logs  # E: variable has type "PredictLogs[str]"  [assignment]
    print(words)


def parameters(params: Params) -> None:
    assert_type(params["epochs"], int | None)
    assert_type(params["steps"], int | None)
    assert_type(params["batch_size"], int | None)
    assert_type(params["verbose"], int)
    print(params["samples"])  # E: TypedDict "Params" has no key "samples"  [typeddict-item]
    params["epochs"] = 3  # E: key "epochs" TypedDict is mutated  [typeddict-readonly-mutated]


def every_metric(logs: DigitsLogs) -> None:
    assert_type(metrics(logs), Mapping[str, float])
