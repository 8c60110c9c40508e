"""A file that grows by whole lines, and goes on from a state where a run was cut short."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Final, Literal, TypeAlias, final
from zlib import crc32

from hookline.durable import steps
from hookline.durable.files import write_file
from hookline.durable.leftovers import sweep
from hookline.durable.steps import file_error
from hookline.errors import FileError
from hookline.state import State

#: What a run does with a file that is there already, and not empty, when it begins.
IfExists: TypeAlias = Literal["error", "append", "new file", "overwrite"]

#: An fsync takes some milliseconds, so it is made at most once in so many seconds.
SECONDS_BETWEEN_FSYNCS: Final = 5.0


class LinesState(State):
    """How far a run has written."""

    #: Which file of the run: 1 for `log.csv`, 2 for `log-2.csv`; 0 before there is one.
    number: int
    #: How many of its bytes are whole lines, and the CRC-32 of these.
    length: int
    check: int


@final
class LineFile:
    """Appends to the file that a state describes, and keeps the state up to date.

    A line is written at once and whole, or not at all. The file is opened for each, so nothing
    stays open, and each time its length is compared with what it must be.

    Args:
        path: Of the first file; those after it have a number before the suffix.
        state: Changed in place. A new one begins a file, any other goes on with its own, from
            which all is removed that was written after the state was taken.
        if_exists: For a new state.
        undo: Makes of a file's content what it was when the state was taken, where it has been
            rewritten since then; None if that is not what happened.

    Raises:
        FileError: The file is there already, or is not the one that the state describes.
    """

    def __init__(
        self,
        path: Path,
        state: LinesState,
        if_exists: IfExists = "error",
        undo: Callable[[bytes], bytes | None] = lambda content: None,
    ) -> None:
        self.state: Final[LinesState] = state
        self._first = path.absolute()
        self._synced = monotonic()
        self._resumed = state["number"] > 0
        if self._resumed:
            sweep(self.path.parent, of=self.path.name)
            self._go_on(undo)
        else:
            self._begin(if_exists)

    @property
    def path(self) -> Path:
        """The file that is written to now."""
        return numbered(self._first, self.state["number"])

    def read(self) -> bytes:
        """Return what is whole."""
        with _reading(self.path):
            return self.path.read_bytes()[: self.state["length"]]

    def append(self, line: bytes) -> None:
        """Add a whole line.

        Raises:
            FileError: It could not be written, and no part of it was; or somebody else has
                written to the file.
        """
        path, length = self.path, self.state["length"]
        with self._opened(path) as fd:
            size = os.fstat(fd).st_size
            if size != length:
                raise file_error(
                    f"`{path}` has {size} bytes, and this run left it with {length}: "
                    "somebody else writes to it. Give each run, and each process, its own."
                )
            os.lseek(fd, 0, os.SEEK_END)
            try:
                steps.write(fd, line, path)
            except BaseException:
                with suppress(OSError):
                    os.ftruncate(fd, length)
                raise
        self._grow(line)

    def rewrite(self, content: bytes) -> None:
        """Put other content in place of all lines, at once."""
        write_file(self.path, content)
        self.state["length"], self.state["check"] = len(content), crc32(content)

    def turn_over(self, is_ours: Callable[[bytes], bool]) -> None:
        """Go on in the next file, which is empty.

        Args:
            is_ours: Tells from the content of a file of that name whether the run that is being
                resumed wrote it before it was cut short, so that this one may take its place.
        """
        self._sync()
        number = self.state["number"] + 1
        while not self._take(number, is_ours):
            number += 1
        self._start(number, b"")

    def sync(self, *, at_once: bool = False) -> None:
        """Wait until the disk has all lines; but not so soon after the last time, unless asked."""
        if at_once or monotonic() - self._synced >= SECONDS_BETWEEN_FSYNCS:
            self._sync()

    # Beginning and going on

    def _begin(self, if_exists: IfExists) -> None:
        with steps.doing("create", self._first):
            self._first.parent.mkdir(parents=True, exist_ok=True)
        sweep(self._first.parent, of=self._first.name)
        content = self._content()
        if not content or if_exists == "overwrite":
            self._start(1, b"")
            self._make_empty()
        elif if_exists == "append":
            if not content.endswith(b"\n"):
                raise file_error(
                    f"`{self._first}` ends in the middle of a line, so no line can follow: "
                    "complete or remove its last one, or go on in another file."
                )
            self._start(1, content)
        elif if_exists == "new file":
            number = 2
            while not self._take(number, lambda content: False):
                number += 1
            self._start(number, b"")
        else:
            raise file_error(
                f"`{self._first}` has {len(content)} bytes of an earlier run, which would be "
                'lost: say `if_exists="append"`, "new file" or "overwrite", or give another path.'
            )

    def _make_empty(self) -> None:
        """Show now, and not after the first epoch, that the file can be written."""
        if os.path.lexists(self._first):
            write_file(self._first, b"")
        else:
            os.close(steps.create(self._first, self._first))

    def _content(self) -> bytes:
        if not os.path.lexists(self._first):
            return b""
        with _reading(self._first):
            return self._first.read_bytes()

    def _go_on(self, undo: Callable[[bytes], bytes | None]) -> None:
        """Take away what was written after the state was taken, to the byte."""
        with _reading(self.path):
            content = self.path.read_bytes()
        if self._is_described(content[: self.state["length"]]):
            if len(content) > self.state["length"]:
                with self._opened(self.path) as fd:
                    steps.truncate(fd, self.state["length"], self.path)
            return
        before = undo(content)
        if before is None or not self._is_described(before):
            raise self._another()
        self.rewrite(before)

    def _is_described(self, content: bytes) -> bool:
        return len(content) == self.state["length"] and crc32(content) == self.state["check"]

    def _another(self) -> FileError:
        return file_error(
            f"`{self.path}` does not begin with the {self.state['length']} bytes that it had when "
            "the state of this run was taken, so the run cannot go on in it: "
            "put the file back that belongs to the state."
        )

    def _take(self, number: int, is_ours: Callable[[bytes], bool]) -> bool:
        """Make the file of a number, unless there is one that is not ours."""
        path = numbered(self._first, number)
        sweep(path.parent, of=path.name)
        if os.path.lexists(path):
            with _reading(path):
                ours = self._resumed and is_ours(path.read_bytes())
            if ours:
                write_file(path, b"")
            return ours
        os.close(steps.create(path, path))
        return True

    def _start(self, number: int, content: bytes) -> None:
        self.state["number"] = number
        self.state["length"], self.state["check"] = len(content), crc32(content)

    # Writing

    def _grow(self, line: bytes) -> None:
        self.state["length"] += len(line)
        self.state["check"] = crc32(line, self.state["check"])

    def _sync(self) -> None:
        steps.fsync_path(self.path, self.path)
        self._synced = monotonic()

    @contextmanager
    def _opened(self, path: Path) -> Generator[int]:
        # Not to be made anew: without the lines that were there, it would lack them silently.
        with steps.doing("open", path):
            fd = os.open(path, os.O_WRONLY | steps.BINARY)
        try:
            yield fd
        finally:
            os.close(fd)


def numbered(path: Path, number: int) -> Path:
    """Return the path of the second file of a run, or of a later one.

    Example:
        >>> numbered(Path("log.csv"), 1).name, numbered(Path("log.csv"), 2).name
        ('log.csv', 'log-2.csv')
    """
    return path if number < 2 else path.with_stem(f"{path.stem}-{number}")


@contextmanager
def _reading(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise file_error(f"Could not read `{path}`: {error.strerror}.", error) from error
