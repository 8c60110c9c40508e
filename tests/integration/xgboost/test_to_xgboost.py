"""hookline's callbacks in real runs of XGBoost."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
import xgboost
from conformance import StopAt, Training
from xgboost.callback import TrainingCallback

from hookline import History, Logs, Stopped
from hookline.adapters.xgboost import COVERAGE, ToXGBoost, to_xgboost
from hookline.callbacks import EarlyStopping
from hookline.coverage.table import NAMES, Never
from hookline.errors import ArgumentError, CallbackError
from hookline.outcome import Completed
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]

PARAMS: dict[str, Any] = {"nthread": 1, "max_depth": 2}

X = np.linspace(-1, 1, 10).reshape(10, 1)
Y = 3 * X[:, 0]


def matrix(samples: int) -> xgboost.DMatrix:
    return xgboost.DMatrix(X[:samples], Y[:samples])


class Line:
    """Learns y = 3x."""

    booster: xgboost.Booster | None = None
    in_step: Callable[[], None] | None = None

    def objective(self, outputs: Any, data: xgboost.DMatrix) -> tuple[Any, Any]:
        if self.in_step is not None:
            self.in_step()
        return outputs - data.get_label(), np.ones_like(outputs)


class StopInEpoch1(TrainingCallback):
    def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
        return epoch == 1


class XGBoostLoops:
    coverage = COVERAGE
    version: str = xgboost.__version__
    interruption: type[BaseException] | None = KeyboardInterrupt
    tells_of_errors = False
    metrics = frozenset({"rmse"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToXGBoost:
        return to_xgboost(*callbacks, without=without)

    def program(self) -> Line:
        return Line()

    def fit(
        self,
        program: Line,
        *adapters: ToXGBoost,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        train, test = matrix(10), matrix(6)
        program.booster = xgboost.train(
            {**PARAMS, "eval_metric": "rmse"},
            train,
            epochs,
            obj=program.objective,
            evals=[(train, "train"), *([(test, "val")] if validates else [])],
            callbacks=[*([StopInEpoch1()] if stops_itself else []), *adapters],
            verbose_eval=False,
        )

    def evaluate(self, program: Line, *adapters: ToXGBoost) -> None:
        """Do nothing: there is nothing to hand callbacks to."""

    def predict(self, program: Line, *adapters: ToXGBoost) -> None:
        """Do nothing: there is nothing to hand callbacks to."""


class TestXGBoost(Training):
    loops = XGBoostLoops()
    params = (None, None)
    before_step = "on_epoch_begin"

    def hosted(self, program: Line) -> object:
        return program.booster


# What is XGBoost's alone


def train(*callbacks: Any, rounds: int = 3, **options: Any) -> xgboost.Booster:
    data = matrix(10)
    options = {"evals": [(data, "train"), (matrix(6), "val")], **options}
    return xgboost.train(
        PARAMS, data, rounds, callbacks=[*callbacks], **{"verbose_eval": False, **options}
    )


def adapted(*others: Any, **options: Any) -> tuple[Recorder, ToXGBoost]:
    recorder = Recorder()
    return recorder, to_xgboost(recorder, *others, without=SILENT, **options)


def logs_of(recorder: Recorder) -> list[dict[str, Any]]:
    return [dict(call.logs or {}) for call in recorder.calls if call.hook == "on_epoch_end"]


def outcomes(recorder: Recorder) -> list[object]:
    return [call.outcome for call in recorder.calls if call.hook == "on_close"]


def test_the_metrics_are_those_that_xgboost_reports() -> None:
    seen: dict[str, Any] = {}
    recorder, adapter = adapted()
    train(adapter, evals_result=seen)
    logs = logs_of(recorder)
    assert [each["rmse"] for each in logs] == seen["train"]["rmse"]
    assert [each["val_rmse"] for each in logs] == seen["val"]["rmse"]
    assert all(each.keys() == {"rmse", "val_rmse"} for each in logs)


@pytest.mark.parametrize("name", ["val", "valid", "eval", "test", "validation_0"])
def test_the_one_other_set_validates_by_whatever_name(name: str) -> None:
    recorder, adapter = adapted()
    train(adapter, evals=[(matrix(6), name)])
    assert logs_of(recorder)[0].keys() == {"val_rmse"}


def test_several_sets_keep_their_names_but_for_the_one_that_validates() -> None:
    def sets() -> list[tuple[xgboost.DMatrix, str]]:
        return [(matrix(6), "near"), (matrix(8), "far")]

    recorder, adapter = adapted()
    train(adapter, evals=sets())
    assert logs_of(recorder)[0].keys() == {"val_near_rmse", "val_far_rmse"}
    recorder, adapter = adapted(validation="far")
    train(adapter, evals=sets())
    assert logs_of(recorder)[0].keys() == {"val_near_rmse", "val_rmse"}
    recorder, adapter = adapted(training="near")
    train(adapter, evals=sets())
    assert logs_of(recorder)[0].keys() == {"rmse", "val_rmse"}


def test_a_set_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    for option in ("training", "validation"):
        _, adapter = adapted(**{option: "dev"})
        with pytest.raises(ArgumentError, match="'dev', and those .* 'train', 'val'"):
            train(adapter)


def test_a_name_that_is_no_string_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`validation` is the name of an evaluation set"):
        adapted(validation=1)


def test_without_a_set_there_are_no_metrics() -> None:
    recorder, adapter = adapted()
    train(adapter, evals=())
    check_trace(recorder.calls)
    assert logs_of(recorder) == [{}, {}, {}]


def test_a_training_that_goes_on_with_a_model_counts_from_0() -> None:
    recorder, adapter = adapted()
    train(adapter, xgb_model=train())
    check_trace(recorder.calls)
    assert [c.index for c in recorder.calls if c.hook == "on_epoch_begin"] == [0, 1, 2]


def test_an_early_stopping_of_ours_stops() -> None:
    stopping = EarlyStopping(monitor="val_rmse", mode="max", patience=2)
    booster = train(to_xgboost(stopping), rounds=9)
    assert booster.num_boosted_rounds() == 3
    assert stopping.best_epoch == 0


def test_a_stop_before_the_first_round_trains_none() -> None:
    recorder, adapter = adapted(StopAt("on_train_begin"))
    assert train(adapter).num_boosted_rounds() == 0
    check_trace(recorder.calls)
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_a_stop_of_xgboost_after_our_turn_is_known_where_the_number_of_rounds_is() -> None:
    natively: dict[str, Any] = {"rounds": 99, "early_stopping_rounds": 1}
    data: dict[str, Any] = {"evals": [(xgboost.DMatrix(X, -Y), "val")]}  # so that it gets worse
    for epochs, outcome in ((99, Stopped("stop_training was set")), (None, Completed())):
        recorder, adapter = adapted(epochs=epochs)
        train(adapter, **natively, **data)
        check_trace(recorder.calls)
        assert len(logs_of(recorder)) == 2
        assert recorder.params["epochs"] == epochs
        assert outcomes(recorder) == [outcome]


def test_a_run_of_all_its_rounds_is_complete() -> None:
    recorder, adapter = adapted(epochs=3)
    train(adapter)
    assert outcomes(recorder) == [Completed()]


def test_a_round_that_a_callback_before_ours_stopped_ends_with_its_metrics() -> None:
    recorder, adapter = adapted()
    seen: dict[str, Any] = {}
    train(StopInEpoch1(), adapter, rounds=9, evals_result=seen)
    check_trace(recorder.calls)
    assert [each["val_rmse"] for each in logs_of(recorder)] == seen["val"]["rmse"]
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_a_round_that_a_callback_stopped_before_it_was_trained_has_no_metrics() -> None:
    class StopBefore(TrainingCallback):
        def before_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            return epoch == 1

    recorder, adapter = adapted()
    train(adapter, StopBefore(), rounds=9)
    check_trace(recorder.calls)
    assert [bool(logs) for logs in logs_of(recorder)] == [True, False]
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_two_adapters_serve_one_run() -> None:
    recorder, adapter = adapted()
    train(to_xgboost(StopAt("on_epoch_end")), adapter, rounds=9)
    check_trace(recorder.calls)
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_an_estimator_takes_it_too_and_can_be_copied_and_written_to_a_file() -> None:
    history: History[Logs] = History()
    adapter = to_xgboost(history, training="validation_0", epochs=3, without=SILENT)
    estimator = xgboost.XGBRegressor(n_estimators=3, n_jobs=1, callbacks=[adapter])
    estimator.fit(X, Y, eval_set=[(X, Y), (X[:6], Y[:6])], verbose=False)
    results = estimator.evals_result()
    assert history.history == {
        "rmse": results["validation_0"]["rmse"],
        "val_rmse": results["validation_1"]["rmse"],
    }
    for copy in (deepcopy(estimator), pickle.loads(pickle.dumps(estimator))):
        theirs: Any
        (theirs,) = copy.callbacks or [None]
        assert theirs is not adapter
        copy.fit(X, Y, eval_set=[(X, Y)], verbose=False)
        (history,) = theirs.attachment.callbacks
        assert set(history.history) == {"rmse"}


# What is refused


def test_cross_validation_is_refused_before_the_first_round() -> None:
    recorder, adapter = adapted()
    with pytest.raises(CallbackError, match="call `xgboost.train` for each fold"):
        xgboost.cv(PARAMS, matrix(10), 2, nfold=2, callbacks=[adapter])
    assert recorder.calls == []
