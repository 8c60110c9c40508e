"""Hooks that no loop would call, because of their names."""

from collections.abc import Callable
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

from digits import DATA, Digits, DigitsLogs
from typing_extensions import override

from hookline import (
    Callback,
    Logs,
    NoLogs,
    OnEpochEnd,
    PredictHooksMixin,
    PredictLogs,
    TestHooksMixin,
    TrainHooksMixin,
    fit,
)

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def logged(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        print("called")
        return function(*args, **kwargs)

    return call


def misspelt_in_a_plain_class() -> None:
    """A misspelt hook, the only one of a plain class."""

    class Bell:
        def on_epoch_ends(self, epoch: int, logs: Logs) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) has a method  [hookline-hook]


def misspelt_beside_a_right_one() -> None:
    """A misspelt hook beside a right one, in a plain class."""

    class Bell:
        def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
            print("ding")

        def on_epoch_ends(self, epoch: int, logs: Logs) -> None:  # E: The class  [hookline-hook]
            print("dong")

    fit(Digits(), DATA, callbacks=[Bell()])


def misspelt_in_a_subclass() -> None:
    """A misspelt hook in a subclass of `Callback`."""

    class Bell(Callback):
        def on_epoch_ends(  # E: The class Bell has a method `on_epoch_ends  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def misspelt_in_a_mixin() -> None:
    """A misspelt hook in a subclass of a mixin."""

    class Bell(TrainHooksMixin):
        def on_train_beginn(self, logs: NoLogs | None = None) -> None:  # E: The  [hookline-hook]
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def misspelt_in_a_grandchild() -> None:
    """A misspelt hook in a class whose base is a right callback."""

    class Bell(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            print("ding")

    class Chime(Bell):
        def on_epcoh_end(  # E: The class Chime has a method `on_epcoh_end`, which  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("dong")

    fit(Digits(), DATA, callbacks=[Chime()])


def misspelt_behind_a_decorator() -> None:
    """A misspelt hook behind a decorator."""

    class Bell(Callback):
        @logged
        def on_epoch_ended(  # E: The class Bell has a method `on_epoch_ended  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def misspelt_in_a_generic_class() -> None:
    """A misspelt hook in a generic class."""

    class Keep(Callback, Generic[T]):
        def __init__(self, value: T) -> None:
            self.value = value

        def on_epoch_ending(  # E: The class Keep has a method `on_epoch_ending  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print(self.value)

    fit(Digits(), DATA, callbacks=[Keep(3)])


def misspelt_beside_a_protocol() -> None:
    """A misspelt hook in a class that derives from the hook's Protocol."""

    class Bell(OnEpochEnd):
        def on_epoch_ends(self, epoch: int, logs: Logs) -> None:  # E: The class  [hookline-hook]
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])


def misspelt_lambda() -> None:
    """A misspelt hook that is bound to a function in the class's body."""

    def ring(self: object, epoch: int, logs: Logs | None = None) -> None:
        print("ding")

    class Bell(Callback):
        on_epochs_end = ring  # E: The class Bell has a method `on_epochs_end  [hookline-hook]

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def words_run_together() -> None:
    """A hook without its underscores: `on_epochend`."""

    class Bell(Callback):
        def on_epochend(  # E: The class Bell has a method `on_epochend`, which no  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def camel_case() -> None:
    """A hook in camel case: `onEpochEnd`."""

    class Bell(Callback):
        def onEpochEnd(  # E: The class Bell has a method `onEpochEnd`, which no  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def without_on() -> None:
    """A hook without its first word: `epoch_end`."""

    class Bell(Callback):
        def epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def private() -> None:
    """A hook with a private name: `_on_epoch_end`."""

    class Bell(Callback):
        def _on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def start_for_begin() -> None:
    """Another system's word: `on_epoch_start`."""

    class Bell(Callback):
        def on_epoch_start(  # E: The class Bell has a method `on_epoch_start  [hookline-hook]
            self, epoch: int, logs: NoLogs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def validation_for_test() -> None:
    """Lightning's name: `on_validation_end`."""

    class Bell(Callback):
        def on_validation_end(self, logs: Logs | None = None) -> None:  # E: The  [hookline-hook]
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def train_epoch_for_epoch() -> None:
    """Lightning's name: `on_train_epoch_end`."""

    class Bell(Callback):
        def on_train_epoch_end(  # E: The class Bell has a method  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def step_for_batch() -> None:
    """The name of transformers: `on_step_end`."""

    class Bell(Callback):
        def on_step_end(  # E: The class Bell has a method `on_step_end`, which no  [hookline-hook]
            self, batch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def completed_for_end() -> None:
    """Ignite's word: `on_epoch_completed`."""

    class Bell(Callback):
        def on_epoch_completed(  # E: The class Bell has a method  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def evaluate_for_test() -> None:
    """The loop's name for the family's: `on_evaluate_begin`, in a plain class."""

    class Bell:
        def on_evaluate_begin(self, logs: NoLogs) -> None:
            print("ding")

    Digits().evaluate(DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) has a  [hookline-hook]


def test_hook_in_a_train_mixin() -> None:
    """A hook of `evaluate` in a class with the mixin of `fit` only."""

    class Report(TrainHooksMixin):
        def on_test_end(self, logs: Logs | None = None) -> None:  # E: The class  [hookline-hook]
            print(logs)

    fit(Digits(), DATA, callbacks=[Report()])


def train_hook_in_a_test_mixin() -> None:
    """A hook of `fit` in a class with the mixin of `evaluate` only."""

    class Report(TestHooksMixin):
        def on_epoch_end(  # E: The class Report defines `on_epoch_end`, a hook of  [hookline-hook]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print(logs)

    fit(Digits(), DATA, callbacks=[Report()])


def predict_hook_in_two_other_mixins() -> None:
    """A hook of `predict` in a class with the mixins of `fit` and `evaluate`."""

    class Show(TrainHooksMixin[Digits, DigitsLogs], TestHooksMixin[Digits, DigitsLogs]):
        def on_predict_batch_end(  # E: The class Show defines  [hookline-hook]
            self, batch: int, logs: PredictLogs[list[int]] | None = None
        ) -> None:
            print(logs)

    fit(Digits(), DATA, callbacks=[Show()])  # E: callbacks[0] (Show) can do  [hookline-callback]


def test_hook_in_a_predict_mixin() -> None:
    """A hook of `evaluate` in a class with the mixin of `predict`."""

    class Show(PredictHooksMixin):
        def on_test_batch_end(  # E: The class Show defines `on_test_batch_end`, a  [hookline-hook]
            self, batch: int, logs: Logs | None = None
        ) -> None:
            print(batch)

    Digits().predict(DATA, callbacks=[Show()])  # E: callbacks[0] (Show) can  [hookline-callback]


def hook_and_alias() -> None:
    """A hook and its alias, of which one alone would be called."""

    class Count:
        def on_train_batch_end(self, batch: int, logs: Logs) -> None:
            print(batch)

        def on_batch_end(self, batch: int, logs: Logs) -> None:  # E: The class  [hookline-hook]
            print(batch)

    fit(Digits(), DATA, callbacks=[Count()])


def misspelt_in_a_foreign_base() -> None:
    """A misspelt hook in a base that knows nothing of hookline."""

    class Ding:
        def on_epoch_ends(self, epoch: int, logs: Logs) -> None:
            print("ding")

    class Bell(Ding, Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) has a method  [hookline-hook]


def misspelt_with_override() -> None:
    """A misspelt hook that says that it overrides one."""

    class Bell(Callback):
        @override
        def on_epoch_ends(self) -> None:  # E: The class  [hookline-hook]  # E: Method  [misc]
            print("ding")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can do  [hookline-callback]


def indented_too_far() -> None:
    """A hook that is indented too far, so that it is a function inside of another method."""

    class Bell(Callback):
        def __init__(self) -> None:
            self.epochs = 0

            def on_epoch_end(self: Bell, epoch: int) -> None:  # E: on_epoch_end  [hookline-hook]
                print("ding")

        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Bell()])
