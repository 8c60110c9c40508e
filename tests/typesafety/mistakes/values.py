"""Outcomes, histories, parameters and families that are taken for something else."""

from digits import DATA, LOGS, Bell, Digits, DigitsLogs

from hookline import (
    Callback,
    CallbackList,
    Completed,
    Failed,
    FitHook,
    Logs,
    NoLogs,
    OnEpochEnd,
    OnTrainBegin,
    Outcome,
    RunHooksMixin,
    Stopped,
    TrainHooks,
    TrainHooksMixin,
    evaluate,
    fit,
    metric,
    not_a_hook,
    predict,
)


def reason_of_every_outcome() -> None:
    """The reason of an outcome that may have none."""

    class Tell(RunHooksMixin):
        def on_close(self, outcome: Outcome) -> None:
            print(outcome.reason)  # E: ed" of "Completed | Stopped | Interrupted |  [union-attr]

    fit(Digits(), DATA, callbacks=[Tell()])


def outcome_compared_with_a_class() -> None:
    """An outcome compared with a class of outcomes."""

    class Tell(RunHooksMixin):
        def on_close(self, outcome: Outcome) -> None:
            if outcome == Completed:  # E: Non-overlapping equality check  [comparison-overlap]
                print("done")

    fit(Digits(), DATA, callbacks=[Tell()])


def outcome_compared_with_text() -> None:
    """An outcome compared with a text."""

    class Tell(RunHooksMixin):
        def on_close(self, outcome: Outcome) -> None:
            if outcome == "completed":  # E: Non-overlapping equality check  [comparison-overlap]
                print("done")

    fit(Digits(), DATA, callbacks=[Tell()])


def outcome_without_reason() -> None:
    """A stop without its reason."""
    with CallbackList([Bell()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_close(Stopped())  # E: Missing positional argument "reason" in  [call-arg]


def interruption_as_failure() -> None:
    """An interruption told as a failure."""
    with CallbackList([Bell()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_close(Failed(KeyboardInterrupt()))  # E: Argument 1 to "Failed  [arg-type]


def attribute_of_one_exception() -> None:
    """An attribute that only some exceptions have."""

    class Tell(Callback):
        def on_exception(self, exception: BaseException) -> None:
            print(exception.errno)  # E: BaseException" has no attribute "errno  [attr-defined]

    Tell().on_exception(ValueError())


def unknown_key_of_a_history() -> None:
    """A metric of the history that the program does not give."""
    print(fit(Digits(), DATA).history["acc"])  # E: the history has no metric  [hookline-key]


def unknown_attribute_of_a_history() -> None:
    """An attribute that a history does not have."""
    print(fit(Digits(), DATA).losses)  # E: History[DigitsLogs]" has no attribute  [attr-defined]


def metrics_as_attributes() -> None:
    """A metric of `evaluate` as an attribute."""
    print(evaluate(Digits(), DATA).accuracy)  # E: DigitsLogs" has no attribute  [attr-defined]


def outputs_as_one() -> None:
    """The outputs of all batches taken for those of one."""
    print(sum(predict(Digits(), DATA)))  # E: Argument 1 to "predict" has incompatible  [arg-type]


def outputs_as_an_array() -> None:
    """The outputs taken for an array."""
    print(predict(Digits(), DATA).shape)  # E: list[list[int]]" has no attribute  [attr-defined]


def parameters_written() -> None:
    """A parameter of the run that a callback changes."""

    class Shorten(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            self.params["epochs"] = 1  # E: ReadOnly TypedDict key  [typeddict-readonly-mutated]

    fit(Digits(), DATA, callbacks=[Shorten()])


def parameters_in_part() -> None:
    """Some of the parameters of a run, told by hand."""

    class Bar(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print(self.params["steps"])

    bar = Bar()
    bar.set_params({"epochs": 3})  # E: Missing keys ("steps", "batch_size  [typeddict-item]
    bar.on_train_begin()


def program_declared_anew() -> None:
    """The type of `self.program` declared in the class's body, not as a type argument."""

    class Report(Callback):
        program: Digits  # E: program` is a property that the mixins have: say  [hookline-program]

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.program.history)

    fit(Digits(), DATA, callbacks=[Report()])


def one_hook_for_a_family() -> None:
    """A callback of one hook where a whole family is asked for."""
    train: TrainHooks = Bell()  # E: Incompatible types in assignment (expression has  [assignment]
    train.on_train_begin({})


def plain_class_for_a_callback() -> None:
    """A plain class in a list of `Callback`."""
    callbacks: list[Callback] = [Bell()]  # E: List item 0 has incompatible type  [list-item]
    fit(Digits(), DATA, callbacks=callbacks)


def another_hook_than_was_asked_for() -> None:
    """A hook called that `isinstance` did not ask for."""
    callback: object = Bell()
    if isinstance(callback, OnEpochEnd):
        callback.on_train_end({})  # E: OnEpochEnd[Any]" has no attribute  [attr-defined]


def hook_that_was_not_asked_for() -> None:
    """A hook called of a callback that may have another."""
    callbacks: list[FitHook[DigitsLogs]] = [Bell()]
    for callback in callbacks:
        callback.on_train_begin({})  # E: of "OnTrainBegin | OnTrainEnd[DigitsLogs] |  [union-attr]


def union_in_isinstance() -> None:
    """`isinstance` with the union of all hooks."""
    callback: object = Bell()
    print(isinstance(callback, FitHook))  # E: Argument 2 to "isinstance" has  [arg-type]


def type_arguments_in_isinstance() -> None:
    """`isinstance` with the type of the logs, which no object tells."""
    callback: object = Bell()
    print(isinstance(callback, OnEpochEnd[DigitsLogs]))  # E: Parameterized generics cannot  [misc]


def protocol_made() -> None:
    """An instance of a Protocol."""
    fit(Digits(), DATA, callbacks=[OnTrainBegin()])  # E: Cannot instantiate protocol class  [misc]


def type_arguments_of_a_mixin_too_many() -> None:
    """One type argument too many for a mixin."""

    class Count(TrainHooksMixin[Digits, DigitsLogs, int]):  # E: TrainHooksMixin  [type-arg]
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print("begin")

    fit(Digits(), DATA, callbacks=[Count()])


def decorator_called() -> None:
    """`@not_a_hook` with parentheses."""

    class Plot(Callback):
        @not_a_hook()  # E: Missing positional  [call-arg]  # E: Untyped  [untyped-decorator]
        def on_epochs(self) -> int:
            return 3

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.on_epochs())

    fit(Digits(), DATA, callbacks=[Plot()])


def metric_that_may_be_absent() -> None:
    """What `metric` returns, used as if it were never None."""

    class Report(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(1.0 - metric(logs or {}, "val_loss"))  # E: Unsupported operand types  [operator]

    fit(Digits(), DATA, callbacks=[Report()])


def metric_of_a_number() -> None:
    """`metric` of an index."""
    print(metric(LOGS, 0))  # E: Argument 2 to "metric" has incompatible type "int  [arg-type]


def item_of_the_list() -> None:
    """A `CallbackList` taken for a list."""
    print(CallbackList([Bell()])[0])  # E: Value of type "CallbackList[Logs, object]" is  [index]


def logs_made_in_part() -> None:
    """Logs made by hand without a key that is always there."""
    logs: DigitsLogs = {"accuracy": 0.9}  # E: Missing key "loss" for TypedDict  [typeddict-item]
    Report().on_epoch_end(0, logs)


class Report:
    """A right callback, for the logs of the digits."""

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        print(epoch, logs["loss"])
