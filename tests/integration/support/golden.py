"""Traces that were looked at once and are kept, one for each version of a framework."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from hookline.testing import Call

FOLDER = Path(__file__).parent.parent / "golden"


def in_words(calls: Iterable[Call]) -> str:
    """Return a trace without what differs from run to run: with the names of metrics only."""
    return "".join(f"{line(call)}\n" for call in calls)


def line(call: Call) -> str:
    """Return one line of it: "on_epoch_end(1) loss val_loss"."""
    index = "" if call.index is None else f"({call.index})"
    payload = [*(call.logs or ()), *([call.outcome] if call.outcome else ())]
    return " ".join([f"{call.hook}{index}", *map(str, payload)])


def compare(calls: Iterable[Call], name: str, version: str) -> None:
    """Hold a trace to the one that is kept for this minor version of the framework.

    Where there is none yet it is written, and the test fails, so that somebody looks at it.
    """
    minor = ".".join(version.split(".")[:2])
    kept = FOLDER / f"{name}-{minor}.txt"
    seen = in_words(calls)
    if not kept.exists():
        kept.write_text(seen, encoding="utf-8")
        pytest.fail(f"{kept} was not there: look at the trace that it has now, and keep it")
    assert seen == kept.read_text(encoding="utf-8"), f"{kept} is another trace"
