"""What the loops of TorchTNT fire."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import Coverage, Fires

_ENDS: Final = (
    "after any error; after Ctrl-C at the end of a `with` block around `fit`, "
    "or without one when the adapter's next run begins"
)
_MEANS: Final = "of the numbers that the unit's steps return the mean over batches of whatever size"

COVERAGE: Final = Coverage(
    "TorchTNT",
    "0.2",
    {
        "on_train_begin": Fires("on_train_start"),
        "on_train_end": Fires("on_train_end"),
        "on_epoch_begin": Fires(
            "on_train_epoch_start",
            "before the first batch of an epoch that a checkpoint resumes in its middle",
        ),
        "on_epoch_end": Fires(
            "on_eval_end",
            f"`on_train_epoch_end` where no validation follows; {_MEANS}",
        ),
        "on_train_batch_begin": Fires("on_train_step_start"),
        "on_train_batch_end": Fires(
            "on_train_step_end",
            "the numbers that the step returns; asked to stop before the last batch, "
            "TorchTNT validates on no batch",
        ),
        "on_test_begin": Fires("on_eval_start"),
        "on_test_end": Fires("on_eval_end", _MEANS),
        "on_test_batch_begin": Fires("on_eval_step_start"),
        "on_test_batch_end": Fires("on_eval_step_end", "the numbers that the step returns"),
        "on_predict_begin": Fires("on_predict_start"),
        "on_predict_end": Fires("on_predict_end"),
        "on_predict_batch_begin": Fires("on_predict_step_start"),
        "on_predict_batch_end": Fires("on_predict_step_end"),
        "on_exception": Fires("on_exception", _ENDS),
        "on_close": Fires("the adapter", f"after the end hook of the run; {_ENDS}"),
    },
)
