"""hookline's callbacks in real runs of LightGBM."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import lightgbm
import numpy as np
import pytest
from conformance import StopAt, Training
from lightgbm.callback import CallbackEnv, EarlyStopException

from hookline import Callback, Failed, History, Logs, Stopped
from hookline.adapters.lightgbm import COVERAGE, ToLightGBM, to_lightgbm
from hookline.callbacks import EarlyStopping
from hookline.coverage.table import NAMES, Never
from hookline.errors import ArgumentError, CallbackError
from hookline.outcome import Completed
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]

#: For few samples.
PARAMS: dict[str, Any] = {
    "verbose": -1,
    "num_threads": 1,
    "min_data_in_leaf": 1,
    "min_data_in_bin": 1,
}


def dataset(samples: int) -> lightgbm.Dataset:
    """Return samples of a line."""
    x = np.linspace(-1, 1, 10).reshape(10, 1)[:samples]
    return lightgbm.Dataset(x, 3 * x[:, 0], params=PARAMS)


class Line:
    """Learns y = 3x."""

    booster: lightgbm.Booster | None = None
    in_step: Callable[[], None] | None = None

    def objective(self, outputs: Any, data: lightgbm.Dataset) -> tuple[Any, Any]:
        if self.in_step is not None:
            self.in_step()
        return outputs - data.get_label(), np.ones_like(outputs)


def stop_in_epoch_1(env: CallbackEnv) -> None:
    if env.iteration == 1:
        raise EarlyStopException(env.iteration, env.evaluation_result_list or [])


class LightGBMLoops:
    coverage = COVERAGE
    version: str = lightgbm.__version__
    interruption: type[BaseException] | None = KeyboardInterrupt
    tells_of_errors = False
    metrics = frozenset({"l2"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToLightGBM:
        return to_lightgbm(*callbacks, without=without)

    def program(self) -> Line:
        return Line()

    def fit(
        self,
        program: Line,
        *adapters: ToLightGBM,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        callbacks = [callback for adapter in adapters for callback in adapter]
        train, test = dataset(10), dataset(6)
        program.booster = lightgbm.train(
            {**PARAMS, "objective": program.objective, "metric": "l2"},
            train,
            epochs,
            valid_sets=[train, test] if validates else [train],
            callbacks=[*callbacks, *([stop_in_epoch_1] if stops_itself else [])],
        )

    def evaluate(self, program: Line, *adapters: ToLightGBM) -> None:
        """Do nothing: there is nothing to hand callbacks to."""

    def predict(self, program: Line, *adapters: ToLightGBM) -> None:
        """Do nothing: there is nothing to hand callbacks to."""


class TestLightGBM(Training):
    loops = LightGBMLoops()
    params = (2, None)
    before_step = "on_epoch_begin"
    tells_of_stops = False

    def hosted(self, program: Line) -> object:
        return program.booster


# What is LightGBM's alone


def train(*callbacks: Any, rounds: int = 3, **options: Any) -> lightgbm.Booster:
    data = dataset(10)
    options = {"valid_sets": [data, dataset(6)], **options}
    return lightgbm.train(PARAMS, data, rounds, callbacks=[*callbacks], **options)


def recorded(*natives: Any, in_block: bool = True, **options: Any) -> Recorder:
    """Return what a callback heard of a training beside LightGBM's own."""
    recorder = Recorder()
    adapter = to_lightgbm(recorder, without=SILENT)
    if in_block:
        with adapter:
            train(*adapter, *natives, **options)
    else:
        train(*adapter, *natives, **options)
    return recorder


def logs_of(recorder: Recorder) -> list[dict[str, Any]]:
    return [dict(call.logs or {}) for call in recorder.calls if call.hook == "on_epoch_end"]


def test_the_metrics_are_those_that_lightgbm_records() -> None:
    seen: dict[str, Any] = {}
    recorder = recorded(lightgbm.record_evaluation(seen))
    logs = logs_of(recorder)
    assert [each["l2"] for each in logs] == seen["training"]["l2"]
    assert [each["val_l2"] for each in logs] == seen["valid_1"]["l2"]
    assert all(each.keys() == {"l2", "val_l2"} for each in logs)


