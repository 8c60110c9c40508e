"""hookline's callbacks in the loops of Synalinks, and Synalinks's callbacks in ours.

Synalinks takes a `hookline.Callback` as it is. `to_synalinks` is for everything else: callbacks
without that base class, `on_exception` and `on_close`, and the checks before the first batch.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import synalinks

from hookline.bridge.relay import Relay
from hookline.coverage.synalinks import COVERAGE
from hookline.hooks import Family
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "ToSynalinks", "to_synalinks"]


class ToSynalinks(Relay, synalinks.callbacks.Callback):
    """Callbacks of hookline as one of Synalinks; `to_synalinks` makes it."""

    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, COVERAGE, without)

    def set_program(self, program: synalinks.Program) -> None:
        """Take the program."""
        super().set_program(program)
        self.take(program)

    def steps(self, family: Family) -> int | None:
        """Return None: a group is reported by its first batch only, so no index is too high."""
        return None


def to_synalinks(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToSynalinks:
    """Return one callback of Synalinks that serves several of hookline, in their order.

    Hand it to `fit`, `evaluate` and `predict` in a list, and put a `with` block around them so
    that `on_exception` and `on_close` hear of any error:

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though Synalinks never fires them; it fires
            all.

    Raises:
        CallbackError: An object is no callback.

    Example:
        >>> class Bell:
        ...     def on_epoch_end(self, epoch: int, logs: object) -> None:
        ...         print(f"epoch {epoch} is over")
        >>> bell = to_synalinks(Bell())
        >>> isinstance(bell, synalinks.callbacks.Callback)
        True
    """
    return ToSynalinks(callbacks, without)
