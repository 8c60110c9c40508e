"""The same mistakes against Keras, written as its users write them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import keras
import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

X = np.zeros((12, 2), "float32")
Y = np.zeros((12, 1), "float32")


class Net(keras.Sequential):
    """A right model, which counts its batches."""

    batches = 0

    def train_step(self, data: Any) -> Any:
        Net.batches += 1
        return super().train_step(data)

    def test_step(self, data: Any) -> Any:
        Net.batches += 1
        return super().test_step(data)

    def predict_step(self, data: Any) -> Any:
        Net.batches += 1
        return super().predict_step(data)


def compiled(net: Any) -> Any:
    net.compile(loss="mse", metrics=["mae"])
    return net


def net() -> Net:
    made = Net([keras.Input((2,)), keras.layers.Dense(1)])
    made.compile(loss="mse", metrics=["mae"])
    return made


class Bell(keras.callbacks.Callback):
    """A right callback."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        print("ding")


class Report(keras.callbacks.Callback):
    """A right callback, which reads what it gets."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if logs:
            print(epoch + 1, logs["loss"])


class Decay(keras.callbacks.Callback):
    """A right callback, for a model with a codebook."""

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self.model.codebook_size *= 2

    def on_test_begin(self, logs: dict[str, float] | None = None) -> None:
        self.model.codebook_size *= 2

    def on_predict_begin(self, logs: dict[str, float] | None = None) -> None:
        self.model.codebook_size *= 2


def logged(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        print("called")
        return function(*args, **kwargs)

    return call


def nothing_wrong() -> None:
    """Right code: what checkers say of it they would say of everything."""

    class Right(keras.callbacks.Callback):
        def __init__(self, monitor: str) -> None:
            super().__init__()
            self.monitor = monitor

        def set_params(self, params: dict[str, Any]) -> None:
            super().set_params(params)

        def set_model(self, model: Any) -> None:
            super().set_model(model)

        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["loss"], logs.get("val_loss"), self.params["epochs"])
            self.model.stop_training = True

    history = net().fit(X, Y, epochs=2, callbacks=[Right("loss"), Bell()], verbose=0)
    print(history.history["loss"])
    print(net().evaluate(X, Y, callbacks=[Bell()], verbose=0, return_dict=True)["loss"])
    net().predict(X, callbacks=[Right("loss")], verbose=0)
    callbacks = keras.callbacks.CallbackList([Bell()], model=net(), epochs=1)
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_epoch_end(0, {"loss": 0.5})
    callbacks.on_train_end()


# Names


def misspelt_in_a_subclass() -> None:
    """A misspelt hook in a subclass of `Callback`."""

    class Ring(keras.callbacks.Callback):
        def on_epoch_ends(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def misspelt_in_a_grandchild() -> None:
    """A misspelt hook in a class whose base is a right callback."""

    class Chime(Bell):
        def on_epcoh_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("dong")

    net().fit(X, Y, callbacks=[Chime()], verbose=0)


def misspelt_behind_a_decorator() -> None:
    """A misspelt hook behind a decorator."""

    class Ring(keras.callbacks.Callback):
        @logged
        def on_epoch_ended(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def misspelt_beside_a_right_one() -> None:
    """A misspelt hook beside a right one."""

    class Ring(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

        def on_epoch_ends(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("dong")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def words_run_together() -> None:
    """A hook without its underscores."""

    class Ring(keras.callbacks.Callback):
        def on_epochend(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def camel_case() -> None:
    """A hook in camel case."""

    class Ring(keras.callbacks.Callback):
        def onEpochEnd(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def without_on() -> None:
    """A hook without its first word."""

    class Ring(keras.callbacks.Callback):
        def epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def private() -> None:
    """A hook with a private name."""

    class Ring(keras.callbacks.Callback):
        def _on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def start_for_begin() -> None:
    """Another system's word."""

    class Ring(keras.callbacks.Callback):
        def on_epoch_start(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def validation_for_test() -> None:
    """Lightning's name."""

    class Ring(keras.callbacks.Callback):
        def on_validation_end(self, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def train_epoch_for_epoch() -> None:
    """Lightning's name."""

    class Ring(keras.callbacks.Callback):
        def on_train_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def step_for_batch() -> None:
    """The name of transformers."""

    class Ring(keras.callbacks.Callback):
        def on_step_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def completed_for_end() -> None:
    """Ignite's word."""

    class Ring(keras.callbacks.Callback):
        def on_epoch_completed(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().fit(X, Y, callbacks=[Ring()], verbose=0)


def evaluate_for_test() -> None:
    """The loop's name for the family's."""

    class Ring(keras.callbacks.Callback):
        def on_evaluate_begin(self, logs: dict[str, float] | None = None) -> None:
            print("ding")

    net().evaluate(X, Y, callbacks=[Ring()], verbose=0)


def hook_and_alias() -> None:
    """A hook and its alias, of which one alone is called."""

    class Count(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            print(batch)

        def on_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            print(batch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


# Signatures


def too_few_parameters_in_a_subclass() -> None:
    """A hook of a subclass without the index."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, logs: dict[str, float] | None = None) -> None:
            print(logs)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def too_many_parameters_in_a_subclass() -> None:
    """A hook of a subclass that wants one more argument."""

    class Count(keras.callbacks.Callback):
        def on_train_batch_end(
            self, epoch: int, batch: int, logs: dict[str, float] | None = None
        ) -> None:
            print(epoch + batch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def index_where_there_is_none() -> None:
    """`on_train_begin` with an index."""

    class Count(keras.callbacks.Callback):
        def on_train_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def no_parameters() -> None:
    """A hook with `self` alone."""

    class Count(keras.callbacks.Callback):
        def on_test_begin(self) -> None:
            print("begin")

    net().evaluate(X, Y, callbacks=[Count()], verbose=0)


def forgotten_self() -> None:
    """A hook without `self`."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(epoch: int, logs: dict[str, float]) -> None:
            print(epoch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def static_method_with_self() -> None:
    """A static method that still takes `self`."""

    class Count(keras.callbacks.Callback):
        @staticmethod
        def on_epoch_end(self: object, epoch: int, logs: dict[str, float]) -> None:
            print(self, epoch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def parameters_swapped() -> None:
    """The index after the logs."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, logs: dict[str, float], epoch: int) -> None:
            print(logs, epoch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def index_of_another_type() -> None:
    """An index that is text."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: str, logs: dict[str, float] | None = None) -> None:
            print("epoch " + epoch)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def logs_of_another_type() -> None:
    """Logs that are a list."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: list[float] | None = None) -> None:
            print(sum(logs or []))

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def parameter_of_another_name() -> None:
    """An index of another name."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, number: int, logs: dict[str, float] | None = None) -> None:
            print(number)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def keyword_only() -> None:
    """Logs that can be passed by name alone."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, *, logs: dict[str, float]) -> None:
            print(epoch, logs)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def asynchronous_in_a_subclass() -> None:
    """An `async def`."""

    class Send(keras.callbacks.Callback):
        async def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

    net().fit(X, Y, callbacks=[Send()], verbose=0)


def generator() -> None:
    """A hook with a `yield`."""

    class Wrap(keras.callbacks.Callback):
        def on_epoch_begin(
            self, epoch: int, logs: dict[str, float] | None = None
        ) -> Iterator[None]:
            print("before")
            yield
            print("after")

    net().fit(X, Y, callbacks=[Wrap()], verbose=0)


def context_manager() -> None:
    """A hook that is a context manager."""

    class Wrap(keras.callbacks.Callback):
        @contextmanager
        def on_epoch_begin(
            self, epoch: int, logs: dict[str, float] | None = None
        ) -> Iterator[None]:
            print("before")
            yield
            print("after")

    net().fit(X, Y, callbacks=[Wrap()], verbose=0)


def property_for_method() -> None:
    """A hook that is a property."""

    class Count(keras.callbacks.Callback):
        @property
        def on_epoch_end(self) -> None:
            print("end")

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def attribute_for_method() -> None:
    """A hook's name bound to a value."""

    class Settings(keras.callbacks.Callback):
        on_epoch_end = True

    net().fit(X, Y, callbacks=[Settings()], verbose=0)


def lambda_without_self() -> None:
    """A lambda without `self` in the class's body."""

    class Count(keras.callbacks.Callback):
        on_epoch_end = lambda epoch, logs=None: print(epoch, logs)

    net().fit(X, Y, callbacks=[Count()], verbose=0)


def returning_a_value_to_stop() -> None:
    """A hook that returns True to stop."""

    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> bool:
            return True

    net().fit(X, Y, callbacks=[Stop()], verbose=0)


def super_without_arguments() -> None:
    """`super()` called without the hook's arguments."""

    class Count(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            super().on_epoch_end()

    net().fit(X, Y, callbacks=[Count()], verbose=0)


# Logs


def unknown_key() -> None:
    """A key that the logs do not have."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["acuracy"])

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def unknown_key_by_get() -> None:
    """`.get` of a key that the logs do not have."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs.get("acuracy"))

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def unknown_key_by_get_with_default() -> None:
    """`.get` of a key that the logs do not have, with a default."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs and logs.get("val_acuracy", 0.0) == 1.0:
                print("perfect")

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def unknown_key_asked_for() -> None:
    """`in` with a key that the logs do not have."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs and "acuracy" in logs:
                print(epoch)

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def unknown_key_of_the_result() -> None:
    """A key that the metrics of `evaluate` do not have."""
    print(net().evaluate(X, Y, verbose=0, return_dict=True)["acc"])


def key_that_may_be_absent() -> None:
    """A validation key, read without asking whether this epoch validated."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["val_mae"])

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def metric_before_it_is_measured() -> None:
    """A metric in a hook that comes before anything was measured."""

    class Report(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs is not None:
                print(logs["loss"])

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def attribute_for_key() -> None:
    """A metric as an attribute."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs.loss)

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def writing_a_metric() -> None:
    """A metric that a callback changes under the others."""

    class Scale(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                logs["loss"] = 100 * logs["loss"]

    net().fit(X, Y, callbacks=[Scale()], verbose=0)


def deleting() -> None:
    """`del` of a metric."""

    class Hide(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                del logs["loss"]

    net().fit(X, Y, callbacks=[Hide()], verbose=0)


def metric_as_text() -> None:
    """A metric joined to a text."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print("loss: " + logs["loss"])

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def metric_as_tensor() -> None:
    """`.item()` of a metric, which is a float already."""

    class Report(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["loss"].item())

    net().fit(X, Y, callbacks=[Report()], verbose=0)


def none_compared() -> None:
    """A metric that may be None, compared with a number."""

    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs and logs.get("val_loss") < 0.1:
                self.model.stop_training = True

    net().fit(X, Y, callbacks=[Stop()], verbose=0)


def richer_logs_in_a_subclass() -> None:
    """A callback that reads a metric the model does not give."""

    class Recall(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["recall"])

    net().fit(X, Y, callbacks=[Recall()], verbose=0)


# Models


def step_without_return() -> None:
    """A step that forgets to return its metrics."""

    class Faulty(Net):
        def train_step(self, data: Any) -> Any:
            super().train_step(data)

    compiled(Faulty([keras.Input((2,)), keras.layers.Dense(1)])).fit(X, Y, verbose=0)


def step_that_returns_a_number() -> None:
    """A step that returns the bare loss."""

    class Faulty(Net):
        def train_step(self, data: Any) -> float:
            super().train_step(data)
            return 0.5

    compiled(Faulty([keras.Input((2,)), keras.layers.Dense(1)])).fit(X, Y, verbose=0)


def step_with_text() -> None:
    """A step that returns a text as a metric."""

    class Faulty(Net):
        def train_step(self, data: Any) -> dict[str, str]:
            super().train_step(data)
            return {"loss": "low"}

    compiled(Faulty([keras.Input((2,)), keras.layers.Dense(1)])).fit(X, Y, verbose=0)


def step_of_another_name() -> None:
    """Lightning's name: `training_step`."""

    class Faulty(Net):
        def training_step(self, data: Any) -> Any:
            return {"loss": 0.5}

    compiled(Faulty([keras.Input((2,)), keras.layers.Dense(1)])).fit(X, Y, verbose=0)


def class_for_program() -> None:
    """A class where a model belongs."""
    Net.fit(X, Y, verbose=0)


def flag_misspelt() -> None:
    """A misspelt flag: `stop_trainig`."""

    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.model.stop_trainig = True

    net().fit(X, Y, callbacks=[Stop()], verbose=0)


def flag_called() -> None:
    """A flag that is called, not set."""

    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.model.stop_training()

    net().fit(X, Y, callbacks=[Stop()], verbose=0)


def flag_of_the_callback() -> None:
    """The flag set on the callback, not on the model."""

    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.stop_training = True

    net().fit(X, Y, callbacks=[Stop()], verbose=0)


def history_as_a_table() -> None:
    """The history read as if it were a dictionary."""
    print(net().fit(X, Y, verbose=0)["loss"])


# Attaching


def program_that_lacks_an_attribute() -> None:
    """A callback that needs what the model lacks, handed to `fit`."""
    net().fit(X, Y, callbacks=[Decay()], verbose=0)


def program_that_lacks_an_attribute_in_evaluate() -> None:
    """The same through `evaluate`."""
    net().evaluate(X, Y, callbacks=[Decay()], verbose=0)


def program_that_lacks_an_attribute_in_predict() -> None:
    """The same through `predict`."""
    net().predict(X, callbacks=[Decay()], verbose=0)


def program_that_lacks_an_attribute_and_a_variable() -> None:
    """The same with the list in a variable."""
    callbacks = [Decay()]
    net().fit(X, Y, callbacks=callbacks, verbose=0)


def attribute_that_was_not_asked_for() -> None:
    """A hook that reads an attribute the model does not have."""

    class Slow(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.model.learning_rate *= 0.9

    net().fit(X, Y, callbacks=[Slow()], verbose=0)


def train_callback_for_evaluate() -> None:
    """A callback of `fit` alone, handed to `evaluate`."""
    net().evaluate(X, Y, callbacks=[Bell()], verbose=0)


def train_callback_for_predict() -> None:
    """A callback of `fit` alone, handed to `predict`."""
    net().predict(X, callbacks=[Bell()], verbose=0)


def class_for_instance_of_a_subclass() -> None:
    """A subclass of `Callback` where an instance of it belongs."""
    net().fit(X, Y, callbacks=[Bell], verbose=0)


def class_for_list() -> None:
    """A class where a list of callbacks belongs."""
    net().fit(X, Y, callbacks=Bell, verbose=0)


def nested_list() -> None:
    """A list in the list; Keras takes it on purpose."""
    net().fit(X, Y, callbacks=[Bell(), [3]], verbose=0)


def none_in_the_list() -> None:
    """None in the list."""
    net().fit(X, Y, callbacks=[Bell(), None], verbose=0)


def dictionary_for_the_list() -> None:
    """Callbacks by their names, in a dictionary."""
    net().fit(X, Y, callbacks={"bell": Bell()}, verbose=0)


def name_in_the_list() -> None:
    """A callback's name in the list."""
    net().fit(X, Y, callbacks=["early_stopping"], verbose=0)


def function_in_the_list() -> None:
    """A function in the list."""
    net().fit(X, Y, callbacks=[print], verbose=0)


def same_instance_twice() -> None:
    """One callback at two places of the list."""
    bell = Bell()
    net().fit(X, Y, callbacks=[bell, bell], verbose=0)


def no_hook() -> None:
    """An object without any hook."""

    class Settings:
        loud = True

    net().fit(X, Y, callbacks=[Settings()], verbose=0)


def no_hook_in_a_subclass() -> None:
    """A subclass of `Callback` that defines no hook."""

    class Settings(keras.callbacks.Callback):
        loud = True

    net().fit(X, Y, callbacks=[Settings()], verbose=0)


def monitor_misspelt() -> None:
    """A callback told to watch a metric that the model does not give."""
    net().fit(X, Y, callbacks=[keras.callbacks.EarlyStopping("acuracy")], verbose=0)


def monitor_misspelt_by_keyword() -> None:
    """The same by keyword, beside another callback."""
    stop = keras.callbacks.EarlyStopping(monitor="val_acc")
    net().fit(X, Y, callbacks=[Bell(), stop], verbose=0)


def program_read_too_early() -> None:
    """`self.model` in `__init__`, where no loop has set it."""

    class Stop(keras.callbacks.Callback):
        def __init__(self) -> None:
            super().__init__()
            self.model.stop_training = False

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.model.stop_training = True

    net().fit(X, Y, callbacks=[Stop()], verbose=0)


def params_read_too_early() -> None:
    """`self.params` in `__init__`, where no loop has set them."""

    class Bar(keras.callbacks.Callback):
        def __init__(self) -> None:
            super().__init__()
            self.epochs = self.params["epochs"]

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch, self.epochs)

    net().fit(X, Y, callbacks=[Bar()], verbose=0)


def unknown_parameter() -> None:
    """A parameter of the run that does not exist."""

    class Bar(keras.callbacks.Callback):
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
            print(self.params["samples"])

    net().fit(X, Y, callbacks=[Bar()], verbose=0)


def set_program_without_super() -> None:
    """`set_model` overridden without a call of `super()`, and `self.model` read."""

    class Tell(keras.callbacks.Callback):
        def set_model(self, model: Any) -> None:
            print("serving", model)

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.model.stop_training = True

    net().fit(X, Y, callbacks=[Tell()], verbose=0)


def set_params_without_super() -> None:
    """`set_params` overridden without a call of `super()`, and `self.params` read."""

    class Tell(keras.callbacks.Callback):
        def set_params(self, params: dict[str, Any]) -> None:
            print("running", params)

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(self.params["epochs"])

    net().fit(X, Y, callbacks=[Tell()], verbose=0)


def set_program_without_parameter() -> None:
    """`set_model` that takes no model."""

    class Tell(keras.callbacks.Callback):
        def set_model(self) -> None:
            print("serving")

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

    net().fit(X, Y, callbacks=[Tell()], verbose=0)


# Arguments


def keyword_misspelt_of_a_method() -> None:
    """A misspelt keyword: `callback=`."""
    net().fit(X, Y, callback=[], verbose=0)


def keyword_of_another_loop() -> None:
    """`epochs=` for `predict`."""
    net().predict(X, epochs=3, verbose=0)


def epochs_below_zero() -> None:
    """A negative number of epochs."""
    net().fit(X, Y, epochs=-1, verbose=0)


def epochs_as_float() -> None:
    """A number of epochs that is no whole number."""
    net().fit(X, Y, epochs=2.5, verbose=0)


def epochs_as_text() -> None:
    """A number of epochs as text."""
    net().fit(X, Y, epochs="3", verbose=0)


def epochs_before_the_first() -> None:
    """`epochs=` as the count of epochs, with an `initial_epoch` beyond it."""
    net().fit(X, Y, epochs=2, initial_epoch=5, verbose=0)


def no_step_per_epoch() -> None:
    """`steps_per_epoch=0`."""
    net().fit(X, Y, steps_per_epoch=0, verbose=0)


def steps_as_float() -> None:
    """Steps of an epoch by a division."""
    net().fit(X, Y, steps_per_epoch=len(X) / 24, verbose=0)


def verbose_as_text() -> None:
    """`verbose="yes"`."""
    net().fit(X, Y, verbose="yes")


def verbose_beyond_its_values() -> None:
    """`verbose=3`."""
    net().fit(X, Y, verbose=3)


def validation_freq_of_zero() -> None:
    """`validation_freq=0`."""
    net().fit(X, Y, validation_data=(X, Y), validation_freq=0, verbose=0)


def validation_freq_as_text() -> None:
    """`validation_freq="1"`."""
    net().fit(X, Y, validation_data=(X, Y), validation_freq="1", verbose=0)


def data_that_is_none() -> None:
    """No data."""
    net().fit(None, verbose=0)


def no_data() -> None:
    """Data without a batch."""
    net().fit(X[:0], Y[:0], verbose=0)


# Hand-written loops


def index_and_logs_swapped() -> None:
    """Index and logs the wrong way round."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end({"loss": 0.5}, 0)


def index_forgotten() -> None:
    """A hook that counts, called without an index."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin()


def logs_for_the_index() -> None:
    """A hook that counts, called with logs alone."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end({"loss": 0.5})


def index_for_a_hook_without() -> None:
    """A hook that does not count, called with an index."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin(0)


def hook_misspelt() -> None:
    """A misspelt hook of the list."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_ends(0, {"loss": 0.5})


def hook_of_another_system() -> None:
    """Another system's name for a hook of the list."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_fit_start()


def logs_by_keywords() -> None:
    """Metrics as keywords."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end(0, loss=0.5)


def logs_that_are_a_number() -> None:
    """The bare loss where logs belong."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_train_batch_end(0, 0.5)


def parameter_misspelt() -> None:
    """A misspelt parameter of the run, which these lists take for one of their own."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net(), epoch=3)
    callbacks.on_train_begin()


def end_without_begin() -> None:
    """An end without its begin."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end(0, {"loss": 0.5})


def run_without_begin() -> None:
    """An epoch outside any run."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_epoch_begin(0)


def batch_without_epoch() -> None:
    """A batch outside any epoch."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_train_batch_begin(0)


def begin_twice() -> None:
    """A begin in place of an end."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_epoch_begin(0)


def batches_counted_from_one() -> None:
    """Batches counted from 1."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_train_batch_begin(1)


def epochs_out_of_step() -> None:
    """An epoch that ends under another index."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_epoch_end(1, {"loss": 0.5})


def end_of_the_run_forgotten() -> None:
    """A run without its end hook."""
    callbacks = keras.callbacks.CallbackList([Report()], model=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)


# Histories


def unknown_key_of_a_history() -> None:
    """A metric of the history that the model does not give."""
    print(net().fit(X, Y, verbose=0).history["acc"])


def unknown_attribute_of_a_history() -> None:
    """An attribute that a history does not have."""
    print(net().fit(X, Y, verbose=0).losses)


def parameters_written() -> None:
    """A parameter of the run that a callback changes."""

    class Shorten(keras.callbacks.Callback):
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
            self.params["epochs"] = 1

    net().fit(X, Y, callbacks=[Shorten()], verbose=0)
