"""The few steps of which every durable write is made, each a function.

A writer may be killed, or the disk may be full, before any of them: `before` is called there,
so that a test can do the same at each place in turn.
`told` is always the path that the caller knows, also while a temporary name is written to.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from hookline.errors import FileError

if TYPE_CHECKING:
    from typing_extensions import Buffer

Step: TypeAlias = Literal["create", "open", "write", "truncate", "fsync", "rename", "remove"]

#: At most so many bytes are written in one step.
CHUNK: int = 1 << 24

BINARY: Final[int] = getattr(os, "OBINARY", 0)  # Windows would change the ends of lines


def _nothing(step: Step, path: Path) -> None:
    """Go on."""


#: Called before each step with its path; for tests, which put something here that stops the step.
before: Callable[[Step, Path], None] = _nothing


@contextmanager
def doing(step: Step, told: Path) -> Generator[None]:
    """Announce a step, and name the file if it fails."""
    try:
        before(step, told)
        yield
    except OSError as error:
        raise file_error(f"Could not {step} `{told}`: {error.strerror or error}.", error) from error


def file_error(sentence: str, cause: OSError | None = None) -> FileError:
    """Make an error that still has the number of the one that caused it."""
    error = FileError(sentence)
    if cause is not None:
        error.errno = cause.errno
    return error


def create(path: Path, told: Path) -> int:
    """Open a file that must not be there yet."""
    with doing("create", told):
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | BINARY, 0o666)


def create_folder(path: Path, told: Path) -> None:
    """Make a folder that must not be there yet."""
    with doing("create", told):
        path.mkdir()


def write(fd: int, data: Buffer, told: Path) -> None:
    """Write all of some bytes."""
    left = memoryview(data).cast("B")
    while left:
        with doing("write", told):
            left = left[os.write(fd, left[:CHUNK]) :]


def truncate(fd: int, length: int, told: Path) -> None:
    """Cut a file to a length."""
    with doing("truncate", told):
        os.ftruncate(fd, length)


def fsync(fd: int, told: Path) -> None:
    """Wait until the disk has what was written."""
    with doing("fsync", told):
        os.fsync(fd)


def fsync_path(path: Path, told: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    if os.name == "nt" and path.is_dir():
        return  # Windows knows no such thing for a folder
    with doing("fsync", told):
        fd = os.open(path, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def rename(path: Path, new: Path, told: Path) -> None:
    """Put a file or a folder in its place, at once, and wait until the disk has its name."""
    with doing("rename", told):
        path.replace(new)
    fsync_path(new.parent, told)


class StepFile(io.RawIOBase):
    """A file whose every write is a step; it does not close what it writes to."""

    def __init__(self, fd: int, told: Path) -> None:
        self._fd = fd
        self._told = told

    def writable(self) -> bool:
        """Tell that it takes bytes."""
        return True

    def seekable(self) -> bool:
        """Tell that it can go back, as writers of zip files do."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        return os.lseek(self._fd, offset, whence)

    def write(self, data: Buffer, /) -> int:
        """Write all of some bytes."""
        write(self._fd, data, self._told)
        return memoryview(data).nbytes
