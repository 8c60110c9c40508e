"""What every tracker says of a run, however it ends; and whichever hook ends it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, cast

import mlflow
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

from hookline import Logs, fit
from hookline.callbacks import (
    LambdaCallback,
    MLflow,
    OpenTelemetry,
    TensorBoard,
    background,
    best_effort,
)
from hookline.hooks import HOOKS

pytestmark = pytest.mark.trackers


class Tracked(NamedTuple):
    """A tracker, and what it says of each run so far: completed, stopped, failed, interrupted."""

    callback: Any
    said: Callable[[], list[str]]


class Make(Protocol):
    def __call__(self, folder: Path, /) -> Tracked: ...


def tensorboard(folder: Path) -> Tracked:
    def said() -> list[str]:
        files = sorted((folder / "train").glob("*tfevents*"), key=os.path.getmtime)
        return [message for file in files for message in ends(file)]

    def ends(file: Path) -> list[str]:
        events: Any = cast("Any", EventFileLoader)(str(file)).Load()
        logs = [event.session_log for event in events if event.HasField("session_log")]
        return [log.msg.partition(":")[0] for log in logs if log.status == 2]

    return Tracked(TensorBoard(folder, update_freq=1, if_exists="append"), said)


#: MLflow has no word of its own for a run that was stopped, but says so in a tag.
WORDS: Final = {"FINISHED": "completed", "FAILED": "failed", "KILLED": "interrupted"}


def in_mlflow(folder: Path) -> Tracked:
    tracker = MLflow(experiment=f"{folder}")

    def said() -> list[str]:
        client = mlflow.MlflowClient()
        found = client.get_experiment_by_name(f"{folder}")
        assert found is not None
        runs = client.search_runs([found.experiment_id], order_by=["start_time"])
        outcomes = [run.data.tags["hookline.outcome"].partition(":")[0] for run in runs]
        for run, word in zip(runs, outcomes, strict=True):
            assert WORDS[run.info.status] == word.replace("stopped", "completed")
        return outcomes

    return Tracked(tracker, said)


def opentelemetry(folder: Path) -> Tracked:
    memory, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(memory))

    def said() -> list[str]:
        runs = [span for span in memory.get_finished_spans() if span.name == "fit"]
        outcomes = [str((span.attributes or {})["hookline.outcome"]) for span in runs]
        for run, word in zip(runs, outcomes, strict=True):
            failed = run.status.status_code is StatusCode.ERROR
            assert failed == (word in {"failed", "interrupted"})
        return outcomes

    return Tracked(OpenTelemetry(provider.get_tracer("tests"), batches=True), said)


MAKE: Final[dict[str, Make]] = {
    "MLflow": in_mlflow,
    "OpenTelemetry": opentelemetry,
    "TensorBoard": tensorboard,
}

#: What goes around it.
WRAP: Final[dict[str, Callable[[Any], Any]]] = {
    "bare": lambda callback: callback,
    "background": background,
    "best_effort": best_effort,
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('mlflow')}/runs.db"


@pytest.fixture(autouse=True)
def _mlflow_knows_the_database(database: str) -> None:
    mlflow.set_tracking_uri(database)


class Program:
    stop_training = False

    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}


def other(hook: str, act: Callable[[], None]) -> Any:
    """Make a callback that does something in one of its hooks."""

    def call(*_: object) -> None:
        act()

    return LambdaCallback(**{hook: call})


def run(*callbacks: Any) -> None:
    fit(Program(), [1.0, 2.0], epochs=2, validation_data=[1.0], callbacks=callbacks, verbose=0)


def raising(error: BaseException) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


HOOKS_OF_FIT: Final = sorted(
    name
    for name, hook in HOOKS.items()
    if hook.family in {"train", "test"} and name not in {"on_batch_begin", "on_batch_end"}
)


@pytest.mark.parametrize("wrapper", WRAP)
@pytest.mark.parametrize("name", MAKE)
@pytest.mark.parametrize("error", [ValueError("no room"), KeyboardInterrupt()], ids=["error", "^C"])
@pytest.mark.parametrize("hook", HOOKS_OF_FIT)
def test_whichever_hook_of_another_callback_raises_it_says_so(
    name: str, hook: str, error: BaseException, wrapper: str, tmp_path: Path
) -> None:
    word = "failed" if isinstance(error, ValueError) else "interrupted"
    tracked = MAKE[name](tmp_path)
    with pytest.raises(type(error)):
        run(WRAP[wrapper](tracked.callback), other(hook, raising(error)))
    # Before its first epoch a run has no file in TensorBoard.
    assert tracked.said() == [word] or (name == "TensorBoard" and hook == "on_train_begin")


@pytest.mark.parametrize("name", MAKE)
@pytest.mark.parametrize("hook", ["on_exception", "on_close"])
def test_a_hook_that_raises_at_the_end_changes_nothing_of_it(
    name: str, hook: str, tmp_path: Path
) -> None:
    tracked = MAKE[name](tmp_path)
    fails = [other("on_epoch_end", raising(KeyError()))] if hook == "on_exception" else []
    with pytest.raises((KeyError, ExceptionGroup)):
        run(other(hook, raising(ValueError())), tracked.callback, *fails)
    assert tracked.said() == ["failed" if fails else "completed"]


@pytest.mark.parametrize("name", MAKE)
def test_each_of_several_runs_has_an_end_of_its_own(name: str, tmp_path: Path) -> None:
    tracked, program = MAKE[name](tmp_path), Program()

    def stop() -> None:
        program.stop_training = True

    def train(*more: Any) -> None:
        fit(program, [1.0], callbacks=[tracked.callback, *more], verbose=0)

    train()
    with pytest.raises(ValueError, match="no room"):
        train(other("on_epoch_end", raising(ValueError("no room"))))
    with pytest.raises(KeyboardInterrupt):
        train(other("on_epoch_end", raising(KeyboardInterrupt())))
    train(other("on_epoch_end", stop))
    assert tracked.said() == ["completed", "failed", "interrupted", "stopped"]
