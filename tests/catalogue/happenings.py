"""What happens when a row is run: the exception, where it came from, and how far the run was."""

from __future__ import annotations

import importlib
import io
import re
import sys
import traceback
import warnings
from contextlib import redirect_stdout
from typing import Final, NamedTuple

from functions import MISTAKES, Row

if str(MISTAKES) not in sys.path:  # outside pytest, which is told so by its settings
    sys.path.insert(0, str(MISTAKES))

#: Where an exception was raised, by the last of these files or functions in its traceback.
PLACES: Final = {
    "__init_subclass__": "class creation",
    "registration.py": "registration",
    "requirements.py": "attach",
    "_attach": "attach",
    "set_program": "attach",
    "arguments.py": "the call",
    "_checked_verbosity": "the call",
    "order.py": "the wrong hook's call",
    "guard.py": "the wrong hook's call",
}


class Happening(NamedTuple):
    """What came of running a row."""

    #: `TypeError`, or "" where nothing was raised.
    error: str
    message: str
    #: When: "class creation", "registration", "attach", "the call", …, or "never".
    moment: str
    #: How many batches had been read.
    batches: int


def happening(row: Row) -> Happening:
    """Run a row and tell what came of it."""
    function = getattr(importlib.import_module(row.module), row.name)
    counter = importlib.import_module("digits").Batches
    counter.read = 0
    with redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of coroutines nobody awaits
        try:
            function()
        except Exception as error:  # whatever it is, it is the answer
            return Happening(
                type(error).__name__, str(error), _moment(error, row, counter.read), counter.read
            )
    return Happening("", "", "never", counter.read)


def refused_in_time(what: Happening) -> bool:
    """Tell whether a run was refused before its first batch."""
    return bool(what.error) and what.batches == 0


def _moment(error: Exception, row: Row, batches: int) -> str:
    if batches:
        return "first batch" if batches == 1 else "after batches"
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        place = PLACES.get(frame.name) or PLACES.get(frame.filename.rpartition("/")[2])
        if place:
            return place
    if frames[-1].name in {"fit", "evaluate", "predict"}:
        return "the call"
    return _moment_of_own_code(frames, row)


def _moment_of_own_code(frames: traceback.StackSummary, row: Row) -> str:
    names = [frame.name for frame in frames]
    hooks = [name for name in names if name.startswith("on_")]
    if hooks:
        return f"in {hooks[0]}"
    if "__init__" in names:
        return "making it"
    own = [frame for frame in frames if frame.name in {row.name, *_classes(row)}]
    return "class creation" if _in_class(own[-1].line or "") else "the call"


def _classes(row: Row) -> list[str]:
    """Return the names of the classes that a row makes, which are frames while they are made."""
    return re.findall(r"class (\w+)", row.source)


def _in_class(line: str) -> bool:
    return line.startswith(("class ", "@"))
