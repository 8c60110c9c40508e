"""Optimizers, as far as a callback looks at them."""

from typing import Any, type_check_only

from synalinks.metrics import Metric
from synalinks.programs import Program

# The base of all; Synalinks does not export it.
@type_check_only
class _Optimizer:
    name: str
    description: str | None
    built: bool
    population_size: int
    sampling_temperature: float
    reward_uncertainty: float
    @property
    def program(self) -> Program: ...
    @property
    def iterations(self) -> int: ...
    @property
    def epochs(self) -> int: ...
    @property
    def reward_tracker(self) -> Metric: ...
    @property
    def variables(self) -> list[Any]: ...
    @property
    def trainable_variables(self) -> list[Any]: ...
    @property
    def non_trainable_variables(self) -> list[Any]: ...
    def set_program(self, program: Program) -> None: ...
    def get_config(self) -> dict[str, Any]: ...

class RandomFewShot(_Optimizer):
    def __init__(
        self,
        nb_min_examples: int = 1,
        nb_max_examples: int = 3,
        sampling: str = "softmax",
        sampling_temperature: float = 0.3,
        population_size: int = 10,
        reward_uncertainty: float = 0.25,
        name: str | None = None,
        description: str | None = None,
    ) -> None: ...

# Deliberately incomplete: the other optimizers.
def __getattr__(name: str) -> Any: ...  # pyright: ignore[reportIncompleteStub]
