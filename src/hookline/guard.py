"""What `CallbackList(check_order=True)` puts before its hooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hookline.dispatch import Dispatcher, compile_dispatcher
from hookline.hooks import HOOKS, Hook
from hookline.order import HookOrder


def guarded(hooks: Mapping[str, Dispatcher], order: HookOrder) -> dict[str, Dispatcher]:
    """Return the hooks with a check before each, so that none runs out of turn."""
    return {
        name: compile_dispatcher(
            name, HOOKS[name].parameters, [_check(HOOKS[name], order), call], _no_blame
        )
        for name, call in hooks.items()
    }


def _check(hook: Hook, order: HookOrder) -> Callable[..., None]:
    advance, name = order.advance, hook.name

    def check(logs: object) -> None:
        advance(name)

    def check_index(index: int, logs: object) -> None:
        advance(name, index)

    return check_index if hook.counter else check


def _no_blame(error: BaseException, place: int, index: int | None) -> None:
    """An error of the order names its place itself; one of a callback has been noted inside."""
