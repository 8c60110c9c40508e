"""skorch's callbacks in hookline's loops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from skorch import callbacks as native
from skorch.history import History
from typing_extensions import Protocol, runtime_checkable

from hookline.adapters.skorch.to_skorch import ToSkorch
from hookline.bridge.guest import StandIn
from hookline.callback import Callback
from hookline.errors import CallbackError, RequirementError
from hookline.logs import Logs, NoLogs
from hookline.program_protocols import HasStopTraining, SupportsStateDict

__all__ = ["FromSkorch", "from_skorch"]


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
