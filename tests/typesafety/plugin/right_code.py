"""Right code of unusual shape: the plugin may say nothing of it, and mypy says nothing either."""

import asyncio
import functools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    Required,
    TypeAlias,
    TypeVar,
)

from digits import DATA, Bell, Digits, DigitsLogs, HasLearningRate
from typing_extensions import ReadOnly

import hookline as hl
from hookline import (
    AnyHook,
    Callback,
    CallbackList,
    FitHook,
    History,
    Logs,
    NoLogs,
    NotReadyError,
    Outcome,
    Program,
    RunHooksMixin,
    TrainHooksMixin,
    Verbosity,
    evaluate,
    fit,
    metric,
    not_a_hook,
    predict,
)
from hookline.callbacks import background, best_effort, every

SelfT = TypeVar("SelfT")
T = TypeVar("T")
LogsT = TypeVar("LogsT", bound=Logs)


class Begin:
    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None: ...


class Watch:
    def __init__(self, monitor: str = "loss") -> None:
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


# Hooks that are no plain methods


def timed(hook: Callable[[SelfT, int, Logs], None]) -> Callable[[SelfT, int, Logs], None]:
    @functools.wraps(hook)
    def call(self: SelfT, epoch: int, logs: Logs) -> None:
        hook(self, epoch, logs)

    return call


class Timed:
    @timed
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


@dataclass
class OfFunctions:
    on_epoch_end: Callable[[int, Logs], None]


class OfOptionalFunctions:
    def __init__(self, end: Callable[[int, Logs], None] | None = None) -> None:
        self.on_epoch_end = end

    def on_train_begin(self, logs: NoLogs) -> None: ...


class Tell:
    def __call__(self, epoch: int, logs: Logs) -> None: ...


class OfAnObject:
    def __init__(self) -> None:
        self.on_epoch_end = Tell()


class OfAProperty:
    @property
    def on_epoch_end(self) -> Callable[[int, Logs], None]:
        return Tell()


class OfAPart:
    def _tell(self, word: str, epoch: int, logs: Logs) -> None: ...

    on_epoch_end = functools.partialmethod(_tell, "epoch")

    def on_train_begin(self, logs: NoLogs) -> None: ...


class GenericHooks:
    def on_epoch_end(self, epoch: int, logs: LogsT) -> None: ...

    def on_train_end(self, logs: T) -> None: ...


class Stars:
    def on_epoch_end(*args: object, **kwargs: object) -> None: ...

    def on_train_begin(self, *args: object, **kwargs: object) -> None: ...

    def on_train_end(self, logs: Logs) -> None: ...


class Ring(NamedTuple):
    sound: str

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Meant:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    @not_a_hook
    @staticmethod
    def on_epoch_start(epoch: int) -> None: ...


def hooks_of_many_shapes() -> None:
    fit(Digits(), DATA, callbacks=[Timed(), OfFunctions(Tell()), OfOptionalFunctions()])
    fit(Digits(), DATA, callbacks=[OfAnObject(), OfAProperty()])
    fit(Digits(), DATA, callbacks=[OfAPart(), GenericHooks(), Stars(), Ring("ding"), Meant()])


# Classes of other loops


class AsyncBell:
    async def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None: ...


class KerasLike:
    def on_epoch_start(self, epoch: int) -> None: ...

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        logs["val_f1"] = 0.5
        print(logs["val_accuracy"])


class SkorchLike:
    def on_epoch_end(self, net: object, **rest: object) -> None: ...

    def on_train_end(self, *anything: object, **rest: object) -> None: ...


async def loop_of_ones_own() -> None:
    await AsyncBell().on_epoch_end(0, {})
    await asyncio.to_thread(fit, Digits(), DATA, callbacks=[Bell()])


# Made elsewhere, so perhaps of a subclass


