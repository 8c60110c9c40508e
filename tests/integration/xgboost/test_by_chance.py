"""The order of hooks in runs of XGBoost that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import xgboost
from chance import Moment, stopping
from hypothesis import given, settings
from hypothesis import strategies as st
from xgboost.callback import TrainingCallback

from hookline.adapters.xgboost import COVERAGE, to_xgboost
from hookline.coverage.table import NAMES, Never
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]


class Native(TrainingCallback):
    """Stops XGBoost, or fails, before or after a round."""

    def __init__(self, epoch: int, before: bool, fails: bool) -> None:
        super().__init__()
        self.epoch, self.before, self.fails = epoch, before, fails

    def before_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        return self.before and self.stops(epoch)

    def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        return not self.before and self.stops(epoch)

    def stops(self, epoch: int) -> bool:
        if epoch == self.epoch and self.fails:
            raise ZeroDivisionError
        return epoch == self.epoch


@dataclass(frozen=True)
class Configuration:
    """The arguments of `train`, and what else is in its list."""

    rounds: int
    booster: str
    #: The sets to measure on, by their numbers of samples.
    sets: list[int]
    #: The rounds of a model that the training goes on with.
    init_rounds: int
    stop: Moment | None
    patience: int | None
    save_best: bool
    #: A callback that stops, and whether it comes before ours.
    native: tuple[int, bool, bool, bool] | None
    in_block: bool


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    sets = draw(st.lists(st.sampled_from([4, 6, 10]), unique=True))
    booster = draw(st.sampled_from(["gbtree", "dart", "gblinear"]))
    moments = st.tuples(
        st.sampled_from(["on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end"]),
        st.integers(0, 3),
    )
    natives = st.tuples(st.integers(0, 4), st.booleans(), st.booleans(), st.booleans())
    return Configuration(
        rounds=draw(st.integers(0, 5)),
        booster=booster,
        sets=sets,
        init_rounds=draw(st.integers(0, 2)),
        stop=draw(st.none() | moments),
        patience=draw(st.none() | st.integers(1, 3)) if sets else None,
        save_best=booster != "gblinear" and draw(st.booleans()),
        native=draw(st.none() | natives),
        in_block=draw(st.booleans()),
    )


X = np.linspace(-1, 1, 10).reshape(10, 1)


def matrix(samples: int) -> xgboost.DMatrix:
    return xgboost.DMatrix(X[:samples], 3 * X[:samples, 0])


def train(this: Configuration, callbacks: list[Any]) -> None:
    params: dict[str, Any] = {"nthread": 1, "booster": this.booster}
    first = xgboost.train(params, matrix(10), this.init_rounds) if this.init_rounds else None
    if this.patience and this.rounds:
        early = xgboost.callback.EarlyStopping(
            rounds=this.patience, save_best=this.save_best and not (this.native or this.stop)
        )
        callbacks = [*callbacks, early]
    xgboost.train(
        params,
        matrix(10),
        this.rounds,
        evals=[(matrix(samples), f"of{samples}") for samples in this.sets],
        xgb_model=first,
        callbacks=callbacks,
        verbose_eval=False,
    )


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations())
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder = Recorder()
    adapter = to_xgboost(recorder, *stopping(this.stop), without=SILENT)
    own = [] if this.native is None else [Native(*this.native[:3])]
    first = this.native is not None and this.native[3]
    callbacks = [*own, adapter] if first else [adapter, *own]
    failed = False
    try:
        if this.in_block:
            with adapter:
                train(this, callbacks)
        else:
            train(this, callbacks)
    except ZeroDivisionError:
        failed = True
    begun = len(recorder.calls)
    xgboost.train({"nthread": 1}, matrix(10), 1, callbacks=[adapter])
    check_trace(recorder.calls, COVERAGE.reading)
    assert recorder.names().count("on_close") == recorder.names().count("on_train_begin") == 2
    if this.in_block or not failed:
        check_trace(recorder.calls[:begun], COVERAGE.reading)
    epochs = [call.index for call in recorder.calls[:begun] if call.hook == "on_epoch_begin"]
    assert epochs == [*range(len(epochs))]
