"""Synalinks's callbacks in hookline's loops."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from synalinks import callbacks as native
from typing_extensions import ReadOnly

from hookline import Logs, Program, fit
from hookline.adapters.synalinks import from_synalinks
from hookline.errors import ArgumentError, CallbackError, RequirementError
from hookline.testing import Recorder


class RewardLogs(Logs, total=False):
    reward: ReadOnly[float]
    val_reward: ReadOnly[float]


class Hill(Program[float, RewardLogs, float]):
    """Its reward rises for three epochs of one batch, and then falls."""

    def __init__(self) -> None:
        self.steps = 0

    def train_step(self, batch: float) -> RewardLogs:
        self.steps += 1
        return self.test_step(batch)

    def test_step(self, batch: float) -> RewardLogs:
        return {"reward": 0.9 - abs(3 - self.steps) / 10}

    def save(self, filepath: str, *, overwrite: bool) -> None:
        Path(filepath).write_text(json.dumps(self.steps))


class Variable:
    """What Synalinks keeps and restores: it gives its JSON away, and takes it back."""

    def __init__(self, owner: Hill) -> None:
        self.owner = owner

    def get_json(self) -> dict[str, int]:
        return {"steps": self.owner.steps}

    def assign(self, value: dict[str, int]) -> None:
        self.owner.steps = value["steps"]


class HillWithVariables(Hill):
    @property
    def trainable_variables(self) -> list[Variable]:
        return [Variable(self)]


def run(program: Any, *callbacks: native.Callback, epochs: int = 9) -> Any:
    ours = [from_synalinks(callback) for callback in callbacks]
    return fit(program, [0.5], epochs=epochs, validation_data=[0.5], callbacks=ours, verbose=0)


def test_early_stopping_stops_and_restores_the_variables_of_the_best_epoch() -> None:
    program = HillWithVariables()
    stopping = native.EarlyStopping(mode="max", patience=2, restore_best_variables=True)
    assert run(program, stopping).epoch == [0, 1, 2, 3, 4]
    assert program.steps == 3


def test_the_csv_file_has_the_metrics_of_every_epoch(tmp_path: Path) -> None:
    history = run(Hill(), native.CSVLogger(tmp_path / "log.csv"), epochs=3)
    with (tmp_path / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [int(row["epoch"]) for row in rows] == history.epoch
    for name, values in history.history.items():
        assert [float(row[name]) for row in rows] == values


def test_a_checkpoint_is_written_where_the_program_can_save(tmp_path: Path) -> None:
    path = tmp_path / "{epoch}.json"
    run(Hill(), native.ProgramCheckpoint(path, mode="max", save_best_only=True), epochs=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.json", "2.json", "3.json"]


def test_the_history_of_synalinks_agrees_with_ours() -> None:
    program, theirs = Hill(), native.History()
    ours = run(program, theirs, epochs=3)
    assert (theirs.epoch, theirs.history) == (ours.epoch, ours.history)
    assert program.history is ours


class Plain:
    def train_step(self, batch: float) -> RewardLogs:
        return {"reward": batch}


@pytest.mark.parametrize(
    ("callback", "sentence"),
    [
        (
            native.BackupAndRestore("backup"),
            "BackupAndRestore looks deep into its program: it works with a `synalinks.Program` "
            "only, and Plain is none.",
        ),
        (native.BudgetStopping(max_tokens=3), "it works with a `synalinks.Program` only"),
        (native.Monitor(), "it works with a `synalinks.Program` only"),
        (native.ProgramCheckpoint("p.json"), "Plain has no `save`"),
        (
            native.ProgramCheckpoint("p.variables.json", save_variables_only=True),
            "Plain has no `save_variables`",
        ),
        (
            native.EarlyStopping(mode="max", restore_best_variables=True),
            "Plain has no `trainable_variables`",
        ),
    ],
)
def test_one_that_the_program_cannot_serve_is_refused_before_the_first_batch(
    callback: native.Callback, sentence: str
) -> None:
    recorder = Recorder()
    with pytest.raises(RequirementError) as caught:
        fit(Plain(), [1.0], callbacks=[recorder, from_synalinks(callback)], verbose=0)
    assert sentence in str(caught.value)
    assert recorder.calls == []


def test_a_direction_that_only_a_program_of_synalinks_tells_must_be_given() -> None:
    stopping = from_synalinks(native.EarlyStopping(monitor="reward"))
    with pytest.raises(ArgumentError, match='say `mode="min"` or `mode="max"`'):
        fit(Plain(), [1.0], callbacks=[stopping], verbose=0)


@pytest.mark.parametrize("wrong", [3, native.EarlyStopping, Recorder(), native.CallbackList()])
def test_what_is_no_callback_of_synalinks_is_refused(wrong: Any) -> None:
    with pytest.raises(CallbackError, match="from_synalinks"):
        from_synalinks(wrong)
