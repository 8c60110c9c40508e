"""The lines that JSONLLogger writes."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import CallbackList, Logs, Program
from hookline.callbacks.jsonl_logger import JSONLLogger, read_jsonl
from hookline.errors import ArgumentError, StepError
from hookline.hooks import own_hooks


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here, so the disk need not be waited for."""

    def pass_over(fd: int) -> None: ...

    monkeypatch.setattr(os, "fsync", pass_over)


class Toy(Program[float, Logs]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}


def test_a_line_an_epoch_whatever_its_metrics(tmp_path: Path) -> None:
    logger = JSONLLogger(tmp_path / "log.jsonl")
    with CallbackList([logger]) as callbacks:
        callbacks.on_train_begin()
        for epoch, logs in enumerate([Logs(loss=1.0), Logs(), Logs(loss=0.5, val_loss=2.0)]):
            callbacks.on_epoch_end(epoch, logs)
        callbacks.on_train_end({})
    assert logger.path.read_text() == (
        '{"epoch": 0, "loss": 1.0}\n{"epoch": 1}\n{"epoch": 2, "loss": 0.5, "val_loss": 2.0}\n'
    )


def test_a_line_after_so_many_batches(tmp_path: Path) -> None:
    logger = JSONLLogger(tmp_path / "log.jsonl", batches=2)
    Toy().fit([1.0, 3.0, 2.0, 6.0, 1.0], epochs=2, callbacks=[logger], verbose=0)
    lines = [list(line.values()) for line in read_jsonl(logger.path)]
    assert lines == [line for e in range(2) for line in ([e, 1, 2.0], [e, 3, 3.0], [e, 2.6])]


def test_a_group_of_batches_that_ends_later_is_named_by_its_last(tmp_path: Path) -> None:
    logger, program = JSONLLogger(tmp_path / "log.jsonl", batches=2), Toy()
    program.compile(steps_per_execution=3)
    program.fit([1.0] * 8, callbacks=[logger], verbose=0)
    assert [line.get("batch") for line in read_jsonl(logger.path)] == [2, 5, 7, None]


def test_who_asks_for_no_batches_has_no_batch_hook(tmp_path: Path) -> None:
    assert "on_train_batch_end" not in own_hooks(JSONLLogger(tmp_path / "log"))
    assert "on_train_batch_end" in own_hooks(JSONLLogger(tmp_path / "log", batches=1))


@pytest.mark.parametrize("batches", [0, -1, 1.5, True])
def test_a_number_of_batches_that_is_none_is_refused(batches: int) -> None:
    with pytest.raises(ArgumentError, match="JSONLLogger: `batches` must be a whole number"):
        JSONLLogger("log", batches=batches)


@pytest.mark.parametrize("name", ["epoch", "batch"])
def test_a_metric_may_not_have_the_name_of_a_number(tmp_path: Path, name: str) -> None:
    logger = JSONLLogger(tmp_path / "log")
    with pytest.raises(StepError, match=f"a metric is named `{name}`"):
        logger.on_epoch_end(0, cast("Logs", {name: 1.0}))


@given(st.dictionaries(st.text().filter(lambda name: name not in {"epoch", "batch"}), st.floats()))
def test_what_was_written_reads_back_to_the_bit(metrics: dict[str, float]) -> None:
    with TemporaryDirectory() as folder:
        logger = JSONLLogger(Path(folder, "log.jsonl"))
        logger.on_epoch_end(0, cast("Logs", metrics))
        (line,) = read_jsonl(logger.path)
        json.loads(logger.path.read_text(), parse_constant=pytest.fail)  # strict JSON
    assert line.pop("epoch") == 0
    assert list(line) == list(metrics)
    for name, value in metrics.items():
        nan = value != value  # noqa: PLR0124 - any NaN is as good as another
        assert nan or struct.pack("d", line[name]) == struct.pack("d", value)
