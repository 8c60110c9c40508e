"""Optimizers, as far as a callback changes them: the learning rate, the weights, the moments."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self, TypeAlias

from keras import Variable

# A schedule is a callable of the step; it belongs to a part of Keras that is Any here.
_LearningRate: TypeAlias = float | Variable | Callable[..., Any]

class Optimizer:
    name: str
    built: bool
    weight_decay: float | None
    clipnorm: float | None
    clipvalue: float | None
    global_clipnorm: float | None
    use_ema: bool
    ema_momentum: float
    ema_overwrite_frequency: int | None
    loss_scale_factor: float | None
    gradient_accumulation_steps: int | None
    def __init__(
        self,
        learning_rate: _LearningRate,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None: ...
    # With a schedule it is a tensor; the operations on both are those of Variable.
    @property
    def learning_rate(self) -> Variable: ...
    @learning_rate.setter
    def learning_rate(self, learning_rate: _LearningRate) -> None: ...
    @property
    def iterations(self) -> Variable: ...
    @property
    def variables(self) -> list[Variable]: ...
    def build(self, variables: Sequence[Variable]) -> None: ...
    def apply(
        self, grads: Sequence[Any], trainable_variables: Sequence[Variable] | None = None
    ) -> None: ...
    def apply_gradients(self, grads_and_vars: Iterable[tuple[Any, Variable]]) -> Any: ...
    def scale_loss(self, loss: Any) -> Any: ...
    def set_weights(self, weights: Sequence[Any]) -> None: ...
    def finalize_variable_values(self, var_list: Sequence[Variable]) -> None: ...
    def exclude_from_weight_decay(
        self, var_list: Sequence[Variable] | None = None, var_names: Sequence[str] | None = None
    ) -> None: ...
    def get_config(self) -> dict[str, Any]: ...
    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> Self: ...

class SGD(Optimizer):
    momentum: float
    nesterov: bool
    def __init__(
        self,
        learning_rate: _LearningRate = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None: ...

class Adam(Optimizer):
    beta_1: float
    beta_2: float
    epsilon: float
    amsgrad: bool
    def __init__(
        self,
        learning_rate: _LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-07,
        amsgrad: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
    ) -> None: ...
    # Named otherwise than the base's, at run time too; nobody passes it by name.
    def build(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, var_list: Sequence[Variable]
    ) -> None: ...

# Deliberately incomplete: the other optimizers, and the schedules.
def __getattr__(name: str) -> Any: ...  # pyright: ignore[reportIncompleteStub]
