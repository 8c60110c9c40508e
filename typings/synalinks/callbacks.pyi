"""Callbacks: all that Synalinks brings.

What a hook receives has the type `dict[str, float]`: Synalinks makes every value a float that it
can, and the few metrics that it cannot stay what they are.
It is a dictionary and no Mapping, because callbacks may write to it for those after them.
A subclass may ask for less, `Mapping[str, float] | None`.
None stands in every signature for its default alone: a loop always gives a dictionary.

`params` and `program` are None until a loop sets them. They are typed as what every hook finds;
a None in their types would ask for a test in each hook that can never fail.
"""

from collections.abc import Callable, Mapping, Sequence
from logging import Logger
from os import PathLike
from typing import Any, Literal, Protocol, TextIO, TypeAlias, TypeVar, overload, type_check_only

from synalinks.programs import Program

_Logs: TypeAlias = dict[str, float]
_Mode: TypeAlias = Literal["auto", "min", "max"]
_Path: TypeAlias = str | PathLike[str]
_ProgramT_contra = TypeVar("_ProgramT_contra", contravariant=True)

class Callback:
    # `verbose`, `epochs` and `steps`; in `fit` some more of its arguments; and what else a
    # CallbackList was made with.
    params: dict[str, Any]
    def __init__(self) -> None: ...
    def set_params(self, params: dict[str, Any]) -> None: ...
    def set_program(self, program: Program) -> None: ...
    @property
    def program(self) -> Program: ...
    def on_train_begin(self, logs: _Logs | None = None) -> None: ...
    def on_train_end(self, logs: _Logs | None = None) -> None: ...
    def on_epoch_begin(self, epoch: int, logs: _Logs | None = None) -> None: ...
    def on_epoch_end(self, epoch: int, logs: _Logs | None = None) -> None: ...
    def on_train_batch_begin(self, batch: int, logs: _Logs | None = None) -> None: ...
    def on_train_batch_end(self, batch: int, logs: _Logs | None = None) -> None: ...
    def on_batch_begin(self, batch: int, logs: _Logs | None = None) -> None: ...
    def on_batch_end(self, batch: int, logs: _Logs | None = None) -> None: ...
    def on_test_begin(self, logs: _Logs | None = None) -> None: ...
    def on_test_end(self, logs: _Logs | None = None) -> None: ...
    def on_test_batch_begin(self, batch: int, logs: _Logs | None = None) -> None: ...
    def on_test_batch_end(self, batch: int, logs: _Logs | None = None) -> None: ...
    def on_predict_begin(self, logs: _Logs | None = None) -> None: ...
    def on_predict_end(self, logs: _Logs | None = None) -> None: ...
    def on_predict_batch_begin(self, batch: int, logs: _Logs | None = None) -> None: ...
    # The one hook that is not given metrics: `{"outputs": …}`.
    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None: ...

# Any object that has all of these serves a loop; no base class is asked for.
# `logs` is Any, because a program's metrics, and so their names, are not known to a type checker:
# the object may ask for a dictionary, a Mapping or a TypedDict.
@type_check_only
class _ProgramCallback(Protocol[_ProgramT_contra]):
    def set_params(self, params: Any, /) -> object: ...
    def set_program(self, program: _ProgramT_contra, /) -> object: ...
    def on_train_begin(self, logs: Any, /) -> object: ...
    def on_train_end(self, logs: Any, /) -> object: ...
    def on_epoch_begin(self, epoch: int, logs: Any, /) -> object: ...
    def on_epoch_end(self, epoch: int, logs: Any, /) -> object: ...
    def on_train_batch_begin(self, batch: int, /, logs: Any) -> object: ...
    def on_train_batch_end(self, batch: int, /, logs: Any) -> object: ...
    def on_batch_begin(self, batch: int, /, logs: Any) -> object: ...
    def on_batch_end(self, batch: int, /, logs: Any) -> object: ...
    def on_test_begin(self, logs: Any, /) -> object: ...
    def on_test_end(self, logs: Any, /) -> object: ...
    def on_test_batch_begin(self, batch: int, /, logs: Any) -> object: ...
    def on_test_batch_end(self, batch: int, /, logs: Any) -> object: ...
    def on_predict_begin(self, logs: Any, /) -> object: ...
    def on_predict_end(self, logs: Any, /) -> object: ...
    def on_predict_batch_begin(self, batch: int, /, logs: Any) -> object: ...
    def on_predict_batch_end(self, batch: int, /, logs: Any) -> object: ...

