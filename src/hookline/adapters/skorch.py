"""hookline's callbacks in the `fit` of skorch, and skorch's callbacks in hookline's loops."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from numbers import Integral, Real
from types import TracebackType
from typing import Any, Final, cast

from skorch import NeuralNet
from skorch import callbacks as native
from skorch.history import History
from typing_extensions import Protocol, runtime_checkable

from hookline.bridge.attachment import guarded
from hookline.bridge.course import Course, Host
from hookline.bridge.guest import StandIn
from hookline.callback import Callback
from hookline.coverage.skorch import COVERAGE
from hookline.errors import CallbackError, RequirementError
from hookline.logs import Logs, NoLogs
from hookline.program_protocols import HasStopTraining, SupportsStateDict
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "FromSkorch", "ToSkorch", "from_skorch", "to_skorch"]

# hookline's callbacks in skorch


class ToSkorch(Host, native.Callback):
    """Callbacks of hookline as one of skorch; `to_skorch` makes it."""

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: tuple[AnyHook[Any, Any], ...],
        without: Collection[str] = (),
        epochs: int | None = None,
    ) -> None:
        super().__init__(callbacks, COVERAGE, without)
        # scikit-learn copies an estimator with what it was made of, by these names.
        self.callbacks = callbacks
        self.without = without
        self.epochs = epochs
        self._net: NeuralNet | None = None
        self._last_epoch = 0

    def _get_param_names(self) -> list[str]:
        return ["callbacks", "without", "epochs"]

    def __reduce__(self) -> tuple[object, ...]:
        """Copy it as it was made: a net is copied and written to files with its callbacks."""
        return type(self), (self.callbacks, self.without, self.epochs)

    def on_train_begin(
        self,
        net: NeuralNet,
        X: object = None,  # noqa: N803 - as skorch calls it
        y: object = None,
        **_: object,
    ) -> None:
        """Begin a run."""
        try:
            self._begin_train(net)
        except BaseException:
            self._tidy()
            raise

    def on_epoch_begin(
        self,
        net: NeuralNet,
        dataset_train: object = None,
        dataset_valid: object = None,
        **_: object,
    ) -> None:
        """Begin an epoch, unless a callback has asked to stop before the first."""
        course = self.course
        if course.next_epoch is None and course.stops:
            raise KeyboardInterrupt
        try:
            self._begin_epoch(net)
        except BaseException:
            self._tidy()
            raise

    def on_batch_begin(
        self, net: NeuralNet, batch: object = None, training: bool | None = None, **_: object
    ) -> None:
        """Begin a batch, and with the first one of a validation the validation."""
        try:
            self._begin_batch(training)
        except BaseException:
            self._tidy()
            raise

    def on_batch_end(
        self, net: NeuralNet, batch: object = None, training: bool | None = None, **_: object
    ) -> None:
        """End a batch; stop skorch as it is stopped where a callback has asked to."""
        try:
            self._end_batch(net, training)
        except BaseException:
            self._tidy()
            raise
        if training and self.course.stops:
            raise KeyboardInterrupt

    def on_epoch_end(
        self,
        net: NeuralNet,
        dataset_train: object = None,
        dataset_valid: object = None,
        **_: object,
    ) -> None:
        """End an epoch; stop skorch as it is stopped where a callback has asked to."""
        try:
            self._end_epoch(net)
        except BaseException:
            self._tidy()
            raise
        if self.course.stops:
            raise KeyboardInterrupt

    def on_train_end(
        self,
        net: NeuralNet,
        X: object = None,  # noqa: N803 - as skorch calls it
        y: object = None,
        **_: object,
    ) -> None:
        """End a run."""
        try:
            if self.attachment.running:  # else a callback of ours was interrupted
                self._end_train(net)
        finally:
            self._tidy()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close what is open, as failed where there was an error."""
        super().__exit__(kind, exception, traceback)
        self._tidy()

    @guarded
    def _begin_train(self, net: NeuralNet) -> None:
        so_far = len(net.history)
        self._net = net
        self._last_epoch = so_far + (net.max_epochs if self.epochs is None else self.epochs)
        self.begin(
            net,
            "stop_training",
            epochs=self._last_epoch,
            batch_size=net.batch_size if net.batch_size > 0 else None,
        ).begin_train()

    @guarded
    def _begin_epoch(self, net: NeuralNet) -> None:
        self.course.begin_epoch(len(net.history) - 1)  # skorch has made its row already

    @guarded
    def _begin_batch(self, training: bool | None) -> None:
        course = self.course
        if training:
            course.begin_batch()
            return
        if not course.in_test:
            course.begin_test()
        course.begin_test_batch()

    @guarded
    def _end_batch(self, net: NeuralNet, training: bool | None) -> None:
        course = self.course
        if not training:
            course.end_test_batch(_floats(net.history[-1]["batches"][-1], "valid_"))
        else:
            row: dict[str, Any] = net.history[-1]["batches"][-1] if course.hears else {}
            course.end_batch(_floats(row, "train_"))

    @guarded
    def _end_epoch(self, net: NeuralNet) -> None:
        _end_epoch(net, self.course)

    @guarded
    def _end_train(self, net: NeuralNet) -> None:
        course = self.course
        if course.epoch is not None or len(net.history) < self._last_epoch:
            setattr(net, "stop_training", True)  # noqa: B010 - no attribute that it declares
        _end_epoch(net, course)
        course.end_train()

    def _tidy(self) -> None:
        """Take the flag out of a net that is not trained: to skorch attributes are parameters."""
        if self._net is not None and not self.attachment.running:
            vars(self._net).pop("stop_training", None)
            self._net = None


