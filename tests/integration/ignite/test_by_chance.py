"""The order of hooks in runs of Ignite that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from chance import Moment, moments, stopping
from hypothesis import given, settings
from hypothesis import strategies as st
from ignite.engine import Engine, Events

from hookline.adapters.ignite import COVERAGE, to_ignite
from hookline.order import STRICT
from hookline.testing import Recorder, check_trace


@dataclass(frozen=True)
class Configuration:
    """The arguments of `run`, and what other functions do on the trainer's events."""

    batches: int
    epochs: int
    max_iters: int | None
    epoch_length: int | None
    #: On which event the evaluator runs, how often, and whether that was put on before ours.
    validates_on: Events | None
    every: int
    before: bool
    test_batches: int
    stop: Moment | None
    #: In which iteration the trainer is asked to stop, and how.
    terminates: tuple[int, str] | None


WAYS = ["terminate", "skip_completed", "epoch", "skip_epoch_completed"]


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    max_iters = draw(st.none() | st.integers(1, 9))
    moments_of_trainer = [
        Events.STARTED,
        Events.EPOCH_STARTED,
        Events.ITERATION_STARTED,
        Events.ITERATION_COMPLETED,
        Events.EPOCH_COMPLETED,
        Events.COMPLETED,
    ]
    return Configuration(
        batches=draw(st.integers(1, 5)),
        epochs=draw(st.integers(1, 3)),
        max_iters=max_iters,
        epoch_length=draw(st.none() | st.integers(1, 7)),
        validates_on=draw(st.none() | st.sampled_from(moments_of_trainer)),
        every=draw(st.integers(1, 3)),
        before=draw(st.booleans()),
        test_batches=draw(st.integers(1, 3)),
        stop=draw(st.none() | moments()),
        terminates=draw(st.none() | st.tuples(st.integers(1, 9), st.sampled_from(WAYS))),
    )


class Program:
    """What callbacks may ask to stop."""


def put_native(this: Configuration, trainer: Engine, evaluator: Engine) -> None:
    """Put on what others would."""
    if this.validates_on is not None:
        trainer.add_event_handler(
            this.validates_on(every=this.every), lambda: evaluator.run([0] * this.test_batches)
        )
    if this.terminates is not None:
        iteration, way = this.terminates

        @trainer.on(Events.ITERATION_COMPLETED(once=iteration))
        def terminate() -> None:
            if way.endswith("epoch") or "epoch" in way:
                trainer.terminate_epoch(skip_epoch_completed=way.startswith("skip"))
            else:
                trainer.terminate(skip_completed=way.startswith("skip"))


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations())
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder = Recorder()
    trainer = Engine(lambda engine, batch: {"loss": 0.5})
    evaluator = Engine(lambda engine, batch: 0.25)
    if this.before:
        put_native(this, trainer, evaluator)
    adapter = to_ignite(recorder, *stopping(this.stop))
    adapter.attach(Program(), trainer=trainer, evaluator=evaluator)
    if not this.before:
        put_native(this, trainer, evaluator)
    trainer.run(
        list(range(this.batches)),
        max_epochs=None if this.max_iters else this.epochs,
        max_iters=this.max_iters,
        epoch_length=this.epoch_length,
    )
    outside = this.validates_on in {Events.STARTED, Events.EPOCH_STARTED, Events.COMPLETED}
    reading = COVERAGE.reading if outside else STRICT
    check_trace(recorder.calls, reading, steps=this.epoch_length or this.batches)
    epochs = [call for call in recorder.calls if call.hook == "on_epoch_end"]
    assert [call.index for call in epochs] == [*range(len(epochs))]
    recorder.calls.clear()
    evaluator.run([0, 1])
    check_trace(recorder.calls, STRICT)
