"""A line of text an epoch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Final, cast, final

from hookline.errors import ArgumentError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TestHooksMixin, TrainHooksMixin
from hookline.runs import is_serving


@final
class ProgressLines(TrainHooksMixin, TestHooksMixin):
    """Prints a line after each epoch of `fit`, and one after `evaluate`.

    Args:
        write: What to call with each line.

    Raises:
        ArgumentError: `write` cannot be called.

    Example:
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> import re
        >>> lines = ProgressLines(lambda line: print(re.sub("[0-9.]+ s", "… s", line)))
        >>> history = fit(Halver(), [0], epochs=2, callbacks=[lines], verbose=0)
        epoch 1/2 - … s - loss 0.5
        epoch 2/2 - … s - loss 0.25
    """

    #: A loop adds nothing of its own where a callback has this.
    shows_progress: Final = True

    def __init__(self, write: Callable[[str], object] = print) -> None:
        if not callable(write):
            raise ArgumentError(
                "ProgressLines: `write` must be a function of a text, such as `print`, "
                f"not {write!r}."
            )
        self._write = write
        self._training = False
        self._began = 0.0

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Know validation from evaluation."""
        self._training = True

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Take the time."""
        self._began = perf_counter()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Print the epoch, counted from 1 as people do, and its metrics."""
        epochs = self.params["epochs"]
        self._line(f"epoch {epoch + 1}/{epochs}" if epochs else f"epoch {epoch + 1}", logs)

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Forget the run."""
        self._training = False

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Take the time, unless an epoch's is being taken."""
        if not self._training:
            self._began = perf_counter()

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Print the metrics of an evaluation; an epoch's line has those of its validation."""
        if not self._training:
            self._line("evaluation", logs)

    def on_close(self, outcome: object) -> None:
        """Forget a run that was cut short."""
        self._training = self._training and is_serving(self)  # of a run inside the run it goes on

    def _line(self, title: str, logs: Logs | None) -> None:
        metrics = cast("Mapping[str, float]", logs or {})
        seconds = f"{perf_counter() - self._began:.2f} s"
        values = [f"{name} {value:.4g}" for name, value in metrics.items()]
        self._write(" - ".join([title, seconds, *values]))
