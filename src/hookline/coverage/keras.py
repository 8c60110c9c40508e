"""What Keras fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import NAMES, Coverage, Fires
from hookline.order import Rule

_ENDS: Final = (
    "after an error in one of hookline's callbacks; "
    "after any other error at the end of a `with` block around `fit`, "
    "or without one when the adapter's next run begins"
)

COVERAGE: Final = Coverage(
    "Keras",
    "3.15",
    {
        **{name: Fires(name) for name in NAMES},
        "on_train_begin": Fires(
            "on_train_begin", "asked to stop here, Keras still trains one batch"
        ),
        "on_exception": Fires("the adapter", _ENDS),
        "on_close": Fires("the adapter", f"after the end hook of the run; {_ENDS}"),
    },
    {
        Rule.END_BEYOND_LAST_BATCH: (
            "`steps_per_execution` above 1 and data of unknown length: "
            "the end of the last group is counted as if it were full"
        ),
        Rule.BATCH_AFTER_THE_LAST: (
            "data of unknown length on JAX: Keras begins a batch, and finds that there is none"
        ),
        Rule.VALIDATION_IN_BATCH: "the same, where it then validates",
    },
)
