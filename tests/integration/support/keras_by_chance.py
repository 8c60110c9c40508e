"""A run of Keras as it was drawn, and the trace of a callback of hookline in it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from configurations import Configuration

from hookline import Callback
from hookline.adapters.keras import COVERAGE, to_keras
from hookline.order import STRICT
from hookline.testing import Recorder, check_trace

X = np.linspace(-1, 1, 9, dtype="float32").reshape(9, 1)
Y = 3 * X


class At(Callback[keras.Model]):
    """Does something at the how manyth call of a hook."""

    def __init__(self, hook: str, number: int, act: Callable[[keras.Model], object]) -> None:
        self.left = number

        def count(*_: object, **__: object) -> None:
            self.left -= 1
            if self.left == -1:
                act(self.program)

        setattr(self, hook, count)


class Safe(keras.callbacks.Callback):
    """Asks Keras to be called on the threads of a pool."""

    async_safe = True

    def on_train_batch_end(self, batch: int, logs: object = None) -> None: ...


def stop(model: keras.Model) -> None:
    model.stop_training = model.stop_evaluating = True


def play(this: Configuration, model: keras.Model) -> Recorder:
    """Run `fit`, `evaluate` and `predict` as drawn."""
    recorder = Recorder()
    others: list[Any] = []
    if this.stop:
        others.append(At(*this.stop, stop))

    def evaluate(model: keras.Model) -> None:
        ours = adapter if this.inside and this.inside[2] else to_keras(recorder)
        model.evaluate(X[:3], Y[:3], batch_size=2, verbose=0, callbacks=[ours])

    if this.inside:
        others.append(At(this.inside[0], this.inside[1], evaluate))
    adapter = to_keras(recorder, *others)
    n, m = this.samples, this.validation
    data: dict[str, Any] = (
        {"x": X[:n], "y": Y[:n], "batch_size": this.batch_size}
        if this.sized
        else {"x": this.batches(X, Y), "shuffle": False}
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Your input ran out of data")
        model.fit(
            **data,
            epochs=this.epochs,
            initial_epoch=this.initial_epoch,
            steps_per_epoch=this.steps_per_epoch,
            validation_data=(X[:m], Y[:m]) if m else None,
            validation_batch_size=2,
            validation_freq=this.validation_freq,
            verbose=0,
            callbacks=[Safe(), adapter, Safe()],
        )
        model.evaluate(X, Y, batch_size=this.batch_size, verbose=0, callbacks=[adapter])
        model.predict(X, batch_size=this.batch_size, verbose=0, callbacks=[adapter])
    return recorder


def hold(this: Configuration, model: keras.Model) -> None:
    """Hold such a run to the order of hooks, on one thread."""
    recorder = play(this, model)
    # The relaxations of the table are for data of unknown length; PyTorch needs none of them.
    strict = this.sized or keras.backend.backend() == "torch"
    check_trace(recorder.calls, STRICT if strict else COVERAGE.reading)
    assert {call.thread for call in recorder.calls} == {"MainThread"}
    batches = [c.index for c in recorder.calls if c.hook == "on_train_batch_end"]
    if strict:
        assert all(index is not None and index < this.steps for index in batches)
