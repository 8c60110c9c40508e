"""hookline's callbacks in the loops of Keras, and Keras's callbacks in ours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from functools import partial
from typing import Any, Final, TypeAlias

import keras
from keras import callbacks as native
from typing_extensions import Protocol, runtime_checkable

from hookline.bridge.guest import Guest, StandIn, check_mode, guest
from hookline.bridge.relay import Relay
from hookline.callbacks.early_stopping import RestorableProgram
from hookline.coverage.keras import COVERAGE
from hookline.errors import CallbackError, RequirementError
from hookline.hooks import HOOKS, find_hook
from hookline.program_protocols import HasLearningRate, HasStopTraining
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "FromKeras", "ToKeras", "from_keras", "to_keras"]

# hookline's callbacks in Keras


class ToKeras(Relay, native.Callback):
    """Callbacks of hookline as one of Keras; `to_keras` makes it."""

    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, COVERAGE, without)

    def set_model(self, model: keras.Model) -> None:
        """Take the model, which is the callbacks' program."""
        super().set_model(model)
        self.take(model)

    def validation_steps(self) -> int | None:
        """Return the number of batches of a validation, which the model keeps for a `fit`."""
        validation = getattr(self._hosted, "_eval_epoch_iterator", None)
        steps: int | None = getattr(validation, "num_batches", None)
        return steps


class ToKerasOnJax(ToKeras):
    """The same where JAX computes: Keras then keeps the weights outside of the model in an epoch.

    A callback of Keras has them put back by reading `self.model`. Callbacks of hookline hold the
    model itself, so the adapter does it, before the hooks of those that were told of it.
    """

    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, without)
        told = [callback for callback in callbacks if hasattr(callback, "set_program")]
        for name, hook in HOOKS.items():
            if hook.counter == "batch" and any(find_hook(cb, name) for cb in told):
                setattr(self, name, self._with_weights(getattr(self, name)))

    def _with_weights(self, method: Callable[..., None]) -> Callable[..., None]:
        def with_weights(batch: int, logs: Mapping[str, object] | None = None) -> None:
            _ = self.model
            method(batch, logs)

        return with_weights


