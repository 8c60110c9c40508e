"""A table of every epoch's metrics, as a file of comma-separated values."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Literal, TypeAlias, final

from hookline.callbacks.line_logger import NOTHING_WRITTEN, LineLogger, numbers
from hookline.callbacks.options import check_choice
from hookline.durable.lines import IfExists, LineFile, LinesState
from hookline.durable.steps import file_error
from hookline.errors import ArgumentError, NotReadyError, StepError
from hookline.logs import Logs, NoLogs
from hookline.requirements import metric_names
from hookline.sentences import listing

#: What to do with an epoch whose metrics are others than the columns.
NewKeys: TypeAlias = Literal["error", "new file"]

_EPOCH = "epoch"
_PREFIX = "val_"


class CSVLoggerState(LinesState):
    """The run state of `CSVLogger`."""

    #: The header of the file, `epoch` included; empty before the first epoch.
    columns: list[str]


@final
class CSVLogger(LineLogger[CSVLoggerState]):
    """Writes one line an epoch: its number, counted from 0, and its metrics.

    The columns are the metrics of the first epoch. One that comes later gets a column of its own
    if it is of validation, or if the type of the program's logs declares it; the lines before it
    then have an empty cell there, as has an epoch that does not validate. Numbers are written so
    that `float` reads back the same bits.

    A line is there as soon as its epoch has ended, whole, and a kill takes none away. The disk
    has it after some seconds, at the end of the run, and before any snapshot of it.

    Args:
        path: The file; the folder around it is made if it is not there.
        if_exists: What a new run does where the file holds something already: "error" refuses
            before the first batch, "append" goes on below, "new file" writes to `log-2.csv` or
            the next that is free, "overwrite" begins the file anew. A second `fit` with the same
            instance is a new run too. A run that resumes goes on in its own file in any case.
        new_keys: What to do with an epoch whose metrics do not fit the columns: "error", or
            "new file", with columns of its own.
        separator: Between the cells.

    Raises:
        ArgumentError: An option makes no sense.
        FileError: In the run: the file cannot be written, or is there already.
        StepError: In the run: the metrics do not fit the columns.

    Example:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> with TemporaryDirectory() as folder:
        ...     log = CSVLogger(f"{folder}/log.csv")
        ...     history = fit(Halver(), [0], epochs=2, callbacks=[log], verbose=0)
        ...     print(Path(folder, "log.csv").read_text(), end="")
        epoch,loss
        0,0.5
        1,0.25
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        if_exists: IfExists = "error",
        new_keys: NewKeys = "error",
        separator: str = ",",
    ) -> None:
        super().__init__(path, if_exists)
        check_choice("CSVLogger", "new_keys", new_keys, ("error", "new file"))
        _check_separator(separator)
        self._new_keys = new_keys
        self._separator = separator

    def new_state(self) -> CSVLoggerState:
        """Return the state of a run that has written nothing."""
        return {**NOTHING_WRITTEN, "columns": []}

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Open the file, and read the columns of one that is appended to."""
        self.open()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write the epoch's line."""
        metrics = numbers("CSVLogger", logs, (_EPOCH,))
        cells = {_EPOCH: str(epoch), **{name: repr(value) for name, value in metrics.items()}}
        file = self.open()
        columns = self._state["columns"]
        if not columns:
            self._begin(file, cells)
        elif self._allows(cells, columns):
            self._widen(file, [name for name in cells if name not in columns])
            file.append(self._line(cells.get(name, "") for name in self._state["columns"]))
        elif self._new_keys == "new file":
            file.turn_over(self._wrote(cells))
            self._begin(file, cells)
        else:
            raise StepError(self._mismatch(file, cells, columns))
        file.sync()

    def open(self) -> LineFile:
        """Return the file that belongs to the state."""
        file = super().open()
        if self._state["length"] and not self._state["columns"]:  # it is appended to
            self._state["columns"] = self._header(file)
        return file

    def undo(self, content: bytes) -> bytes | None:
        """Take away the columns that came after the state was taken, and the lines."""
        columns, length = self._state["columns"], self._state["length"]
        lines, size = list[bytes](), 0
        with suppress(ValueError, csv.Error):  # not a table, or torn: then it is not ours
            for row in self._rows(content):
                lines.append(self._line(row[: len(columns)]))
                size += len(lines[-1])
                if size >= length:
                    return b"".join(lines)
        return None

    # Columns

    def _begin(self, file: LineFile, cells: dict[str, str]) -> None:
        _check_names(cells)
        self._state["columns"] = []  # should the file not take the first of its lines
        file.append(self._line(cells) + self._line(cells.values()))
        self._state["columns"] = list(cells)

    def _header(self, file: LineFile) -> list[str]:
        columns: list[str] = []
        with suppress(ValueError, csv.Error):
            columns = next(self._rows(file.read()), columns)
        if columns[:1] != [_EPOCH] or len(set(columns)) < len(columns):
            raise file_error(
                f"`{file.path}` is no log to append to: its first line must be names of columns, "
                f"of which the first is `{_EPOCH}`, with {self._separator!r} between them."
            )
        return columns

    def _allows(self, cells: dict[str, str], columns: list[str]) -> bool:
        """Tell whether an epoch fits the columns, or may add to them."""
        new = cells.keys() - set(columns)
        missing = set(columns) - cells.keys()
        if not new and not missing:
            return True
        declared = self._declared()
        first_validation = not any(name.startswith(_PREFIX) for name in columns)
        validated = any(name.startswith(_PREFIX) for name in cells)
        return all(
            name in declared or (name.startswith(_PREFIX) and first_validation) for name in new
        ) and all(
            name in declared or (name.startswith(_PREFIX) and not validated) for name in missing
        )

    def _declared(self) -> frozenset[str]:
        """The metrics that the type of the program's logs tells of."""
        try:
            return metric_names(self.program) or frozenset()
        except NotReadyError:  # a loop without a program
            return frozenset()

    def _widen(self, file: LineFile, names: list[str]) -> None:
        """Add columns, in which all lines so far have empty cells."""
        if not names:
            return
        _check_names(names)
        columns = [*self._state["columns"], *names]
        _, *rows = self._rows(file.read())
        lines = [self._line(columns), *(self._line([*row, *([""] * len(names))]) for row in rows)]
        file.rewrite(b"".join(lines))
        self._state["columns"] = columns

    def _wrote(self, cells: dict[str, str]) -> Callable[[bytes], bool]:
        """Tell from a file's content whether a run with these columns wrote it from this epoch."""
        after = self._separator if len(cells) > 1 else "\n"
        begin = self._line(cells) + f"{cells[_EPOCH]}{after}".encode()
        return lambda content: begin.startswith(content) or content.startswith(begin)

    def _mismatch(self, file: LineFile, cells: dict[str, str], columns: list[str]) -> str:
        new = [name for name in cells if name not in columns]
        missing = [name for name in columns if name not in cells]
        what = [f"has {listing(new)} beside"] if new else []
        what += [f"lacks {listing(missing)} of"] if missing else []
        return (
            f"CSVLogger: epoch {cells[_EPOCH]} {' and '.join(what)} the columns of `{file.path}`: "
            'say `new_keys="new file"`, or declare all metrics in the type of the program\'s logs.'
        )

    # Lines

    def _line(self, cells: Iterable[str]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._separator, lineterminator="\n").writerow(cells)
        return text.getvalue().encode()

    def _rows(self, content: bytes) -> Iterator[list[str]]:
        text = io.StringIO(content.decode(), newline="")
        return csv.reader(text, delimiter=self._separator, strict=True)


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        if "\n" in name or "\r" in name:
            raise StepError(
                f"CSVLogger: the metric {name!r} has the end of a line in its name, "
                "so no line could have it: give it another name."
            )


def _check_separator(separator: object) -> None:
    usable = isinstance(separator, str) and len(separator) == 1
    if not usable or str(separator).isalnum() or str(separator) in '."+-_\r\n':
        raise ArgumentError(
            "CSVLogger: `separator` must be one character that no number and no name has, "
            f'such as "," or ";" or a tab, not {separator!r}.'
        )
