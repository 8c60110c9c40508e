"""What a row of the order does to a frame, and to the index that its hook carries.

A frame is a plain tuple: a cursor makes a new one for each hook, and is copied often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final, TypeAlias

from hookline.hooks import ALIASES, HOOKS
from hookline.transitions import Move, Reading, Rule, State, Transition

#: State, last epoch that began, batch that is open or due, whether it is part of the frame
#: below (a validation), and that frame.
Frame: TypeAlias = "tuple[State, int | None, int, bool, Frame | None]"

#: From frame, index, next state and number of steps to the next frame; None if it is out of turn.
Step: TypeAlias = "Callable[[Frame, object, State, int | None], Frame | None]"

#: For each state and hook, the steps to take, one for each reading of the trace.
Table: TypeAlias = "Mapping[State, Mapping[str, tuple[tuple[Step, State], ...]]]"

#: The bottom of every stack, before any run and after the first; the 1 tells them apart.
FRESH: Final[Frame] = ("idle", None, 0, False, None)
IDLE: Final[Frame] = ("idle", None, 1, False, None)


@cache
def compile_table(order: tuple[Transition, ...], reading: Reading) -> Table:
    """Return the rows that hold in a reading, by state and hook, aliases included."""
    table: dict[State, dict[str, tuple[tuple[Step, State], ...]]] = {
        state: {} for row in order for state in (row.state, row.next)
    }
    for row in order:
        if row.rule is None or row.rule in reading:
            hooks = table[row.state]
            steps: list[tuple[Step, State]] = [(step, row.next) for step in _steps_of(row, reading)]
            for name in {row.hook, ALIASES.get(row.hook, row.hook)}:
                hooks[name] = tuple(dict.fromkeys((*hooks.get(name, ()), *steps)))
    return table


def _steps_of(row: Transition, reading: Reading) -> list[Step]:
    if row.move != "go":
        return [_MOVES[row.move]]
    if row.hook in {"on_epoch_begin", "on_epoch_end"}:
        return [_begin_epoch if row.hook == "on_epoch_begin" else _end_epoch]
    if HOOKS[row.hook].counter == "batch":
        if row.hook.endswith("_end"):
            return [_end_batch]
        return [_begin_batch_later if Rule.GAPS_BETWEEN_GROUPS in reading else _begin_batch]
    return [_end_run, _end_and_close] if Rule.NO_CLOSE in reading else [_end_run]


def _begin_run(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    below = IDLE if frame is FRESH else frame
    return (state, None, 0, False, below) if index is None else None


def _begin_validation(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    return (state, None, 0, True, frame) if index is None else None


def _fail(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    _, epoch, batch, part, below = frame
    while part and below is not None:  # a validation fails with the run it is part of
        _, epoch, batch, part, below = below
    return (state, epoch, batch, part, below) if index is None else None


def _close(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    return frame[4] if index is None else None


def _begin_epoch(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    _, epoch, _, part, below = frame
    if type(index) is int and (index >= 0 if epoch is None else index == epoch + 1):
        return (state, index, 0, part, below)
    return None


def _end_epoch(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    _, epoch, batch, part, below = frame
    return (state, epoch, batch, part, below) if type(index) is int and index == epoch else None


# The number of steps is that of a training epoch; a validation has its own.


def _begin_batch(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    _, epoch, batch, part, below = frame
    if type(index) is not int or index != batch:
        return None
    within = steps is None or index < steps or state != "train batch"
    return (state, epoch, batch, part, below) if within else None


def _begin_batch_later(
    frame: Frame, index: object, state: State, steps: int | None
) -> Frame | None:
    _, epoch, batch, part, below = frame
    if type(index) is not int or index < batch:
        return None
    within = steps is None or index < steps or state != "train batch"
    return (state, epoch, index, part, below) if within else None


def _end_batch(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    opened, epoch, batch, part, below = frame
    if type(index) is not int or index < batch:
        return None
    within = steps is None or index < steps or opened != "train batch"
    return (state, epoch, index + 1, part, below) if within else None


def _end_run(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    _, epoch, batch, part, below = frame
    if index is not None:
        return None
    return below if part else (state, epoch, batch, part, below)


def _end_and_close(frame: Frame, index: object, state: State, steps: int | None) -> Frame | None:
    return frame[4] if index is None else None


_MOVES: Final[Mapping[Move, Step]] = {
    "run": _begin_run,
    "validate": _begin_validation,
    "fail": _fail,
    "close": _close,
}
