"""What the engines of Ignite fire."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import Coverage, Fires
from hookline.order import Rule

_ENDS: Final = (
    "after any error of an engine, for the first one even where another function on "
    "`EXCEPTION_RAISED` swallows it and the engine goes on"
)
_MEANS: Final = (
    "the engine's `state.metrics`, and of the numbers in its outputs the mean over batches "
    "of whatever size"
)
_INSIDE: Final = "the evaluator's, inside a run of the trainer as its validation"

COVERAGE: Final = Coverage(
    "Ignite",
    "0.5",
    {
        "on_train_begin": Fires("STARTED"),
        "on_train_end": Fires("COMPLETED"),
        "on_epoch_begin": Fires("EPOCH_STARTED"),
        "on_epoch_end": Fires(
            "EPOCH_COMPLETED",
            f"after all that was put on it before the run, so after the validation; {_MEANS}; "
            "where the trainer is stopped in the middle of an epoch, `COMPLETED`",
        ),
        "on_train_batch_begin": Fires(
            "ITERATION_STARTED", "asked to stop here or in `on_epoch_begin`, the batch is trained"
        ),
        "on_train_batch_end": Fires(
            "ITERATION_COMPLETED", "the numbers in the outputs of this batch, and `state.metrics`"
        ),
        "on_test_begin": Fires("STARTED", _INSIDE),
        "on_test_end": Fires("COMPLETED", f"{_INSIDE}; {_MEANS}"),
        "on_test_batch_begin": Fires("ITERATION_STARTED", "the evaluator's"),
        "on_test_batch_end": Fires("ITERATION_COMPLETED", "the evaluator's; as in training"),
        "on_predict_begin": Fires("STARTED", "the predictor's"),
        "on_predict_end": Fires("COMPLETED", "the predictor's"),
        "on_predict_batch_begin": Fires("ITERATION_STARTED", "the predictor's"),
        "on_predict_batch_end": Fires("ITERATION_COMPLETED", "the predictor's"),
        "on_exception": Fires("EXCEPTION_RAISED", _ENDS),
        "on_close": Fires("the adapter", f"after the end hook of the run; {_ENDS}"),
    },
    {
        Rule.VALIDATION_BETWEEN_EPOCHS: (
            "an evaluator that is run on `STARTED`, `EPOCH_STARTED` or `COMPLETED` of the trainer"
        ),
    },
)
