"""What a killed writer leaves behind: how it is recognized, and swept away.

A writer holds a lock on what it has not finished. The system lets go of it when the process
ends, however it ends, so what nobody holds is a leftover: no process has to be asked after,
which on another machine or in another container could not be done.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Literal, TypeAlias

from hookline.durable import steps

if sys.platform != "win32":
    import fcntl

#: What is half written; what makes room for another; what is on its way out.
Kind: TypeAlias = Literal["unfinished", "replaced", "removed"]

_NAME: Final = re.compile(
    r"\.(?P<target>.+)\.(?P<kind>unfinished|replaced|removed)-[0-9a-f]{8}\.hookline"
)


def name_for(path: Path, kind: Kind) -> Path:
    """Return a name beside a path that tells whose it is, and which no one else has."""
    return path.with_name(f".{path.name}.{kind}-{secrets.token_hex(4)}.hookline")


def sweep(folder: Path, of: str | None = None) -> list[Path]:
    """Remove what killed writers left in a folder; return what was removed.

    Left alone are files that are not ours, and what a writer is still at, in whatever process.
    Where a writer was killed between two renames, what it had taken away is put back.

    Args:
        folder: Where to look; not in the folders inside it.
        of: Only leftovers of the file or the folder of this name.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     left = Path(folder, ".best.unfinished-0a1b2c3d.hookline")
        ...     left.touch()
        ...     swept = sweep(Path(folder))
        >>> swept == [left]
        True
    """
    if not folder.is_dir():
        return []
    swept: list[Path] = []
    for path in _inside(folder):
        match = _NAME.fullmatch(path.name)
        if match and of in {None, match["target"]}:
            # What cannot be removed stays: it harms nobody, and the next sweep finds it again.
            with suppress(OSError):
                if _clear(path, folder / match["target"], match["kind"]):
                    swept.append(path)
    return swept


def _inside(folder: Path) -> list[Path]:
    with suppress(PermissionError):  # where nothing can be seen, nothing can be swept
        return sorted(folder.iterdir())
    return []


def discard(path: Path, told: Path | None = None) -> None:
    """Remove a file or a folder under a temporary name."""
    with steps.doing("remove", told or path):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _clear(path: Path, target: Path, kind: str) -> bool:
    """Remove a leftover or put it back; tell whether it was one that nobody is at."""
    if not _is_plain(path):
        return False
    with claimed(path) as ours:
        if ours and kind == "replaced" and not os.path.lexists(target):
            steps.rename(path, target, target)
        elif ours:
            discard(path)
        return ours


def _is_plain(path: Path) -> bool:
    # Neither a link, which leads elsewhere, nor a pipe, which to open would wait for ever.
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


# Locks


@contextmanager
def claimed(path: Path) -> Generator[bool]:
    """Hold the lock of a file or a folder inside the block; tell whether it was free."""
    if sys.platform == "win32":
        # There a file that somebody has open cannot be removed, which serves as well;
        # a folder has no lock, so one that is left behind stays.
        yield path.is_file()
        return
    fd = os.open(path, os.O_RDONLY)
    try:
        yield lock(fd) == "ours"
    finally:
        os.close(fd)


def lock(fd: int) -> Literal["ours", "taken", "unknown"]:
    """Lock what is open until it is closed; "unknown" where the file system has no locks."""
    if sys.platform == "win32":
        return "unknown"
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return "taken"
    except OSError:
        return "unknown"
    return "ours"


def is_still_there(fd: int, path: Path) -> bool:
    """Tell whether what is open still has its name: nobody swept it before it was locked."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False
