"""A run that is killed again and again comes to what it would have come to.

Each process is killed at a moment drawn at random: before one of the steps of which durable
writes are made, also between two bytes, or at any time at all. `--kills 200` asks for more kills
than the 20 of the slow run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hookline import Logs, fit
from hookline.callbacks import (
    BackupAndRestore,
    Checkpoint,
    CSVLogger,
    EarlyStopping,
    JSONLLogger,
    load_newest,
)
from hookline.durable import read_manifest
from hookline.testing.killing import killed

BATCHES = [np.array([x, 1.0 - x, x * x]) for x in (0.1, 0.4, 0.7, 0.9)]


class Line:
    """Weights that find a line, then are driven away from it, so that training ends early."""

    def __init__(self) -> None:
        self.weights = np.zeros(3)
        self.velocity = np.zeros(3)
        self.steps = 0
        self.stop_training = False

    def error(self, batch: Any) -> float:
        return float(self.weights @ batch - 1.0)

    def train_step(self, batch: Any) -> Logs:
        self.steps += 1
        self.velocity = 0.9 * self.velocity - 0.1 * self.error(batch) * batch
        self.weights = self.weights + self.velocity * (1.0 if self.steps < 40 else -1.5)
        return {"loss": self.error(batch) ** 2}

    def test_step(self, batch: Any) -> Logs:
        return {"loss": self.error(batch) ** 2}

    def state_dict(self) -> dict[str, Any]:
        return {"weights": self.weights, "velocity": self.velocity, "steps": self.steps}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.weights, self.velocity = state["weights"], state["velocity"]
        self.steps = state["steps"]


def train(folder: Path) -> None:
    """Train to the end, from wherever an earlier process came to; write down what came of it."""
    warnings.simplefilter("error")  # as of a backup that is torn
    line = Line()
    stopping = EarlyStopping(monitor="val_loss", mode="min", patience=3, restore_best=True)
    history = fit(
        line,
        BATCHES,
        epochs=30,
        validation_data=BATCHES[:2],
        validation_freq=[*range(2, 31)],
        callbacks=[
            Checkpoint(folder / "last", keep_last=2),
            BackupAndRestore(folder / "backup"),
            CSVLogger(folder / "log.csv"),
            JSONLLogger(folder / "log.jsonl", batches=2),
            stopping,
            Checkpoint(folder / "best", name="best", monitor="val_loss", mode="min"),
            Checkpoint(folder / "steps", batches=3, keep_last=2),
        ],
        verbose=0,
    )
    state = {name: np.asarray(value).tobytes().hex() for name, value in line.state_dict().items()}
    result = [history.epoch, history.logs, stopping.best_epoch, stopping.stop_reason, state]
    (folder / "result.json").write_text(json.dumps(result))


def came_to(folder: Path) -> dict[str, object]:
    """All that a run leaves: every file, but for the times and the digests in manifests."""
    left: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix().partition("backup-")[0] + path.name
        if path.name == "manifest.json":
            manifest = read_manifest(path.parent)
            left[name] = (manifest["epoch"], manifest["step"], manifest["metrics"])
        elif path.suffix == ".npz":
            with np.load(path) as arrays:
                left[name] = {key: array.tobytes() for key, array in arrays.items()}
        elif path.is_file():
            left[name] = path.read_bytes()
        elif not path.name.startswith("backup-"):
            left[name] = "a folder"
    return left


def killed_after(seconds: float, action: Callable[[], object]) -> bool:
    """Kill a process at some time, whatever it is at; tell whether it was still there."""
    pid = os.fork()
    if pid == 0:
        try:
            action()
        except BaseException:  # it must not go on as a second test process
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.slow
def test_a_run_that_is_killed_often_equals_one_that_is_not(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = int(str(request.config.getoption("--kills")))
    seed = random.randrange(1 << 32)
    draw = random.Random(seed)
    whole = tmp_path / "whole"
    whole.mkdir()
    assert not killed(lambda: train(whole), before=-1)
    expected = came_to(whole)
    done = runs = 0
    while done < kills:
        folder = tmp_path / f"killed-{runs}"
        folder.mkdir()
        runs += 1
        while kill_once(draw, folder):
            done += 1
        assert came_to(folder) == expected, f"seed {seed}, run {runs}"


def kill_once(draw: random.Random, folder: Path) -> bool:
    """Let a process train until it is killed or done; tell whether it was killed."""
    if draw.random() < 0.3:
        return killed_after(draw.uniform(0.0, 0.3), lambda: train(folder))
    chunk = draw.choice([None, None, 1, 40])
    return killed(lambda: train(folder), before=draw.randrange(2500 if chunk else 300), chunk=chunk)


def test_the_run_ends_early_and_its_checkpoints_load(tmp_path: Path) -> None:
    assert not killed(lambda: train(tmp_path), before=-1)
    epochs, logs, best_epoch, reason, _ = json.loads((tmp_path / "result.json").read_text())
    assert epochs == [*range(len(logs))]
    assert 5 < len(logs) < 30
    assert "val_loss has not improved" in reason
    line = Line()
    best = load_newest(tmp_path / "best", line).found
    assert best is not None
    assert best.manifest["epoch"] == best_epoch
    assert line.steps == len(BATCHES) * (best_epoch + 1)
