"""What every loop must keep to, whoever wrote it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from hypothesis import strategies as st

from hookline.callback import Callback
from hookline.callbacks.recorder import Recorder
from hookline.hooks import HOOKS
from hookline.order import ONE_LOOP, Reading, Rule
from hookline.testing.apply import apply_law
from hookline.trace import check_trace


@dataclass(frozen=True)
class LoopCase:
    """What a loop is asked to run; one that cannot do a thing passes it over."""

    #: Batches of samples; the last may be smaller.
    data: tuple[tuple[float, ...], ...]
    initial_epoch: int = 0
    #: The number of the epoch at which to end.
    epochs: int = 1
    validation_data: tuple[tuple[float, ...], ...] | None = None
    validation_freq: int = 1
    steps_per_execution: int = 1


#: Runs a case with these callbacks, through the loop under test.
Play: TypeAlias = Callable[[LoopCase, Sequence[Callback]], object]


class DrawnError(Exception):
    """What `check_loop` raises in a hook, to see that the loop closes its run."""


@st.composite
def cases(draw: st.DrawFn) -> LoopCase:
    """Draw what a loop can be asked to run."""
    # The order of hooks hangs on how many samples there are where, so their values just count up.
    data = st.lists(st.integers(1, 3), min_size=1, max_size=6).map(_numbered)
    initial_epoch = draw(st.integers(0, 2))
    validation_data = draw(st.none() | data)
    return LoopCase(
        data=draw(data),
        initial_epoch=initial_epoch,
        epochs=initial_epoch + draw(st.integers(0, 3)),
        validation_data=validation_data,
        validation_freq=1 if validation_data is None else draw(st.integers(1, 3)),
        steps_per_execution=draw(st.integers(1, 4)),
    )


def calls_hooks_in_order(play: Play, case: LoopCase, at: int, reading: Reading) -> None:
    """Every hook comes in its turn, and the run is closed."""
    recorder = Recorder()
    play(case, [recorder])
    check_trace(recorder.calls, reading, steps=len(case.data))


def closes_a_run_that_fails(play: Play, case: LoopCase, at: int, reading: Reading) -> None:
    """An exception out of a hook reaches the caller, and the run it cuts short is closed."""
    if Rule.NO_CLOSE in reading:
        return
    counter = Recorder()
    play(case, [counter])
    hooks = [call.hook for call in counter.calls if HOOKS[call.hook].takes_logs]
    place = at % len(hooks)
    recorder, raiser = Recorder(), _raise_in(hooks[place], hooks[:place].count(hooks[place]))
    try:
        play(case, [recorder, raiser])
    except DrawnError:
        check_trace(recorder.calls, reading, steps=len(case.data))
    else:
        raise AssertionError(f"the loop swallowed an exception out of a hook:\n{recorder.tree()}")


LoopLaw: TypeAlias = Callable[[Play, LoopCase, int, Reading], None]

#: The laws, in the order in which `check_loop` applies them.
LOOP_LAWS: Final[tuple[LoopLaw, ...]] = (calls_hooks_in_order, closes_a_run_that_fails)


def check_loop(
    play: Play,
    *,
    reading: Reading = ONE_LOOP,
    strategy: st.SearchStrategy[LoopCase] | None = None,
    max_examples: int = 100,
) -> None:
    """Run a loop over many cases and hold its trace against the order of hooks.

    Args:
        play: Runs one case through the loop, with the callbacks given.
        reading: The rules to read its traces by; see `hookline.order.Rule`.
        strategy: The cases to draw.
        max_examples: Cases to draw for each law.

    Raises:
        AssertionError: A law is broken; the message has the hook out of turn and the trace.

    Example:
        >>> from hookline import CallbackList
        >>> def predict_all(case, callbacks):
        ...     with CallbackList(callbacks) as hooks:
        ...         hooks.on_predict_begin()
        ...         for batch, samples in enumerate(case.data):
        ...             hooks.on_predict_batch_begin(batch)
        ...             hooks.on_predict_batch_end(batch, {"outputs": samples})
        ...         hooks.on_predict_end()
        >>> check_loop(predict_all, max_examples=10)
    """
    drawn = cases() if strategy is None else strategy
    for law in LOOP_LAWS:

        def check(case: LoopCase, at: int, law: LoopLaw = law) -> None:
            law(play, case, at, reading)

        apply_law(law, check, drawn, max_examples)


def _numbered(sizes: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    """Batches of these sizes, of samples that count up from 0."""
    samples = itertools.count()
    return tuple(tuple(float(next(samples)) for _ in range(size)) for size in sizes)


def _raise_in(name: str, skipped: int) -> Callback:
    """A callback that raises in a hook, after so many calls of it that it lets pass."""

    class Raiser(Callback):
        count = 0

    def hook(self: Raiser, *arguments: object, **named: object) -> None:
        self.count += 1
        if self.count == skipped + 1:
            raise DrawnError("drawn")

    setattr(Raiser, name, hook)
    return Raiser()
