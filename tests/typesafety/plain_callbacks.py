"""Plain callbacks: one hook and no base class, and what the loops say of those that do not fit."""

from typing import Required, assert_type

from typing_extensions import ReadOnly

from hookline import (
    CallbackList,
    FitHook,
    History,
    Logs,
    NoLogs,
    Outcome,
    PredictLogs,
    evaluate,
    fit,
    predict,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class RecallLogs(Logs, closed=True):
    recall: ReadOnly[float]


class Digits:
    def train_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def test_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def predict_step(self, batch: list[float]) -> list[int]:
        return [int(value) for value in batch]


DATA = [[1.0, 2.0], [3.0]]


# Callbacks that fit


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Begin:
    def on_train_begin(self, logs: NoLogs) -> None: ...


class Accuracy:
    def on_train_batch_end(self, batch: int, logs: DigitsLogs) -> None: ...


class KerasStyle:
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Tested:
    def on_test_end(self, logs: Logs) -> None: ...


class Show:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[list[int]]) -> None: ...


class ShowAnything:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[object]) -> None: ...


class Release:
    def on_close(self, outcome: Outcome) -> None: ...


class Unannotated:
    def on_epoch_end(self, epoch, logs):  # E: missing a  [no-untyped-def]
        print("an epoch is over")


class WithMore:
    def on_epoch_end(self, epoch: int, logs: Logs, loud: bool = False) -> None: ...

    def summary(self) -> str:
        return "a method that is no hook is nobody's business"


def accepted(either: bool) -> None:
    fit(Digits(), DATA, callbacks=[Bell(), Begin(), Accuracy(), Tested(), Release()])
    fit(Digits(), DATA, callbacks=(KerasStyle(), Unannotated(), WithMore(), History()))
    fit(Digits(), DATA, callbacks=[Bell()] if either else [])
    evaluate(Digits(), DATA, callbacks=[Tested(), Release()])
    predict(Digits(), DATA, callbacks=[Show(), ShowAnything(), Release()])
    CallbackList([Bell(), Tested(), ShowAnything()])
    CallbackList[DigitsLogs]([Bell(), Accuracy()])
    CallbackList[DigitsLogs, list[int]]([Accuracy(), Show()])


def in_a_variable(bells: list[Bell], mixed: list[Bell | Accuracy]) -> None:
    hooks: list[FitHook[DigitsLogs]] = [Bell(), Accuracy(), Tested()]
    history = fit(Digits(), DATA, callbacks=hooks)
    assert_type(history, History[DigitsLogs])
    fit(Digits(), DATA, callbacks=bells)
    fit(Digits(), DATA, callbacks=mixed)
    fit(Digits(), DATA, callbacks=[*bells, Begin()])
    fit(Digits(), DATA, callbacks=(bell for bell in bells))


# Callbacks that do not fit


class Misspelt:
    def on_epoch_ends(self, epoch: int, logs: Logs) -> None: ...


class Short:
    def on_epoch_end(self, epoch: int) -> None: ...


class Long:
    def on_epoch_end(self, epoch: int, logs: Logs, step: int) -> None: ...


class Swapped:
    def on_epoch_end(self, logs: Logs, epoch: int) -> None: ...


class Renamed:
    def on_epoch_end(self, number: int, metrics: Logs) -> None: ...


class EpochIsText:
    def on_epoch_end(self, epoch: str, logs: Logs) -> None: ...


class LogsAreDict:
    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None: ...


class Recall:
    def on_epoch_end(self, epoch: int, logs: RecallLogs) -> None: ...


class BeginWithMetrics:
    def on_train_begin(self, logs: DigitsLogs) -> None: ...


class Awaited:
    async def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class ShowWords:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[str]) -> None: ...


class NoHook:
    epochs = 3


