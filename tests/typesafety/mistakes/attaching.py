"""Callbacks that do not fit the loop or the program they are handed to."""

from abc import abstractmethod
from dataclasses import dataclass

from digits import DATA, Bell, Digits, DigitsLogs, HasLearningRate

from hookline import (
    Callback,
    CallbackList,
    Logs,
    NoLogs,
    Params,
    PredictHooksMixin,
    RunHooksMixin,
    TestHooksMixin,
    TrainHooksMixin,
    evaluate,
    fit,
    predict,
)


class Decay(Callback[HasLearningRate]):
    """A right callback, for a program with a learning rate."""

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        self.program.learning_rate *= 0.9

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        self.program.learning_rate *= 0.9

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        self.program.learning_rate *= 0.9


class EarlyStop(Callback):
    """A right callback, for a program that gives the metric it watches."""

    def __init__(self, monitor: str) -> None:
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print(self.monitor)


class TrainBell(TrainHooksMixin):
    """A right callback, for `fit` alone."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        print("ding")


def program_that_lacks_an_attribute() -> None:
    """A callback that needs what the program lacks, through the program's own `fit`."""
    Digits().fit(DATA, callbacks=[Decay()])  # E: callbacks[0] (Decay) needs a  [hookline-program]


def program_that_lacks_an_attribute_in_fit() -> None:
    """The same through the free function `fit`."""
    fit(Digits(), DATA, callbacks=[Decay()])  # E: callbacks[0] (Decay) needs a  [hookline-program]


def program_that_lacks_an_attribute_in_evaluate() -> None:
    """The same through `evaluate`."""
    evaluate(Digits(), DATA, callbacks=[Decay()])  # E: callbacks[0] (Decay)  [hookline-program]


def program_that_lacks_an_attribute_in_predict() -> None:
    """The same through `predict`, in a tuple."""
    predict(Digits(), DATA, callbacks=(Decay(),))  # E: callbacks[0] (Decay)  [hookline-program]


def program_that_lacks_an_attribute_and_a_variable() -> None:
    """The same with the list in a variable."""
    callbacks = [Decay()]
    fit(Digits(), DATA, callbacks=callbacks)  # E: callbacks[0] (Decay) needs a  [hookline-program]


def program_that_lacks_an_attribute_and_a_sum() -> None:
    """The same with a sum of two lists."""
    bells = [TrainBell()]
    fit(Digits(), DATA, callbacks=[*bells] + [Decay()])  # E: callbacks[1]  [hookline-program]


def program_that_lacks_an_attribute_and_a_star() -> None:
    """The same with a list unpacked into another."""
    decays = [Decay()]
    fit(Digits(), DATA, callbacks=[Bell(), *decays])  # E: callbacks[1] (Decay)  [hookline-program]


def program_that_lacks_an_attribute_and_a_loop() -> None:
    """The same with a list comprehension."""
    fit(Digits(), DATA, callbacks=[Decay() for _ in range(2)])  # E: (Decay)  [hookline-program]


def program_that_lacks_an_attribute_and_a_list_of_callbacks() -> None:
    """The same in a hand-written loop's `CallbackList`."""
    with CallbackList([Decay()], program=Digits()) as callbacks:  # E: (Decay)  [hookline-program]
        callbacks.on_train_begin()


def program_that_lacks_an_attribute_and_a_plain_class() -> None:
    """A plain class whose `set_program` needs what the program lacks."""

    class Warm:
        def set_program(self, program: HasLearningRate) -> None:
            program.learning_rate = 0.5

        def on_train_begin(self, logs: NoLogs) -> None:
            print("warm")

    fit(Digits(), DATA, callbacks=[Warm()])  # E: callbacks[0] (Warm) needs a  [hookline-program]


def program_with_an_attribute_of_another_type() -> None:
    """A program that has what the callback needs, but as text."""

    class Worded(Digits):
        learning_rate = "low"

    Worded().fit(DATA, callbacks=[Decay()])  # E: callbacks[0] (Decay) needs a  [hookline-program]


