"""What the loggers that write lines of text share: their file, its state, and when it begins."""

from __future__ import annotations

import os
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Generic, cast

from typing_extensions import TypeVar, get_type_hints

from hookline.callbacks.options import check_choice
from hookline.durable.lines import IfExists, LineFile, LinesState
from hookline.errors import StepError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.state import check_state

StateT = TypeVar("StateT", bound=LinesState)

#: What `state_dict` has before the first epoch of a run.
NOTHING_WRITTEN: LinesState = {"version": 1, "number": 0, "length": 0, "check": 0}


class LineLogger(TrainHooksMixin[object], Generic[StateT]):
    """A callback that appends lines to a file, and goes on in it where a run was cut short.

    As `StatefulMixin`, with one difference: a state is only given away once the disk has the
    lines that it tells of, so that no snapshot outlives them.
    """

    def __init__(self, path: str | os.PathLike[str], if_exists: IfExists) -> None:
        choices = ("error", "append", "new file", "overwrite")
        check_choice(type(self).__name__, "if_exists", if_exists, choices)
        self._path = Path(path).absolute()  # the folder that is current may change
        self._if_exists: IfExists = if_exists
        self._file: LineFile | None = None
        self._state: StateT = self.new_state()
        #: Whether the run that begins next goes on with a state that was loaded.
        self._resumed = False

    def new_state(self) -> StateT:
        """Return the state of a run that begins; its return type is the shape of every state."""
        raise NotImplementedError

    def undo(self, content: bytes) -> bytes | None:
        """Make of a file's content what it was when the state was taken; None if that fails."""
        return None

    @property
    def writes_to(self) -> Path:
        """The first file of a run; a loop refuses two callbacks that write to one."""
        return self._path

    @property
    def path(self) -> Path:
        """The file that is written to; another one than was asked for only with "new file"."""
        return self._path if self._file is None else self._file.path

    def state_dict(self) -> StateT:
        """Return how far the run has written, once the disk has all of it."""
        if self._file is not None and self._file.state is self._state:
            self._file.sync(at_once=True)
        return deepcopy(self._state)

    def load_state_dict(self, state: StateT, /) -> None:
        """Take a state: the next line follows those that were written when it was taken.

        Raises:
            StateError: It is of another version or shape; nothing was changed.
        """
        kind: Any = get_type_hints(type(self).new_state)["return"]  # Any: as annotated
        check_state(state, kind, self.new_state()["version"], type(self).__name__)
        self._state = deepcopy(state)
        self._resumed = True

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin anew, or go on from the state that was loaded; the file is there from now on."""
        if not self._resumed:
            self._state = self.new_state()
            self._file = None
        self._resumed = False
        self.open()

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Open the file of a state that was loaded since; a faulty one ends the run here."""
        self.open()

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Wait until the disk has all lines."""
        if self._file is not None:
            self._file.sync(at_once=True)

    def open(self) -> LineFile:
        """Return the file that belongs to the state, whoever put the state there."""
        if self._file is None or self._file.state is not self._state:
            self._file = LineFile(self._path, self._state, self._if_exists, self.undo)
        return self._file


def numbers(owner: str, logs: Logs | None, taken: tuple[str, ...]) -> dict[str, float]:
    """Return the metrics of some logs as floats, or raise StepError for a name that is taken."""
    metrics = cast("Mapping[str, float]", logs or {})
    for name in metrics:
        if name in taken:
            raise StepError(
                f"{owner}: a metric is named `{name}`, as the number that begins each line is: "
                "give it another name."
            )
    return {name: float(value) for name, value in metrics.items()}
