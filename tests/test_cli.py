"""The command `hookline`, in this process and as one of its own."""

from __future__ import annotations

import csv
import os
import pty
import shutil
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import typing_extensions
from matplotlib.image import imread

import hookline
from hookline.cli import main

#: Runs the command as a terminal would start it, where Ctrl-C is not ignored.
COMMAND = """
import signal, sys
from hookline.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main(sys.argv[1:]))
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-u", "-W", "error", "-c", COMMAND, *arguments]


def test_it_tells_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"hookline {version('hookline')}\n"


def test_the_demo_makes_the_folder_with_its_parents(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    assert main(["demo", "--out", str(folder), "--epochs", "1", "--verbose", "0"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["history.csv", "history.png"]


def test_without_out_the_folder_is_named_for_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--epochs", "1"]) == 0
    assert (tmp_path / "hookline-demo" / "history.csv").exists()


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_file_in_the_way_is_told_before_training(
    out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("precious")
    assert main(["demo", "--out", str(tmp_path / out)]) == 2
    told = capsys.readouterr()
    assert told.err == (
        f"hookline demo: cannot write to the folder {tmp_path / out}: a file is in the way\n"
    )
    assert told.out == ""
    assert (tmp_path / "file").read_text() == "precious"


def test_an_error_of_hookline_is_told_as_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--out", str(tmp_path), "--epochs", "-1"]) == 2
    assert capsys.readouterr().err == (
        "hookline demo: `epochs` must be a whole number of at least 0, not -1.\n"
    )


def test_a_write_that_fails_on_the_way_is_told_as_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "history.csv").mkdir()
    assert main(["demo", "--out", str(tmp_path), "--epochs", "1"]) == 1
    assert "hookline demo: cannot go on: [Errno 21] Is a directory" in capsys.readouterr().err


def test_a_missing_extra_is_named_with_its_remedy(tmp_path: Path) -> None:
    """An interpreter that sees hookline and typing-extensions, and no other package."""
    shutil.copytree(Path(hookline.__file__).parent, tmp_path / "hookline")
    shutil.copy(typing_extensions.__file__, tmp_path)
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{COMMAND}"
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-I", "-S", "-c", code, "demo", "--out", str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == (
        "hookline demo: needs matplotlib, numpy, scikit-learn: pip install 'hookline[demo]'\n"
    )
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_ctrl_c_leaves_whole_files_and_exits_130(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own text
        command("demo", "--out", str(tmp_path), "--epochs", "100000"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout
        assert demo.stderr
        while not demo.stdout.readline().startswith("epoch 3/"):
            assert demo.poll() is None
        demo.send_signal(signal.SIGINT)
        demo.stdout.read()
        told = demo.stderr.read()
    assert demo.returncode == 130
    assert (
        told == f"hookline demo: interrupted; what it has written to {tmp_path} so far is whole\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["history.csv", "history.png"]
    with (tmp_path / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 3
    assert all(0 <= float(row["val_accuracy"]) <= 1 for row in rows)
    assert imread(tmp_path / "history.png").shape == (675, 1500, 4)


def test_a_reader_that_left_early_is_no_error_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in `hookline demo | head -1`."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    with open(write_end, "w") as pipe:  # noqa: PTH123 - it has no path
        monkeypatch.setattr(sys, "stdout", pipe)
        assert main(["demo", "--out", str(tmp_path), "--epochs", "1"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_a_terminal_shows_a_bar(tmp_path: Path) -> None:
    shown = on_a_terminal(command("demo", "--out", str(tmp_path), "--epochs", "3"))
    assert "━" in shown
    assert "/40" in shown  # of so many batches
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") > 0  # the cursor came back
    assert "epoch 3/3 - " in shown
    assert "The history is in" in shown


def on_a_terminal(arguments: list[str]) -> str:
    """Run a command on a pseudo-terminal; return all that it wrote."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "300"}
    with subprocess.Popen(  # noqa: S603 - our own interpreter, our own text
        arguments, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        chunks: list[bytes] = []
        try:
            while chunk := os.read(ours, 4096):
                chunks.append(chunk)
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0
    return b"".join(chunks).decode()
