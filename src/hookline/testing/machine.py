"""A state machine that walks through the order of hooks at random."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from hookline.order import STRICT, HookOrder, Reading
from hookline.outcome import Completed
from hookline.trace import Call


class HookOrderMachine(RuleBasedStateMachine):
    """Draws legal hooks, one after another, and gives each to `receive`.

    Subclass it to drive what you test, and add invariants of your own;
    `self.order` tells where the run is.

    Example:
        >>> from hypothesis import settings
        >>> from hypothesis.stateful import invariant, run_state_machine_as_test
        >>> class Depth(HookOrderMachine):
        ...     depth = 0
        ...     def receive(self, call: Call) -> None:
        ...         self.depth += call.hook.endswith("_begin") - call.hook.endswith("_end")
        ...     @invariant()
        ...     def nothing_ends_before_it_begins(self) -> None:
        ...         assert self.depth >= 0
        >>> run_state_machine_as_test(Depth, settings=settings(max_examples=10))
    """

    #: The rules to walk by.
    reading: ClassVar[Reading] = STRICT

    def __init__(self) -> None:
        super().__init__()
        self.order: HookOrder = HookOrder(self.reading)

    @rule(data=st.data())
    def call_a_hook(self, data: st.DataObject) -> None:
        """Draw one of the hooks that are expected, and an index that it may carry."""
        hook = data.draw(st.sampled_from(self.order.expected), label="hook")
        indices = self.order.indices(hook)
        index = None
        if indices is not None:
            index = data.draw(st.integers(indices[0], min(indices[-1], indices[0] + 3)), "index")
        self.order.advance(hook, index)
        self.receive(_call(hook, index))

    def receive(self, call: Call) -> None:
        """Take the next call of the run; a subclass says what it does with it."""


def _call(hook: str, index: int | None) -> Call:
    if hook == "on_exception":
        return Call(hook, exception=ValueError("drawn"))
    if hook == "on_close":
        return Call(hook, outcome=Completed())
    return Call(hook, index, {})
