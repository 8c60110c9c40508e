"""A trace: the calls of hooks that a loop made, to look at and to hold against the order."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hookline.errors import HookOrderError
from hookline.order import STRICT, HookOrder, Reading
from hookline.outcome import Outcome


@dataclass(frozen=True)
class Call:
    """One call of a hook; two are equal if hook, index, logs, exception and outcome are."""

    hook: str
    #: The epoch or the batch, for hooks that count.
    index: int | None = None
    #: A copy of the logs as they were, for hooks that receive logs.
    logs: Mapping[str, object] | None = None
    #: What `on_exception` received.
    exception: BaseException | None = None
    #: What `on_close` received.
    outcome: Outcome | None = None
    #: The name of the thread it came on.
    thread: str = field(default_factory=lambda: threading.current_thread().name, compare=False)

    def __str__(self) -> str:
        """Return it as a line of a trace: `on_epoch_end(1) {'loss': 0.5}`."""
        index = "" if self.index is None else f"({self.index})"
        payload = self.logs or self.exception or self.outcome  # empty logs say nothing
        return f"{self.hook}{index}" + (f" {payload!r}" if payload is not None else "")


def tree(calls: Iterable[Call]) -> str:
    """Return a trace as text, a line a call, indented by what is open."""
    lines: list[str] = []
    open_runs: list[_OpenRun] = []
    depth = 0
    for call in calls:
        begins = call.hook in {"on_train_begin", "on_test_begin", "on_predict_begin"}
        # Only an `on_close` tells a run inside a hook from a validation, which is over without.
        if open_runs and open_runs[-1].test_ended and not begins and call.hook != "on_close":
            open_runs.pop()
        if call.hook in {"on_exception", "on_close"} and open_runs:
            depth = open_runs[-1].depth  # nothing inside the run stays open
        if call.hook == "on_close" and open_runs:
            open_runs.pop()
        depth = max(depth - call.hook.endswith("_end"), 0)
        lines.append("  " * depth + str(call))
        if begins:
            open_runs.append(_OpenRun(depth))
        if call.hook == "on_test_end" and len(open_runs) > 1:
            open_runs[-1].test_ended = True
        depth += call.hook.endswith("_begin")
    return "\n".join(lines)


@dataclass
class _OpenRun:
    """Where a run began, and whether it was a test that came to its end hook."""

    depth: int
    test_ended: bool = False


def check_trace(
    calls: Iterable[Call], reading: Reading = STRICT, *, steps: int | None = None
) -> None:
    """Raise AssertionError, with the trace as a tree, if a trace breaks the order of hooks.

    Args:
        calls: A whole trace; every run in it must be closed.
        reading: The rules to read it by; see `hookline.order.Rule`.
        steps: Batches in a training epoch, where known.
    """
    trace = list(calls)
    order = HookOrder(reading, steps=steps)
    for place, call in enumerate(trace):
        try:
            order.advance(call.hook, call.index)
        except HookOrderError as error:
            raise AssertionError(f"call {place}: {error}\n{tree(trace)}") from error
    if not order.done:
        due = " or ".join(f"`{name}`" for name in order.expected)
        raise AssertionError(f"the trace ends too early: {due} may come next.\n{tree(trace)}")
