"""LightGBM's callbacks in hookline's loops."""

from __future__ import annotations

import logging
from typing import Any

import lightgbm
import pytest
from lightgbm.callback import CallbackEnv

from hookline import CallbackList, Completed, Logs, Program, Stopped, fit
from hookline.adapters.lightgbm import from_lightgbm, to_lightgbm
from hookline.errors import ArgumentError, CallbackError, RequirementError
from hookline.testing import Recorder


class Valley(Program[float, Logs, float]):
    """Its loss falls for three epochs of one batch, and then rises; its accuracy the other way."""

    def __init__(self) -> None:
        self.steps = 0

    def train_step(self, batch: float) -> Logs:
        self.steps += 1
        return self.test_step(batch)

    def test_step(self, batch: float) -> Logs:
        loss = abs(3 - self.steps) + batch
        return {"loss": loss, "accuracy": 1 - loss / 10}  # type: ignore[typeddict-unknown-key]  # of a class of its own


def run(*callbacks: Any, program: object = None, epochs: int = 9) -> Any:
    return fit(
        program or Valley(),  # type: ignore[arg-type]  # any
        [0.5],
        epochs=epochs,
        validation_data=[0.25],
        callbacks=callbacks,
        verbose=0,
    )


def stopping(rounds: int = 2, **options: Any) -> Any:
    return lightgbm.early_stopping(rounds, verbose=False, **options)


def test_early_stopping_stops_when_a_metric_of_validation_gets_worse() -> None:
    ours, recorder = from_lightgbm(stopping(), maximize=["accuracy"]), Recorder()
    assert run(ours, recorder).epoch == [0, 1, 2, 3, 4]
    assert ours.best_iteration == 2
    outcome = recorder.calls[-1].outcome
    assert outcome == Stopped("EarlyStoppingCallback: the best epoch was 2")


def test_of_which_metrics_more_is_better_is_as_one_says() -> None:
    ours = from_lightgbm(stopping(), maximize=["loss", "accuracy"])
    assert run(ours).epoch == [0, 1, 2]
    assert ours.best_iteration == 0


def test_early_stopping_can_look_at_the_first_metric_only() -> None:
    ours = from_lightgbm(stopping(first_metric_only=True), maximize=())
    assert run(ours).epoch == [0, 1, 2, 3, 4]


def test_early_stopping_that_never_stops_tells_the_best_epoch() -> None:
    ours, recorder = from_lightgbm(stopping(99), maximize=["accuracy"]), Recorder()
    run(ours, recorder, epochs=5)
    assert ours.best_iteration == 2
    assert recorder.calls[-1].outcome == Completed()


def test_early_stopping_begins_anew_with_each_run() -> None:
    ours = from_lightgbm(stopping(), maximize=["accuracy"])
    assert run(ours).epoch == run(ours).epoch == [0, 1, 2, 3, 4]


def test_early_stopping_without_validation_tells_that_it_did_nothing() -> None:
    ours = from_lightgbm(stopping(), maximize=())
    with pytest.warns(UserWarning, match="no epoch of it validated"):
        fit(Valley(), [0.5], callbacks=[ours], verbose=0)


def test_an_epoch_that_does_not_validate_is_passed_over() -> None:
    ours, seen = from_lightgbm(stopping(), maximize=["accuracy"]), dict[str, Any]()
    recording = from_lightgbm(lightgbm.record_evaluation(seen))
    history = fit(
        Valley(),
        [0.5],
        epochs=9,
        validation_data=[0.25],
        validation_freq=2,
        callbacks=[ours, recording],
        verbose=0,
    )
    assert history.epoch == [0, 1, 2, 3]
    assert ours.best_iteration == 1
    assert seen["valid_0"]["loss"] == history.history["val_loss"]


