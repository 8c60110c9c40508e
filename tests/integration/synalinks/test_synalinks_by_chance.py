"""The order of hooks in runs of Synalinks that are drawn by chance."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest
import synalinks
from configurations import Configuration, configurations
from hypothesis import given, settings

from hookline import Callback
from hookline.adapters.synalinks import COVERAGE, to_synalinks
from hookline.order import STRICT
from hookline.testing import Recorder, check_trace


class Question(synalinks.DataModel):
    text: str


X: Any = np.array([Question(text=str(number)) for number in range(9)], dtype=object)


async def exact(y_true: Any, y_pred: Any) -> float:
    return float(y_true.get("text") == y_pred.get("text"))


class Safe(synalinks.callbacks.Callback):
    """Asks Synalinks to be called on the threads of a pool."""

    async_safe = True

    def on_train_batch_end(self, batch: int, logs: object = None) -> None: ...


class StopAt(Callback[synalinks.Program]):
    """Asks to stop at the how manyth call of a hook."""

    def __init__(self, hook: str, number: int) -> None:
        self.left = number

        def count(*_: object, **__: object) -> None:
            self.left -= 1
            if self.left == -1:
                self.program.stop_training = self.program.stop_evaluating = True

        setattr(self, hook, count)


async def play(this: Configuration) -> Recorder:
    """Run `fit`, `evaluate` and `predict` as drawn; no hook can await a run inside it."""
    inputs = synalinks.Input(data_model=Question)
    outputs = await synalinks.Identity()(inputs)
    program = synalinks.Program(inputs=inputs, outputs=outputs, name="echo")
    program.compile(
        optimizer=synalinks.optimizers.RandomFewShot(),
        reward=exact,
        steps_per_execution=this.steps_per_execution,
    )
    recorder = Recorder()
    adapter = to_synalinks(recorder, *([StopAt(*this.stop)] if this.stop else []))
    callbacks = [Safe(), adapter, Safe()]
    n, m = this.samples, max(this.validation, 1)  # it trains on validation data too
    await program.fit(
        X[:n],
        X[:n],
        batch_size=this.batch_size,
        epochs=this.epochs,
        initial_epoch=this.initial_epoch,
        steps_per_epoch=this.steps_per_epoch,
        validation_data=(X[:m], X[:m]),
        validation_batch_size=2,
        validation_freq=this.validation_freq if this.validation else 99,
        minibatch_size=None,
        verbose=0,
        callbacks=callbacks,
    )
    await program.evaluate(X, X, batch_size=this.batch_size, verbose=0, callbacks=callbacks)
    await program.predict(X, batch_size=this.batch_size, verbose=0, callbacks=callbacks)
    return recorder


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations(groups=3))
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder = asyncio.run(play(this))
    check_trace(recorder.calls, STRICT if this.steps_per_execution == 1 else COVERAGE.reading)
    assert {call.thread for call in recorder.calls} == {"MainThread"}
    batches = [c.index for c in recorder.calls if c.hook == "on_train_batch_end"]
    assert all(index is not None and index < this.steps for index in batches)
