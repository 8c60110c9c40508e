"""Callbacks of Keras, right and wrong, under the stubs in `typings/`."""

# pyright: strict

from collections.abc import Mapping
from typing import Any, assert_type

import keras
from keras.callbacks import (
    Callback,
    CallbackList,
    CSVLogger,
    EarlyStopping,
    LambdaCallback,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    TensorBoard,
)
from typing_extensions import override

import hookline

# What a hook receives


class Right(Callback):
    """Each way to say what a hook receives; most ask for less than they are given."""

    best: float | None = None

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        assert_type(self.model, keras.Model)
        assert_type(self.model.optimizer.learning_rate, keras.Variable)
        assert_type(self.params, dict[str, Any])

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        self.model.optimizer.learning_rate = 0.1 / (epoch + 1)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        loss = (logs or {}).get("val_loss")
        assert_type(loss, float | None)
        if loss is not None and (self.best is None or loss < self.best):
            self.best = loss
            self.model.save_weights(f"{epoch}.weights.h5")

    def on_train_end(self, logs: object = None) -> None:
        assert_type(self.model.count_params(), int)

    def on_predict_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        print(batch, logs and logs["outputs"])


class Keys(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if logs is not None:
            logs["rate"] = float(self.model.optimizer.learning_rate)
            logs["rate"] = "fast"  # E: has type "str", target has type "float"  [assignment]
            logs[epoch] = 0.1  # E: Invalid index type "int" for "dict[str, float]"  [index]
            _ = logs["loss"] + "x"  # E: Unsupported operand types for +  [operator]


class WithoutNone(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        print(logs["loss"])  # E: float] | None" is not indexable  [index]


# fmt: off
class WrongSignatures(Callback):
    def on_epoch_begin(self, epoch: int) -> None:  # E: Signature of "on_epoch_begin"  [override]
        return

    def on_epoch_end(self, logs: object = None) -> None:  # E: "on_epoch_end"  [override]
        return

    def on_test_batch_end(self, batch: str, logs: object = None) -> None:  # E: as "int"  [override]
        return

    def on_train_begin(self, logs: dict[str, float]) -> None:  # E: "on_train_begin"  [override]
        return

    def on_train_end(self, logs: dict[int, float] | None = None) -> None:  # E: Arg  [override]
        return

    def on_test_end(self, logs: dict[str, str] | None = None) -> None:  # E: Argument 1  [override]
        return

    def set_model(self, model: keras.Sequential) -> None:  # E: "Model"  [override]
        return


class Misspelt(Callback):
    @override
    def on_epoch_ends(self, epoch: int, logs: object = None) -> None:  # E: no base method  [misc]
        return
# fmt: on


# What a hook finds


class WrongModel(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.model.stop_training = True
        self.model.stop_training = "yes"  # E: variable has type "bool"  [assignment]
        self.model.stop_trainning = True  # E: maybe "stop_training"?  [attr-defined]
        self.model.optimiser.build([])  # E: maybe "optimizer"?  [attr-defined]
        self.model = keras.Sequential()  # E: Property "model"  [misc]


class OwnModel(keras.Model):
    temperature: float = 1.0


class Cool(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        assert isinstance(self.model, OwnModel)
        self.model.temperature *= 0.9


class CoolAny(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        print(self.model.temperature)  # E: "Model" has no attribute "temperature"  [attr-defined]


# The callbacks that Keras brings

EarlyStopping(monitor="val_accuracy", mode="max", patience=3, min_delta=0.01)
EarlyStopping(mode="mim")  # E: expected "Literal['auto', 'min', 'max']"  [arg-type]
EarlyStopping(patience="3")  # E: expected "int"  [arg-type]
EarlyStopping(restore_best_weight=True)  # E: did you mean "restore_best_weights"?  [call-arg]
assert_type(EarlyStopping().best, float | None)
assert_type(EarlyStopping().stopped_epoch, int)

ModelCheckpoint("{epoch}.keras", save_freq="epoch")
ModelCheckpoint("{epoch}.keras", save_freq="batch")  # E: "Literal['epoch'] | int"  [arg-type]
ReduceLROnPlateau(factr=0.5)  # E: did you mean "factor"?  [call-arg]
TensorBoard(update_freq="epochs")  # E: "Literal['batch', 'epoch'] | int"  [arg-type]
CSVLogger()  # E: Missing positional argument "filename"  [call-arg]

LambdaCallback(
    on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"]),
    on_train_batch_end=lambda batch, logs: print(batch, logs["loss"]),
    on_test_end=lambda logs: print(logs["loss"]),
)
LambdaCallback(on_epoch_ends=print)  # E: did you mean "on_epoch_end"  [call-arg]


def no_logs(epoch: int) -> None: ...
def own_name(batch: int, metrics: dict[str, float]) -> None: ...


LambdaCallback(on_epoch_end=no_logs)  # E: "Callable[[int], None]"; expected  [arg-type]
# Keras calls this one with `logs=`.
LambdaCallback(on_train_batch_end=own_name)  # E: expected "_BatchFunction | None"  [arg-type]


def by_epoch(epoch: int) -> float:
    return 0.1 / (epoch + 1)


def by_epoch_and_rate(epoch: int, rate: float) -> float:
    return rate / (epoch + 1)


def by_name(name: str) -> float:
    return len(name)


LearningRateScheduler(by_epoch)
LearningRateScheduler(by_epoch_and_rate)
LearningRateScheduler(lambda _, rate: rate * 0.9)
LearningRateScheduler(by_name)  # E: "Callable[[str], float]"; expected  [arg-type]


# Who takes callbacks

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")

history = model.fit([], [], callbacks=[Right(), EarlyStopping()], verbose=0)
assert_type(history.history["loss"], list[float])
assert_type(model.evaluate([], [], return_dict=True, callbacks=(Right(),)), dict[str, float])
assert_type(model.evaluate([], []), float | list[float])

of_one_class = [Right()]
model.fit([], [], callbacks=of_one_class)
model.fit([], [], callbacks=CallbackList(of_one_class, model=model, epochs=3))

model.fit([], [], callbacks=Right())  # E: incompatible type "Right"  [arg-type]
model.fit([], [], callbacks=[Right])  # E: incompatible type "type[Right]"  [list-item]
model.fit([], [], callbacks=[keras.Model()])  # E: incompatible type "Model"  [list-item]
model.fit([], [], verbose="quiet")  # E: expected "Literal['auto'] | int"  [arg-type]


class OfHookline(hookline.Callback):
    def on_epoch_end(self, epoch: int, logs: hookline.Logs | None = None) -> None: ...


# Keras tells its callbacks of the model by `set_model`, which hookline's do not have,
# and hookline tells its own by `set_program`, which those of Keras do not have.
model.fit([], [], callbacks=[OfHookline()])  # E: incompatible type "OfHookline"  [list-item]


class Half:
    def train_step(self, batch: float) -> hookline.Logs:
        return {"loss": batch / 2}


hookline.fit(Half(), [1.0], callbacks=[EarlyStopping()])  # E: parameter "LogsT"  [misc]
