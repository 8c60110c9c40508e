"""Right code, of all kinds that people write, of which a check has nothing to say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

CORRECT = {
    # Programs
    "a model of its own": """
        class Own(Callback):
            def __init__(self, model):
                self.model = model
                self.on_click = lambda: None
            def on_epoch_end(self, epoch, logs=None):
                print(self.model)
        class Below(Own):
            def on_epoch_end(self, epoch, logs=None):
                self.program.stop_training = bool(self.model)
        """,
    "a list whose callbacks may do without a program": """
        class Reads(Callback[object, DigitsLogs]):
            def on_epoch_end(self, epoch, logs=None): ...
        CallbackList([Reads(), Watch()])
        """,
    "a list whose callback was given its program before": """
        decay = Decay()
        decay.set_program(make())
        CallbackList([decay])
        """,
    "flags that a loop sets": """
        from hookline.callbacks import EarlyStopping
        class Stop(Callback[HasStopTraining]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Bare:
            def train_step(self, batch: list[float]) -> Logs: ...
        fit(Bare(), DATA, callbacks=[Stop(), EarlyStopping(monitor="loss", mode="min")])
        """,
    "flags that a hand-written loop sets": """
        class Stop(Callback[HasStopTraining]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Line: ...
        line = Line()
        line.stop_training = False
        CallbackList([Stop()], program=line)
        """,
    # Names and signatures
    "every hook": """
        class All(Callback):
            def on_train_begin(self, logs=None): ...
            def on_train_end(self, logs=None): ...
            def on_epoch_begin(self, epoch, logs=None): ...
            def on_epoch_end(self, epoch, logs=None): ...
            def on_train_batch_begin(self, batch, logs=None): ...
            def on_train_batch_end(self, batch, logs=None): ...
            def on_test_begin(self, logs=None): ...
            def on_test_end(self, logs=None): ...
            def on_test_batch_begin(self, batch, logs=None): ...
            def on_test_batch_end(self, batch, logs=None): ...
            def on_predict_begin(self, logs=None): ...
            def on_predict_end(self, logs=None): ...
            def on_predict_batch_begin(self, batch, logs=None): ...
            def on_predict_batch_end(self, batch, logs=None): ...
            def on_exception(self, exception): ...
            def on_close(self, outcome): ...
        """,
    "every hook with types": """
        class All(Callback[Digits, DigitsLogs, list[int]]):
            def on_train_begin(self, logs: NoLogs | None = None) -> None: ...
            def on_train_end(self, logs: DigitsLogs | None = None) -> None: ...
            def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None: ...
            def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...
            def on_predict_batch_end(
                self, batch: int, logs: PredictLogs[list[int]] | None = None
            ) -> None:
                if logs:
                    print(logs["outputs"])
            def on_exception(self, exception: BaseException) -> None: ...
            def on_close(self, outcome: Outcome) -> None: ...
        Digits().fit(DATA, callbacks=[All()])
        """,
    "the aliases": """
        class Old(TrainHooksMixin):
            def on_batch_begin(self, batch, logs=None): ...
            def on_batch_end(self, batch, logs=None): ...
        """,
    "a hook that calls its alias through super": """
        class Old(TrainHooksMixin):
            def on_train_batch_end(self, batch, logs=None):
                super().on_train_batch_end(batch, logs)
            def on_batch_end(self, batch, logs=None): ...
        """,
    "more parameters with defaults": """
        class Wide(Callback):
            def on_epoch_end(self, epoch, logs=None, extra=3, *, more=4): ...
        """,
    "parameters of any number": """
        class Any_(Callback):
            def on_epoch_end(self, *args, **kwargs): ...
            def on_epoch_begin(self, epoch, *args, **kwargs): ...
        """,
    "no named self": """
        class Star(Callback):
            def on_train_end(*args, **kwargs): ...
        """,
    "a static method": """
        class Static(Callback):
            @staticmethod
            def on_epoch_end(epoch, logs=None): ...
        """,
    "a class method": """
        class OfClass(Callback):
            @classmethod
            def on_epoch_end(cls, epoch, logs=None): ...
        """,
    "a lambda": """
        class Short(Callback):
            on_epoch_end = lambda self, epoch, logs=None: print(epoch)
        """,
    "a function's second name": """
        def ring(self, epoch, logs=None): ...
        class Bound(Callback):
            on_epoch_end = ring
        """,
    "another method's second name": """
        class Bound(Callback):
            def ring(self, epoch, logs=None): ...
            on_epoch_end = ring
            on_epoch_begin = ring
        """,
    "a property that returns a function": """
        class Chosen(Callback):
            @property
            def on_epoch_end(self):
                return self.choose()
        """,
    "a hook behind a decorator": """
        def timed(function):
            def call(self, *args, **kwargs):
                return function(self)
            return call
        class Timed(Callback):
            @timed
            def on_epoch_end(self): ...
        """,
    "an async hook that a decorator runs": """
        from asgiref.sync import async_to_sync
        class Late(Callback):
            @async_to_sync
            async def on_epoch_end(self, epoch, logs=None): ...
        """,
    "overloads": """
        from typing import overload
        class Several(Callback):
            @overload
            def on_epoch_end(self, epoch: int) -> None: ...
            @overload
            def on_epoch_end(self, epoch: int, logs: Logs | None) -> None: ...
            def on_epoch_end(self, epoch, logs=None): ...
        """,
    "abstract hooks": """
        from abc import ABC, abstractmethod
        class Abstract(TrainHooksMixin, ABC):
            @abstractmethod
            def on_epoch_end(self, epoch, logs=None): ...
        """,
    "a hook set in __init__": """
        class Given(Callback):
            def __init__(self, function):
                self.on_epoch_end = function
        fit(Digits(), DATA, callbacks=[Given(print)])
        """,
    "a plain hook set in __init__": """
        class Given:
            def __init__(self, function):
                self.on_epoch_end = function
        fit(Digits(), DATA, callbacks=[Given(print)])
        """,
    "a hook set on the object": """
        class Given: ...
        given = Given()
        given.on_epoch_end = lambda epoch, logs: None
        fit(Digits(), DATA, callbacks=[given])
        """,
    "a hook set on the class": """
        class Given: ...
        Given.on_epoch_end = lambda self, epoch, logs: None
        fit(Digits(), DATA, callbacks=[Given()])
        """,
    "hooks set by name": """
        class Given:
            def __init__(self, **hooks):
                for name, hook in hooks.items():
                    setattr(self, name, hook)
        fit(Digits(), DATA, callbacks=[Given(on_epoch_end=print)])
        """,
    "hooks set through __dict__": """
        class Given:
            def __init__(self, **hooks):
                self.__dict__.update(hooks)
        fit(Digits(), DATA, callbacks=[Given(on_epoch_end=print)])
        """,
    "hooks by __getattr__": """
        class Proxy:
            def __init__(self, inner):
                self.inner = inner
            def __getattr__(self, name):
                return getattr(self.inner, name)
        fit(Digits(), DATA, callbacks=[Proxy(Bell())])
        """,
    "hooks written by a loop in the class body": """
        class Made:
            for name in ("on_epoch_end", "on_train_end"):
                locals()[name] = print
        fit(Digits(), DATA, callbacks=[Made()])
        """,
    "hooks made by a class decorator": """
        from elsewhere import with_hooks
        @with_hooks
        class Made: ...
        fit(Digits(), DATA, callbacks=[Made()])
        """,
    "hooks made by a metaclass": """
        class Meta(type): ...
        class Made(metaclass=Meta): ...
        fit(Digits(), DATA, callbacks=[Made()])
        """,
    "a hook bound to None": """
        class Off(Bell):
            on_train_end = None
        fit(Digits(), DATA, callbacks=[Off()])
        """,
    "declared hooks": """
        class Declared(Bell):
            on_train_end: Any
        """,
    "a return type that is no value": """
        from typing import NoReturn
        class Fails(Callback):
            def on_train_end(self, logs=None) -> NoReturn:
                raise SystemExit
            def on_epoch_end(self, epoch, logs=None) -> "None": ...
            def on_test_end(self, logs=None) -> Any: ...
        """,
    "a return type of other people's": """
        from elsewhere import Nothing
        class Quiet(Callback):
            def on_train_end(self, logs=None) -> Nothing: ...
        """,
    "names that are meant": """
        class Plot(Callback):
            @not_a_hook
            def on_epoch_ends(self): ...
            @hookline.not_a_hook
            def on_train_start(self): ...
            on_train_ends = not_a_hook(lambda self: None)
        """,
    "names that a decorator of one's own says are meant": """
        def mine(function):
            return not_a_hook(function)
        class Plot(Callback):
            @mine
            def on_epoch_ends(self): ...
        """,
    "attributes named almost like hooks": """
        class Settings(Callback):
            on_epochs = (1, 5, 10)
            on_train_ends: bool = True
        """,
    "other methods": """
        class Plot(Callback):
            def on(self): ...
            def once(self): ...
            def on_click(self, x): ...
            def _on_epoch_end(self): ...
            def epoch_end(self): ...
            def state_dict(self): ...
        """,
    # Classes that are no callbacks
    "a window": """
        class Window:
            def on_close(self): ...
            def on_closed(self): ...
            def on_exception(self, kind, value, trace): ...
        """,
    "a trainer with hooks of its own": """
        class Trainer:
            def on_train_start(self): ...
            def on_epoch_end(self, trainer): ...
            def on_validation_end(self): ...
        """,
    "a class of Qt": """
        from PyQt6.QtWidgets import QWidget
        class Window(QWidget):
            def on_train_end(self, logs): ...
            def on_epoch_ended(self, epoch): ...
        """,
    "a callback of Lightning": """
        import lightning.pytorch as pl
        class Quiet(pl.Callback):
            def on_train_epoch_end(self, trainer, pl_module): ...
            def on_train_end(self, trainer, pl_module): ...
            def on_validation_end(self, trainer, pl_module): ...
        """,
    "a callback of transformers": """
        from transformers import TrainerCallback
        class Quiet(TrainerCallback):
            def on_step_end(self, args, state, control, **kwargs): ...
            def on_epoch_end(self, args, state, control, **kwargs): ...
        """,
    "a function named for a hook that somebody reads": """
        def on_epoch_end(self, epoch, logs=None): ...
        class Made(Callback):
            def __init__(self):
                def on_train_end(self, logs=None): ...
                self.parts = on_epoch_end, on_train_end
        """,
    "a function named for a hook, for a `LambdaCallback`": """
        class Made(Callback):
            def __init__(self):
                def on_epoch_end(epoch, logs): ...
        """,
    "a class in a method": """
        class Outer(Callback):
            def make(self):
                class Inner(Callback):
                    def on_epoch_end(self, epoch, logs=None): ...
                return Inner()
        """,
    "hooks of another loop beside one that takes anything": """
        class Scoring:
            def on_epoch_end(self, net, **rest): ...
            def on_train_end(self, *anything, **rest): ...
        """,
    "a Protocol of one's own with the words of another": """
        class Listener(Protocol):
            def on_train_start(self) -> None: ...
            def on_epoch_end(self, state: object) -> None: ...
        """,
    "a callback of Keras": """
        import keras
        class Ours(keras.callbacks.Callback):
            def __init__(self):
                super().__init__()
            def on_epoch_end(self, epoch, metrics=None): ...
            def on_train_batch_end(self, step, logs=None):
                return True
            def on_test_end(self, logs): ...
        """,
    "a callback of Keras and of something else": """
        import keras
        from elsewhere import Listening
        class Ours(keras.callbacks.Callback, Listening):
            def on_train_start(self): ...
        """,
    "a callback for Keras without a base": """
        class Duck:
            def set_model(self, model): ...
            def on_train_batch_end(self, batch, logs): ...
            def on_batch_end(self, batch, logs): ...
        """,
    "the words of a base": """
        class Trainer:
            def on_train_start(self): ...
        class Both(Trainer):
            def on_train_start(self): ...
            def on_train_end(self, logs): ...
        """,
    # What a callback does with its program
    "a program that stops itself": """
        class Stops(Digits, Callback):
            def on_epoch_end(self, epoch, logs=None):
                self.stop_training = True
        """,
    "a flag of one's own": """
        class Off(Callback):
            stop_training = False
            def off(self):
                self.stop_training = True
        """,
    "setters that pass on": """
        class Tell(Callback[Digits]):
            def set_program(self, program: Digits) -> None:
                super().set_program(program)
                print(self.program)
            def set_params(self, params):
                Callback.set_params(self, params)
                print(self.params)
        class Keeps(Callback):
            def set_program(self, program):
                self.model = program
        """,
    "mixins of one program": """
        class One(TrainHooksMixin[Digits], TestHooksMixin[Digits]): ...
        class Free(TrainHooksMixin, RunHooksMixin[Digits]): ...
        """,
    "a dataclass that can be changed": """
        from dataclasses import dataclass
        @dataclass(frozen=False)
        class Count(Callback):
            first: int = 0
        @dataclass(frozen=True)
        class Plain(Bell):
            first: int = 0
        """,
    "a program in __post_init__ that a base has set": """
        class Early(Callback):
            def __init__(self, program):
                self.set_program(program)
        class Later(Early):
            def __init__(self, program):
                super().__init__(program)
                print(self.program)
        """,
    # What a loop is given
    "arguments of a loop": """
        def train(count: int, program: Digits, options: Any) -> None:
            program.fit(DATA, epochs=0, initial_epoch=0, steps_per_epoch=None)
            program.fit(DATA, epochs=count, initial_epoch=5)
            program.compile(steps_per_execution=count)
            fit(program, DATA, **options, callbacks=[Watch("val_loss")])
        """,
    "steps of another's program": """
        from elsewhere import Model
        class Own(Model): ...
        class Dynamic:
            def __getattr__(self, name): ...
        class Later:
            def __init__(self, step):
                self.train_step = step
        def train(program: Program) -> None:
            program.fit(DATA)
            fit(Own(), DATA, validation_data=DATA)
            fit(Dynamic(), DATA)
            fit(Later(print), DATA)
        """,
    "another's fit": """
        from sklearn.linear_model import LinearRegression
        LinearRegression().fit(DATA, epochs=-1)
        class Own:
            def fit(self, data, epochs): ...
        Own().fit(DATA, epochs=-1)
        """,
    "a program that validates by itself": """
        class SureLogs(Logs, closed=True):
            val_loss: Required[ReadOnly[float]]
        class Sure:
            def train_step(self, batch) -> SureLogs: ...
        fit(Sure(), DATA, callbacks=[Watch("val_loss")])
        """,
    "validation keys that are asked for": """
        class Ask(Callback):
            def on_epoch_end(self, epoch, logs=None):
                for key in ("val_loss", "val_accuracy"):
                    if key in logs:
                        print(logs["val_loss"])
            def on_test_end(self, logs=None):
                try:
                    print(logs["val_loss"])
                except KeyError:
                    print("none")
            def on_train_end(self, logs=None):
                logs = {"val_loss": 0.5}
                print(logs["val_loss"])
        """,
    "metrics of other histories": """
        from hookline.callbacks import History
        def show(history: History, other: Any) -> None:
            print(history.history["f1"], other.history["f1"])
        print(fit(Digits(), DATA).history["val_loss"])
        """,
    # What is handed over
    "a callback of a library": """
        from elsewhere import Saver
        fit(Digits(), DATA, callbacks=[Saver(monitor="f1")])
        class Better(Saver): ...
        fit(Digits(), DATA, callbacks=[Better()])
        """,
    "a list that a function makes": """
        def make(): return [Bell()]
        fit(Digits(), DATA, callbacks=make())
        """,
    "a list of one's own class": """
        class Several(list): ...
        fit(Digits(), DATA, callbacks=Several())
        """,
    "an iterable that is a callback too": """
        class Group:
            def __iter__(self): return iter(())
            def on_epoch_end(self, epoch, logs): ...
        fit(Digits(), DATA, callbacks=Group())
        """,
    "a list that changes": """
        callbacks = [Decay(), None]
        callbacks.clear()
        fit(Digits(), DATA, callbacks=callbacks)
        other = [Decay()]
        other[0] = Bell()
        fit(Digits(), DATA, callbacks=other)
        third = [Decay()]
        del third[0]
        fit(Digits(), DATA, callbacks=third)
        """,
    "a list that a function may change": """
        from elsewhere import tidy
        callbacks = [Decay()]
        tidy(callbacks)
        fit(Digits(), DATA, callbacks=callbacks)
        """,
    "a variable assigned twice": """
        def train(fast):
            callback = Decay()
            if fast:
                callback = Bell()
            fit(Digits(), DATA, callbacks=[callback])
        """,
    "a variable of a loop": """
        decay = Decay()
        for decay in (Bell(), Bell()):
            fit(Digits(), DATA, callbacks=[decay])
        """,
    "a global that somebody changes": """
        callback = Decay()
        def choose():
            global callback
            callback = Bell()
        fit(Digits(), DATA, callbacks=[callback])
        """,
    "a name that is made anew": """
        program = Digits()
        class Program2(Digits):
            learning_rate = 0.1
        program = Program2()
        fit(program, DATA, callbacks=[Decay()])
        class Decay(Callback[object]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Decay()])
        """,
    "two instances of one class": """
        fit(Digits(), DATA, callbacks=[Bell(), Bell()])
        """,
    "one object under two conditions": """
        bell = Bell()
        fit(Digits(), DATA, callbacks=[bell] if DATA else [Watch(), bell])
        fit(Digits(), DATA, callbacks=[bell if DATA else Bell(), Bell() if DATA else bell])
        """,
    "a callback of two loops": """
        class Wide(Callback):
            def on_epoch_end(self, epoch, logs=None): ...
            def on_predict_end(self, logs=None): ...
        predict(Digits(), DATA, callbacks=[Wide()])
        evaluate(Digits(), DATA, callbacks=[ProgressLines()])
        """,
    "on_close for every loop": """
        class Release(RunHooksMixin):
            def on_close(self, outcome): ...
        predict(Digits(), DATA, callbacks=[Release()])
        CallbackList([Release()])
        """,
    "any hook for a hand-written loop": """
        class Show(PredictHooksMixin):
            def on_predict_end(self, logs=None): ...
        CallbackList([Show(), Bell()], program=object())
        """,
    "another fit": """
        class Model:
            def fit(self, data, callbacks): ...
        Model().fit(DATA, callbacks=Bell)
        """,
    "a fit of one's own": """
        class Loose(Digits):
            def fit(self, data, *, callbacks=()): ...
        Loose().fit(DATA, callbacks=None)
        """,
    "an annotation that promises less": """
        def test(callback: Bell, program: Digits) -> None:
            predict(program, DATA, callbacks=[callback])
        """,
    # Programs
    "an attribute in the class": """
        class Rated(Digits):
            learning_rate = 0.1
        fit(Rated(), DATA, callbacks=[Decay()])
        """,
    "an attribute that is declared": """
        class Rated(Digits):
            learning_rate: float
        fit(Rated(), DATA, callbacks=[Decay()])
        """,
    "an attribute of __init__": """
        class Rated(Digits):
            def __init__(self):
                self.learning_rate, self.other = 0.1, 2
        fit(Rated(), DATA, callbacks=[Decay()])
        """,
    "an attribute of another method": """
        class Rated(Digits):
            def prepare(self):
                self.learning_rate: float = 0.1
        fit(Rated(), DATA, callbacks=[Decay()])
        """,
    "an attribute that is inherited": """
        class Base:
            def __init__(self):
                self.learning_rate = 0.1
        class Rated(Digits, Base): ...
        fit(Rated(), DATA, callbacks=[Decay()])
        """,
    "an attribute that is a property": """
        class Rated(Digits):
            @property
            def learning_rate(self): return 0.1
        fit(Rated(), DATA, callbacks=[Decay()])
        """,
    "an attribute set from outside": """
        program = Digits()
        program.learning_rate = 0.1
        fit(program, DATA, callbacks=[Decay()])
        """,
    "an attribute set by its name": """
        program = Digits()
        setattr(program, "learning" + "_rate", 0.1)
        fit(program, DATA, callbacks=[Decay()])
        """,
    "an attribute of a library's base": """
        from torch import nn
        class Net(nn.Module):
            def train_step(self, batch) -> DigitsLogs: ...
        fit(Net(), DATA, callbacks=[Decay(), Watch("f1")])
        """,
    "a program that a function makes": """
        from elsewhere import build
        fit(build(), DATA, callbacks=[Decay()])
        """,
    "a program behind a Protocol": """
        def train(program: Trainable) -> None:
            fit(program, DATA, callbacks=[Decay()])
        """,
    "the flags that loops set": """
        class Stop(Callback[HasStopTraining]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Other(Callback[Stoppable]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Plain:
            def train_step(self, batch: list[float]) -> Logs: ...
        fit(Plain(), DATA, callbacks=[Stop(), Other(), Watch()])
        """,
    "a type argument that is free": """
        P = TypeVar("P")
        class Kept(Callback[P], Generic[P]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Kept()])
        """,
    "either of two programs": """
        class CanSave(Protocol):
            def save(self): ...
        class Either(Callback[HasLearningRate | Digits]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Either()])
        """,
    "a subclass of the program that is asked for": """
        class Own(Callback[Program]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Own()])
        """,
    # Logs and metrics
    "logs that the program gives": """
        class Report(Callback[object, DigitsLogs]):
            def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...
        watches = [Report(), Watch("val_accuracy"), Watch(monitor="val_loss")]
        fit(Digits(), DATA, validation_data=DATA, callbacks=watches)
        """,
    "a metric of a program that does not tell": """
        class Plain(Program):
            def train_step(self, batch) -> Logs: ...
        fit(Plain(), DATA, callbacks=[Watch("f1")])
        """,
    "a metric that is no monitor": """
        class Renamed(Callback):
            def __init__(self, monitor):
                self.key = f"val_{monitor}"
            def on_epoch_end(self, epoch, logs=None): ...
        class Prefixed(Callback):
            def __init__(self, monitor):
                self.monitor = "val_" + monitor
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Renamed("acc"), Prefixed("acc")])
        """,
    "a monitor set later": """
        watch = Watch("f1")
        watch.monitor = "accuracy"
        fit(Digits(), DATA, callbacks=[watch])
        """,
    "keys that are there": """
        def show(logs: DigitsLogs) -> None:
            print(logs["accuracy"], logs.get("val_accuracy"), logs.get("val_loss"))
        """,
    "keys that open logs may have": """
        def show(logs: Logs) -> None:
            print(logs["g_loss"], logs["d_loss"], logs.get("aux_loss"), logs.get("f1"))
        """,
    "the validation of a key": """
        class AccuracyLogs(Logs, closed=True):
            accuracy: ReadOnly[float]
        def show(logs: AccuracyLogs) -> None:
            print(logs.get("val_accuracy"))
        """,
    "a key that is asked for first": """
        def show(logs: DigitsLogs) -> None:
            if "f1" in logs:
                print(logs["f1"])
        """,
    "logs that are copied": """
        class Scale(Callback):
            def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
                logs = dict(logs or {})
                logs["lr"] = 0.1
                logs.update(f1=2)
        """,
    "logs that are made": """
        class Mutable(Logs):
            extra: float
        def make(logs: Mutable) -> None:
            logs["extra"] = 0.5
        """,
    "any other dictionary": """
        def show(logs: dict[str, float]) -> None:
            logs["f1"] = logs["acuracy"]
        """,
    "a function inside with logs of its own": """
        def show(logs: DigitsLogs) -> None:
            def inner(logs):
                return logs["f1"]
        """,
    # Reading the program
    "the program in a hook": """
        class Late(Callback):
            def __init__(self):
                self.read = lambda: self.program
                def later():
                    return self.params
            def on_train_begin(self, logs=None):
                print(self.program, self.params)
        """,
    "a program of one's own": """
        class Own(Callback):
            @property
            def program(self):
                return "mine"
            def __init__(self):
                print(self.program)
        class Given(Callback):
            def __init__(self, program):
                self.set_program(program)
                print(self.program)
        class Asks(Callback):
            def __init__(self):
                try:
                    self.program
                except NotReadyError:
                    pass
        """,
    # Mistakes that are meant
    "a mistake in a test of it": """
        import pytest
        with pytest.raises(HookNameError):
            class Loud(Callback):
                def on_epoch_ends(self, epoch, logs=None): ...
        with pytest.raises(RequirementError):
            fit(Digits(), DATA, callbacks=[Decay()])
        """,
    "a mistake that is caught": """
        try:
            fit(Digits(), DATA, callbacks=[Decay()])
        except RequirementError as error:
            print(error)
        """,
}


def test_there_are_at_least_sixty_kinds() -> None:
    assert len(CORRECT) >= 60


@pytest.mark.parametrize("sample", CORRECT.values(), ids=CORRECT.keys())
def test_right_code_is_left_alone(sample: str, disagreements: Callable[[str], list[str]]) -> None:
    if found := disagreements(sample):
        pytest.fail("\n".join(found), pytrace=False)
