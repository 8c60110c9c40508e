"""A folder is whole or not there, whatever happens to its writer; the newest is found."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hookline.durable import (
    check_folder,
    newest,
    read_manifest,
    read_state,
    remove_folder,
    sweep,
    whole_folder,
)
from hookline.errors import FileError, StateError
from hookline.testing.killing import kills


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here, so the disk need not be waited for."""

    def pass_over(fd: int) -> None: ...

    monkeypatch.setattr(os, "fsync", pass_over)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def save(path: Path, weight: float, *, epoch: int = 0, replace: bool = False) -> None:
    metrics = {"loss": weight, "val_loss": float("nan")}
    with whole_folder(path, epoch=epoch, step=9, metrics=metrics, replace=replace) as draft:
        draft.write_state("program", {"weight": weight, "rows": np.full(3, weight)})
        (draft.path / "own").mkdir()
        (draft.path / "own" / "weights.txt").write_text(str(weight))


def weight_of(path: Path) -> float:
    check_folder(path)
    state: Any = read_state(path, "program")
    assert state["rows"].tolist() == [state["weight"]] * 3
    assert (path / "own" / "weights.txt").read_text() == str(state["weight"])
    return float(state["weight"])


def test_a_folder_says_what_is_in_it(tmp_path: Path) -> None:
    save(tmp_path / "best", 0.5, epoch=3)
    manifest = read_manifest(tmp_path / "best")
    assert (manifest["format"], manifest["epoch"], manifest["step"]) == (1, 3, 9)
    assert manifest["metrics"]["loss"] == 0.5
    assert np.isnan(manifest["metrics"]["val_loss"])
    assert sorted(manifest["files"]) == ["own/weights.txt", "program.json", "program.npz"]
    assert manifest["when"].endswith("+00:00")


def test_killed_before_any_step_a_folder_is_whole_or_not_there(tmp_path: Path) -> None:
    path, seen = tmp_path / "best", set[bool]()
    for _ in kills(lambda: save(path, 0.5), chunk=400):
        seen.add(path.exists())
        if path.exists():
            assert weight_of(path) == 0.5
            shutil.rmtree(path)
        sweep(tmp_path)
        assert names(tmp_path) == []
    assert seen == {False, True}
    assert weight_of(path) == 0.5


def test_killed_before_any_step_of_replacing_the_old_one_or_the_new_one_is_found(
    tmp_path: Path,
) -> None:
    path, seen = tmp_path / "best", list[float]()
    for _ in kills(lambda: save(path, 2.0, replace=True), chunk=4000):
        search = newest(tmp_path)
        if search.found:
            assert search.found.path == path
            seen.append(weight_of(path))
            assert names(tmp_path) == ["best"]
        if not seen or seen[-1] == 2.0:
            save(path, 1.0, replace=True)
    assert set(seen) == {1.0, 2.0}
    assert weight_of(path) == 2.0


def test_killed_before_any_step_of_removing_a_folder_is_whole_or_gone(tmp_path: Path) -> None:
    path = tmp_path / "best"
    save(path, 0.5)
    for _ in kills(lambda: remove_folder(path)):
        if path.exists():
            assert weight_of(path) == 0.5
        else:
            sweep(tmp_path)
            assert names(tmp_path) == []
            save(path, 0.5)
    assert names(tmp_path) == []


def test_a_folder_is_not_changed_by_accident(tmp_path: Path) -> None:
    save(tmp_path / "best", 1.0)
    with pytest.raises(FileError, match=r"best` is there already"):
        save(tmp_path / "best", 2.0)
    assert weight_of(tmp_path / "best") == 1.0


def test_a_folder_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with (
        pytest.raises(FileError, match=r"best` is there already"),
        whole_folder(tmp_path / "best") as draft,
    ):
        draft.write("weights", b"2.0")
        save(tmp_path / "best", 1.0)
    assert weight_of(tmp_path / "best") == 1.0
    assert names(tmp_path) == ["best"]


def test_a_block_that_raises_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "best") as draft:
        draft.write("half", b"half")
        raise KeyboardInterrupt
    assert names(tmp_path) == []


