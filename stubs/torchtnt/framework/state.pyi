from collections.abc import Iterable
from enum import Enum
from typing import Any, Generic, TypeVar

TData = TypeVar("TData")
TStepOutput = TypeVar("TStepOutput")

class EntryPoint(Enum):
    FIT = 1
    TRAIN = 2
    EVALUATE = 3
    PREDICT = 4

class PhaseState(Generic[TData, TStepOutput]):
    _step_output: TStepOutput | None
    @property
    def dataloader(self) -> Iterable[TData]: ...
    @property
    def max_epochs(self) -> int | None: ...
    @property
    def max_steps_per_epoch(self) -> int | None: ...
    @property
    def evaluate_every_n_epochs(self) -> int | None: ...
    @property
    def step_output(self) -> TStepOutput: ...

class State:
    _train_state: PhaseState[Any, Any] | None
    @property
    def entry_point(self) -> EntryPoint: ...
    @property
    def train_state(self) -> PhaseState[Any, Any] | None: ...
    @property
    def eval_state(self) -> PhaseState[Any, Any] | None: ...
    @property
    def predict_state(self) -> PhaseState[Any, Any] | None: ...
    @property
    def should_stop(self) -> bool: ...
    def stop(self) -> None: ...
