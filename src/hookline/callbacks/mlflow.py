"""Keeps a run in MLflow."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Final, cast, final

from hookline.callbacks.endings import Word, ending
from hookline.callbacks.extras import needed
from hookline.callbacks.options import check_text
from hookline.errors import ArgumentError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TestHooksMixin, TrainHooksMixin
from hookline.outcome import Outcome
from hookline.runs import is_serving, runs_served
from hookline.state import State
from hookline.stateful import StatefulMixin

if TYPE_CHECKING:
    from mlflow import MlflowClient

_LOGGER: Final = logging.getLogger("hookline")

#: What MLflow calls the ways in which a run ends.
_STATUS: Final[Mapping[Word, str]] = {
    "completed": "FINISHED",
    "stopped": "FINISHED",
    "interrupted": "KILLED",
    "failed": "FAILED",
}

#: The most that MLflow takes in one request.
_MOST_PARAMS: Final = 100
_MOST_METRICS: Final = 1000

_OUTCOME: Final = "hookline.outcome"


class MLflowState(State):
    """The run state of `MLflow`."""

    #: The run of MLflow; None before the first.
    run_id: str | None


@final
class MLflow(StatefulMixin[MLflowState], TrainHooksMixin[object], TestHooksMixin[object]):
    """Keeps each run of `fit` and `evaluate` in MLflow: metrics, parameters, files, how it ended.

    The metrics of an epoch have its number as their step, those of validation the prefix `val_`,
    those of `evaluate` the prefix `test_`. The parameters are `epochs`, `steps` and `batch_size`,
    as far as the loop knows them, and those given. A run ends FINISHED, also when a callback
    stopped it, FAILED after an error and KILLED after Ctrl-C; the tag `hookline.outcome` has why.

    Where a run of MLflow is active, and no option says where else, all goes into that one, and
    whoever opened it ends it: only the tag tells how training ended. So fit and evaluation can
    share a run. Otherwise a run of its own is opened, which does not become the active one; its
    `run_id` is there from `on_train_begin` on. A run that resumes goes on in its run of MLflow.

    Args:
        experiment: Its name; it is made if it is not there. By default that of
            `mlflow.set_experiment` or of the environment; with `tracking_uri`, or where there is
            none, the default one.
        run_name: The name of the run; by default MLflow makes one.
        tracking_uri: Where MLflow keeps its runs; by default what MLflow has been told.
        params: More parameters.
        tags: Tags of the run.
        artifacts: Files and folders to keep, once the run has ended in whatever way; one that is
            not there is told as a warning of the logger "hookline".

    Raises:
        ImportError: The package is not there: `pip install "hookline[mlflow]"`.
        ArgumentError: An option makes no sense.
        mlflow.exceptions.MlflowException: In the run: MLflow cannot be reached, or refuses.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> with TemporaryDirectory() as folder:
        ...     tracker = MLflow(tracking_uri=f"sqlite:///{folder}/runs.db", params={"depth": 3})
        ...     history = fit(Halver(), [0], epochs=2, callbacks=[tracker], verbose=0)
        ...     run = tracker.client.get_run(tracker.run_id)
        >>> run.info.status, run.data.metrics, run.data.params["depth"]
        ('FINISHED', {'loss': 0.25}, '3')
    """

    def __init__(
        self,
        *,
        experiment: str | None = None,
        run_name: str | None = None,
        tracking_uri: str | os.PathLike[str] | None = None,
        params: Mapping[str, object] | None = None,
        tags: Mapping[str, str] | None = None,
        artifacts: Iterable[str | os.PathLike[str]] = (),
    ) -> None:
        super().__init__()
        for name, value in (("experiment", experiment), ("run_name", run_name)):
            if value is not None:
                check_text("MLflow", name, value)
        self._experiment: Final = experiment
        self._run_name: Final = run_name
        self._tracking_uri: Final = None if tracking_uri is None else os.fspath(tracking_uri)
        self._params_given: Final = _strings("params", params or {})
        self._tags: Final = _strings("tags", tags or {})
        self._artifacts: Final = _paths(artifacts)
        needed("MLflow", "mlflow", "mlflow")
        self._client: MlflowClient | None = None
        #: Whether a run is open, and is ours to end.
        self._is_open = self._is_ours = False
        self._training = False

    @property
    def run_id(self) -> str:
        """The run of MLflow, from the beginning of a run on; empty before the first."""
        return self._state["run_id"] or ""

    @property
    def client(self) -> MlflowClient:
        """The client by which MLflow is reached."""
        if self._client is None:
            from mlflow import MlflowClient  # noqa: PLC0415 - it takes seconds

            self._client = MlflowClient(self._tracking_uri)
        return self._client

    def new_state(self) -> MLflowState:
        """Return the state of a run that has begun nothing."""
        return {"version": 1, "run_id": None}

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Open a run of MLflow, or join one, and write the parameters."""
        if runs_served(self) > 1:
            return  # a run inside one of its own hooks
        super().on_train_begin(logs)
        self._training = True
        self._open()
        known = {name: str(value) for name, value in self.params.items() if value is not None}
        self._write_params({name: known[name] for name in known.keys() - {"verbose"}})

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write the epoch's metrics."""
        if self._is_open:
            self._write_metrics("", logs, epoch)

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Open a run of MLflow, or join one, unless this is a validation."""
        if not self._is_open:
            self._state = self.new_state()
            self._open()
            self._write_params({})

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Write the metrics of an evaluation; those of a validation come with its epoch."""
        if self._is_open and not self._training:
            self._write_metrics("test_", logs, 0)

    def on_close(self, outcome: Outcome) -> None:
        """Keep the files, and end the run of MLflow if it is ours."""
        if is_serving(self) or not self._is_open:
            return  # what is closed may be a run inside one of its own hooks
        self._is_open = self._training = False
        said = ending(outcome)
        try:
            self.client.set_tag(self.run_id, _OUTCOME, f"{said}")
            self._keep_files()
        finally:
            if self._is_ours:
                self.client.set_terminated(self.run_id, _STATUS[said.word])

    # The run

    def _open(self) -> None:
        """Go on with the run of the state, join the active one, or open one."""
        import mlflow  # noqa: PLC0415 - it takes seconds

        self._client = None  # what MLflow has been told may be something else now
        active = mlflow.active_run()
        elsewhere = self._experiment or self._run_name or self._tracking_uri
        if self._state["run_id"]:
            self.client.update_run(self._state["run_id"], status="RUNNING")
            self._is_ours = active is None or active.info.run_id != self._state["run_id"]
        elif active is not None and not elsewhere:
            self._state["run_id"] = active.info.run_id
            self._is_ours = False
            _LOGGER.info("MLflow: run %s is active; who opened it ends it", active.info.run_id)
        else:
            self._state["run_id"] = self._create()
            self._is_ours = True
        self._is_open = True
        for name, value in self._tags.items():
            self.client.set_tag(self.run_id, name, value)

    def _create(self) -> str:
        registry = needed("MLflow", "mlflow.tracking.context.registry", "mlflow")
        resolve_tags = cast("Callable[[], dict[str, str]]", registry.resolve_tags)
        tags = resolve_tags()  # as MLflow does itself: by whom, from which source, at which commit
        run = self.client.create_run(self._experiment_id(), tags=tags, run_name=self._run_name)
        return str(run.info.run_id)

    def _experiment_id(self) -> str:
        """Return the experiment for a new run; "0" is the default one of every store."""
        if self._experiment:
            return self._experiment_named(self._experiment)
        if self._tracking_uri:  # what MLflow has been told may be of another store
            return "0"
        # `mlflow.set_experiment` writes its choice into the environment.
        name = os.environ.get("MLFLOW_EXPERIMENT_NAME")
        given = os.environ.get("MLFLOW_EXPERIMENT_ID")
        return given or (self._experiment_named(name) if name else "0")

    def _experiment_named(self, name: str) -> str:
        from mlflow.exceptions import MlflowException  # noqa: PLC0415 - as above

        try:
            return self.client.create_experiment(name)
        except MlflowException:
            found = self.client.get_experiment_by_name(name)
            if found is None:
                raise
            return str(found.experiment_id)  # it was there, or somebody made it just now

    # What is written

    def _write_params(self, of_the_loop: Mapping[str, str]) -> None:
        """Write parameters, of which MLflow allows no change; the loop's stay as they were."""
        from mlflow.entities import Param  # noqa: PLC0415 - as above

        written = self.client.get_run(self.run_id).data.params if of_the_loop else {}
        new = {name: of_the_loop[name] for name in of_the_loop.keys() - written.keys()}
        params = [Param(name, value) for name, value in {**new, **self._params_given}.items()]
        for at in range(0, len(params), _MOST_PARAMS):
            self.client.log_batch(self.run_id, params=params[at : at + _MOST_PARAMS])

    def _write_metrics(self, prefix: str, logs: Logs | None, step: int) -> None:
        from mlflow.entities import Metric  # noqa: PLC0415 - as above

        values = cast("Mapping[str, float]", logs or {})
        now = int(time() * 1000)
        metrics = [
            Metric(f"{prefix}{name}", float(value), now, step) for name, value in values.items()
        ]
        for at in range(0, len(metrics), _MOST_METRICS):
            self.client.log_batch(self.run_id, metrics=metrics[at : at + _MOST_METRICS])

    def _keep_files(self) -> None:
        for path in self._artifacts:
            if path.exists():
                client = self.client
                client.log_artifact(self.run_id, str(path))  # pyright: ignore[reportUnknownMemberType]  # has no types
            else:
                _LOGGER.warning("MLflow: there is no `%s` to keep", path)


def _strings(option: str, given: object) -> dict[str, str]:
    items = dict(cast("Mapping[object, object]", given)) if isinstance(given, Mapping) else {"": ""}
    if not all(isinstance(name, str) and name for name in items):
        raise ArgumentError(f"MLflow: `{option}` must be a dictionary by names, not {given!r}.")
    return {str(name): str(value) for name, value in items.items()}


def _paths(artifacts: Iterable[str | os.PathLike[str]]) -> list[Path]:
    if isinstance(artifacts, (str, os.PathLike)):
        raise ArgumentError(
            f"MLflow: `artifacts` must be a list of paths, such as [{artifacts!r}], and not one."
        )
    return [Path(path).absolute() for path in artifacts]  # the current folder may change
