"""The three callbacks of the demo, each in a real run."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from matplotlib.image import imread

from hookline import (
    CallbackList,
    Completed,
    Failed,
    Interrupted,
    Logs,
    RequirementError,
    Stopped,
    fit,
)
from hookline.demo.callbacks import Decay, HistoryFiles, Milestone
from hookline.demo.digits import load
from hookline.demo.picture import ending
from hookline.demo.program import DigitsLogs, DigitsProgram


class Halver:
    """A program without a learning rate."""

    loss = 1.0

    def train_step(self, batch: float) -> Logs:
        self.loss /= 2
        return {"loss": self.loss}


class LossLogs(Logs, closed=True):
    """The logs of a program that knows no accuracy."""


class Guesser:
    def train_step(self, batch: float) -> LossLogs:
        return {"loss": batch}


class InterruptIn:
    """Presses Ctrl-C in one epoch."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        if epoch == self.epoch:
            raise KeyboardInterrupt


def test_a_milestone_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    milestone = Milestone(0.9)
    for epoch, accuracy in enumerate([0.8, 0.92, 0.85, 0.95]):
        logs: DigitsLogs = {"loss": 1.0, "accuracy": 1.0, "val_accuracy": accuracy}
        milestone.on_epoch_end(epoch, logs)
    milestone.on_epoch_end(4, {"loss": 1.0, "accuracy": 1.0})
    assert capsys.readouterr().out == "epoch 2 reads 90% of the validation images right\n"


def test_a_milestone_refuses_a_program_without_accuracy() -> None:
    with pytest.raises(RequirementError, match="Guesser gives no `accuracy`, `val_accuracy`"):
        CallbackList([Milestone(0.9)], program=Guesser())  # type: ignore[hookline-logs]  # the mistake


def test_decay_lowers_the_learning_rate_of_the_program() -> None:
    program = DigitsProgram(learning_rate=0.08)
    program.fit(load().validation, epochs=3, callbacks=[Decay(0.5)], verbose=0)
    assert program.learning_rate == 0.01


def test_decay_refuses_a_program_without_a_learning_rate() -> None:
    with pytest.raises(RequirementError, match="Halver has no `learning_rate`"):
        fit(Halver(), [1.0], callbacks=[Decay(0.5)], verbose=0)  # type: ignore[hookline-program]  # the mistake


def test_the_files_are_whole_after_ctrl_c(tmp_path: Path) -> None:
    files, program = HistoryFiles(tmp_path), DigitsProgram()
    with pytest.raises(KeyboardInterrupt):
        program.fit(load().validation, epochs=9, callbacks=[InterruptIn(2), files], verbose=0)
    rows = list(csv.DictReader(files.table.read_text().splitlines()))
    assert [float(row["loss"]) for row in rows] == program.history.history["loss"]
    assert len(rows) == 3  # the interrupted epoch had ended, and its row is there too
    assert imread(files.picture).shape == (675, 1500, 4)


@pytest.mark.parametrize("epochs", [0, 1])
def test_the_shortest_runs_have_a_picture_too(epochs: int, tmp_path: Path) -> None:
    files = HistoryFiles(tmp_path)
    DigitsProgram().fit(load().validation, epochs=epochs, callbacks=[files], verbose=0)
    assert imread(files.picture).shape == (675, 1500, 4)


def test_a_picture_says_how_its_run_ended() -> None:
    assert ending(Completed()) == "completed"
    assert ending(Stopped("stop_training was set")) == "stopped because stop_training was set"
    assert ending(Interrupted(KeyboardInterrupt())) == "then interrupted"
    assert ending(Failed(ValueError())) == "then failed with ValueError"
