"""Handwritten digits in XGBoost, and what it reports of the same run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import xgboost
from sklearn.datasets import load_digits

from hookline import History, Logs
from hookline.adapters.xgboost import to_xgboost
from hookline.callbacks import CSVLogger, EarlyStopping

PARAMS: dict[str, Any] = {
    "objective": "multi:softprob",
    "num_class": 10,
    "eval_metric": ["mlogloss", "merror"],
    "learning_rate": 0.9,
    "max_depth": 3,
    "nthread": 1,
}


@pytest.mark.slow
def test_what_hookline_logs_of_digits_is_what_xgboost_reports(tmp_path: Path) -> None:
    images, labels = load_digits(return_X_y=True)
    train = xgboost.DMatrix(images[:1500], labels[:1500])
    rest = xgboost.DMatrix(images[1500:], labels[1500:])
    history: History[Logs] = History()
    stopping = EarlyStopping(monitor="val_mlogloss", mode="min", patience=2)
    logger = CSVLogger(tmp_path / "ours.csv")
    theirs: dict[str, Any] = {}
    with to_xgboost(stopping, logger, history, epochs=99) as adapter:
        booster = xgboost.train(
            PARAMS,
            train,
            99,
            evals=[(train, "train"), (rest, "rest")],
            evals_result=theirs,
            callbacks=[adapter],
            verbose_eval=False,
        )

    assert 3 <= len(history.epoch) == booster.num_boosted_rounds() < 99
    assert stopping.stop_reason is not None
    columns = {
        "mlogloss": theirs["train"]["mlogloss"],
        "merror": theirs["train"]["merror"],
        "val_mlogloss": theirs["rest"]["mlogloss"],
        "val_merror": theirs["rest"]["merror"],
    }
    assert history.history == columns
    ours = list(csv.DictReader((tmp_path / "ours.csv").read_text().splitlines()))
    assert [int(line["epoch"]) for line in ours] == [*range(booster.num_boosted_rounds())]
    assert set(ours[0]) == {"epoch", *columns}
    for name, values in columns.items():
        assert [float(line[name]) for line in ours] == values
    assert stopping.best == min(theirs["rest"]["mlogloss"])
    assert min(theirs["rest"]["merror"]) < 0.15
