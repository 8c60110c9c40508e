"""Layers, as far as a model is one, and enough of them to build a small model.

Members that only one backend's layers have, such as `state_dict` with PyTorch, are left out.
"""

from collections.abc import Sequence
from typing import Any, Self

from keras import Variable
from keras.metrics import Metric

class Layer:
    name: str
    built: bool
    autocast: bool
    # Keeps the arguments for `get_config`; `__init__` says which they are.
    def __new__(cls, *args: Any, **kwargs: Any) -> Self: ...
    def __init__(
        self,
        *,
        activity_regularizer: Any = None,
        trainable: bool = True,
        dtype: Any = None,  # a name, a policy or a dictionary
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None: ...
    @property
    def path(self) -> str: ...
    @property
    def trainable(self) -> bool: ...
    @trainable.setter
    def trainable(self, value: bool) -> None: ...
    @property
    def input_spec(self) -> Any: ...
    @input_spec.setter
    def input_spec(self, value: Any) -> None: ...
    @property
    def supports_masking(self) -> bool: ...
    @supports_masking.setter
    def supports_masking(self, value: bool) -> None: ...
    @property
    def dtype_policy(self) -> Any: ...
    @dtype_policy.setter
    def dtype_policy(self, value: Any) -> None: ...
    @property
    def dtype(self) -> str: ...
    @property
    def compute_dtype(self) -> str: ...
    @property
    def variable_dtype(self) -> str: ...
    @property
    def input_dtype(self) -> str: ...
    @property
    def quantization_mode(self) -> str | None: ...
    @property
    def input(self) -> Any: ...
    @property
    def output(self) -> Any: ...
    @property
    def losses(self) -> list[Any]: ...
    @property
    def metrics(self) -> list[Metric]: ...
    @property
    def metrics_variables(self) -> list[Variable]: ...
    @property
    def variables(self) -> list[Variable]: ...
    @property
    def trainable_variables(self) -> list[Variable]: ...
    @property
    def non_trainable_variables(self) -> list[Variable]: ...
    @property
    def weights(self) -> list[Variable]: ...
    @property
    def trainable_weights(self) -> list[Variable]: ...
    @property
    def non_trainable_weights(self) -> list[Variable]: ...
    def get_weights(self) -> list[Any]: ...  # NumPy arrays
    def set_weights(self, weights: Sequence[Any]) -> None: ...
    def count_params(self) -> int: ...
    def add_loss(self, loss: Any) -> None: ...
    def add_variable(
        self,
        shape: Sequence[int],
        initializer: Any,
        dtype: str | None = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        name: str | None = None,
    ) -> Variable: ...
    # The runtime takes `*args` for a form that it deprecates.
    def add_weight(
        self,
        *args: Any,
        shape: Sequence[int] | None = None,
        initializer: Any = None,
        dtype: str | None = None,
        trainable: bool = True,
        autocast: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        aggregation: str | None = "none",
        overwrite_with_gradient: bool = False,
        name: str | None = None,
    ) -> Variable: ...
    # Subclasses have parameters of their own here, which `*args: Any, **kwargs: Any` allows.
    def build(self, input_shape: Any) -> None: ...
    def call(self, *args: Any, **kwargs: Any) -> Any: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...
    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any: ...
    def stateless_call(
        self,
        trainable_variables: Sequence[Any],
        non_trainable_variables: Sequence[Any],
        *args: Any,
        return_losses: bool = False,
        **kwargs: Any,
    ) -> Any: ...
    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any: ...
    def compute_output_shape(self, *args: Any, **kwargs: Any) -> Any: ...
    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any: ...
    def quantize(self, mode: Any = None, type_check: bool = True, config: Any = None) -> None: ...
    def save_own_variables(self, store: Any) -> None: ...
    def load_own_variables(self, store: Any) -> None: ...
    def get_build_config(self) -> dict[str, Any] | None: ...
    def build_from_config(self, config: dict[str, Any]) -> None: ...
    def get_config(self) -> dict[str, Any]: ...
    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self: ...

class Dense(Layer):
    units: int
    use_bias: bool
    def __init__(
        self,
        units: int,
        activation: Any = None,  # a name or a function, as are the next seven
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        quantization_config: Any = None,
        *,
        trainable: bool = True,
        dtype: Any = None,
        autocast: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None: ...
    @property
    def kernel(self) -> Any: ...
    def call(self, inputs: Any, training: bool | None = None) -> Any: ...
    def compute_output_shape(self, input_shape: Any) -> Any: ...

# A symbolic tensor, which only layers are applied to.
def Input(  # noqa: N802
    shape: Sequence[int | None] | None = None,
    batch_size: int | None = None,
    dtype: str | None = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Sequence[int | None] | None = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> Any: ...

# Deliberately incomplete: the other layers.
def __getattr__(name: str) -> Any: ...  # pyright: ignore[reportIncompleteStub]
