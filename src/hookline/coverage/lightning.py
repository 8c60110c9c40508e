"""What Lightning fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import Coverage, Fires

_TEST: Final = "not in the sanity check before training"
_STOP: Final = "`stop_evaluating` and `stop_predicting` are not heard: Lightning has no such stop"

COVERAGE: Final = Coverage(
    "Lightning",
    "2.6",
    {
        "on_train_begin": Fires("on_train_start", "not where there is nothing to train"),
        "on_train_end": Fires("on_train_end"),
        "on_epoch_begin": Fires(
            "on_train_epoch_start",
            "before the first batch of an epoch that a checkpoint resumes in its middle",
        ),
        "on_epoch_end": Fires(
            "on_train_epoch_end",
            "after the module's own `on_train_epoch_end`, so with what it logs; "
            "the metrics are those that the module logs",
        ),
        "on_train_batch_begin": Fires("on_train_batch_start"),
        "on_train_batch_end": Fires(
            "on_train_batch_end",
            "metrics of this batch: those logged with `on_step`, and the loss of the step; "
            "empty where the module's `on_train_batch_start` skipped the rest of the epoch",
        ),
        "on_test_begin": Fires("on_validation_start, on_test_start", f"{_TEST}; {_STOP}"),
        "on_test_end": Fires(
            "on_validation_end, on_test_end",
            f"{_TEST}; a name that begins with `val_`, `val/`, `test_` or `test/` comes without",
        ),
        "on_test_batch_begin": Fires("on_validation_batch_start, on_test_batch_start", _TEST),
        "on_test_batch_end": Fires(
            "on_validation_batch_end, on_test_batch_end",
            f"{_TEST}; the numbers that the step returns",
        ),
        "on_predict_begin": Fires("on_predict_start", _STOP),
        "on_predict_end": Fires("on_predict_end"),
        "on_predict_batch_begin": Fires("on_predict_batch_start"),
        "on_predict_batch_end": Fires("on_predict_batch_end"),
        "on_exception": Fires("on_exception", "after any error, and Ctrl-C"),
        "on_close": Fires("the adapter", "after the end hook of the run, or `on_exception`"),
    },
)
