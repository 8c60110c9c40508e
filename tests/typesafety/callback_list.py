"""CallbackList: a hand-written loop is held to the same hooks as the callbacks."""

from typing import Required, assert_type

from typing_extensions import ReadOnly

from hookline import (
    AnyHook,
    CallbackList,
    Completed,
    Logs,
    NoLogs,
    Params,
    PredictHooks,
    PredictLogs,
    RunHooks,
    TestHooks,
    TrainHooks,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Report:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None: ...


class Show:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[int]) -> None: ...


LOGS: DigitsLogs = {"loss": 0.5, "accuracy": 0.9}


def loop() -> None:
    with CallbackList[DigitsLogs]([Report(), Bell()], program=object(), epochs=1) as callbacks:
        assert_type(callbacks, CallbackList[DigitsLogs])
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_train_batch_begin(0)
        callbacks.on_train_batch_end(0, LOGS)
        callbacks.on_test_begin()
        callbacks.on_test_batch_begin(batch=0, logs={})
        callbacks.on_test_batch_end(0, LOGS)
        callbacks.on_test_end(LOGS)
        callbacks.on_epoch_end(0, {"loss": 0.5, "accuracy": 0.9})
        callbacks.on_train_end(logs=LOGS)
    callbacks.on_epoch_end(0, LOGS)  # the block swallows no exception, so this is reached


def inference() -> None:
    assert_type(CallbackList([]), CallbackList[Logs, object])
    assert_type(CallbackList([Bell()]), CallbackList[Logs, object])
    assert_type(CallbackList([Report()]), CallbackList[DigitsLogs, object])
    assert_type(CallbackList([Show()]), CallbackList[Logs, int])
    declared: CallbackList[DigitsLogs] = CallbackList([Bell(), Report()])
    assert_type(declared.params, Params)
    assert_type(declared.listens("on_epoch_end", "on_epoch_begin"), bool)


def wrong_calls(callbacks: CallbackList[DigitsLogs], shown: CallbackList[Logs, int]) -> None:
    callbacks.on_epoch_end(LOGS, 0)  # E: expected "int"  [arg-type]  # E: "int"  [arg-type]
    callbacks.on_epoch_end(0, {"loss": 0.5})  # E: expected "DigitsLogs | None"  [arg-type]
    callbacks.on_epoch_end(0, {**LOGS, "recall": 0.5})  # E: "DigitsLogs | None"  [arg-type]
    callbacks.on_epoch_end(0, metrics=LOGS)  # E: keyword argument "metrics"  [call-arg]
    callbacks.on_epoch_ends(0, LOGS)  # E: has no attribute "on_epoch_ends"  [attr-defined]
    callbacks.on_epoch_begin(0, {"loss": 0.5})  # E: expected "NoLogs | None"  [arg-type]
    callbacks.on_epoch_begin()  # E: Missing positional argument "epoch"  [call-arg]
    callbacks.on_epoch_begin("0")  # E: incompatible type "str"; expected "int"  [arg-type]
    callbacks.on_train_begin(0)  # E: incompatible type "int"  [arg-type]
    callbacks.on_exception("late")  # E: expected "BaseException"  [arg-type]
    callbacks.on_close(Completed)  # E: incompatible type "type[Completed]"  [arg-type]
    shown.on_predict_batch_end(0, {"outputs": 3})
    shown.on_predict_batch_end(0, {"outputs": "3"})  # E: expected "PredictLogs[int]  [arg-type]
    shown.on_predict_batch_end(0, 3)  # E: incompatible type "int"  [arg-type]


def wrong_parameters() -> None:
    CallbackList([Bell()], epoch=3)  # E: keyword argument "epoch"  [call-arg]
    CallbackList([Bell()], epochs="3")  # E: expected "int | None"  [arg-type]
    CallbackList([Bell()], object())  # E: Too many positional arguments  [call-arg]
    CallbackList[int]()  # E: "LogsT" of "CallbackList" cannot be "int"  [type-var]


def read_only(callbacks: CallbackList[DigitsLogs]) -> None:
    callbacks.callbacks = ()  # E: Cannot assign to final attribute  [misc]
    callbacks.program = object()  # E: Cannot assign to final attribute  [misc]
    callbacks.params["epochs"] = 3  # E: "epochs"  [typeddict-readonly-mutated]


class Derived(CallbackList): ...  # E: Cannot inherit from final class  [misc]


def a_list_is_a_callback(callbacks: CallbackList[DigitsLogs, int]) -> None:
    train: TrainHooks[DigitsLogs] = callbacks
    test: TestHooks[DigitsLogs] = callbacks
    predict: PredictHooks[int] = callbacks
    run: RunHooks = callbacks
    hook: AnyHook[DigitsLogs, int] = callbacks
    poorer: TrainHooks = callbacks  # E: variable has type "TrainHooks[Logs]"  [assignment]
    print(train, test, predict, run, hook, poorer)


def a_list_of_richer_logs_is_no_list_of_plain_ones(callbacks: CallbackList[DigitsLogs]) -> None:
    plain: CallbackList = callbacks  # E: "CallbackList[DigitsLogs, object]"  [assignment]
    print(plain)


def none(logs: NoLogs, callbacks: CallbackList) -> None:
    callbacks.on_train_begin(logs)
    callbacks.on_epoch_end(0, None)
