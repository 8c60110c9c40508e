"""A hundred right callbacks of all kinds: no checker may complain, and every function runs.

Each function hands its classes to the loops that they are for; the last of the numbers in the
comments is how many there are.
"""

import enum
import functools
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, Concatenate, Final, Generic, ParamSpec, Protocol, Self, TypeVar

from digits import DATA, Batches, Digits, DigitsLogs, Halver, HasLearningRate
from typing_extensions import override

from hookline import (
    Callback,
    CallbackList,
    EvaluateHook,
    FitHook,
    History,
    Logs,
    NoLogs,
    OnClose,
    OnEpochBegin,
    OnEpochEnd,
    OnTrainBatchEnd,
    Outcome,
    Params,
    PredictHooks,
    PredictHooksMixin,
    PredictLogs,
    Program,
    ProgressLines,
    RunHooks,
    RunHooksMixin,
    Stopped,
    TestHooks,
    TestHooksMixin,
    TrainHooks,
    TrainHooksMixin,
    evaluate,
    fit,
    metric,
    not_a_hook,
    predict,
)

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
SelfT = TypeVar("SelfT")


class Rated(Digits):
    learning_rate = 0.1


class HasName(Protocol):
    @property
    def name(self) -> str: ...


class Named(Digits):
    name = "digits"


# 1 to 12: plain classes, of one hook each


class EpochBegin:
    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
        print(epoch)


class EpochEnd:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch, logs.get("loss"))


class EpochEndOfDigits:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        print(epoch, logs["accuracy"] + 1.0)


class TrainBegin:
    def on_train_begin(self, logs: NoLogs) -> None:
        print("begin")


class TrainEnd:
    def on_train_end(self, logs: Logs) -> None:
        print(metric(logs, "accuracy"))


class TrainBatch:
    def on_train_batch_begin(self, batch: int, logs: NoLogs) -> None:
        print(batch)

    def on_train_batch_end(self, batch: int, logs: DigitsLogs) -> None:
        print(batch, logs["loss"])


class Batch:
    def on_batch_begin(self, batch: int, logs: NoLogs) -> None:
        print(batch)

    def on_batch_end(self, batch: int, logs: Logs) -> None:
        print(batch)


class Tested:
    def on_test_begin(self, logs: NoLogs) -> None:
        print("begin")

    def on_test_end(self, logs: DigitsLogs) -> None:
        print(logs["accuracy"])


class TestedBatch:
    def on_test_batch_end(self, batch: int, logs: Logs) -> None:
        print(batch)


class Predicted:
    def on_predict_begin(self, logs: NoLogs) -> None:
        print("begin")

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[list[int]]) -> None:
        print(batch, sum(logs["outputs"]))


class Closed:
    def on_close(self, outcome: Outcome) -> None:
        print(outcome)


class Failing:
    def on_exception(self, exception: BaseException) -> None:
        print(exception)


def plain_classes() -> None:
    fit(Digits(), DATA, callbacks=[EpochBegin(), EpochEnd(), EpochEndOfDigits()], verbose=0)
    fit(Digits(), DATA, callbacks=[TrainBegin(), TrainEnd()], verbose=0)
    fit(
        Digits(),
        DATA,
        validation_data=DATA,
        callbacks=[TrainBatch(), Batch(), Tested(), TestedBatch(), Closed(), Failing()],
        verbose=0,
    )
    evaluate(Digits(), DATA, callbacks=[Tested(), TestedBatch(), Closed()], verbose=0)
    predict(Digits(), DATA, callbacks=[Predicted(), Closed(), Failing()], verbose=0)


# 13 to 24: signatures that differ from the Protocol's and still fit


class KerasStyle:
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(epoch, logs)


class KerasStyleOfDigits:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        if logs is not None:
            print(logs["accuracy"])


class MoreWithDefault:
    def on_epoch_end(self, epoch: int, logs: Logs, loud: bool = False) -> None:
        print(epoch, loud)


class MoreByKeyword:
    def on_epoch_end(self, epoch: int, logs: Logs, *, sound: str = "ding") -> None:
        print(epoch, sound)


