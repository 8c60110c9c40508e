"""The same callbacks on the handwritten digits, in Keras, beside Keras's own."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import keras
import pytest

from hookline import History, Logs
from hookline.adapters.keras import to_keras
from hookline.callbacks import CSVLogger, EarlyStopping
from hookline.demo.digits import load


@pytest.fixture
def model() -> keras.Model:
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(0.03),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def table(path: Path) -> tuple[list[str], list[list[float]]]:
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    return header, [[float(cell) for cell in row] for row in rows]


def test_epochs_metrics_and_columns_are_those_that_keras_reports(
    model: keras.Model, tmp_path: Path
) -> None:
    training, validation = (part.samples for part in load()[:2])
    stopping = EarlyStopping(monitor="val_accuracy", mode="max", patience=3, restore_best=True)
    history: History[Logs] = History()
    with to_keras(stopping, CSVLogger(tmp_path / "ours.csv"), history) as ours:
        theirs: Any = model.fit(
            training.images,
            training.digits,
            batch_size=32,
            epochs=60,
            validation_data=(validation.images, validation.digits),
            verbose=0,
            callbacks=[
                ours,
                keras.callbacks.CSVLogger(tmp_path / "theirs.csv"),
                twin := keras.callbacks.EarlyStopping(
                    monitor="val_accuracy", mode="max", patience=3
                ),
            ],
        )
    assert history.epoch == theirs.epoch
    assert history.history == theirs.history
    assert table(tmp_path / "ours.csv") == table(tmp_path / "theirs.csv")
    assert 3 < len(history.epoch) < 60
    assert twin.stopped_epoch == history.epoch[-1]
    assert stopping.best_epoch == twin.best_epoch
    assert stopping.best == twin.best
    evaluated = model.evaluate(validation.images, validation.digits, verbose=0, return_dict=True)
    assert evaluated["accuracy"] == pytest.approx(twin.best)  # the best weights are back
