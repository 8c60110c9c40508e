"""Keras's callbacks in hookline's loops."""

from __future__ import annotations

import csv
import json
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import callbacks as native

from hookline import CallbackList, Logs, Program, evaluate, fit, predict
from hookline.adapters.keras import from_keras
from hookline.errors import (
    ArgumentError,
    CallbackError,
    HookNameError,
    HookSignatureError,
    RequirementError,
)
from hookline.testing import Recorder


class Valley(Program[float, Logs, float]):
    """Its loss falls for three epochs of one batch, and then rises."""

    learning_rate = 0.8

    def __init__(self) -> None:
        self.steps = 0

    def train_step(self, batch: float) -> Logs:
        self.steps += 1
        return self.test_step(batch)

    def test_step(self, batch: float) -> Logs:
        return {"loss": abs(3 - self.steps) + batch}

    def predict_step(self, batch: float) -> float:
        return batch

    def state_dict(self) -> dict[str, int]:
        return {"steps": self.steps}

    def load_state_dict(self, state: dict[str, int]) -> None:
        self.steps = state["steps"]

    def save(self, filepath: str, *, overwrite: bool) -> None:
        Path(filepath).write_text(json.dumps(self.state_dict()))


def run(program: Any, *callbacks: native.Callback, epochs: int = 9) -> Any:
    ours = [from_keras(callback) for callback in callbacks]
    return fit(program, [0.5], epochs=epochs, validation_data=[0.25], callbacks=ours, verbose=0)


def test_early_stopping_stops_and_restores_the_state_of_the_best_epoch() -> None:
    program = Valley()
    stopping = native.EarlyStopping(patience=2, restore_best_weights=True)
    assert run(program, stopping).epoch == [0, 1, 2, 3, 4]
    assert stopping.best_epoch == 2
    assert program.steps == 3


def test_early_stopping_asks_for_weights_by_the_names_of_keras_first() -> None:
    class WithWeights(Valley):
        def get_weights(self) -> list[int]:
            return [self.steps]

        def set_weights(self, weights: list[int]) -> None:
            self.steps = -weights[0]

    program = WithWeights()
    run(program, native.EarlyStopping(patience=2, restore_best_weights=True))
    assert program.steps == -3


def test_reduce_lr_on_plateau_lowers_the_rate_of_the_program() -> None:
    program = Valley()
    run(program, native.ReduceLROnPlateau(factor=0.5, patience=2), epochs=5)
    assert program.learning_rate == pytest.approx(0.4)


def test_reduce_lr_on_plateau_finds_the_optimizer_of_a_program_that_has_one() -> None:
    class Optimizer:
        learning_rate = 0.8

    class WithOptimizer:
        optimizer = Optimizer()

        def train_step(self, batch: float) -> Logs:
            return {"loss": 1.0}

    program = WithOptimizer()
    reduce = native.ReduceLROnPlateau(monitor="loss", factor=0.5, patience=1)
    fit(program, [1.0], epochs=2, callbacks=[from_keras(reduce)], verbose=0)
    assert program.optimizer.learning_rate == pytest.approx(0.4)


def test_a_scheduler_sets_the_rate_of_each_epoch() -> None:
    program = Valley()
    run(program, native.LearningRateScheduler(lambda epoch, rate: rate / 2), epochs=3)
    assert program.learning_rate == pytest.approx(0.1)


def test_the_csv_file_has_the_metrics_of_every_epoch(tmp_path: Path) -> None:
    history = run(Valley(), native.CSVLogger(tmp_path / "log.csv"), epochs=3)
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in rows] == history.epoch
    for name, values in history.history.items():
        assert [float(row[name]) for row in rows] == values


