"""Logs: every key is known, every value is a float, and nobody writes."""

from typing import NotRequired, Required, assert_type

from typing_extensions import ReadOnly

from hookline import Logs, NoLogs, Params, PredictLogs, metric


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]


class SparseLogs(Logs, total=False, closed=True):
    accuracy: ReadOnly[float]


class WholeNumbers(Logs, closed=True):
    loss: Required[ReadOnly[int]]  # narrower than a float, and nobody writes: fine


class Words(Logs, closed=True):
    loss: ReadOnly[str]


class Further(DigitsLogs):
    recall: ReadOnly[float]


def reading(logs: DigitsLogs, sparse: SparseLogs) -> None:
    assert_type(logs["loss"], float)
    assert_type(logs["accuracy"], float)
    assert_type(logs.get("val_accuracy"), float | None)
    assert_type(logs.get("val_loss", 1.0), float)
    assert_type(sparse.get("accuracy"), float | None)
    if "val_accuracy" in logs:
        assert_type(logs["val_accuracy"], float)
    print(logs["acuracy"])
    print(logs.get("acuracy"))
    for name in logs:
        print(logs[name])
        assert_type(metric(logs, name), float | None)


def writing(logs: Logs, digits: DigitsLogs, none: NoLogs, params: Params) -> None:
    logs["loss"] = 0.5
    digits["accuracy"] = 0.5
    digits.update({"accuracy": 0.5})
    digits["recall"] = 0.5
    none["loss"] = 0.5
    params["epochs"] = 3
    del logs["loss"]
    logs.pop("loss")
    logs.clear()


def making() -> None:
    full: DigitsLogs = {"loss": 0.5, "accuracy": 0.9}
    validated: DigitsLogs = {"loss": 0.5, "accuracy": 0.9, "val_accuracy": 0.8}
    without: DigitsLogs = {"accuracy": 0.9}
    surplus: DigitsLogs = {"loss": 0.5, "accuracy": 0.9, "recall": 0.1}
    wrong: DigitsLogs = {"loss": "low", "accuracy": 0.9}
    empty: NoLogs = {}
    never: NoLogs = {"loss": 0.5}
    print(full, validated, without, surplus, wrong, empty, never)


def being(digits: DigitsLogs, sparse: SparseLogs, none: NoLogs, logs: Logs) -> None:
    plain: Logs = digits
    plain = sparse
    richer: DigitsLogs = logs
    nothing: NoLogs = logs
    optional: SparseLogs = digits
    required: DigitsLogs = sparse
    all_optional: Logs = none
    print(plain, richer, nothing, optional, required, all_optional)


def no_logs(logs: NoLogs) -> None:
    print(logs["loss"])
    print(logs.get("loss"))
    assert_type(metric(logs, "loss"), float | None)


def by_name(logs: Logs, digits: DigitsLogs) -> None:
    assert_type(metric(logs, "anything"), float | None)
    assert_type(metric(digits, "accuracy"), float | None)
    metric({"loss": 0.5}, "loss")
    metric({"accuracy": 0.5}, "accuracy")
    metric(digits, 3)
    metric({"loss": 0.5}, "loss") + 1


def outputs(logs: PredictLogs[list[int]], anything: PredictLogs) -> None:
    assert_type(logs["outputs"], list[int])
    assert_type(anything["outputs"], object)
    wider: PredictLogs[object] = logs
    narrower: PredictLogs[list[bool]] = logs
    logs["outputs"] = [1]
    print(wider, narrower, logs["output"])


def parameters(params: Params) -> None:
    assert_type(params["epochs"], int | None)
    assert_type(params["steps"], int | None)
    assert_type(params["batch_size"], int | None)
    assert_type(params["verbose"], int)
    print(params["samples"])
