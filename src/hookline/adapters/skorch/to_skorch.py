"""hookline's callbacks in the `fit` of skorch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from numbers import Integral, Real
from types import TracebackType
from typing import Any, SupportsFloat, TypeGuard

from skorch import NeuralNet
from skorch import callbacks as native

from hookline.bridge.attachment import guarded
from hookline.bridge.course import Course, Host
from hookline.coverage.skorch import COVERAGE
from hookline.protocols import AnyHook

__all__ = ["ToSkorch", "to_skorch"]


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

    def set_params(self, **params: object) -> None:
        """Take other callbacks, of which a grid search may try several."""
        super().set_params(**params)
        if not params.keys().isdisjoint({"callbacks", "without"}):
            Host.__init__(self, self.callbacks, COVERAGE, self.without)

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
        if training and self.attachment.course.stops:
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
        course = self.attachment.course
        if training:
            course.begin_batch()
            return
        if not course.in_test:
            course.begin_test()
        course.begin_test_batch()

    @guarded
    def _end_batch(self, net: NeuralNet, training: bool | None) -> None:
        course = self.attachment.course
        if not training:
            course.end_test_batch(_floats(_row(net)["batches"][-1], "valid_"))
        elif course.hears:
            course.end_batch(_floats(_row(net)["batches"][-1], "train_"))
        else:
            course.end_batch(None)

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
    row = _row(net)
    batches = row["batches"]
    if course.in_test:
        means = _mean(batches, "valid_loss", "valid_batch_size")
        course.end_test(_floats({**means, **_of_validation(row)}, "valid_"))
    means = {} if "train_loss" in row else _mean(batches, "train_loss", "train_batch_size")
    rest = {name: value for name, value in row.items() if not name.startswith("valid_")}
    course.end_epoch(_floats({**means, **rest}, "train_"))


def _row(net: NeuralNet) -> dict[str, Any]:  # Any: numbers, and a list of such rows
    """Return the row of the epoch; to ask a history itself for it copies all the others."""
    rows: list[dict[str, Any]] = net.history
    return next(reversed(rows))


def _of_validation(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name.startswith("valid_")}


def _floats(row: Mapping[str, object], prefix: str) -> dict[str, float]:
    """Return the metrics in a row: neither the numbers of batches nor what was best so far."""
    return {
        name.removeprefix(prefix): float(value)
        for name, value in row.items()
        if type(value) is float or _is_metric(value)
    }


def _is_metric(value: object) -> TypeGuard[SupportsFloat]:
    if type(value) is int:  # without asking two abstract classes for every batch
        return False
    return isinstance(value, Real) and not isinstance(value, Integral)


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
