"""What a folder says of itself: which files belong to it, whole, and of which moment it is."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final, cast

from typing_extensions import ReadOnly, TypedDict

from hookline.durable.packing import Packed, pack, unpack
from hookline.durable.steps import file_error
from hookline.errors import FileError, StateError

#: The name of the file in each folder.
MANIFEST: Final = "manifest.json"

#: The format that is written, and the newest that is read.
FORMAT: Final = 1


#: The types of what a manifest has, for one that comes from elsewhere.
_SHAPE: Final = {
    "when": str,
    "epoch": int | None,
    "step": int | None,
    "metrics": dict,
    "files": dict,
}


class FileRecord(TypedDict):
    """What a file must be."""

    size: ReadOnly[int]
    sha256: ReadOnly[str]


class Manifest(TypedDict):
    """What is in a folder, and of which moment of which run it is.

    Example:
        >>> manifest: Manifest = {
        ...     "format": 1,
        ...     "when": "2026-03-01T05:04:03.000002+00:00",
        ...     "epoch": 2,
        ...     "step": None,
        ...     "metrics": {"loss": 0.5},
        ...     "files": {},
        ... }
    """

    format: ReadOnly[int]
    #: In UTC, to the microsecond, so that text sorts as time does.
    when: ReadOnly[str]
    epoch: ReadOnly[int | None]
    step: ReadOnly[int | None]
    metrics: ReadOnly[Mapping[str, float]]
    #: By their paths inside the folder, with `/` on every system.
    files: ReadOnly[Mapping[str, FileRecord]]


def describe(
    folder: Path, *, epoch: int | None, step: int | None, metrics: Mapping[str, float]
) -> Manifest:
    """Make the manifest of a folder whose files are all written."""
    return {
        "format": FORMAT,
        "when": datetime.now(UTC).isoformat(timespec="microseconds"),
        "epoch": epoch,
        "step": step,
        "metrics": {name: float(value) for name, value in metrics.items()},
        "files": {
            path.relative_to(folder).as_posix(): _record(path)
            for path in files_of(folder)
            if path != folder / MANIFEST
        },
    }


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those inside it; raise FileError for a link or a pipe."""
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode):
            yield path
        elif not stat.S_ISDIR(mode):
            raise file_error(f"`{path}` is neither a file nor a folder, so no copy can be kept.")


def to_bytes(manifest: Manifest) -> bytes:
    """Write a manifest as JSON, for people too."""
    return pack(dict(manifest), "the manifest", indent=1).text.encode()


def read_manifest(folder: Path) -> Manifest:
    """Read what a folder says of itself; its files are not looked at.

    Raises:
        FileError: It says nothing, or nothing that can be read.
    """
    path = folder / MANIFEST
    try:
        read = unpack(Packed(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise file_error(f"`{folder}` has no {MANIFEST}: hookline did not write it.") from error
    except OSError as error:
        raise file_error(f"Could not read `{path}`: {error.strerror}.", error) from error
    except (ValueError, StateError) as error:
        raise file_error(f"`{path}` is torn: {error}.") from error
    return _checked(read, path)


def check_folder(folder: Path) -> Manifest:
    """Read the manifest of a folder, and hold every file to it.

    Raises:
        FileError: A file is missing, or is not what was written.
    """
    manifest = read_manifest(folder)
    for name, record in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise file_error(f"`{path}` is missing, and {MANIFEST} lists it.")
        if path.stat().st_size != record["size"]:
            raise file_error(
                f"`{path}` has {path.stat().st_size} bytes, and {record['size']} were written."
            )
        if _record(path) != record:
            raise file_error(f"`{path}` is not what was written: its SHA-256 is another one.")
    return manifest


def _record(path: Path) -> FileRecord:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"size": path.stat().st_size, "sha256": digest}
    except OSError as error:
        raise file_error(f"Could not read `{path}`: {error.strerror}.", error) from error


def _checked(read: object, path: Path) -> Manifest:
    """Believe in what was read once it has the shape of a manifest."""
    given = cast("dict[str, object]", read) if isinstance(read, dict) else {}
    version = given.get("format")
    if not isinstance(version, int):
        raise _no_manifest(path)
    if version > FORMAT:
        raise file_error(
            f"`{path}` has format {version}, and this hookline reads up to {FORMAT}: "
            "it was written by a newer one."
        )
    if not all(isinstance(given.get(key), kind) for key, kind in _SHAPE.items()):
        raise _no_manifest(path)
    for name, record in cast("dict[str, object]", given["files"]).items():
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or "\\" in name:
            raise file_error(f"`{path}` lists `{name}`, which is not inside its folder.")
        if not isinstance(record, dict) or not FileRecord.__required_keys__ <= record.keys():
            raise _no_manifest(path)
    return cast("Manifest", given)


def _no_manifest(path: Path) -> FileError:
    return file_error(f"`{path}` is JSON, but no manifest of hookline.")
