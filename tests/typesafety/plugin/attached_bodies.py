"""Mixin classes: what keeps one from its program, and what only looks as if it did."""

from dataclasses import dataclass

from hookline import (
    Callback,
    Logs,
    NoLogs,
    Params,
    Program,
    RunHooksMixin,
    Stoppable,
    TrainHooksMixin,
)


class Digits(Program): ...


class Deep(Digits): ...


def ring(self: object, epoch: int, logs: Logs | None = None) -> None: ...


class PassesOn(Callback[Digits]):
    def set_program(self, program: Digits) -> None:
        super().set_program(program)
        print(self.program)

    def set_params(self, params: Params) -> None:
        Callback.set_params(self, params)


class KeepsItselfAndNeverReads(Callback[Digits]):
    def set_program(self, program: Digits) -> None:
        self.model = program


class PassesNothingOn(Callback[Digits]):
    def set_program(self, program: Digits) -> None:  # E: without `super()  [hookline-ready]
        self.model = program

    def set_params(self, params: Params) -> None:  # E: `self.params`, which  [hookline-ready]
        print(params)

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        print(self.program, self.params)


class Flags(Callback[Digits]):
    stopped = False

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.program.stop_training = True
        self.stopped = True
        self.stop_training = True  # E: write `self.program.stop_training  [hookline-program]


class OneProgram(TrainHooksMixin[Digits], RunHooksMixin[Digits]): ...


class NoProgramSaid(TrainHooksMixin, RunHooksMixin[Stoppable]): ...


class Two(TrainHooksMixin[Digits], RunHooksMixin[Deep]): ...  # E: `Digits`: it  [hookline-program]


class Declares(Callback):
    program: Digits  # E: as in `Callback[MyProgram]`  [hookline-program]
    other: Digits


@dataclass
class Thawed(TrainHooksMixin):
    first: int = 0


@dataclass(frozen=True)
class Frozen(TrainHooksMixin):  # E: leave `frozen=True` out  [hookline-callback]
    first: int = 0


@dataclass(frozen=True)
class FrozenAndPlain:
    first: int = 0

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Bound(Callback):
    on_epochs = 3
    on_epochs_end = ring  # E: did you mean `on_epoch_end`?  [hookline-hook]


class Misspelt(Callback):
    def __init__(self) -> None:
        self.on_click = lambda: None
        self.on_epochs = 3
        self.on_epoch_ned = lambda epoch, logs: None  # E: mean `on_epoch_end`?  [hookline-hook]
        self.on_train_ends = self.ring  # E: mean `on_train_end`?  [hookline-hook]

    def ring(self, logs: object = None) -> None:
        setattr(self.program, "stop_training", True)
        setattr(self.program, "stopped", True)
        setattr(self.program, "stop_trainig", True)  # E: read by no loop  [hookline-program]


class OfKeras(Callback):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        it = self.model  # E: `self.program`  [hookline-program]  # E: "model"  [attr-defined]
        print(it)


class OfItsOwn(Callback):
    def __init__(self, model: Digits) -> None:
        self.model = model

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.model)


class OfItsBase(OfItsOwn):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.model)


@dataclass
class OfAField(Callback):
    model: Digits

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.model)