def refused_by_fit() -> None:
    fit(Digits(), DATA, callbacks=[Misspelt()])  # E: incompatible type "Misspelt"  [list-item]
    fit(Digits(), DATA, callbacks=[Short()])  # E: incompatible type "Short"  [list-item]
    fit(Digits(), DATA, callbacks=[Long()])  # E: incompatible type "Long"  [list-item]
    fit(Digits(), DATA, callbacks=[Swapped()])  # E: incompatible type "Swapped"  [list-item]
    fit(Digits(), DATA, callbacks=[Renamed()])  # pyright only
    fit(Digits(), DATA, callbacks=[EpochIsText()])  # E: type "EpochIsText"  [list-item]
    fit(Digits(), DATA, callbacks=[LogsAreDict()])  # E: Cannot infer value of  [misc]
    fit(Digits(), DATA, callbacks=[Recall()])  # E: type parameter "LogsT" of "fit"  [misc]
    fit(Digits(), DATA, callbacks=[BeginWithMetrics()])  # E: "BeginWithMetrics"  [list-item]
    fit(Digits(), DATA, callbacks=[Awaited()])  # E: incompatible type "Awaited"  [list-item]
    fit(Digits(), DATA, callbacks=[NoHook()])  # E: incompatible type "NoHook"  [list-item]
    fit(Digits(), DATA, callbacks=[Show()])  # E: List item 0 has incompatible type  [list-item]
    fit(Digits(), DATA, callbacks=[Bell(), Short(), Begin()])  # E: List item 1  [list-item]
    fit(Digits(), DATA, callbacks=[Bell])  # E: incompatible type "type[Bell]"  [list-item]
    fit(Digits(), DATA, callbacks=[[Bell()]])  # E: type "list[Bell]"  [list-item]
    fit(Digits(), DATA, callbacks=Bell())  # E: "Bell"; expected "Iterable[  [arg-type]
    fit(Digits(), DATA, callbacks=None)  # E: "None"; expected "Iterable[  [arg-type]
    fit(Digits(), DATA, callbacks={"bell": Bell()})  # E: type "str": "Bell"  [dict-item]


def refused_in_a_variable(misspelt: list[Misspelt], recalls: list[Recall]) -> None:
    fit(Digits(), DATA, callbacks=misspelt)  # E: type "list[Misspelt]"  [arg-type]
    fit(Digits(), DATA, callbacks=recalls)  # E: Cannot infer value of  [misc]


def refused_by_evaluate() -> None:
    evaluate(Digits(), DATA, callbacks=[Bell()])  # E: incompatible type "Bell"  [list-item]
    evaluate(Digits(), DATA, callbacks=[Show()])  # E: incompatible type "Show"  [list-item]
    evaluate(Digits(), DATA, callbacks=[Tested])  # E: type "type[Tested]"  [list-item]
    evaluate(Digits(), DATA, callbacks=Tested())  # E: expected "Iterable[  [arg-type]


def refused_by_predict() -> None:
    predict(Digits(), DATA, callbacks=[Bell()])  # E: incompatible type "Bell"  [list-item]
    predict(Digits(), DATA, callbacks=[Tested()])  # E: incompatible type "Tested"  [list-item]
    predict(Digits(), DATA, callbacks=[ShowWords()])  # E: parameter "OutputsT"  [misc]
    predict(Digits(), DATA, callbacks=[Show])  # E: incompatible type "type[Show]"  [list-item]
    predict(Digits(), DATA, callbacks=Show())  # E: expected "Iterable[  [arg-type]


def refused_by_callback_list() -> None:
    CallbackList([Misspelt()])  # E: List item 0 has incompatible type "Misspelt"  [list-item]
    CallbackList([Short()])  # E: List item 0 has incompatible type "Short"  [list-item]
    CallbackList([NoHook()])  # E: List item 0 has incompatible type "NoHook"  [list-item]
    CallbackList([Bell])  # E: List item 0 has incompatible type "type[Bell]"  [list-item]
    CallbackList(Bell())  # E: incompatible type "Bell"; expected "Iterable[  [arg-type]
    CallbackList[Logs]([Accuracy()])  # E: incompatible type "Accuracy"  [list-item]
    CallbackList[DigitsLogs]([Recall()])  # E: incompatible type "Recall"  [list-item]
    CallbackList[Logs, str]([Show()])  # E: incompatible type "Show"  [list-item]
