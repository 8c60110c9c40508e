"""hookline's callbacks in the loops of Keras, and Keras's callbacks in ours."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import keras

from hookline.bridge.relay import Relay
from hookline.coverage.keras import COVERAGE
from hookline.hooks import Family
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "ToKeras", "to_keras"]


class ToKeras(Relay, keras.callbacks.Callback):
    """Callbacks of hookline as one of Keras; `to_keras` makes it."""

    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, COVERAGE, without)

    def set_model(self, model: keras.Model) -> None:
        """Take the model, which is the callbacks' program."""
        super().set_model(model)
        self.take(model)

    def steps(self, family: Family) -> int | None:
        """Return the number of batches; of a validation, that of the model's own iterator."""
        if family == "test":
            validation = getattr(self._hosted, "_eval_epoch_iterator", None)
            if validation is not None:
                batches: int | None = validation.num_batches
                return batches
        return super().steps(family)


def to_keras(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToKeras:
    """Return one callback of Keras that serves several of hookline, in their order.

    Their `program` is the model. Hand it to `fit`, `evaluate` and `predict` in a list, and put a
    `with` block around them so that `on_exception` and `on_close` hear of any error:

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
    return ToKeras(callbacks, without)
