"""How a run ended, in words that leave this process."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from hookline.outcome import Completed, Failed, Interrupted, Outcome, Stopped

Word: TypeAlias = Literal["completed", "stopped", "interrupted", "failed"]


class Ending(NamedTuple):
    """One word for what became of a run, and why; there is no reason where it completed."""

    word: Word
    reason: str

    def __str__(self) -> str:
        """Say both: "failed: ValueError: no room"."""
        return f"{self.word}: {self.reason}" if self.reason else self.word


def ending(outcome: Outcome) -> Ending:
    """Put an outcome into words.

    Example:
        >>> print(ending(Failed(ValueError("no room"))))
        failed: ValueError: no room
        >>> print(ending(Interrupted(KeyboardInterrupt())))
        interrupted: KeyboardInterrupt
    """
    match outcome:
        case Completed():
            return Ending("completed", "")
        case Stopped(reason):
            return Ending("stopped", reason)
        case Interrupted(exception):
            return Ending("interrupted", _said(exception))
        case Failed(exception):
            return Ending("failed", _said(exception))


def _said(exception: BaseException) -> str:
    kind, text = type(exception).__qualname__, str(exception)
    return f"{kind}: {text}" if text else kind