def test_what_is_recorded_is_the_history() -> None:
    seen: dict[str, Any] = {}
    history = run(from_lightgbm(lightgbm.record_evaluation(seen)), epochs=3).history
    assert seen["training"]["loss"] == history["loss"]
    assert seen["valid_0"] == {
        "loss": history["val_loss"],
        "accuracy": history["val_accuracy"],
    }


def test_what_is_logged_are_the_metrics(caplog: pytest.LogCaptureFixture) -> None:
    lightgbm.register_logger(logging.getLogger("of lightgbm"))
    with caplog.at_level(logging.INFO):
        run(from_lightgbm(lightgbm.log_evaluation(period=2)), epochs=4)
    lines = [record.message for record in caplog.records]
    assert [line.split("\t")[0] for line in lines] == ["[2]", "[4]"]
    assert "valid_0's loss: 1.25" in lines[0]


def test_a_function_of_ones_own_is_called_with_what_lightgbm_would_tell_it() -> None:
    seen: list[CallbackEnv] = []
    program = Valley()
    run(from_lightgbm(seen.append), program=program, epochs=2)
    assert [env.iteration for env in seen] == [0, 1]
    assert {(env.begin_iteration, env.end_iteration) for env in seen} == {(0, 2)}
    assert all(env.model is program for env in seen)  # type: ignore[comparison-overlap]  # it stands for one


def test_one_that_is_called_before_an_iteration_is_called_before_an_epoch() -> None:
    class Before:
        before_iteration = True
        calls = 0

        def __call__(self, env: CallbackEnv) -> None:
            assert env.evaluation_result_list is None
            self.calls += 1

    before = Before()
    run(from_lightgbm(before), epochs=3)
    assert before.calls == 3


def test_a_loop_written_by_hand_runs_them_too() -> None:
    ours = from_lightgbm(stopping(1), maximize=())
    program = Valley()
    with CallbackList([ours], program=program) as callbacks:
        callbacks.on_train_begin()
        for epoch, loss in enumerate([1.0, 2.0]):
            callbacks.on_epoch_begin(epoch)
            callbacks.on_epoch_end(epoch, {"val_loss": loss})
        callbacks.on_train_end({})
    assert program.stop_training
    assert ours.best_iteration == 0


def test_a_loop_without_a_program_to_stop_is_refused() -> None:
    with pytest.raises(RequirementError, match="HasStopTraining"):
        CallbackList([from_lightgbm(stopping(1), maximize=())])


# What is refused


def test_resetting_parameters_is_refused() -> None:
    with pytest.raises(CallbackError, match="use `LearningRateSchedule`"):
        from_lightgbm(lightgbm.reset_parameter(learning_rate=[0.1, 0.2]))


def test_early_stopping_that_is_not_told_the_direction_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"say `maximize=\[.accuracy.\]`"):
        from_lightgbm(stopping())


def test_one_name_that_is_no_list_is_refused() -> None:
    with pytest.raises(ArgumentError, match="names in a list"):
        from_lightgbm(stopping(), maximize="accuracy")


def test_a_program_that_cannot_be_stopped_is_refused_before_the_first_batch() -> None:
    class Slots:
        __slots__ = ()

        def train_step(self, batch: float) -> Logs:
            return {"loss": batch}

        test_step = train_step

    recorder = Recorder()
    with pytest.raises(RequirementError, match="stop_training"):
        run(recorder, from_lightgbm(stopping(), maximize=()), program=Slots())
    assert recorder.calls == []


@pytest.mark.parametrize(
    "wrong", [3, lightgbm.early_stopping, Recorder(), lambda: None, to_lightgbm(), Recorder]
)
def test_what_is_no_callback_of_lightgbm_is_refused(wrong: Any) -> None:
    with pytest.raises(CallbackError, match="from_lightgbm"):
        from_lightgbm(wrong, maximize=())


def test_a_callback_of_its_own_is_refused_as_it_is_and_told_what_to_write() -> None:
    theirs: Any = lightgbm.early_stopping(2)
    with pytest.raises(CallbackError, match="write `from_lightgbm"):
        CallbackList([theirs])
