"""Callbacks: all that Keras brings.

What a hook receives has the type `dict[str, float]`: Keras makes every value a float that it
can, and the few metrics that it cannot, those of more than one number, stay arrays.
It is a dictionary and no Mapping, because callbacks do write to it: `LearningRateScheduler` adds
the learning rate for those after it. A subclass may ask for less, `Mapping[str, float] | None`.
None stands in every signature for its default alone: a loop always gives a dictionary.

`params` and `model` are None until a loop sets them. They are typed as what every hook finds;
a None in their types would ask for a test in each hook that can never fail.
"""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, Protocol, TextIO, TypeAlias, TypeVar, type_check_only

from keras.models import Model

_Logs: TypeAlias = dict[str, float]
_Mode: TypeAlias = Literal["auto", "min", "max"]
_Path: TypeAlias = str | PathLike[str]
_ModelT_contra = TypeVar("_ModelT_contra", contravariant=True)

class Callback:
    # `verbose`, `epochs` and `steps`, and whatever else a CallbackList was made with.
    params: dict[str, Any]
    def __init__(self) -> None: ...
    def set_params(self, params: dict[str, Any]) -> None: ...
    def set_model(self, model: Model) -> None: ...
    @property
    def model(self) -> Model: ...
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
    # The one hook that is not given metrics: `{"outputs": arrays}`.
    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None: ...

# Any object that has all of these serves a loop; no base class is asked for.
# `logs` is Any, because a model's metrics, and so their names, are not known to a type checker:
# the object may ask for a dictionary, a Mapping or a TypedDict.
@type_check_only
class _ModelCallback(Protocol[_ModelT_contra]):
    def set_params(self, params: Any, /) -> object: ...
    def set_model(self, model: _ModelT_contra, /) -> object: ...
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

