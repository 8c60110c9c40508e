"""Mixins: an override is held to its hook, and `self.program` to the type argument."""

from typing import Protocol, Required, assert_type

from typing_extensions import ReadOnly

from hookline import (
    Callback,
    FitHook,
    Logs,
    NoLogs,
    Outcome,
    Params,
    PredictHooksMixin,
    PredictLogs,
    Program,
    RunHooksMixin,
    Stoppable,
    TestHooksMixin,
    TrainHooksMixin,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class Digits(Program[list[float], DigitsLogs, int]):
    learning_rate = 0.1


class HasLearningRate(Protocol):
    learning_rate: float


# From no type argument to three, all clean under `mypy --strict`


class Zero(Callback): ...


class One(Callback[HasLearningRate]): ...


class Two(Callback[Digits, DigitsLogs]): ...


class Three(Callback[Digits, DigitsLogs, int]): ...


class BareTrain(TrainHooksMixin): ...


class BareTest(TestHooksMixin): ...


class BarePredict(PredictHooksMixin): ...


class BareRun(RunHooksMixin): ...


class NoLogsOfOurs(Callback[Digits, int]): ...  # E: "int" of "Callback" must be  [type-var]


def too_many() -> None:
    class Four(Callback[Digits, DigitsLogs, int, int]): ...  # E: but 4 given  [type-arg]


# The program


def programs(zero: Zero, one: One, two: Two, three: Three) -> None:
    assert_type(zero.program, Stoppable)
    assert_type(zero.program.stop_training, bool)
    assert_type(zero.program.stop_evaluating, bool)
    assert_type(zero.program.stop_predicting, bool)
    assert_type(one.program.learning_rate, float)
    assert_type(two.program, Digits)
    assert_type(three.program, Digits)
    zero.program.stop_training = True
    one.program.learning_rate *= 0.9
    zero.program.learning_rate = 0.1  # E: "Stoppable" has no attribute  [attr-defined]
    one.program.stop_training = True  # E: "HasLearningRate" has no attribute  [attr-defined]
    zero.program.stop_training = "yes"  # E: has type "str"  [assignment]


def programs_of_mixins(
    train: BareTrain, test: BareTest, predict: BarePredict, run: BareRun
) -> None:
    assert_type(train.program, Stoppable)
    assert_type(test.program, Stoppable)
    assert_type(predict.program, Stoppable)
    assert_type(run.program, Stoppable)


def attaching(zero: Zero, one: One) -> None:
    zero.set_program(Digits())
    one.set_program(Digits())
    one.set_program(object())  # E: expected "HasLearningRate"  [arg-type]
    zero.program = Digits()  # E: Property "program" defined in "AttachedMixin"  [misc]
    assert_type(zero.params, Params)
    zero.set_params({"epochs": 3, "steps": None, "batch_size": None, "verbose": 0})
    zero.set_params({"epochs": 3})  # E: for TypedDict "Params"  [typeddict-item]


# Overrides that are right


class Right(Callback[Digits, DigitsLogs, int]):
    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        assert_type(self.program.learning_rate, float)

    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        if logs is not None:
            assert_type(logs["accuracy"], float)
        super().on_epoch_end(epoch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Ask for less than the program gives."""

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[int] | None = None) -> None:
        if logs is not None:
            assert_type(logs["outputs"], int)

    def on_close(self, outcome: Outcome) -> None:
        """End it."""


class Combined(
    TrainHooksMixin[Digits, DigitsLogs], TestHooksMixin[Digits, DigitsLogs], RunHooksMixin[Digits]
):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        assert_type(self.program, Digits)

    def on_test_end(self, logs: DigitsLogs | None = None) -> None:
        assert_type(self.program, Digits)

    def on_close(self, outcome: Outcome) -> None:
        assert_type(self.program, Digits)


# The mixins of one class agree about its program; mypy does not look.
class Divided(TrainHooksMixin[Digits], RunHooksMixin): ...  # pyright only


# Overrides that are wrong


class WrongTrain(TrainHooksMixin[Digits, DigitsLogs]):
    def on_train_begin(self) -> None: ...  # E: Signature of "on_train_begin"  [override]

    def on_train_end(self, logs: DigitsLogs) -> None: ...  # E: "on_train_end"  [override]

    def on_epoch_begin(self, number: int, logs: NoLogs | None = None) -> None: ...  # pyright only

    def on_epoch_end(self, epoch: int, logs: str = "") -> None: ...  # E: Argument 2 of  [override]

    def on_batch_begin(self, batch: str, logs: object = None) -> None: ...  # E: "int"  [override]

    def on_train_batch_end(self, logs: object) -> None: ...  # E: Signature of  [override]


class WrongTest(TestHooksMixin[Digits, DigitsLogs]):
    def on_test_begin(self, logs: Logs | None) -> None: ...  # E: "on_test_begin"  [override]

    def on_test_end(self, batch: int, logs: object = None) -> None: ...  # E: Signature  [override]


class WrongPredict(PredictHooksMixin[Digits, int]):
    def on_predict_begin(self) -> None: ...  # E: Signature of "on_predict_begin"  [override]

    async def on_predict_end(self, logs: object = None) -> None: ...  # E: "Coroutine[  [override]

    # pyright points at the hook, mypy at the parameter.
    def on_predict_batch_end(  # pyright only
        self,
        batch: int,
        logs: PredictLogs[str] | None = None,  # E: Argument 2 of  [override]  # mypy only
    ) -> None: ...


class WrongRun(RunHooksMixin[Digits]):
    def on_exception(self, exception: Exception) -> None: ...  # E: as "BaseException"  [override]

    def on_close(self) -> None: ...  # E: Signature of "on_close" incompatible  [override]


class MayBeNone(Callback[Digits, DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        print(logs["accuracy"])  # E: "DigitsLogs | None" is not indexable  [index]


# Which loop takes which


def taken(program: Digits, data: list[list[float]]) -> None:
    hooks: list[FitHook[DigitsLogs]] = [Zero(), One(), BareTrain()]
    program.fit(data, callbacks=[*hooks, Two(), Three(), Right(), Combined(), BareTest()])
    program.evaluate(data, callbacks=[Zero(), Combined(), BareTest(), BareRun()])
    program.predict(data, callbacks=[Zero(), Three(), BarePredict(), BareRun()])
    program.fit(data, callbacks=[BarePredict()])  # E: type "BarePredict"  [list-item]
    program.fit(data, callbacks=[Zero])  # E: incompatible type "type[Zero]"  [list-item]
    program.evaluate(data, callbacks=[BareTrain()])  # E: type "BareTrain"  [list-item]
    program.predict(data, callbacks=[BareTrain()])  # E: type "BareTrain"  [list-item]
