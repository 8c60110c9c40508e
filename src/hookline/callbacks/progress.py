"""How a loop shows its progress: what `verbose` means."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from hookline.callbacks.progress_lines import ProgressLines
from hookline.errors import ArgumentError

Verbosity: TypeAlias = Literal["auto", 0, 1, 2]


class Shown(NamedTuple):
    """What `verbose` came to."""

    verbose: int
    #: The callbacks that show it.
    callbacks: tuple[object, ...]


def progress(verbose: Verbosity, given: Iterable[object]) -> Shown:
    """Return how to show the progress of a run whose callbacks are given.

    "auto" is a bar on a terminal and lines elsewhere. Without rich a bar becomes lines too.
    Where the caller brought a callback that `shows_progress`, none is added.
    """
    if verbose not in ("auto", 0, 1, 2):
        raise ArgumentError(f'`verbose` must be "auto", 0, 1 or 2, not {verbose!r}.')
    from importlib.util import find_spec  # noqa: PLC0415 - heavy, and not needed to import us

    level = (1 if _is_on_a_terminal() else 2) if verbose == "auto" else verbose
    if level == 0:
        return Shown(0, ())
    if any(getattr(callback, "shows_progress", False) is True for callback in given):
        return Shown(level, ())
    if level == 2 or find_spec("rich") is None:
        return Shown(2, (ProgressLines(),))
    from hookline.callbacks.progress_bar import ProgressBar  # noqa: PLC0415 - only this needs rich

    return Shown(1, (ProgressBar(),))


def _is_on_a_terminal() -> bool:
    # A process without a console has None for its output, and whatever stands in may lack this.
    isatty = getattr(sys.stdout, "isatty", None)
    return callable(isatty) and isatty() is True
