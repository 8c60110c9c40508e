"""Class bodies: which classes are judged as callbacks, and which names in them."""

import abc
from collections.abc import Callable
from typing import Protocol, TypeVar

import hookline
from hookline import (
    Callback,
    Logs,
    NoLogs,
    OnEpochEnd,
    Outcome,
    PredictHooksMixin,
    TrainHooksMixin,
    not_a_hook,
)
from hookline import not_a_hook as deliberate

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])


def logged(function: FunctionT) -> FunctionT:
    return function


# Classes that derive from hookline


class Child(Callback):
    def on_epoch_ends(self) -> None: ...  # E: did you mean `on_epoch_end`?  [hookline-hook]


class Parent(TrainHooksMixin):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class Grandchild(Parent):
    def on_epoch_start(self) -> None: ...  # E: did you mean `on_epoch_begin`?  [hookline-hook]


class Explicit(OnEpochEnd[Logs]):
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    def on_trian_end(self, logs: Logs) -> None: ...  # E: mean `on_train_end`?  [hookline-hook]


class InBlocks(Callback):
    if not hookline.__name__:

        def onTrainBegin(self) -> None: ...  # E: mean `on_train_begin`?  [hookline-hook]

    else:
        on_train_ends = lambda self: None  # E: mean `on_train_end`?  [hookline-hook]

    @logged
    def on_epoch_begins(self) -> None: ...  # E: mean `on_epoch_begin`?  [hookline-hook]


def inside_a_function() -> None:
    class Local(Callback):
        def on_test_ends(self) -> None: ...  # E: mean `on_test_end`?  [hookline-hook]


class Families(TrainHooksMixin):
    def on_test_end(self, logs: Logs) -> None: ...  # E: add `TestHooksMixin`  [hookline-hook]

    def on_close(self, outcome: Outcome) -> None: ...  # every run has this one


class Both(TrainHooksMixin, PredictHooksMixin):
    def on_predict_end(self, logs: NoLogs | None = None) -> None: ...


# Plain classes: one right hook shows what the class is for


class Evident:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    def on_epoch_start(self, epoch: int) -> None: ...  # E: did you mean  [hookline-hook]

    def on_train_end(self) -> None: ...  # E: be called as  [hookline-signature]

    async def on_train_begin(self, logs: NoLogs) -> None: ...  # E: `async`  [hookline-signature]


class EvidentByItsBase(Evident):
    def on_test_ends(self) -> None: ...  # E: did you mean `on_test_end`?  [hookline-hook]


class EvidentProtocol(Protocol):
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    def on_epoch_ends(self) -> None: ...  # E: did you mean `on_epoch_end`?  [hookline-hook]


class Abstract(abc.ABC):
    @abc.abstractmethod
    def on_epoch_ends(self) -> None: ...  # E: did you mean `on_epoch_end`?  [hookline-hook]

    def on_train_end(self, logs: Logs) -> None: ...


class TwoNames:
    def on_train_batch_end(self, batch: int, logs: Logs) -> None: ...

    def on_batch_end(self, batch: int, logs: Logs) -> None: ...  # E: two names  [hookline-hook]


class TwoNamesInAMixin(Callback):  # here `super()` reaches the other, as in Keras
    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        super().on_train_batch_end(batch, logs)

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None: ...


# Hooks that stand where no loop finds them


class IndentedTooFar(Callback):
    def __init__(self) -> None:
        self.epochs = 0

        def on_epoch_end(self: object) -> None: ...  # E: inside of `__init__`  [hookline-hook]

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        try:
            print(epoch)
        finally:

            @logged
            def on_train_end(self: object) -> None: ...  # E: stands inside  [hookline-hook]


class IndentedTooFarInAPlainClass:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        def on_train_end(self: object) -> None: ...  # E: stands inside of  [hookline-hook]


def on_predict_end(self: object) -> None: ...  # E: stands outside of every  [hookline-hook]


def on_predict_begin(self: object) -> None: ...


class MadeOfFunctions(Callback):
    def __init__(self) -> None:
        def on_epoch_end(self: object) -> None: ...

        def on_train_end(logs: Logs) -> None: ...

        class Inner:
            def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

        self.parts = (on_epoch_end, on_train_end, on_predict_begin, Inner())


# Classes that are none of ours


class Window:
    def on_close(self) -> None: ...

    def on_exceptions(self) -> None: ...


class Machine:
    def on_epoch_ends(self) -> None: ...

    def on_train_start(self) -> None: ...


class Trainer:
    def on_train_start(self) -> None: ...

    def on_validation_end(self) -> None: ...


class TrainerCallback(Trainer):
    """Another system's vocabulary, in which some hooks have the names of ours."""

    def on_train_start(self) -> None: ...

    def on_validation_end(self) -> None: ...

    def on_train_end(self, logs: Logs) -> None: ...


# Names that are meant


class Meant(Callback):
    @not_a_hook
    def on_epochs(self) -> None: ...

    @hookline.not_a_hook
    def on_epoch_ends(self) -> None: ...

    @deliberate
    def on_train_ends(self) -> None: ...

    @logged
    @not_a_hook
    def on_test_ends(self) -> None: ...

    def on_click(self) -> None: ...

    def only_epochs(self) -> None: ...


class Silenced(Callback):
    def on_epoch_ends(self) -> None: ...  # type: ignore[hookline-hook]
