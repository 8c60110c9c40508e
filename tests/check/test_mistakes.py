"""Each mistake is told where it is made; the marks are those of `tests/test_types.py`."""

# ruff: noqa: E501 - a mark stands on the line of its mistake, however long that is

from __future__ import annotations

from collections.abc import Callable

import pytest

MISTAKES = {
    # hookline-hook
    "a misspelt hook of a callback": """
        class Loud(Callback):
            def on_epoch_ends(self, epoch, logs=None): ...  # E: did you mean `on_epoch_end`?  [hookline-hook]
        """,
    "a misspelt hook of a mixin": """
        class Loud(TestHooksMixin):
            def on_test_start(self, logs=None): ...  # E: did you mean `on_test_begin`?  [hookline-hook]
        """,
    "a misspelt hook two classes below": """
        class Middle(Callback): ...
        class Loud(Middle):
            def on_trian_end(self, logs=None): ...  # E: did you mean `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook below a Protocol": """
        class Loud(OnEpochEnd):
            def on_epoch_end(self, epoch, logs): ...
            def on_epoch_start(self, epoch, logs): ...  # E: mean `on_epoch_begin`?  [hookline-hook]
        """,
    "a misspelt hook beside a right one": """
        class Loud:
            def on_epoch_end(self, epoch, logs): ...
            def on_train_ends(self, logs): ...  # E: did you mean `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook below a plain callback": """
        class Loud(Bell):
            def onTrainEnd(self, logs): ...  # E: did you mean `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook that is a lambda": """
        class Loud(Callback):
            on_train_ends = lambda self, logs=None: None  # E: `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook that is a function's second name": """
        def ring(self, logs=None): ...
        class Loud(Callback):
            on_train_ends = ring  # E: did you mean `on_train_end`?  [hookline-hook]
        """,
    "a metric in a hook that receives none": """
        class Early:
            def on_epoch_begin(self, epoch, logs: Logs):
                print(logs.get("loss"))  # E: `on_epoch_begin` never receives 'loss': its logs are  [hookline-key]
            def on_predict_end(self, logs: Logs):
                if "loss" in logs: ...  # E: never receives 'loss': its logs are always empty  [hookline-key]
            def on_epoch_end(self, epoch, logs: Logs):
                print(logs.get("loss"))
        """,
    "a metric of what is predicted": """
        class Show(Callback):
            def on_predict_batch_end(self, batch, logs: Logs | None = None):
                if logs:
                    print(logs["loss"])  # E: never receives 'loss': its logs have 'outputs' and no  [hookline-key]
                    print(logs["outputs"])
        """,
    "a hook inside of a method": """
        class Deep(Callback):
            def __init__(self):
                if DATA:
                    def on_epoch_end(self, epoch, logs=None): ...  # E: inside of `__init__`, where no  [hookline-hook]
        """,
    "a hook inside of a hook of a plain class": """
        class Deep:
            def on_epoch_end(self, epoch, logs):
                async def on_train_end(self, logs): ...  # E: inside of `on_epoch_end`  [hookline-hook]
        """,
    "a hook below the class": """
        class Flat(Callback):
            def on_epoch_begin(self, epoch, logs=None): ...
        def on_epoch_end(self, epoch, logs=None): ...  # E: stands outside of every class  [hookline-hook]
        """,
    "a misspelt hook under a condition": """
        class Loud(Callback):
            if DATA:
                def on_train_ends(self, logs=None): ...  # E: `on_train_end`?  [hookline-hook]
            else:
                def on_train_finished(self, logs=None): ...  # E: `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook in a class in a function": """
        def make():
            class Loud(Callback):
                def on_train_ends(self, logs=None): ...  # E: `on_train_end`?  [hookline-hook]
            return Loud()
        """,
    "a misspelt hook in a class in a class": """
        class Outer:
            class Inner(Callback):
                def on_train_ends(self, logs=None): ...  # E: The class Outer.Inner  [hookline-hook]
        """,
    "a misspelt hook behind a decorator": """
        import functools
        class Loud(Callback):
            @functools.cache
            def on_train_ends(self, logs=None): ...  # E: `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook of a class with type parameters": """
        T = TypeVar("T")
        class Loud(Callback, Generic[T]):
            def on_train_ends(self, logs=None): ...  # E: `on_train_end`?  [hookline-hook]
        """,
    "a misspelt hook below a base with a name of its own": """
        Base = Callback[HasLearningRate]
        class Loud(Base):
            def on_train_ends(self, logs=None): ...  # E: `on_train_end`?  [hookline-hook]
        """,
    "the only hook, misspelt, of what is handed over": """
        class Loud:
            def on_epoch_ends(self, epoch, logs): ...
        fit(Digits(), DATA, callbacks=[Loud()])  # E: callbacks[0] (Loud) has a  [hookline-hook]
        """,
    "a misspelt hook of a base of what is handed over": """
        class Loud:
            def on_epoch_ends(self, epoch, logs): ...
        class Louder(Loud):
            def on_train_end(self, logs): ...
        fit(Digits(), DATA, callbacks=[Louder()])  # E: has a method `on_epoch_ends`  [hookline-hook]
        """,
    "a misspelt hook of Keras's": """
        import keras
        class Loud(keras.callbacks.Callback):
            def on_epoch_ends(self, epoch, logs=None): ...  # E: `on_epoch_end`?  [hookline-hook]
        """,
    "a misspelt hook of Synalinks's": """
        from synalinks.callbacks import Callback as Base
        class Loud(Base):
            def on_epoch_ends(self, epoch, logs=None): ...  # E: `on_epoch_end`?  [hookline-hook]
        """,
    "a misspelt hook of TensorFlow's Keras": """
        import tensorflow as tf
        class Loud(tf.keras.callbacks.Callback):
            def on_epoch_ends(self, epoch, logs=None): ...  # E: `on_epoch_end`?  [hookline-hook]
        """,
    "a hook of another family": """
        class Wide(TrainHooksMixin):
            def on_test_end(self, logs=None): ...  # E: add `TestHooksMixin` to  [hookline-hook]
        """,
    "a hook and its alias": """
        class Both:
            def on_train_batch_end(self, batch, logs): ...
            def on_batch_end(self, batch, logs): ...  # E: two names of one hook  [hookline-hook]
        """,
    # hookline-signature
    "too few parameters": """
        class Short(Callback):
            def on_epoch_end(self, epoch): ...  # E: signature is `(epoch)`  [hookline-signature]
        """,
    "too few parameters beside a right hook": """
        class Short(Bell):
            def on_epoch_begin(self, epoch): ...  # E: cannot be called  [hookline-signature]
        """,
    "too many parameters": """
        class Long(Callback):
            def on_train_end(self, epoch, logs=None): ...  # E: cannot be called  [hookline-signature]
        """,
    "an index of another name": """
        class Renamed(Callback):
            def on_epoch_end(self, number, logs=None): ...  # E: by name  [hookline-signature]
        """,
    "logs of another name": """
        class Renamed(Callback):
            def on_epoch_end(self, epoch, metrics=None): ...  # E: by name  [hookline-signature]
        """,
    "logs by name alone": """
        class Named(Callback):
            def on_epoch_end(self, epoch, *, logs=None): ...  # E: by position  [hookline-signature]
        """,
    "logs by position alone": """
        class Placed(Callback):
            def on_epoch_end(self, epoch, logs=None, /): ...  # E: by name  [hookline-signature]
        """,
    "parameters in another order": """
        class Swapped(Callback):
            def on_epoch_end(self, logs, epoch): ...  # E: cannot be called  [hookline-signature]
        """,
    "a forgotten self": """
        class Selfless(Callback):
            def on_epoch_end(epoch, logs): ...  # E: signature is `(logs)`  [hookline-signature]
        """,
    "a static method with self": """
        class Static(Callback):
            @staticmethod
            def on_epoch_end(self, epoch, logs): ...  # E: cannot be called  [hookline-signature]
        """,
    "a class method without cls": """
        class OfClass(Callback):
            @classmethod
            def on_epoch_end(epoch, logs): ...  # E: cannot be called  [hookline-signature]
        """,
    "a property": """
        class Read(Callback):
            @property
            def on_epoch_end(self) -> int: return 3  # E: is a property, not  [hookline-signature]
        """,
    "an attribute": """
        class Told(Callback):
            on_epoch_end = True  # E: `on_epoch_end` is True, not a  [hookline-signature]
        """,
    "a lambda without self": """
        class Short(Callback):
            on_epoch_end = lambda epoch, logs: None  # E: cannot be called  [hookline-signature]
        """,
    "an async def": """
        class Late(Callback):
            async def on_epoch_end(self, epoch, logs=None): ...  # E: is `async`  [hookline-signature]
        """,
    "a generator": """
        class Wrap(Callback):
            def on_epoch_end(self, epoch, logs=None):  # E: has a `yield`  [hookline-signature]
                yield
        """,
    "a context manager": """
        from contextlib import contextmanager
        class Wrap(Callback):
            @contextmanager
            def on_epoch_end(self, epoch, logs=None):  # E: has a `yield`  [hookline-signature]
                yield
        """,
    "a declared return value": """
        class Stop(Callback):
            def on_epoch_end(self, epoch, logs=None) -> bool:  # E: returns `bool`  [hookline-signature]
                return True
        """,
    "a declared coroutine": """
        from collections.abc import Coroutine
        class Late(Callback):
            def on_train_end(self, logs=None) -> Coroutine[Any, Any, None]:  # E: is `async`  [hookline-signature]
                raise NotImplementedError
        """,
    "an epoch that is text": """
        class Text(Callback):
            def on_epoch_end(self, epoch: str, logs=None): ...  # E: loops pass `int`  [hookline-signature]
        """,
    "logs that are a list": """
        class Several(Callback):
            def on_epoch_begin(self, epoch, logs: list[float]): ...  # E: `NoLogs`  [hookline-signature]
        """,
    "one kind of exception": """
        class Some(Callback):
            def on_exception(self, exception: ValueError): ...  # E: `BaseExc  [hookline-signature]
        """,
    "a wrong signature of a plain class": """
        class Short:
            def on_epoch_end(self, epoch): ...
        fit(Digits(), DATA, callbacks=[Short()])  # E: callbacks[0] (Short): `on  [hookline-signature]
        """,
    "too few parameters for Keras": """
        import keras
        class Short(keras.callbacks.Callback):
            def on_epoch_end(self, epoch): ...  # E: cannot be called  [hookline-signature]
        """,
    # hookline-callback
    "a class": """
        fit(Digits(), DATA, callbacks=[Decay])  # E: is a class, and a  [hookline-callback]
        """,
    "a class where a list belongs": """
        fit(Digits(), DATA, callbacks=Bell)  # E: write `callbacks=[Bell(…)]`  [hookline-callback]
        """,
    "a callback where a list belongs": """
        bell = Bell()
        fit(Digits(), DATA, callbacks=bell)  # E: write `callbacks=[Bell(…)]`  [hookline-callback]
        """,
    "None where a list belongs": """
        fit(Digits(), DATA, callbacks=None)  # E: NoneType is none  [hookline-callback]
        """,
    "a list in the list": """
        fit(Digits(), DATA, callbacks=[Bell(), [Bell()]])  # E: callbacks[1] (list) is  [hookline-callback]
        """,
    "None in the list": """
        fit(Digits(), DATA, callbacks=[Bell() if DATA else None])  # E: (NoneType) is None  [hookline-callback]
        """,
    "names in the list": """
        fit(Digits(), DATA, callbacks={"bell": Bell()})  # E: callbacks[0] (str) has no  [hookline-callback]
        """,
    "an object without a hook": """
        class Settings:
            loud = True
        CallbackList([Settings()])  # E: (Settings) has no hook, so  [hookline-callback]
        """,
    "one object twice": """
        bell = Bell()
        fit(Digits(), DATA, callbacks=[bell, Decay, bell])  # E: callbacks[0]: each  [hookline-callback]  # E: is a class  [hookline-callback]
        """,
    "a callback of fit for predict": """
        predict(Digits(), DATA, callbacks=[Bell()])  # E: can do nothing in `predict`  [hookline-callback]
        """,
    "a callback of fit for evaluate, as a method": """
        Digits().evaluate(DATA, callbacks=[Bell()])  # E: can do nothing in  [hookline-callback]
        """,
    "a callback that defines nothing": """
        class Empty(Callback): ...
        fit(Digits(), DATA, callbacks=[Empty()])  # E: it defines no hook, and  [hookline-callback]
        """,
    "None beside a callback in the list": """
        CallbackList([Bell(), None])  # E: callbacks[1] (NoneType) is None  [hookline-callback]
        """,
    "a function in the list": """
        def ring(epoch, logs): ...
        CallbackList([ring])  # E: `LambdaCallback(on_epoch_end=ring)`  [hookline-callback]
        """,
    "a function under a name that is almost a hook's": """
        class Loud(Callback):
            def __init__(self):
                self.on_epoch_ned = lambda epoch, logs: None  # E: `on_epoch_end`?  [hookline-hook]
        """,
    # hookline-program
    "a step that returns a dictionary without names": """
        class Loose:
            def train_step(self, batch: list[float]) -> dict[str, float]: ...
        fit(Loose(), DATA)  # E: write `def train_step(…) -> Logs`  [hookline-logs]
        """,
    "a stop flag that is misspelt": """
        class Stop(Callback):
            def on_epoch_end(self, epoch, logs=None):
                self.program.stop_trainig = True  # E: read by no loop  [hookline-program]
        """,
    "a stop flag that is misspelt in setattr": """
        class Stop(Callback):
            def on_epoch_end(self, epoch, logs=None):
                setattr(self.program, "stop_trainig", True)  # E: no loop  [hookline-program]
        """,
    "the program under its name in Keras": """
        class Stop(Callback):
            def on_epoch_end(self, epoch, logs=None):
                self.model.stop_training = True  # E: write `self.program`  [hookline-program]
        """,
    "a class in the place of a program": """
        fit(Digits, DATA)  # E: `fit` takes a program, and `Digits` is a class  [hookline-program]
        """,
    "a list that is given no program": """
        CallbackList([Decay()])  # E: this `CallbackList` is given none  [hookline-program]
        """,
    "a list whose program cannot be asked to stop": """
        class Line: ...
        class Stop(Callback[HasStopTraining]):
            def on_epoch_end(self, epoch, logs=None): ...
        CallbackList([Stop()], program=Line())  # E: no `stop_training`  [hookline-program]
        """,
    "a list whose program cannot be stopped early": """
        from hookline.callbacks import EarlyStopping
        class Line: ...
        early = EarlyStopping(monitor="loss", mode="min")
        CallbackList([early], program=Line())  # E: no `stop_training`  [hookline-program]
        """,
    "a program without what the type argument asks": """
        fit(Digits(), DATA, callbacks=[Decay()])  # E: Digits has no `learning_rate`  [hookline-program]
        """,
    "a program without it, in a variable": """
        program = Digits()
        program.fit(DATA, callbacks=(Decay(),))  # E: no `learning_rate`  [hookline-program]
        """,
    "a program without it, as a parameter": """
        def train(program: Digits) -> None:
            fit(program, DATA, callbacks=[Decay()])  # E: no `learning_rate`  [hookline-program]
        """,
    "a program without it, as self": """
        class Own(Digits):
            def learn(self) -> None:
                self.fit(DATA, callbacks=[Decay()])  # E: Own has no `learning_rate`  [hookline-program]
        """,
    "a program without it, as super": """
        class Own(Digits):
            def fit(self, *args, **kwargs):
                super().fit(*args, callbacks=[Decay()])  # E: no `learning_rate`  [hookline-program]
        """,
    "a program without it, in a hand-written loop": """
        CallbackList([Decay()], program=Digits())  # E: has no `learning_rate`  [hookline-program]
        CallbackList[Logs](callbacks=[Decay()], program=Digits())  # E: has no  [hookline-program]
        """,
    "a list in a variable": """
        callbacks = [Bell(), Decay()]
        fit(Digits(), DATA, callbacks=callbacks)  # E: callbacks[1] (Decay)  [hookline-program]
        """,
    "a list with a type": """
        callbacks: list[FitHook] = [Decay()]
        def train() -> None:
            fit(Digits(), DATA, callbacks=callbacks)  # E: callbacks[0] (Decay)  [hookline-program]
        """,
    "a list with a star": """
        more = (Decay(),)
        fit(Digits(), DATA, callbacks=[Bell(), *more])  # E: callbacks[1] (Decay)  [hookline-program]
        """,
    "a sum of lists": """
        more = [Bell()]
        fit(Digits(), DATA, callbacks=more + [Decay()])  # E: callbacks[1] (Decay)  [hookline-program]
        """,
    "a list of unknown length before it": """
        def train(more: list[Bell]) -> None:
            fit(Digits(), DATA, callbacks=[*more, Decay()])  # E: callbacks[…] (Decay)  [hookline-program]
        """,
    "a list comprehension": """
        fit(Digits(), DATA, callbacks=[Decay() for _ in DATA])  # E: (Decay) needs  [hookline-program]
        """,
    "a callback in a variable": """
        decay = Decay()
        fit(Digits(), DATA, callbacks=[decay])  # E: no `learning_rate`  [hookline-program]
        """,
    "a callback as a parameter": """
        def train(decay: Decay | None) -> None:
            fit(Digits(), DATA, callbacks=[decay])  # E: no `learning_rate`  [hookline-program]
        """,
    "a type argument through a generic class": """
        P = TypeVar("P")
        class Kept(Callback[P, DigitsLogs], Generic[P]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Slow(Kept[HasLearningRate]): ...
        fit(Digits(), DATA, callbacks=[Slow()])  # E: no `learning_rate`  [hookline-program]
        """,
    "a type argument through a default": """
        from typing_extensions import TypeVar as TypeVarOf
        P = TypeVarOf("P", default=HasLearningRate)
        class Kept(Callback[P]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Slow(Kept): ...
        fit(Digits(), DATA, callbacks=[Slow()])  # E: no `learning_rate`  [hookline-program]
        """,
    "set_program of a plain class": """
        class Slow(Bell):
            def set_program(self, program: HasLearningRate) -> None: ...
        fit(Digits(), DATA, callbacks=[Slow()])  # E: no `learning_rate`  [hookline-program]
        """,
    "a Protocol below another": """
        class HasBoth(HasLearningRate, Protocol):
            def save(self) -> None: ...
        class Save(Callback[HasBoth]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Save()])  # E: no `learning_rate`, `save`.  [hookline-program]
        """,
    "either of two Protocols": """
        class CanSave(Protocol):
            def save(self) -> None: ...
        class Either(Callback[HasLearningRate | CanSave]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Either()])  # E: and has no `save`  [hookline-program]
        """,
    "a program of another class": """
        class Other(Digits): ...
        class Save(Callback[Other]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Save()])  # E: Digits is not one  [hookline-program]
        """,
    # hookline-logs
    "logs that a hook reads": """
        class Recall:
            def on_epoch_end(self, epoch, logs: RecallLogs): ...
        fit(Digits(), DATA, callbacks=[Recall()])  # E: gives no `recall`  [hookline-logs]
        """,
    "logs of a type argument": """
        class Recall(Callback[object, RecallLogs]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Recall()])  # E: gives no `recall`  [hookline-logs]
        """,
    "logs of a program of type arguments alone": """
        class Bare(Program[list[float], DigitsLogs]):
            def train_step(self, batch): return {"loss": 0.5, "accuracy": 0.9}
        class Recall(Callback[object, RecallLogs]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Bare(), DATA, callbacks=[Recall()])  # E: gives no `recall`  [hookline-logs]
        """,
    "logs of a program without a base": """
        class Bare:
            def train_step(self, batch: list[float]) -> DigitsLogs: ...
        class Recall(Callback[object, RecallLogs]):
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Bare(), DATA, callbacks=[Recall()])  # E: gives no `recall`  [hookline-logs]
        """,
    # hookline-monitor
    "a monitor by its name": """
        fit(Digits(), DATA, callbacks=[Watch(monitor="val_acuracy")])  # E: `val_accuracy`?  [hookline-monitor]
        """,
    "a monitor by its place": """
        fit(Digits(), DATA, callbacks=[Watch("f1")])  # E: gives no such metric  [hookline-monitor]
        """,
    "a monitor in a variable": """
        NAME = "acuracy"
        watch = Watch(NAME)
        fit(Digits(), DATA, callbacks=[watch])  # E: did you mean `accuracy`?  [hookline-monitor]
        """,
    "a monitor by default": """
        class Best(Callback):
            def __init__(self, *, monitor: str = "f1") -> None:
                self.monitor = monitor
            def on_epoch_end(self, epoch, logs=None): ...
        fit(Digits(), DATA, callbacks=[Best()])  # E: gives no such metric  [hookline-monitor]
        """,
    "a monitor of a dataclass": """
        from dataclasses import dataclass
        @dataclass
        class Best(Bell):
            patience: int
            monitor: str = "loss"
        fit(Digits(), DATA, callbacks=[Best(3, "f1")])  # E: gives no such metric  [hookline-monitor]
        """,
    "a monitor of a class body": """
        class Best(Bell):
            monitor = "f1"
        fit(Digits(), DATA, callbacks=[Best()])  # E: gives no such metric  [hookline-monitor]
        """,
    # hookline-key
    "a key that closed logs do not have": """
        class Report(Callback[object, DigitsLogs]):
            def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
                if logs:
                    print(logs["f1"])  # E: `DigitsLogs` has no key 'f1': its keys  [hookline-key]
                    print(logs.get("f1", 0.0))  # E: has no key 'f1', so  [hookline-key]
        """,
    "a key with a slip of the pen": """
        def show(logs: Logs) -> None:
            print(logs["val_los"])  # E: did you mean `val_loss`?  [hookline-key]
        """,
    "a key before anything was measured": """
        class Report(Callback):
            def on_epoch_begin(self, epoch: int, logs: "NoLogs | None" = None) -> None:
                logs = logs or {}
                print(logs["loss"])  # E: it is always empty  [hookline-key]
        """,
    "logs that are changed": """
        class Scale(Callback):
            def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
                logs["lr"] = 0.1  # E: `on_epoch_end` changes its `Logs`  [hookline-key]
                logs["loss"] *= 2  # E: change a copy  [hookline-key]
                del logs["loss"]  # E: change a copy  [hookline-key]
                logs.update({"loss": 1.0})  # E: change a copy  [hookline-key]
        """,
    # hookline-ready
    "the program in __init__": """
        class Early(Callback):
            def __init__(self) -> None:
                print(self.program)  # E: `self.program` is read in `__init__`  [hookline-ready]
                self.epochs = self.params["epochs"]  # E: `self.params` is read  [hookline-ready]
        """,
    "the program of a base with a hook, in __post_init__": """
        from dataclasses import dataclass
        @dataclass
        class Early(Callback):
            def __post_init__(self) -> None:
                print(self.params)  # E: `self.params` is read  [hookline-ready]
        """,
    "a setter that passes nothing on": """
        class Tell(Callback):
            def set_params(self, params):  # E: without `super().set_params(params)`  [hookline-ready]
                print(params)
            def on_epoch_end(self, epoch, logs=None):
                print(self.params)
        """,
    # What hides the program
    "a flag of the callback": """
        class Stop(Callback):
            def act(me) -> None:
                me.stop_evaluating = True  # E: `self.program.stop_evaluating = True`  [hookline-program]
        """,
    "two mixins of two programs": """
        class Other(Digits): ...
        class Two(TrainHooksMixin[Digits], TestHooksMixin["Other"]): ...  # E: `Digits`, `Other`  [hookline-program]
        """,
    "a frozen dataclass": """
        import dataclasses
        @dataclasses.dataclass(frozen=True)
        class Count(Callback): ...  # E: leave `frozen=True` out  [hookline-callback]
        """,
    "a program declared in the body": """
        class Count(Callback):
            params = None  # E: `params` is a property  [hookline-program]
        """,
    "setters that take something else": """
        class Tell(Callback):
            def set_program(self) -> None: ...  # E: `def set_program(self, program)`  [hookline-signature]
        class Plain(Bell):
            async def set_params(self, params) -> None: ...
        Digits().fit(DATA, callbacks=[Plain()])  # E: `set_params` is `async`  [hookline-signature]
        """,
    # What a call of a loop is given
    "counts": """
        Digits().fit(DATA, epochs=-1)  # E: at least 0, not -1  [hookline-argument]
        hookline.predict(Digits(), DATA, steps=0)  # E: at least 1, not 0  [hookline-argument]
        """,
    "epochs before the first": """
        fit(Digits(), DATA, initial_epoch=5, epochs=2)  # E: write `epochs=7`  [hookline-argument]
        """,
    "steps that are not there": """
        class Half:
            def train_step(self, batch): return {}
        half = Half()
        fit(half, DATA, validation_data=DATA)  # E: `fit` with `validation_data` needs  [hookline-program]
        evaluate(half, DATA)  # E: write `def test_step(self, batch)`  [hookline-program]
        """,
    "a method of a program that takes too much": """
        class Wide(Digits):
            def reset_metrics(self, epoch): ...
        fit(Wide(), DATA)  # E: cannot be called as `reset_metrics()`  [hookline-program]
        """,
    "a metric that is text": """
        class WordLogs(Logs, closed=True):
            name: Required[ReadOnly[str]]
        class Named:
            def train_step(self, batch) -> WordLogs: ...
        fit(Named(), DATA)  # E: declares `name` as no number  [hookline-logs]
        """,
    "a monitor of no validation": """
        fit(Digits(), DATA, callbacks=[Watch("val_loss")])  # E: nothing validates  [hookline-monitor]
        """,
    "callbacks in wrappers": """
        from hookline.callbacks import best_effort, every
        slow = best_effort(every(2, Decay()))
        fit(Digits(), DATA, callbacks=[slow])  # E: no `learning_rate`  [hookline-program]
        """,
    # What is read of metrics
    "keys that are asked for": """
        class Ask(Callback):
            def on_epoch_end(self, epoch, logs: DigitsLogs | None = None) -> None:
                if logs and "f1" in logs:  # E: has no key 'f1'  [hookline-key]
                    print(logs["val_loss"])  # E: only in epochs that validated  [hookline-key]
                print(metric(logs or {}, "f1"))
        def show(logs: DigitsLogs) -> None:
            print(metric(logs, "acuracy"))  # E: did you mean `accuracy`?  [hookline-key]
        """,
    "metrics of a history": """
        from hookline.callbacks import History
        told = fit(Digits(), DATA)
        print(told.history["f1"])  # E: the history has no metric 'f1'  [hookline-key]
        program = Digits()
        print(program.history.history["f1"])  # E: no metric 'f1'  [hookline-key]
        def show(history: History[DigitsLogs]) -> None:
            print(history.history["acuracy"])  # E: did you mean `accuracy`?  [hookline-key]
        """,
    "metrics in a hook that comes before them": """
        class Early(Callback):
            def on_train_begin(self, logs: DigitsLogs) -> None: ...  # E: pass `NoLogs`  [hookline-signature]
        """,
}


@pytest.mark.parametrize("sample", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_at_its_line(
    sample: str, disagreements: Callable[[str], list[str]]
) -> None:
    if found := disagreements(sample):
        pytest.fail("\n".join(found), pytrace=False)
