"""What stands on a real terminal while a run goes on, and after it."""

from __future__ import annotations

import os
import pty
import re
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from threading import Condition, Thread
from typing import Any, Final, cast

import pyte
import pytest

from hookline import Callback, Logs, NoLogs, Program, evaluate
from hookline.callbacks import ProgressBar, background
from hookline.callbacks import progress_bar as module

_WIDTH: Final = 78


class Terminal:
    """A pseudo-terminal, and the screen that somebody in front of it sees."""

    def __init__(self, width: int = _WIDTH) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, width))
        self.output: Final = os.fdopen(theirs, "w", buffering=1)
        self._screen: Final = pyte.Screen(width, 24)
        self._marks = 0
        self._changed: Final = Condition()
        self._reader: Final = Thread(target=self._read)
        self._reader.start()

    def lines(self) -> list[str]:
        """Return what can be read now, when all that was written has arrived."""
        self._marks += 1
        mark = f"mark {self._marks}"
        self.output.write(f"\x1b]0;{mark}\x07")  # the title of the window
        self.output.flush()
        with self._changed:
            assert self._changed.wait_for(lambda: self._screen.title == mark, timeout=20)
            shown = [line.rstrip() for line in self._screen.display]
        return [re.sub(r"\d+\.\d+ s", "… s", line) for line in shown if line]

    @property
    def cursor_is_hidden(self) -> bool:
        self.lines()
        return bool(self._screen.cursor.hidden)

    def __enter__(self) -> None:
        self._redirected = redirect_stdout(self.output)  # here, because pytest does so before
        self._redirected.__enter__()

    def __exit__(self, *error: Any) -> None:
        assert sys.stdout is self.output, "somebody has not given the output back"
        self._redirected.__exit__(*error)

    def close(self) -> None:
        self.output.close()
        self._reader.join()
        os.close(self._ours)

    def _read(self) -> None:
        stream = pyte.ByteStream(self._screen)
        while True:
            try:
                written = os.read(self._ours, 65536)
            except OSError:  # as Linux says that nobody is at the other end any more
                return
            with self._changed:
                stream.feed(written)
                self._changed.notify_all()


@pytest.fixture
def width() -> int:
    """Say how wide the terminal is, for a test to say it in its own way."""
    return _WIDTH


@pytest.fixture
def terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """Put a terminal under this process, on which every batch is drawn."""
    terminal = Terminal(width)
    for name, value in {"TERM": "xterm", "COLUMNS": f"{width}", "LINES": "24"}.items():
        monkeypatch.setenv(name, value)  # the size of what pytest itself runs on is another
    monkeypatch.setattr(module, "_SECONDS_BETWEEN_DRAWINGS", 0.0)
    monkeypatch.setattr(module, "_TIMES_OF_A_DRAWING", 0)
    yield terminal
    terminal.close()


class Toy(Program[float, Logs, float]):
    def train_step(self, batch: float, /) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float, /) -> Logs:
        return {"loss": batch}

    def predict_step(self, batch: float, /) -> float:
        return batch


class Unknown:
    """Batches whose number nobody knows before; each time there may be another."""

    def __init__(self, *counts: int) -> None:
        self._counts = iter(counts)

    def __iter__(self) -> Iterator[float]:
        return iter([1.0] * next(self._counts))


