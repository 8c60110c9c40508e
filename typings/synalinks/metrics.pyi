"""The base of metrics; those that Synalinks brings are Any."""

from collections.abc import Sequence
from typing import Any, Literal

class Metric:
    name: str
    direction: Literal["up", "down"] | None
    in_mask: Sequence[str] | None
    out_mask: Sequence[str] | None
    in_mask_pattern: str | None
    out_mask_pattern: str | None
    def __init__(
        self,
        name: str | None = None,
        in_mask: Sequence[str] | None = None,
        out_mask: Sequence[str] | None = None,
        in_mask_pattern: str | None = None,
        out_mask_pattern: str | None = None,
    ) -> None: ...
    @property
    def variables(self) -> list[Any]: ...
    async def update_state(self, *args: Any, **kwargs: Any) -> Any: ...
    def reset_state(self) -> None: ...
    def result(self) -> Any: ...
    def get_config(self) -> dict[str, Any]: ...

# Deliberately incomplete: a callback reads metrics by their names in `logs`.
def __getattr__(name: str) -> Any: ...  # pyright: ignore[reportIncompleteStub]
