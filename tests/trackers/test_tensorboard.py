"""What TensorBoard writes, read back by the reader of TensorBoard itself."""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

from hookline import ArgumentError, Callback, FileError, Logs, NoLogs, Program
from hookline.callbacks import TensorBoard
from hookline.callbacks.tensorboard import TensorBoardState
from hookline.hooks import own_hooks
from hookline.testing import Run, check_callback, runs

pytestmark = pytest.mark.trackers


class Toy(Program[float, Logs]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}


class Crash(Callback):
    """Raises after a batch, counted over all epochs."""

    def __init__(self, after: int) -> None:
        self.left = after

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt


def points(folder: Path, tag: str) -> list[tuple[int, float]]:
    """What a chart shows: the steps and values of one line."""
    reader: Any = EventAccumulator(str(folder))
    reader.Reload()
    return [(point.step, point.value) for point in reader.Scalars(tag)]


def steps(folder: Path, tag: str) -> list[int]:
    return [step for step, _ in points(folder, tag)]


def messages(folder: Path) -> list[str]:
    """How the runs ended whose files are in a folder."""
    files = sorted(folder.glob("*tfevents*"))
    loaders: list[Iterable[Any]] = [
        cast("Any", EventFileLoader)(str(file)).Load() for file in files
    ]
    logs = [event.session_log for loader in loaders for event in loader]
    return [log.msg for log in logs if log.status == 2]


def keeps_the_laws(strategy: st.SearchStrategy[Run], *ignoring: str) -> None:
    with TemporaryDirectory() as folder:
        check_callback(
            lambda: TensorBoard(folder, update_freq=2, if_exists="append"),
            strategy=strategy,
            ignoring={"_files", "_first_steps", *ignoring},
            max_examples=5,
        )


def test_it_keeps_the_laws() -> None:
    keeps_the_laws(runs(max_depth=0))


def test_it_keeps_the_laws_with_runs_inside_its_hooks() -> None:
    # Which of the runs began is not in its state. An evaluation goes on with a training before it.
    keeps_the_laws(runs(kinds=["train"], max_depth=1), "_training")


def test_training_and_validation_are_two_lines_of_one_chart(tmp_path: Path) -> None:
    Toy().fit(
        [1.0, 2.0],
        epochs=3,
        validation_data=[4.0],
        validation_freq=2,
        callbacks=[TensorBoard(tmp_path / "logs")],
        verbose=0,
    )
    assert points(tmp_path / "logs/train", "epoch_loss") == [(0, 1.5), (1, 1.5), (2, 1.5)]
    assert points(tmp_path / "logs/validation", "epoch_loss") == [(1, 4.0)]
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == ["train", "validation"]


def test_an_evaluation_is_a_point_at_the_last_epoch(tmp_path: Path) -> None:
    board = TensorBoard(tmp_path)
    Toy().fit([1.0], epochs=5, callbacks=[board], verbose=0)
    Toy().evaluate([3.0], callbacks=[board], verbose=0)
    assert points(tmp_path / "test", "epoch_loss") == [(4, 3.0)]


def test_an_evaluation_without_a_training_is_a_point_at_zero(tmp_path: Path) -> None:
    Toy().evaluate([3.0], callbacks=[TensorBoard(tmp_path)], verbose=0)
    assert points(tmp_path / "test", "epoch_loss") == [(0, 3.0)]


@pytest.mark.parametrize("value", [math.inf, -math.inf, 1e30])
def test_values_come_back_as_floats_of_32_bits(tmp_path: Path, value: float) -> None:
    Toy().fit([value], callbacks=[TensorBoard(tmp_path)], verbose=0)
    ((_, read),) = points(tmp_path / "train", "epoch_loss")
    assert read == pytest.approx(value)


def test_nan_is_written_too(tmp_path: Path) -> None:
    Toy().fit([math.nan], callbacks=[TensorBoard(tmp_path)], verbose=0)
    ((_, value),) = points(tmp_path / "train", "epoch_loss")
    assert math.isnan(value)


# Batches


@pytest.mark.parametrize(
    ("update_freq", "expected"), [("batch", list(range(10))), (3, [2, 5, 8]), (99, [])]
)
def test_a_point_after_so_many_batches_of_all_epochs(
    tmp_path: Path, update_freq: Any, expected: list[int]
) -> None:
    board = TensorBoard(tmp_path, update_freq=update_freq)
    Toy().fit([1.0] * 5, epochs=2, callbacks=[board], verbose=0)
    folder = tmp_path / "batches"
    assert (steps(folder, "batch_loss") if folder.exists() else []) == expected


