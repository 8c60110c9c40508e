"""Models: all that Model has, because a callback may ask for any of it."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, Self, TypeAlias, overload

from keras.callbacks import (
    Callback,
    CallbackList,
    History,
    _ModelCallback,  # pyright: ignore[reportPrivateUsage]
)
from keras.layers import Layer
from keras.optimizers import Optimizer

_Path: TypeAlias = str | PathLike[str]
_Verbose: TypeAlias = Literal["auto"] | int

# Data, targets, weights and losses may be arrays, tensors, data sets, generators, or lists and
# dictionaries of them, for each backend another: Any.
class Model(Layer):
    compiled: bool
    loss: Any
    history: History
    optimizer: Optimizer
    steps_per_execution: int
    stop_training: bool
    stop_evaluating: bool
    stop_predicting: bool
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    @property
    def layers(self) -> list[Layer]: ...
    @property
    def jit_compile(self) -> bool: ...
    @jit_compile.setter
    def jit_compile(self, value: bool) -> None: ...
    @property
    def run_eagerly(self) -> bool: ...
    @run_eagerly.setter
    def run_eagerly(self, value: bool) -> None: ...
    @property
    def metrics_names(self) -> list[str]: ...
    def compile(
        self,
        optimizer: str | Optimizer = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Literal["auto"] | bool = "auto",
        auto_scale_loss: bool = True,
    ) -> None: ...
    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: _Verbose = "auto",
        callbacks: Sequence[Callback | _ModelCallback[Self]] | CallbackList | None = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> History: ...
    # Without `return_dict`, a model with no metric but its loss gives the loss alone.
    @overload
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: _Verbose = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Sequence[Callback | _ModelCallback[Self]] | CallbackList | None = None,
        return_dict: Literal[False] = False,
    ) -> float | list[float]: ...
    @overload
    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: _Verbose = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Sequence[Callback | _ModelCallback[Self]] | CallbackList | None = None,
        *,
        return_dict: Literal[True],
    ) -> dict[str, float]: ...
    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: _Verbose = "auto",
        steps: int | None = None,
        callbacks: Sequence[Callback | _ModelCallback[Self]] | CallbackList | None = None,
    ) -> Any: ...
    @overload
    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: Literal[False] = False,
    ) -> float | list[float]: ...
    @overload
    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Mapping[int, float] | None = None,
        *,
        return_dict: Literal[True],
    ) -> dict[str, float]: ...
    @overload
    def test_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        return_dict: Literal[False] = False,
    ) -> float | list[float]: ...
    @overload
    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, *, return_dict: Literal[True]
    ) -> dict[str, float]: ...
    def predict_on_batch(self, x: Any) -> Any: ...
    def train_step(self, data: Any) -> dict[str, Any]: ...
    def test_step(self, data: Any) -> dict[str, Any]: ...
    def predict_step(self, data: Any) -> Any: ...
    # These take parameters that differ from backend to backend.
    def make_train_function(self, force: bool = False) -> Any: ...
    def make_test_function(self, force: bool = False) -> Any: ...
    def make_predict_function(self, force: bool = False) -> Any: ...
    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any: ...
    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]: ...
    def get_metrics_result(self) -> dict[str, Any]: ...
    def reset_metrics(self) -> None: ...
    def get_compile_config(self) -> dict[str, Any] | None: ...
    def compile_from_config(self, config: dict[str, Any]) -> None: ...
    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer: ...
    def summary(
        self,
        line_length: int | None = None,
        positions: Sequence[float] | None = None,
        print_fn: Callable[..., object] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: Sequence[str] | None = None,
    ) -> None: ...
    def save(
        self, filepath: _Path, overwrite: bool = True, zipped: bool | None = None, **kwargs: Any
    ) -> None: ...
    def save_weights(
        self, filepath: _Path, overwrite: bool = True, max_shard_size: float | None = None
    ) -> None: ...
    def load_weights(self, filepath: _Path, skip_mismatch: bool = False, **kwargs: Any) -> None: ...
    def export(
        self,
        filepath: _Path,
        format: str = "tf_saved_model",  # noqa: A002
        verbose: bool | None = None,
        input_signature: Any = None,
        **kwargs: Any,
    ) -> None: ...
    # A model quantizes its layers, and so takes other parameters than a layer does.
    def quantize(  # type: ignore[override]
        self, mode: Any = None, config: Any = None, filters: Any = None, **kwargs: Any
    ) -> None: ...
    def get_quantization_layer_structure(self, mode: Any = None) -> dict[str, Any] | None: ...
    def to_json(self, **kwargs: Any) -> str: ...
    def get_state_tree(self, value_format: str = "backend_tensor") -> dict[str, Any]: ...
    def set_state_tree(self, state_tree: dict[str, Any]) -> None: ...
    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> Self: ...

class Sequential(Model):
    def __init__(
        self,
        layers: Sequence[Any] | None = None,  # layers, and what `Input` gives
        trainable: bool = True,
        name: str | None = None,
    ) -> None: ...
    def build(self, input_shape: Any = None) -> None: ...
    def call(
        self, inputs: Any, training: bool | None = None, mask: Any = None, **kwargs: Any
    ) -> Any: ...
    def compute_output_shape(self, input_shape: Any) -> Any: ...
    def compute_output_spec(
        self, inputs: Any, training: bool | None = None, mask: Any = None, **kwargs: Any
    ) -> Any: ...
    @property
    def input_shape(self) -> Any: ...
    @property
    def output_shape(self) -> Any: ...
    @property
    def inputs(self) -> list[Any]: ...
    @property
    def outputs(self) -> list[Any]: ...
    def add(self, layer: Any, rebuild: bool = True) -> None: ...
    def pop(self, rebuild: bool = True) -> Layer | None: ...

def load_model(
    filepath: _Path,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,  # noqa: A002
    safe_mode: bool = True,
) -> Model: ...

# Deliberately incomplete: cloning and conversion.
def __getattr__(name: str) -> Any: ...  # pyright: ignore[reportIncompleteStub]
