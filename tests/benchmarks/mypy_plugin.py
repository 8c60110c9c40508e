"""What the mypy plugin costs, over a module of 500 callbacks that are handed to a program."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from measure import Row, Run, side_by_side

ROUNDS: Final = 15

BAR: Final = 1.3

HEAD: Final = """\
from typing import Protocol, Required

from typing_extensions import ReadOnly

from hookline import Callback, Logs, NoLogs, Program

class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]

class HasLearningRate(Protocol):
    learning_rate: float

class Digits(Program[list[float], DigitsLogs, int]):
    learning_rate = 0.1

    def train_step(self, batch: list[float], /) -> DigitsLogs:
        return {"loss": 1.0, "accuracy": 0.5}

    def test_step(self, batch: list[float], /) -> DigitsLogs:
        return {"loss": 1.0, "accuracy": 0.5}
"""

#: A plain class and a `Callback`, which all but a few callbacks are like.
TWO_CALLBACKS: Final = """
class Best{0}:
    def __init__(self, monitor: str) -> None:
        self.monitor = monitor
        self.best = 0.0

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        self.best = max(self.best, logs["accuracy"])

    def on_train_end(self, logs: Logs) -> None:
        print(self.best, logs.get("loss"))

class Decay{0}(Callback[HasLearningRate, DigitsLogs]):
    def __init__(self) -> None:
        self.seen: list[float] = []

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        self.seen.clear()

    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
        if logs is not None and logs.get("accuracy", 0.0) > 0.5:
            self.seen.append(logs["loss"])
            self.program.learning_rate /= 2
"""

#: Ten callbacks at a time are handed over, as displays and as variables.
HANDED_OVER: Final = """
def train{0}(data: list[list[float]]) -> None:
    best = Best{0}(monitor="val_accuracy")
    Digits().fit(data, validation_data=data, callbacks=[best, Decay{0}(), {1}])
"""

CONFIGURATION: Final = "[mypy]\nstrict = true\n"
PLUGIN: Final = "plugins = hookline.mypy_plugin\n"


def module() -> str:
    """Write a module with 500 callbacks."""
    parts = [HEAD]
    for number in range(250):
        parts.append(TWO_CALLBACKS.format(number))
        if number % 5 == 4:
            others = [f'Best{place}("loss"), Decay{place}()' for place in range(number - 4, number)]
            parts.append(HANDED_OVER.format(number, ", ".join(others)))
    return "".join(parts)


def measure(rounds: int) -> Iterator[Row]:
    """Time mypy with and without, from an empty cache, and after a change of the module."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "without.ini").write_text(CONFIGURATION)
        (folder / "with.ini").write_text(CONFIGURATION + PLUGIN)
        for kind, kept in {"from an empty cache": False, "after a change of it": True}.items():
            runs = {
                choice: Run(partial(check, folder, choice, count(), keep_cache=kept))
                for choice in ("with", "without")
            }
            times = side_by_side(runs, rounds)
            mine, other = times.median("with"), times.median("without")
            yield Row(
                f"mypy of 500 callbacks, {kind}, with the plugin to without",
                times.ratio("with", "without"),
                BAR,
                note=f"{mine:.2f} s, {other:.2f} s",
            )


def check(folder: Path, choice: str, changes: Iterator[int], *, keep_cache: bool) -> None:
    """Run mypy over the module, a little changed, which must be without error."""
    cache = str(folder / f"cache_{choice}") if keep_cache else "/dev/null"
    path = folder / f"{choice}_plugin.py"
    path.write_text(f"{module()}\n# {next(changes)}\n")
    configuration = str(folder / f"{choice}.ini")
    command = ["-m", "mypy", "--config-file", configuration, "--cache-dir", cache, str(path)]
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