def test_a_group_of_batches_that_ends_later_is_a_point_at_its_last(tmp_path: Path) -> None:
    program = Toy()
    program.compile(steps_per_execution=3)
    program.fit([1.0] * 8, callbacks=[TensorBoard(tmp_path, update_freq=2)], verbose=0)
    assert steps(tmp_path / "batches", "batch_loss") == [2, 5, 7]


def test_who_asks_for_no_batches_has_no_batch_hook(tmp_path: Path) -> None:
    assert "on_train_batch_end" not in own_hooks(TensorBoard(tmp_path))
    assert "on_train_batch_end" in own_hooks(TensorBoard(tmp_path, update_freq=9))


# Runs that go on


@given(
    batches=st.integers(1, 4), epochs=st.integers(1, 4), data=st.data(), validation=st.booleans()
)
def test_a_run_cut_anywhere_and_resumed_shows_what_one_that_was_not_does(
    batches: int, epochs: int, data: st.DataObject, *, validation: bool
) -> None:
    values = [[float(10 * epoch + batch) for batch in range(batches)] for epoch in range(epochs)]

    class Learner(Program[int, Logs]):
        epoch = 0

        def train_step(self, batch: int) -> Logs:
            return {"loss": values[self.epoch][batch]}

        def test_step(self, batch: int) -> Logs:
            return {"loss": -values[self.epoch][batch]}

    class Epochs(Callback[Learner]):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            self.program.epoch = epoch

    states: list[tuple[int, str]] = [(0, "")]

    class Saver(Callback):
        def __init__(self, board: TensorBoard) -> None:
            self.board = board

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            states.append((epoch + 1, json.dumps(self.board.state_dict())))

    def train(board: TensorBoard, first: int, *more: Callback, before: bool) -> None:
        saver = Saver(board)
        callbacks: list[Any] = [saver, board] if before else [board, saver]
        Learner().fit(
            range(batches),
            epochs=epochs,
            initial_epoch=first,
            validation_data=range(batches) if validation else None,
            callbacks=[Epochs(), *callbacks, *more],
            verbose=0,
        )

    with TemporaryDirectory() as name:
        folder, before = Path(name), data.draw(st.booleans())
        train(TensorBoard(folder / "whole", update_freq=1), 0, before=before)
        states[1:] = []
        cut = Crash(data.draw(st.integers(1, batches * epochs)))
        with pytest.raises(KeyboardInterrupt):
            train(TensorBoard(folder / "cut", update_freq=1), 0, cut, before=before)
        first, state = data.draw(st.sampled_from(states))
        board = TensorBoard(folder / "cut", update_freq=1, if_exists="append")
        if state:
            board.load_state_dict(cast("TensorBoardState", json.loads(state)))
        train(board, first, before=before)
        lines = [("train", "epoch_loss"), ("batches", "batch_loss")]
        for line, tag in [*lines, ("validation", "epoch_loss")] if validation else lines:
            assert points(folder / "cut" / line, tag) == points(folder / "whole" / line, tag)


def test_a_run_that_begins_later_without_a_state_counts_its_batches_from_there(
    tmp_path: Path,
) -> None:
    board = TensorBoard(tmp_path, update_freq="batch")
    Toy().fit([1.0] * 3, epochs=5, initial_epoch=4, callbacks=[board], verbose=0)
    assert steps(tmp_path / "batches", "batch_loss") == [12, 13, 14]


def test_a_folder_with_another_run_is_refused_before_the_first_batch(tmp_path: Path) -> None:
    board = TensorBoard(tmp_path / "logs")
    Toy().fit([1.0], callbacks=[board], verbose=0)
    with pytest.raises(FileError, match="logs` has the scalars of another run already"):
        Toy().fit([1.0], callbacks=[board], verbose=0)
    assert steps(tmp_path / "logs/train", "epoch_loss") == [0]


def test_each_run_may_have_a_folder_of_its_own(tmp_path: Path) -> None:
    board = TensorBoard(tmp_path / "logs", if_exists="new folder")
    for number, name in enumerate(["logs", "logs-2", "logs-3"], 1):
        Toy().fit([1.0], epochs=number, callbacks=[board], verbose=0)
        assert board.log_dir == tmp_path / name
        assert steps(tmp_path / name / "train", "epoch_loss") == list(range(number))


def test_a_run_that_is_appended_supersedes_the_steps_that_it_writes_again(tmp_path: Path) -> None:
    board = TensorBoard(tmp_path, if_exists="append")
    Toy().fit([1.0], epochs=4, callbacks=[board], verbose=0)
    Toy().fit([2.0], epochs=4, initial_epoch=2, callbacks=[board], verbose=0)
    assert points(tmp_path / "train", "epoch_loss") == [(0, 1.0), (1, 1.0), (2, 2.0), (3, 2.0)]