def test_a_checkpoint_is_written_where_the_program_can_save(tmp_path: Path) -> None:
    checkpoint = native.ModelCheckpoint(tmp_path / "{epoch}.keras", save_best_only=True)
    run(Valley(), checkpoint, epochs=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.keras", "2.keras", "3.keras"]
    assert json.loads((tmp_path / "3.keras").read_text()) == {"steps": 3}


def test_terminate_on_nan_stops_within_the_epoch() -> None:
    program = Valley()
    ours = from_keras(native.TerminateOnNaN())
    history = fit(program, [0.5, float("nan"), 0.5], epochs=9, callbacks=[ours], verbose=0)
    assert history.epoch == [0]
    assert program.steps == 2


def test_functions_of_a_lambda_callback_are_called_whatever_their_parameters_are_named() -> None:
    seen: list[object] = []
    callback = native.LambdaCallback(
        on_epoch_end=lambda e, x: seen.append((e, x["loss"])),
        on_test_end=lambda x: seen.append(x["loss"]),
    )
    run(Valley(), callback, epochs=1)
    assert seen == [2.25, (0, 2.5)]


def test_the_history_of_keras_agrees_with_ours_and_leaves_it_alone() -> None:
    program, theirs = Valley(), native.History()
    ours = run(program, theirs, epochs=3)
    assert (theirs.epoch, theirs.history) == (ours.epoch, ours.history)
    assert program.history is ours


def test_the_progress_bar_of_keras_runs(capsys: pytest.CaptureFixture[str]) -> None:
    class Bar(native.ProgbarLogger):
        def set_params(self, params: dict[str, Any]) -> None:
            super().set_params({**params, "verbose": 2})

    run(Valley(), Bar(), epochs=2)
    assert "loss" in capsys.readouterr().out


def test_evaluate_predict_and_hand_written_loops_run_them_too() -> None:
    hooks: list[str] = []
    names = ["on_test_begin", "on_test_batch_end", "on_predict_batch_end", "on_epoch_end"]

    def note(name: str) -> Any:
        def hook(*_: object, **__: object) -> None:
            hooks.append(name)

        return hook

    ours = from_keras(native.LambdaCallback(**{name: note(name) for name in names}))
    evaluate(Valley(), [0.5], callbacks=[ours], verbose=0)
    predict(Valley(), [0.5], callbacks=[ours], verbose=0)
    with CallbackList([ours], program=Valley()) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, {"loss": 0.5})
        callbacks.on_train_end({"loss": 0.5})
    assert hooks == names


def test_what_it_writes_into_logs_does_not_reach_other_callbacks() -> None:
    recorder = Recorder()
    scheduler = from_keras(native.LearningRateScheduler(lambda epoch, rate: rate))
    fit(Valley(), [0.5], callbacks=[scheduler, recorder], verbose=0)
    (logs,) = [call.logs for call in recorder.calls if call.hook == "on_epoch_end"]
    assert logs == {"loss": 2.5}


def test_it_is_told_the_parameters_of_the_run() -> None:
    callback = native.Callback()
    callback_of_epoch = native.LambdaCallback(on_epoch_end=lambda epoch, logs: None)
    run(Valley(), callback_of_epoch, epochs=3)
    assert callback_of_epoch.params["epochs"] == 3
    assert callback.params is None


def test_a_real_model_is_handed_over_as_it_is(tmp_path: Path) -> None:
    model: Any = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    data = [(np.ones((2, 1), "float32"), np.ones((2, 1), "float32"))]
    backup = native.BackupAndRestore(str(tmp_path / "backup"), delete_checkpoint=False)
    fit(model, data, epochs=2, callbacks=[from_keras(backup)], verbose=0)
    assert backup.model is model
    assert list((tmp_path / "backup").iterdir())


# What is refused


class Plain:
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}