def _end_epoch(net: NeuralNet, course: Course) -> None:
    """End an epoch with what skorch has recorded; one that was broken off has less of it."""
    if course.epoch is None:
        return
    row = net.history[-1]
    batches = row["batches"]
    if course.in_test:
        means = _mean(batches, "valid_loss", "valid_batch_size")
        course.end_test(_floats({**means, **_of_validation(row)}, "valid_"))
    means = {} if "train_loss" in row else _mean(batches, "train_loss", "train_batch_size")
    rest = {name: value for name, value in row.items() if not name.startswith("valid_")}
    course.end_epoch(_floats({**means, **rest}, "train_"))


def _of_validation(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name.startswith("valid_")}


def _floats(row: Mapping[str, object], prefix: str) -> dict[str, float]:
    """Return the metrics in a row: neither the numbers of batches nor what was best so far."""
    return {
        name.removeprefix(prefix): float(value)
        for name, value in row.items()
        if isinstance(value, Real) and not isinstance(value, Integral)
    }


def _mean(batches: Iterable[Mapping[str, Any]], name: str, size: str) -> dict[str, float]:
    found = [(batch[name], batch[size]) for batch in batches if name in batch and size in batch]
    total = sum(samples for _, samples in found)
    return {name: sum(value * samples for value, samples in found) / total} if total else {}


def to_skorch(
    *callbacks: AnyHook[Any, Any],
    epochs: int | None = None,
    without: Collection[str] = (),
) -> ToSkorch:
    """Return one callback of skorch that serves several of hookline, in their order.

    Their `program` is the net. Metrics that skorch records as `train_loss` and `valid_loss` come as
    `loss` and `val_loss`, all others by their names.

    `program.stop_training = True` interrupts the training as skorch's own early stopping does: at
    the end of an epoch, or of a batch, of which the epoch is then the last. Give it to the net, and
    put a `with` block around `fit`: skorch tells no callback of an error.

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        epochs: The number of epochs, where `fit(epochs=…)` says another than the net's
            `max_epochs`.
        without: Hooks that the callbacks may define though skorch never fires them.

    Raises:
        CallbackError: An object is no callback, or needs a hook that skorch never fires.

    Example:
        >>> import numpy as np
        >>> import torch
        >>> from skorch import NeuralNetRegressor
        >>> from hookline import History
        >>> x = np.linspace(-1, 1, 10, dtype="float32").reshape(-1, 1)
        >>> history = History()
        >>> adapter = to_skorch(history)
        >>> net = NeuralNetRegressor(
        ...     torch.nn.Linear, module__in_features=1, module__out_features=1,
        ...     max_epochs=2, verbose=0, callbacks=[adapter],
        ... )
        >>> with adapter:
        ...     net = net.fit(x, 3 * x)
        >>> history.epoch, sorted(history.history)
        ([0, 1], ['dur', 'loss', 'val_loss'])
    """
    return ToSkorch(callbacks, without, epochs)


# skorch's callbacks in hookline's loops


