"""Every epoch's metrics, one JSON object a line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final, cast, final

from hookline.callbacks.json_numbers import json_number
from hookline.callbacks.line_logger import NOTHING_WRITTEN, LineLogger, numbers
from hookline.callbacks.options import check_whole
from hookline.durable.lines import IfExists, LinesState
from hookline.logs import Logs, NoLogs

#: The keys of a line that are no metrics.
_COUNTERS: Final = ("epoch", "batch")


class JSONLLoggerState(LinesState):
    """The run state of `JSONLLogger`."""

    #: The epoch that is under way, and the last of its batches that has ended; -1 before it.
    epoch: int
    batch: int


@final
class JSONLLogger(LineLogger[JSONLLoggerState]):
    """Writes one JSON object an epoch: `{"epoch": 0, "loss": 0.5}`.

    Each line has the metrics that the epoch had, so metrics may come and go. Numbers read back
    as the same bits. JSON has no NaN and no infinity: they are the texts "NaN", "Infinity" and
    "-Infinity", which `float` of Python and `Number` of JavaScript read, and `read_jsonl` too.

    A line is there as soon as its epoch has ended, whole, and a kill takes none away. The disk
    has it after some seconds, at the end of the run, and before any snapshot of it.

    Args:
        path: The file; the folder around it is made if it is not there.
        batches: Write a line also after so many batches, with the metrics of the epoch so far:
            `{"epoch": 0, "batch": 99, "loss": 0.7}`; the last batch of these is named.
        if_exists: What a new run does where the file holds something already: "error" refuses
            before the first batch, "append" goes on below, "new file" writes to `log-2.jsonl` or
            the next that is free, "overwrite" begins the file anew. A second `fit` with the same
            instance is a new run too. A run that resumes goes on in its own file in any case.

    Raises:
        ArgumentError: An option makes no sense.
        FileError: In the run: the file cannot be written, or is there already.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> with TemporaryDirectory() as folder:
        ...     log = JSONLLogger(f"{folder}/log.jsonl")
        ...     history = fit(Halver(), [0], epochs=2, callbacks=[log], verbose=0)
        ...     print(log.path.read_text(), end="")
        {"epoch": 0, "loss": 0.5}
        {"epoch": 1, "loss": 0.25}
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        batches: int | None = None,
        if_exists: IfExists = "error",
    ) -> None:
        super().__init__(path, if_exists)
        if batches is not None:
            check_whole("JSONLLogger", "batches", batches, least=1)
            # Of this instance only: who wants no such lines shall not pay for a batch hook.
            self.__dict__["on_train_batch_end"] = self._after_batch
        self._batches = batches or 0

    def new_state(self) -> JSONLLoggerState:
        """Return the state of a run that has written nothing."""
        return {**NOTHING_WRITTEN, "epoch": -1, "batch": -1}

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Open the file, and count batches anew."""
        self.open()
        self._state["epoch"], self._state["batch"] = epoch, -1

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write the epoch's line."""
        self._write({"epoch": epoch}, logs)
        self.open().sync()

    def _after_batch(self, batch: int, logs: Logs | None = None) -> None:
        before, self._state["batch"] = self._state["batch"], batch
        # A group of batches may end beyond the one that is due.
        if (batch + 1) // self._batches > (before + 1) // self._batches:
            self._write({"epoch": self._state["epoch"], "batch": batch}, logs)

    def _write(self, counters: dict[str, int], logs: Logs | None) -> None:
        metrics = numbers("JSONLLogger", logs, _COUNTERS)
        line: dict[str, object] = {**counters}
        line |= {name: json_number(value) for name, value in metrics.items()}
        self.open().append(f"{json.dumps(line, allow_nan=False)}\n".encode())


def read_jsonl(path: str | os.PathLike[str]) -> list[dict[str, float]]:
    r"""Read the lines of a `JSONLLogger`, NaN and infinities as floats again.

    A line that is being written while it is read is left out.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     log = Path(folder, "log.jsonl")
        ...     text = log.write_text('{"epoch": 0, "loss": "Infinity"}\n{"epoch": 1, "lo')
        ...     read_jsonl(log)
        [{'epoch': 0, 'loss': inf}]
    """
    whole, _, _ = Path(path).read_text(encoding="utf-8").rpartition("\n")
    lines = [cast("dict[str, float | str]", json.loads(line)) for line in whole.splitlines()]
    return [
        {name: float(value) if isinstance(value, str) else value for name, value in line.items()}
        for line in lines
    ]
