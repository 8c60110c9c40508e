"""Kills a process before each step of a durable write in turn, and also between the bytes."""

from __future__ import annotations

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import NoReturn

from hookline.durable import steps


def kills(action: Callable[[], object], *, chunk: int | None = None) -> Iterator[int]:
    """Run an action in one process after another, each killed one step later than the last.

    Yields the number of steps that were made, after each kill, and ends after a process that
    was killed no more. What the one before left is there for the next, so that an action which
    is to begin anew each time has to see to that by itself.

    Args:
        action: What to do; it works on a copy of this process and can change files only.
        chunk: Write at most so many bytes in one step, to be killed between them too.
    """
    for place in count():
        if not killed(action, before=place, chunk=chunk):
            return
        yield place


def killed(action: Callable[[], object], *, before: int, chunk: int | None = None) -> bool:
    """Run an action in a process of its own, killed before a step; tell whether it got so far.

    Raises:
        AssertionError: The process failed in another way; it has printed how.
    """
    sys.stdout.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of threads, which the child does not use
        pid = os.fork()
    if pid == 0:
        _run(action, before, chunk)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if status:
        raise AssertionError(f"the process ended with status {status}")
    return False


def _run(action: Callable[[], object], before: int, chunk: int | None) -> NoReturn:
    made = count()

    def kill(step: steps.Step, path: Path) -> None:
        if next(made) == before:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        steps.before = kill
        steps.CHUNK = chunk or steps.CHUNK
        action()
    except BaseException:  # it must not go on as a second test process
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
