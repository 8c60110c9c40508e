"""hookline's callbacks in real runs of Keras on JAX, which takes several batches at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import golden
import keras
import numpy as np
import pytest

from hookline import Callback
from hookline.adapters.keras import COVERAGE, to_keras
from hookline.order import STRICT, Rule
from hookline.testing import Recorder, check_trace

X = np.linspace(-1, 1, 14, dtype="float32").reshape(14, 1)  # 7 batches of 2
Y = 3 * X


@pytest.fixture
def model() -> keras.Model:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse", metrics=["mae"], steps_per_execution=3)
    return model


def groups(recorder: Recorder, family: str) -> list[tuple[int | None, int | None]]:
    begins = [c.index for c in recorder.calls if c.hook == f"on_{family}_batch_begin"]
    ends = [c.index for c in recorder.calls if c.hook == f"on_{family}_batch_end"]
    return list(zip(begins, ends, strict=True))


def test_keras_ends_a_group_beyond_the_last_batch(model: keras.Model) -> None:
    seen: list[int] = []

    class Native(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            seen.append(batch)

    model.fit(X, Y, batch_size=2, verbose=0, callbacks=[Native()])
    assert seen == [2, 5, 8]


def test_with_steps_per_execution_the_groups_partition_the_epoch(model: keras.Model) -> None:
    recorder = Recorder()
    ours = to_keras(recorder)
    validation = (X[:9], Y[:9])  # 5 batches
    model.fit(X, Y, batch_size=2, epochs=2, verbose=0, validation_data=validation, callbacks=[ours])
    assert groups(recorder, "train") == 2 * [(0, 2), (3, 5), (6, 6)]
    assert groups(recorder, "test") == 2 * [(0, 2), (3, 4)]
    model.evaluate(X, Y, batch_size=2, verbose=0, callbacks=[ours])
    assert groups(recorder, "test")[4:] == [(0, 2), (3, 5), (6, 6)]
    model.predict(X, batch_size=2, verbose=0, callbacks=[ours])
    assert groups(recorder, "predict") == [(0, 2), (3, 5), (6, 6)]
    check_trace(recorder.calls, STRICT, steps=7)
    golden.compare(recorder.calls, "keras-jax-groups", keras.__version__)


def test_where_the_length_is_unknown_the_order_needs_the_relaxations_of_the_table(
    model: keras.Model,
) -> None:
    def data() -> Iterator[tuple[Any, Any]]:
        for start in range(0, 14, 2):
            yield X[start : start + 2], Y[start : start + 2]

    recorder = Recorder()
    with pytest.warns(UserWarning, match="ran out of data"):
        model.fit(data(), shuffle=False, verbose=0, callbacks=[to_keras(recorder)])
    assert [call.index for call in recorder.calls if "batch" in call.hook] == [0, 2, 3, 5, 6, 8, 9]
    with pytest.raises(AssertionError):
        check_trace(recorder.calls, STRICT)
    beyond, after = Rule.END_BEYOND_LAST_BATCH, Rule.BATCH_AFTER_THE_LAST
    assert COVERAGE.reading == STRICT | {beyond, after, Rule.VALIDATION_IN_BATCH}
    check_trace(recorder.calls, STRICT | {beyond, after}, steps=7)


def test_a_callback_finds_the_weights_of_the_batch_in_its_program() -> None:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    ours: list[float] = []
    theirs: list[float] = []

    class Ours(Callback[keras.Model]):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            ours.append(float(self.program.get_weights()[0][0, 0]))

    class Theirs(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: object = None) -> None:
            theirs.append(float(self.model.get_weights()[0][0, 0]))

    model.fit(X, Y, batch_size=2, verbose=0, callbacks=[to_keras(Ours()), Theirs()])
    assert ours == theirs
    assert len(set(ours)) == 7
