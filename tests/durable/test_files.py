"""A file is whole or as it was, whatever happens to its writer."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hookline.durable import steps, sweep, whole_file, write_file
from hookline.durable.steps import Step
from hookline.errors import FileError
from hookline.testing.killing import kills

OLD, NEW = b"what was there before", b"what comes after it, and is longer"


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@contextmanager
def failing(at: int, monkeypatch: pytest.MonkeyPatch, number: int = errno.EIO) -> Generator[None]:
    """Let a step fail as the system would."""
    made = iter(range(10**6))

    def fail(step: Step, path: Path) -> None:
        if next(made) == at:
            raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(steps, "before", fail)
        yield


@pytest.mark.parametrize("old", [None, OLD])
def test_killed_before_any_step_or_between_any_bytes_a_file_is_old_or_new(
    tmp_path: Path, old: bytes | None
) -> None:
    path = tmp_path / "best.json"
    seen: set[bytes | None] = set()
    if old is not None:
        path.write_bytes(old)
    for _ in kills(lambda: write_file(path, NEW), chunk=7):
        seen.add(path.read_bytes() if path.exists() else None)
        assert len(list(tmp_path.iterdir())) <= 2
        sweep(tmp_path)
        assert {entry.name for entry in tmp_path.iterdir()} <= {path.name}
        if old is not None:
            path.write_bytes(old)
    assert seen == {old, NEW}
    assert path.read_bytes() == NEW


def test_a_step_that_fails_names_the_file_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "best.json"
    path.write_bytes(OLD)
    for at in range(4):  # create, write, fsync, rename
        with (
            failing(at, monkeypatch),
            pytest.raises(FileError, match=r"best\.json`: Input/output error\.") as caught,
        ):
            write_file(path, NEW)
        assert caught.value.errno == errno.EIO
        assert path.read_bytes() == OLD
        assert names(tmp_path) == [path.name]


def test_a_block_that_raises_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "best.json"
    path.write_bytes(OLD)
    with pytest.raises(KeyboardInterrupt), whole_file(path) as file:
        file.write(NEW)
        raise KeyboardInterrupt
    assert path.read_bytes() == OLD
    assert names(tmp_path) == [path.name]


FILL_THE_DISK = """
import resource, signal, sys
from hookline.durable import write_file
from hookline.errors import FileError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write_file(sys.argv[1], b"x" * 101)
except FileError as error:
    print(error)
"""


def test_a_file_too_large_for_the_disk_names_the_file_and_leaves_the_old_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "best.json"
    path.write_bytes(OLD)
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", FILL_THE_DISK, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"Could not write `{path}`: File too large.\n"
    assert path.read_bytes() == OLD
    assert names(tmp_path) == [path.name]


def test_a_folder_that_is_not_there_is_told_by_the_file(tmp_path: Path) -> None:
    path = tmp_path / "none" / "best.json"
    with pytest.raises(FileError) as caught:
        write_file(path, NEW)
    assert str(caught.value) == f"Could not create `{path}`: No such file or directory."
    assert isinstance(caught.value, OSError)


def test_a_file_in_place_of_the_folder_is_told_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()
    with pytest.raises(FileError, match=r"runs/best\.json`: Not a directory"):
        write_file(tmp_path / "runs" / "best.json", NEW)


def test_what_a_link_leads_to_is_written_and_the_link_stays(tmp_path: Path) -> None:
    path, link = tmp_path / "best.json", tmp_path / "link.json"
    link.symlink_to(path)
    write_file(link, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW


def test_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "best.json"
    path.write_bytes(OLD)
    path.chmod(0o640)
    write_file(path, NEW)
    assert path.stat().st_mode & 0o777 == 0o640
