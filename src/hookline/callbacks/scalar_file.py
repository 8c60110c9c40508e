"""The files that TensorBoard reads, written by its own writer.

The package ships no types, so this is where they are given to it: nothing else imports it.
The values are its `simple_value`, which takes the least room and which every reader knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import sleep, time
from typing import Final, cast

from typing_extensions import Protocol

from hookline.callbacks.extras import needed

#: What the name of such a file begins with; TensorBoard reads every file that has it in its name.
_PREFIX: Final = "events.out.tfevents."


def check_package() -> None:
    """Raise ImportError, saying what to install, where the package is missing."""
    needed("TensorBoard", "tensorboard.summary.writer.event_file_writer", "tensorboard")


def scalar_files(folder: Path) -> list[str]:
    """Return the names of the files that TensorBoard reads in a folder, in its order."""
    return sorted(path.name for path in folder.glob(f"{_PREFIX}*"))


class ScalarFile:
    """One new file of scalars in a folder, which is read after those that are there."""

    def __init__(self, folder: Path) -> None:
        protos = needed("TensorBoard", "tensorboard.compat.proto.event_pb2", "tensorboard")
        summaries = needed("TensorBoard", "tensorboard.compat.proto.summary_pb2", "tensorboard")
        self._new_event = cast("_NewEvent", protos.Event)
        self._new_session_log = cast("_NewSessionLog", protos.SessionLog)
        self._new_summary = cast("_NewSummary", summaries.Summary)
        self._new_value = cast("_NewValue", summaries.Summary.Value)
        older = scalar_files(folder)
        self._writer = _open(folder)
        if older and scalar_files(folder)[-1] == older[-1]:
            # Names tell seconds, and then count without leading zeros: 10 is before 9.
            self._writer.close()
            sleep(1)
            self._writer = _open(folder)

    def scalars(self, values: Mapping[str, float], step: int) -> None:
        """Write some values, by their tags."""
        summary = self._new_summary(
            value=[self._new_value(tag=tag, simple_value=value) for tag, value in values.items()]
        )
        self._writer.add_event(self._new_event(wall_time=time(), step=step, summary=summary))

    def begin(self, step: int) -> None:
        """Say that what older files of the folder have from this step on is out of date."""
        log = self._new_session_log(status=_START)
        self._writer.add_event(self._new_event(wall_time=time(), step=step, session_log=log))

    def end(self, step: int, message: str) -> None:
        """Say how the run ended; TensorBoard keeps it and does not show it."""
        log = self._new_session_log(status=_STOP, msg=message)
        self._writer.add_event(self._new_event(wall_time=time(), step=step, session_log=log))

    def flush(self) -> None:
        """Wait until the file has all that was written."""
        self._writer.flush()

    def close(self) -> None:
        """Write what is left and end the writer's thread."""
        self._writer.close()


def _open(folder: Path) -> _Writer:
    files = needed("TensorBoard", "tensorboard.summary.writer.event_file_writer", "tensorboard")
    return cast("_Writer", files.EventFileWriter(str(folder)))


# What is used of the package. An Event is a protocol buffer, and no more is done with one here.

_START: Final = 1  # SessionLog.START
_STOP: Final = 2  # SessionLog.STOP


class _Writer(Protocol):
    def add_event(self, event: object, /) -> None: ...
    def flush(self) -> None: ...
    def close(self) -> None: ...


class _NewEvent(Protocol):
    def __call__(
        self, *, wall_time: float, step: int, summary: object = None, session_log: object = None
    ) -> object: ...


class _NewSessionLog(Protocol):
    def __call__(self, *, status: int, msg: str = "") -> object: ...


class _NewSummary(Protocol):
    def __call__(self, *, value: list[object]) -> object: ...


class _NewValue(Protocol):
    def __call__(self, *, tag: str, simple_value: float) -> object: ...
