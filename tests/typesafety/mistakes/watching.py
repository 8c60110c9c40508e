"""What watches a run, or tells others of it, told nonsense: bars, logs, trackers, signals."""

import tempfile
from pathlib import Path

from digits import DATA, Digits

from hookline import History, ProgressLines, fit
from hookline.callbacks import (
    Checkpoint,
    GracefulStop,
    JSONLLogger,
    MLflow,
    OpenTelemetry,
    ProgressBar,
    RemoteMonitor,
    TensorBoard,
    background,
)


class Kept(Digits):
    """A program that gives its state away."""

    def state_dict(self) -> dict[str, float]:
        return {"weight": 0.5}

    def load_state_dict(self, state: dict[str, float]) -> None: ...


def bar_in_a_file() -> None:
    """`ProgressBar` with a path in the place of a console."""
    bar = ProgressBar("log.txt")  # E: Argument 1 to "ProgressBar" has incompatible  [arg-type]
    fit(Digits(), DATA, callbacks=[bar])


def bar_of_samples() -> None:
    """`count_mode=`, as Keras's progress bar once took it."""
    bar = ProgressBar(count_mode="samples")  # E: Unexpected keyword argument  [call-arg]
    fit(Digits(), DATA, callbacks=[bar])


def lines_to_a_path() -> None:
    """`ProgressLines` with a path in the place of a function."""
    lines = ProgressLines("log.txt")  # E: Argument 1 to "ProgressLines" has  [arg-type]
    fit(Digits(), DATA, callbacks=[lines])


def history_of_some_metrics() -> None:
    """`History` told which metrics to keep."""
    history = History(["loss"])  # E: Too many arguments for "History  [call-arg]
    fit(Digits(), DATA, callbacks=[history])


def json_append() -> None:
    """`append=True` for `JSONLLogger`, as Keras's `CSVLogger` takes it."""
    with tempfile.TemporaryDirectory() as folder:
        log = JSONLLogger(Path(folder) / "log.jsonl", append=True)  # E: Unexpected  [call-arg]
        fit(Digits(), DATA, callbacks=[log])


def remote_root() -> None:
    """`root=` and `path=`, as Keras's `RemoteMonitor` takes them."""
    monitor = RemoteMonitor(root="http://localhost:9000")  # E: Unexpected keyword  [call-arg]
    fit(Digits(), DATA, callbacks=[monitor])


def remote_without_scheme() -> None:
    """An address without its scheme."""
    monitor = RemoteMonitor("localhost:9000/publish")
    fit(Digits(), DATA, callbacks=[monitor])


def remote_loss_ignored() -> None:
    """A word for what to do with a loss that there is not."""
    url = "http://localhost:9000/publish"
    monitor = RemoteMonitor(url, on_loss="ignore")  # E: Argument "on_loss" to  [arg-type]
    fit(Digits(), DATA, callbacks=[monitor])


def histograms() -> None:
    """`histogram_freq=`, as Keras's `TensorBoard` takes it."""
    board = TensorBoard("logs", histogram_freq=1)  # E: Unexpected keyword argument  [call-arg]
    fit(Digits(), DATA, callbacks=[board])


def points_of_batches() -> None:
    """`update_freq="batches"`, one letter too many."""
    board = TensorBoard("logs", update_freq="batches")  # E: Argument "update_freq" to  [arg-type]
    fit(Digits(), DATA, callbacks=[board])


def tracking_by_position() -> None:
    """The store of MLflow by position."""
    tracker = MLflow("sqlite:///runs.db")  # E: Too many positional arguments for  [call-arg]
    fit(Digits(), DATA, callbacks=[tracker])


def params_as_pairs() -> None:
    """Parameters for MLflow as a list of pairs."""
    tracker = MLflow(params=[("rate", 0.1)])  # E: Argument "params" to "MLflow" has  [arg-type]
    fit(Digits(), DATA, callbacks=[tracker])


def spans_of_each_tenth_batch() -> None:
    """A number where `OpenTelemetry` is asked whether batches get spans."""
    trace = OpenTelemetry(batches=10)  # E: Argument "batches" to "OpenTelemetry" has  [arg-type]
    fit(Digits(), DATA, callbacks=[trace])


def signals_in_background() -> None:
    """`GracefulStop` on a thread, where Python allows no signals."""
    fit(Digits(), DATA, callbacks=[background(GracefulStop())])


def checkpoints_of_one_name() -> None:
    """Two `Checkpoint` that give the same names in one folder."""
    with tempfile.TemporaryDirectory() as folder:
        best = Checkpoint(folder, monitor="loss", mode="min", keep_last=1)
        fit(Kept(), DATA, callbacks=[best, Checkpoint(folder)])
