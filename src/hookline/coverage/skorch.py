"""What skorch fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import Coverage, Fires, Never

_VALIDATION: Final = (
    "of the validation that `train_split` makes; `score` and `predict` tell nothing"
)
_NO_PREDICT: Final = "`predict` tells no callback anything"
_ERRORS: Final = (
    "after an error in a callback of hookline at once; after any other at the end of a `with` "
    "block around `fit`, or without one when the adapter's next run begins; "
    "never after Ctrl-C, which skorch takes as a request to stop"
)

COVERAGE: Final = Coverage(
    "skorch",
    "1.4",
    {
        "on_train_begin": Fires("on_train_begin"),
        "on_train_end": Fires("on_train_end", "after Ctrl-C too"),
        "on_epoch_begin": Fires("on_epoch_begin"),
        "on_epoch_end": Fires(
            "on_epoch_end",
            "the floats that skorch has recorded for the epoch; `on_train_end` where the run is "
            "stopped within it, with the mean loss of the batches that were trained",
        ),
        "on_train_batch_begin": Fires(
            "on_batch_begin",
            "with `training=True`; asked to stop here or in `on_epoch_begin`, the batch is trained",
        ),
        "on_train_batch_end": Fires(
            "on_batch_end",
            "with `training=True`; the floats that skorch has recorded for the batch; "
            "asked to stop, the epoch ends without the rest of its batches and its validation",
        ),
        "on_test_begin": Fires(
            "on_batch_begin", f"with `training=False`, the first of an epoch, {_VALIDATION}"
        ),
        "on_test_end": Fires("on_epoch_end", _VALIDATION),
        "on_test_batch_begin": Fires("on_batch_begin", f"with `training=False`, {_VALIDATION}"),
        "on_test_batch_end": Fires("on_batch_end", f"with `training=False`, {_VALIDATION}"),
        "on_predict_begin": Never(_NO_PREDICT),
        "on_predict_end": Never(_NO_PREDICT),
        "on_predict_batch_begin": Never(_NO_PREDICT),
        "on_predict_batch_end": Never(_NO_PREDICT),
        "on_exception": Fires("the adapter", _ERRORS),
        "on_close": Fires("the adapter", f"after `on_train_end`; {_ERRORS}"),
    },
)
