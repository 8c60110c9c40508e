"""Hooks that cannot be called the way the loops call them."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from digits import DATA, Digits, RecallLogs

from hookline import (
    Callback,
    Failed,
    Interrupted,
    Logs,
    NoLogs,
    Outcome,
    PredictLogs,
    RunHooksMixin,
    Stopped,
    TestHooksMixin,
    TrainHooksMixin,
    fit,
)

RecallT = TypeVar("RecallT", bound=RecallLogs)


def too_few_parameters() -> None:
    """A plain hook without `logs`."""

    class Count:
        def on_epoch_end(self, epoch: int) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def too_few_parameters_in_a_subclass() -> None:
    """A hook of a subclass without the index."""

    class Count(Callback):
        def on_epoch_end(self, logs: Logs | None = None) -> None:  # E: Signature of  [override]
            print(logs)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def too_few_parameters_beside_a_right_hook() -> None:
    """A plain class with one right hook and one without `logs`."""

    class Count:
        def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
            print(epoch)

        def on_epoch_end(self, epoch: int) -> None:  # E: The class Count  [hookline-signature]
            print(epoch)

    fit(Digits(), DATA, callbacks=[Count()])


def too_many_parameters() -> None:
    """A plain hook that wants one more argument."""

    class Count:
        def on_epoch_end(self, epoch: int, logs: Logs, step: int) -> None:
            print(epoch + step)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def too_many_parameters_in_a_subclass() -> None:
    """A hook of a subclass that wants one more argument."""

    class Count(TrainHooksMixin):
        def on_train_batch_end(  # E: Signature of "on_train_batch_end" incompatible  [override]
            self, epoch: int, batch: int, logs: Logs | None = None
        ) -> None:
            print(epoch + batch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def index_where_there_is_none() -> None:
    """`on_train_begin` with an index, which it does not get."""

    class Count(Callback):
        def on_train_begin(  # E: Signature of "on_train_begin" incompatible with  [override]
            self, epoch: int, logs: NoLogs | None = None
        ) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def no_parameters() -> None:
    """A hook with `self` alone."""

    class Count(TestHooksMixin):
        def on_test_begin(self) -> None:  # E: Signature of "on_test_begin  [override]
            print("begin")

    Digits().evaluate(DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def on_close_without_outcome() -> None:
    """`on_close` without its outcome."""

    class Release(RunHooksMixin):
        def on_close(self) -> None:  # E: Signature of "on_close" incompatible with  [override]
            print("closed")

    fit(Digits(), DATA, callbacks=[Release()])  # E: callbacks[0] (Release)  [hookline-signature]


def forgotten_self() -> None:
    """A hook without `self`."""

    class Count:
        def on_epoch_end(epoch: int, logs: Logs) -> None:  # E: self" parameter missing for  [misc]
            print(epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def static_method_with_self() -> None:
    """A static method that still takes `self`."""

    class Count:
        @staticmethod
        def on_epoch_end(self: object, epoch: int, logs: Logs) -> None:
            print(self, epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def parameters_swapped() -> None:
    """The index after the logs, in a plain class."""

    class Count:
        def on_epoch_end(self, logs: Logs, epoch: int) -> None:
            print(logs, epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: List item 0 has incompatible type  [list-item]


def index_of_another_type() -> None:
    """An index that is text."""

    class Count:
        def on_epoch_end(self, epoch: str, logs: Logs) -> None:
            print("epoch " + epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def logs_of_another_type() -> None:
    """Logs that are a list."""

    class Count(Callback):
        def on_epoch_end(
            self,
            epoch: int,
            logs: list[float] | None = None,  # E: Argument 2 of "on_epoch_end" is  [override]
        ) -> None:
            print(sum(logs or []))

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def exception_of_one_type() -> None:
    """`on_exception` for one type of exception alone."""

    class Tell(Callback):
        def on_exception(self, exception: ValueError) -> None:  # E: Argument 1 of  [override]
            print(exception)

    fit(Digits(), DATA, callbacks=[Tell()])  # E: callbacks[0] (Tell)  [hookline-signature]


def outputs_of_another_type() -> None:
    """`on_predict_batch_end` for outputs that the program does not make."""

    class Show:
        def on_predict_batch_end(self, batch: int, logs: PredictLogs[str]) -> None:
            print(logs["outputs"].upper())

    Digits().predict(DATA, callbacks=[Show()])  # E: callbacks[0] (Show)  [hookline-signature]


def parameter_of_another_name() -> None:
    """An index of another name, in a subclass."""

    class Count(Callback):
        def on_epoch_end(self, number: int, logs: Logs | None = None) -> None:
            print(number)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def logs_of_another_name() -> None:
    """Logs of another name, in a plain class."""

    class Count:
        def on_epoch_end(self, epoch: int, metrics: Logs) -> None:
            print(epoch, metrics)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def keyword_only() -> None:
    """Logs that can be passed by name alone."""

    class Count:
        def on_epoch_end(self, epoch: int, *, logs: Logs) -> None:
            print(epoch, logs)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def positional_only() -> None:
    """Logs that can be passed by position alone."""

    class Count:
        def on_epoch_end(self, epoch: int, logs: Logs, /) -> None:
            print(epoch, logs)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def asynchronous() -> None:
    """An `async def` in a plain class."""

    class Send:
        async def on_epoch_end(  # E: The class Send: `on_epoch_end` is  [hookline-signature]
            self, epoch: int, logs: Logs
        ) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Send()])


def asynchronous_in_a_subclass() -> None:
    """An `async def` in a subclass."""

    class Send(Callback):
        async def on_epoch_end(  # E: Return type "Coroutine[Any, Any, None]" of  [override]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Send()])  # E: callbacks[0] (Send)  [hookline-signature]


def asynchronous_beside_a_right_hook() -> None:
    """An `async def` beside a right hook, in a plain class."""

    class Send:
        def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
            print(epoch)

        async def on_epoch_end(  # E: The class Send: `on_epoch_end` is  [hookline-signature]
            self, epoch: int, logs: Logs
        ) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Send()])


def generator() -> None:
    """A hook with a `yield`."""

    class Wrap(Callback):
        def on_epoch_begin(  # E: Return type "Iterator[None]" of "on_epoch_begin  [override]
            self, epoch: int, logs: NoLogs | None = None
        ) -> Iterator[None]:
            print("before")
            yield
            print("after")

    fit(Digits(), DATA, callbacks=[Wrap()])  # E: callbacks[0] (Wrap)  [hookline-signature]


def asynchronous_generator() -> None:
    """An `async def` with a `yield`."""

    class Wrap:
        async def on_epoch_begin(  # E: The class Wrap: `on_epoch_begin` is  [hookline-signature]
            self, epoch: int, logs: NoLogs
        ) -> AsyncIterator[None]:
            yield

    fit(Digits(), DATA, callbacks=[Wrap()])


def context_manager() -> None:
    """A hook that is a context manager."""

    class Wrap(Callback):
        @contextmanager
        def on_epoch_begin(  # E: Return type "_GeneratorContextManager[None, None  [override]
            self, epoch: int, logs: NoLogs | None = None
        ) -> Iterator[None]:
            print("before")
            yield
            print("after")

    fit(Digits(), DATA, callbacks=[Wrap()])  # E: callbacks[0] (Wrap)  [hookline-signature]


def property_for_method() -> None:
    """A hook that is a property."""

    class Count(Callback):
        @property
        def on_epoch_end(self) -> None:  # E: Signature of "on_epoch_end" incompatible  [override]
            print("end")

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def attribute_for_method() -> None:
    """A hook's name bound to a value."""

    class Settings:
        on_epoch_end = True

    fit(Digits(), DATA, callbacks=[Settings()])  # E: callbacks[0]  [hookline-signature]


