"""Reading: keys that logs never have, and a program that is not there yet."""

from collections.abc import Callable
from typing import NotRequired, Required, TypedDict, assert_type

from typing_extensions import ReadOnly

from hookline import Callback, History, Logs, NoLogs, Params, PredictLogs, Stoppable, metric


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]


class Settings(TypedDict, total=False):
    loss: str


def of_closed_logs(logs: DigitsLogs, maybe: DigitsLogs | None, none: NoLogs) -> None:
    assert_type(logs.get("loss"), float)
    assert_type(logs.get("val_accuracy"), float | None)
    assert_type(logs.get("val_accuracy", 0.0), float)
    logs.get("acuracy")  # E: did you mean `accuracy`?  [hookline-key]
    logs.get("acuracy", 0.0)  # E: did you mean `accuracy`?  [hookline-key]
    logs.get("f1")  # E: its keys are `accuracy`, `loss`, `val_a  [hookline-key]
    none.get("loss")  # E: it is always empty  [hookline-key]
    if maybe:
        maybe.get("los")  # E: did you mean `loss`?  [hookline-key]


def of_open_logs(logs: Logs) -> None:
    logs.get("recall")  # may be there
    logs.get("g_loss")  # which is another loss
    logs.get("val_los")  # E: did you mean `val_loss`?  [hookline-key]


def of_others(logs: PredictLogs[int], params: Params, settings: Settings, name: str) -> None:
    logs.get("output")  # E: did you mean `outputs`?  [hookline-key]
    params.get("epoch")  # E: did you mean `epochs`?  [hookline-key]
    settings.get("los")
    {"loss": 0.5}.get("los")
    assert_type(settings.get(name), object)


def by_metric(logs: DigitsLogs, open_logs: Logs, name: str) -> None:
    metric(logs, "val_accuracy")
    metric(logs, name)
    metric(open_logs, "recall")
    metric(logs, "acuracy")  # E: did you mean `accuracy`?  [hookline-key]


def of_a_history(history: History[DigitsLogs], untold: History, other: dict[str, int]) -> None:
    print(history.history["val_accuracy"], other["acuracy"], untold.history["recall"])
    print(history.history["acuracy"])  # E: did you mean `accuracy`?  [hookline-key]


class Asks:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        if "val_accuracy" in logs:
            print(logs["val_accuracy"])
        if "acuracy" in logs:  # E: did you mean `accuracy`?  [hookline-key]
            print(epoch)
        print(logs["val_loss"])  # E: only in epochs that validated  [hookline-key]
        print(logs["val_acuracy"])  # E: has no key "val_acuracy"  [typeddict-item]

    def on_train_end(self, logs: DigitsLogs) -> None:
        try:
            print(logs["val_loss"])
        except KeyError:
            print("never validated")

    def on_test_end(self, logs: Logs) -> None:
        if "recall" not in logs:  # may be there
            print("no recall")


class AlwaysLogs(Logs, closed=True):
    val_accuracy: Required[ReadOnly[float]]


class Sure(Callback[Stoppable, AlwaysLogs]):
    def on_epoch_end(self, epoch: int, logs: AlwaysLogs | None = None) -> None:
        if logs:
            print(logs["val_accuracy"])


class NothingMeasured:
    def on_epoch_begin(self, epoch: int, logs: Logs) -> None:
        print(logs.get("loss"))  # E: its logs are always empty  [hookline-key]

    def on_predict_end(self, logs: Logs) -> None:
        print("loss" in logs)  # E: never receives 'loss'  [hookline-key]


class NothingButOutputs(Callback):
    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        print((logs or {}).get("loss"))  # E: 'outputs' and no metrics  [hookline-key]

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print((logs or {}).get("loss"))


class Early(Callback):
    def __init__(self, read: Callable[[], object]) -> None:
        print(self.program)  # E: `self.program` is read in `__init__`  [hookline-ready]
        print(self.params["epochs"])  # E: `self.params` is read in  [hookline-ready]
        self.later = lambda: self.program

        def later() -> object:
            return self.program

        self.read = later if read() else read

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.program, self.params)


class Silent(Callback):
    def __init__(self, other: Early) -> None:
        print(other.program)  # another object may be ready
        print(self.program)  # type: ignore[hookline-ready]
