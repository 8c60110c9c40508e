"""hookline's callbacks in the loops of Lightning.

There is no `from_lightning`: a callback of Lightning asks the `Trainer` for all it does, its
metrics, its strategy, its state, so without one there is nothing left of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from lightning.pytorch import LightningModule, Trainer
from lightning.pytorch.callbacks import Callback, EarlyStopping
from lightning.pytorch.trainer.states import TrainerFn

from hookline.bridge.attachment import guarded
from hookline.bridge.course import Course, Host
from hookline.bridge.floats import float_logs
from hookline.bridge.outputs import metrics_of, unprefixed
from hookline.coverage.lightning import COVERAGE
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "ToLightning", "to_lightning"]

_PREFIXES = ("val_", "val/", "test_", "test/")


# Lightning calls the callbacks that watch a metric after the module's own `on_train_epoch_end`,
# which may log one, and all others before it. Which are which it tells by their class alone:
# `EarlyStopping` and `Checkpoint`. So this is an `EarlyStopping`, of which nothing is used.
class ToLightning(Host, EarlyStopping):
    """Callbacks of hookline as one of Lightning; `to_lightning` makes it."""

    # Any: as in `Attachment`
    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        Host.__init__(self, callbacks, COVERAGE, without)

    @property
    def state_key(self) -> str:
        """The name under which Lightning would save its state, of which it has none."""
        return type(self).__qualname__

    def setup(self, trainer: Trainer, pl_module: LightningModule, stage: str) -> None:
        """Do nothing: there is no metric that Lightning must know."""

    # Lightning takes one callback that overrides these, and any number of those that do not.
    if TYPE_CHECKING:

        def state_dict(self) -> dict[str, object]:
            """Return nothing: the callbacks keep their own state."""
            return {}

        def load_state_dict(self, state_dict: dict[str, object]) -> None:
            """Take nothing."""
    else:
        state_dict = Callback.state_dict
        load_state_dict = Callback.load_state_dict

    # fit

    @guarded
    def on_train_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin a run."""
        course = self.begin(
            pl_module,
            "stop_training",
            epochs=trainer.max_epochs if (trainer.max_epochs or -1) > 0 else None,
            steps=_total([trainer.num_training_batches]),
        )
        course.begin_train()
        _heed(trainer, course)

    @guarded
    def on_train_epoch_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin an epoch."""
        self._begin_epoch(trainer, self.course)

    def on_train_batch_start(
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        batch: object,
        batch_idx: int,
    ) -> None:
        """Begin a batch."""
        with self.moment as course:
            if course.epoch is None:  # resumed in its middle, of which Lightning tells nothing
                self._begin_epoch(trainer, course)
            course.begin_batch()  # a request to stop is passed on at its end

    def on_train_batch_end(
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
    ) -> None:
        """End a batch."""
        with self.moment as course:
            course.end_batch(_of_batch(trainer, course, outputs) if course.hears else None)
            _heed(trainer, course)

    @guarded
    def on_train_epoch_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End an epoch; its validation is over."""
        course = self.course
        course.end_epoch(_logs(_new(trainer, course.before)))
        _heed(trainer, course)

    @guarded
    def on_train_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End a run."""
        if trainer.should_stop:  # whoever asked
            setattr(pl_module, "stop_training", True)  # noqa: B010 - no attribute that it declares
        self.course.end_train()

    def _begin_epoch(self, trainer: Trainer, course: Course) -> None:
        course.before = dict(trainer.callback_metrics)
        course.begin_epoch(trainer.current_epoch)
        _heed(trainer, course)

    # validate, and the validation inside fit

    @guarded
    def on_validation_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin an evaluation, which may be the validation of an epoch."""
        if trainer.sanity_checking:
            return
        if trainer.state.fn == TrainerFn.FITTING:
            course = self.course
        else:
            testing = trainer.state.fn == TrainerFn.TESTING
            batches = trainer.num_test_batches if testing else trainer.num_val_batches
            course = self.begin(pl_module, steps=_total(batches))
        course.before_test = dict(trainer.callback_metrics)
        course.begin_test()

    def on_validation_batch_start(
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """Begin a batch of an evaluation."""
        if not trainer.sanity_checking:
            with self.moment as course:
                course.begin_test_batch()

    def on_validation_batch_end(  # noqa: PLR0917 - as Lightning calls it
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """End a batch of an evaluation."""
        if not trainer.sanity_checking:
            with self.moment as course:
                course.end_test_batch(unprefixed(metrics_of(outputs), _PREFIXES))

    @guarded
    def on_validation_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End an evaluation."""
        if trainer.sanity_checking:
            return
        course = self.course
        metrics = _new(trainer, course.before_test)
        course.before.update(metrics)  # they are not of the training
        course.end_test(unprefixed(_logs(metrics), _PREFIXES))
        if course.training:
            _heed(trainer, course)

    # test, which has the same hooks by other names

    def on_test_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin an evaluation."""
        self.on_validation_start(trainer, pl_module)

    def on_test_batch_start(
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """Begin a batch of an evaluation."""
        self.on_validation_batch_start(trainer, pl_module, batch, batch_idx)

    def on_test_batch_end(  # noqa: PLR0917 - as Lightning calls it
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """End a batch of an evaluation."""
        self.on_validation_batch_end(trainer, pl_module, outputs, batch, batch_idx)

    def on_test_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End an evaluation."""
        self.on_validation_end(trainer, pl_module)

    # predict

    @guarded
    def on_predict_start(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """Begin a prediction."""
        self.begin(pl_module, steps=_total(trainer.num_predict_batches)).begin_predict()

    def on_predict_batch_start(
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """Begin a batch to predict."""
        with self.moment as course:
            course.begin_predict_batch()

    def on_predict_batch_end(  # noqa: PLR0917 - as Lightning calls it
        self,
        trainer: Trainer,
        pl_module: LightningModule,
        outputs: object,
        batch: object,
        batch_idx: int,
        dataloader_idx: int = 0,
    ) -> None:
        """End a batch to predict."""
        with self.moment as course:
            course.end_predict_batch(outputs)

    @guarded
    def on_predict_end(self, trainer: Trainer, pl_module: LightningModule) -> None:
        """End a prediction."""
        self.course.end_predict()

    # errors

    @guarded
    def on_exception(
        self, trainer: Trainer, pl_module: LightningModule, exception: BaseException
    ) -> None:
        """Close the run as failed, unless its own callbacks were the cause and it is."""
        self.attachment.fail(exception)


def _heed(trainer: Trainer, course: Course) -> None:
    """Pass on a callback's request to stop."""
    if course.stops:
        trainer.should_stop = True


def _total(batches: Sequence[int | float]) -> int | None:
    """Return the number of batches in all loaders, or None where one does not tell."""
    total = sum(batches)
    return int(total) if isfinite(total) else None


def _new(trainer: Trainer, before: Mapping[str, object]) -> dict[str, object]:
    """Return the metrics that the module has logged since; those of earlier stay until then."""
    return {
        name: value
        for name, value in trainer.callback_metrics.items()
        if before.get(name) is not value
    }


def _of_batch(trainer: Trainer, course: Course, outputs: object) -> dict[str, float]:
    return {**metrics_of(outputs), **_logs(_new(trainer, course.before))}


def _logs(metrics: Mapping[str, object]) -> dict[str, float]:
    return float_logs(metrics, "the module")


def to_lightning(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToLightning:
    """Return one callback of Lightning that serves several of hookline, in their order.

    Their `program` is the `LightningModule`, which has the weights, and `program.trainer` where a
    callback knows Lightning. `program.stop_training = True` stops the trainer, and a trainer that
    something else has stopped sets it. Give it to the `Trainer`:

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though Lightning never fires them; it fires
            all.

    Raises:
        CallbackError: An object is no callback.

    Example:
        >>> from hookline import History
        >>> history = History()
        >>> trainer = Trainer(
        ...     max_epochs=2,
        ...     callbacks=[to_lightning(history)],
        ...     accelerator="cpu",
        ...     logger=False,
        ...     enable_checkpointing=False,
        ...     enable_progress_bar=False,
        ...     enable_model_summary=False,
        ... )
        >>> isinstance(trainer.callbacks[0], Callback)
        True
    """
    return ToLightning(callbacks, without)