def test_a_later_file_is_read_later_however_fast_it_follows(tmp_path: Path) -> None:
    board = TensorBoard(tmp_path, if_exists="append")
    for number in range(12):  # files of one second, whose names count on
        Toy().fit([float(number)], callbacks=[board], verbose=0)
        assert points(tmp_path / "train", "epoch_loss") == [(0, float(number))]


# The end


def test_an_epoch_can_be_read_as_soon_as_it_has_ended(tmp_path: Path) -> None:
    seen: list[list[int]] = []

    class Reader(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            seen.append(steps(tmp_path / "train", "epoch_loss"))

    Toy().fit([1.0], epochs=3, callbacks=[TensorBoard(tmp_path), Reader()], verbose=0)
    assert seen == [[0], [0, 1], [0, 1, 2]]


#: A run in a process of its own, in a folder given, with a first line of what goes wrong.
RUN = """
import os, resource, signal, sys, threading
from hookline import fit
from hookline.callbacks import TensorBoard

class Toy:
    def train_step(self, batch):
        return {"loss": batch}

class Wrong:
    def on_epoch_end(self, epoch, logs):
        if epoch == 2:
            go_wrong()

def go_wrong():
    __WRONG__

board = TensorBoard(sys.argv[1], update_freq=1)
try:
    fit(Toy(), [1.0] * 9, epochs=5, callbacks=[board, Wrong()], verbose=0)
finally:
    print(type(sys.exception()).__name__, threading.active_count(), flush=True)
"""


def run_apart(folder: Path, wrong: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", RUN.replace("__WRONG__", wrong), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_kill_takes_no_epoch_away(tmp_path: Path) -> None:
    done = run_apart(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -signal.SIGKILL
    assert steps(tmp_path / "train", "epoch_loss") == [0, 1, 2]
    assert steps(tmp_path / "batches", "batch_loss") == list(range(27))


def test_a_full_disk_fails_the_run_and_hangs_nothing(tmp_path: Path) -> None:
    done = run_apart(tmp_path, "resource.setrlimit(resource.RLIMIT_FSIZE, (9, 9))")
    assert done.stdout == "OSError 1\n", done.stderr
    assert "File too large" in done.stderr
    assert steps(tmp_path / "train", "epoch_loss") == [0, 1, 2]


def test_no_thread_is_left_however_the_run_ends(tmp_path: Path) -> None:
    before = threading.active_count()
    board = TensorBoard(tmp_path, update_freq=1, if_exists="append")
    for crash in (1, 2, 99):
        with suppress(KeyboardInterrupt):
            Toy().fit([1.0], epochs=2, callbacks=[board, Crash(crash)], verbose=0)
        assert threading.active_count() == before


def test_the_files_say_how_the_run_ended(tmp_path: Path) -> None:
    Toy().fit([1.0], callbacks=[TensorBoard(tmp_path / "a")], verbose=0)
    with pytest.raises(KeyboardInterrupt):
        Toy().fit([1.0], callbacks=[TensorBoard(tmp_path / "b"), Crash(1)], verbose=0)
    assert messages(tmp_path / "a/train") == ["completed"]
    assert messages(tmp_path / "b/train") == ["interrupted: KeyboardInterrupt"]


def test_a_run_in_a_hook_does_not_end_it(tmp_path: Path) -> None:
    board = TensorBoard(tmp_path)

    class Evaluating(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            Toy().evaluate([1.0], callbacks=[board], verbose=0)

    Toy().fit([1.0], epochs=2, callbacks=[board, Evaluating()], verbose=0)
    assert steps(tmp_path / "train", "epoch_loss") == [0, 1]
    assert messages(tmp_path / "train") == ["completed"]


def test_a_folder_that_cannot_be_made_ends_the_run_before_its_first_batch(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    class Untouched(Toy):
        def train_step(self, batch: float) -> Logs:
            pytest.fail("a batch was trained")

    with pytest.raises(OSError, match="file"):
        Untouched().fit([1.0], callbacks=[TensorBoard(tmp_path / "file/logs")], verbose=0)


# Options


@pytest.mark.parametrize("update_freq", [0, -1, 1.5, True, "epochs", None])
def test_a_frequency_that_makes_no_sense_is_refused(update_freq: Any) -> None:
    with pytest.raises(ArgumentError, match='TensorBoard: `update_freq` must be "epoch" or'):
        TensorBoard("logs", update_freq=update_freq)


def test_a_policy_that_there_is_not_is_refused() -> None:
    with pytest.raises(ArgumentError, match="TensorBoard: `if_exists` must be"):
        TensorBoard("logs", if_exists=cast("Any", "overwrite"))
