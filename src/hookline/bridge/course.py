"""One run in the loop of another framework: what of it is open, and which batch comes next.

Frameworks that have moments of their own, and not hookline's hooks by other names, tell a `Course`
what happens, and it calls the hooks: batches are counted in it, what was left open is ended before
the next thing begins, and the end of an epoch waits until its validation is over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self, cast

from hookline.bridge.attachment import Attachment, NoRun
from hookline.bridge.outputs import Means
from hookline.callback_list import CallbackList
from hookline.coverage.table import Coverage
from hookline.protocols import AnyHook
from hookline.runs import StopFlag


class Course:
    """A run of training, evaluation or prediction; a validation is part of the training.

    Args:
        hooks: The callbacks' list of this run.
        program: What they serve.
    """

    __slots__ = (
        "_after_epoch",
        "_last",
        "_of_epoch",
        "_test_batch",
        "_train_batch",
        "_validated",
        "batch_waits",
        "before",
        "before_test",
        "epoch",
        "hears",
        "hears_epochs",
        "hooks",
        "in_batch",
        "in_test",
        "in_test_batch",
        "logged",
        "means",
        "next_epoch",
        "program",
        "test_means",
        "training",
    )

    # Any: as in `Attachment`
    def __init__(self, hooks: CallbackList[Any, Any], program: object) -> None:
        #: The list of its callbacks.
        self.hooks: Final = hooks
        self.program: Final = program
        #: Tells whether a callback hears of the end of each batch of training.
        self.hears: Final = hooks.listens("on_train_batch_end")
        #: Tells whether one hears of the metrics of an epoch.
        self.hears_epochs: Final = hooks.listens("on_epoch_end", "on_train_end")
        #: Whether it is a run of training.
        self.training: bool = False
        #: The epoch that is open; one that waits for its validation is not.
        self.epoch: int | None = None
        #: Whether a batch of training is open.
        self.in_batch: bool = False
        #: Whether that batch is over, and waits for its metrics.
        self.batch_waits: bool = False
        #: The epoch that comes next, once there was one.
        self.next_epoch: int | None = None
        #: Metrics of training that the framework has told since the epoch began.
        self.logged: dict[str, float] = {}
        #: The means over the batches of the epoch, and of the evaluation, of what steps return.
        self.means: Means = Means()
        self.test_means: Means = Means()
        #: Whether an evaluation or a validation is open, and whether a batch of it is.
        self.in_test: bool = False
        self.in_test_batch: bool = False
        #: The framework's metrics when the epoch began, for those that do not tell which are new.
        self.before: dict[str, object] = {}
        #: The same when the evaluation began.
        self.before_test: dict[str, object] = {}
        self._train_batch = -1
        self._test_batch = -1
        self._after_epoch: int | None = None  # it waits for its validation
        self._of_epoch: Mapping[str, float] = {}
        self._validated: dict[str, float] = {}
        self._last: dict[str, float] = {}

    @property
    def stops(self) -> bool:
        """Tell whether a callback has asked to stop the training."""
        return bool(getattr(self.program, "stop_training", False))

    # fit

    def begin_train(self) -> None:
        """Before the first epoch."""
        self.training = True
        self.hooks.on_train_begin({})

    def begin_epoch(self, epoch: int) -> None:
        """Before the first batch of an epoch."""
        if self.epoch is not None or self._after_epoch is not None:
            self.settle()
        self.epoch, self.next_epoch = epoch, epoch + 1
        self._train_batch, self._validated, self.logged, self.means = -1, {}, {}, Means()
        self.hooks.on_epoch_begin(epoch, {})

    def begin_batch(self) -> None:
        """Before a batch, or a group of them whose gradients are added up."""
        if self.in_batch or self.in_test:
            self._end_what_is_open()
        self.in_batch = True
        self._train_batch += 1
        self.hooks.on_train_batch_begin(self._train_batch, {})

    def skip_to(self, batches: int) -> None:
        """Let the group that is open reach some batches further."""
        self._train_batch += batches

    def end_batch(self, logs: Mapping[str, float] | None) -> None:
        """After a batch, or a group of them."""
        self.in_batch = self.batch_waits = False
        self.hooks.on_train_batch_end(self._train_batch, logs)

    def end_epoch(self, logs: Mapping[str, float], *, validates: bool = False) -> None:
        """After the last batch of an epoch.

        Args:
            logs: Its metrics, without those of validation.
            validates: Whether its validation is still to come; `settle` is called after it.
        """
        if self.epoch is None:
            return
        if self.in_test or self.in_batch:
            self._end_what_is_open()
        self._after_epoch, self.epoch, self._of_epoch = self.epoch, None, logs
        if not validates:
            self.settle()

    def add_to_epoch(self, logs: Mapping[str, float]) -> None:
        """Add metrics of training to an epoch that waits."""
        self._of_epoch = {**self._of_epoch, **logs}

    @property
    def waits(self) -> bool:
        """Tell whether an epoch waits for its validation."""
        return self._after_epoch is not None

    def settle(self) -> None:
        """End the epoch that waits, or that was left open."""
        if self.epoch is not None:
            self.end_epoch({}, validates=True)
        if self._after_epoch is not None:
            epoch, self._after_epoch = self._after_epoch, None
            self._last = {**self._of_epoch, **self._validated}
            self.hooks.on_epoch_end(epoch, self._last.copy())

    def end_train(self) -> None:
        """After the last epoch."""
        self.settle()
        self.hooks.on_train_end(self._last.copy())

    # evaluate, and the validation inside fit

    def begin_test(self) -> None:
        """Before the first batch of an evaluation or a validation."""
        self._end_what_is_open()
        self.in_test = True
        self._test_batch, self.test_means = -1, Means()
        self.hooks.on_test_begin({})

    def begin_test_batch(self) -> None:
        """Before a batch of an evaluation or a validation."""
        if self.in_test_batch:
            self.end_test_batch({})
        self.in_test_batch = True
        self._test_batch += 1
        self.hooks.on_test_batch_begin(self._test_batch, {})

    def end_test_batch(self, logs: Mapping[str, float]) -> None:
        """After a batch of an evaluation or a validation."""
        self.in_test_batch = False
        self.hooks.on_test_batch_end(self._test_batch, logs)

    def end_test(self, logs: Mapping[str, float]) -> None:
        """After the last batch; the metrics of a validation are its epoch's with `val_`."""
        if self.in_test_batch:
            self.end_test_batch({})
        self.in_test = False
        if self.training:
            self._validated.update((f"val_{name}", value) for name, value in logs.items())
        self.hooks.on_test_end(logs)

    def _end_what_is_open(self) -> None:
        """End what the framework left open: a batch that it skipped, a validation that it broke."""
        if self.in_test:
            self.end_test({})
        if self.in_batch:
            self.end_batch({})

    # predict

    def begin_predict(self) -> None:
        """Before the first batch to predict."""
        self._test_batch = -1
        self.hooks.on_predict_begin({})

    def begin_predict_batch(self) -> None:
        """Before a batch to predict."""
        self._test_batch += 1
        self.hooks.on_predict_batch_begin(self._test_batch, {})

    def end_predict_batch(self, outputs: object) -> None:
        """After a batch to predict."""
        self.hooks.on_predict_batch_end(self._test_batch, {"outputs": outputs})

    def end_predict(self) -> None:
        """After the last batch to predict."""
        self.hooks.on_predict_end({})