def to_keras(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToKeras:
    """Return one callback of Keras that serves several of hookline, in their order.

    Their `program` is the model. Hand it to `fit`, `evaluate` and `predict` in a list, and put a
    `with` block around them so that `on_exception` and `on_close` hear of any error.

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though Keras never fires them; it fires all.

    Raises:
        CallbackError: An object is no callback.

    Example:
        >>> import numpy as np
        >>> from hookline import Callback, Logs
        >>> class StopAtOnce(Callback[keras.Model]):
        ...     def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        ...         self.program.stop_training = True
        >>> model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        >>> model.compile(loss="mse")
        >>> x = np.ones((4, 1), "float32")
        >>> with to_keras(StopAtOnce()) as stop:
        ...     model.fit(x, x, epochs=9, verbose=0, callbacks=[stop]).epoch
        [0]
    """
    made = ToKerasOnJax if keras.backend.backend() == "jax" else ToKeras
    return made(callbacks, without)


# Keras's callbacks in hookline's loops


@runtime_checkable
class HasWeights(Protocol):
    """A program whose weights Keras's callbacks may read and set."""

    def get_weights(self) -> object:
        """Return the weights."""
        ...

    def set_weights(self, weights: Any, /) -> object:  # Any: what `get_weights` returned
        """Take them back."""
        ...


@runtime_checkable
class StoppableWithWeights(HasStopTraining, HasWeights, Protocol):
    """A program that can be stopped, and given the weights of an earlier epoch back."""


@runtime_checkable
class HasOptimizer(Protocol):
    """A program whose `optimizer` has a `learning_rate`."""

    optimizer: Any  # Any: only its learning rate is asked for


@runtime_checkable
class SupportsSave(Protocol):
    """A program that can save all of itself."""

    def save(self, filepath: str, /, *, overwrite: bool) -> object:
        """Write a file, over one that is there."""
        ...


@runtime_checkable
class SupportsSaveWeights(Protocol):
    """A program that can save its weights."""

    def save_weights(self, filepath: str, /, *, overwrite: bool) -> object:
        """Write a file, over one that is there."""
        ...


#: These look deep into a model, and work with one of Keras only.
_DEEP: Final = (
    native.BackupAndRestore,
    native.OrbaxCheckpoint,
    native.SwapEMAWeights,
    native.TensorBoard,
)

#: The type of what `from_keras` returns.
FromKeras: TypeAlias = Guest


def from_keras(callback: keras.callbacks.Callback) -> FromKeras:
    """Return a callback of Keras as one for hookline's loops.

    It finds the program where it looks for the model. What it asks of it is checked before the
    first batch: `EarlyStopping(restore_best_weights=True)` for `get_weights` and `set_weights` or
    hookline's `state_dict` and `load_state_dict`, `ReduceLROnPlateau` and `LearningRateScheduler`
    for a `learning_rate` or an `optimizer` that has one, `ModelCheckpoint` for `save` or
    `save_weights`. Those that look deep into a model work with a `keras.Model` only.

    Args:
        callback: Any; of a class of your own too, whose needs are told when it reads what the
            program does not have.

    Raises:
        CallbackError: It is none, or a hook of it is misspelt.

    Example:
        >>> from hookline import Logs, fit
        >>> class Worsening:
        ...     loss = 0.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss += batch
        ...         return {"loss": self.loss}
        >>> stopping = from_keras(keras.callbacks.EarlyStopping(monitor="loss", patience=2))
        >>> fit(Worsening(), [1.0], epochs=9, callbacks=[stopping], verbose=0).epoch
        [0, 1, 2]
    """
    if isinstance(callback, native.CallbackList):
        raise CallbackError("from_keras takes one callback, and this is a list: give it each.")
    watches = not isinstance(callback, native.ModelCheckpoint) or callback.save_best_only
    return guest(
        callback,
        function="from_keras",
        base=native.Callback,
        seat=partial(_seat, callback),
        required_program=_needs(callback),
        monitor=getattr(callback, "monitor", None) if watches else None,
    )


def _needs(callback: keras.callbacks.Callback) -> object:
    """Say what a callback that Keras brings asks of a program; None for nothing."""
    match callback:
        case native.EarlyStopping():
            restores = callback.restore_best_weights
            return StoppableWithWeights | RestorableProgram if restores else HasStopTraining
        case native.TerminateOnNaN():
            return HasStopTraining
        case native.ReduceLROnPlateau() | native.LearningRateScheduler():
            return HasLearningRate | HasOptimizer
        case native.ModelCheckpoint():
            return SupportsSaveWeights if callback.save_weights_only else SupportsSave
        case _:
            return None


def _seat(callback: keras.callbacks.Callback, program: object) -> None:
    """Give a callback its model, or what stands in for one."""
    if isinstance(program, keras.Model):
        callback.set_model(program)
        return
    owner = type(callback).__qualname__
    if program is not None and isinstance(callback, _DEEP):
        raise RequirementError(
            f"{owner} looks deep into its model: it works with a `keras.Model` only, and "
            f"{type(program).__qualname__} is none."
        )
    if program is not None and str(getattr(callback, "monitor", "")).removeprefix("val_") != "loss":
        check_mode(owner, callback)
    callback.set_model(_ModelOfProgram(owner, program, "model"))  # type: ignore[arg-type]  # as one
    sets_rate = isinstance(callback, (native.ReduceLROnPlateau, native.LearningRateScheduler))
    if sets_rate and program is not None and not hasattr(callback.model.optimizer, "learning_rate"):
        raise RequirementError(
            f"{owner} needs a program with a `learning_rate`, and the `optimizer` of "
            f"{type(program).__qualname__} has none."
        )


class _ModelOfProgram(StandIn):
    """A program as the model that Keras's own callbacks ask."""

    @property
    def optimizer(self) -> object:
        program = self._program
        return program if isinstance(program, HasLearningRate) else program.optimizer

    def get_weights(self) -> object:
        if isinstance(self._program, HasWeights):
            return self._program.get_weights()
        return deepcopy(self._program.state_dict())

    def set_weights(self, weights: Any) -> None:
        if isinstance(self._program, HasWeights):
            self._program.set_weights(weights)
        else:  # a copy, because the program may go on learning in what it is given
            self._program.load_state_dict(deepcopy(weights))