def lambda_without_self() -> None:
    """A lambda without `self` in the class's body."""

    class Count(Callback):
        on_epoch_end = lambda epoch, logs=None: print(  # E: Cannot  [misc]  # E: in  [assignment]
            epoch, logs
        )

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def attribute_of_the_instance() -> None:
    """A function that takes no logs, stored as the hook of one object."""

    class Run:
        def __init__(self, on_epoch_end: Callable[[int], None]) -> None:
            self.on_epoch_end = on_epoch_end

    fit(Digits(), DATA, callbacks=[Run(print)])  # E: callbacks[0] (Run)  [hookline-signature]


def decorator_that_forgets_the_parameters() -> None:
    """A decorator whose function takes no arguments."""

    def timed(function: Callable[..., None]) -> Callable[[object], None]:
        def call(self: object) -> None:
            function(self)

        return call

    class Count(Callback):
        @timed
        def on_epoch_end(  # E: Signature of "on_epoch_end" incompatible with supertype  [override]
            self, epoch: int, logs: Logs | None = None
        ) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Count()])  # E: callbacks[0] (Count)  [hookline-signature]


def returning_a_value_to_stop() -> None:
    """A hook that returns True to stop, as in XGBoost; the value goes nowhere."""

    class Stop:
        def on_epoch_end(self, epoch: int, logs: Logs) -> bool:
            return logs.get("loss", 1.0) < 0.1

    fit(Digits(), DATA, callbacks=[Stop()])  # E: callbacks[0] (Stop)  [hookline-signature]


def returning_a_value_to_swallow() -> None:
    """`on_exception` that returns True to swallow, as `__exit__` does; the value goes nowhere."""

    class Swallow(Callback):
        def on_exception(self, exception: BaseException) -> bool:  # E: Return type  [override]
            return isinstance(exception, KeyError)

    fit(Digits(), DATA, callbacks=[Swallow()])  # E: callbacks[0] (Swallow)  [hookline-signature]


def returning_logs() -> None:
    """A hook that returns changed logs; the value goes nowhere."""

    class Rename(Callback):
        def on_epoch_end(  # E: Return type "Logs" of "on_epoch_end" incompatible with  [override]
            self, epoch: int, logs: Logs | None = None
        ) -> Logs:
            return {"val_loss": 0.5}

    fit(Digits(), DATA, callbacks=[Rename()])  # E: callbacks[0] (Rename)  [hookline-signature]


def super_without_arguments() -> None:
    """`super()` called without the hook's arguments."""

    class Count(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            super().on_epoch_end()  # E: Missing positional argument "epoch" in call to  [call-arg]

    fit(Digits(), DATA, callbacks=[Count()])


def forgotten_outcome() -> None:
    """A `match` over the outcome that forgets one of its four cases."""

    class Tell(Callback):
        def on_close(self, outcome: Outcome) -> None:
            print(self.words(outcome).upper())

        def words(self, outcome: Outcome) -> str:  # E: Missing return statement  [return]
            match outcome:
                case Stopped(reason):
                    return reason
                case Failed(error) | Interrupted(error):
                    return str(error)

    fit(Digits(), DATA, callbacks=[Tell()])


def generic_in_its_logs() -> None:
    """A generic hook, for logs that are not those of the program."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: RecallT) -> None:
            print(logs["recall"])

        def on_train_begin(self, logs: NoLogs) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Report()])  # E: callbacks[0] (Report) reads  [hookline-logs]
