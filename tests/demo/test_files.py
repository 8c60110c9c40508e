"""Files that are whole at any moment."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from hookline.demo.files import replace_file

#: Writes a file again and again, all of one letter, a new letter each time.
WRITER = """
import itertools, pathlib, sys
from hookline.demo.files import replace_file
for letter in itertools.cycle(b"abc"):
    replace_file(pathlib.Path(sys.argv[1]), bytes([letter]) * 4_000_000)
"""


def test_a_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    replace_file(path, b"new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.mkdir()
    with pytest.raises(IsADirectoryError):
        replace_file(in_the_way, b"new")
    assert list(tmp_path.iterdir()) == [in_the_way]


def test_a_file_is_whole_though_its_writer_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)]) as writer:  # noqa: S603 - our own text
        while not path.exists():
            assert writer.poll() is None
            time.sleep(0.01)
        time.sleep(0.1)
        writer.kill()
    content = path.read_bytes()
    assert content == content[:1] * 4_000_000
