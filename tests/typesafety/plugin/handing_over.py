"""Handing over: the callbacks of a call, in whatever expression they are given."""

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, Required

from typing_extensions import ReadOnly

from hookline import (
    AnyHook,
    Callback,
    CallbackList,
    FitHook,
    Logs,
    OnEpochEnd,
    Program,
    TestHooks,
    evaluate,
    fit,
    predict,
)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class HasLearningRate(Protocol):
    learning_rate: float


class Digits(Program[int, DigitsLogs, str]):
    def train_step(self, batch: int, /) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9}


class Plain:
    def train_step(self, batch: int) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9}

    def test_step(self, batch: int) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9}

    def predict_step(self, batch: int) -> str:
        return "one"


class Warm(Plain):
    learning_rate = 0.1


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Score:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None: ...


class Decay(Callback[HasLearningRate]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Pair(NamedTuple):
    first: int

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


DATA = [1, 2]
BELLS = [Bell(), Score()]
DECAYS = [Bell(), Decay()]


def accepted(digits: Digits, unknown: Any, hooks: list[FitHook[DigitsLogs]]) -> None:
    digits.fit(DATA, callbacks=[Bell(), Score(), Pair(1)])
    digits.fit(DATA, callbacks=BELLS)
    fit(Plain(), DATA, callbacks=BELLS)
    fit(Warm(), DATA, callbacks=DECAYS)
    fit(Plain(), DATA, callbacks=[*BELLS, Bell()])
    fit(Plain(), DATA, callbacks=(Bell(), *BELLS))
    fit(Plain(), DATA, callbacks=[Bell()] + [Score()])
    fit(Plain(), DATA, callbacks=(Bell() for _ in DATA))
    fit(Plain(), DATA, callbacks={Bell(), Score()})
    fit(Plain(), DATA, callbacks=[unknown])
    fit(Plain(), DATA, callbacks=unknown)
    fit(Plain(), DATA, callbacks=hooks)
    fit(Plain(), DATA, callbacks=[*hooks, Bell()])
    fit(Plain(), DATA, callbacks=[Bell() if DATA else Score()])
    fit(unknown, DATA, callbacks=[Decay()])
    CallbackList(BELLS)
    decay = Decay()
    decay.set_program(unknown)
    CallbackList([decay])  # it has its program
    CallbackList([Decay()], program=unknown)
    CallbackList[DigitsLogs]([Score()], program=Plain())
    bells: list[FitHook[DigitsLogs]] = [Bell()]
    bells.append(Score())
    digits.fit(DATA, callbacks=bells)
    none: list[Bell] = []
    none.append(Bell())
    digits.fit(DATA, callbacks=none)


def given_in_whatever_expression(digits: Digits, plain: Plain, decays: Iterable[Decay]) -> None:
    fit(plain, DATA, callbacks=[Decay()])  # E: Plain has no `learning_rate`  [hookline-program]
    digits.fit(DATA, callbacks=(Decay(),))  # E: has no `learning_rate`  [hookline-program]
    digits.fit(DATA, callbacks={Decay()})  # E: has no `learning_rate`  [hookline-program]
    fit(plain, DATA, callbacks=DECAYS)  # E: callbacks[1] (Decay)  [hookline-program]
    fit(plain, DATA, callbacks=[*DECAYS])  # E: callbacks[1] (Decay)  [hookline-program]
    fit(plain, DATA, callbacks=BELLS + DECAYS)  # E: callbacks[3] (Decay)  [hookline-program]
    fit(plain, DATA, callbacks=[Bell(), *[Decay()]])  # E: callbacks[1]  [hookline-program]
    fit(plain, DATA, callbacks=decays)  # E: callbacks[0] (Decay)  [hookline-program]
    fit(plain, DATA, callbacks=[*decays])  # E: callbacks[0] (Decay)  [hookline-program]
    fit(plain, DATA, callbacks=[Decay() for _ in DATA])  # E: (Decay)  [hookline-program]
    fit(plain, DATA, callbacks=DECAYS if DATA else BELLS)  # E: (Decay)  [hookline-program]
    decay = Decay()
    fit(plain, DATA, callbacks=[decay])  # E: callbacks[0] (Decay)  [hookline-program]
    CallbackList([decay], program=plain)  # E: callbacks[0] (Decay)  [hookline-program]
    CallbackList[DigitsLogs]([decay], program=plain)  # E: (Decay)  [hookline-program]


def no_callbacks(digits: Digits, plain: Plain) -> None:
    fit(plain, DATA, callbacks=Bell())  # E: write `callbacks=[Bell(…)]`  [hookline-callback]
    fit(plain, DATA, callbacks=Bell)  # E: write `callbacks=[Bell(…)]`  [hookline-callback]
    fit(plain, DATA, callbacks=None)  # E: is none: leave it out  [hookline-callback]
    digits.fit(DATA, callbacks=[Bell])  # E: is an instance: write `Bell(…)`  [hookline-callback]
    digits.fit(DATA, callbacks=[[Bell()]])  # E: unpack it with `*`  [hookline-callback]
    digits.fit(DATA, callbacks=[3])  # E: callbacks[0] (int) has no hook  [hookline-callback]
    digits.fit(DATA, callbacks=[None])  # E: callbacks[0] (NoneType) is None  [hookline-callback]
    bell = Bell()
    digits.fit(DATA, callbacks=[bell, bell])  # E: the same object as  [hookline-callback]
    evaluate(plain, DATA, callbacks=[bell])  # E: nothing in `evaluate`  [hookline-callback]
    predict(plain, DATA, callbacks=[Decay()])  # E: nothing in `predict`  [hookline-callback]
    digits.predict(DATA, callbacks=[bell])  # E: nothing in `predict`  [hookline-callback]


def said_line_by_line(digits: Digits) -> None:
    digits.fit(DATA, callbacks=[Decay()])  # type: ignore[hookline-program]
    digits.fit(
        DATA,
        callbacks=[
            Bell(),
            Decay(),  # E: callbacks[1] (Decay) needs  [hookline-program]
        ],
    )


def passed_on(hooks: list[AnyHook[Logs]], tests: list[TestHooks], end: OnEpochEnd) -> None:
    CallbackList(hooks)
    evaluate(Plain(), DATA, callbacks=tests)
    fit(Plain(), DATA, callbacks=[end, *tests])
