"""Right code that looks like a mistake: nobody may complain, and all of it runs."""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from attaching import Decay, EarlyStop
from digits import DATA, LOGS, Bell, Digits, DigitsLogs, Halver

from hookline import (
    Callback,
    CallbackList,
    FitHook,
    Logs,
    NoLogs,
    Outcome,
    Params,
    PredictLogs,
    Program,
    TestHooksMixin,
    TrainHooksMixin,
    evaluate,
    fit,
    not_a_hook,
    predict,
)

LogsT = TypeVar("LogsT", bound=Logs)


class Rated(Digits):
    learning_rate = 0.1


class Chime(Callback):
    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        print("ding")


def list_of_one_class() -> None:
    """A variable that is a list of one's own class."""
    chimes: list[Chime] = [Chime(), Chime()]
    fit(Digits(), DATA, callbacks=chimes)


def list_of_bells() -> None:
    """A list of a plain class, whose type is inferred."""
    bells = [Bell()]
    fit(Digits(), DATA, callbacks=bells)


def list_of_hooks() -> None:
    """A list declared as hooks, appended to."""
    callbacks: list[FitHook[DigitsLogs]] = [Bell()]
    callbacks.append(Chime())
    fit(Digits(), DATA, callbacks=callbacks)


def tuple_of_callbacks() -> None:
    """A tuple."""
    Digits().fit(DATA, callbacks=(Bell(), Chime()))


def generator_of_callbacks() -> None:
    """A generator."""

    def callbacks() -> Iterator[Chime]:
        yield Chime()

    fit(Digits(), DATA, callbacks=callbacks())


def stars_and_conditions() -> None:
    """A star expression and a condition."""
    loud = len(DATA) > 2
    fit(Digits(), DATA, callbacks=[*[Bell(), Bell()], *([Chime()] if loud else [])])


def needs_that_are_met() -> None:
    """A callback that needs an attribute, and a program that has it."""
    fit(Rated(), DATA, callbacks=[Decay(), Bell()])
    Rated().evaluate(DATA, callbacks=[Decay()])
    predict(Rated(), DATA, callbacks=[Decay()])


def needs_that_are_met_in_a_variable() -> None:
    """The same with the list in a variable."""
    decays = [Decay()]
    Rated().fit(DATA, callbacks=[Bell(), *decays])


def monitor_of_the_program() -> None:
    """Metrics to watch that the program gives, of validation too."""
    callbacks = [EarlyStop("loss"), EarlyStop("val_accuracy"), EarlyStop(monitor="accuracy")]
    fit(Digits(), DATA, callbacks=callbacks, validation_data=DATA)


def monitor_of_a_program_that_does_not_tell() -> None:
    """A metric to watch of a program whose logs are plain `Logs`."""
    fit(Halver(), DATA, callbacks=[EarlyStop("f1")])


def names_that_look_like_hooks() -> None:
    """Methods named like hooks, of which one is said to be meant."""

    class Plot(Callback):
        @not_a_hook
        def on_epochs(self) -> int:
            return 3

        def on_click(self) -> None:
            print("click")

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.on_epochs())

    fit(Digits(), DATA, callbacks=[Plot()])


def parameters_with_defaults() -> None:
    """Further parameters that have defaults."""

    class Plain:
        def on_epoch_end(self, epoch: int, logs: Logs, loud: bool = False) -> None:
            print(epoch, loud)

    class Derived(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None, loud: bool = False) -> None:
            print(epoch, loud)

    fit(Digits(), DATA, callbacks=[Plain(), Derived()])


def wider_parameters() -> None:
    """Parameters of wider types than the loop gives."""

    class Wide(Callback):
        def on_epoch_end(self, epoch: object, logs: object = None) -> None:
            print(epoch, logs)

    fit(Digits(), DATA, callbacks=[Wide()])


def static_and_class_methods() -> None:
    """Static methods and class methods."""

    class Count:
        @staticmethod
        def on_epoch_begin(epoch: int, logs: NoLogs) -> None:
            print(epoch)

        @classmethod
        def on_epoch_end(cls, epoch: int, logs: Logs) -> None:
            print(cls, epoch)

    fit(Digits(), DATA, callbacks=[Count()])


def super_init_forgotten() -> None:
    """`super().__init__()` forgotten, which is harmless here."""

    class Count(Callback):
        def __init__(self, first: int) -> None:
            self.first = first

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.first + epoch, self.params["epochs"], self.program)

    fit(Digits(), DATA, callbacks=[Count(1)])


def set_program_with_super() -> None:
    """`set_program` and `set_params` overridden, with `super()`."""

    class Tell(Callback):
        def set_program(self, program: object) -> None:
            super().set_program(Digits())
            print("serving", program)

        def set_params(self, params: Params) -> None:
            super().set_params(params)

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.program, self.params)

    fit(Digits(), DATA, callbacks=[Tell()])


def program_read_later() -> None:
    """`self.program` in a method that only hooks call."""

    class Stop(Callback):
        def __init__(self, patience: int) -> None:
            self.patience = patience

        def stop(self) -> None:
            self.program.stop_training = True

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if epoch >= self.patience:
                self.stop()

    fit(Digits(), DATA, epochs=3, callbacks=[Stop(1)])


