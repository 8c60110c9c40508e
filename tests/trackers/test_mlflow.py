"""What MLflow keeps, read back by its own client: from a database, and from a server."""

from __future__ import annotations

import json
import logging
import math
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep
from typing import Any, Final, cast
from urllib.error import URLError
from urllib.request import urlopen

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import Run
from mlflow.exceptions import MlflowException

from hookline import ArgumentError, Callback, Logs, NoLogs, Program, StateError
from hookline.callbacks import MLflow, background, best_effort
from hookline.callbacks.mlflow import MLflowState
from hookline.testing import check_callback, runs

pytestmark = pytest.mark.trackers

#: What MLflow types in part only.
FLUENT: Final[Any] = mlflow


class Toy(Program[float, Logs]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}


class BoomError(Exception):
    """What a hook raises."""


class Raising(Callback):
    """Raises in one epoch."""

    def __init__(self, error: BaseException, epoch: int = 0) -> None:
        self.error = error
        self.epoch = epoch

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if epoch == self.epoch:
            raise self.error


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database, which takes MLflow some seconds to make."""
    return f"sqlite:///{tmp_path_factory.mktemp('mlflow')}/runs.db"


@pytest.fixture
def experiment(request: pytest.FixtureRequest) -> str:
    """The name of an experiment that no other test has."""
    return cast("pytest.Item", request.node).nodeid


@pytest.fixture(autouse=True)
def _a_place_of_its_own(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let MLflow know of the database, and forget what a test tells it."""
    monkeypatch.chdir(tmp_path)  # where artifacts go
    monkeypatch.delenv("MLFLOW_EXPERIMENT_ID", raising=False)
    mlflow.set_tracking_uri(database)
    yield
    while mlflow.active_run():
        mlflow.end_run()
    mlflow.set_tracking_uri(database)
    FLUENT.set_experiment("Default")  # which every store has
    os.environ.pop("MLFLOW_EXPERIMENT_ID", None)
    FLUENT.set_tracking_uri(None)


def kept(tracker: MLflow) -> Run:
    return tracker.client.get_run(tracker.run_id)


def history(tracker: MLflow, name: str) -> list[tuple[int, float]]:
    points = tracker.client.get_metric_history(tracker.run_id, name)
    return [(point.step, point.value) for point in points]


def files(client: Any, run_id: str) -> list[str]:
    return sorted(file.path for file in client.list_artifacts(run_id))


def runs_of(experiment: str) -> list[Run]:
    client = MlflowClient()
    found = client.get_experiment_by_name(experiment)
    return list(client.search_runs([found.experiment_id])) if found else []


def keeps_the_laws(experiment: str, depth: int, *ignoring: str) -> None:
    check_callback(
        lambda: MLflow(experiment=experiment),
        strategy=runs(max_depth=depth),
        ignoring={"_state", "_client", *ignoring},
        max_examples=3,
    )


def test_it_keeps_the_laws(experiment: str) -> None:
    keeps_the_laws(experiment, 0)


def test_it_keeps_the_laws_with_runs_inside_its_hooks(experiment: str) -> None:
    # Which of the runs began is not in its state.
    keeps_the_laws(experiment, 1, "_is_open", "_is_ours", "_training")


# What is kept


def test_the_metrics_and_parameters_of_a_training(experiment: str) -> None:
    tracker = MLflow(experiment=experiment, params={"depth": 3, "name": None}, tags={"who": "me"})
    Toy().fit(
        [1.0, 2.0],
        epochs=3,
        validation_data=[4.0],
        validation_freq=2,
        callbacks=[tracker],
        verbose=0,
    )
    run = kept(tracker)
    assert run.info.status == "FINISHED"
    assert run.data.params == {"epochs": "3", "steps": "2", "depth": "3", "name": "None"}
    assert run.data.tags["who"] == "me"
    assert run.data.tags["hookline.outcome"] == "completed"
    assert run.data.tags["mlflow.user"]
    assert history(tracker, "loss") == [(0, 1.5), (1, 1.5), (2, 1.5)]
    assert history(tracker, "val_loss") == [(1, 4.0)]
    assert [each.info.run_id for each in runs_of(experiment)] == [tracker.run_id]


def test_the_metrics_of_an_evaluation(experiment: str) -> None:
    tracker = MLflow(experiment=experiment)
    Toy().evaluate([1.0, 2.0], callbacks=[tracker], verbose=0)
    assert kept(tracker).info.status == "FINISHED"
    assert kept(tracker).data.metrics == {"test_loss": 1.5}


