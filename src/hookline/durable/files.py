"""A file that appears whole or not at all."""

from __future__ import annotations

import io
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from hookline.durable import steps
from hookline.durable.leftovers import is_still_there, lock, name_for


def write_file(path: str | os.PathLike[str], data: bytes) -> None:
    """Put bytes into a file, in place of what it held; a kill leaves the one or the other.

    Raises:
        FileError: It could not be written; what was there before still is.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     write_file(f"{folder}/best.txt", b"epoch 3")
        ...     Path(folder, "best.txt").read_bytes()
        b'epoch 3'
    """
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Generator[BinaryIO]:
    """Write a file that takes its place when the block ends, and not if it raises.

    Raises:
        FileError: It could not be written; what was there before still is.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     with whole_file(f"{folder}/best.txt") as file:
        ...         file.write(b"epoch ")
        ...         file.write(b"3")
        ...     Path(folder, "best.txt").read_bytes()
        6
        1
        b'epoch 3'
    """
    target = Path(path).resolve()  # what a link leads to is replaced, and not the link
    temporary, fd = _open_beside(target)
    try:
        with open_steps(fd, target) as file:
            yield file
        _keep_permissions(fd, target)
        steps.fsync(fd, target)
        steps.rename(temporary, target, target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    finally:
        os.close(fd)  # and so let go of the lock, when nothing is unfinished any more


@contextmanager
def open_steps(fd: int, told: Path) -> Generator[BinaryIO]:
    """Write to what is open through a buffer, each write a step; nothing is flushed on failure."""
    raw = steps.StepFile(fd, told)
    buffer = io.BufferedWriter(raw, 1 << 20)
    try:
        yield cast("BinaryIO", buffer)
        buffer.flush()
    finally:
        raw.close()  # or the buffer, when it is let go of, would write what failed once more


def _open_beside(target: Path) -> tuple[Path, int]:
    while True:
        temporary = name_for(target, "unfinished")
        fd = steps.create(temporary, target)
        if lock(fd) != "taken" and is_still_there(fd, temporary):
            return temporary, fd
        os.close(fd)


def _keep_permissions(fd: int, target: Path) -> None:
    with suppress(OSError, AttributeError):  # a new file has the usual ones; Windows has none
        os.fchmod(fd, target.stat().st_mode & 0o777)
