from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

class Events(Enum):
    EPOCH_STARTED = "epoch_started"
    EPOCH_COMPLETED = "epoch_completed"
    STARTED = "started"
    COMPLETED = "completed"
    ITERATION_STARTED = "iteration_started"
    ITERATION_COMPLETED = "iteration_completed"
    EXCEPTION_RAISED = "exception_raised"
    TERMINATE = "terminate"

class State:
    epoch: int
    iteration: int
    epoch_length: int | None
    max_epochs: int | None
    max_iters: int | None
    output: Any
    metrics: dict[str, Any]

class Engine:
    state: State
    should_terminate: bool | str
    _event_handlers: dict[Any, list[Any]]
    def __init__(self, process_function: Callable[[Engine, Any], Any]) -> None: ...
    def add_event_handler(
        self, event_name: Any, handler: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any: ...
    def has_event_handler(
        self, handler: Callable[..., Any], event_name: Any | None = None
    ) -> bool: ...
    def remove_event_handler(self, handler: Callable[..., Any], event_name: Any) -> None: ...
    def terminate(self, skip_completed: bool = False) -> None: ...
    def terminate_epoch(self, skip_epoch_completed: bool = False) -> None: ...
    def run(
        self,
        data: Iterable[Any] | None = None,
        max_epochs: int | None = None,
        max_iters: int | None = None,
        epoch_length: int | None = None,
    ) -> State: ...
