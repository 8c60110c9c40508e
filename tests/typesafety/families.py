"""Families: sums of one-hook Protocols, which tell callbacks apart at run time too."""

from typing import Any, Required, assert_type

from typing_extensions import ReadOnly

from hookline import (
    Callback,
    EvaluateHook,
    FitHook,
    Logs,
    NoLogs,
    OnEpochEnd,
    OnTrainBegin,
    PredictHook,
    PredictHooks,
    PredictLogs,
    RunHooks,
    SupportsParams,
    SupportsProgram,
    TestHooks,
    TrainHooks,
    TrainHooksMixin,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class AllOfTrain:
    def on_train_begin(self, logs: NoLogs) -> None: ...

    def on_train_end(self, logs: Logs) -> None: ...

    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None: ...

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None: ...

    def on_train_batch_begin(self, batch: int, logs: NoLogs) -> None: ...

    def on_train_batch_end(self, batch: int, logs: Logs) -> None: ...


class AllOfPredict:
    def on_predict_begin(self, logs: NoLogs) -> None: ...

    def on_predict_end(self, logs: NoLogs) -> None: ...

    def on_predict_batch_begin(self, batch: int, logs: NoLogs) -> None: ...

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[int]) -> None: ...


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


def sums_of_hooks(train: TrainHooks[DigitsLogs], predict: PredictHooks[int]) -> None:
    train = AllOfTrain()
    predict = AllOfPredict()
    epoch_end: OnEpochEnd[DigitsLogs] = train
    fit_hook: FitHook[DigitsLogs] = train
    predict_hook: PredictHook[int] = predict
    print(epoch_end, fit_hook, predict_hook)


def not_in_the_family(train: TrainHooks[DigitsLogs]) -> None:
    lacking: TrainHooks = Bell()  # E: type "Bell", variable has type "TrainHooks  [assignment]
    fit_hook: FitHook = AllOfPredict()  # E: type "AllOfPredict"  [assignment]
    evaluate_hook: EvaluateHook[DigitsLogs] = train  # E: has type "TrainHooks  [assignment]
    print(lacking, fit_hook, evaluate_hook)


def contravariant_in_logs(plain: OnEpochEnd, rich: OnEpochEnd[DigitsLogs]) -> None:
    rich = plain
    plain = Bell()
    rich = Bell()
    poorer: TrainHooks = AllOfTrain()  # E: variable has type "TrainHooks[Logs]"  [assignment]
    outputs: PredictHooks[bool] = AllOfPredict()
    anything: PredictHooks = AllOfPredict()  # E: "PredictHooks[object]"  [assignment]
    print(plain, rich, poorer, outputs, anything)


def contravariant_in_logs_refused(rich: OnEpochEnd[DigitsLogs]) -> OnEpochEnd:
    return rich  # E: got "OnEpochEnd[DigitsLogs]", expected "OnEpochEnd[Logs]"  [return-value]


def mixins_are_in_them(callback: Callback, train: TrainHooksMixin[object, DigitsLogs]) -> None:
    families: tuple[TrainHooks, TestHooks, PredictHooks, RunHooks]
    families = (callback, callback, callback, callback)
    of_digits: TrainHooks[DigitsLogs] = train
    params: SupportsParams = train
    program: SupportsProgram[object] = train
    print(families, of_digits, params, program)
    program = callback  # E: variable has type "SupportsProgram[object]"  [assignment]


def narrowing_an_object(callback: object) -> None:
    if isinstance(callback, OnTrainBegin):
        assert_type(callback, OnTrainBegin)
        callback.on_train_begin({})
        callback.on_train_end({})  # E: "OnTrainBegin" has no attribute  [attr-defined]
    if isinstance(callback, OnEpochEnd):
        assert_type(callback, OnEpochEnd[Any])
        callback.on_epoch_end({"loss": 0.5}, 0)  # E: expected "int"  [arg-type]
    if isinstance(callback, TrainHooks):
        assert_type(callback, TrainHooks[Any])
        callback.on_train_begin({"loss": 0.5})  # E: Extra key "loss"  [typeddict-unknown-key]
        callback.on_test_begin({})  # E: has no attribute "on_test_begin"  [attr-defined]
    if isinstance(callback, SupportsParams):
        callback.set_params({"epochs": 3})  # E: Missing keys  [typeddict-item]


def narrowing_a_hook(hook: FitHook[DigitsLogs]) -> None:
    hook.on_epoch_end(0, {"loss": 0.5, "accuracy": 0.9})  # E: has no attribute  [union-attr]
    if isinstance(hook, OnEpochEnd):
        assert_type(hook, OnEpochEnd[DigitsLogs])
        hook.on_epoch_end(0, {"loss": 0.5, "accuracy": 0.9})
        hook.on_epoch_end(0, {"loss": 0.5})  # E: Missing key "accuracy"  [typeddict-item]


class Explicit(OnEpochEnd[DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        super().on_epoch_end(epoch, logs)


class ExplicitAndWrong(OnEpochEnd[DigitsLogs]):
    def on_epoch_end(self, epoch: int) -> None: ...  # E: Signature of "on_epoch_end"  [override]


class ExplicitFamily(TrainHooks[DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None: ...


def explicit_ones_can_be_made() -> None:
    Explicit().on_epoch_end(0, {"loss": 0.5, "accuracy": 0.9})
    ExplicitFamily().on_train_begin({})
