"""The cursor over the order of hooks: feed it what a loop calls, and it says what is out of turn.

A trace does not say whether an evaluation between two batches is the validation of its epoch or
a run of its own inside a hook; only the `on_close` that follows the latter tells. So the cursor
keeps every reading of the trace that is still possible, and refuses a hook that fits none.
"""

from __future__ import annotations

from typing import Final

from hookline.advice import bad_input, place
from hookline.errors import HookOrderError
from hookline.frames import FRESH, IDLE, Frame, compile_table
from hookline.hooks import ALIASES, HOOKS
from hookline.transitions import ONE_LOOP, ORDER, STRICT, Reading, Rule, State, Transition

__all__ = ["ONE_LOOP", "ORDER", "STRICT", "HookOrder", "Reading", "Rule", "State", "Transition"]

_FAR: Final = 1_000_000


class HookOrder:
    """A cursor over the order: give it the hooks of a loop, one by one.

    Args:
        reading: The rules to read by; `STRICT` is how hookline's own loops run.
        steps: Batches in a training epoch, where known: no index may go beyond them.
        order: The rows to go by; others than `ORDER` serve to test it.

    Example:
        >>> order = HookOrder()
        >>> order.advance("on_train_begin")
        >>> order.advance("on_epoch_begin", 1)
        >>> order.advance("on_train_batch_begin", 0)
        >>> order.advance("on_epoch_end", 1)
        Traceback (most recent call last):
        hookline.errors.HookOrderError: `on_epoch_end(1)` while batch 0 is open:
        `on_train_batch_end` must come first.
    """

    __slots__ = ("_frames", "_steps", "_table")

    def __init__(
        self,
        reading: Reading = STRICT,
        *,
        steps: int | None = None,
        order: tuple[Transition, ...] = ORDER,
    ) -> None:
        self._table = compile_table(order, reading)
        self._steps = None if Rule.END_BEYOND_LAST_BATCH in reading else steps
        # The top frame of each reading that is still possible.
        self._frames: tuple[Frame, ...] = (FRESH,)

    def advance(self, hook: str, index: int | None = None) -> None:
        """Take the next hook of the trace.

        Raises:
            HookOrderError: It is no hook, its index is none, or it is out of turn. The cursor
                stays where it was.
        """
        frames = self._frames
        if len(frames) == 1:  # as nearly always: written out, because loops call it for each batch
            frame = frames[0]
            steps = self._table[frame[0]].get(hook)
            if steps and len(steps) == 1:
                step, state = steps[0]
                next_frame = step(frame, index, state, self._steps)
                if next_frame:
                    self._frames = (next_frame,)
                    return
        after = self._after(hook, index)
        if not after:
            raise HookOrderError(
                bad_input(hook, index) or self._out_of_turn(hook, index),
                state=self.state,
                hook=hook,
                index=index,
                expected=self.expected,
            )
        self._frames = tuple(dict.fromkeys(after))  # readings that come to the same are one

    @property
    def expected(self) -> tuple[str, ...]:
        """The hooks that may come next."""
        possible = {hook for frame in self._frames for hook in self._table[frame[0]]}
        return tuple(hook for hook in HOOKS if hook in possible and hook not in ALIASES.values())

    @property
    def done(self) -> bool:
        """Whether the trace may end here: a run has begun, and none is open."""
        return IDLE in self._frames

    @property
    def state(self) -> State:
        """What the run is in the middle of, in the first of the possible readings."""
        return self._frames[0][0]

    def indices(self, hook: str) -> range | None:
        """Return the indices that an expected hook may carry here; None where it has none.

        Where any will do from some number on, the range ends at a million.
        """
        if HOOKS[hook].counter is None:
            return None
        known = {0} | {n for _, epoch, batch, _, _ in self._frames for n in (epoch or 0, batch)}
        candidates = sorted(known | {n + 1 for n in known})
        least = next((index for index in candidates if self._after(hook, index)), None)
        if least is None:
            return range(0)
        if not self._after(hook, least + 1):
            return range(least, least + 1)
        limit = self._steps if self._steps and not self._after(hook, _FAR) else _FAR
        return range(least, limit)

    def copy(self) -> HookOrder:
        """Return a cursor at the same place that goes its own way."""
        twin = HookOrder.__new__(HookOrder)
        twin._table, twin._steps = self._table, self._steps
        twin._frames = self._frames
        return twin

    __copy__ = copy

    def _after(self, hook: str, index: int | None) -> list[Frame]:
        """Return the frames that are possible after a hook; none if it is out of turn."""
        return [
            after
            for frame in self._frames
            for step, state in self._table[frame[0]].get(hook, ())
            if (after := step(frame, index, state, self._steps))
        ]

    def _out_of_turn(self, hook: str, index: object) -> str:
        call = f"`{hook}`" if index is None else f"`{hook}({index})`"
        where = f"{call} {place(self._frames[0])}"
        allowed = self.indices(hook)
        if allowed:  # it is its turn, so it is the index that is wrong
            if len(allowed) == 1:
                return f"{where}: its index must be {allowed[0]}."
            limit = "" if allowed[-1] == _FAR - 1 else f" and at most {allowed[-1]}"
            return f"{where}: its index must be at least {allowed[0]}{limit}."
        due = [
            row.hook
            for row in ORDER
            if row.state == self.state and row.rule is None and row.move != "fail"
        ]
        if hook in due:  # it would be its turn, had the epoch not come to its last batch
            return f"{where}: an epoch has {self._steps} batches, counted from 0."
        return f"{where}: {' or '.join(f'`{name}`' for name in due)} must come first."
