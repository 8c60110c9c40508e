from abc import ABC
from collections.abc import Callable, Sequence
from os import PathLike
from typing import Any

class TrainingCallback(ABC):
    def __init__(self) -> None: ...
    def before_training(self, model: Any) -> Any: ...
    def after_training(self, model: Any) -> Any: ...
    def before_iteration(self, model: Any, epoch: int, evals_log: dict[str, Any]) -> bool: ...
    def after_iteration(self, model: Any, epoch: int, evals_log: dict[str, Any]) -> bool: ...

class LearningRateScheduler(TrainingCallback):
    def __init__(self, learning_rates: Callable[[int], float] | Sequence[float]) -> None: ...

class EarlyStopping(TrainingCallback):
    data: str | None
    save_best: bool | None
    maximize: bool | None
    stopping_history: dict[str, Any]
    best_scores: dict[str, Any]
    current_rounds: int
    def __init__(
        self,
        *,
        rounds: int,
        metric_name: str | None = None,
        data_name: str | None = None,
        maximize: bool | None = None,
        save_best: bool | None = False,
        min_delta: float = 0.0,
    ) -> None: ...

class TrainingCheckPoint(TrainingCallback):
    def __init__(
        self,
        directory: str | PathLike[str],
        name: str = "model",
        as_pickle: bool = False,
        interval: int = 100,
    ) -> None: ...