def make_callback() -> Callback:
    class Loud(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    return Loud()


def make_programs() -> Iterator[Program[list[float], DigitsLogs, list[int]]]:
    yield Digits()


def made_by_functions(either: bool) -> None:
    made = make_callback()
    fit(Digits(), DATA, callbacks=[made, make_callback()])
    for program in make_programs():
        program.fit(DATA, validation_data=DATA)
        evaluate(program, DATA)
    next(make_programs()).predict(DATA)
    for callbacks in ([Bell()], [Bell(), Bell()]):
        fit(Digits(), DATA, callbacks=callbacks)


# Lists of callbacks


def lists(either: bool, some: Sequence[AnyHook[DigitsLogs]], stop: Watch | None = None) -> None:
    bell, begin = Bell(), Begin()
    fit(Digits(), DATA, callbacks=[bell] if either else [bell, begin])
    fit(Digits(), DATA, callbacks=[bell if either else begin, begin if either else bell])
    fit(Digits(), DATA, callbacks=deque([bell]))
    fit(Digits(), DATA, callbacks={"bell": bell}.values())
    fit(Digits(), DATA, callbacks=map(Watch, ("loss", "accuracy")))
    fit(Digits(), DATA, callbacks=filter(None, [bell, None]))
    fit(Digits(), DATA, callbacks=(kept := [bell]))
    fit(Digits(), DATA, callbacks=[*kept[1:], *(Begin() for _ in range(2)), *[begin] * 1])
    functools.partial(fit, Digits(), DATA)(callbacks=[bell])
    CallbackList(some, program=Digits())
    if stop is None:
        stop = Watch("accuracy")
    options: dict[str, Any] = {"validation_data": DATA}
    fit(Digits(), DATA, callbacks=[stop, Watch("val_loss")], **options)
    wrapped = every(2, Watch("accuracy"))
    fit(Digits(), DATA, callbacks=[wrapped, best_effort(bell), background(Begin())])


class Metric(StrEnum):
    ACCURACY = "accuracy"


NAME: Final = "accuracy"


def monitors(name: str, either: Literal["loss", "accuracy"]) -> None:
    callbacks = [Watch(NAME), Watch(Metric.ACCURACY), Watch(name), Watch(either)]
    hl.fit(Digits(), DATA, callbacks=[*callbacks, Watch(f"val_{NAME}")], validation_data=DATA)


# Programs, and what callbacks do with them


class Own(Callback[Digits]):
    def __init__(self, program: Digits) -> None:
        self.set_program(program)
        print(self.program.stop_training)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class OwnOfABase(Own):
    def __init__(self) -> None:
        super().__init__(Digits())
        print(self.program.stop_training)


class Patient(Callback[Digits]):
    def __init__(self) -> None:
        self.ask: Callable[[], bool] = lambda: self.program.stop_training
        try:
            print(self.params)
        except NotReadyError:
            print("not yet")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class SetByTheBase(TrainHooksMixin[Digits]):
    def set_program(self, program: Digits) -> None:
        TrainHooksMixin.set_program(self, program)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.program.stop_training)


class OwnProperty(TrainHooksMixin[Digits]):
    def set_program(self, program: Digits) -> None:
        self._mine = program

    @property
    def program(self) -> Digits:
        return self._mine

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.program.stop_training)


class OneMixinAsksNothing(TrainHooksMixin[HasLearningRate], RunHooksMixin):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.program.learning_rate /= 2

    def on_close(self, outcome: Outcome) -> None: ...


class SelfTraining(Program[list[float], Logs, int], TrainHooksMixin):
    def train_step(self, batch: list[float]) -> Logs:
        return {"loss": 1.0}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.stop_training = True


class AnyArguments(Digits):
    def fit(self, *args: Any, **kwargs: Any) -> History[DigitsLogs]:
        return super().fit(*args, **kwargs)


