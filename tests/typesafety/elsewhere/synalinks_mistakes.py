"""The same mistakes against Synalinks, written as its users write them."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np
import synalinks
from synalinks.src.optimizers.optimizer import Optimizer

P = ParamSpec("P")
R = TypeVar("R")


class Question(synalinks.DataModel):
    text: str


class Word(synalinks.backend.Trainable):
    word: str = "a"


class Letters(Optimizer):
    """An optimizer that needs no language model."""

    async def build(self, variables: Any) -> None:
        self.built = True

    async def propose_new_candidates(self, step: Any, variables: Any, **more: Any) -> None:
        for variable in variables:
            variable.update({"word": variable.get("word") + "b"})


class Repeat(synalinks.Module):
    """Returns what it is given, and has something to train."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        start = Word(seed_candidates=[{"word": "a"}]).get_json()
        self.state = self.add_variable(initializer=start, data_model=Word, name="w" + self.name)
        self.built = True

    async def call(self, inputs: Any, training: bool = False) -> Any:
        return inputs.clone()

    async def compute_output_spec(self, inputs: Any, training: bool = False) -> Any:
        return inputs.clone()


class Echo(synalinks.Program):
    """A right program, which counts its batches."""

    batches = 0

    async def train_on_batch(self, *args: Any, **kwargs: Any) -> Any:
        Echo.batches += 1
        return await super().train_on_batch(*args, **kwargs)

    async def test_on_batch(self, *args: Any, **kwargs: Any) -> Any:
        Echo.batches += 1
        return await super().test_on_batch(*args, **kwargs)

    async def predict_on_batch(self, *args: Any, **kwargs: Any) -> Any:
        Echo.batches += 1
        return await super().predict_on_batch(*args, **kwargs)


X = np.array([Question(text=str(number)) for number in range(12)], dtype="object")
Y = X


async def same(y_true: Any, y_pred: Any) -> float:
    return 1.0


def run(coroutine: Coroutine[Any, Any, R]) -> R:
    return asyncio.run(coroutine)


def net(kind: type[Echo] = Echo) -> Echo:
    async def made() -> Echo:
        start = synalinks.Input(data_model=Question)
        return kind(inputs=start, outputs=await Repeat()(start), name="echo", description="echo")

    program = run(made())
    program.compile(optimizer=Letters(), reward=same)
    return program


class Bell(synalinks.callbacks.Callback):
    """A right callback."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        print("ding")


class Report(synalinks.callbacks.Callback):
    """A right callback, which reads what it gets."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if logs:
            print(epoch + 1, logs["reward"])


class Decay(synalinks.callbacks.Callback):
    """A right callback, for a program with a codebook."""

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        self.program.codebook_size *= 2

    def on_test_begin(self, logs: dict[str, float] | None = None) -> None:
        self.program.codebook_size *= 2

    def on_predict_begin(self, logs: dict[str, float] | None = None) -> None:
        self.program.codebook_size *= 2


def logged(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        print("called")
        return function(*args, **kwargs)

    return call


def nothing_wrong() -> None:
    """Right code: what checkers say of it they would say of everything."""

    class Right(synalinks.callbacks.Callback):
        def __init__(self, monitor: str) -> None:
            super().__init__()
            self.monitor = monitor

        def set_params(self, params: dict[str, Any]) -> None:
            super().set_params(params)

        def set_program(self, program: Any) -> None:
            super().set_program(program)

        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["reward"], logs.get("val_reward"), self.params["epochs"])
            self.program.stop_training = True

    history = run(net().fit(x=X, y=Y, epochs=2, callbacks=[Right("reward"), Bell()], verbose=0))
    print(history.history["reward"])
    print(run(net().evaluate(x=X, y=Y, callbacks=[Bell()], verbose=0, return_dict=True))["reward"])
    run(net().predict(x=X, callbacks=[Right("reward")], verbose=0))
    callbacks = synalinks.callbacks.CallbackList([Bell()], program=net(), epochs=1)
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_epoch_end(0, {"reward": 0.5})
    callbacks.on_train_end()


# Names


