"""hookline's callbacks in real runs of Ignite."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import ignite
import pytest
import torch
from conformance import Conformance, StopAt
from ignite.engine import Engine, Events
from ignite.handlers import TerminateOnNan
from ignite.metrics import Loss, RunningAverage

from hookline import CallbackError, CallbackList
from hookline.adapters.ignite import COVERAGE, ToIgnite, to_ignite
from hookline.errors import ArgumentError
from hookline.outcome import Completed, Failed, Stopped
from hookline.testing import Recorder, check_trace


class Line(torch.nn.Module):
    """Learns y = 3x."""

    in_step: Callable[[], None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)
        self.optimizer = torch.optim.SGD(self.parameters(), lr=0.1)

    def train_step(self, engine: Engine, batch: Any) -> dict[str, torch.Tensor]:
        if self.in_step is not None:
            self.in_step()
        x, y = batch
        self.optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(self.layer(x), y)
        loss.backward()
        self.optimizer.step()
        return {"loss": loss}

    def test_step(self, engine: Engine, batch: Any) -> tuple[torch.Tensor, torch.Tensor]:
        x, y = batch
        with torch.no_grad():
            return self.layer(x), y

    def predict_step(self, engine: Engine, batch: Any) -> torch.Tensor:
        with torch.no_grad():
            outputs: torch.Tensor = self.layer(batch[0])
            return outputs


def batches(samples: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    x = torch.linspace(-1, 1, 10).reshape(10, 1)[:samples]
    return [(each, 3 * each) for each in x.split(4)]


def evaluator_of(program: Line) -> Engine:
    evaluator = Engine(program.test_step)
    Loss(torch.nn.functional.mse_loss).attach(evaluator, "loss")
    return evaluator


class IgniteLoops:
    coverage = COVERAGE
    version: str = ignite.__version__
    interruption: type[BaseException] = KeyboardInterrupt
    tells_of_errors = True
    metrics = frozenset({"loss"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToIgnite:
        return to_ignite(*callbacks, without=without)

    def program(self) -> Line:
        torch.manual_seed(0)
        return Line()

    def fit(
        self,
        program: Line,
        *adapters: ToIgnite,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        trainer, evaluator = Engine(program.train_step), evaluator_of(program)
        for adapter in adapters:
            adapter.attach(program, trainer=trainer, evaluator=evaluator)

        if validates:

            @trainer.on(Events.EPOCH_COMPLETED)  # put on after the adapter
            def validate() -> None:
                evaluator.run(batches(6))

        if stops_itself:
            trainer.add_event_handler(Events.ITERATION_COMPLETED(once=4), trainer.terminate)
        trainer.run(batches(10), max_epochs=epochs)

    def evaluate(self, program: Line, *adapters: ToIgnite) -> None:
        evaluator = evaluator_of(program)
        for adapter in adapters:
            adapter.attach(program, evaluator=evaluator)
        evaluator.run(batches(6))

    def predict(self, program: Line, *adapters: ToIgnite) -> None:
        predictor = Engine(program.predict_step)
        for adapter in adapters:
            adapter.attach(program, predictor=predictor)
        predictor.run(batches(6))


class TestIgnite(Conformance):
    loops = IgniteLoops()


# What is Ignite's alone


def engines(*callbacks: Any) -> tuple[Line, Engine, Engine, Recorder]:
    """Return engines with callbacks on them, and a recorder."""
    recorder, program = Recorder(), Line()
    trainer, evaluator = Engine(program.train_step), evaluator_of(program)
    to_ignite(recorder, *callbacks).attach(program, trainer=trainer, evaluator=evaluator)
    return program, trainer, evaluator, recorder


def logs_of(recorder: Recorder, hook: str) -> list[dict[str, Any]]:
    return [dict(call.logs or {}) for call in recorder.calls if call.hook == hook]


def test_a_validation_in_the_middle_of_an_epoch_comes_after_its_batch() -> None:
    _, trainer, evaluator, recorder = engines()
    trainer.add_event_handler(
        Events.ITERATION_COMPLETED(every=2), lambda: evaluator.run(batches(6))
    )
    trainer.run(batches(10), max_epochs=2)
    check_trace(recorder.calls, steps=3)
    names = recorder.names()
    assert names[names.index("on_test_begin") - 1] == "on_train_batch_end(1)"
    assert all(logs["loss"] > 0 for logs in logs_of(recorder, "on_train_batch_end"))


def test_an_average_that_runs_over_the_batches_is_in_their_logs() -> None:
    _, trainer, _, recorder = engines()
    RunningAverage(output_transform=lambda outputs: outputs["loss"]).attach(trainer, "average")
    trainer.run(batches(10), max_epochs=2)
    ends = [call.logs for call in recorder.calls if call.hook == "on_train_batch_end"]
    assert all(logs is not None and {"loss", "average"} == logs.keys() for logs in ends)


def test_a_trainer_that_ends_at_its_number_of_iterations_has_done_all() -> None:
    _, trainer, _, recorder = engines()
    trainer.run(batches(10), max_iters=4)
    check_trace(recorder.calls, steps=3)
    assert recorder.calls[-1].outcome == Completed()
    assert recorder.names().count("on_epoch_end(1)") == 1


def test_a_trainer_of_a_program_that_takes_no_flag_may_be_stopped() -> None:
    recorder = Recorder()
    trainer = Engine(lambda engine, batch: {"loss": batch})
    to_ignite(recorder).attach(object(), trainer=trainer)
    trainer.add_event_handler(Events.ITERATION_COMPLETED, trainer.terminate)
    trainer.run([1.0, 2.0], max_epochs=2)
    check_trace(recorder.calls)
    assert recorder.calls[-1].outcome == Completed()


def test_a_trainer_that_skips_its_end_is_closed() -> None:
    _, trainer, _, recorder = engines()
    trainer.add_event_handler(
        Events.ITERATION_COMPLETED(once=2), lambda: trainer.terminate(skip_completed=True)
    )
    trainer.run(batches(10), max_epochs=2)
    check_trace(recorder.calls, steps=3)
    assert recorder.calls[-1].outcome == Stopped("stop_training was set")


def test_an_epoch_that_skips_its_end_has_one() -> None:
    _, trainer, _, recorder = engines()
    trainer.add_event_handler(
        Events.ITERATION_COMPLETED(once=2),
        lambda: trainer.terminate_epoch(skip_epoch_completed=True),
    )
    trainer.run(batches(10), max_epochs=2)
    check_trace(recorder.calls, steps=3)
    ends = logs_of(recorder, "on_epoch_end")
    assert len(ends) == 2
    assert all(logs["loss"] > 0 for logs in ends)


def test_an_error_that_others_swallow_ends_the_run_for_our_callbacks() -> None:
    program, trainer, _, recorder = engines()
    error = ZeroDivisionError()
    seen: list[BaseException] = []

    def explode() -> None:
        raise error

    program.in_step = explode
    trainer.add_event_handler(Events.EXCEPTION_RAISED, lambda engine, error: seen.append(error))
    trainer.run(batches(10), max_epochs=2)  # Ignite goes on with the second epoch
    assert set(seen) == {error}
    check_trace(recorder.calls)
    program.in_step = None
    trainer.run(batches(10), max_epochs=4)
    check_trace(recorder.calls)
    outcomes = [call.outcome for call in recorder.calls if call.hook == "on_close"]
    assert outcomes == [Failed(error), Completed()]


def test_to_attach_twice_is_to_attach_once() -> None:
    program, trainer, recorder = Line(), Engine(lambda engine, batch: 0.5), Recorder()
    adapter = to_ignite(recorder)
    for _ in range(2):
        adapter.attach(program, trainer=trainer)
    trainer.run([0], max_epochs=1)
    assert recorder.names().count("on_train_begin") == 1


def test_a_stop_in_an_evaluation_ends_it() -> None:
    recorder, program = Recorder(), Line()
    evaluator = evaluator_of(program)
    to_ignite(recorder, StopAt("on_test_batch_end", "stop_evaluating")).attach(
        program, evaluator=evaluator
    )
    evaluator.run(batches(6))
    check_trace(recorder.calls)
    assert recorder.names().count("on_test_batch_end(0)") == 1
    assert recorder.calls[-1].outcome == Stopped("stop_evaluating was set")


def test_to_attach_to_nothing_is_refused() -> None:
    with pytest.raises(ArgumentError, match="attach needs an engine"):
        to_ignite(Recorder()).attach(Line())


def test_its_own_callbacks_are_refused_in_our_loops_with_the_reason() -> None:
    theirs: Any = TerminateOnNan()
    with pytest.raises(CallbackError, match="works with nothing but its `Engine`"):
        CallbackList([theirs])