class _Courses(Attachment):
    """Callbacks in a framework with moments of its own, and the courses of their runs."""

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: Iterable[AnyHook[Any, Any]],
        coverage: Coverage,
        *,
        without: Collection[str] = (),
    ) -> None:
        super().__init__(callbacks, coverage, without=without)
        self._courses: list[Course] = []  # outermost first
        #: The innermost run; before the first, using it is a NotReadyError.
        self.course: Course = cast("Any", NoRun(coverage.framework))

    def begin(
        self, program: object, *, epochs: int | None, steps: int | None, batch_size: int | None
    ) -> Course:
        """Take the program and the parameters of a run, as `attach` does, and begin its course."""
        self.attach(program, epochs=epochs, steps=steps, batch_size=batch_size)
        self.course = Course(self.hooks, program)
        self._courses.append(self.course)
        return self.course

    def look_at_innermost(self) -> None:
        """Find the innermost run, and its course, which may have to begin yet."""
        super().look_at_innermost()
        del self._courses[self.level :]
        if self._courses:
            self.course = self._courses[-1]


class Host:
    """A framework's own callback object that holds hookline's; the framework's base comes beside.

    As a context manager it hears of the errors that the framework tells no callback of.
    """

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: Iterable[AnyHook[Any, Any]],
        coverage: Coverage,
        without: Collection[str],
    ) -> None:
        self.attachment: Final = _Courses(callbacks, coverage, without=without)

    def __reduce__(self) -> tuple[object, ...]:
        """Copy it as it was made: trainers and estimators are copied, and written to files."""
        return type(self), (self.attachment.callbacks, self.attachment.without)

    @property
    def course(self) -> Course:
        """The innermost run; a hook of each batch reads it without the detour by this property."""
        return self.attachment.course

    def begin(
        self,
        program: object,
        flag: StopFlag | None = None,
        *,
        epochs: int | None = None,
        steps: int | None = None,
        batch_size: int | None = None,
    ) -> Course:
        """Begin a run whose begin hook comes next.

        Args:
            program: What the callbacks serve.
            flag: The attribute of it by which the run can be asked to stop, where it can.
            epochs: For `params`, as the two after it: None where the framework does not say.
            steps: Batches in an epoch.
            batch_size: Samples in a batch.

        Raises:
            RequirementError: A callback asks for more than the program has.
        """
        if flag is not None:
            with suppress(AttributeError):  # a program with no room for it is never asked to stop
                setattr(program, flag, False)
        return self.attachment.begin(program, epochs=epochs, steps=steps, batch_size=batch_size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.attachment.__exit__(kind, exception, traceback)