def program_of_another_class() -> None:
    """A callback for one class of programs, handed to another."""

    class Other(Digits):
        def save(self) -> None:
            print("saved")

    class Save(Callback[Other]):
        def on_train_end(self, logs: Logs | None = None) -> None:
            self.program.save()

    fit(Digits(), DATA, callbacks=[Save()])  # E: callbacks[0] (Save) needs a  [hookline-program]


def attribute_that_was_not_asked_for() -> None:
    """A hook that reads an attribute its program type does not have."""

    class Slow(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.learning_rate *= 0.9  # E: Stoppable" has no attribute  [attr-defined]

    fit(Digits(), DATA, callbacks=[Slow()])


def attribute_misspelt() -> None:
    """A hook that misspells an attribute of its program type."""

    class Rated(Digits):
        learning_rate = 0.1

    class Slow(Callback[HasLearningRate]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.learning_rat = 0.01  # E: HasLearningRate" has no  [attr-defined]

    fit(Rated(), DATA, callbacks=[Slow()])


def attribute_of_another_type() -> None:
    """A hook that stores a text where the program has a number."""

    class Rated(Digits):
        learning_rate = 0.1

    class Slow(Callback[HasLearningRate]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.learning_rate = "low"  # E: Incompatible types in assignment  [assignment]

    fit(Rated(), DATA, callbacks=[Slow()])


def train_callback_for_evaluate() -> None:
    """A callback of `fit` alone, handed to `evaluate`."""
    evaluate(Digits(), DATA, callbacks=[TrainBell()])  # E: callbacks[0]  [hookline-callback]


def train_callback_for_predict() -> None:
    """A plain callback of `fit` alone, handed to `predict`."""
    predict(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell) can  [hookline-callback]


def train_callback_with_every_mixin_for_predict() -> None:
    """A subclass of `Callback` that defines hooks of `fit` alone, handed to `predict`."""
    predict(Digits(), DATA, callbacks=[EarlyStop("loss")])  # E: callbacks[0]  [hookline-callback]


def test_callback_for_predict() -> None:
    """A callback of `evaluate` alone, handed to `predict`."""

    class Report(TestHooksMixin):
        def on_test_end(self, logs: Logs | None = None) -> None:
            print(logs)

    Digits().predict(DATA, callbacks=[Report()])  # E: callbacks[0] (Report)  [hookline-callback]


def predict_callback_for_fit() -> None:
    """A callback of `predict` alone, handed to `fit`."""

    class Show(PredictHooksMixin):
        def on_predict_end(self, logs: NoLogs | None = None) -> None:
            print("shown")

    Digits().fit(DATA, callbacks=[Show()])  # E: callbacks[0] (Show) can do  [hookline-callback]


def bare_callback() -> None:
    """A callback where a list of them belongs."""
    fit(Digits(), DATA, callbacks=Bell())  # E: callbacks` takes an iterable  [hookline-callback]


def class_for_instance() -> None:
    """A class where an instance of it belongs."""
    fit(Digits(), DATA, callbacks=[Bell])  # E: callbacks[0] (Bell) is a  [hookline-callback]


def class_for_instance_of_a_subclass() -> None:
    """A subclass of `Callback` where an instance of it belongs."""
    fit(Digits(), DATA, callbacks=[TrainBell])  # E: callbacks[0] (TrainBell)  [hookline-callback]


def class_for_list() -> None:
    """A class where a list of callbacks belongs."""
    fit(Digits(), DATA, callbacks=Bell)  # E: callbacks` takes an iterable of  [hookline-callback]


def nested_list() -> None:
    """A list in the list."""
    fit(Digits(), DATA, callbacks=[Bell(), [Bell()]])  # E: callbacks[1]  [hookline-callback]


def none_in_the_list() -> None:
    """None in the list, of a callback made under a condition."""
    quiet = len(DATA) > 2
    fit(Digits(), DATA, callbacks=[Bell(), None if quiet else Bell()])  # E: is  [hookline-callback]


def none_for_the_list() -> None:
    """None for the list, as in Keras."""
    fit(Digits(), DATA, callbacks=None)  # E: callbacks` takes an iterable of  [hookline-callback]


def dictionary_for_the_list() -> None:
    """Callbacks by their names, in a dictionary."""
    fit(Digits(), DATA, callbacks={"bell": Bell()})  # E: callbacks[0] (str)  [hookline-callback]


def name_in_the_list() -> None:
    """A callback's name in the list."""
    fit(Digits(), DATA, callbacks=["early_stopping"])  # E: callbacks[0] (str)  [hookline-callback]


def function_in_the_list() -> None:
    """A function in the list, as in XGBoost and LightGBM."""
    fit(Digits(), DATA, callbacks=[print])  # E: callbacks[0] (function) is a  [hookline-callback]


def method_in_the_list() -> None:
    """A hook in the list, not the object that has it."""
    fit(Digits(), DATA, callbacks=[Bell().on_epoch_end])  # E: callbacks[0]  [hookline-callback]


def same_instance_twice() -> None:
    """One callback at two places of the list."""
    bell = Bell()
    fit(Digits(), DATA, callbacks=[bell, bell])  # E: callbacks[1] (Bell) is  [hookline-callback]


def no_hook() -> None:
    """An object without any hook."""

    class Settings:
        loud = True

    fit(Digits(), DATA, callbacks=[Settings()])  # E: callbacks[0] (Settings)  [hookline-callback]


def no_hook_in_a_subclass() -> None:
    """A subclass of `Callback` that defines no hook."""

    class Settings(Callback):
        loud = True

    fit(Digits(), DATA, callbacks=[Settings()])  # E: callbacks[0] (Settings)  [hookline-callback]


def monitor_misspelt() -> None:
    """A callback told to watch a metric that the program does not give."""
    Digits().fit(DATA, callbacks=[EarlyStop("acuracy")])  # E: callbacks[0]  [hookline-monitor]


def monitor_misspelt_by_keyword() -> None:
    """The same by keyword, through the free function `fit`."""
    fit(Digits(), DATA, callbacks=[EarlyStop(monitor="val_acc")])  # E: accuracy  [hookline-monitor]


def monitor_misspelt_in_a_plain_class() -> None:
    """A plain class told to watch a metric that the program does not give."""

    @dataclass
    class Best:
        monitor: str

        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            print(self.monitor)

    fit(Digits(), DATA, callbacks=[Best("f1")])  # E: callbacks[0] (Best)  [hookline-monitor]


def monitor_misspelt_in_a_variable() -> None:
    """A callback in a variable, told to watch a metric that the program does not give."""
    stop = EarlyStop(monitor="accurracy")
    fit(Digits(), DATA, callbacks=[stop])  # E: callbacks[0] (EarlyStop)  [hookline-monitor]


def program_read_too_early() -> None:
    """`self.program` in `__init__`, where no loop has set it."""

    class Stop(Callback):
        def __init__(self) -> None:
            self.program.stop_training = False  # E: self.program` is read in  [hookline-ready]

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    fit(Digits(), DATA, callbacks=[Stop()])


def params_read_too_early() -> None:
    """`self.params` in `__init__`, where no loop has set them."""

    class Bar(TrainHooksMixin):
        def __init__(self) -> None:
            self.epochs = self.params["epochs"]  # E: self.params` is read in  [hookline-ready]

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(epoch, self.epochs)

    fit(Digits(), DATA, callbacks=[Bar()])


def unknown_parameter() -> None:
    """A parameter of the run that does not exist."""

    class Bar(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print(self.params["samples"])  # E: TypedDict "Params" has no key  [typeddict-item]

    fit(Digits(), DATA, callbacks=[Bar()])


def unknown_number_of_steps() -> None:
    """A parameter that may be None, used as a number."""

    class Bar(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print(100 / self.params["steps"])  # E: Unsupported operand types for /  [operator]

    fit(Digits(), iter(DATA), callbacks=[Bar()])


def program_assigned() -> None:
    """`self.program` assigned by hand."""

    class Own(Callback[Digits]):
        def __init__(self, program: Digits) -> None:
            self.program = program  # E: Property  [misc]  # E: __init__  [hookline-ready]

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.program)

    fit(Digits(), DATA, callbacks=[Own(Digits())])


def set_program_without_super() -> None:
    """`set_program` overridden without a call of `super()`, and `self.program` read."""

    class Tell(Callback):
        def set_program(self, program: object) -> None:  # E: The class Tell  [hookline-ready]
            print("serving", program)

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    fit(Digits(), DATA, callbacks=[Tell()])


def set_params_without_super() -> None:
    """`set_params` overridden without a call of `super()`, and `self.params` read."""

    class Tell(Callback):
        def set_params(self, params: Params) -> None:  # E: The class Tell  [hookline-ready]
            print("running", params)

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.params["epochs"])

    fit(Digits(), DATA, callbacks=[Tell()])


def set_program_without_parameter() -> None:
    """`set_program` that takes no program."""

    class Tell(Callback):
        def set_program(self) -> None:  # E: Signature of "set_program" incompatible  [override]
            print("serving")

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Tell()])


def set_params_of_another_type() -> None:
    """`set_params` that takes the parameters apart."""

    class Tell:
        def set_params(self, epochs: int, steps: int) -> None:
            print(epochs, steps)

        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Tell()])  # E: callbacks[0] (Tell)  [hookline-signature]


