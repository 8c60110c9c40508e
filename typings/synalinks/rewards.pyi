"""The base of rewards, and the simplest of them."""

from collections.abc import Sequence
from typing import Any

class Reward:
    name: str
    reduction: str | None
    in_mask: Sequence[str] | None
    out_mask: Sequence[str] | None
    in_mask_pattern: str | None
    out_mask_pattern: str | None
    def __init__(
        self,
        name: str | None = None,
        reduction: str | None = "mean",
        in_mask: Sequence[str] | None = None,
        out_mask: Sequence[str] | None = None,
        in_mask_pattern: str | None = None,
        out_mask_pattern: str | None = None,
    ) -> None: ...
    async def __call__(self, y_true: Any, y_pred: Any) -> Any: ...
    async def call(self, y_true: Any, y_pred: Any) -> Any: ...
    def get_config(self) -> dict[str, Any]: ...

class ExactMatch(Reward):
    def __init__(
        self,
        name: str = "exact_match",
        in_mask: Sequence[str] | None = None,
        out_mask: Sequence[str] | None = None,
        in_mask_pattern: str | None = None,
        out_mask_pattern: str | None = None,
    ) -> None: ...

# Deliberately incomplete: the other rewards.
def __getattr__(name: str) -> Any: ...  # pyright: ignore[reportIncompleteStub]