@runtime_checkable
class HasOptimizer(Protocol):
    """A program that has an optimizer of PyTorch."""

    optimizer: Any  # Any: a scheduler of PyTorch asks for all of it


#: Those of skorch that only a net can serve, and what they ask it for.
_DEEP: Final[Mapping[tuple[type[native.Callback], ...], str]] = {
    (native.BatchScoring, native.EpochScoring): "has the net predict, and the data sets",
    (native.PassthroughScoring,): "averages losses of batches by their sizes",
    (
        native.Checkpoint,
        native.TrainEndCheckpoint,
        native.LoadInitState,
    ): "writes a net to files, or reads it",
    (native.ParamMapper, native.InputShapeSetter): "changes the module of a net",
    (native.GradientNormClipping,): "comes between the gradients and the step",
    (
        native.ProgressBar,
        native.NeptuneLogger,
        native.WandbLogger,
        native.TensorBoard,
        native.SacredLogger,
        native.MlflowLogger,
    ): "reads the settings and the module of a net",
}


class FromSkorch(Callback[object]):
    """What `from_skorch` makes: it calls the callbacks as the `fit` of a net would.

    Args:
        callbacks: skorch's callbacks.
    """

    def __init__(self, callbacks: tuple[native.Callback, ...]) -> None:
        self.callbacks: Final = callbacks
        stops = any(isinstance(each, native.EarlyStopping) for each in callbacks)
        #: What the callbacks ask of a program, for the check before the first batch.
        self.required_program: Final = HasStopTraining if stops else None
        #: Why training should end, or None while it need not.
        self.stop_reason: str | None = None
        self._net: Any = None  # Any: a program in the place of a net
        self._of_training = False

    @property
    def history(self) -> History:
        """What the callbacks know of the run: the rows that skorch has of epochs and batches."""
        net = self._net
        return History() if net is None else cast("History", net.history)

    def set_program(self, program: object) -> None:
        """Take a program that has what the callbacks ask of a net.

        Raises:
            RequirementError: It does not.
        """
        super().set_program(program)
        for callback in self.callbacks:
            _check_program(callback, program)

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin a training."""
        names = ", ".join(type(callback).__qualname__ for callback in self.callbacks)
        program = getattr(self, "_program", None)  # a loop written by hand may have none
        self._net, self.stop_reason = _NetOfProgram(names, program, "net"), None
        self._net.history = History()
        self._of_training = True
        vars(self._net)["verbose"] = self.params["verbose"]
        for callback in self.callbacks:
            callback.initialize()
        self._notify("on_train_begin", X=None, y=None)

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Begin a row of the history."""
        self._net.history.new_epoch()
        self._net.history.record("epoch", epoch + 1)  # skorch counts from 1
        self._notify("on_epoch_begin", dataset_train=None, dataset_valid=None)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Put the metrics of the epoch into its row."""
        for name, value in cast("Mapping[str, float]", logs or {}).items():
            bare = name.removeprefix("val_")
            self._net.history.record(f"{'train' if name == bare else 'valid'}_{bare}", value)
        self._notify("on_epoch_end", dataset_train=None, dataset_valid=None)

    def on_train_end(self, logs: Logs | None = None) -> None:
        """End a training."""
        self._notify("on_train_end", X=None, y=None)

    def _notify(self, hook: str, **arguments: object) -> None:
        for callback in self.callbacks:
            try:
                getattr(callback, hook)(self._net, **arguments)
            except KeyboardInterrupt:  # by which skorch is stopped; those after it do not hear
                self.stop_reason = f"{type(callback).__qualname__} asked to"
                setattr(self.program, "stop_training", True)  # noqa: B010 - of any type
                return


class _FromSkorchWithBatches(FromSkorch):
    """The same for callbacks that hear of batches, which others need not pay for."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """End a training; what is evaluated after it is none of the callbacks' business."""
        super().on_train_end(logs)
        self._of_training = False

    def begin_batch(self, *, training: bool) -> None:
        """Begin a row for a batch."""
        if self._of_training:
            self._net.history.new_batch()
            self._notify("on_batch_begin", batch=None, training=training)

    def end_batch(self, logs: Logs | None, *, training: bool) -> None:
        """Put the metrics of a batch into its row."""
        if not self._of_training:
            return
        for name, value in cast("Mapping[str, float]", logs or {}).items():
            self._net.history.record_batch(f"{'train' if training else 'valid'}_{name}", value)
        self._notify("on_batch_end", batch=None, training=training)