def type_argument_that_is_no_logs() -> None:
    """A type argument that is no logs."""

    class Count(Callback[Digits, int]):  # E: Type argument "int" of "Callback" must be  [type-var]
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print("begin")

    fit(Digits(), DATA, callbacks=[Count()])


def type_arguments_too_many() -> None:
    """One type argument too many."""

    class Count(Callback[Digits, DigitsLogs, int, int]):  # E: Callback" expects  [type-arg]
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print("begin")

    fit(Digits(), DATA, callbacks=[Count()])


def logs_for_the_program() -> None:
    """The logs where the program belongs among the type arguments."""

    class Count(Callback[DigitsLogs]):
        def on_epoch_end(
            self,
            epoch: int,
            logs: DigitsLogs | None = None,  # E: Argument 2 of "on_epoch_end" is  [override]
        ) -> None:
            print(logs)

    fit(Digits(), DATA, callbacks=[Count()])


def mixins_that_disagree() -> None:
    """Two mixins of one class, each for another program."""

    class Other(Digits):
        learning_rate = 0.1

    class Divided(TrainHooksMixin[Digits], RunHooksMixin[Other]):  # E: The  [hookline-program]
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print(self.program)

    fit(Digits(), DATA, callbacks=[Divided()])


def frozen_mixin() -> None:
    """A frozen dataclass of a mixin, which could not take its program."""

    @dataclass(frozen=True)
    class Count(TrainHooksMixin):  # E: The class Count is frozen, so no loop  [hookline-callback]
        first: int = 0

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(self.first + epoch)

    fit(Digits(), DATA, callbacks=[Count()])


