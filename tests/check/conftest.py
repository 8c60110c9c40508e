"""Projects of a few lines, and what a check finds in them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from hookline.check.checking import Report, check
from hookline.check.sources import find_files

#: The right code around each sample: logs, a program, callbacks, data.
PRELUDE = """\
from typing import Any, Generic, Protocol, TypeVar
from typing_extensions import NotRequired, ReadOnly, Required

import hookline
from hookline import *

class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]

class RecallLogs(Logs, closed=True):
    recall: ReadOnly[float]

class Digits(Program[list[float], DigitsLogs, list[int]]):
    def train_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def test_step(self, batch: list[float]) -> DigitsLogs:
        return {"loss": sum(batch), "accuracy": 0.9}

    def predict_step(self, batch: list[float]) -> list[int]:
        return [int(value) for value in batch]

class HasLearningRate(Protocol):
    learning_rate: float

class Decay(Callback[HasLearningRate]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

class Watch(Callback):
    def __init__(self, monitor: str = "loss") -> None:
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

DATA = [[1.0], [2.0]]

"""

MARK = re.compile(r"# E: (?P<text>.*?)  \[(?P<code>[\w-]+)\]")

#: Writes files by their names and checks them all.
Checker = Callable[..., Report]


@pytest.fixture
def check_files(tmp_path: Path) -> Checker:
    """Write files, given as names and texts, and check them."""

    def write_and_check(files: dict[str, str], *requests: str) -> Report:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        wanted = [str(tmp_path / request) for request in requests] or [str(tmp_path)]
        return check(find_files(wanted))

    return write_and_check


@pytest.fixture
def disagreements(check_files: Checker) -> Callable[[str], list[str]]:
    """Check a sample under the prelude against its marks, as `tests/test_types.py` does."""

    def compare(sample: str) -> list[str]:
        source = PRELUDE + textwrap.dedent(sample)
        told = {
            (one.line, f"{one.sentence}  [{one.code}]")
            for one in check_files({"sample.py": source}).findings
        }
        marks = {
            (number, text, code)
            for number, line in enumerate(source.splitlines(), 1)
            for text, code in MARK.findall(line)
        }
        met = {
            (mark, one)
            for mark in marks
            for one in told
            if one[0] == mark[0] and mark[1] in one[1] and one[1].endswith(f"  [{mark[2]}]")
        }
        unmarked = sorted(told - {one for _, one in met})
        unmet = sorted(marks - {mark for mark, _ in met})
        return [f"no mark for {one}" for one in unmarked] + [f"not told: {one}" for one in unmet]

    return compare