class AnyArguments:
    def on_epoch_end(self, *args: object, **kwargs: object) -> None:
        print(args, kwargs)


class LogsAndMore:
    def on_epoch_end(self, epoch: int, logs: Logs, *rest: object, **more: object) -> None:
        print(epoch, rest, more)


class WiderIndex:
    def on_epoch_end(self, epoch: float, logs: Logs) -> None:
        print(epoch / 2)


class WiderLogs:
    def on_epoch_end(self, epoch: int, logs: object) -> None:
        print(epoch, logs)


class AnyLogs:
    def on_epoch_end(self, epoch: int, logs: Any) -> None:
        print(epoch, logs)


class StaticMethod:
    @staticmethod
    def on_epoch_end(epoch: int, logs: Logs) -> None:
        print(epoch, logs)


class ClassMethod:
    epochs: ClassVar[list[int]] = []

    @classmethod
    def on_epoch_end(cls, epoch: int, logs: Logs) -> None:
        cls.epochs.append(epoch)


class NoLogsOrLogs:
    def on_train_begin(self, logs: NoLogs | Logs) -> None:
        print(logs)


def signatures() -> None:
    Digits().fit(DATA, callbacks=[KerasStyle(), KerasStyleOfDigits()], verbose=0)
    fit(Digits(), DATA, callbacks=[MoreWithDefault(), MoreByKeyword(), AnyArguments()], verbose=0)
    fit(Digits(), DATA, callbacks=(LogsAndMore(), WiderIndex(), WiderLogs(), AnyLogs()), verbose=0)
    Digits().fit(DATA, callbacks=[StaticMethod(), ClassMethod(), NoLogsOrLogs()], verbose=0)


# 25 to 36: classes of every make


@dataclass
class Data:
    every: int = 1
    seen: list[int] = field(default_factory=list[int])

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        if epoch % self.every == 0:
            self.seen.append(epoch)


@dataclass(frozen=True)
class FrozenData:
    sound: str = "ding"

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(self.sound)


@dataclass(slots=True)
class SlottedData:
    count: int = 0

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        self.count += 1


@dataclass
class DataOfMixin(TrainHooksMixin):
    patience: int = 3

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if epoch > self.patience:
            self.program.stop_training = True


class Slots:
    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        self.count += 1


class SlotsOfMixin(TrainHooksMixin):
    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.count += 1


class Sounds(enum.Enum):
    DING = "ding"
    DONG = "dong"

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(self.value)


