"""The order of hooks in runs of Keras on JAX that are drawn by chance."""

from __future__ import annotations

import keras
import pytest
from configurations import Configuration, configurations
from hypothesis import assume, given, settings
from keras_by_chance import hold


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations(groups=4))
def test_any_run_keeps_the_order(this: Configuration) -> None:
    # Keras itself loses the weights after an evaluation inside a hook, if the data has no length.
    assume(this.sized or not this.inside)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(
        optimizer="sgd",
        loss="mse",
        metrics=["mae"],
        steps_per_execution=this.steps_per_execution,
        run_eagerly=True,  # compiling takes seconds for each shape
    )
    hold(this, model)
