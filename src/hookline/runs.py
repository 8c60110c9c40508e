"""Which runs are under way, and what asks them to stop."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Final, Literal, TypeAlias

from hookline.outcome import Completed, Stopped

#: The attribute of a program by which a run is asked to stop; there is one for each kind of run.
StopFlag: TypeAlias = Literal["stop_training", "stop_evaluating", "stop_predicting"]

# The lists with a run under way in this thread or task, outermost first.
_under_way: ContextVar[tuple[OpenRuns, ...]] = ContextVar("_under_way", default=())


class OpenRuns:
    """The runs that one callback list has begun and not closed, outermost first.

    Only the outermost is closed: a validation inside `fit` is part of the fit.
    """

    def __init__(
        self,
        program: object,
        callbacks: tuple[object, ...],
        attach: Callable[[Iterable[object]], None],
    ) -> None:
        self.program: Final = program
        self.flags: Final[list[StopFlag]] = []
        self.callbacks: Final = callbacks
        self.attach: Final = attach

    def __bool__(self) -> bool:
        return bool(self.flags)

    def begin(self, flag: StopFlag) -> None:
        """Open a run, inside the one that is open or as the outermost."""
        if not self.flags:
            _under_way.set((*_under_way.get(), self))
        self.flags.append(flag)

    def end(self, flag: StopFlag) -> Completed | Stopped | None:
        """End the innermost run; return how the outermost ended, if it was that one."""
        if self.flags[-1:] != [flag]:
            return None
        if len(self.flags) > 1:
            self.flags.pop()
            return None
        return Stopped(self._reason(flag)) if getattr(self.program, flag, False) else Completed()

    def _reason(self, flag: StopFlag) -> str:
        """What the callbacks that asked to stop say of it, in an attribute `stop_reason`."""
        given = (getattr(callback, "stop_reason", None) for callback in self.callbacks)
        return "; ".join(text for text in given if isinstance(text, str)) or f"{flag} was set"

    def close(self) -> None:
        """Forget the runs, and give the callbacks they shared back to the run around them."""
        self.flags.clear()
        around = tuple(runs for runs in _under_way.get() if runs is not self)
        _under_way.set(around)
        mine = {id(callback) for callback in self.callbacks}
        for runs in around:
            # Taking a callback set its program and params; here the outer run's come back.
            runs.attach(callback for callback in runs.callbacks if id(callback) in mine)


def is_running(program: object, flag: StopFlag) -> bool:
    """Tell whether a run of this kind is under way with a program."""
    return any(runs.program is program and flag in runs.flags for runs in _under_way.get())


def is_serving(callback: object) -> bool:
    """Tell whether a run is under way that a callback serves; one that is being closed is not."""
    return runs_served(callback) > 0


def runs_served(callback: object) -> int:
    """Count the runs that a callback serves, one inside another, itself or in a wrapper."""
    return sum(any(_is(mine, callback) for mine in runs.callbacks) for runs in _open())


def _open() -> Iterator[OpenRuns]:
    # Another thread may know of runs that were closed since it began.
    return (runs for runs in _under_way.get() if runs)


def _is(mine: object, callback: object) -> bool:
    while mine is not callback and mine is not None:
        mine = getattr(mine, "__wrapped__", None)
    return mine is callback


@contextmanager
def stop_flag(program: object, flag: StopFlag) -> Generator[None, None, None]:
    """Clear a program's flag for a run, and put it back after if that run was nested.

    After an outermost run it stays as the run left it, so that it tells whether it was stopped.
    """
    nested = is_running(program, flag)
    before = getattr(program, flag, False)
    with suppress(AttributeError):  # a program with no room for it is never asked to stop
        setattr(program, flag, False)
    try:
        yield
    finally:
        if nested:
            setattr(program, flag, before)
