"""A folder that appears whole or not at all: a checkpoint is a set of files, and one rename."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, final

from hookline.durable import steps
from hookline.durable.files import open_steps
from hookline.durable.leftovers import (
    claimed,
    discard,
    is_still_there,
    lock,
    name_for,
)
from hookline.durable.manifest import MANIFEST, describe, files_of, to_bytes
from hookline.durable.packing import Packed, pack, read_arrays, unpack, write_arrays
from hookline.durable.steps import file_error


@final
class Draft:
    """A folder that is not finished yet: what is put into it appears with it."""

    def __init__(self, path: Path, target: Path) -> None:
        #: Where it is while it is written: a program may save itself into it.
        self.path: Path = path
        #: Where it will be.
        self.target: Path = target

    @contextmanager
    def open(self, name: str) -> Generator[BinaryIO]:
        """Write one file of it, in pieces."""
        told = self.target / name
        fd = steps.create(self.path / name, told)
        try:
            with open_steps(fd, told) as file:
                yield file
        finally:
            os.close(fd)

    def write(self, name: str, data: bytes) -> None:
        """Write one file of it."""
        with self.open(name) as file:
            file.write(data)

    def write_state(self, name: str, state: object) -> None:
        """Write state as `name.json`, and its arrays, if it has any, as `name.npz`.

        Raises:
            StateError: Something in it has no form in a file; see `pack`.
        """
        packed = state if isinstance(state, Packed) else pack(state, name)
        self.write(f"{name}.json", packed.text.encode())
        if packed.arrays:
            with self.open(f"{name}.npz") as file:
                write_arrays(file, packed.arrays)


def read_state(folder: Path, name: str) -> object:
    """Read what `Draft.write_state` wrote.

    Raises:
        FileError: It is not there.
        StateError: It is no state.
    """
    try:
        text = (folder / f"{name}.json").read_text(encoding="utf-8")
        arrays: dict[str, object] = {}
        with suppress(FileNotFoundError), (folder / f"{name}.npz").open("rb") as file:
            arrays = read_arrays(file)
    except OSError as error:
        told = f"Could not read `{error.filename or folder / name}`: {error.strerror}."
        raise file_error(told, error) from error
    return unpack(Packed(text, arrays))


@contextmanager
def whole_folder(
    path: str | os.PathLike[str],
    *,
    epoch: int | None = None,
    step: int | None = None,
    metrics: Mapping[str, float] | None = None,
    replace: bool = False,
) -> Generator[Draft]:
    """Write a folder that takes its place when the block ends, and not if it raises.

    When it ends, every file is on the disk and listed in a manifest with its size and its
    SHA-256; then one rename makes the folder appear.

    Args:
        path: Where it will be; the folder around it is made if it is not there.
        epoch: For the manifest, as the two after it.
        step: Batches since training began.
        metrics: The epoch's logs.
        replace: Take the place of a folder that is there. A writer killed between the two
            renames that this needs leaves none, until `sweep` or `newest` puts the old one back.

    Raises:
        FileError: It could not be written; what was there before still is.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as runs:
        ...     with whole_folder(f"{runs}/epoch-3", epoch=3) as draft:
        ...         draft.write_state("program", {"weight": 0.5})
        ...     sorted(path.name for path in Path(runs, "epoch-3").iterdir())
        ['manifest.json', 'program.json']
    """
    target = Path(path).absolute()
    _check_free(target, replace=replace)
    with steps.doing("create", target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target) as draft:
        yield draft
        manifest = describe(draft.path, epoch=epoch, step=step, metrics=metrics or {})
        draft.write(MANIFEST, to_bytes(manifest))
        _wait_for_disk(draft)
        _check_free(target, replace=replace)  # it may have appeared meanwhile
        _put_in_place(draft)


def _check_free(target: Path, *, replace: bool) -> None:
    if os.path.lexists(target) and not replace:
        raise file_error(f"`{target}` is there already, and a whole folder is never changed.")


def remove_folder(path: Path) -> None:
    """Remove a whole folder: killed at any time, it is whole or gone.

    Raises:
        FileError: It could not be removed.
    """
    with claimed(path):
        leaving = name_for(path, "removed")
        steps.rename(path, leaving, path)
        discard(leaving, path)


@contextmanager
def _draft(target: Path) -> Generator[Draft]:
    while True:
        temporary = name_for(target, "unfinished")
        steps.create_folder(temporary, target)
        with _held(temporary) as ours:
            if not ours:
                continue  # swept before it was locked
            try:
                yield Draft(temporary, target)
            except BaseException:
                with suppress(OSError):
                    discard(temporary)
                raise
            return


@contextmanager
def _held(folder: Path) -> Generator[bool]:
    if os.name == "nt":
        yield True
        return
    try:
        fd = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:  # swept already
        yield False
        return
    try:
        yield lock(fd) != "taken" and is_still_there(fd, folder)
    finally:
        os.close(fd)


def _wait_for_disk(draft: Draft) -> None:
    for path in files_of(draft.path):
        steps.fsync_path(path, draft.target / path.relative_to(draft.path))
    folders = [path for path in draft.path.rglob("*") if path.is_dir()]
    for folder in (*folders, draft.path):
        steps.fsync_path(folder, draft.target / folder.relative_to(draft.path))


def _put_in_place(draft: Draft) -> None:
    if not os.path.lexists(draft.target):
        steps.rename(draft.path, draft.target, draft.target)
        return
    with claimed(draft.target):  # or somebody's sweep would put it back between the two renames
        old = name_for(draft.target, "replaced")
        steps.rename(draft.target, old, draft.target)
        try:
            steps.rename(draft.path, draft.target, draft.target)
        except BaseException:
            with suppress(OSError):
                old.rename(draft.target)
            raise
        with suppress(OSError):  # the new one is in place; what stays of the old is swept
            discard(old)
