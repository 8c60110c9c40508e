"""The order of hooks in runs of LightGBM that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lightgbm
import numpy as np
import pytest
from chance import Moment, stopping
from hypothesis import given, settings
from hypothesis import strategies as st
from lightgbm.callback import CallbackEnv, EarlyStopException

from hookline.adapters.lightgbm import COVERAGE, to_lightgbm
from hookline.coverage.table import NAMES, Never
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]


@dataclass(frozen=True)
class Configuration:
    """The arguments of `train`, and what else is in its list."""

    rounds: int
    boosting: str
    #: The sets to measure on: "train", or a number of samples.
    sets: list[str | int]
    #: The rounds of a model that the training goes on with.
    init_rounds: int
    stop: Moment | None
    #: LightGBM's own early stopping, as a parameter.
    patience: int | None
    #: In which iteration a function in the list stops, and whether it comes before ours.
    stops_itself: tuple[int, bool] | None
    #: Whether it stops before the iteration with an error, as that is none that LightGBM catches.
    fails: bool
    in_block: bool


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    boosting = draw(st.sampled_from(["gbdt", "dart", "rf"]))
    sets: list[str | int] = draw(st.lists(st.sampled_from(["train", 4, 6]), unique=True))
    moments = st.tuples(
        st.sampled_from(["on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end"]),
        st.integers(0, 3),
    )
    return Configuration(
        rounds=draw(st.integers(1, 5)),
        boosting=boosting,
        sets=sets,
        init_rounds=0 if boosting == "rf" else draw(st.integers(0, 2)),  # it refuses
        stop=draw(st.none() | moments),
        # It warns where it cannot stop.
        patience=draw(st.none() | st.integers(1, 3))
        if set(sets) - {"train"} and boosting != "dart"
        else None,
        stops_itself=draw(st.none() | st.tuples(st.integers(0, 4), st.booleans())),
        fails=draw(st.booleans()),
        in_block=draw(st.booleans()),
    )


def dataset(samples: int) -> lightgbm.Dataset:
    x = np.linspace(-1, 1, 10).reshape(10, 1)[:samples]
    return lightgbm.Dataset(x, 3 * x[:, 0])


def train(this: Configuration, callbacks: list[Any]) -> None:
    params: dict[str, Any] = {
        "verbose": -1,
        "num_threads": 1,
        "min_data_in_leaf": 1,
        "min_data_in_bin": 1,
        "boosting": this.boosting,
        "bagging_freq": 1,
        "bagging_fraction": 0.8,
    }
    first = lightgbm.train(params, dataset(10), this.init_rounds) if this.init_rounds else None
    data = dataset(10)
    lightgbm.train(
        params | ({"early_stopping_round": this.patience} if this.patience else {}),
        data,
        this.rounds,
        valid_sets=[data if each == "train" else dataset(int(each)) for each in this.sets] or None,
        init_model=first,
        callbacks=callbacks,
    )


def natives(this: Configuration) -> list[Any]:
    """Return a function that stops LightGBM, if one was drawn."""
    if this.stops_itself is None:
        return []
    iteration = this.stops_itself[0] + this.init_rounds

    def stop(env: CallbackEnv) -> None:
        if env.iteration == iteration:
            if this.fails:
                raise ZeroDivisionError
            raise EarlyStopException(env.iteration, env.evaluation_result_list or [])

    return [stop]


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations())
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder = Recorder()
    adapter = to_lightgbm(recorder, *stopping(this.stop), without=SILENT)
    first = this.stops_itself is not None and this.stops_itself[1]
    own = natives(this)
    callbacks = [*own, *adapter] if first else [*adapter, *own]
    try:
        if this.in_block:
            with adapter:
                train(this, callbacks)
        else:
            train(this, callbacks)
    except ZeroDivisionError:
        assert this.fails
    begun = len(recorder.calls)
    lightgbm.train({"verbose": -1, "num_threads": 1}, dataset(10), 1, callbacks=[*adapter])
    check_trace(recorder.calls, COVERAGE.reading)
    assert recorder.names().count("on_close") == recorder.names().count("on_train_begin") == 2
    if this.in_block:
        check_trace(recorder.calls[:begun], COVERAGE.reading)
    epochs = [call.index for call in recorder.calls[:begun] if call.hook == "on_epoch_begin"]
    assert epochs == [*range(this.init_rounds, this.init_rounds + len(epochs))]