def test_state_that_has_no_form_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(StateError, match=r'`program\["seen"\]` is a set'),
        whole_folder(tmp_path / "best") as draft,
    ):
        draft.write_state("program", {"seen": {1}})
    assert names(tmp_path) == []


def test_the_folders_around_it_are_made(tmp_path: Path) -> None:
    save(tmp_path / "runs" / "today" / "best", 1.0)
    assert weight_of(tmp_path / "runs" / "today" / "best") == 1.0


def test_a_link_in_it_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(FileError, match=r"is neither a file nor a folder"),
        whole_folder(tmp_path / "best") as draft,
    ):
        (draft.path / "elsewhere").symlink_to(tmp_path)


def test_state_that_is_not_there_is_told_by_its_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"Could not read `.*program\.json`: No such file"):
        read_state(tmp_path, "program")


# The newest whole one


def test_the_newest_whole_one_is_found_and_what_was_passed_over_is_told(tmp_path: Path) -> None:
    for epoch in range(4):
        save(tmp_path / f"epoch-{epoch}", float(epoch), epoch=epoch)
    (tmp_path / "epoch-2" / "program.npz").unlink()
    torn = tmp_path / "epoch-3" / "own" / "weights.txt"
    torn.write_text("9.0")
    (tmp_path / "notes.txt").touch()
    (tmp_path / "foreign").mkdir()
    (tmp_path / ".epoch-4.unfinished-01234567.hookline").mkdir()
    search = newest(tmp_path)
    assert search.found
    assert search.found.path.name == "epoch-1"
    assert search.found.manifest["epoch"] == 1
    assert [skipped.reason for skipped in search.skipped] == [
        f"`{tmp_path / 'foreign'}` has no manifest.json: hookline did not write it.",
        f"`{tmp_path / 'notes.txt'}` is no folder.",
        f"`{torn}` is not what was written: its SHA-256 is another one.",
        f"`{tmp_path / 'epoch-2' / 'program.npz'}` is missing, and manifest.json lists it.",
    ]
    assert torn.exists()
    assert not (tmp_path / ".epoch-4.unfinished-01234567.hookline").exists()


def test_where_there_is_none_there_is_none(tmp_path: Path) -> None:
    assert newest(tmp_path / "none") == newest(tmp_path)
    assert newest(tmp_path).found is None


def _cut(text: str) -> str:
    return text[:-9]


def _newer(text: str) -> str:
    return json.dumps({**json.loads(text), "format": 2})


def _outside(text: str) -> str:
    return json.dumps({**json.loads(text), "files": {"../x": {"size": 0, "sha256": ""}}})


def _no_time(text: str) -> str:
    return json.dumps({**json.loads(text), "when": 3})


def _list(text: str) -> str:
    return f"[{text}]"


def _too_little(text: str) -> str:
    return '{"format": 1}'


def _no_record(text: str) -> str:
    return json.dumps({**json.loads(text), "files": {"program.json": 3}})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_cut, "is torn: The text is not the JSON of a state"),
        (_newer, "has format 2, and this hookline reads up to 1: it was written by a newer one."),
        (_outside, "lists `../x`, which is not inside its folder."),
        (_no_record, "is JSON, but no manifest of hookline."),
        (_list, "is JSON, but no manifest of hookline."),
        (_no_time, "is JSON, but no manifest of hookline."),
        (_too_little, "is JSON, but no manifest of hookline."),
    ],
)
def test_a_manifest_that_is_none_is_told(
    tmp_path: Path, change: Callable[[str], str], reason: str
) -> None:
    save(tmp_path / "best", 1.0)
    path = tmp_path / "best" / "manifest.json"
    path.write_text(change(path.read_text()))
    search = newest(tmp_path)
    assert search.found is None
    assert reason in search.skipped[0].reason


def test_no_byte_of_a_folder_can_change_unseen(tmp_path: Path) -> None:
    save(tmp_path / "best", 1.0)
    for name in ("program.json", "program.npz", "own/weights.txt"):
        path = tmp_path / "best" / name
        whole = path.read_bytes()
        for at in range(0, len(whole), 11):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert newest(tmp_path).found is None
        path.write_bytes(whole[:-1])
        assert newest(tmp_path).found is None
        path.write_bytes(whole)
        assert newest(tmp_path).found is not None
