"""Whichever hook of whichever ready-made callback raises: all the others are closed, and once."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from hookline import Failed, Logs, fit, own_hooks, predict
from hookline import callbacks as ready
from hookline.hooks import HOOKS

pytestmark = pytest.mark.usefixtures("no_waiting")

#: Every callback, as a user would make it, with files in the folder given.
MAKE: dict[str, Callable[[Path], Any]] = {
    "BackupAndRestore": lambda folder: ready.BackupAndRestore(folder / "backup"),
    "CSVLogger": lambda folder: ready.CSVLogger(folder / "log.csv"),
    "Checkpoint": lambda folder: ready.Checkpoint(folder / "saved"),
    "EarlyStopping": lambda _: ready.EarlyStopping(monitor="loss", mode="min", patience=9),
    "GracefulStop": lambda folder: ready.GracefulStop(signals=(), stop_file=folder / "stop"),
    "History": lambda _: ready.History(),
    "JSONLLogger": lambda folder: ready.JSONLLogger(folder / "log.jsonl", batches=1),
    "LambdaCallback": lambda _: ready.LambdaCallback(
        **{name: nothing for name in HOOKS if name not in {"on_batch_begin", "on_batch_end"}}
    ),
    "LearningRateSchedule": lambda _: ready.LearningRateSchedule(lambda _, rate: rate / 2),
    "ProgressBar": lambda _: ready.ProgressBar(Console(file=io.StringIO())),
    "ProgressLines": lambda _: ready.ProgressLines(lambda _: None),
    "ReduceLROnPlateau": lambda _: ready.ReduceLROnPlateau(monitor="loss", mode="min", patience=9),
    "RemoteMonitor": lambda _: ready.RemoteMonitor("http://127.0.0.1:9", close_timeout=0),
    "TerminateOnNaN": lambda _: ready.TerminateOnNaN(),
    "TimeLimit": lambda _: ready.TimeLimit(999),
    "background": lambda folder: ready.JSONLLogger(folder / "background.jsonl"),
    "best_effort": lambda _: ready.ProgressLines(lambda _: None),
    "every": lambda folder: ready.CSVLogger(folder / "every.csv"),
}

#: What goes around the callback of that name.
WRAP: dict[str, Callable[[Any], Any]] = {
    "background": ready.background,
    "best_effort": ready.best_effort,
    "every": lambda callback: ready.every(2, callback, "epochs"),
}


def wrapped(name: str, callback: Any) -> Any:
    return WRAP[name](callback) if name in WRAP else callback


class Program:
    learning_rate = 1.0
    stop_training = False

    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def predict_step(self, batch: float) -> float:
        return batch

    def state_dict(self) -> dict[str, float]:
        return {"learning_rate": self.learning_rate}

    def load_state_dict(self, state: dict[str, float]) -> None:
        self.learning_rate = state["learning_rate"]


class BoomError(Exception):
    """What the hook raises."""


def nothing(*_: object, **__: object) -> None:
    """Be a hook that does nothing."""


def replace_hook(callback: Any, hook: str, function: Callable[..., None]) -> None:
    callback.__dict__.pop(hook, None)  # where LambdaCallback keeps its own
    cls: type[object] = callback.__class__
    callback.__class__ = type(cls.__name__, (cls,), {hook: function})


def raising(callback: Any, hook: str) -> Any:
    """Return the callback with one hook that raises instead of what it did."""

    def raises(*_: object, **__: object) -> None:
        raise BoomError

    replace_hook(callback, hook, raises)
    return callback


def closings(callback: Any) -> list[object]:
    """Return a list that gets an outcome each time that the callback is closed."""
    outcomes: list[object] = []
    close: Callable[[object], None] = getattr(callback, "on_close", nothing)

    def on_close(_: object, outcome: object) -> None:
        outcomes.append(outcome)
        close(outcome)

    replace_hook(callback, "on_close", on_close)
    return outcomes


def run(hook: str, callbacks: list[Any]) -> None:
    loop = HOOKS[hook].family
    if loop == "predict":
        predict(Program(), [1.0, 2.0], callbacks=callbacks, verbose=0)
    else:
        data = [1.0, 2.0]
        fit(Program(), data, epochs=3, validation_data=data, callbacks=callbacks, verbose=0)


def cases() -> list[Any]:
    return [
        pytest.param(name, hook, id=f"{name}-{hook}")
        for name, make in MAKE.items()
        for hook in own_hooks(make(Path()))
        # The one needs an exception before it; the other is there to let a run go on.
        if hook != "on_exception" and name != "best_effort"
    ]


def test_every_ready_made_callback_is_tried() -> None:
    in_trackers = {"MLflow", "OpenTelemetry", "TensorBoard"}  # they need packages
    tried = {*MAKE, *in_trackers, "load_newest", "read_jsonl"}
    assert sorted(tried) == sorted(ready.__all__)


#: One hook of each callback; the slow test below has all, at all places.
ONE_EACH = list({case.values[0]: case for case in cases()}.values())


@pytest.mark.parametrize(("name", "hook"), ONE_EACH)
def test_where_a_hook_raises_every_other_callback_is_closed_once(
    name: str, hook: str, tmp_path: Path
) -> None:
    check(name, hook, len(MAKE) // 2, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("position", range(len(MAKE)))
@pytest.mark.parametrize(("name", "hook"), cases())
def test_where_a_hook_raises_at_any_place_every_other_callback_is_closed_once(
    name: str, hook: str, position: int, tmp_path: Path
) -> None:
    check(name, hook, position, tmp_path)


def check(name: str, hook: str, position: int, folder: Path) -> None:
    others = [other for other in MAKE if other != name]
    inner = [MAKE[other](folder) for other in others]
    outcomes = [closings(callback) for callback in inner]
    callbacks = [wrapped(*each) for each in zip(others, inner, strict=True)]
    callbacks.insert(position, wrapped(name, raising(MAKE[name](folder), hook)))
    with pytest.raises((BoomError, ExceptionGroup)) as caught:
        run(hook, callbacks)
    assert [len(each) for each in outcomes] == [1] * len(others)
    if hook != "on_close":
        assert [each[0] for each in outcomes] == [Failed(caught.value)] * len(others)
