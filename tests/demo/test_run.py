"""The demo as a whole."""

from __future__ import annotations

import csv
import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from matplotlib.image import imread

from hookline.demo.digits import load
from hookline.demo.families import families
from hookline.demo.run import Result, run


class Demo(NamedTuple):
    result: Result
    folder: Path
    lines: list[str]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder, shown = tmp_path_factory.mktemp("demo"), io.StringIO()
    with redirect_stdout(shown):
        result = run(folder)
    return Demo(result, folder, shown.getvalue().splitlines())


def test_it_reads_at_least_95_percent_of_images_it_never_saw(demo: Demo) -> None:
    assert demo.result.test["accuracy"] >= 0.95


def test_its_predictions_are_those_that_were_measured(demo: Demo) -> None:
    right = demo.result.digits == load().test.samples.digits
    assert np.isclose(right.mean(), demo.result.test["accuracy"])


def test_the_table_holds_the_history_as_it_was_returned(demo: Demo) -> None:
    history = demo.result.history
    with (demo.folder / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["epoch", "loss", "accuracy", "val_loss", "val_accuracy"]
    assert [int(row["epoch"]) for row in rows] == history.epoch == list(range(30))
    for name, values in history.history.items():
        assert [float(row[name]) for row in rows] == values


def test_the_picture_is_one(demo: Demo) -> None:
    pixels = imread(demo.folder / "history.png")
    assert pixels.shape == (675, 1500, 4)
    assert len(np.unique(pixels[..., 0])) > 50  # no blank sheet: curves, text, and their edges


def test_it_leaves_nothing_but_the_two_files(demo: Demo) -> None:
    assert sorted(path.name for path in demo.folder.iterdir()) == ["history.csv", "history.png"]


def test_it_says_which_families_each_callback_satisfies(demo: Demo) -> None:
    start = next(i for i, line in enumerate(demo.lines) if "OnEpochEnd" in line)
    assert demo.lines[start : start + 4] == [
        "              OnEpochEnd  TrainHooks  TestHooks  PredictHooks  RunHooks",
        "Milestone     yes         -           -          -             -",
        "Decay         yes         yes         -          -             -",
        "HistoryFiles  yes         yes         yes        yes           yes",
    ]


def test_it_shows_a_plain_line_an_epoch_where_there_is_no_terminal(demo: Demo) -> None:
    assert sum(line.startswith("epoch ") and "val_loss" in line for line in demo.lines) == 30
    assert not any("\x1b" in line for line in demo.lines)


def test_it_shows_predictions_and_how_many_were_wrong(demo: Demo) -> None:
    wrong = (demo.result.digits != load().test.samples.digits).sum()
    read = " ".join(map(str, demo.result.digits[:20]))
    assert f"were read as      {read}" in demo.lines
    assert any(line.startswith(f"{wrong} of 360 were read wrong") for line in demo.lines)


def test_it_says_where_the_history_is(demo: Demo) -> None:
    table, picture = demo.folder / "history.csv", demo.folder / "history.png"
    assert demo.lines[-1] == f"The history is in {table} and {picture}"


def test_a_second_run_gives_the_same_numbers(demo: Demo, tmp_path: Path) -> None:
    again = run(tmp_path, epochs=2, verbose=0)
    assert again.history.logs == demo.result.history.logs[:2]


def test_an_object_without_a_hook_satisfies_no_family() -> None:
    assert families([object()]).splitlines()[1].split() == ["object", "-", "-", "-", "-", "-"]
