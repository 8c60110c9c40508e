"""Handwritten digits in LightGBM, and what it records of the same run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import lightgbm
import pytest
from sklearn.datasets import load_digits

from hookline import History, Logs
from hookline.adapters.lightgbm import to_lightgbm
from hookline.callbacks import CSVLogger, EarlyStopping

PARAMS: dict[str, Any] = {
    "objective": "multiclass",
    "num_class": 10,
    "metric": ["multi_logloss", "multi_error"],
    "learning_rate": 0.5,
    "num_leaves": 7,
    "num_threads": 1,
    "verbose": -1,
}


@pytest.mark.slow
def test_what_hookline_logs_of_digits_is_what_lightgbm_records(tmp_path: Path) -> None:
    images, labels = load_digits(return_X_y=True)
    train = lightgbm.Dataset(images[:1500], labels[:1500])
    rest = lightgbm.Dataset(images[1500:], labels[1500:], reference=train)
    history: History[Logs] = History()
    stopping = EarlyStopping(monitor="val_multi_logloss", mode="min", patience=2)
    logger = CSVLogger(tmp_path / "ours.csv")
    theirs: dict[str, dict[str, list[float]]] = {}
    with to_lightgbm(stopping, logger, history) as adapter:
        booster = lightgbm.train(
            PARAMS,
            train,
            99,
            valid_sets=[train, rest],
            valid_names=["train", "rest"],
            callbacks=[*adapter, lightgbm.record_evaluation(theirs)],
        )

    assert 3 <= len(history.epoch) == booster.current_iteration() < 99
    assert stopping.stop_reason is not None
    columns = {
        "multi_logloss": theirs["train"]["multi_logloss"],
        "multi_error": theirs["train"]["multi_error"],
        "val_multi_logloss": theirs["rest"]["multi_logloss"],
        "val_multi_error": theirs["rest"]["multi_error"],
    }
    assert history.history == columns
    ours = list(csv.DictReader((tmp_path / "ours.csv").read_text().splitlines()))
    assert [int(line["epoch"]) for line in ours] == [*range(booster.current_iteration())]
    assert set(ours[0]) == {"epoch", *columns}
    for name, values in columns.items():
        assert [float(line[name]) for line in ours] == values
    assert stopping.best == min(theirs["rest"]["multi_logloss"])
    assert min(theirs["rest"]["multi_error"]) < 0.15