def test_the_training_data_is_known_by_whatever_name_it_has() -> None:
    data = dataset(10)
    history: History[Logs] = History()
    lightgbm.train(
        PARAMS,
        data,
        2,
        valid_sets=[dataset(6), data],
        valid_names=["first", "mine"],
        callbacks=[*to_lightgbm(history)],
    )
    assert set(history.history) == {"val_l2", "l2"}


def test_several_sets_keep_their_names_but_for_the_one_that_validates() -> None:
    def sets() -> dict[str, Any]:
        return {"valid_sets": [dataset(6), dataset(8)], "valid_names": ["near", "far"]}

    assert logs_of(recorded(**sets()))[0].keys() == {"val_near_l2", "val_far_l2"}
    history: History[Logs] = History()
    train(*to_lightgbm(history, validation="far"), **sets())
    assert set(history.history) == {"val_near_l2", "val_l2"}


def test_a_set_that_is_not_there_is_refused_with_the_names_of_those_that_are() -> None:
    with pytest.raises(ArgumentError, match="'dev', and those .* 'training', 'valid_1'"):
        train(*to_lightgbm(Recorder(), validation="dev", without=SILENT))


def test_without_a_set_there_are_no_metrics() -> None:
    recorder = recorded(valid_sets=None)
    check_trace(recorder.calls)
    assert logs_of(recorder) == [{}, {}, {}]


def test_a_training_that_goes_on_with_a_model_goes_on_counting() -> None:
    first = train(rounds=2)
    recorder = recorded(init_model=first)
    check_trace(recorder.calls)
    epochs = [call.index for call in recorder.calls if call.hook == "on_epoch_begin"]
    assert epochs == [2, 3, 4]
    assert recorder.params["epochs"] == 5


def test_an_early_stopping_of_ours_stops_and_leaves_all_rounds_in_use() -> None:
    stopping = EarlyStopping(monitor="val_l2", mode="max", patience=2)
    seen: dict[str, Any] = {}
    native = lightgbm.record_evaluation(seen)
    booster = train(native, *to_lightgbm(stopping), rounds=9)
    assert booster.num_trees() == booster.best_iteration == 3
    assert len(seen["valid_1"]["l2"]) == 3  # it heard of the round that was the last
    assert booster.best_score["valid_1"]["l2"] == seen["valid_1"]["l2"][-1]


@pytest.mark.parametrize("first", [True, False])
def test_in_a_block_the_outcome_tells_that_lightgbm_stopped(first: bool) -> None:
    recorder = Recorder()
    native = lightgbm.early_stopping(1, verbose=False)
    with to_lightgbm(recorder, without=SILENT) as adapter:
        callbacks = [native, *adapter] if first else [*adapter, native]
        lightgbm.train(
            {**PARAMS, "learning_rate": 3.0},  # so that it gets worse
            dataset(10),
            99,
            valid_sets=[dataset(6)],
            callbacks=callbacks,
        )
    check_trace(recorder.calls)
    assert len(logs_of(recorder)) == 2
    assert all(logs_of(recorder))
    assert recorder.calls[-1].outcome == Stopped("stop_training was set")


def test_early_stopping_that_only_tells_the_best_of_all_rounds_is_no_stop() -> None:
    recorder = recorded(lightgbm.early_stopping(9, verbose=False))
    check_trace(recorder.calls)
    assert recorder.calls[-1].outcome == Completed()


def test_without_a_block_the_next_run_ends_one_that_lightgbm_stopped() -> None:
    recorder = Recorder()
    adapter = to_lightgbm(recorder, without=SILENT)
    train(*adapter, stop_in_epoch_1, rounds=9)
    assert recorder.calls[-1].hook == "on_epoch_end"
    train(*adapter)
    check_trace(recorder.calls)
    outcomes = [call.outcome for call in recorder.calls if call.hook == "on_close"]
    assert outcomes == [Stopped("stop_training was set"), Completed()]


