"""The order of hooks in runs of Keras that are drawn by chance."""

from __future__ import annotations

import keras
import pytest
from configurations import Configuration, configurations
from hypothesis import given, settings
from keras_by_chance import hold


@pytest.fixture(scope="module")
def model() -> keras.Model:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer="sgd", loss="mse", metrics=["mae"])
    return model


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations(groups=1))
def test_any_run_keeps_the_order(model: keras.Model, this: Configuration) -> None:
    hold(this, model)
