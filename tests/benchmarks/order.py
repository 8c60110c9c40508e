"""What it costs to check the order of hooks: a step of the cursor, and the guard of a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from measure import Row, Run, side_by_side

from hookline import CallbackList, Logs, NoLogs
from hookline.order import HookOrder

ROUNDS: Final = 200
BATCHES: Final = 2_000
HOOKS: Final = 2 * BATCHES  # a begin and an end each


class Bare:
    """What a step of the cursor is compared with: a method that does nothing."""

    def advance(self, hook: str, index: int | None = None) -> None:
        """Do nothing."""


class Listener:
    """A callback that hears of every batch."""

    def on_train_batch_begin(self, batch: int, logs: NoLogs) -> None:
        """Do nothing."""

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Do nothing."""


def measure(rounds: int) -> Iterator[Row]:
    """Yield the time of a step, its ratio to a bare method call, and the time of the guard."""
    bare = Bare()
    off, on = (_in_run(check_order=check) for check in (False, True))
    off_epochs, on_epochs = count(), count()
    times = side_by_side(
        {
            "bare": Run(lambda: _walk(bare), HOOKS),
            "advance": Run(lambda: _walk(_cursor()), HOOKS),
            "off": Run(lambda: _batches(off, off_epochs), HOOKS),
            "on": Run(lambda: _batches(on, on_epochs), HOOKS),
        },
        rounds,
    )
    note = f"bare {times.median('bare') * 1e9:.0f} ns"
    yield Row("HookOrder.advance, a call", times.median("advance") * 1e6, 1.0, "µs", note)
    yield Row("HookOrder.advance, to a bare method call", times.ratio("advance", to="bare"))
    guard = times.without("off").median("on") * 1e6
    yield Row("check_order=True, more a hook than without", guard, 1.5, "µs")


def _cursor() -> HookOrder:
    order = HookOrder()
    order.advance("on_train_begin")
    order.advance("on_epoch_begin", 0)
    return order


def _walk(cursor: HookOrder | Bare) -> None:
    advance = cursor.advance
    for batch in range(BATCHES):
        advance("on_train_batch_begin", batch)
        advance("on_train_batch_end", batch)


def _in_run(*, check_order: bool) -> CallbackList:
    callbacks = CallbackList([Listener()], check_order=check_order)
    callbacks.on_train_begin()
    return callbacks


def _batches(callbacks: CallbackList, epochs: Iterator[int]) -> None:
    begin, end = callbacks.on_train_batch_begin, callbacks.on_train_batch_end
    epoch = next(epochs)
    callbacks.on_epoch_begin(epoch)
    for batch in range(BATCHES):
        begin(batch)
        end(batch, {"loss": 0.5})
    callbacks.on_epoch_end(epoch)