# Sequence, so that a list of one subclass will do: a list or a tuple is meant. Keras looks into
# nothing else for hooks that must not run in another thread, so a lone callback is refused here.
class CallbackList(Callback):
    callbacks: list[Any]
    def __init__(
        self,
        callbacks: Sequence[Callback | _ModelCallback[Model]] | None = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Model | None = None,
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

# The base of those that watch a metric; Keras does not export it.
@type_check_only
class _MonitorCallback(Callback):
    monitor: str
    mode: _Mode
    best: float | None
    min_delta: float
    monitor_op: Callable[[Any, Any], Any] | None

class EarlyStopping(_MonitorCallback):
    patience: int
    verbose: int
    baseline: float | None
    wait: int
    stopped_epoch: int
    restore_best_weights: bool
    best_weights: list[Any] | None
    best_epoch: int
    start_from_epoch: int
    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: _Mode = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None: ...
    def get_monitor_value(self, logs: Mapping[str, float] | None) -> float | None: ...

class ModelCheckpoint(_MonitorCallback):
    filepath: str
    verbose: int
    save_best_only: bool
    save_weights_only: bool
    save_freq: Literal["epoch"] | int
    def __init__(
        self,
        filepath: _Path,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: _Mode = "auto",
        save_freq: Literal["epoch"] | int = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None: ...

class OrbaxCheckpoint(_MonitorCallback):
    directory: str
    verbose: int
    save_best_only: bool
    save_weights_only: bool
    save_freq: Literal["epoch"] | int
    max_to_keep: int | None
    save_on_background: bool
    checkpointer: Any  # of the package orbax
    def __init__(
        self,
        directory: str,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        mode: _Mode = "auto",
        save_freq: Literal["epoch"] | int = "epoch",
        initial_value_threshold: float | None = None,
        max_to_keep: int | None = 1,
        save_on_background: bool = True,
        save_weights_only: bool = False,
    ) -> None: ...
    def is_multihost_enabled(self) -> bool: ...
    def is_primary_host(self) -> bool: ...
    def wait_until_finished(self) -> None: ...

class ReduceLROnPlateau(_MonitorCallback):
    factor: float
    patience: int
    verbose: int
    cooldown: int
    cooldown_counter: int
    wait: int
    min_lr: float
    # The runtime also takes, and forgets, any other keyword: a misspelt one would go unnoticed.
    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: _Mode = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None: ...
    def in_cooldown(self) -> bool: ...

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

class CSVLogger(Callback):
    filename: str
    sep: str
    append: bool
    append_header: bool
    keys: list[str] | None
    csv_file: TextIO | None
    writer: Any  # a csv.DictWriter, while the file is open
    def __init__(self, filename: _Path, separator: str = ",", append: bool = False) -> None: ...

# What LambdaCallback is given is called as Keras calls hooks: `logs` of the batch hooks by its
# name. It never is None.
@type_check_only
class _BatchFunction(Protocol):
    def __call__(self, batch: int, /, *, logs: _Logs) -> object: ...

@type_check_only
class _OutputsFunction(Protocol):
    def __call__(self, batch: int, /, *, logs: dict[str, Any]) -> object: ...

_EpochFunction: TypeAlias = Callable[[int, _Logs], object]
_RunFunction: TypeAlias = Callable[[_Logs], object]

class LambdaCallback(Callback):
    # The runtime takes any keyword and keeps a misspelt hook without a word; these are the hooks.
    def __init__(
        self,
        on_epoch_begin: _EpochFunction | None = None,
        on_epoch_end: _EpochFunction | None = None,
        on_train_begin: _RunFunction | None = None,
        on_train_end: _RunFunction | None = None,
        on_train_batch_begin: _BatchFunction | None = None,
        on_train_batch_end: _BatchFunction | None = None,
        *,
        on_batch_begin: _BatchFunction = ...,
        on_batch_end: _BatchFunction = ...,
        on_test_begin: _RunFunction = ...,
        on_test_end: _RunFunction = ...,
        on_test_batch_begin: _BatchFunction = ...,
        on_test_batch_end: _BatchFunction = ...,
        on_predict_begin: _RunFunction = ...,
        on_predict_end: _RunFunction = ...,
        on_predict_batch_begin: _BatchFunction = ...,
        on_predict_batch_end: _OutputsFunction = ...,
    ) -> None: ...

class LearningRateScheduler(Callback):
    schedule: Callable[[int, float], float] | Callable[[int], float]
    verbose: int
    def __init__(
        self,
        schedule: Callable[[int, float], float] | Callable[[int], float],
        verbose: int = 0,
    ) -> None: ...

class RemoteMonitor(Callback):
    root: str
    path: str
    field: str
    headers: Mapping[str, str] | None
    send_as_json: bool
    def __init__(
        self,
        root: str = "http://localhost:9000",
        path: str = "/publish/epoch/end/",
        field: str = "data",
        headers: Mapping[str, str] | None = None,
        send_as_json: bool = False,
    ) -> None: ...

class SwapEMAWeights(Callback):
    swap_on_epoch: bool
    def __init__(self, swap_on_epoch: bool = False) -> None: ...

class TensorBoard(Callback):
    log_dir: str
    histogram_freq: int
    write_graph: bool
    write_images: bool
    write_steps_per_second: bool
    update_freq: Literal["epoch"] | int
    embeddings_freq: int
    embeddings_metadata: Mapping[str, str] | str | None
    def __init__(
        self,
        log_dir: _Path = "logs",
        histogram_freq: int = 0,
        write_graph: bool = True,
        write_images: bool = False,
        write_steps_per_second: bool = False,
        update_freq: Literal["batch", "epoch"] | int = "epoch",
        profile_batch: int | tuple[int, int] = 0,
        embeddings_freq: int = 0,
        embeddings_metadata: Mapping[str, str] | str | None = None,
    ) -> None: ...
    @property
    def summary(self) -> Any: ...  # a module of TensorFlow

class TerminateOnNaN(Callback):
    raise_error: bool
    def __init__(self, raise_error: bool = False) -> None: ...