class Looking(Callback):
    """Looks at the last line after every batch; it stands behind the bar."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.seen: list[str] = []

    def look(self) -> None:
        self.seen.append(without_bar(self.terminal.lines()[-1]))

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self.look()

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        self.look()

    def on_predict_batch_end(self, batch: int, logs: object = None) -> None:
        self.look()


def without_bar(line: str) -> str:
    return re.sub(r" *[━╸╺]+ *", " ", line)


def test_a_run_that_says_nothing_has_a_bar_and_leaves_a_line_an_epoch(terminal: Terminal) -> None:
    seen: list[list[str]] = []

    class Look(Callback):
        def on_train_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
            seen.append(terminal.lines())

    lines = [f"epoch {epoch}/2 - … s - loss 1.5 - val_loss 4" for epoch in (1, 2)]
    with terminal:
        Toy().fit([1.0, 2.0], epochs=2, validation_data=[4.0], callbacks=[Look()])
    assert [[*above, without_bar(bar)] for *above, bar in seen] == [
        ["epoch 1/2 0/2"],
        ["epoch 1/2 1/2 loss 1"],
        [lines[0], "epoch 2/2 0/2"],
        [lines[0], "epoch 2/2 1/2 loss 1"],
    ]
    assert terminal.lines() == lines
    assert not terminal.cursor_is_hidden


def test_the_bar_counts_batches_in_every_loop(terminal: Terminal) -> None:
    looking, program = Looking(terminal), Toy()
    with terminal:
        callbacks = [ProgressBar(), looking]
        program.fit([1.0, 2.0], validation_data=[4.0], callbacks=callbacks)
        program.evaluate([4.0, 6.0], callbacks=callbacks)
        program.predict([1.0], callbacks=callbacks)
    assert looking.seen == [
        "epoch 1/1 1/2 loss 1",
        "epoch 1/1 2/2 loss 1.5",
        "validating 1/? loss 4",
        "evaluating 1/2 loss 4",
        "evaluating 2/2 loss 5",
        "predicting 1/1",
    ]


def test_where_the_steps_are_unknown_the_epoch_before_tells_them(terminal: Terminal) -> None:
    looking = Looking(terminal)
    with terminal:
        Toy().fit(Unknown(2, 2, 3), epochs=3, callbacks=[ProgressBar(), looking])
    counts = [line.split()[2] for line in looking.seen]
    assert counts == ["1/?", "2/?", "1/2", "2/2", "1/2", "2/2", "3/?"]


def test_a_group_of_batches_moves_the_bar_by_all_of_them(terminal: Terminal) -> None:
    looking, program = Looking(terminal), Toy()
    program.compile(steps_per_execution=3)
    with terminal:
        program.fit([1.0] * 8, callbacks=[ProgressBar(), looking])
    assert [line.split()[2] for line in looking.seen] == ["3/8", "6/8", "8/8"]


def test_what_others_print_stands_above_the_bar_line_by_line(terminal: Terminal) -> None:
    class Printing(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            print(f"batch {batch}", end="\n" if batch != 1 else ", ")

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print("the", "end", sep="\n")

    looking = Looking(terminal)
    with terminal:
        Toy().fit([1.0] * 4, callbacks=[ProgressBar(), Printing(), looking])
    above = ["batch 0", "batch 1, batch 2", "batch 3"]
    assert terminal.lines() == [*above, "epoch 1/1 - … s - loss 1", "the", "end"]
    assert looking.seen == [f"epoch 1/1 {count}/4 loss 1" for count in (1, 2, 3, 4)]


def test_what_a_callback_prints_in_the_background_stands_above_too(terminal: Terminal) -> None:
    class Printing(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            print(f"batch {batch}")

    with terminal:
        Toy().fit([1.0] * 3, callbacks=[ProgressBar(), background(Printing())])
    assert sorted(terminal.lines()) == [
        "batch 0",
        "batch 1",
        "batch 2",
        "epoch 1/1 - … s - loss 1",
    ]


@pytest.mark.parametrize("verbose", ["auto", 1])
def test_a_run_inside_a_run_leaves_its_line_above_the_bar(terminal: Terminal, verbose: Any) -> None:
    class Evaluating(Callback[Toy]):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            evaluate(self.program, [3.0, 5.0], verbose=verbose)
            self.program.predict([1.0], verbose=verbose)

    looking = Looking(terminal)
    with terminal:
        Toy().fit([1.0, 2.0], callbacks=[ProgressBar(), Evaluating(), looking])
    inner = "evaluation - … s - loss 4"
    assert terminal.lines() == [inner, inner, "epoch 1/1 - … s - loss 1.5"]
    assert looking.seen == ["epoch 1/1 1/2 loss 1", "epoch 1/1 2/2 loss 1.5"]


def test_a_bar_that_serves_a_run_inside_its_run_goes_on(terminal: Terminal) -> None:
    class Predicting(Callback[Toy]):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            self.program.predict([1.0], callbacks=[bar])

    looking = Looking(terminal)
    with terminal:
        bar = ProgressBar()
        Toy().fit([1.0], epochs=2, validation_data=[2.0], callbacks=[Predicting(), bar, looking])
    assert looking.seen == [
        "epoch 1/2 1/1 loss 1",
        "validating 1/? loss 2",
        "epoch 2/2 1/1 loss 1",
        "validating 1/1 loss 2",
    ]
    assert terminal.lines() == [f"epoch {epoch}/2 - … s - loss 1 - val_loss 2" for epoch in (1, 2)]


@pytest.mark.parametrize("width", [36])
def test_a_narrow_terminal_cuts_the_metrics_and_not_the_count(terminal: Terminal) -> None:
    class Many(Toy):
        def train_step(self, batch: float, /) -> Logs:
            return cast("Logs", {f"metric{number}": batch for number in range(9)})

    looking = Looking(terminal)
    with terminal:
        Many().fit([1.0, 1.0], callbacks=[ProgressBar(), looking])
    assert looking.seen == ["epoch 1/1 1/2 metric0 …", "epoch 1/1 2/2 metric0 …"]
    assert "".join(terminal.lines()).count("metric") == 9


def test_a_name_in_brackets_is_shown_as_it_is(terminal: Terminal) -> None:
    class Bracketed(Toy):
        def train_step(self, batch: float, /) -> Logs:
            return cast("Logs", {"loss[/x]": batch, "[red]": batch})

    looking = Looking(terminal)
    with terminal:
        Bracketed().fit([1.0], callbacks=[ProgressBar(), looking])
    assert looking.seen == ["epoch 1/1 1/1 loss[/x] 1 - [red] 1"]
    assert terminal.lines() == ["epoch 1/1 - … s - loss[/x] 1 - [red] 1"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_run_that_ends_in_the_middle_leaves_no_bar(
    terminal: Terminal, error: Callable[[], BaseException]
) -> None:
    class Failing(Callback):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            print("here")
            raise error()

    with terminal, pytest.raises((ValueError, KeyboardInterrupt)):
        Toy().fit([1.0], callbacks=[Failing()])
    assert terminal.lines() == ["here"]
    assert not terminal.cursor_is_hidden
