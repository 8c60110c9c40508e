"""hookline's callbacks in the `Trainer` of transformers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sized
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from hookline.bridge.attachment import guarded
from hookline.bridge.course import Course, Host
from hookline.bridge.outputs import metrics_of, unprefixed
from hookline.coverage.transformers import COVERAGE
from hookline.protocols import AnyHook

__all__ = ["ToTransformers", "to_transformers"]


class ToTransformers(Host, TrainerCallback):
    """Callbacks of hookline as one of the Trainer; `to_transformers` makes it."""

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: tuple[AnyHook[Any, Any], ...],
        without: Collection[str],
        validations: int,
    ) -> None:
        super().__init__(callbacks, COVERAGE, without)
        self._validations = validations
        self._still_due = 0  # of the epoch that waits
        self._batches_alone = 0  # of an evaluation or a prediction that is no validation
        self._loader: object = None  # of these batches

    def __reduce__(self) -> tuple[object, ...]:
        """Copy it as it was made."""
        return type(self), (self.attachment.callbacks, self.attachment.without, self._validations)

    # train

    def on_train_begin(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        model: object = None,
        train_dataloader: object = None,
        **kwargs: object,
    ) -> None:
        """Begin a run."""
        course = self.begin(
            model,
            "stop_training",
            epochs=state.num_train_epochs,
            steps=len(train_dataloader) if isinstance(train_dataloader, Sized) else None,
            batch_size=args.train_batch_size,
        )
        course.begin_train()
        _heed(control, course)

    def on_epoch_begin(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Begin an epoch."""
        course = self.course
        # The Trainer counts in fractions, and not on where an epoch is cut short.
        first = int(state.epoch or 0)
        course.begin_epoch(first if course.next_epoch is None else course.next_epoch)
        _heed(control, course)

    def on_step_begin(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Begin a batch, or several whose gradients are added up."""
        self.attachment.course.begin_batch()  # a request to stop is passed on at its end

    def on_substep_end(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Go on to the next batch of a step."""
        self.course.skip_to(1)

    def on_step_end(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """End a batch; where it is logged, when that has come."""
        course = self.attachment.course
        if course.in_batch:  # another callback may have validated after it
            if control.should_log:
                course.batch_waits = True
                return
            course.end_batch({})
        if getattr(course.program, "stop_training", False):  # `_heed`, without its call
            control.should_training_stop = True

    @guarded
    def on_log(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: Mapping[str, object] | None = None,
        **kwargs: object,
    ) -> None:
        """Take metrics of training; those of a validation come again with its end."""
        if not self._in_training or self.course.in_test:
            return
        course = self.course
        metrics = _metrics(logs)
        if course.batch_waits:
            course.end_batch(metrics)
        if course.epoch is not None:
            course.logged.update(metrics)
        elif course.waits:
            course.add_to_epoch(metrics)
            if not self._still_due:
                course.settle()
        _heed(control, course)

    def on_epoch_end(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """End an epoch; where it is logged or validated after that, when these have come."""
        course = self.course
        self._still_due = self._validations if control.should_evaluate else 0
        course.end_epoch(course.logged, validates=control.should_log or control.should_evaluate)
        _heed(control, course)

    def on_save(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """End an epoch that waits in vain: nothing of it comes after its checkpoint."""
        if self._in_training and self.course.waits:
            self.course.settle()
            _heed(control, self.course)

    def on_train_end(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        model: object = None,
        **kwargs: object,
    ) -> None:
        """End a run."""
        if control.should_training_stop and state.global_step < state.max_steps:
            setattr(model, "stop_training", True)  # noqa: B010 - no attribute that it declares
        self.course.end_train()

    # evaluate, and the validation inside train

    def on_prediction_step(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        eval_dataloader: object = None,
        **kwargs: object,
    ) -> None:
        """Begin and end a batch: the Trainer tells of it once, when it is over."""
        if not self._in_training:
            if eval_dataloader is not self._loader:  # the one before was broken off, or is over
                self._loader, self._batches_alone = eval_dataloader, 0
            self._batches_alone += 1  # of what, the Trainer tells when it is over
            return
        course = self.course
        if not course.in_test:
            course.begin_test()
        course.begin_test_batch()
        course.end_test_batch({})
        _heed(control, course)

    @guarded
    def on_evaluate(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        metrics: Mapping[str, object] | None = None,
        model: object = None,
        **kwargs: object,
    ) -> None:
        """End an evaluation."""
        logs = unprefixed(_metrics(metrics), ["eval_"])
        if not self._in_training:
            self._evaluated(model, logs)
            return
        course = self.course
        if not course.in_test:
            course.begin_test()
        course.end_test(logs)
        if course.waits:
            self._still_due -= 1
            if self._still_due <= 0:
                course.settle()
        _heed(control, course)

    def on_predict(
        self,
        /,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        metrics: object,
        **kwargs: object,
    ) -> None:
        """Forget a prediction; inside a training it was taken for a validation."""
        self._batches_alone, self._loader = 0, None
        if self._in_training and self.course.in_test:
            self.course.end_test({})

    def _evaluated(self, model: object, logs: Mapping[str, float]) -> None:
        """Tell of an evaluation that is over."""
        batches, self._batches_alone, self._loader = self._batches_alone, 0, None
        course = self.begin(model, steps=batches)
        course.begin_test()
        for _ in range(batches):
            course.begin_test_batch()
            course.end_test_batch({})
        course.end_test(logs)

    @property
    def _in_training(self) -> bool:
        """Whether the Trainer that calls is in the middle of a training, not in a hook of one."""
        attachment = self.attachment
        return attachment.depth == 0 and attachment.running and self.course.training


def _heed(control: TrainerControl, course: Course) -> None:
    """Pass on a callback's request to stop."""
    if course.stops:
        control.should_training_stop = True


def _metrics(logs: Mapping[str, object] | None) -> dict[str, float]:
    """Return what is a number; a Trainer takes texts too, and lists with a value for each class."""
    return metrics_of({name: value for name, value in (logs or {}).items() if name != "epoch"})


def to_transformers(
    *callbacks: AnyHook[Any, Any], without: Collection[str] = (), validations: int = 1
) -> ToTransformers:
    """Return one callback for the `Trainer` that serves several of hookline, in their order.

    Their `program` is the model, because the Trainer does not show itself to callbacks.
    `program.stop_training = True` stops it, and a Trainer that something else has stopped sets
    it. Give it to the `Trainer`, and put a `with` block around `train` so that `on_exception` and
    `on_close` hear of any error:

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though the Trainer never fires them, such as
            those of predict.
        validations: How many data sets each epoch is validated on, where `eval_dataset` is a
            dictionary of several: `on_epoch_end` waits for them all.

    Raises:
        CallbackError: An object is no callback, or defines a hook that the Trainer never fires.

    Example:
        >>> from hookline import Logs
        >>> class Bell:
        ...     def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        ...         print(f"epoch {epoch} is over")
        >>> isinstance(to_transformers(Bell()), TrainerCallback)
        True
    """
    return ToTransformers(callbacks, without, validations)
