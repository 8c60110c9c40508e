"""What XGBoost fires."""

from __future__ import annotations

from typing import Final

from hookline.coverage.table import NAMES, Coverage, Fires, Never, Row

_NO_BATCHES: Final = "a round of boosting sees all of the data, so there are no batches"
_NO_TEST: Final = (
    "it tells no callback that it evaluates; the metrics of a round's evaluation are in "
    "`on_epoch_end`"
)
_NO_PREDICT: Final = "its `predict` takes no callbacks"
_ERRORS: Final = (
    "after an error in a callback of hookline at once; after any other at the end of a `with` "
    "block around `train`, or without one when the adapter's next run begins"
)

_FIRES: Final[dict[str, Row]] = {
    "on_train_begin": Fires("before_training"),
    "on_train_end": Fires("after_training"),
    "on_epoch_begin": Fires("before_iteration"),
    "on_epoch_end": Fires(
        "after_iteration",
        "with the metrics of the round's evaluation; `after_training` where a callback before it "
        "in the list has stopped XGBoost, which then passes over the others; "
        "asked to stop in `on_epoch_begin`, the round is trained",
    ),
    "on_exception": Fires("the adapter", _ERRORS),
    "on_close": Fires("the adapter", f"after `on_train_end`; {_ERRORS}"),
}


def _silent(name: str) -> Never:
    if "predict" in name:
        return Never(_NO_PREDICT)
    return Never(_NO_TEST if "test" in name else _NO_BATCHES)


COVERAGE: Final = Coverage(
    "XGBoost", "3.2", {name: _FIRES.get(name) or _silent(name) for name in NAMES}
)
