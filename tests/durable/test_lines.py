"""A file of lines holds whole lines only, and only those of its own run."""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hookline.durable import steps, write_file
from hookline.durable.lines import IfExists, LineFile, LinesState
from hookline.durable.steps import Step
from hookline.errors import FileError


def new_state() -> LinesState:
    return {"version": 1, "number": 0, "length": 0, "check": 0}


def begun(path: Path, *lines: bytes, if_exists: IfExists = "error") -> LineFile:
    file = LineFile(path, new_state(), if_exists)
    for line in lines:
        file.append(line)
    return file


@contextmanager
def full_disk(size: int) -> Generator[None]:
    """Let no file of this process grow beyond a size."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_line_that_the_disk_has_no_room_for_is_not_there_at_all(tmp_path: Path) -> None:
    path = tmp_path / "log"
    file = begun(path, b"one\n")
    with full_disk(6), pytest.raises(FileError, match=r"Could not write `.*/log`: File too large"):
        file.append(b"two\n")
    assert path.read_bytes() == b"one\n"
    file.append(b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_write_that_is_interrupted_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = begun(tmp_path / "log", b"one\n")
    with monkeypatch.context() as patch:
        made = iter([None, None, KeyboardInterrupt()])

        def interrupt(step: Step, path: Path) -> None:
            if (error := next(made)) is not None:
                raise error

        patch.setattr(steps, "CHUNK", 2)
        patch.setattr(steps, "before", interrupt)
        with pytest.raises(KeyboardInterrupt):
            file.append(b"two\n")
    assert (tmp_path / "log").read_bytes() == b"one\n"


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    file = begun(tmp_path / "log", b"one\n")
    with (tmp_path / "log").open("ab") as other:
        other.write(b"1\n")
    with pytest.raises(FileError, match="has 6 bytes, and this run left it with 4: somebody else"):
        file.append(b"two\n")


def test_a_file_that_was_taken_away_is_told(tmp_path: Path) -> None:
    file = begun(tmp_path / "log", b"one\n")
    (tmp_path / "log").unlink()
    with pytest.raises(FileError, match=r"Could not open `.*/log`: No such file"):
        file.append(b"two\n")


def test_nothing_is_lost_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "log"
    begun(path, b"one\n")
    with pytest.raises(FileError, match=r"has 4 bytes of an earlier run, which would be lost"):
        begun(path)
    assert path.read_bytes() == b"one\n"
    assert begun(path, b"two\n", if_exists="append").path == path
    assert path.read_bytes() == b"one\ntwo\n"
    assert begun(path, b"new\n", if_exists="new file").path == tmp_path / "log-2"
    assert begun(path, b"new\n", if_exists="new file").path == tmp_path / "log-3"
    assert begun(path, b"1\n", if_exists="overwrite").path == path
    assert path.read_bytes() == b"1\n"


def test_an_empty_file_holds_nothing_to_lose(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    begun(tmp_path / "log", b"one\n")
    assert (tmp_path / "log").read_bytes() == b"one\n"


def test_half_a_line_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"one\ntw")
    with pytest.raises(FileError, match="ends in the middle of a line"):
        begun(tmp_path / "log", if_exists="append")


def test_what_came_after_the_state_is_taken_away(tmp_path: Path) -> None:
    file = begun(tmp_path / "log", b"one\n")
    state: LinesState = {**file.state}
    file.append(b"two\n")
    LineFile(tmp_path / "log", state).append(b"2\n")
    assert (tmp_path / "log").read_bytes() == b"one\n2\n"


@pytest.mark.parametrize("content", [b"", b"on", b"eno\n", b"eno\ntwo\n"])
def test_a_file_of_another_run_is_not_cut(tmp_path: Path, content: bytes) -> None:
    file = begun(tmp_path / "log", b"one\n")
    (tmp_path / "log").write_bytes(content)
    with pytest.raises(FileError, match="does not begin with the 4 bytes that it had"):
        LineFile(tmp_path / "log", {**file.state})
    assert (tmp_path / "log").read_bytes() == content


def test_a_file_that_is_gone_is_told_when_the_run_goes_on(tmp_path: Path) -> None:
    file = begun(tmp_path / "log", b"one\n")
    (tmp_path / "log").unlink()
    with pytest.raises(FileError, match=r"Could not read `.*/log`: No such file"):
        LineFile(tmp_path / "log", {**file.state})


def test_the_next_file_is_one_that_is_free_unless_the_run_itself_had_it(tmp_path: Path) -> None:
    file = begun(tmp_path / "log.csv", b"one\n")
    state: LinesState = {**file.state}
    (tmp_path / "log-2.csv").write_bytes(b"foreign\n")
    file.turn_over(lambda content: content == b"ours\n")
    assert file.path == tmp_path / "log-3.csv"
    file.append(b"ours\n")
    resumed = LineFile(tmp_path / "log.csv", state)
    resumed.turn_over(lambda content: content == b"ours\n")
    assert resumed.path == tmp_path / "log-3.csv"
    assert resumed.read() == b""
    assert (tmp_path / "log-2.csv").read_bytes() == b"foreign\n"


def test_no_file_stays_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    file = begun(tmp_path / "log", b"one\n", b"two\n")
    file.sync(at_once=True)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_folders_are_made_and_a_file_in_their_place_is_told(tmp_path: Path) -> None:
    begun(tmp_path / "runs" / "today" / "log", b"one\n")
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match=r"Could not create `.*/file/log`"):
        begun(tmp_path / "file" / "log")


def test_a_folder_that_may_not_be_written_is_told(
    nobodys_folder: Path, as_nobody: Callable[[Callable[[], object]], None]
) -> None:
    nobodys_folder.chmod(0o555)

    def write() -> None:
        for action in (begun, write_file_into):
            with pytest.raises(FileError, match=r"Could not create `.*/log`: Permission denied"):
                action(nobodys_folder / "log")

    as_nobody(write)
    assert list(nobodys_folder.iterdir()) == []


def write_file_into(path: Path) -> None:
    write_file(path, b"one")
