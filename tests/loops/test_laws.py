"""What every loop must keep to, for each of ours: five thousand drawn configurations, if slow."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hookline import Callback, Logs, evaluate, fit, predict
from hookline.testing import LoopCase, check_loop

Batch = tuple[float, ...]

#: Drawn configurations for each of the two laws of each of the three loops.
several = pytest.mark.parametrize("examples", [60, pytest.param(834, marks=pytest.mark.slow)])


def nothing(*_: object) -> None: ...


@pytest.fixture(autouse=True)
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take callbacks as they come: their checks have tests of their own, and take longer."""
    monkeypatch.setattr("hookline.callback_list.check_callbacks", nothing)
    monkeypatch.setattr("hookline.callback_list.check_requirements", nothing)


class Mean:
    """A program of the smallest kind."""

    def train_step(self, batch: Batch) -> Logs:
        return {"loss": batch[0]}

    test_step = train_step

    def predict_step(self, batch: Batch) -> Batch:
        return batch


def fit_case(case: LoopCase, callbacks: Sequence[Callback]) -> None:
    fit(
        Mean(),
        case.data,
        epochs=case.epochs,
        initial_epoch=case.initial_epoch,
        validation_data=case.validation_data,
        validation_freq=case.validation_freq,
        steps_per_execution=case.steps_per_execution,
        callbacks=callbacks,
        verbose=0,
    )


def evaluate_case(case: LoopCase, callbacks: Sequence[Callback]) -> None:
    group = case.steps_per_execution
    evaluate(Mean(), case.data, steps_per_execution=group, callbacks=callbacks, verbose=0)


def predict_case(case: LoopCase, callbacks: Sequence[Callback]) -> None:
    group = case.steps_per_execution
    predict(Mean(), case.data, steps_per_execution=group, callbacks=callbacks, verbose=0)


@several
def test_fit_keeps_the_laws(examples: int) -> None:
    check_loop(fit_case, max_examples=examples)


@several
def test_evaluate_keeps_the_laws(examples: int) -> None:
    check_loop(evaluate_case, max_examples=examples)


@several
def test_predict_keeps_the_laws(examples: int) -> None:
    check_loop(predict_case, max_examples=examples)