def plain_logs_for_richer_ones() -> None:
    """A callback of plain `Logs` and one of the program's own, for one program."""

    class Report(Callback[Digits, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            if logs is not None:
                print(logs["accuracy"], logs.get("val_accuracy"), logs.get("val_loss", 1.0))

    fit(Digits(), DATA, callbacks=[Bell(), Report()], validation_data=DATA)


def key_that_was_asked_for() -> None:
    """A validation key, read where it was asked for."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            if "val_accuracy" in logs:
                print(logs["val_accuracy"])

    fit(Digits(), DATA, callbacks=[Report()])


def hook_and_alias_with_super() -> None:
    """A hook and its alias in a subclass of `Callback`, where `super()` reaches the other."""

    class Count(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            super().on_train_batch_end(batch, logs)

        def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            print(batch)

    fit(Digits(), DATA, callbacks=[Count()])


def callback_of_every_loop() -> None:
    """One callback of all families, for every loop."""

    class Every(Callback[Digits, DigitsLogs, list[int]]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            print(epoch)

        def on_test_end(self, logs: DigitsLogs | None = None) -> None:
            print(logs)

        def on_predict_batch_end(
            self, batch: int, logs: PredictLogs[list[int]] | None = None
        ) -> None:
            print(batch)

        def on_close(self, outcome: Outcome) -> None:
            print(outcome)

    every = Every()
    fit(Digits(), DATA, callbacks=[every], validation_data=DATA)
    evaluate(Digits(), DATA, callbacks=[every])
    predict(Digits(), DATA, callbacks=[every])


def two_mixins_of_one_program() -> None:
    """Two mixins, both for the same program."""

    class Both(TrainHooksMixin[Digits, DigitsLogs], TestHooksMixin[Digits, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            print(self.program.stop_training)

        def on_test_end(self, logs: DigitsLogs | None = None) -> None:
            print(self.program.stop_evaluating)

    Digits().fit(DATA, callbacks=[Both()], validation_data=DATA)


def named_tuple() -> None:
    """A callback that holds a named tuple."""

    class Ring(NamedTuple):
        sound: str

    class RingAtEnd:
        def __init__(self, ring: Ring) -> None:
            self.ring = ring

        def on_train_end(self, logs: Logs) -> None:
            print(self.ring.sound)

    fit(Digits(), DATA, callbacks=[RingAtEnd(Ring("ding"))])


def loop_in_order() -> None:
    """A hand-written loop that keeps the order, in a list that checks it."""
    with CallbackList([Bell()], program=Digits(), check_order=True, epochs=1) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        for batch, values in enumerate(DATA):
            callbacks.on_train_batch_begin(batch)
            callbacks.on_train_batch_end(batch, {"loss": sum(values)})
        callbacks.on_epoch_end(0, LOGS)
        callbacks.on_train_end(LOGS)


def made_by_a_function() -> None:
    """A callback and a program that functions made, as the classes they derive from."""

    def callback() -> Callback:
        return Chime()

    def program() -> Program[list[float], DigitsLogs, list[int]]:
        return Digits()

    made = program()
    made.fit(DATA, callbacks=[callback()], validation_data=DATA)
    fit(program(), DATA, callbacks=[callback(), Bell()])


def loop_over_lists() -> None:
    """A loop over lists of callbacks."""
    for callbacks in ([Bell()], [Bell(), Bell()]):
        fit(Digits(), DATA, callbacks=callbacks)


def one_or_the_other() -> None:
    """The same callback at two places of which one alone is taken."""
    bell, chime, loud = Bell(), Chime(), len(DATA) > 2
    fit(Digits(), DATA, callbacks=[bell] if loud else [bell, bell])
    fit(Digits(), DATA, callbacks=[bell if loud else chime, chime if loud else bell])


def callbacks_of_all_iterables() -> None:
    """A deque, the values of a dictionary, a `map`, a product."""
    fit(Digits(), DATA, callbacks=deque([Bell()]))
    fit(Digits(), DATA, callbacks={"bell": Bell()}.values())
    fit(Digits(), DATA, callbacks=map(EarlyStop, ("loss", "accuracy")))
    fit(Digits(), DATA, callbacks=[Bell()] * 1)


def named_tuple_with_a_hook() -> None:
    """A named tuple that is itself a callback."""

    class Ring(NamedTuple):
        sound: str

        def on_train_end(self, logs: Logs) -> None:
            print(self.sound)

    fit(Digits(), DATA, callbacks=[Ring("ding")])


def program_set_by_hand() -> None:
    """`self.program` in `__init__`, where the program was set before."""

    class Tell(Callback[Digits]):
        def __init__(self, program: Digits) -> None:
            self.set_program(program)
            print(self.program)

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Tell(Digits())])


def class_of_another_loop() -> None:
    """A class whose hooks take dictionaries, for a loop of one's own."""

    class Hear:
        def on_epoch_start(self, epoch: int) -> None:
            print(epoch)

        def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
            logs["val_f1"] = 0.5

    Hear().on_epoch_start(0)
    Hear().on_epoch_end(0, {})


def self_training() -> None:
    """A program that is a callback of its own."""

    class Trains(Digits, TrainHooksMixin):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.stop_training = True

    trains = Trains()
    trains.fit(DATA, callbacks=[trains], epochs=3)