def test_a_callback_that_stops_before_ours_heard_of_the_round_leaves_it_without_metrics() -> None:
    def stop(env: CallbackEnv) -> None:
        stop_in_epoch_1(env)

    recorder = Recorder()
    with to_lightgbm(recorder, without=SILENT) as adapter:
        train(stop, *adapter, rounds=9)
    check_trace(recorder.calls)
    assert [bool(logs) for logs in logs_of(recorder)] == [True, False]
    assert isinstance(recorder.calls[-1].outcome, Stopped)


def test_in_a_block_an_error_that_is_swallowed_inside_stops_nothing() -> None:
    recorder, line = Recorder(), Line()

    def explode() -> None:
        raise ZeroDivisionError

    line.in_step = explode
    with to_lightgbm(recorder, without=SILENT) as adapter, pytest.raises(ZeroDivisionError):
        LightGBMLoops().fit(line, adapter)
    assert recorder.names()[:-1] == ["on_train_begin", "on_epoch_begin(0)"]
    stopped = Stopped("the block was left before the end hook of its run")
    assert recorder.calls[-1].outcome == stopped


def test_an_error_while_a_stopped_run_is_ended_fails_it() -> None:
    class Bomb:
        def on_train_end(self, logs: Logs) -> None:
            raise ZeroDivisionError

    recorder = Recorder()
    with (
        pytest.raises(ZeroDivisionError),
        to_lightgbm(recorder, Bomb(), without=SILENT) as adapter,
    ):
        train(*adapter, stop_in_epoch_1, rounds=9)
    assert isinstance(recorder.calls[-1].outcome, Failed)
    assert [call.hook for call in recorder.calls].count("on_close") == 1


def test_a_training_inside_a_hook_that_lightgbm_stopped_is_ended_with_the_hook() -> None:
    recorder = Recorder()
    adapters: list[ToLightGBM] = []

    class Inside(Callback[lightgbm.Booster]):
        def on_train_begin(self, logs: object = None) -> None:
            if len(adapters) == 1:
                train(*adapters.pop(), stop_in_epoch_1, rounds=9)

    adapters.append(to_lightgbm(recorder, Inside(), without=SILENT))
    train(*adapters[0])
    check_trace(recorder.calls)
    outcomes = [call.outcome for call in recorder.calls if call.hook == "on_close"]
    assert outcomes == [Stopped("stop_training was set"), Completed()]


def test_an_estimator_takes_them_too() -> None:
    x = np.linspace(-1, 1, 10).reshape(10, 1)
    history: History[Logs] = History()
    estimator = lightgbm.LGBMRegressor(n_estimators=3, min_child_samples=1, verbose=-1)
    y = 3 * x[:, 0]
    estimator.fit(x, y, eval_X=(x,), eval_y=(y,), callbacks=[*to_lightgbm(history)])
    assert history.epoch == [0, 1, 2]
    ((_, metrics),) = estimator.evals_result_.items()
    assert list(history.history.values()) == list(metrics.values())


def test_two_adapters_serve_one_run() -> None:
    recorder = Recorder()
    first = to_lightgbm(StopAt("on_epoch_end"))
    train(*first, *to_lightgbm(recorder, without=SILENT), rounds=9)
    check_trace(recorder.calls)
    assert recorder.calls[-1].outcome == Stopped("stop_training was set")


# What is refused


def test_an_adapter_without_its_star_is_refused_before_the_first_round() -> None:
    recorder = Recorder()
    with pytest.raises(CallbackError, match="with the star"):
        train(to_lightgbm(recorder, without=SILENT))
    assert recorder.calls == []


def test_cross_validation_is_refused_before_the_first_round() -> None:
    recorder = Recorder()
    adapter = to_lightgbm(recorder, without=SILENT)
    with pytest.raises(CallbackError, match="call `lightgbm.train` for each fold"):
        lightgbm.cv(PARAMS, dataset(10), 2, nfold=2, stratified=False, callbacks=[*adapter])
    assert recorder.calls == []
