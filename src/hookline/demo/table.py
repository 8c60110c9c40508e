"""A history as a table."""

from __future__ import annotations

import csv
import io

from hookline import History
from hookline.demo.program import DigitsLogs


def table(history: History[DigitsLogs]) -> bytes:
    """Return a history as CSV: a row for each epoch, a column for each metric.

    Each value stands under its name; where an epoch lacks one, its place is empty.

    Example:
        >>> history = History[DigitsLogs]()
        >>> history.on_epoch_end(0, {"loss": 2.0, "accuracy": 0.5})
        >>> history.on_epoch_end(1, {"loss": 1.0, "accuracy": 0.75, "val_accuracy": 0.7})
        >>> print(table(history).decode())
        epoch,loss,accuracy,val_accuracy
        0,2.0,0.5,
        1,1.0,0.75,0.7
        <BLANKLINE>
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, ["epoch", *history.history], lineterminator="\n")
    writer.writeheader()
    for epoch, logs in zip(history.epoch, history.logs, strict=True):
        writer.writerow({"epoch": epoch, **logs})
    return text.getvalue().encode()