# Sequence, so that a list of one subclass will do: a list or a tuple is meant. Synalinks looks into
# nothing else for hooks that must not run in another thread, so a lone callback is refused here.
class CallbackList(Callback):
    callbacks: list[Any]
    def __init__(
        self,
        callbacks: Sequence[Callback | _ProgramCallback[Program]] | None = None,
        add_history: bool = False,
        add_progbar: bool = False,
        program: Program | None = None,
        **params: Any,
    ) -> None: ...

class History(Callback):
    epoch: list[int]
    history: dict[str, list[float]]

class ProgbarLogger(Callback):
    seen: int
    target: int | None
    verbose: int
    epochs: int

# What both that watch a metric have; at run time each has it to itself.
@type_check_only
class _MonitorCallback(Callback):
    monitor: str
    mode: _Mode
    best: float | None
    monitor_op: Callable[[Any, Any], Any] | None

class EarlyStopping(_MonitorCallback):
    min_delta: float
    stop_at: float
    patience: int
    verbose: int
    baseline: float | None
    wait: int
    stopped_epoch: int
    restore_best_variables: bool
    best_variables: list[Any] | None
    best_epoch: int
    start_from_epoch: int
    def __init__(
        self,
        monitor: str = "val_reward",
        min_delta: float = 0,
        stop_at: float = 1.0,
        patience: int = 0,
        verbose: int = 0,
        mode: _Mode = "auto",
        baseline: float | None = None,
        restore_best_variables: bool = False,
        start_from_epoch: int = 0,
    ) -> None: ...
    def get_monitor_value(self, logs: Mapping[str, float] | None) -> float | None: ...

class ProgramCheckpoint(_MonitorCallback):
    filepath: str
    verbose: int
    save_best_only: bool
    save_variables_only: bool
    save_freq: Literal["epoch"] | int
    def __init__(
        self,
        filepath: _Path,
        monitor: str = "val_reward",
        verbose: int = 0,
        save_best_only: bool = False,
        save_variables_only: bool = False,
        mode: _Mode = "auto",
        save_freq: Literal["epoch"] | int = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None: ...

class BackupAndRestore(Callback):
    backup_dir: str
    save_freq: Literal["epoch"] | int
    double_checkpoint: bool
    delete_checkpoint: bool
    def __init__(
        self,
        backup_dir: str,
        save_freq: Literal["epoch"] | int = "epoch",
        double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ) -> None: ...

class BudgetStopping(Callback):
    max_cost: float | None
    max_tokens: int | None
    verbose: int
    stopped_epoch: int | None
    stopped_batch: int | None
    stop_reason: str | None
    # One of the two budgets must be given.
    @overload
    def __init__(
        self, max_cost: float, max_tokens: int | None = None, verbose: int = 0
    ) -> None: ...
    @overload
    def __init__(
        self, max_cost: float | None = None, *, max_tokens: int, verbose: int = 0
    ) -> None: ...
    @property
    def spent_cost(self) -> float: ...
    @property
    def spent_tokens(self) -> int: ...

class CSVLogger(Callback):
    filepath: str
    sep: str
    append: bool
    append_header: bool
    keys: list[str] | None
    csv_file: TextIO  # from `on_train_begin` on
    writer: Any  # a csv.DictWriter, while the file is open
    def __init__(self, filepath: _Path, separator: str = ",", append: bool = False) -> None: ...

class Monitor(Callback):
    experiment_name: str | None
    run_name: str | None
    tracking_uri: str | None
    log_batch_metrics: bool
    log_epoch_metrics: bool
    log_program_plot: bool
    log_program_model: bool
    log_assessments: bool
    tags: dict[str, Any]
    run_id: str | None
    resume: bool
    logger: Logger
    def __init__(
        self,
        experiment_name: str | None = None,
        run_name: str | None = None,
        tracking_uri: str | None = None,
        log_batch_metrics: bool = False,
        log_epoch_metrics: bool = True,
        log_program_plot: bool = True,
        log_program_model: bool = True,
        tags: dict[str, Any] | None = None,
        run_id: str | None = None,
        resume: bool = False,
        log_assessments: bool = True,
    ) -> None: ...
    def __del__(self) -> None: ...

# Left out: SynalinksProgramModel, which is no callback but a model of MLflow.
