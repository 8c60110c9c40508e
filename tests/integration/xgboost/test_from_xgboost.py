"""XGBoost's callbacks in hookline's loops."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import xgboost
from xgboost import callback as native

from hookline import CallbackList, Completed, Logs, Program, Stopped, fit
from hookline.adapters.xgboost import from_xgboost, to_xgboost
from hookline.errors import ArgumentError, CallbackError, RequirementError
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


def run(*callbacks: Any, program: Any = None, epochs: int = 9, **options: Any) -> Any:
    return fit(
        program or Valley(),
        [0.5],
        epochs=epochs,
        callbacks=callbacks,
        verbose=0,
        **{"validation_data": [0.25], **options},
    )


def stopping(**options: Any) -> Any:
    return from_xgboost(native.EarlyStopping(**{"rounds": 2, "maximize": False, **options}))


def test_early_stopping_stops_when_the_validation_gets_worse() -> None:
    ours, recorder = stopping(), Recorder()
    assert run(ours, recorder).epoch == [0, 1, 2, 3, 4]
    assert ours.best_iteration == 2
    assert recorder.calls[-1].outcome == Stopped("EarlyStopping asked to: the best epoch was 2")


def test_early_stopping_watches_the_training_where_there_is_no_validation() -> None:
    assert run(stopping(), validation_data=None).epoch == [0, 1, 2, 3, 4]


def test_early_stopping_watches_what_it_is_told_to() -> None:
    ours = stopping(data_name="train", metric_name="loss", maximize=True)
    assert run(ours).epoch == [0, 1, 2]
    assert ours.best_iteration == 0


def test_an_epoch_that_does_not_validate_is_passed_over() -> None:
    ours = stopping(data_name="val")
    assert run(ours, epochs=12, validation_freq=2).epoch == [*range(6)]
    assert ours.best_iteration == 1


def test_early_stopping_that_never_stops_leaves_the_run_complete() -> None:
    ours, recorder = stopping(rounds=99), Recorder()
    run(ours, recorder, epochs=5)
    assert ours.best_iteration == 2
    assert recorder.calls[-1].outcome == Completed()


def test_early_stopping_begins_anew_with_each_run() -> None:
    ours = stopping()
    assert run(ours).epoch == run(ours).epoch == [0, 1, 2, 3, 4]


def test_a_scheduler_sets_the_rate_after_each_epoch() -> None:
    program = Valley()
    rates: list[float] = []

    class Look:
        def on_epoch_begin(self, epoch: int, logs: object) -> None:
            rates.append(program.learning_rate)

    ours = from_xgboost(native.LearningRateScheduler([0.4, 0.2, 0.1]))
    run(ours, Look(), program=program, epochs=3)
    assert rates == pytest.approx([0.8, 0.4, 0.2])
    assert program.learning_rate == pytest.approx(0.1)


def test_a_monitor_prints_the_metrics() -> None:
    lines: list[str] = []
    run(from_xgboost(native.EvaluationMonitor(period=2, logger=lines.append)), epochs=4)
    assert lines == [
        "[0]\ttrain-loss:2.50000\tval-loss:2.25000\n",
        "[2]\ttrain-loss:0.50000\tval-loss:0.25000\n",
        "[3]\ttrain-loss:1.50000\tval-loss:1.25000\n",
    ]


def test_one_of_ones_own_gets_a_real_booster() -> None:
    seen: list[Any] = []

    class Own(native.TrainingCallback):
        def before_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            seen.append((epoch, deepcopy(evals_log)))
            return epoch == 1

        def after_training(self, model: Any) -> Any:
            seen.append(type(model).__mro__[1])
            return model

    assert run(from_xgboost(Own()), epochs=3, validation_data=None).epoch == [0, 1]
    assert seen == [(0, {}), (1, {"train": {"loss": [2.5]}}), xgboost.Booster]


def test_a_loop_written_by_hand_runs_them_too() -> None:
    ours, program = stopping(rounds=1), Valley()
    with CallbackList([ours], program=program) as callbacks:
        callbacks.on_train_begin()
        for epoch, loss in enumerate([1.0, 2.0]):
            callbacks.on_epoch_begin(epoch)
            callbacks.on_epoch_end(epoch, {"loss": loss})
        callbacks.on_train_end({})
    assert program.stop_training
    assert ours.best_iteration == 0


def test_a_loop_without_a_program_to_stop_is_refused() -> None:
    with pytest.raises(RequirementError, match="HasStopTraining"):
        CallbackList([stopping(rounds=1)])


# What is refused


def test_a_checkpoint_of_a_booster_is_refused() -> None:
    with pytest.raises(CallbackError, match="use `Checkpoint`"):
        from_xgboost(native.TrainingCheckPoint("."))


def test_early_stopping_that_cuts_a_booster_off_is_refused() -> None:
    with pytest.raises(CallbackError, match="restore_best=True"):
        stopping(save_best=True)


def test_early_stopping_that_is_not_told_the_direction_is_refused() -> None:
    with pytest.raises(ArgumentError, match="say `maximize=True` or `maximize=False`"):
        stopping(maximize=None)


def test_early_stopping_on_a_set_that_there_is_not_is_refused() -> None:
    with pytest.raises(ArgumentError, match="the sets are called 'train' and 'val'"):
        stopping(data_name="validation_0")


def test_a_program_without_a_rate_is_refused_before_the_first_batch() -> None:
    class Plain:
        def train_step(self, batch: float) -> Logs:
            return {"loss": batch}

        test_step = train_step

    recorder = Recorder()
    ours = from_xgboost(native.LearningRateScheduler([0.1] * 9))
    with pytest.raises(RequirementError, match="learning_rate"):
        run(recorder, ours, program=Plain())
    assert recorder.calls == []


@pytest.mark.parametrize("wrong", [3, native.EarlyStopping, Recorder(), to_xgboost()])
def test_what_is_no_callback_of_xgboost_is_refused(wrong: Any) -> None:
    with pytest.raises(CallbackError, match="from_xgboost"):
        from_xgboost(wrong)


def test_a_callback_of_its_own_is_refused_as_it_is_and_told_what_to_write() -> None:
    theirs: Any = native.EarlyStopping(rounds=2)
    with pytest.raises(CallbackError, match="write `from_xgboost"):
        CallbackList([theirs])
