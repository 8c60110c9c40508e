"""Draws docs/callbacks/pictures/progress-bar.svg: what a terminal shows of a run, at three moments.

Run it after a change of the bar: `python docs/draw_progress_bar.py`. What is drawn is what a
terminal emulator, `pyte`, makes of what the bar writes while the network of the demo learns.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Final

import pyte
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from hookline import Callback, Logs
from hookline.callbacks import ProgressBar, progress_bar
from hookline.demo.digits import load
from hookline.demo.program import DigitsProgram

PICTURE: Final = Path(__file__).parent / "callbacks" / "pictures" / "progress-bar.svg"
WIDTH: Final = 92

#: Rich asks for a font from elsewhere; any font of equal widths will do.
_FONTS: Final = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


class Terminal:
    """A screen, and the console that writes to it."""

    def __init__(self) -> None:
        self._written = io.StringIO()
        self.console: Final = Console(
            file=self._written,
            force_terminal=True,
            color_system="256",
            width=WIDTH,
            height=8,
            _environ={"TERM": "xterm-256color"},
        )
        self._screen = pyte.Screen(WIDTH, 8)
        self._stream = pyte.Stream(self._screen)

    def lines(self) -> list[Text]:
        """Return what can be read now, in its colours."""
        self._stream.feed(self._written.getvalue().replace("\n", "\r\n"))
        self._written.seek(0)
        self._written.truncate()
        shown = [line for line in enumerate(self._screen.display) if line[1].strip()]
        return [self._line(row, text.rstrip()) for row, text in shown]

    def _line(self, row: int, text: str) -> Text:
        line = Text()
        for column, character in enumerate(text):
            colour = self._screen.buffer[row][column].fg
            line.append(character, None if colour == "default" else f"#{colour}")
        return line


class Look(Callback):
    """Looks at the terminal in the middle of the second epoch, and in its validation."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._epoch = 0
        self.seen: dict[str, list[Text]] = {}

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        """Know the epoch."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look, and let another callback print."""
        if (self._epoch, batch) == (1, 7):
            print("a line that another callback prints")
        self._look(batch == 23, "in the second epoch")

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look."""
        self._look(batch == 3, "in its validation")

    def _look(self, due: bool, when: str) -> None:
        lines = self._terminal.lines()
        if due and self._epoch == 1:
            self.seen[when] = lines


def moments() -> dict[str, list[Text]]:
    """Train for two epochs; return what stood on the terminal, by when it was looked at."""
    for wait in ("_SECONDS_BETWEEN_DRAWINGS", "_TIMES_OF_A_DRAWING"):
        setattr(progress_bar, wait, 0)  # each batch is drawn
    terminal, data = Terminal(), load()
    look, program = Look(terminal), DigitsProgram()
    program.compile(steps_per_execution=4)
    callbacks = [ProgressBar(terminal.console), look]
    program.fit(data.training, epochs=2, validation_data=data.validation, callbacks=callbacks)
    return {**look.seen, "after the run": terminal.lines()}


def drawn() -> str:
    """Return the picture."""
    paper = Console(record=True, width=WIDTH, file=io.StringIO())
    for when, lines in moments().items():
        paper.print(Text(f"── {when} ", "bright_black"))
        for line in (*lines, Text()):
            paper.print(line)
    svg = paper.export_svg(title="fit", theme=DIMMED_MONOKAI, unique_id="progress")
    return _FONTS.sub("", svg)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
