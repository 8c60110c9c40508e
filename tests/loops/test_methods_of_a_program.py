"""What loops call of a program: asked before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from hookline import ArgumentError, Logs, StepError, evaluate, fit, predict

LOGS: Logs = {"loss": 0.5}


class Model:
    """Has each step, and counts its calls."""

    calls = 0

    def train_step(self, batch: object) -> Logs:
        self.calls += 1
        return LOGS

    def test_step(self, batch: object) -> Logs:
        self.calls += 1
        return LOGS

    def predict_step(self, batch: object) -> Any:
        self.calls += 1
        return batch


def of_no_batch(self: object) -> Logs:
    return LOGS


def told_the_epoch(self: object, epoch: int) -> None: ...


def weighing(self: object, batch: object, scale: int = 1) -> int:
    return scale


def of_two(self: object, inputs: object, targets: object) -> Logs:
    return LOGS


def of_keywords(self: object, *, batch: object) -> Logs:
    return LOGS


async def awaited(self: object, batch: object) -> Logs:
    return LOGS


def yielding(self: object, batch: object) -> Iterator[Logs]:
    yield LOGS


def of_more(self: object, batch: object, *rest: object, training: bool = True) -> Logs:
    return LOGS


def having(**methods: object) -> Any:
    return type("Mine", (Model,), methods)()


def run(loop: str, program: Any) -> None:
    if loop == "fit":
        fit(program, [1], validation_data=[1], verbose=0)
    elif loop == "evaluate":
        evaluate(program, [1], verbose=0)
    else:
        predict(program, [1, 2], steps_per_execution=2, verbose=0)


CALLED = [
    ("fit", "train_step"),
    ("fit", "test_step"),
    ("evaluate", "test_step"),
    ("predict", "predict_step"),
    ("fit", "count_samples"),
    ("evaluate", "count_samples"),
    ("predict", "join_outputs"),
]


@pytest.mark.parametrize(("loop", "name"), CALLED)
@pytest.mark.parametrize("method", [of_no_batch, of_two, of_keywords])
def test_one_that_cannot_be_called_as_the_loop_calls_it_is_refused_before_any_step(
    loop: str, name: str, method: object
) -> None:
    program = having(**{name: method})
    with pytest.raises(ArgumentError, match=rf"Mine: `{name}` cannot .* Write `def {name}\(self, "):
        run(loop, program)
    assert program.calls == 0


@pytest.mark.parametrize("loop", ["fit", "evaluate"])
def test_a_reset_that_wants_to_be_told_something_is_refused(loop: str) -> None:
    program = having(reset_metrics=told_the_epoch)
    with pytest.raises(ArgumentError, match=r"Write `def reset_metrics\(self\)`"):
        run(loop, program)
    assert program.calls == 0


@pytest.mark.parametrize(("loop", "name"), [row for row in CALLED if row[1] != "predict_step"])
@pytest.mark.parametrize(("method", "words"), [(awaited, "is `async`"), (yielding, "a `yield`")])
def test_one_whose_body_a_call_would_not_run_is_refused(
    loop: str, name: str, method: object, words: str
) -> None:
    with pytest.raises(ArgumentError, match=f"Mine: `{name}` .*{words}"):
        run(loop, having(**{name: method}))


def test_outputs_may_be_waited_for() -> None:
    for output in predict(having(predict_step=awaited), [1], verbose=0):
        output.close()


@pytest.mark.parametrize(("loop", "name"), CALLED)
def test_one_that_takes_more_than_it_is_given_is_right(loop: str, name: str) -> None:
    run(loop, having(**{name: weighing if name == "count_samples" else of_more}))


def test_a_number_in_the_place_of_a_method_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`count_samples` is 3, not a method"):
        run("fit", having(count_samples=3))


@pytest.mark.parametrize("count", ["three", None, [3]])
def test_a_count_that_is_no_number_is_told(count: object) -> None:
    def miscounted(self: object, batch: object) -> object:
        return count

    with pytest.raises(StepError, match="`count_samples` returned .* number of samples"):
        run("fit", having(count_samples=miscounted))
