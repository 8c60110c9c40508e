"""Plays a run into one callback, as a loop would."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import cast

from hookline.errors import ArgumentError
from hookline.hooks import HOOKS, find_hook
from hookline.protocols import SupportsParams, SupportsProgram
from hookline.sentences import no_such_hook
from hookline.testing.runs import Run
from hookline.trace import Call


def stand_in() -> SimpleNamespace:
    """Return a program with the three stop flags and nothing else."""
    return SimpleNamespace(stop_training=False, stop_evaluating=False, stop_predicting=False)


def drive(
    callback: object,
    run: Run | Iterable[Call],
    *,
    program: object = None,
    after_each: Callable[[Call], None] | None = None,
) -> None:
    """Attach a callback to a program and call its hooks, in the order of a run.

    Args:
        callback: Any callback; hooks that it does not define are passed over.
        run: The calls to make.
        program: What it serves; by default a stand-in that can be asked to stop.
        after_each: Called with each call after the callback has seen it.

    Raises:
        ArgumentError: A call names no hook.

    Example:
        >>> from hookline.testing import Recorder
        >>> recorder = Recorder()
        >>> drive(recorder, [Call("on_test_begin", logs={}), Call("on_test_end", logs={})])
        >>> recorder.names()
        ['on_test_begin', 'on_test_end']
    """
    calls = run.calls if isinstance(run, Run) else tuple(run)
    for place, call in enumerate(calls):
        if call.hook not in HOOKS:
            raise ArgumentError(no_such_hook(f"Call {place}", call.hook, HOOKS))
    attach(callback, stand_in() if program is None else program, calls)
    play(callback, calls, after_each)


def play(
    callback: object, calls: Iterable[Call], after_each: Callable[[Call], None] | None = None
) -> None:
    """Call the hooks of a callback that is attached."""
    for call in calls:
        hook = find_hook(callback, call.hook)
        if hook is not None:
            hook(*_arguments(call))
        if after_each is not None:
            after_each(call)


def attach(callback: object, program: object, calls: Iterable[Call]) -> None:
    """Tell a callback the parameters and the program of a run."""
    epochs = [call.index for call in calls if call.hook == "on_epoch_begin"]
    if isinstance(callback, SupportsParams):
        last = max((index for index in epochs if index is not None), default=-1)
        callback.set_params({"epochs": last + 1, "steps": None, "batch_size": None, "verbose": 0})
    if isinstance(callback, SupportsProgram):
        taker = cast("SupportsProgram[object]", callback)
        taker.set_program(program)


def _arguments(call: Call) -> tuple[object, ...]:
    if call.hook == "on_exception":
        return (call.exception,)
    if call.hook == "on_close":
        return (call.outcome,)
    return (call.logs,) if call.index is None else (call.index, call.logs)