def abstract_callback() -> None:
    """An abstract callback, made without what it lacks."""

    class Every(TrainHooksMixin):
        @abstractmethod
        def act(self) -> None:
            raise NotImplementedError

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.act()

    fit(Digits(), DATA, callbacks=[Every()])  # E: Cannot instantiate abstract class  [abstract]


def argument_of_its_own_forgotten() -> None:
    """A callback made without an argument of its `__init__`."""
    fit(Digits(), DATA, callbacks=[EarlyStop()])  # E: Missing positional argument  [call-arg]


def asynchronous_set_program() -> None:
    """An `async def set_program`, of a plain class."""

    class Tell:
        async def set_program(self, program: object) -> None:
            print(program)

        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Tell()])  # E: callbacks[0] (Tell)  [hookline-signature]


def list_of_objects() -> None:
    """A parameter that is a list of anything, and of callbacks only by default."""

    def train(callbacks: list[object]) -> None:
        if not callbacks:
            callbacks = [Bell()]
        fit(Digits(), DATA, callbacks=callbacks)  # E: Argument "callbacks" to "fit  [arg-type]

    train(["bell"])


def list_that_is_given_no_program() -> None:
    """A `CallbackList` without the program that one of its callbacks needs."""
    with CallbackList([Decay()]) as callbacks:  # E: callbacks[0] (Decay) needs  [hookline-program]
        callbacks.on_train_begin()
