"""What `verbose` shows."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from typing import Any, cast

import pytest
from rich.console import Console

from hookline import ArgumentError, Callback, Logs, NoLogs, Program, ProgressLines
from hookline.callbacks.progress_bar import ProgressBar


class Toy(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def predict_step(self, batch: float) -> float:
        return batch


def timeless(text: str) -> list[str]:
    return re.sub(r"\d+\.\d+ s", "… s", text).splitlines()


def test_a_line_an_epoch_where_the_output_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Toy().fit([1.0, 2.0], epochs=2, validation_data=[4.0])
    assert timeless(capsys.readouterr().out) == [
        "epoch 1/2 - … s - loss 1.5 - val_loss 4",
        "epoch 2/2 - … s - loss 1.5 - val_loss 4",
    ]


def test_a_line_for_an_evaluation(capsys: pytest.CaptureFixture[str]) -> None:
    Toy().evaluate([1.0, 2.0], verbose=2)
    assert timeless(capsys.readouterr().out) == ["evaluation - … s - loss 1.5"]


@pytest.mark.parametrize("loop", ["fit", "evaluate", "predict"])
def test_verbose_zero_is_silent(loop: str, capsys: pytest.CaptureFixture[str]) -> None:
    getattr(Toy(), loop)([1.0], verbose=0)
    assert capsys.readouterr().out == ""


class Shower(Callback):
    """Shows progress in a way of its own."""

    shows_progress = True

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        print("...")


@pytest.mark.parametrize("verbose", ["auto", 1, 2])
@pytest.mark.parametrize("brought", [ProgressLines, ProgressBar, Shower])
def test_what_the_caller_brought_to_show_is_not_doubled(
    brought: Callable[[], Any], verbose: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    Toy().fit([1.0], callbacks=[brought()], verbose=verbose)
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_process_without_any_output_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert Toy().fit([1.0]).epoch == [0]


def nothing(*_: object) -> None: ...


def test_without_rich_a_bar_becomes_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rich", None)
    monkeypatch.setattr("importlib.util.find_spec", nothing)
    Toy().fit([1.0], verbose=1)
    assert timeless(capsys.readouterr().out) == ["epoch 1/1 - … s - loss 1"]


def terminal() -> tuple[Console, io.StringIO]:
    stream = io.StringIO()
    return Console(file=stream, force_terminal=True, width=100, _environ={"TERM": "xterm"}), stream


def test_a_bar_on_a_terminal_shows_batches_and_leaves_lines() -> None:
    console, stream = terminal()
    Toy().fit(
        [1.0, 2.0], epochs=2, validation_data=[4.0], callbacks=[ProgressBar(console)], verbose=0
    )
    shown = stream.getvalue()
    assert "epoch 1/2" in shown
    assert "0/2" in shown
    assert "loss 1.5 - val_loss 4" in shown


def test_the_cursor_comes_back_when_a_run_fails() -> None:
    class Failing(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            raise KeyboardInterrupt

    console, stream = terminal()
    with pytest.raises(KeyboardInterrupt):
        Toy().fit([1.0], callbacks=[ProgressBar(console), Failing()], verbose=0)
    hide, show = "\x1b[?25l", "\x1b[?25h"
    assert stream.getvalue().count(hide) == stream.getvalue().count(show) == 1


def test_a_bar_without_a_terminal_prints_lines_only() -> None:
    stream = io.StringIO()
    Toy().fit([1.0], callbacks=[ProgressBar(Console(file=stream))], verbose=0)
    assert timeless(stream.getvalue()) == ["epoch 1/1 - … s - loss 1"]


def test_a_long_line_is_one_line_where_there_is_no_terminal() -> None:
    class Many(Toy):
        def train_step(self, batch: float) -> Logs:
            return cast("Logs", {f"metric{number}": batch for number in range(30)})

    stream = io.StringIO()
    Many().fit([1.0], epochs=2, callbacks=[ProgressBar(Console(file=stream))], verbose=0)
    assert len(stream.getvalue().splitlines()) == 2


@pytest.mark.parametrize("loop", ["evaluate", "predict"])
def test_a_bar_shows_the_other_loops_too(loop: str) -> None:
    console, stream = terminal()
    getattr(Toy(), loop)(iter([1.0, 2.0]), callbacks=[ProgressBar(console)], verbose=0)
    assert {"evaluate": "evaluating", "predict": "predicting"}[loop] in stream.getvalue()


def test_what_callbacks_print_stands_above_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    class Printing(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            print(f"batch {batch}")

    console, stream = terminal()
    Toy().fit([1.0, 2.0], callbacks=[ProgressBar(console), Printing()], verbose=0)
    assert "batch 0\n" in stream.getvalue().replace("\r", "")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (ProgressBar, "ProgressBar: `console` must be a `rich.console.Console`, not 'log.txt'."),
        (ProgressLines, "ProgressLines: `write` must be a function of a text, such as `print`"),
    ],
)
def test_a_place_to_show_it_that_is_none_is_refused(make: Any, sentence: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        make("log.txt")
    assert str(caught.value).startswith(sentence)
