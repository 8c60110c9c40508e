"""What Synalinks fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import NAMES, Coverage, Fires
from hookline.order import Rule

_ENDS: Final = (
    "after an error in one of hookline's callbacks; "
    "after any other error at the end of a `with` block around `fit`, "
    "or without one when the adapter's next run begins; "
    "never for a callback that is handed over without the adapter"
)

COVERAGE: Final = Coverage(
    "Synalinks",
    "0.10",
    {
        **{name: Fires(name) for name in NAMES},
        "on_train_begin": Fires(
            "on_train_begin",
            "no hook at all where the program was compiled without an optimizer; "
            "asked to stop here, Synalinks still trains one batch",
        ),
        "on_exception": Fires("the adapter", _ENDS),
        "on_close": Fires("the adapter", f"after the end hook of the run; {_ENDS}"),
    },
    {
        Rule.GAPS_BETWEEN_GROUPS: (
            "`steps_per_execution` above 1: Synalinks runs the first batch of each group, "
            "and drops the others"
        ),
    },
)
