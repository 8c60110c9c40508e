"""The newest whole folder among several, and what was passed over to find it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from hookline.durable.leftovers import sweep
from hookline.durable.manifest import Manifest, check_folder, read_manifest
from hookline.durable.steps import file_error
from hookline.errors import FileError


class Skipped(NamedTuple):
    """What was passed over."""

    path: Path
    #: A sentence.
    reason: str


class Whole(NamedTuple):
    """A folder whose files are all as they were written."""

    path: Path
    manifest: Manifest


@dataclass(frozen=True)
class Newest:
    """What was found in a folder of folders."""

    #: None where there is no whole one.
    found: Whole | None
    #: What is torn or not ours, and newer than what was found or of no known age.
    skipped: tuple[Skipped, ...]


def newest(folder: str | os.PathLike[str], names: str = "*") -> Newest:
    """Find the newest whole folder inside a folder, after sweeping what killed writers left.

    Newest is the one that says that it was written last; its files are held to its manifest,
    those of older ones are not looked at. A torn one is left where it is, for its owner to see.

    Args:
        folder: Where to look; not in the folders inside it.
        names: A pattern as `fnmatch` takes it; what has another name is nobody's business here.

    Raises:
        FileError: The folder is there and cannot be read.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline.durable import whole_folder
        >>> with TemporaryDirectory() as runs:
        ...     for epoch in range(2):
        ...         with whole_folder(f"{runs}/epoch-{epoch}", epoch=epoch) as draft:
        ...             draft.write("weights.txt", b"0.5")
        ...     Path(runs, "epoch-1", "weights.txt").write_text("0.")
        ...     search = newest(runs)
        2
        >>> search.found.path.name
        'epoch-0'
        >>> [skipped.reason for skipped in search.skipped]
        ['`...weights.txt` has 2 bytes, and 3 were written.']
    """
    place = Path(os.fspath(folder))  # what is no path at all is refused right here
    sweep(place)
    skipped: list[Skipped] = []
    candidates: list[Whole] = []
    for path in _inside(place, names):
        try:
            candidates.append(Whole(path, _read(path)))
        except FileError as error:
            skipped.append(Skipped(path, str(error)))
    for candidate in sorted(candidates, key=_age, reverse=True):
        try:
            return Newest(Whole(candidate.path, check_folder(candidate.path)), tuple(skipped))
        except FileError as error:
            skipped.append(Skipped(candidate.path, str(error)))
    return Newest(None, tuple(skipped))


def _inside(place: Path, names: str) -> list[Path]:
    try:  # not by `glob`, to which a folder that cannot be read is an empty one
        found = sorted(place.iterdir()) if place.is_dir() else []
    except OSError as error:
        raise file_error(f"Could not read `{place}`: {error.strerror}.", error) from error
    return [path for path in found if fnmatchcase(path.name, names)]


def _read(path: Path) -> Manifest:
    if not path.is_dir():
        raise file_error(f"`{path}` is no folder.")
    return read_manifest(path)


def _age(whole: Whole) -> tuple[str, int, int, str]:
    manifest = whole.manifest
    # Two within a microsecond are told apart by how far their runs were.
    return (
        manifest["when"],
        -1 if manifest["step"] is None else manifest["step"],
        -1 if manifest["epoch"] is None else manifest["epoch"],
        whole.path.name,
    )