def _define_batch_hooks(family: str, *, training: bool) -> None:
    def begin(self: _FromSkorchWithBatches, batch: int, logs: NoLogs | None = None) -> None:
        self.begin_batch(training=training)

    def end(self: _FromSkorchWithBatches, batch: int, logs: Logs | None = None) -> None:
        self.end_batch(logs, training=training)

    setattr(_FromSkorchWithBatches, f"on_{family}_batch_begin", begin)
    setattr(_FromSkorchWithBatches, f"on_{family}_batch_end", end)


_define_batch_hooks("train", training=True)
_define_batch_hooks("test", training=False)


class _NetOfProgram(StandIn):
    """A program as the net that skorch's own callbacks ask."""

    @property
    def module_(self) -> object:
        return self._program

    @property
    def optimizer_(self) -> object:
        return self._program.optimizer


def _check_program(callback: native.Callback, program: object) -> None:
    kind, title = type(callback).__qualname__, type(program).__qualname__
    restores = isinstance(callback, native.EarlyStopping) and callback.load_best
    if restores and not isinstance(program, SupportsStateDict):
        raise RequirementError(
            f"{kind} with `load_best=True` needs a program with `state_dict` and "
            f"`load_state_dict`, and {title} lacks them."
        )
    if isinstance(callback, native.LRScheduler) and not isinstance(program, HasOptimizer):
        raise RequirementError(
            f"{kind} needs a program with an `optimizer` of PyTorch, and {title} has none."
        )


def from_skorch(*callbacks: native.Callback) -> FromSkorch:
    """Return callbacks of skorch as one for hookline's loops; they share a history, as in a net.

    The history is a real one, with a row for each epoch, in which `loss` is `train_loss` and
    `val_loss` is `valid_loss`. `EarlyStopping` needs a program that can be asked to stop, and with
    `load_best=True` one with `state_dict` and `load_state_dict`; `LRScheduler` one that has an
    `optimizer` of PyTorch; `EpochTimer` and `PrintLog` need nothing.

    Args:
        callbacks: Any but those that only a net can serve; `PrintLog` comes last, as in a net.

    Raises:
        CallbackError: There is none, one is none of skorch, or one asks for what only a net has:
            its predictions and data (`EpochScoring`, `BatchScoring`, `PassthroughScoring`), its
            files (`Checkpoint`, `TrainEndCheckpoint`, `LoadInitState`), its module and gradients
            (`ParamMapper`, `Freezer`, `Unfreezer`, `Initializer`, `InputShapeSetter`,
            `GradientNormClipping`), or its settings (`ProgressBar` and the loggers).

    Example:
        >>> from hookline import Logs, fit
        >>> class Worsening:
        ...     loss = 0.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss += batch
        ...         return {"loss": self.loss}
        >>> stopping = from_skorch(native.EarlyStopping(monitor="train_loss", patience=2))
        >>> fit(Worsening(), [1.0], epochs=9, callbacks=[stopping], verbose=0).epoch
        [0, 1, 2]
    """
    if not callbacks:
        raise CallbackError("from_skorch takes a callback of skorch, or several.")
    for callback in callbacks:
        _check_native(callback)
    ordered = tuple(sorted(callbacks, key=lambda each: isinstance(each, native.PrintLog)))
    hears = any(
        getattr(type(each), hook) is not getattr(native.Callback, hook)
        for each in callbacks
        for hook in ("on_batch_begin", "on_batch_end")
        if not isinstance(each, native.LRScheduler) or each.step_every == "batch"
    )
    return (_FromSkorchWithBatches if hears else FromSkorch)(ordered)


def _check_native(callback: object) -> None:
    title = f"from_skorch({type(callback).__qualname__})"
    if not isinstance(callback, native.Callback) or isinstance(callback, ToSkorch):
        raise CallbackError(
            f"{title}: it takes instances of `skorch.callbacks.Callback`. "
            "A callback of hookline goes into hookline's loops as it is."
        )
    for kinds, asks in _DEEP.items():
        if isinstance(callback, kinds):
            raise CallbackError(f"{title}: it {asks}, and hookline's loops have no net.")
