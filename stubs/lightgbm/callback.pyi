from collections.abc import Callable
from typing import Any

from lightgbm.basic import EvalResult

class EarlyStopException(Exception):  # noqa: N818 - its own name
    best_iteration: int
    best_score: list[EvalResult]
    def __init__(self, best_iteration: int, best_score: list[EvalResult]) -> None: ...

class CallbackEnv:
    model: Any
    params: dict[str, Any]
    iteration: int
    begin_iteration: int
    end_iteration: int
    evaluation_result_list: list[EvalResult] | None
    def __init__(
        self,
        model: Any,
        params: dict[str, Any],
        iteration: int,
        begin_iteration: int,
        end_iteration: int,
        evaluation_result_list: list[EvalResult] | None,
    ) -> None: ...

class _LogEvaluationCallback:
    def __call__(self, env: CallbackEnv) -> None: ...

class _EarlyStoppingCallback:
    def __call__(self, env: CallbackEnv) -> None: ...

def early_stopping(
    stopping_rounds: int,
    first_metric_only: bool = False,
    verbose: bool = True,
    min_delta: float | list[float] = 0.0,
) -> _EarlyStoppingCallback: ...
def log_evaluation(period: int = 1, show_stdv: bool = True) -> _LogEvaluationCallback: ...
def record_evaluation(eval_result: dict[str, dict[str, list[Any]]]) -> Callable[..., Any]: ...
def reset_parameter(**kwargs: list[Any] | Callable[..., Any]) -> Callable[..., Any]: ...
