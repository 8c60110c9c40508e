"""A bar that moves on a terminal; lines of text where there is none."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from time import monotonic
from typing import Final, cast, final

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.text import Text

from hookline.callback import Callback
from hookline.callbacks.progress_lines import ProgressLines
from hookline.logs import Logs, NoLogs, PredictLogs
from hookline.outcome import Outcome
from hookline.runs import is_serving

_SECONDS_BETWEEN_DRAWINGS = 0.1


@final
class ProgressBar(Callback):
    """Shows the batches of a run as a bar, and each finished epoch as a line above it.

    Needs `rich` (`pip install 'hookline[progress]'`). What other callbacks print appears above
    the bar. It draws on the calling thread, at most ten times a second. Where the output is no
    terminal, or where rich draws on it already, as in a run inside a run, it prints the lines
    alone.

    Args:
        console: Where to draw; standard output unless told.

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
        self._console = console or Console()
        self._lines = ProgressLines(self._print)
        self._bar: Progress | None = None
        self._task = TaskID(0)
        self._drawn = 0.0  # when a batch last moved it
        self._started = 0.0  # when the beginning of an epoch was last drawn
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
        if monotonic() - self._started >= _SECONDS_BETWEEN_DRAWINGS:
            self._started = monotonic()
            self._draw()
        self._lines.on_epoch_begin(epoch)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Move."""
        self._trained = batch + 1
        self._move(batch, logs)

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
        self._move(batch, logs)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Leave a line, if this was an evaluation."""
        if not self._training:
            self._lines.on_test_end(logs)

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        """Begin a bar."""
        self._begin("predicting")

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[object] | None = None) -> None:
        """Move."""
        self._move(batch, None)

    def on_close(self, outcome: Outcome) -> None:
        """Take the bar away and give the cursor back, however the run ended."""
        if is_serving(self):
            return  # of a run inside the run, which goes on with the bar
        self._training = False
        self._trained = self._tested = None
        self._lines.on_close(outcome)
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _begin(self, title: str) -> None:
        # A run inside a hook goes on with the bar of the run around it.
        if not self._console.is_terminal or self._bar is not None or _is_drawn_on(self._console):
            return
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=min(40, self._console.width // 3)),
            MofNCompleteColumn(),
            _Metrics(),
            console=self._console,
            auto_refresh=False,
            transient=True,
        )
        self._task = self._bar.add_task(title, total=self.params["steps"], metrics="")
        self._bar.start()

    def _start(self, title: str, total: int | None) -> None:
        if self._bar is not None:
            self._bar.tasks[0].total = total  # to rich's own methods None is "as it was"
            self._bar.update(self._task, completed=0, description=title, metrics="")

    def _move(self, batch: int, logs: Logs | None) -> None:
        if monotonic() - self._drawn >= _SECONDS_BETWEEN_DRAWINGS:
            self._drawn = monotonic()
            self._update(batch + 1, logs)
            self._draw()

    def _update(self, count: int, logs: Logs | None) -> None:
        if self._bar is None:
            return
        metrics = cast("Mapping[str, float]", logs or {})
        text = " - ".join(f"{name} {value:.4g}" for name, value in metrics.items())
        total = self._bar.tasks[0].total
        if total is not None and count > total:  # it was that of the epoch before
            self._bar.tasks[0].total = None
        self._bar.update(self._task, completed=count, metrics=text)

    def _draw(self) -> None:
        if self._bar is not None:
            self._bar.refresh()

    def _print(self, line: str) -> None:
        if self._bar is None and _is_drawn_on(self._console):
            print(line)  # whoever draws there puts it above
        else:
            self._console.print(Text(line), soft_wrap=True)


class _Metrics(ProgressColumn):
    """The metrics, as far as the terminal is wide; a name in brackets is no markup."""

    def render(self, task: Task) -> Text:
        return Text(task.fields["metrics"], no_wrap=True, overflow="ellipsis")


def _is_drawn_on(console: Console) -> bool:
    """Tell whether rich draws already where a console writes, for a run around this one say.

    Two that draw there would write over each other. The one that does has taken `sys.stdout`.
    """
    return getattr(sys.stdout, "rich_proxied_file", None) is console.file
