"""A bar that moves on a terminal; lines of text where there is none."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from math import inf
from time import monotonic
from typing import Final, cast, final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.progress_bar import ProgressBar as Line
from rich.text import Text

from hookline.callback import Callback
from hookline.callbacks.progress_lines import ProgressLines
from hookline.errors import ArgumentError
from hookline.logs import Logs, NoLogs, PredictLogs
from hookline.outcome import Outcome
from hookline.runs import is_serving

#: How long it waits after a drawing: so many seconds, and so many times as long as that took.
#: A slow terminal is drawn on less often, and a run spends a quarter of a percent on it at most.
_SECONDS_BETWEEN_DRAWINGS = 0.1
_TIMES_OF_A_DRAWING = 400


@final
class ProgressBar(Callback):
    """Shows the batches of a run as a bar, and each finished epoch as a line above it.

    Needs `rich` (`pip install 'hookline[progress]'`). What other callbacks print appears above
    the bar. It draws on the calling thread, at most ten times a second, and less often where that
    takes long. Where the output is no terminal, or where rich draws on it already, as in a run
    inside a run, it prints the lines alone.

    Args:
        console: Where to draw; standard output unless told.

    Raises:
        ArgumentError: `console` is none.

    Example:
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> history = fit(Halver(), [0], callbacks=[ProgressBar()])
        epoch 1/1 - ... s - loss 0.5
    """

    #: A loop adds nothing of its own where a callback has this.
    shows_progress: Final = True

    def __init__(self, console: Console | None = None) -> None:
        if not isinstance(console, Console | None):  # pyright: ignore[reportUnnecessaryIsInstance]  # untyped callers
            raise ArgumentError(
                f"ProgressBar: `console` must be a `rich.console.Console`, not {console!r}."
            )
        self._console = console or Console()
        self._lines = ProgressLines(self._print)
        self._bar = _Bar()
        self._live: Live | None = None
        self._due = inf  # when to draw again
        self._trained: int | None = None  # batches of an epoch, as far as one has come
        self._tested: int | None = None  # those of a validation
        self._training = False

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin to draw."""
        self._training = True
        self._begin("")
        self._lines.set_params(self.params)
        self._lines.on_train_begin()

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Begin a bar."""
        epochs = self.params["epochs"]
        title = f"epoch {epoch + 1}/{epochs}" if epochs else f"epoch {epoch + 1}"
        self._start(title, self.params["steps"] or self._trained)
        self._lines.on_epoch_begin(epoch)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Move."""
        self._trained = batch + 1
        if monotonic() >= self._due:
            self._move(batch + 1, logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Leave a line."""
        self._lines.on_epoch_end(epoch, logs)

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Begin a bar, of an evaluation or of a validation."""
        if self._training:
            self._start("validating", self._tested)  # its length is not in `params`
        else:
            self._begin("evaluating")
            self._lines.on_test_begin()

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Move."""
        self._tested = batch + 1
        if monotonic() >= self._due:
            self._move(batch + 1, logs)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Leave a line, if this was an evaluation."""
        if not self._training:
            self._lines.on_test_end(logs)

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        """Begin a bar."""
        self._begin("predicting")

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[object] | None = None) -> None:
        """Move."""
        if monotonic() >= self._due:
            self._move(batch + 1, None)

    def on_close(self, outcome: Outcome) -> None:
        """Take the bar away and give the cursor back, however the run ended."""
        if is_serving(self):
            return  # of a run inside the run, which goes on with the bar
        self._training = False
        self._trained = self._tested = None
        self._lines.on_close(outcome)
        if self._live is not None:
            self._live.stop()
            self._live, self._due = None, inf
        self._bar.start("", None)

    def _begin(self, title: str) -> None:
        # A run inside a hook goes on with the bar of the run around it.
        if not self._console.is_terminal or self._live is not None or _is_drawn_on(self._console):
            return
        self._start(title, self.params["steps"])
        self._live = Live(self._bar, console=self._console, auto_refresh=False, transient=True)
        self._live.start()
        self._due = monotonic()

    def _start(self, title: str, total: int | None) -> None:
        self._bar.start(title, total)
        if monotonic() >= self._due:
            self._draw()

    def _move(self, count: int, logs: Logs | None) -> None:
        self._bar.move(count, cast("Mapping[str, float]", logs or {}))
        self._draw()

    def _draw(self) -> None:
        if self._live is not None:
            begun = monotonic()
            self._live.refresh()
            done = monotonic()
            self._due = done + max(_SECONDS_BETWEEN_DRAWINGS, _TIMES_OF_A_DRAWING * (done - begun))

    def _print(self, line: str) -> None:
        if self._live is None and _is_drawn_on(self._console):
            print(line)  # whoever draws there puts it above
        else:
            self._console.print(Text(line), soft_wrap=True)


class _Bar:
    """One line for rich to draw: what is counted, how far it has come, and the metrics so far.

    A table of rich's columns would take three times as long.
    """

    def __init__(self) -> None:
        self.start("", None)

    def start(self, title: str, total: int | None) -> None:
        """Count anew."""
        self._title, self._total = title, total
        self._count, self._metrics = 0, ""

    def move(self, count: int, metrics: Mapping[str, float]) -> None:
        """Have come so far."""
        self._count = count
        if self._total is not None and count > self._total:
            self._total = None  # it was that of the epoch before
        self._metrics = " - ".join(f"{name} {value:.4g}" for name, value in metrics.items())

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = options.max_width
        title = Text(f"{self._title} ", end="")
        bar = min(40, width // 3)
        total = "?" if self._total is None else str(self._total)
        rest = Text(f" {self._count:>{len(total)}}/{total} {self._metrics}", end="")
        rest.truncate(max(width - title.cell_len - bar, 0), overflow="ellipsis")
        yield title
        yield Line(total=self._total, completed=self._count, width=bar)
        yield rest


def _is_drawn_on(console: Console) -> bool:
    """Tell whether rich draws already where a console writes, for a run around this one say.

    Two that draw there would write over each other. The one that does has taken `sys.stdout`.
    """
    return getattr(sys.stdout, "rich_proxied_file", None) is console.file