def misspelt_in_a_subclass() -> None:
    """A misspelt hook in a subclass of `Callback`."""

    class Ring(synalinks.callbacks.Callback):
        def on_epoch_ends(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def misspelt_in_a_grandchild() -> None:
    """A misspelt hook in a class whose base is a right callback."""

    class Chime(Bell):
        def on_epcoh_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("dong")

    run(net().fit(x=X, y=Y, callbacks=[Chime()], verbose=0))


def misspelt_behind_a_decorator() -> None:
    """A misspelt hook behind a decorator."""

    class Ring(synalinks.callbacks.Callback):
        @logged
        def on_epoch_ended(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def misspelt_beside_a_right_one() -> None:
    """A misspelt hook beside a right one."""

    class Ring(synalinks.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

        def on_epoch_ends(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("dong")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def words_run_together() -> None:
    """A hook without its underscores."""

    class Ring(synalinks.callbacks.Callback):
        def on_epochend(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def camel_case() -> None:
    """A hook in camel case."""

    class Ring(synalinks.callbacks.Callback):
        def onEpochEnd(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def without_on() -> None:
    """A hook without its first word."""

    class Ring(synalinks.callbacks.Callback):
        def epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def private() -> None:
    """A hook with a private name."""

    class Ring(synalinks.callbacks.Callback):
        def _on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def start_for_begin() -> None:
    """Another system's word."""

    class Ring(synalinks.callbacks.Callback):
        def on_epoch_start(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def validation_for_test() -> None:
    """Lightning's name."""

    class Ring(synalinks.callbacks.Callback):
        def on_validation_end(self, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def train_epoch_for_epoch() -> None:
    """Lightning's name."""

    class Ring(synalinks.callbacks.Callback):
        def on_train_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def step_for_batch() -> None:
    """The name of transformers."""

    class Ring(synalinks.callbacks.Callback):
        def on_step_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def completed_for_end() -> None:
    """Ignite's word."""

    class Ring(synalinks.callbacks.Callback):
        def on_epoch_completed(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().fit(x=X, y=Y, callbacks=[Ring()], verbose=0))


def evaluate_for_test() -> None:
    """The loop's name for the family's."""

    class Ring(synalinks.callbacks.Callback):
        def on_evaluate_begin(self, logs: dict[str, float] | None = None) -> None:
            print("ding")

    run(net().evaluate(x=X, y=Y, callbacks=[Ring()], verbose=0))


def hook_and_alias() -> None:
    """A hook and its alias, of which one alone is called."""

    class Count(synalinks.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            print(batch)

        def on_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
            print(batch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


# Signatures


def too_few_parameters_in_a_subclass() -> None:
    """A hook of a subclass without the index."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, logs: dict[str, float] | None = None) -> None:
            print(logs)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def too_many_parameters_in_a_subclass() -> None:
    """A hook of a subclass that wants one more argument."""

    class Count(synalinks.callbacks.Callback):
        def on_train_batch_end(
            self, epoch: int, batch: int, logs: dict[str, float] | None = None
        ) -> None:
            print(epoch + batch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def index_where_there_is_none() -> None:
    """`on_train_begin` with an index."""

    class Count(synalinks.callbacks.Callback):
        def on_train_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def no_parameters() -> None:
    """A hook with `self` alone."""

    class Count(synalinks.callbacks.Callback):
        def on_test_begin(self) -> None:
            print("begin")

    run(net().evaluate(x=X, y=Y, callbacks=[Count()], verbose=0))


def forgotten_self() -> None:
    """A hook without `self`."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(epoch: int, logs: dict[str, float]) -> None:
            print(epoch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def static_method_with_self() -> None:
    """A static method that still takes `self`."""

    class Count(synalinks.callbacks.Callback):
        @staticmethod
        def on_epoch_end(self: object, epoch: int, logs: dict[str, float]) -> None:
            print(self, epoch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def parameters_swapped() -> None:
    """The index after the logs."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, logs: dict[str, float], epoch: int) -> None:
            print(logs, epoch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def index_of_another_type() -> None:
    """An index that is text."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: str, logs: dict[str, float] | None = None) -> None:
            print("epoch " + epoch)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def logs_of_another_type() -> None:
    """Logs that are a list."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: list[float] | None = None) -> None:
            print(sum(logs or []))

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def parameter_of_another_name() -> None:
    """An index of another name."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, number: int, logs: dict[str, float] | None = None) -> None:
            print(number)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def keyword_only() -> None:
    """Logs that can be passed by name alone."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, *, logs: dict[str, float]) -> None:
            print(epoch, logs)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def asynchronous_in_a_subclass() -> None:
    """An `async def`."""

    class Send(synalinks.callbacks.Callback):
        async def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

    run(net().fit(x=X, y=Y, callbacks=[Send()], verbose=0))


def generator() -> None:
    """A hook with a `yield`."""

    class Wrap(synalinks.callbacks.Callback):
        def on_epoch_begin(
            self, epoch: int, logs: dict[str, float] | None = None
        ) -> Iterator[None]:
            print("before")
            yield
            print("after")

    run(net().fit(x=X, y=Y, callbacks=[Wrap()], verbose=0))


def context_manager() -> None:
    """A hook that is a context manager."""

    class Wrap(synalinks.callbacks.Callback):
        @contextmanager
        def on_epoch_begin(
            self, epoch: int, logs: dict[str, float] | None = None
        ) -> Iterator[None]:
            print("before")
            yield
            print("after")

    run(net().fit(x=X, y=Y, callbacks=[Wrap()], verbose=0))


def property_for_method() -> None:
    """A hook that is a property."""

    class Count(synalinks.callbacks.Callback):
        @property
        def on_epoch_end(self) -> None:
            print("end")

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def attribute_for_method() -> None:
    """A hook's name bound to a value."""

    class Settings(synalinks.callbacks.Callback):
        on_epoch_end = True

    run(net().fit(x=X, y=Y, callbacks=[Settings()], verbose=0))


def lambda_without_self() -> None:
    """A lambda without `self` in the class's body."""

    class Count(synalinks.callbacks.Callback):
        on_epoch_end = lambda epoch, logs=None: print(epoch, logs)

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


def returning_a_value_to_stop() -> None:
    """A hook that returns True to stop."""

    class Stop(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> bool:
            return True

    run(net().fit(x=X, y=Y, callbacks=[Stop()], verbose=0))


def super_without_arguments() -> None:
    """`super()` called without the hook's arguments."""

    class Count(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            super().on_epoch_end()

    run(net().fit(x=X, y=Y, callbacks=[Count()], verbose=0))


# Logs


def unknown_key() -> None:
    """A key that the logs do not have."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["acuracy"])

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def unknown_key_by_get() -> None:
    """`.get` of a key that the logs do not have."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs.get("acuracy"))

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def unknown_key_by_get_with_default() -> None:
    """`.get` of a key that the logs do not have, with a default."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs and logs.get("val_acuracy", 0.0) == 1.0:
                print("perfect")

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def unknown_key_asked_for() -> None:
    """`in` with a key that the logs do not have."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs and "acuracy" in logs:
                print(epoch)

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def unknown_key_of_the_result() -> None:
    """A key that the metrics of `evaluate` do not have."""
    print(run(net().evaluate(x=X, y=Y, verbose=0, return_dict=True))["acc"])


def key_that_may_be_absent() -> None:
    """A validation key, read without asking whether this epoch validated."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["val_accuracy"])

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def metric_before_it_is_measured() -> None:
    """A metric in a hook that comes before anything was measured."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs is not None:
                print(logs["reward"])

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def attribute_for_key() -> None:
    """A metric as an attribute."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs.reward)

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def writing_a_metric() -> None:
    """A metric that a callback changes under the others."""

    class Scale(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                logs["reward"] = 100 * logs["reward"]

    run(net().fit(x=X, y=Y, callbacks=[Scale()], verbose=0))


def deleting() -> None:
    """`del` of a metric."""

    class Hide(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                del logs["reward"]

    run(net().fit(x=X, y=Y, callbacks=[Hide()], verbose=0))


def metric_as_text() -> None:
    """A metric joined to a text."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print("reward: " + logs["reward"])

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def metric_as_tensor() -> None:
    """`.item()` of a metric, which is a float already."""

    class Report(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["reward"].item())

    run(net().fit(x=X, y=Y, callbacks=[Report()], verbose=0))


def none_compared() -> None:
    """A metric that may be None, compared with a number."""

    class Stop(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs and logs.get("val_reward") < 0.1:
                self.program.stop_training = True

    run(net().fit(x=X, y=Y, callbacks=[Stop()], verbose=0))


def richer_logs_in_a_subclass() -> None:
    """A callback that reads a metric the program does not give."""

    class Recall(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            if logs:
                print(logs["recall"])

    run(net().fit(x=X, y=Y, callbacks=[Recall()], verbose=0))


# Programs


def step_without_return() -> None:
    """A step that forgets to return its metrics."""

    class Faulty(Echo):
        async def train_on_batch(self, *args: Any, **kwargs: Any) -> Any:
            await super().train_on_batch(*args, **kwargs)

    run(net(Faulty).fit(x=X, y=Y, verbose=0))


def step_that_returns_a_number() -> None:
    """A step that returns the bare reward."""

    class Faulty(Echo):
        async def train_on_batch(self, *args: Any, **kwargs: Any) -> float:
            await super().train_on_batch(*args, **kwargs)
            return 0.5

    run(net(Faulty).fit(x=X, y=Y, verbose=0))


def step_with_text() -> None:
    """A step that returns a text as a metric."""

    class Faulty(Echo):
        async def train_on_batch(self, *args: Any, **kwargs: Any) -> dict[str, str]:
            await super().train_on_batch(*args, **kwargs)
            return {"reward": "low"}

    run(net(Faulty).fit(x=X, y=Y, verbose=0))


def step_of_another_name() -> None:
    """Lightning's name: `training_step`."""

    class Faulty(Echo):
        async def training_step(self, data: Any) -> Any:
            return {"reward": 0.5}

    run(net(Faulty).fit(x=X, y=Y, verbose=0))


def class_for_program() -> None:
    """A class where a program belongs."""
    run(Echo.fit(x=X, y=Y, verbose=0))


def flag_misspelt() -> None:
    """A misspelt flag: `stop_trainig`."""

    class Stop(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.program.stop_trainig = True

    run(net().fit(x=X, y=Y, callbacks=[Stop()], verbose=0))


def flag_called() -> None:
    """A flag that is called, not set."""

    class Stop(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.program.stop_training()

    run(net().fit(x=X, y=Y, callbacks=[Stop()], verbose=0))


def flag_of_the_callback() -> None:
    """The flag set on the callback, not on the program."""

    class Stop(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.stop_training = True

    run(net().fit(x=X, y=Y, callbacks=[Stop()], verbose=0))


def history_as_a_table() -> None:
    """The history read as if it were a dictionary."""
    print(run(net().fit(x=X, y=Y, verbose=0))["reward"])


# Attaching


def program_that_lacks_an_attribute() -> None:
    """A callback that needs what the program lacks, handed to `fit`."""
    run(net().fit(x=X, y=Y, callbacks=[Decay()], verbose=0))


def program_that_lacks_an_attribute_in_evaluate() -> None:
    """The same through `evaluate`."""
    run(net().evaluate(x=X, y=Y, callbacks=[Decay()], verbose=0))


def program_that_lacks_an_attribute_in_predict() -> None:
    """The same through `predict`."""
    run(net().predict(x=X, callbacks=[Decay()], verbose=0))


def program_that_lacks_an_attribute_and_a_variable() -> None:
    """The same with the list in a variable."""
    callbacks = [Decay()]
    run(net().fit(x=X, y=Y, callbacks=callbacks, verbose=0))


def attribute_that_was_not_asked_for() -> None:
    """A hook that reads an attribute the program does not have."""

    class Slow(synalinks.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.program.learning_rate *= 0.9

    run(net().fit(x=X, y=Y, callbacks=[Slow()], verbose=0))


def train_callback_for_evaluate() -> None:
    """A callback of `fit` alone, handed to `evaluate`."""
    run(net().evaluate(x=X, y=Y, callbacks=[Bell()], verbose=0))


def train_callback_for_predict() -> None:
    """A callback of `fit` alone, handed to `predict`."""
    run(net().predict(x=X, callbacks=[Bell()], verbose=0))


def class_for_instance_of_a_subclass() -> None:
    """A subclass of `Callback` where an instance of it belongs."""
    run(net().fit(x=X, y=Y, callbacks=[Bell], verbose=0))


def class_for_list() -> None:
    """A class where a list of callbacks belongs."""
    run(net().fit(x=X, y=Y, callbacks=Bell, verbose=0))


def nested_list() -> None:
    """A list in the list; Synalinks takes it on purpose."""
    run(net().fit(x=X, y=Y, callbacks=[Bell(), [3]], verbose=0))


def none_in_the_list() -> None:
    """None in the list."""
    run(net().fit(x=X, y=Y, callbacks=[Bell(), None], verbose=0))


def dictionary_for_the_list() -> None:
    """Callbacks by their names, in a dictionary."""
    run(net().fit(x=X, y=Y, callbacks={"bell": Bell()}, verbose=0))


def name_in_the_list() -> None:
    """A callback's name in the list."""
    run(net().fit(x=X, y=Y, callbacks=["early_stopping"], verbose=0))


def function_in_the_list() -> None:
    """A function in the list."""
    run(net().fit(x=X, y=Y, callbacks=[print], verbose=0))


def same_instance_twice() -> None:
    """One callback at two places of the list."""
    bell = Bell()
    run(net().fit(x=X, y=Y, callbacks=[bell, bell], verbose=0))


def no_hook() -> None:
    """An object without any hook."""

    class Settings:
        loud = True

    run(net().fit(x=X, y=Y, callbacks=[Settings()], verbose=0))


def no_hook_in_a_subclass() -> None:
    """A subclass of `Callback` that defines no hook."""

    class Settings(synalinks.callbacks.Callback):
        loud = True

    run(net().fit(x=X, y=Y, callbacks=[Settings()], verbose=0))


def monitor_misspelt() -> None:
    """A callback told to watch a metric that the program does not give."""
    run(net().fit(x=X, y=Y, callbacks=[synalinks.callbacks.EarlyStopping("acuracy")], verbose=0))


def monitor_misspelt_by_keyword() -> None:
    """The same by keyword, beside another callback."""
    stop = synalinks.callbacks.EarlyStopping(monitor="val_acc")
    run(net().fit(x=X, y=Y, callbacks=[Bell(), stop], verbose=0))


def program_read_too_early() -> None:
    """`self.program` in `__init__`, where no loop has set it."""

    class Stop(synalinks.callbacks.Callback):
        def __init__(self) -> None:
            super().__init__()
            self.program.stop_training = False

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.program.stop_training = True

    run(net().fit(x=X, y=Y, callbacks=[Stop()], verbose=0))


def params_read_too_early() -> None:
    """`self.params` in `__init__`, where no loop has set them."""

    class Bar(synalinks.callbacks.Callback):
        def __init__(self) -> None:
            super().__init__()
            self.epochs = self.params["epochs"]

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch, self.epochs)

    run(net().fit(x=X, y=Y, callbacks=[Bar()], verbose=0))


def unknown_parameter() -> None:
    """A parameter of the run that does not exist."""

    class Bar(synalinks.callbacks.Callback):
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
            print(self.params["samples"])

    run(net().fit(x=X, y=Y, callbacks=[Bar()], verbose=0))


def set_program_without_super() -> None:
    """`set_program` overridden without a call of `super()`, and `self.program` read."""

    class Tell(synalinks.callbacks.Callback):
        def set_program(self, program: Any) -> None:
            print("serving", program)

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            self.program.stop_training = True

    run(net().fit(x=X, y=Y, callbacks=[Tell()], verbose=0))


def set_params_without_super() -> None:
    """`set_params` overridden without a call of `super()`, and `self.params` read."""

    class Tell(synalinks.callbacks.Callback):
        def set_params(self, params: dict[str, Any]) -> None:
            print("running", params)

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(self.params["epochs"])

    run(net().fit(x=X, y=Y, callbacks=[Tell()], verbose=0))


def set_program_without_parameter() -> None:
    """`set_program` that takes no program."""

    class Tell(synalinks.callbacks.Callback):
        def set_program(self) -> None:
            print("serving")

        def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
            print(epoch)

    run(net().fit(x=X, y=Y, callbacks=[Tell()], verbose=0))


# Arguments


def keyword_misspelt_of_a_method() -> None:
    """A misspelt keyword: `callback=`."""
    run(net().fit(x=X, y=Y, callback=[], verbose=0))


def keyword_of_another_loop() -> None:
    """`epochs=` for `predict`."""
    run(net().predict(x=X, epochs=3, verbose=0))


def epochs_below_zero() -> None:
    """A negative number of epochs."""
    run(net().fit(x=X, y=Y, epochs=-1, verbose=0))


def epochs_as_float() -> None:
    """A number of epochs that is no whole number."""
    run(net().fit(x=X, y=Y, epochs=2.5, verbose=0))


def epochs_as_text() -> None:
    """A number of epochs as text."""
    run(net().fit(x=X, y=Y, epochs="3", verbose=0))


def epochs_before_the_first() -> None:
    """`epochs=` as the count of epochs, with an `initial_epoch` beyond it."""
    run(net().fit(x=X, y=Y, epochs=2, initial_epoch=5, verbose=0))


def no_step_per_epoch() -> None:
    """`steps_per_epoch=0`."""
    run(net().fit(x=X, y=Y, steps_per_epoch=0, verbose=0))


def steps_as_float() -> None:
    """Steps of an epoch by a division."""
    run(net().fit(x=X, y=Y, steps_per_epoch=len(X) / 24, verbose=0))


def verbose_as_text() -> None:
    """`verbose="yes"`."""
    run(net().fit(x=X, y=Y, verbose="yes"))


def verbose_beyond_its_values() -> None:
    """`verbose=3`."""
    run(net().fit(x=X, y=Y, verbose=3))


def validation_freq_of_zero() -> None:
    """`validation_freq=0`."""
    run(net().fit(x=X, y=Y, validation_data=(X, Y), validation_freq=0, verbose=0))


def validation_freq_as_text() -> None:
    """`validation_freq="1"`."""
    run(net().fit(x=X, y=Y, validation_data=(X, Y), validation_freq="1", verbose=0))


def data_that_is_none() -> None:
    """No data."""
    run(net().fit(x=None, verbose=0))


def no_data() -> None:
    """Data without a batch."""
    run(net().fit(x=X[:0], y=Y[:0], verbose=0))


# Hand-written loops


def index_and_logs_swapped() -> None:
    """Index and logs the wrong way round."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end({"reward": 0.5}, 0)


def index_forgotten() -> None:
    """A hook that counts, called without an index."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin()


def logs_for_the_index() -> None:
    """A hook that counts, called with logs alone."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end({"reward": 0.5})


def index_for_a_hook_without() -> None:
    """A hook that does not count, called with an index."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin(0)


def hook_misspelt() -> None:
    """A misspelt hook of the list."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_ends(0, {"reward": 0.5})


def hook_of_another_system() -> None:
    """Another system's name for a hook of the list."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_fit_start()


def logs_by_keywords() -> None:
    """Metrics as keywords."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end(0, reward=0.5)


def logs_that_are_a_number() -> None:
    """The bare reward where logs belong."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_train_batch_end(0, 0.5)


def parameter_misspelt() -> None:
    """A misspelt parameter of the run, which these lists take for one of their own."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net(), epoch=3)
    callbacks.on_train_begin()


def end_without_begin() -> None:
    """An end without its begin."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_end(0, {"reward": 0.5})


def run_without_begin() -> None:
    """An epoch outside any run."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_epoch_begin(0)


def batch_without_epoch() -> None:
    """A batch outside any epoch."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_train_batch_begin(0)


def begin_twice() -> None:
    """A begin in place of an end."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_epoch_begin(0)


def batches_counted_from_one() -> None:
    """Batches counted from 1."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_train_batch_begin(1)


def epochs_out_of_step() -> None:
    """An epoch that ends under another index."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)
    callbacks.on_epoch_end(1, {"reward": 0.5})


def end_of_the_run_forgotten() -> None:
    """A run without its end hook."""
    callbacks = synalinks.callbacks.CallbackList([Report()], program=net())
    callbacks.on_train_begin()
    callbacks.on_epoch_begin(0)


# Histories


def unknown_key_of_a_history() -> None:
    """A metric of the history that the program does not give."""
    print(run(net().fit(x=X, y=Y, verbose=0)).history["acc"])


def unknown_attribute_of_a_history() -> None:
    """An attribute that a history does not have."""
    print(run(net().fit(x=X, y=Y, verbose=0)).losses)


def parameters_written() -> None:
    """A parameter of the run that a callback changes."""

    class Shorten(synalinks.callbacks.Callback):
        def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
            self.params["epochs"] = 1

    run(net().fit(x=X, y=Y, callbacks=[Shorten()], verbose=0))