@pytest.mark.parametrize(
    ("callback", "sentence"),
    [
        (
            native.BackupAndRestore("backup"),
            "BackupAndRestore looks deep into its model: it works with a `keras.Model` only, "
            "and Plain is none.",
        ),
        (native.SwapEMAWeights(), "it works with a `keras.Model` only"),
        (
            native.ModelCheckpoint("m.keras"),
            "callbacks[1] (from_keras(ModelCheckpoint)) needs a program that is `SupportsSave`, "
            "and Plain has no `save`.",
        ),
        (
            native.ModelCheckpoint("m.weights.h5", save_weights_only=True),
            "Plain has no `save_weights`",
        ),
        (
            native.ReduceLROnPlateau(monitor="loss"),
            "needs a program that is `HasLearningRate | HasOptimizer`, and Plain has no "
            "`learning_rate` and has no `optimizer`.",
        ),
        (native.EarlyStopping(monitor="loss", restore_best_weights=True), "has no `get_weights`"),
    ],
)
def test_one_that_the_program_cannot_serve_is_refused_before_the_first_batch(
    callback: native.Callback, sentence: str
) -> None:
    recorder = Recorder()
    with pytest.raises(RequirementError) as caught:
        fit(Plain(), [1.0], callbacks=[recorder, from_keras(callback)], verbose=0)
    assert sentence in str(caught.value)
    assert recorder.calls == []


def test_an_optimizer_without_a_learning_rate_is_refused() -> None:
    class WithOptimizer(Plain):
        optimizer = object()

    reduce = native.ReduceLROnPlateau(monitor="loss")
    with pytest.raises(RequirementError, match="the `optimizer` of .*WithOptimizer has none"):
        fit(WithOptimizer(), [1.0], callbacks=[from_keras(reduce)], verbose=0)


def test_a_direction_that_only_a_model_tells_must_be_given() -> None:
    stopping = from_keras(native.EarlyStopping(monitor="accuracy"))
    with pytest.raises(ArgumentError, match='say `mode="min"` or `mode="max"`'):
        fit(Plain(), [1.0], callbacks=[stopping], verbose=0)


def test_a_metric_that_never_comes_is_refused_as_for_our_own() -> None:
    with pytest.raises(RequirementError, match="nothing validates in this run"):
        fit(Plain(), [1.0], callbacks=[from_keras(native.EarlyStopping())], verbose=0)


def test_a_misspelt_function_is_refused_which_keras_would_keep_silently() -> None:
    with warnings.catch_warnings(), pytest.raises(HookNameError, match="did you mean"):
        from_keras(native.LambdaCallback(on_epoch_ends=print))  # type: ignore[call-arg]  # meant


def test_a_function_that_cannot_be_called_is_refused() -> None:
    with pytest.raises(HookSignatureError, match="`on_epoch_end` cannot be called"):
        from_keras(native.LambdaCallback(on_epoch_end=lambda epoch: None))  # type: ignore[misc, arg-type]  # meant


@pytest.mark.parametrize("wrong", [3, native.EarlyStopping, Recorder(), native.CallbackList()])
def test_what_is_no_callback_of_keras_is_refused(wrong: Any) -> None:
    with pytest.raises(CallbackError, match="from_keras"):
        from_keras(wrong)


def test_a_callback_of_ones_own_is_told_what_the_program_does_not_have() -> None:
    class Summary(native.Callback):
        def on_epoch_end(self, epoch: int, logs: object = None) -> None:
            self.model.summary()

    with pytest.raises(AttributeError, match="Summary asks its model for `summary`, and Plain has"):
        fit(Plain(), [1.0], callbacks=[from_keras(Summary())], verbose=0)


def test_a_loop_without_a_program_to_stop_is_refused() -> None:
    stopping = from_keras(native.EarlyStopping(monitor="loss", mode="max", patience=1))
    with pytest.raises(RequirementError, match="HasStopTraining"):
        CallbackList([stopping])


def test_without_a_program_that_is_what_the_error_says() -> None:
    class Stops(native.Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.model.stop_training = True

    with (
        pytest.raises(AttributeError, match="this loop has no program: write `CallbackList"),
        CallbackList([from_keras(Stops())]) as callbacks,
    ):
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, {"loss": 1.0})
