"""A history as a table."""

from __future__ import annotations

import csv

from hookline import History
from hookline.demo.program import DigitsLogs
from hookline.demo.table import table


def test_a_value_stands_under_its_name_though_other_epochs_have_more() -> None:
    history = History[DigitsLogs]()
    history.on_epoch_end(0, {"loss": 2.0, "accuracy": 0.5})
    history.on_epoch_end(1, {"loss": 1.0, "accuracy": 0.75, "val_loss": 1.5, "val_accuracy": 0.7})
    history.on_epoch_end(2, {"loss": 0.1, "accuracy": 0.99})
    rows = list(csv.DictReader(table(history).decode().splitlines()))
    assert [row["accuracy"] for row in rows] == ["0.5", "0.75", "0.99"]
    assert [row["val_accuracy"] for row in rows] == ["", "0.7", ""]


def test_a_run_without_an_epoch_has_a_table_without_a_row() -> None:
    assert table(History[DigitsLogs]()) == b"epoch\n"
