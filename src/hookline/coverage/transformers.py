"""What the Trainer of transformers fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import Coverage, Fires, Never
from hookline.order import Rule

_ENDS: Final = (
    "after an error in one of hookline's callbacks; "
    "after any other error at the end of a `with` block around `train`, "
    "or without one when the adapter's next run begins"
)
_LATE: Final = "after the first batch, of whose begin callbacks are not told"
_ALONE: Final = "of an `evaluate` outside of `train` not before it is over"
_PREDICT: Final = "of `predict` it tells callbacks when it is over, and of no output"

COVERAGE: Final = Coverage(
    "transformers",
    "5.23",
    {
        "on_train_begin": Fires(
            "on_train_begin", "asked to stop here, the Trainer still trains one batch"
        ),
        "on_train_end": Fires("on_train_end"),
        "on_epoch_begin": Fires("on_epoch_begin"),
        "on_epoch_end": Fires(
            "on_log or on_evaluate after on_epoch_end",
            "metrics of training are those last logged in the epoch: say "
            '`logging_strategy="epoch"`, or there may be none',
        ),
        "on_train_batch_begin": Fires(
            "on_step_begin", "once for all batches whose gradients are added up"
        ),
        "on_train_batch_end": Fires(
            "on_step_end, on_log",
            "once for all batches whose gradients are added up; "
            "with metrics where the step is logged, as by `logging_steps=1`, empty elsewhere",
        ),
        "on_test_begin": Fires("on_prediction_step", f"{_LATE}; {_ALONE}"),
        "on_test_end": Fires("on_evaluate", "the prefix `eval_` of the metrics is left out"),
        "on_test_batch_begin": Fires("on_prediction_step", f"after the batch; {_ALONE}"),
        "on_test_batch_end": Fires("on_prediction_step", f"without metrics; {_ALONE}"),
        "on_predict_begin": Never(_PREDICT),
        "on_predict_end": Never(_PREDICT),
        "on_predict_batch_begin": Never(_PREDICT),
        "on_predict_batch_end": Never(_PREDICT),
        "on_exception": Fires("the adapter", _ENDS),
        "on_close": Fires("the adapter", f"after the end hook of the run; {_ENDS}"),
    },
    {
        Rule.VALIDATION_BETWEEN_EPOCHS: (
            "`eval_on_start=True`: a validation before the first epoch; "
            "and where more data sets are validated on than `validations` says"
        ),
    },
)