def test_nan_is_kept_too(experiment: str) -> None:
    tracker = MLflow(experiment=experiment)
    Toy().fit([math.nan], callbacks=[tracker], verbose=0)
    ((_, value),) = history(tracker, "loss")
    assert math.isnan(value)


def test_more_than_mlflow_takes_at_once(experiment: str) -> None:
    class Rich(Program[float, Logs]):
        def train_step(self, batch: float) -> Logs:
            return cast("Logs", {f"metric{number}": batch for number in range(1001)})

    params = {f"param{number}": number for number in range(101)}
    tracker = MLflow(experiment=experiment, params=params)
    Rich().fit([1.0], callbacks=[tracker], verbose=0)
    assert len(kept(tracker).data.metrics) == 1001
    assert len(kept(tracker).data.params) == 103


def test_files_and_folders_are_kept_at_the_end(experiment: str, tmp_path: Path) -> None:
    class Writing(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            Path("log.txt").write_text("all is well")
            Path("plots").mkdir()
            Path("plots/loss.svg").write_text("<svg/>")
            os.chdir("/")  # as a program may
            raise BoomError

    tracker = MLflow(experiment=experiment, artifacts=["log.txt", Path("plots")])
    with pytest.raises(BoomError):
        Toy().fit([1.0], callbacks=[tracker, Writing()], verbose=0)
    os.chdir(tmp_path)
    assert files(tracker.client, tracker.run_id) == ["log.txt", "plots"]
    assert kept(tracker).info.status == "FAILED"


def test_a_file_that_is_not_there_is_told_and_fails_nothing(
    experiment: str, caplog: pytest.LogCaptureFixture
) -> None:
    tracker = MLflow(experiment=experiment, artifacts=["nowhere.txt"])
    Toy().fit([1.0], callbacks=[tracker], verbose=0)
    assert "nowhere.txt` to keep" in caplog.text
    assert kept(tracker).info.status == "FINISHED"


# How it ends


@pytest.mark.parametrize(
    ("error", "status", "outcome"),
    [
        (BoomError("no room"), "FAILED", "failed: BoomError: no room"),
        (KeyboardInterrupt(), "KILLED", "interrupted: KeyboardInterrupt"),
        (SystemExit(1), "KILLED", "interrupted: SystemExit: 1"),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_where_a_hook_of_another_callback_raises_the_run_does_not_stay_open(
    experiment: str, error: BaseException, status: str, outcome: str, *, first: bool
) -> None:
    tracker = MLflow(experiment=experiment)
    callbacks: list[Any] = [Raising(error), tracker] if first else [tracker, Raising(error)]
    with pytest.raises(type(error)):
        Toy().fit([1.0], callbacks=callbacks, verbose=0)
    assert kept(tracker).info.status == status
    assert kept(tracker).info.end_time
    assert kept(tracker).data.tags["hookline.outcome"] == outcome


def test_a_run_that_was_stopped_has_finished(experiment: str) -> None:
    class Stopping(Callback):
        stop_reason = "enough"

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    tracker = MLflow(experiment=experiment)
    Toy().fit([1.0], epochs=9, callbacks=[tracker, Stopping()], verbose=0)
    assert kept(tracker).info.status == "FINISHED"
    assert kept(tracker).data.tags["hookline.outcome"] == "stopped: enough"


def test_a_parameter_that_mlflow_refuses_ends_the_run_before_its_first_batch(
    experiment: str,
) -> None:
    class Untouched(Toy):
        def train_step(self, batch: float) -> Logs:
            pytest.fail("a batch was trained")

    tracker = MLflow(experiment=experiment, params={"what?": 1})
    with pytest.raises(MlflowException, match="what?"):
        Untouched().fit([1.0], callbacks=[tracker], verbose=0)
    assert kept(tracker).info.status == "FAILED"


def test_a_metric_that_mlflow_refuses_fails_the_run_unless_best_effort_is_enough(
    experiment: str,
) -> None:
    class Odd(Program[float, Logs]):
        def train_step(self, batch: float) -> Logs:
            return cast("Logs", {"what?": batch})

    tracker = MLflow(experiment=experiment)
    with pytest.raises(MlflowException, match="what?"):
        Odd().fit([1.0], callbacks=[tracker], verbose=0)
    assert kept(tracker).info.status == "FAILED"
    Odd().fit([1.0], epochs=5, callbacks=[best_effort(tracker)], verbose=0)
    assert kept(tracker).info.status == "FINISHED"


def test_files_that_cannot_be_kept_do_not_keep_the_run_open(
    experiment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("log.txt").write_text("")
    tracker = MLflow(experiment=experiment, artifacts=["log.txt"])

    class Blocking(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            place = Path(str(kept(tracker).info.artifact_uri).removeprefix("file://"))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("in the way")

    with pytest.raises(ExceptionGroup, match="on_close raised"):
        Toy().fit([1.0], callbacks=[tracker, Blocking()], verbose=0)
    assert kept(tracker).info.status == "FINISHED"


# Several runs


def test_a_second_run_is_another_one(experiment: str) -> None:
    tracker = MLflow(experiment=experiment, run_name="twice")
    with pytest.raises(BoomError):
        Toy().fit([1.0], callbacks=[tracker, Raising(BoomError())], verbose=0)
    first = tracker.run_id
    Toy().fit([1.0], callbacks=[tracker], verbose=0)
    assert tracker.run_id != first
    assert {run.info.run_id: run.info.status for run in runs_of(experiment)} == {
        first: "FAILED",
        tracker.run_id: "FINISHED",
    }
    assert {run.info.run_name for run in runs_of(experiment)} == {"twice"}


def test_a_run_in_a_hook_does_not_end_it(experiment: str) -> None:
    tracker = MLflow(experiment=experiment)
    seen: list[str] = []

    class Evaluating(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            Toy().evaluate([1.0], callbacks=[tracker], verbose=0)
            seen.append(kept(tracker).info.status)

    Toy().fit([1.0], epochs=2, callbacks=[tracker, Evaluating()], verbose=0)
    assert seen == ["RUNNING", "RUNNING"]
    assert history(tracker, "loss") == [(0, 1.0), (1, 1.0)]
    assert len(runs_of(experiment)) == 1


def test_a_run_that_resumes_goes_on_in_its_run_of_mlflow(experiment: str) -> None:
    tracker = MLflow(experiment=experiment, params={"depth": 3})
    with pytest.raises(BoomError):
        Toy().fit([1.0], epochs=3, callbacks=[tracker, Raising(BoomError(), 1)], verbose=0)
    state = json.dumps(tracker.state_dict())
    again = MLflow(experiment=experiment, params={"depth": 3})
    again.load_state_dict(cast("MLflowState", json.loads(state)))
    seen: list[str] = []

    class Looking(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            seen.append(kept(again).info.status)

    Toy().fit([1.0], epochs=4, initial_epoch=2, callbacks=[again, Looking()], verbose=0)
    assert seen == ["RUNNING"] * 2
    assert [step for step, _ in history(again, "loss")] == [0, 1, 2, 3]
    assert [run.info.status for run in runs_of(experiment)] == ["FINISHED"]
    assert kept(again).data.params["epochs"] == "3"


def test_a_state_of_another_shape_is_refused(experiment: str) -> None:
    with pytest.raises(StateError, match="`run_id` is 3"):
        MLflow().load_state_dict(cast("Any", {"version": 1, "run_id": 3}))


# Where it is kept


def test_in_an_active_run_it_leaves_the_end_to_who_opened_it(
    experiment: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "hookline")
    FLUENT.set_experiment(experiment)
    tracker = MLflow(params={"depth": 3})
    with mlflow.start_run() as active:
        Toy().fit([1.0], epochs=2, callbacks=[tracker], verbose=0)
        Toy().evaluate([3.0], callbacks=[tracker], verbose=0)
        assert tracker.run_id == active.info.run_id
        assert kept(tracker).info.status == "RUNNING"
    assert f"run {active.info.run_id} is active; who opened it ends it" in caplog.text
    assert kept(tracker).info.status == "FINISHED"
    assert kept(tracker).data.metrics == {"loss": 1.0, "test_loss": 3.0}
    assert kept(tracker).data.tags["hookline.outcome"] == "completed"


def test_a_failure_in_an_active_run_is_told_there(experiment: str) -> None:
    FLUENT.set_experiment(experiment)
    tracker = MLflow()
    with pytest.raises(BoomError), mlflow.start_run():
        Toy().fit([1.0], callbacks=[tracker, Raising(BoomError("no room"))], verbose=0)
    assert kept(tracker).info.status == "FAILED"
    assert kept(tracker).data.tags["hookline.outcome"] == "failed: BoomError: no room"


def test_several_trainings_share_an_active_run(experiment: str) -> None:
    FLUENT.set_experiment(experiment)
    with mlflow.start_run():
        for epochs in (1, 2):
            Toy().fit([1.0], epochs=epochs, callbacks=[MLflow()], verbose=0)
    (run,) = runs_of(experiment)
    assert run.data.params["epochs"] == "1"  # MLflow allows no change


def test_an_option_that_says_where_is_stronger_than_an_active_run(experiment: str) -> None:
    with mlflow.start_run() as active:
        tracker = MLflow(experiment=experiment)
        Toy().fit([1.0], callbacks=[tracker], verbose=0)
        assert tracker.run_id != active.info.run_id
        assert kept(tracker).info.status == "FINISHED"
        assert mlflow.active_run() is active


def test_the_experiment_is_that_which_mlflow_was_told(
    experiment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLFLOW_EXPERIMENT_NAME", experiment)
    for _ in range(2):  # it is made, and found
        Toy().fit([1.0], callbacks=[MLflow()], verbose=0)
    assert len(runs_of(experiment)) == 2
    FLUENT.set_experiment(f"{experiment} of another name")
    Toy().fit([1.0], callbacks=[MLflow()], verbose=0)
    assert len(runs_of(f"{experiment} of another name")) == 1


def test_a_uri_of_its_own_changes_nothing_of_what_mlflow_was_told(
    database: str, experiment: str
) -> None:
    FLUENT.set_experiment(experiment)
    mlflow.set_tracking_uri("http://127.0.0.1:9")
    tracker = MLflow(tracking_uri=database)
    Toy().fit([1.0], callbacks=[tracker], verbose=0)
    assert kept(tracker).info.experiment_id == "0"
    assert mlflow.get_tracking_uri() == "http://127.0.0.1:9"


def test_an_experiment_that_cannot_be_made_is_told_by_mlflow() -> None:
    with pytest.raises(MlflowException, match="maximum length"):
        Toy().fit([1.0], callbacks=[MLflow(experiment="x" * 9999)], verbose=0)


def test_in_the_background_it_keeps_the_same(experiment: str) -> None:
    tracker = MLflow(experiment=experiment)
    with pytest.raises(BoomError):
        Toy().fit([1.0], callbacks=[background(tracker), Raising(BoomError())], verbose=0)
    assert kept(tracker).info.status == "FAILED"
    assert history(tracker, "loss") == [(0, 1.0)]


# A server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A real one."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "mlflow", "server", "--host=127.0.0.1", f"--port={port}"]
    places = ["--backend-store-uri=sqlite:///server.db", "--artifacts-destination=kept"]
    url = f"http://127.0.0.1:{port}"
    with (
        Path("server.log").open("w") as log,
        subprocess.Popen(  # noqa: S603 - our own command
            [*command, *places, "--workers=1"], cwd=tmp_path, stdout=log, stderr=log
        ) as process,
    ):
        try:
            while not _answers(f"{url}/health"):
                assert process.poll() is None, Path(tmp_path, "server.log").read_text()
                sleep(0.1)
            yield url
        finally:
            process.terminate()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - of our own server
            return True
    except (URLError, OSError):
        return False


@pytest.mark.slow
def test_a_server_keeps_runs_that_finish_and_runs_that_fail(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    Path("log.txt").write_text("all is well")
    tracker = MLflow(tracking_uri=server, experiment="served", artifacts=["log.txt"])
    Toy().fit([1.0], epochs=3, validation_data=[2.0], callbacks=[tracker], verbose=0)
    client = MlflowClient(server)
    run = client.get_run(tracker.run_id)
    assert run.info.status == "FINISHED"
    assert run.data.metrics == {"loss": 1.0, "val_loss": 2.0}
    assert run.data.params == {"epochs": "3", "steps": "1"}
    assert files(client, tracker.run_id) == ["log.txt"]
    with pytest.raises(KeyboardInterrupt):
        Toy().fit([1.0], callbacks=[tracker, Raising(KeyboardInterrupt())], verbose=0)
    assert client.get_run(tracker.run_id).info.status == "KILLED"


# Options


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: MLflow(experiment=""), "`experiment` must be a text that is not empty, not ''."),
        (lambda: MLflow(run_name=cast("Any", 3)), "`run_name` must be a text that is not empty"),
        (lambda: MLflow(params=cast("Any", ["a"])), "`params` must be a dictionary by names"),
        (lambda: MLflow(params={"": 1}), "`params` must be a dictionary by names"),
        (lambda: MLflow(tags=cast("Any", {3: "a"})), "`tags` must be a dictionary by names"),
        (lambda: MLflow(artifacts="log.txt"), "`artifacts` must be a list of paths"),
    ],
)
def test_options_that_make_no_sense_are_refused(make: Callable[[], MLflow], sentence: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        make()
    assert sentence in str(caught.value)