class Validating(Digits):
    def fit(
        self,
        data: Iterable[list[float]],
        *,
        epochs: int = 1,
        callbacks: Iterable[FitHook[DigitsLogs]] = (),
        validation_data: Iterable[list[float]] | None = None,
        validation_freq: Any = 1,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        verbose: Verbosity = "auto",
    ) -> History[DigitsLogs]:
        epochs = 9 if epochs < 0 else epochs
        return super().fit(data, epochs=epochs, callbacks=callbacks, validation_data=data)


def programs_of_many_shapes() -> None:
    AnyArguments().fit(DATA, callbacks=[Bell()])
    Validating().fit(DATA, epochs=-1, callbacks=[Watch("val_accuracy")])
    program = SelfTraining()
    program.fit(DATA, callbacks=[program])


# Reads of logs


class TestedLogs(Logs, closed=True):
    val_f1: Required[ReadOnly[float]]


Reported: TypeAlias = TestedLogs | None


class Asking:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        if logs.get("val_loss") is not None:
            print(logs["val_loss"])
        if {"val_accuracy"} <= logs.keys():
            print(logs["val_accuracy"])


class AskingInALoop:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        if all(key in logs for key in ("val_loss", "val_accuracy")):
            print(logs["val_loss"], logs["val_accuracy"])


class Suppressing:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        with suppress(KeyError):
            print(logs["val_loss"])


class OtherLogs:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        def show(logs: dict[str, float]) -> None:
            print(logs["val_all"])

        show({"val_all": 1.0})


class OfAnAlias:
    def on_epoch_end(self, epoch: int, logs: Reported) -> None:
        if logs:
            print(logs["val_f1"])


class OfAnOptional:
    def on_epoch_end(self, epoch: int, logs: TestedLogs | None = None) -> None:
        if logs:
            print(logs["val_f1"])


class OfAnAnnotated:
    def on_epoch_end(self, epoch: int, logs: Annotated[TestedLogs, "of a program"]) -> None:
        print(logs["val_f1"])


class OfLogsBelow:
    def on_epoch_end(self, epoch: int, logs: "Below") -> None:
        print(logs["val_f1"])


class Below(Logs, closed=True):
    val_f1: Required[ReadOnly[float]]


# Programs, and what loops call of them beside their steps


class Weighing(Digits):
    def count_samples(self, batch: Sequence[object], scale: int = 1) -> float:
        return 0.5 * scale * len(batch)

    def join_outputs(self, outputs: Sequence[list[int]], *rest: object) -> list[int]:
        return [value for some in outputs for value in some]


class WeighingAnything:
    def train_step(self, batch: object) -> Logs:
        return {"loss": 0.5}

    def test_step(self, batch: list[float]) -> Logs:
        return {"loss": 0.5}

    def count_samples(self, batch: list[float]) -> Any:
        return len(batch)

    def reset_metrics(self, *, hard: bool = False) -> None: ...


class Gathering:
    async def predict_step(self, batch: list[float]) -> float:
        return sum(batch)


class WeighingStatically(Gathering):
    count_samples = staticmethod(len)

    def train_step(self, batch: list[float]) -> Logs:
        return {"loss": 0.5}


fit(Weighing(), DATA, validation_data=DATA)
predict(Weighing(), DATA)
fit(WeighingAnything(), DATA, validation_data=DATA)
fit(WeighingStatically(), DATA)


async def gathered() -> list[float]:
    return await asyncio.gather(*predict(Gathering(), DATA))


class OfOwnValidation(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    val_loss: Required[ReadOnly[float]]


class OfValidations:
    def on_train_batch_end(self, batch: int, logs: OfOwnValidation) -> None:
        print(logs["val_loss"])

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        print(logs.get("val_loss"), metric(logs, "val_loss"))

    def on_train_end(self, logs: Logs) -> None:
        print(logs.get("val_loss"))

    def on_test_end(self, logs: Logs) -> None:
        mine = {"val_loss": metric(logs, "loss")}
        print(mine["val_loss"])
