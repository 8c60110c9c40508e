"""A wrapper returns the type that it was given, so it is accepted exactly where that is."""

from typing import Any, assert_type

from digits import DATA, Bell, Digits, DigitsLogs, RecallLogs

from hookline import (
    Callback,
    CallbackList,
    FitHook,
    HasStopTraining,
    History,
    Logs,
    NoLogs,
    PredictLogs,
    evaluate,
    fit,
    predict,
)
from hookline.callbacks import background, best_effort, every


class OfDigits:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None: ...


class Begin:
    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None: ...


class Show:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[object]) -> None: ...


class Mixed(Callback[HasStopTraining, DigitsLogs]):
    loss = 0.5

    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...


class Misspelt:
    def on_epoch_ends(self, epoch: int, logs: Logs) -> None: ...


class OfRecall:
    def on_epoch_end(self, epoch: int, logs: RecallLogs) -> None: ...


class WithoutLogs:
    def on_epoch_end(self, epoch: int) -> None: ...


def the_type_is_kept() -> None:
    assert_type(every(10, Bell()), Bell)
    assert_type(every(0.5, Bell(), "seconds"), Bell)
    assert_type(every(2, Bell(), unit="epochs"), Bell)
    assert_type(best_effort(Bell(), retire_after=5), Bell)
    assert_type(background(Bell(), max_waiting=5), Bell)
    assert_type(every(10, background(best_effort(Mixed()))), Mixed)
    assert_type(every(10, background(best_effort(Mixed()))).loss, float)


def right_callbacks_are_accepted() -> None:
    fit(Digits(), DATA, callbacks=[every(10, Bell()), best_effort(OfDigits()), background(Begin())])
    fit(Digits(), DATA, callbacks=[every(2, best_effort(OfDigits()), "epochs"), Begin()])
    fit(Digits(), DATA, callbacks=[background(every(0.5, Mixed(), "seconds"))])
    fit(Digits(), DATA, callbacks=[every(2, History(), "epochs")])
    predict(Digits(), DATA, callbacks=[every(10, Show()), best_effort(background(Show()))])
    CallbackList([every(10, Bell()), best_effort(Show())])
    callbacks: list[FitHook[DigitsLogs]] = [every(10, Bell()), background(OfDigits()), Mixed()]
    fit(Digits(), DATA, callbacks=callbacks)


def a_callback_of_another_loop() -> None:
    fit(Digits(), DATA, callbacks=[every(10, Show())])  # E: incompatible type "Show"  [list-item]
    evaluate(Digits(), DATA, callbacks=[background(Begin())])  # E: "Begin"  [list-item]


def a_callback_of_other_logs() -> None:
    fit(Digits(), DATA, callbacks=[every(10, OfRecall())])  # E: Cannot infer value  [misc]
    fit(Digits(), DATA, callbacks=[best_effort(OfRecall())])  # E: Cannot infer value  [misc]
    fit(Digits(), DATA, callbacks=[background(OfRecall())])  # E: Cannot infer value  [misc]


def no_callback() -> None:
    every(10, Misspelt())  # E: No overload variant  [call-overload]
    best_effort(Misspelt())  # E: cannot be "Misspelt"  [type-var]
    background(WithoutLogs())  # E: cannot be "WithoutLogs"  [type-var]
    background(Bell)  # E: cannot be "type[Bell]"  [type-var]
    best_effort(3)  # E: cannot be "int"  [type-var]


def arguments() -> None:
    every(0.5, Bell())  # E: No overload variant  [call-overload]
    every(0.5, Bell(), "epochs")  # E: No overload variant  [call-overload]
    every(10, Bell(), "minutes")  # E: No overload variant  [call-overload]
    every(Bell(), 10)  # E: No overload variant  [call-overload]
    best_effort(Bell(), retire_after="3")  # E: incompatible type "str"  [arg-type]
    background(Bell(), max_waiting=None)  # E: incompatible type "None"  [arg-type]


def a_callback_without_types(callback: Any) -> None:
    fit(Digits(), DATA, callbacks=[every(10, callback), best_effort(callback)])
