"""A program with its own `fit`, `evaluate` and `predict`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Generic, cast

from typing_extensions import TypeVar

from hookline.callbacks.history import History
from hookline.callbacks.progress import Verbosity
from hookline.errors import NotReadyError
from hookline.hooks import default
from hookline.logs import Logs
from hookline.loops.arguments import check_count
from hookline.loops.evaluate import evaluate
from hookline.loops.fit import fit
from hookline.loops.predict import predict
from hookline.protocols import EvaluateHook, FitHook, PredictHook

BatchT = TypeVar("BatchT", default=object)
LogsT = TypeVar("LogsT", bound=Logs, default=Logs)
OutputsT = TypeVar("OutputsT", default=object)


class Program(Generic[BatchT, LogsT, OutputsT]):
    """What is trained, tested and used to predict, with the loops as methods.

    A subclass defines the steps it needs and names its types: of a batch, of the logs its steps
    return, and of its outputs. Callbacks are held to these types before the first batch.

    Example:
        >>> class Mean(Program[list[float], Logs, float]):
        ...     guess = 0.0
        ...     def train_step(self, batch: list[float]) -> Logs:
        ...         error = sum(batch) / len(batch) - self.guess
        ...         self.guess += error / 2
        ...         return {"loss": error**2}
        ...     def predict_step(self, batch: list[float]) -> float:
        ...         return self.guess
        >>> program = Mean()
        >>> program.compile(steps_per_execution=2)
        >>> program.fit([[1.0, 3.0]], epochs=3, verbose=0).history
        {'loss': [4.0, 1.0, 0.25]}
        >>> program.predict([[0.0]], verbose=0)
        [1.75]
    """

    #: Set by a callback to end the running `fit`, in good order; after it, whether it was.
    stop_training: bool = False
    #: The same for `evaluate`, and for the validation inside `fit`.
    stop_evaluating: bool = False
    #: The same for `predict`.
    stop_predicting: bool = False

    _steps_per_execution: int = 1
    _history: History[LogsT]

    @default
    def train_step(self, batch: BatchT, /) -> LogsT:
        """Learn from one batch; return its metrics, each the mean over the batch."""
        raise NotImplementedError

    @default
    def test_step(self, batch: BatchT, /) -> LogsT:
        """Measure one batch without learning; return its metrics, each the mean over the batch."""
        raise NotImplementedError

    @default
    def predict_step(self, batch: BatchT, /) -> OutputsT:
        """Return the outputs for one batch."""
        raise NotImplementedError

    @property
    def history(self) -> History[LogsT]:
        """The history of the last `fit`, also of one that failed; NotReadyError before it."""
        try:
            return self._history
        except AttributeError:
            raise NotReadyError(
                f"{type(self).__name__}.history was read before `fit` was called: "
                "it keeps the metrics of the last one."
            ) from None

    @history.setter
    def history(self, history: object) -> None:
        self._history = cast("History[LogsT]", history)

    def compile(self, *, steps_per_execution: int = 1) -> None:
        """Say how the loops run this program.

        Args:
            steps_per_execution: How many batches one pair of batch hooks stands for. Stop
                requests are heard once for each such group.
        """
        check_count("steps_per_execution", steps_per_execution)
        self._steps_per_execution = steps_per_execution

    def fit(
        self,
        data: Iterable[BatchT],
        *,
        epochs: int = 1,
        callbacks: Iterable[FitHook[LogsT]] = (),
        validation_data: Iterable[BatchT] | None = None,
        validation_freq: int | Collection[int] = 1,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        verbose: Verbosity = "auto",
    ) -> History[LogsT]:
        """Train; see `hookline.fit`."""
        return fit(
            self,
            data,
            epochs=epochs,
            callbacks=callbacks,
            validation_data=validation_data,
            validation_freq=validation_freq,
            initial_epoch=initial_epoch,
            steps_per_epoch=steps_per_epoch,
            validation_steps=validation_steps,
            steps_per_execution=self._steps_per_execution,
            verbose=verbose,
        )

    def evaluate(
        self,
        data: Iterable[BatchT],
        *,
        callbacks: Iterable[EvaluateHook[LogsT]] = (),
        steps: int | None = None,
        verbose: Verbosity = "auto",
    ) -> LogsT:
        """Measure; see `hookline.evaluate`."""
        return evaluate(
            self,
            data,
            callbacks=callbacks,
            steps=steps,
            steps_per_execution=self._steps_per_execution,
            verbose=verbose,
        )

    def predict(
        self,
        data: Iterable[BatchT],
        *,
        callbacks: Iterable[PredictHook[OutputsT]] = (),
        steps: int | None = None,
        verbose: Verbosity = "auto",
    ) -> list[OutputsT]:
        """Return the outputs for each batch; see `hookline.predict`."""
        return predict(
            self,
            data,
            callbacks=callbacks,
            steps=steps,
            steps_per_execution=self._steps_per_execution,
            verbose=verbose,
        )
