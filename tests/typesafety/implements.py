"""`implements` narrows as `isinstance` does, and leaves no `Any` behind."""

from typing import Protocol, Required, assert_type

from typing_extensions import ReadOnly

from hookline import (
    AnyHook,
    Callback,
    FitHook,
    Logs,
    NoLogs,
    OnEpochEnd,
    OnTestBegin,
    OnTrainBegin,
    PredictHooks,
    SupportsParams,
    SupportsProgram,
    TrainHooks,
    implements,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class BothEnds(OnTrainBegin, OnEpochEnd[DigitsLogs], Protocol):
    """A sum of a user's own."""


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


def an_object(callback: object) -> None:
    if implements(callback, OnTrainBegin):
        assert_type(callback, OnTrainBegin)
        callback.on_train_begin({})
        callback.on_train_end({})  # E: "OnTrainBegin" has no attribute  [attr-defined]
    if implements(callback, OnEpochEnd):
        assert_type(callback, OnEpochEnd[Logs])
        callback.on_epoch_end(0, {"loss": 0.5})
        callback.on_epoch_end("0", {})  # E: expected "int"  [arg-type]
        callback.on_epoch_end(0, {"accuracy": 0.5})  # E: Extra key  [typeddict-unknown-key]
    else:
        callback.on_epoch_end(0, {})  # E: "object" has no attribute  [attr-defined]


def a_family(callback: object) -> None:
    if implements(callback, TrainHooks):
        assert_type(callback, TrainHooks[Logs])
        callback.on_test_begin({})  # E: has no attribute "on_test_begin"  [attr-defined]


def outputs(callback: object) -> None:
    if implements(callback, PredictHooks):
        assert_type(callback, PredictHooks[object])


def logs_of_its_own(callback: object) -> None:
    if implements(callback, OnEpochEnd[DigitsLogs]):
        assert_type(callback, OnEpochEnd[DigitsLogs])
        callback.on_epoch_end(0, {"loss": 0.5, "accuracy": 0.9})
        callback.on_epoch_end(0, {"loss": 0.5})  # E: Missing key "accuracy"  [typeddict-item]


def what_it_is_told(callback: object) -> None:
    if implements(callback, SupportsParams):
        assert_type(callback, SupportsParams)
    if implements(callback, SupportsProgram):
        assert_type(callback, SupportsProgram[object])


def a_sum_of_ones_own(callback: object) -> None:
    if implements(callback, BothEnds):
        assert_type(callback, BothEnds)


def a_union(callback: object, hook: AnyHook) -> None:
    if implements(callback, OnTrainBegin | OnTestBegin):
        assert_type(callback, OnTrainBegin | OnTestBegin)
    if implements(hook, FitHook):
        fit_hook: FitHook = hook
        print(fit_hook)


def one_of_a_union(hook: OnTrainBegin | OnTestBegin) -> None:
    if implements(hook, OnTrainBegin):
        hook.on_train_begin({})
    else:
        hook.on_test_begin({})
        hook.on_train_begin({})  # E: has no attribute "on_train_begin"  [attr-defined]


def a_callback_is_in_every_family(callback: Callback) -> None:
    if implements(callback, TrainHooks):
        assert_type(callback, Callback)


def a_variable(callbacks: list[FitHook[DigitsLogs]], logs: DigitsLogs) -> None:
    for callback in callbacks:
        if implements(callback, OnEpochEnd):
            callback.on_epoch_end(0, logs)
        if implements(callback, OnEpochEnd[DigitsLogs]):
            callback.on_epoch_end(0, logs)


def one_kind_of_many(callback: object, kind: type[OnTrainBegin], nothing: NoLogs) -> None:
    if implements(callback, kind):
        callback.on_train_begin(nothing)


def no_protocol_at_all(callback: object) -> None:
    implements(callback, "on_epoch_end")  # E: incompatible type  [arg-type]
    implements(callback, Bell())  # E: incompatible type  [arg-type]
