"""The table that CSVLogger writes."""

from __future__ import annotations

import csv
import os
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NotRequired, Required, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import ReadOnly

from hookline import CallbackList, Logs, Program, fit
from hookline.callbacks.csv_logger import CSVLogger
from hookline.errors import ArgumentError, FileError, StepError


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here, so the disk need not be waited for."""

    def pass_over(fd: int) -> None: ...

    monkeypatch.setattr(os, "fsync", pass_over)


def played(logger: CSVLogger, epochs: Sequence[Mapping[str, float]], begin: int = 0) -> str:
    """Play a run of some epochs to a logger, and return its file."""
    with CallbackList([logger]) as callbacks:
        callbacks.on_train_begin()
        for epoch, logs in enumerate(epochs, begin):
            callbacks.on_epoch_begin(epoch)
            callbacks.on_epoch_end(epoch, cast("Logs", logs))
        callbacks.on_train_end({})
    return logger.path.read_text()


class TypedLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    f1: NotRequired[ReadOnly[float]]


class Typed(Program[TypedLogs, TypedLogs]):
    """A program whose metrics are its batches."""

    def train_step(self, batch: TypedLogs) -> TypedLogs:
        return batch

    def test_step(self, batch: TypedLogs) -> TypedLogs:
        return batch


def test_columns_are_the_metrics_in_their_order(tmp_path: Path) -> None:
    text = played(CSVLogger(tmp_path / "log.csv"), [{"loss": 1.0, "acc": 0.5, "f1": 0.25}] * 2)
    assert text == "epoch,loss,acc,f1\n0,1.0,0.5,0.25\n1,1.0,0.5,0.25\n"


def test_without_validation_there_is_no_column_for_it(tmp_path: Path) -> None:
    logger = CSVLogger(tmp_path / "log.csv")
    Typed().fit([{"loss": 1.0}], epochs=2, callbacks=[logger], verbose=0)
    assert logger.path.read_text() == "epoch,loss\n0,1.0\n1,1.0\n"


def test_an_epoch_without_validation_has_empty_cells(tmp_path: Path) -> None:
    logger = CSVLogger(tmp_path / "log.csv")
    Typed().fit(
        [{"loss": 1.0}],
        epochs=5,
        callbacks=[logger],
        validation_data=[{"loss": 2.0}],
        validation_freq=2,
        verbose=0,
    )
    assert logger.path.read_text() == (
        "epoch,loss,val_loss\n0,1.0,\n1,1.0,2.0\n2,1.0,\n3,1.0,2.0\n4,1.0,\n"
    )


def test_a_declared_metric_may_come_later_and_go(tmp_path: Path) -> None:
    logger = CSVLogger(tmp_path / "log.csv")
    batches: list[TypedLogs] = [{"loss": 1.0}, {"loss": 1.0, "f1": 0.5}, {"loss": 3.0}]
    fit(Typed(), batches, epochs=3, steps_per_epoch=1, callbacks=[logger], verbose=0)
    assert logger.path.read_text() == "epoch,loss,f1\n0,1.0,\n1,1.0,0.5\n2,3.0,\n"


def test_another_metric_is_an_error_that_names_it(tmp_path: Path) -> None:
    logger = CSVLogger(tmp_path / "log.csv")
    with pytest.raises(StepError, match=r"epoch 1 has `acc` beside the columns of `.*log\.csv`"):
        played(logger, [{"loss": 1.0}, {"loss": 1.0, "acc": 0.5}])
    with pytest.raises(StepError, match=r"epoch 1 lacks `acc` of the columns"):
        played(CSVLogger(tmp_path / "b"), [{"loss": 1.0, "acc": 0.5}, {"loss": 1.0}])
    with pytest.raises(StepError, match="has `val_b` beside and lacks `val_a` of the columns"):
        played(CSVLogger(tmp_path / "c"), [{"val_a": 1.0}, {"val_b": 1.0}])
    assert logger.path.read_text() == "epoch,loss\n0,1.0\n"


def test_another_metric_begins_a_new_file_where_that_is_asked_for(tmp_path: Path) -> None:
    logger = CSVLogger(tmp_path / "log.csv", new_keys="new file")
    text = played(logger, [{"loss": 1.0}, {"acc": 0.5}, {"acc": 0.25}])
    assert logger.path == tmp_path / "log-2.csv"
    assert text == "epoch,acc\n1,0.5\n2,0.25\n"
    assert (tmp_path / "log.csv").read_text() == "epoch,loss\n0,1.0\n"


def test_a_run_is_appended_under_the_columns_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("epoch,acc,loss\r\n0,0.5,1.0\r\n", newline="")
    assert played(CSVLogger(path, if_exists="append"), [{"loss": 0.1, "acc": 0.2}], 1) == (
        "epoch,acc,loss\n0,0.5,1.0\n1,0.2,0.1\n"
    )
    with pytest.raises(StepError, match="has `f1` beside"):
        played(CSVLogger(path, if_exists="append"), [{"loss": 0.1, "acc": 0.2, "f1": 1.0}])


@pytest.mark.parametrize("text", ["loss\n1.0\n", "epoch;loss\n", "epoch,a,a\n", '"epoch\n', "\n"])
def test_what_is_no_log_is_not_appended_to(tmp_path: Path, text: str) -> None:
    (tmp_path / "log.csv").write_text(text)
    with pytest.raises(FileError, match="is no log to append to"):
        played(CSVLogger(tmp_path / "log.csv", if_exists="append"), [{"loss": 1.0}])
    assert (tmp_path / "log.csv").read_text() == text


def test_a_file_that_cannot_be_written_ends_the_run_before_its_first_batch(
    tmp_path: Path,
) -> None:
    (tmp_path / "runs").touch()
    steps: list[float] = []

    class Counting(Program[float, Logs]):
        def train_step(self, batch: float) -> Logs:
            steps.append(batch)
            return {"loss": batch}

    with pytest.raises(FileError, match=r"Could not create `.*runs/log\.csv`"):
        Counting().fit([1.0], callbacks=[CSVLogger(tmp_path / "runs" / "log.csv")], verbose=0)
    assert steps == []


def test_a_metric_may_not_have_the_name_of_the_number(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="a metric is named `epoch`"):
        played(CSVLogger(tmp_path / "log.csv"), [{"epoch": 1.0}])


@pytest.mark.parametrize("name", ["\n", "a\rb"])
def test_a_metric_may_not_have_the_end_of_a_line_in_its_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(StepError, match="has the end of a line in its name"):
        played(CSVLogger(tmp_path / "log.csv"), [{name: 1.0}])
    with pytest.raises(StepError, match="has the end of a line in its name"):
        played(CSVLogger(tmp_path / "b.csv"), [{"loss": 1.0}, {"loss": 1.0, f"val_{name}": 1.0}])


@pytest.mark.parametrize("separator", ["", ",,", "0", "e", ".", '"', "\n", 3])
def test_a_separator_that_numbers_have_is_refused(separator: Any) -> None:
    with pytest.raises(ArgumentError, match="`separator` must be one character"):
        CSVLogger("log.csv", separator=separator)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1)
METRICS = st.dictionaries(NAMES.filter(lambda name: name != "epoch"), st.floats(), max_size=4)


@given(METRICS, st.sampled_from(",;\t|"))
def test_what_was_written_reads_back_to_the_bit(metrics: dict[str, float], separator: str) -> None:
    with TemporaryDirectory() as folder:
        logger = CSVLogger(Path(folder, "log.csv"), separator=separator)
        played(logger, [metrics, metrics])
        with logger.path.open(newline="") as file:
            rows = list(csv.DictReader(file, delimiter=separator))
    assert [row.pop("epoch") for row in rows] == ["0", "1"]
    for row in rows:
        assert list(row) == list(metrics)
        for name, value in metrics.items():
            nan = value != value  # noqa: PLR0124 - any NaN is as good as another
            assert nan or struct.pack("d", float(row[name])) == struct.pack("d", value)
