"""How a run ended: the argument of `on_close`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Completed:
    """The run did all that it was asked to do."""


@dataclass(frozen=True)
class Stopped:
    """The run was asked to stop and ended in good order, its end hook included."""

    #: What asked for it: the `stop_reason` of the callbacks that have one, or which flag was set.
    reason: str


@dataclass(frozen=True)
class Interrupted:
    """Something that is no error ended the run: Ctrl-C, `SystemExit`, a closed generator."""

    exception: BaseException


@dataclass(frozen=True)
class Failed:
    """An error ended the run, from the program, the data or a callback."""

    exception: Exception


#: Every way in which a run can end; a `match` over it is checked for exhaustiveness.
Outcome: TypeAlias = Completed | Stopped | Interrupted | Failed


def outcome_of(exception: BaseException) -> Interrupted | Failed:
    """Tell an error from an interruption.

    Example:
        >>> outcome_of(KeyboardInterrupt())
        Interrupted(exception=KeyboardInterrupt())
    """
    return Failed(exception) if isinstance(exception, Exception) else Interrupted(exception)
