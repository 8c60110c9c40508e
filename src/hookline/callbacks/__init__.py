"""Ready-made callbacks, one idea a file.

Every name can be imported from here, and only the file of that name is then loaded.
A new one takes three lines, each in its place by the alphabet: an import for type checkers,
its name in `__all__`, and its file in the table. A test holds the three to one another.
No file has the name of what it defines: the file would hide the object, once it is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hookline.callbacks.backup_and_restore import BackupAndRestore as BackupAndRestore
    from hookline.callbacks.checkpoint import Checkpoint as Checkpoint
    from hookline.callbacks.csv_logger import CSVLogger as CSVLogger
    from hookline.callbacks.early_stopping import EarlyStopping as EarlyStopping
    from hookline.callbacks.graceful_stop import GracefulStop as GracefulStop
    from hookline.callbacks.history import History as History
    from hookline.callbacks.jsonl_logger import JSONLLogger as JSONLLogger
    from hookline.callbacks.jsonl_logger import read_jsonl as read_jsonl
    from hookline.callbacks.lambda_callback import LambdaCallback as LambdaCallback
    from hookline.callbacks.learning_rate_schedule import (
        LearningRateSchedule as LearningRateSchedule,
    )
    from hookline.callbacks.mlflow import MLflow as MLflow
    from hookline.callbacks.opentelemetry import OpenTelemetry as OpenTelemetry
    from hookline.callbacks.progress_bar import ProgressBar as ProgressBar
    from hookline.callbacks.progress_lines import ProgressLines as ProgressLines
    from hookline.callbacks.reduce_lr_on_plateau import ReduceLROnPlateau as ReduceLROnPlateau
    from hookline.callbacks.remote_monitor import RemoteMonitor as RemoteMonitor
    from hookline.callbacks.saved_program import load_newest as load_newest
    from hookline.callbacks.tensorboard import TensorBoard as TensorBoard
    from hookline.callbacks.terminate_on_nan import TerminateOnNaN as TerminateOnNaN
    from hookline.callbacks.thinning import every as every
    from hookline.callbacks.time_limit import TimeLimit as TimeLimit
    from hookline.callbacks.tolerance import best_effort as best_effort
    from hookline.callbacks.worker import background as background

__all__ = [
    "BackupAndRestore",
    "CSVLogger",
    "Checkpoint",
    "EarlyStopping",
    "GracefulStop",
    "History",
    "JSONLLogger",
    "LambdaCallback",
    "LearningRateSchedule",
    "MLflow",
    "OpenTelemetry",
    "ProgressBar",
    "ProgressLines",
    "ReduceLROnPlateau",
    "RemoteMonitor",
    "TensorBoard",
    "TerminateOnNaN",
    "TimeLimit",
    "background",
    "best_effort",
    "every",
    "load_newest",
    "read_jsonl",
]

#: The file of each name.
_FILES = {
    "BackupAndRestore": "backup_and_restore",
    "CSVLogger": "csv_logger",
    "Checkpoint": "checkpoint",
    "EarlyStopping": "early_stopping",
    "GracefulStop": "graceful_stop",
    "History": "history",
    "JSONLLogger": "jsonl_logger",
    "LambdaCallback": "lambda_callback",
    "LearningRateSchedule": "learning_rate_schedule",
    "MLflow": "mlflow",
    "OpenTelemetry": "opentelemetry",
    "ProgressBar": "progress_bar",
    "ProgressLines": "progress_lines",
    "ReduceLROnPlateau": "reduce_lr_on_plateau",
    "RemoteMonitor": "remote_monitor",
    "TensorBoard": "tensorboard",
    "TerminateOnNaN": "terminate_on_nan",
    "TimeLimit": "time_limit",
    "background": "worker",
    "best_effort": "tolerance",
    "every": "thinning",
    "load_newest": "saved_program",
    "read_jsonl": "jsonl_logger",
}

if not TYPE_CHECKING:  # a type checker that saw it would believe in any name

    def __getattr__(name: str) -> object:
        """Load the file of a name, the first time that somebody asks for it."""
        if name not in _FILES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - not at every import of hookline

        globals()[name] = getattr(import_module(f"{__name__}.{_FILES[name]}"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        """List what can be imported, loaded or not."""
        return sorted({*globals(), *__all__})
