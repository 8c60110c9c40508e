"""What LightGBM fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import NAMES, Coverage, Fires, Never, Row

_NO_BATCHES: Final = "a round of boosting sees all of the data, so there are no batches"
_NO_TEST: Final = (
    "it tells no callback that it evaluates; the metrics of a round's evaluation are in "
    "`on_epoch_end`"
)
_NO_PREDICT: Final = "its `predict` takes no callbacks"
_LEFT: Final = (
    "where another callback, such as LightGBM's own early stopping, ends the run before its last "
    "round: at the end of a `with` block around `train`, or without one when the adapter's next "
    "run begins"
)
_ERRORS: Final = (
    "after an error in a callback of hookline at once; after any other at the end of a `with` "
    "block around `train`, or without one when the adapter's next run begins"
)

_FIRES: Final[dict[str, Row]] = {
    "on_train_begin": Fires("a callback before the first iteration"),
    "on_train_end": Fires(
        "a callback after the last iteration",
        f"before LightGBM's own of that iteration; {_LEFT}",
    ),
    "on_epoch_begin": Fires("a callback before an iteration"),
    "on_epoch_end": Fires(
        "a callback after an iteration",
        "after the evaluation of the round, with its metrics; "
        "asked to stop in `on_train_begin` or `on_epoch_begin`, the round is trained",
    ),
    "on_exception": Fires("the adapter", _ERRORS),
    "on_close": Fires("the adapter", "after `on_train_end` or `on_exception`"),
}


def _silent(name: str) -> Never:
    if "predict" in name:
        return Never(_NO_PREDICT)
    return Never(_NO_TEST if "test" in name else _NO_BATCHES)


COVERAGE: Final = Coverage(
    "LightGBM", "4.7", {name: _FIRES.get(name) or _silent(name) for name in NAMES}
)
