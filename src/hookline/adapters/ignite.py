"""hookline's callbacks on the engines of Ignite.

There is no `from_ignite`: what Ignite has in the place of callbacks are functions of an engine,
which read its state and stop it, so without an engine there is nothing left of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Any, Self

from ignite.engine import Engine, Events

from hookline.bridge.course import Course, Host
from hookline.bridge.outputs import metrics_of
from hookline.coverage.ignite import COVERAGE
from hookline.errors import ArgumentError
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "ToIgnite", "to_ignite"]

_Functions = dict[Events, Callable[..., None]]


class ToIgnite(Host):
    """Callbacks of hookline on some engines; `to_ignite` makes it."""

    # Any: as in `Attachment`
    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, COVERAGE, without)

    def attach(
        self,
        program: object,
        *,
        trainer: Engine | None = None,
        evaluator: Engine | None = None,
        predictor: Engine | None = None,
    ) -> Self:
        """Put the callbacks on engines.

        Args:
            program: What the callbacks serve, such as the model: an engine does not know it.
            trainer: The engine that trains.
            evaluator: The engine that evaluates.
            predictor: The engine that predicts; its outputs are those of each batch.

        Raises:
            ArgumentError: There is no engine.
        """
        if trainer is None and evaluator is None and predictor is None:
            raise ArgumentError("attach needs an engine: trainer=…, evaluator=… or predictor=….")
        if trainer is not None:
            functions: _Functions = {
                Events.EPOCH_STARTED: self.on_epoch_started,
                Events.ITERATION_STARTED: self.on_iteration_started,
                Events.ITERATION_COMPLETED: self.on_iteration_completed,
                Events.EPOCH_COMPLETED: self.on_epoch_completed,
                Events.TERMINATE: self.on_terminate,
                Events.COMPLETED: self.on_train_completed,
            }
            self._put(trainer, functions, self.on_train_started, program)
        if evaluator is not None:
            functions = {
                Events.ITERATION_STARTED: self.on_test_iteration_started,
                Events.ITERATION_COMPLETED: self.on_test_iteration_completed,
                Events.COMPLETED: self.on_test_completed,
            }
            self._put(evaluator, functions, self.on_test_started, program, trainer)
        if predictor is not None:
            functions = {
                Events.ITERATION_STARTED: self.on_predict_iteration_started,
                Events.ITERATION_COMPLETED: self.on_predict_iteration_completed,
                Events.COMPLETED: self.on_predict_completed,
            }
            self._put(predictor, functions, self.on_predict_started, program)
        return self

    def _put(
        self, engine: Engine, functions: _Functions, started: Callable[..., None], *args: object
    ) -> None:
        if engine.has_event_handler(started, Events.STARTED):
            engine.remove_event_handler(started, Events.STARTED)
        else:
            # This early, so that it hears of an error before others decide what becomes of it.
            engine.add_event_handler(Events.EXCEPTION_RAISED, self.on_exception_raised)
            engine.add_event_handler(Events.STARTED, _put_last, functions)
        engine.add_event_handler(Events.STARTED, started, *args)

    # The trainer

    def on_train_started(self, engine: Engine, program: object) -> None:
        """Begin a run."""
        course = self.begin(
            program,
            "stop_training",
            epochs=engine.state.max_epochs,
            steps=engine.state.epoch_length,
        )
        course.begin_train()
        if course.stops:
            engine.terminate()

    def on_epoch_started(self, engine: Engine) -> None:
        """Begin an epoch."""
        course = self._running()
        if course is not None:
            _end_epoch(engine, course)  # one that ended without the event
            course.before = dict(engine.state.metrics)
            course.begin_epoch(engine.state.epoch - 1)

    def on_iteration_started(self, engine: Engine) -> None:
        """Begin a batch."""
        if self.attachment.level:  # or it has failed, and its engine goes on all the same
            self.attachment.course.begin_batch()

    def on_iteration_completed(self, engine: Engine) -> None:
        """End a batch; where a callback asks to stop, the epoch ends with its validation."""
        if self.attachment.level:
            course = self.attachment.course
            if course.in_batch:  # a validation may have begun after it
                _end_batch(engine, course)
            if course.stops:
                engine.terminate_epoch()

    def on_epoch_completed(self, engine: Engine) -> None:
        """End an epoch; its validation is over."""
        course = self._running()
        if course is not None:
            _end_epoch(engine, course)
            if course.stops:
                engine.terminate()

    def on_terminate(self, engine: Engine) -> None:
        """End a run of which Ignite fires no `COMPLETED`."""
        if engine.should_terminate == "skip_completed":
            self._end_train(engine)

    def on_train_completed(self, engine: Engine) -> None:
        """End a run."""
        self._end_train(engine)

    def _end_train(self, engine: Engine) -> None:
        course = self._running()
        if course is not None:
            _end_epoch(engine, course)
            state = engine.state
            did_all = state.max_iters is not None and state.iteration >= state.max_iters
            if engine.should_terminate and not did_all:
                with suppress(AttributeError):  # a program with no room for it, as at the begin
                    setattr(course.program, "stop_training", True)  # noqa: B010 - of any type
            course.end_train()

    # The evaluator

    def on_test_started(self, engine: Engine, program: object, trainer: Engine | None) -> None:
        """Begin an evaluation, which inside a training is its validation."""
        attachment = self.attachment
        if attachment.depth == 0 and attachment.running and self.course.training:
            course = self.course
            if course.in_batch and trainer is not None:
                _end_batch(trainer, course)
        else:
            course = self.begin(program, "stop_evaluating", steps=engine.state.epoch_length)
        course.before_test = dict(engine.state.metrics)
        course.begin_test()

    def on_test_iteration_started(self, engine: Engine) -> None:
        """Begin a batch of an evaluation."""
        course = self._running()
        if course is not None:
            course.begin_test_batch()

    def on_test_iteration_completed(self, engine: Engine) -> None:
        """End a batch of an evaluation."""
        course = self._running()
        if course is not None:
            course.test_means.add(engine.state.output)
            course.end_test_batch(_metrics(engine, course.before_test))
            if not course.training and getattr(course.program, "stop_evaluating", False):
                engine.terminate()

    def on_test_completed(self, engine: Engine) -> None:
        """End an evaluation."""
        course = self._running()
        if course is not None:
            course.end_test({**course.test_means.logs(), **metrics_of(engine.state.metrics)})

    # The predictor

    def on_predict_started(self, engine: Engine, program: object) -> None:
        """Begin a prediction."""
        course = self.begin(program, "stop_predicting", steps=engine.state.epoch_length)
        course.begin_predict()

    def on_predict_iteration_started(self, engine: Engine) -> None:
        """Begin a batch to predict."""
        course = self._running()
        if course is not None:
            course.begin_predict_batch()

    def on_predict_iteration_completed(self, engine: Engine) -> None:
        """End a batch to predict."""
        course = self._running()
        if course is not None:
            course.end_predict_batch(engine.state.output)
            if getattr(course.program, "stop_predicting", False):
                engine.terminate()

    def on_predict_completed(self, engine: Engine) -> None:
        """End a prediction."""
        course = self._running()
        if course is not None:
            course.end_predict()

    # Errors

    def on_exception_raised(self, engine: Engine, error: BaseException) -> None:
        """Close the run as failed; raise as Ignite does where nobody else hears of errors."""
        self.attachment.fail(error)
        if len(engine._event_handlers[Events.EXCEPTION_RAISED]) == 1:
            raise error

    def _running(self) -> Course | None:
        """The innermost run; None where it has failed, and its engine goes on all the same."""
        return self.course if self.attachment.running else None


def _put_last(engine: Engine, functions: _Functions) -> None:
    """Put functions after all that others have put on the same events, such as a validation."""
    for moment, function in functions.items():
        if engine.has_event_handler(function, moment):
            engine.remove_event_handler(function, moment)
        engine.add_event_handler(moment, function)


def _end_batch(engine: Engine, course: Course) -> None:
    if course.hears_epochs:
        course.means.add(engine.state.output)
    course.end_batch(_metrics(engine, course.before) if course.hears else None)


def _end_epoch(engine: Engine, course: Course) -> None:
    if course.epoch is not None:
        course.end_epoch({**course.means.logs(), **metrics_of(engine.state.metrics)})


def _metrics(engine: Engine, before: Mapping[str, object]) -> dict[str, float]:
    """Return the metrics of a batch, without those that the engine has from an earlier epoch."""
    of_batch = metrics_of(engine.state.output)
    metrics = engine.state.metrics
    if metrics:
        new = {name: value for name, value in metrics.items() if before.get(name) is not value}
        of_batch.update(metrics_of(new))
    return of_batch


def to_ignite(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToIgnite:
    """Return what puts callbacks of hookline on engines of Ignite, in their order.

    Their `program` is what `attach` is given. A run of the evaluator inside a run of the trainer is
    its validation, wherever it is started. `program.stop_training = True` ends the epoch, and the
    trainer after its validation; a trainer that something else has stopped sets it, where the
    program has room for it. Ignite tells of every error, so no `with` block is needed.

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though Ignite never fires them; it fires all.

    Raises:
        CallbackError: An object is no callback.

    Example:
        >>> from hookline import History
        >>> trainer = Engine(lambda engine, batch: {"loss": batch})
        >>> history = History()
        >>> adapter = to_ignite(history).attach(object(), trainer=trainer)
        >>> state = trainer.run([1.0, 2.0], max_epochs=2)
        >>> history.history
        {'loss': [1.5, 1.5]}
    """
    return ToIgnite(callbacks, without)
