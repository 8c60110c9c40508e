"""What is swept, and what never is."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hookline.durable import sweep, whole_file, whole_folder, write_file
from hookline.durable.leftovers import name_for
from hookline.testing.killing import killed


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize("kind", ["unfinished", "replaced", "removed"])
def test_a_leftover_is_swept_and_told(tmp_path: Path, kind: str) -> None:
    (tmp_path / "best").touch()
    left = tmp_path / f".best.{kind}-01234567.hookline"
    left.mkdir()
    (left / "half").touch()
    assert sweep(tmp_path) == [left]
    assert names(tmp_path) == ["best"]


@pytest.mark.parametrize(
    "name",
    [
        "best",
        ".best.tmp",
        ".best.unfinished-01234567",
        "best.unfinished-01234567.hookline",
        ".best.unfinished-0123456.hookline",
        ".best.unfinished-0123456x.hookline",
        ".unfinished-01234567.hookline",
        ".best.saved-01234567.hookline",
    ],
)
def test_a_file_that_is_not_ours_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert sweep(tmp_path) == []
    assert names(tmp_path) == [name]


def test_a_link_and_a_pipe_stay(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".a.unfinished-01234567.hookline")
    (tmp_path / ".b.unfinished-01234567.hookline").symlink_to(tmp_path)
    assert sweep(tmp_path) == []


def test_the_leftovers_of_one_name(tmp_path: Path) -> None:
    one, other = (name_for(tmp_path / name, "unfinished") for name in ("one", "other"))
    one.touch()
    other.touch()
    assert sweep(tmp_path, of="one") == [one]


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert sweep(tmp_path / "none") == []


def test_what_a_live_writer_is_at_stays_whoever_sweeps(tmp_path: Path) -> None:
    def sweep_all() -> None:
        assert sweep(tmp_path) == []

    with whole_file(tmp_path / "file") as file, whole_folder(tmp_path / "folder") as draft:
        file.write(b"half")
        draft.write("half", b"")
        sweep_all()
        assert not killed(sweep_all, before=-1)  # in another process
    assert names(tmp_path) == ["file", "folder"]


def test_a_folder_that_was_only_taken_away_is_put_back(tmp_path: Path) -> None:
    left = name_for(tmp_path / "best", "replaced")
    left.mkdir()
    (left / "whole").touch()
    assert sweep(tmp_path) == [left]
    assert names(tmp_path / "best") == ["whole"]


def test_writers_and_sweepers_at_once_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pass_over(fd: int) -> None: ...

    monkeypatch.setattr(os, "fsync", pass_over)
    done = threading.Event()

    def sweep_on() -> None:
        while not done.is_set():
            sweep(tmp_path)

    with ThreadPoolExecutor() as threads:
        sweepers = [threads.submit(sweep_on) for _ in range(2)]
        try:
            for number in range(25):
                write_file(tmp_path / "file", b"%d" % number)
                with whole_folder(tmp_path / "folder", replace=True) as draft:
                    draft.write("number", b"%d" % number)
                assert (tmp_path / "file").read_bytes() == b"%d" % number
                assert (tmp_path / "folder" / "number").read_bytes() == b"%d" % number
        finally:
            done.set()
        assert [sweeper.result() for sweeper in sweepers] == [None, None]
    sweep(tmp_path)
    assert names(tmp_path) == ["file", "folder"]