class WithLength:
    """Empty, and so false; yet it is a callback."""

    def __len__(self) -> int:
        return 0

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class Equal:
    """Equal to all others of its class, and yet another object."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equal)

    def __hash__(self) -> int:
        return 0

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class ManyEpochs(deque[int]):
    """A collection by inheritance, which keeps what it hears."""

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        self.append(epoch)


class WithManager:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        print("left")

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class Locked:
    def __init__(self) -> None:
        self._lock = threading.Lock()

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        with self._lock:
            print(epoch)


def makes() -> None:
    fit(Digits(), DATA, callbacks=[Data(), FrozenData(), SlottedData(), DataOfMixin()], verbose=0)
    fit(Digits(), DATA, callbacks=[Slots(), SlotsOfMixin(), Sounds.DING, Sounds.DONG], verbose=0)
    with WithManager() as manager:
        fit(Digits(), DATA, callbacks=[WithLength(), Equal(), Equal(), manager], verbose=0)
    fit(Digits(), DATA, callbacks=[ManyEpochs(), Locked()], verbose=0)


# 37 to 48: subclasses of the mixins


class OfTrain(TrainHooksMixin):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        super().on_epoch_end(epoch, logs)


class OfTest(TestHooksMixin):
    def on_test_end(self, logs: Logs | None = None) -> None:
        print(logs)


class OfPredict(PredictHooksMixin):
    def on_predict_end(self, logs: NoLogs | None = None) -> None:
        print("end")


class OfRun(RunHooksMixin):
    def on_close(self, outcome: Outcome) -> None:
        print(outcome)


class OfTwo(TrainHooksMixin, RunHooksMixin):
    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        print(self.params["epochs"])

    def on_close(self, outcome: Outcome) -> None:
        if isinstance(outcome, Stopped):
            print(outcome.reason)


class OfThree(
    TrainHooksMixin[Digits, DigitsLogs],
    TestHooksMixin[Digits, DigitsLogs],
    PredictHooksMixin[Digits, list[int]],
):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        if logs is not None:
            print(logs.get("val_accuracy"))

    def on_test_end(self, logs: DigitsLogs | None = None) -> None:
        print(self.program.stop_evaluating)

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[list[int]] | None = None) -> None:
        print(self.program.stop_predicting)


class OfAll(Callback):
    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        if batch == 1:
            self.program.stop_training = True


class OfAllWithTypes(Callback[Digits, DigitsLogs, list[int]]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        print(self.program.predict_step([1.0]))


class OfAllWithNeeds(Callback[HasLearningRate, Logs]):
    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        self.program.learning_rate *= 0.9


class OfAllWithProperty(Callback[HasName]):
    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        print(self.program.name)


class AskingForLess(Callback[object, DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(logs, self.program)


class WithOverride(Callback):
    @override
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(epoch)


def mixins() -> None:
    fit(Digits(), DATA, callbacks=[OfTrain(), OfTest(), OfRun(), OfTwo(), OfThree()], verbose=0)
    fit(Digits(), DATA, callbacks=[OfAll(), OfAllWithTypes(), AskingForLess()], verbose=0)
    fit(Rated(), DATA, callbacks=[OfAllWithNeeds(), WithOverride()], verbose=0)
    Named().fit(DATA, callbacks=[OfAllWithProperty(), OfRun()], verbose=0)
    evaluate(Digits(), DATA, callbacks=[OfTest(), OfRun(), OfThree()], verbose=0)
    Digits().predict(DATA, callbacks=[OfPredict(), OfRun(), OfThree()], verbose=0)


# 49 to 58: subclasses of subclasses, abstract and generic ones, nested ones


class Base(Callback):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print("base")


class Child(Base):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        super().on_epoch_end(epoch, logs)


class Grandchild(Child):
    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        print("grandchild")


class Every(TrainHooksMixin, ABC):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.act(epoch)

    @abstractmethod
    def act(self, epoch: int) -> None: ...


class PrintEvery(Every):
    def act(self, epoch: int) -> None:
        print(epoch)


class AbstractPlain(ABC):
    @abstractmethod
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class ConcretePlain(AbstractPlain):
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class Keep(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(self.value)


LogsT = TypeVar("LogsT", bound=Logs)


class KeepLogs(Callback[object, LogsT]):
    kept: LogsT | None = None

    def on_epoch_end(self, epoch: int, logs: LogsT | None = None) -> None:
        self.kept = logs


class Outer:
    class Inner(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print("inner")

    class InnerPlain:
        def on_train_end(self, logs: Logs) -> None:
            print("inner")


def descendants() -> None:
    fit(Digits(), DATA, callbacks=[Base(), Child(), Grandchild(), PrintEvery()], verbose=0)
    fit(Digits(), DATA, callbacks=[ConcretePlain(), Keep(3), Keep("three")], verbose=0)
    keep = KeepLogs[DigitsLogs]()
    fit(Digits(), DATA, callbacks=[keep, Outer.Inner(), Outer.InnerPlain()], verbose=0)
    print(keep.kept and keep.kept["accuracy"])


# 59 to 68: Protocols as bases


class OfProtocol(OnEpochEnd[Logs]):
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        super().on_epoch_end(epoch, logs)


class OfBareProtocol(OnEpochEnd):
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class OfProtocolOfDigits(OnEpochEnd[DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        print(logs["accuracy"])


class OfTwoProtocols(OnEpochBegin, OnTrainBatchEnd[DigitsLogs]):
    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
        print(epoch)

    def on_train_batch_end(self, batch: int, logs: DigitsLogs) -> None:
        print(logs["loss"])


class OfTrainHooks(TrainHooks[DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        print(logs["accuracy"])


class OfTestHooks(TestHooks):
    def on_test_end(self, logs: Logs) -> None:
        print(logs)


class OfPredictHooks(PredictHooks[list[int]]):
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[list[int]]) -> None:
        print(logs["outputs"])


class OfRunHooks(RunHooks):
    def on_close(self, outcome: Outcome) -> None:
        print(outcome)


class OfClose(OnClose):
    def on_close(self, outcome: Outcome) -> None:
        print(outcome)


class OfProtocolAndMixin(TrainHooksMixin[Digits, DigitsLogs], OnClose):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        print(epoch)

    def on_close(self, outcome: Outcome) -> None:
        print(outcome)


def protocols() -> None:
    fit(Digits(), DATA, callbacks=[OfProtocol(), OfBareProtocol()], verbose=0)
    fit(Digits(), DATA, callbacks=[OfProtocolOfDigits(), OfTwoProtocols()], verbose=0)
    fit(Digits(), DATA, callbacks=[OfTrainHooks(), OfTestHooks(), OfRunHooks()], verbose=0)
    fit(Digits(), DATA, callbacks=[OfClose(), OfProtocolAndMixin()], verbose=0)
    predict(Digits(), DATA, callbacks=[OfPredictHooks(), OfClose()], verbose=0)


# 69 to 78: decorators, helpers and attributes


def logged(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        print("called")
        return function(*args, **kwargs)

    return call


def guarded(
    function: Callable[Concatenate[SelfT, P], None],
) -> Callable[Concatenate[SelfT, P], None]:
    @functools.wraps(function)
    def call(self: SelfT, /, *args: P.args, **kwargs: P.kwargs) -> None:
        function(self, *args, **kwargs)

    return call


class Decorated:
    @logged
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class DecoratedMixin(Callback):
    @logged
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(epoch)


class DecoratedTwice:
    @logged
    @logged
    def on_train_begin(self, logs: NoLogs) -> None:
        print("begin")


class Guarded(Callback):
    @guarded
    def on_train_end(self, logs: Logs | None = None) -> None:
        print("end")


class WithHelpers(Callback):
    def on_click(self) -> None:
        print("click")

    def on_key(self, key: str) -> str:
        return key

    def only(self) -> bool:
        return True

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.on_click()


class WithDeliberateName(Callback):
    @not_a_hook
    def on_epochs(self) -> int:
        return 3

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.on_epochs())


class WithProperty(Callback):
    @property
    def ready(self) -> bool:
        return self.program.stop_training

    @functools.cached_property
    def sound(self) -> str:
        return "ding"

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.sound, self.ready)


class WithManagerInside(Callback):
    @contextmanager
    def block(self) -> Generator[None, None, None]:
        yield

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        with self.block():
            print(epoch)


class OfFunction:
    """A function, stored as the hook of one object."""

    def __init__(self, on_epoch_end: Callable[[int, Logs], None]) -> None:
        self._call = on_epoch_end

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        self._call(epoch, logs)


class WithAsyncHelper(Callback):
    async def send(self, epoch: int) -> None:
        print(epoch)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(epoch)


def decorators_and_helpers() -> None:
    fit(Digits(), DATA, callbacks=[Decorated(), DecoratedMixin(), DecoratedTwice()], verbose=0)
    fit(Digits(), DATA, callbacks=[Guarded(), WithHelpers(), WithDeliberateName()], verbose=0)
    fit(Digits(), DATA, callbacks=[WithProperty(), WithManagerInside()], verbose=0)
    callbacks = [OfFunction(lambda epoch, logs: print(epoch, logs)), OfFunction(print)]
    fit(Digits(), DATA, callbacks=[*callbacks, WithAsyncHelper()], verbose=0)


# 79 to 88: constructors, and what a loop tells a callback


class WithoutSuper(Callback):
    def __init__(self, patience: int = 2, *, monitor: str = "val_loss") -> None:
        self.patience: Final = patience
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.patience, self.program, self.params)


class WithSuper(Callback):
    def __init__(self) -> None:
        super().__init__()
        self.best = float("inf")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.best = min(self.best, (logs or {}).get("loss", self.best))


class FromSettings(Callback):
    @classmethod
    def made(cls, **settings: str) -> Self:
        print(settings)
        return cls()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(epoch)


class TakesProgram:
    def set_program(self, program: object) -> None:
        print(program)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)


class TakesProgramWithRate:
    def set_program(self, program: HasLearningRate) -> None:
        self.rated = program

    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
        self.rated.learning_rate *= 0.9


class TakesParams:
    def set_params(self, params: Params) -> None:
        self.epochs = params["epochs"]

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch + 1, "of", self.epochs)


class TakesBoth(Callback):
    def set_program(self, program: object) -> None:
        print(program)
        super().set_program(Digits())

    def set_params(self, params: Params) -> None:
        super().set_params(params)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.params["steps"] or "unknown")


class Watching:
    monitor = "accuracy"

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        print(metric(logs, self.monitor))


class Unused(Callback):
    """A stop that nobody asks for."""

    def stop(self) -> None:
        self.program.stop_training = True

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if logs and logs.get("loss", 1.0) < 0.0:
            self.stop()


class Evaluates(Callback[Digits, DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        print(self.program.evaluate(DATA, verbose=0)["accuracy"])


def told() -> None:
    callbacks = [WithoutSuper(), WithoutSuper(3, monitor="loss")]
    fit(Digits(), DATA, validation_data=DATA, callbacks=callbacks, verbose=0)
    fit(Digits(), DATA, callbacks=[WithSuper(), FromSettings.made(sound="ding")], verbose=0)
    fit(Rated(), DATA, callbacks=[TakesProgram(), TakesProgramWithRate()], verbose=0)
    fit(Digits(), DATA, callbacks=[TakesParams(), TakesBoth(), Watching(), Unused()], verbose=0)
    Digits().fit(DATA, callbacks=[Evaluates()], verbose=0)


# 89 to 95: classes of other systems, which happen to be callbacks or hold one


class Widget:
    """Like a window of Qt: `on_close` is its own, and nobody gives it to a loop."""

    def on_close(self) -> None:
        print("closed")

    def on_error(self, code: int) -> None:
        print(code)


class Window(Widget):
    def on_close(self) -> None:
        super().on_close()


class LightningLike:
    def on_train_epoch_end(self, trainer: object, pl_module: object) -> None:
        print(trainer, pl_module)

    def on_validation_end(self, trainer: object, pl_module: object) -> None:
        print(trainer, pl_module)


class MyLightningCallback(LightningLike):
    def on_train_epoch_end(self, trainer: object, pl_module: object) -> None:
        print("mine")


class TransformersLike:
    def on_step_end(self, args: object, state: object, control: object) -> None:
        print(args, state, control)

    def on_evaluate(self, args: object, state: object, control: object) -> None:
        print(args, state, control)


class MyTransformersCallback(TransformersLike):
    def on_step_end(self, args: object, state: object, control: object) -> None:
        print("mine")


class Bridge:
    """A callback for hookline that holds one of another system."""

    def __init__(self, other: MyLightningCallback, window: Window) -> None:
        self._other = other
        self._window = window

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        self._other.on_train_epoch_end(None, None)
        self._window.on_close()


def others() -> None:
    MyTransformersCallback().on_step_end(None, None, None)
    fit(Digits(), DATA, callbacks=[Bridge(MyLightningCallback(), Window())], verbose=0)


# 96 to 105: other programs, and callbacks in every kind of collection


class Texts(Program[list[str], Logs, str]):
    def train_step(self, batch: list[str]) -> Logs:
        return {"loss": float(len(batch))}

    def predict_step(self, batch: list[str]) -> str:
        return " ".join(batch)


class ShowText:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[str]) -> None:
        print(logs["outputs"].upper())


class ShowAnything:
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[object]) -> None:
        print(logs["outputs"])


class OfHalver(Callback[Halver]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.program.loss)


class OfEither(Callback[Halver | Digits]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.program)


class ByPartial:
    def __init__(self, sound: str, times: int) -> None:
        self.sound = sound
        self.times = times

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(self.sound * self.times)


class Gathering:
    """One callback of several, as a list of callbacks is."""

    def __init__(self, *callbacks: OnEpochEnd[DigitsLogs]) -> None:
        self._callbacks = callbacks

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        for callback in self._callbacks:
            callback.on_epoch_end(epoch, logs)


class WithCallable:
    """A hook that is called through `__call__` too."""

    def __call__(self, epoch: int) -> None:
        print(epoch)

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        self(epoch)


class Inherited(EpochEnd):
    """A class that adds nothing to its base."""


class WithMoreHooks(EpochEnd):
    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
        print("begin")


class OfTwoLoops:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(epoch)

    def on_predict_end(self, logs: NoLogs) -> None:
        print("end")


class OfExceptionAlone(Callback):
    def on_exception(self, exception: BaseException) -> None:
        print(exception)


class OfLambda(Callback):
    on_train_begin = lambda self, logs=None: print("begin", logs)


def other_programs() -> None:
    fit(Digits(), DATA, callbacks=[Inherited(), WithMoreHooks(), OfTwoLoops()], verbose=0)
    predict(Digits(), DATA, callbacks=[OfTwoLoops(), OfExceptionAlone()], verbose=0)
    Digits().fit(DATA, callbacks=[OfExceptionAlone(), OfLambda()], verbose=0)
    texts = Batches([["one", "two"], ["three"]])
    fit(Texts(), texts, callbacks=[EpochEnd(), OfAll()], verbose=0)
    Texts().predict(texts, callbacks=[ShowText(), ShowAnything(), Closed()], verbose=0)
    fit(Halver(), DATA, callbacks=[OfHalver(), OfEither()], verbose=0)
    fit(Digits(), DATA, callbacks=[OfEither(), WithCallable()], verbose=0)


def collections() -> None:
    bells = functools.partial(ByPartial, "ding")
    declared: list[FitHook[DigitsLogs]] = [bells(1), EpochEnd()]
    declared += [EpochBegin()]
    tests: tuple[EvaluateHook[DigitsLogs], ...] = (Tested(), OfTest())
    fit(Digits(), DATA, callbacks=declared, verbose=0)
    fit(Digits(), DATA, callbacks=[*declared, *tests], verbose=0)
    fit(Digits(), DATA, callbacks=[bells(2)] + [bells(3)], verbose=0)
    fit(Digits(), DATA, callbacks=(bells(times) for times in range(3)), verbose=0)
    fit(Digits(), DATA, callbacks=[bells(times) for times in range(3)], verbose=0)
    fit(Digits(), DATA, callbacks={"one": bells(1), "two": bells(2)}.values(), verbose=0)
    fit(Digits(), DATA, callbacks=map(bells, range(3)), verbose=0)
    fit(Digits(), DATA, callbacks=deque([EpochEnd(), EpochEnd()]), verbose=0)
    fit(Digits(), DATA, callbacks=[], verbose=0)
    fit(Digits(), DATA, callbacks=(), verbose=0)
    evaluate(Digits(), DATA, callbacks=tests, verbose=0)


def ready_made() -> None:
    history = History[DigitsLogs]()
    gathering = Gathering(EpochEnd(), EpochEndOfDigits(), history)
    fit(Digits(), DATA, callbacks=[history], verbose=0)
    fit(Digits(), DATA, callbacks=[gathering], verbose=0)
    fit(Digits(), DATA, callbacks=[ProgressLines()], verbose=0)
    print(history.logs[-1]["accuracy"], history.history["loss"])


def hand_written_loop() -> None:
    program = Digits()
    with CallbackList[DigitsLogs]([EpochEndOfDigits(), OfAll()], program=program) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        for batch, values in enumerate(DATA):
            callbacks.on_train_batch_begin(batch)
            callbacks.on_train_batch_end(batch, program.train_step(values))
        callbacks.on_epoch_end(epoch=0, logs={"loss": 0.5, "accuracy": 0.9})
        callbacks.on_train_end({"loss": 0.5, "accuracy": 0.9})
