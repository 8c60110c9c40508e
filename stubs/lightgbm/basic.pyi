from typing import Any, NamedTuple

class EvalResult(NamedTuple):
    dataset_name: str
    metric_name: str
    metric_value: float
    maximize: bool
    metric_std_dev: float | None = None

class Booster:
    best_iteration: int
    def __init__(self, params: dict[str, Any] | None = None) -> None: ...
