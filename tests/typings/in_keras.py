"""What the stubs say of Keras, asked of Keras itself: this file is type-checked, and it runs."""

# pyright: strict

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, assert_type

import keras
from instances import compare
from keras import callbacks

import hookline


class Witness(callbacks.Callback):
    """Looks at what hooks receive and find, with the types that the stubs give."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        assert isinstance(self.model, keras.Model)
        assert isinstance(self.model.optimizer, keras.Optimizer)
        assert isinstance(self.model.optimizer.learning_rate, keras.Variable)
        assert isinstance(float(self.model.optimizer.learning_rate), float)
        assert {"verbose", "epochs", "steps"} <= self.params.keys()
        self.look("on_train_begin", logs)

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.model.optimizer.learning_rate = 0.1
        self.model.optimizer.learning_rate *= 0.5
        self.look("on_epoch_begin", logs, epoch)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        assert logs is not None
        assert {"loss", "val_loss"} <= logs.keys()
        self.look("on_epoch_end", logs, epoch)

    def on_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.look("on_batch_end", logs, batch)

    def on_test_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.look("on_test_batch_end", logs, batch)

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        assert logs is not None
        assert logs.keys() == {"outputs"}
        self.look("on_predict_batch_end", {}, batch)

    def look(self, hook: str, logs: dict[str, float] | None, index: int = 0) -> None:
        assert type(logs) is dict
        assert all(type(value) is float for value in logs.values())
        assert type(index) is int
        self.seen.add(hook)


class Duck:
    """What a callback must have where it has no base class: the methods of the Protocol."""

    def __init__(self) -> None:
        self.calls: set[str] = set()

    def set_params(self, params: object) -> None:
        self.calls.add("set_params")

    def set_model(self, model: keras.Model) -> None:
        self.calls.add("set_model")

    # fmt: off
    def on_train_begin(self, logs: object) -> None: self.calls.add("on_train_begin")
    def on_train_end(self, logs: object) -> None: self.calls.add("on_train_end")
    def on_epoch_begin(self, epoch: int, logs: object) -> None: self.calls.add("on_epoch_begin")
    def on_epoch_end(self, epoch: int, logs: object) -> None: self.calls.add("on_epoch_end")
    def on_train_batch_begin(self, batch: int, logs: object) -> None: ...
    def on_train_batch_end(self, batch: int, logs: object) -> None: ...
    def on_batch_begin(self, batch: int, logs: object) -> None: ...
    def on_batch_end(self, batch: int, logs: object) -> None: ...
    def on_test_begin(self, logs: object) -> None: ...
    def on_test_end(self, logs: object) -> None: ...
    def on_test_batch_begin(self, batch: int, logs: object) -> None: ...
    def on_test_batch_end(self, batch: int, logs: object) -> None: ...
    def on_predict_begin(self, logs: object) -> None: ...
    def on_predict_end(self, logs: object) -> None: ...
    def on_predict_batch_begin(self, batch: int, logs: object) -> None: ...
    def on_predict_batch_end(self, batch: int, logs: object) -> None: ...
    # fmt: on


def main(folder: Path) -> None:
    """Train a model of one layer with every callback that Keras brings and this machine has."""
    x: Any = keras.ops.ones((8, 2))
    y: Any = keras.ops.ones((8, 1))
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1, use_ema=True), loss="mse")
    witness, duck = Witness(), Duck()
    brought: list[callbacks.Callback] = [
        callbacks.BackupAndRestore(str(folder / "backup")),
        callbacks.CSVLogger(folder / "log.csv"),
        callbacks.EarlyStopping(patience=9, restore_best_weights=True),
        callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"])),
        callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: print(batch, logs["loss"])),
        callbacks.LearningRateScheduler(lambda epoch, rate: rate / (epoch + 1)),
        callbacks.ModelCheckpoint(folder / "{epoch}.keras"),
        callbacks.ProgbarLogger(),
        callbacks.ReduceLROnPlateau(patience=1),
        callbacks.RemoteMonitor(),  # not handed to `fit`, which it would make call a server
        callbacks.SwapEMAWeights(),
        callbacks.TensorBoard(
            folder
        ),  # not handed to `fit`, which it would make ask for TensorFlow
        callbacks.TerminateOnNaN(),
    ]
    local = [
        c for c in brought if not isinstance(c, callbacks.RemoteMonitor | callbacks.TensorBoard)
    ]
    history = model.fit(
        x, y, epochs=2, validation_data=(x, y), verbose=0, callbacks=[*local, witness, duck]
    )
    assert_type(history, callbacks.History)
    assert {"on_batch_end", "on_epoch_end", "on_test_batch_end"} <= witness.seen
    assert duck.calls > {"set_params", "set_model", "on_epoch_end"}

    evaluated = model.evaluate(x, y, verbose=0, return_dict=True, callbacks=[witness])
    assert assert_type(evaluated, dict[str, float]).keys() == {"loss"}
    assert isinstance(model.evaluate(x, y, verbose=0), float)
    model.predict(x, verbose=0, callbacks=[witness])
    assert "on_predict_batch_end" in witness.seen

    callback_list = callbacks.CallbackList([witness, duck], model=model, epochs=2)
    everything: list[object] = [*brought, history, callback_list]
    # OrbaxCheckpoint cannot be made without the package orbax.
    compare(callbacks, everything, {"OrbaxCheckpoint"})
    compare(keras.models, [model], left_out=set(vars(keras.models)))
    compare(keras.optimizers, [model.optimizer], set(vars(keras.optimizers)))
    compare(keras.layers, [model.layers[0]], set(vars(keras.layers)))

    # The type error of `keras_callbacks.py` is none too many.
    try:
        model.fit(x, y, callbacks=[hookline.Callback()])  # type: ignore[list-item]
    except AttributeError as error:
        assert "set_model" in str(error)  # noqa: PT017 - this is no test of pytest's
    else:
        raise AssertionError("Keras takes callbacks of hookline")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder))
