"""Programs: all that Program has, because a callback may ask for any of it."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, Self, TypeAlias, overload

from synalinks.callbacks import (
    Callback,
    CallbackList,
    History,
    _ProgramCallback,  # pyright: ignore[reportPrivateUsage]
)
from synalinks.modules import Module
from synalinks.optimizers import _Optimizer  # pyright: ignore[reportPrivateUsage]

_Path: TypeAlias = str | PathLike[str]
_Verbose: TypeAlias = Literal["auto"] | int

# Data and targets are arrays, or lists, of data models, or a generator of both: Any.
class Program(Module):
    compiled: bool
    reward: Any
    history: History
    steps_per_execution: int
    stop_training: bool
    stop_evaluating: bool
    stop_predicting: bool
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    # None for a program that was compiled to be evaluated only.
    @property
    def optimizer(self) -> _Optimizer | None: ...
    @property
    def modules(self) -> list[Module]: ...
    @property
    def run_eagerly(self) -> bool: ...
    @run_eagerly.setter
    def run_eagerly(self, value: bool) -> None: ...
    @property
    def metrics_names(self) -> list[str]: ...
    def compile(
        self,
        optimizer: str | _Optimizer | None = None,
        reward: Any = None,  # a reward, its name, or an async function
        reward_weights: Sequence[float] | None = None,
        metrics: Sequence[Any] | None = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
    ) -> None: ...
    async def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = 1,
        minibatch_size: int | None = 4,
        epochs: int = 1,
        verbose: _Verbose = "auto",
        callbacks: Sequence[Callback | _ProgramCallback[Self]] | CallbackList | None = None,
        validation_split: float = 0.1,
        validation_data: Any = None,
        shuffle: bool = True,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = 32,
        validation_freq: int | Sequence[int] = 1,
    ) -> History: ...
    # Without `return_dict`, a program with no metric but its reward gives the reward alone.
    @overload
    async def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = 32,
        verbose: _Verbose = "auto",
        steps: int | None = None,
        callbacks: Sequence[Callback | _ProgramCallback[Self]] | CallbackList | None = None,
        return_dict: Literal[True] = True,
    ) -> dict[str, float]: ...
    @overload
    async def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = 32,
        verbose: _Verbose = "auto",
        steps: int | None = None,
        callbacks: Sequence[Callback | _ProgramCallback[Self]] | CallbackList | None = None,
        *,
        return_dict: Literal[False],
    ) -> float | list[float]: ...
    async def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: _Verbose = "auto",
        steps: int | None = None,
        callbacks: Sequence[Callback | _ProgramCallback[Self]] | CallbackList | None = None,
    ) -> Any: ...
    @overload
    async def train_on_batch(
        self,
        step: int,
        x: Any,
        y: Any = None,
        val_x: Any = None,
        val_y: Any = None,
        return_dict: Literal[False] = False,
    ) -> float | list[float]: ...
    @overload
    async def train_on_batch(
        self,
        step: int,
        x: Any,
        y: Any = None,
        val_x: Any = None,
        val_y: Any = None,
        *,
        return_dict: Literal[True],
    ) -> dict[str, float]: ...
    @overload
    async def test_on_batch(
        self, x: Any, y: Any = None, return_dict: Literal[False] = False, y_pred: Any = None
    ) -> float | list[float]: ...
    @overload
    async def test_on_batch(
        self, x: Any, y: Any = None, *, return_dict: Literal[True], y_pred: Any = None
    ) -> dict[str, float]: ...
    async def predict_on_batch(self, x: Any, training: bool = False) -> Any: ...
    async def compute_reward(
        self, x: Any = None, y: Any = None, y_pred: Any = None, training: bool = True
    ) -> Any: ...
    async def compute_metrics(self, x: Any, y: Any, y_pred: Any) -> dict[str, Any]: ...
    def get_metrics_result(self) -> dict[str, Any]: ...
    def reset_metrics(self) -> None: ...
    def get_compile_config(self) -> dict[str, Any] | None: ...
    def compile_from_config(self, config: dict[str, Any]) -> None: ...
    async def build_from_config(self, config: dict[str, Any]) -> None: ...
    def get_module(self, name: str | None = None, index: int | None = None) -> Module: ...
    def summary(
        self,
        line_length: int | None = None,
        positions: Sequence[float] | None = None,
        print_fn: Callable[..., object] | None = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        module_range: Sequence[str] | None = None,
    ) -> None: ...
    def save(self, filepath: _Path, overwrite: bool = True, **kwargs: Any) -> None: ...
    @classmethod
    def load(cls, filepath: _Path, custom_objects: Mapping[str, Any] | None = None) -> Self: ...
    def save_variables(self, filepath: _Path, overwrite: bool = True) -> None: ...
    def load_variables(self, filepath: _Path) -> None: ...
    def to_json(self, **kwargs: Any) -> str: ...
    def get_state_tree(self) -> dict[str, Any]: ...
    def set_state_tree(self, state_tree: dict[str, Any]) -> None: ...
    @classmethod
    def from_config(
        cls, config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None
    ) -> Self: ...

class Sequential(Program):
    def __init__(
        self,
        modules: Sequence[Any] | None = None,  # modules, and what `Input` gives
        trainable: bool = True,
        name: str | None = None,
        description: str | None = None,
    ) -> None: ...
    @property
    def input_schema(self) -> dict[str, Any]: ...
    @property
    def output_schema(self) -> dict[str, Any]: ...
    @property
    def inputs(self) -> list[Any]: ...
    @property
    def outputs(self) -> list[Any]: ...
    async def build(self, inputs: Any) -> None: ...
    async def call(self, inputs: Any, training: bool | None = None) -> Any: ...
    async def compute_output_spec(self, inputs: Any, training: bool | None = None) -> Any: ...
    def add(self, module: Any, rebuild: bool = True) -> None: ...
    def pop(self, rebuild: bool = True) -> Module | None: ...

def program_from_json(
    json_string: str, custom_objects: Mapping[str, Any] | None = None
) -> Program: ...
