"""What every callback must keep to, for each of ours."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import partial

import pytest
from rich.console import Console

from hookline import History, ProgressLines
from hookline.callbacks.progress_bar import ProgressBar
from hookline.testing import (
    CALLBACK_LAWS,
    Call,
    Recorder,
    Run,
    Subject,
    check_callback,
    drive,
    runs,
)
from hookline.testing.apply import apply_law


def test_history_keeps_the_laws() -> None:
    check_callback(History)


def test_progress_lines_keep_the_laws() -> None:
    written: list[str] = []
    check_callback(lambda: ProgressLines(written.append), ignoring={"_began"})


def test_the_progress_bar_keeps_the_laws() -> None:
    check_callback(
        lambda: ProgressBar(Console(file=io.StringIO())),
        ignoring={"_began"},
    )


def test_the_progress_bar_keeps_the_laws_on_a_terminal() -> None:
    check_callback(
        lambda: ProgressBar(
            Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": "xterm"})
        ),
        ignoring={"_live", "_began", "_due"},
        max_examples=20,
    )


def test_the_progress_bar_gives_the_output_back_after_a_run_in_a_hook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = sys.stdout
    monkeypatch.setattr(sys, "stdout", before)  # put back, whatever the bar does
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    outer, inner = ("on_train_begin", "on_train_end"), ("on_predict_begin", "on_predict_end")
    hooks = [outer[0], *inner, "on_close", outer[1], "on_close"]
    console = Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": "xterm"})
    drive(ProgressBar(console), [Call(hook) for hook in hooks])
    assert sys.stdout is before


#: Its trace goes on from run to run, to be read when all are over; so these cannot hold.
KEEPS_ITS_TRACE = {"keeps_nothing_from_run_to_run", "survives_a_cut"}


@pytest.mark.parametrize("law", CALLBACK_LAWS, ids=lambda law: law.__name__)
def test_the_recorder_keeps_the_laws_but_for_its_trace(
    law: Callable[[Subject, Run, int], None],
) -> None:
    check = partial(law, Subject(Recorder))
    if law.__name__ in KEEPS_ITS_TRACE:
        with pytest.raises(AssertionError, match=r"its `calls` is"):
            apply_law(law, check, runs(), 50)
    else:
        apply_law(law, check, runs(), 50)


def test_the_recorder_keeps_nothing_else_than_its_trace() -> None:
    check_callback(Recorder, ignoring={"calls"})
