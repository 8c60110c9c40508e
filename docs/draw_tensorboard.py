"""Draws docs/callbacks/pictures/tensorboard.svg: the charts that TensorBoard has of a run.

Run it after a change of what is written: `python docs/draw_tensorboard.py`. The network of the
demo learns, `TensorBoard` writes, and the points are those that its own reader gives back.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# matplotlib leaves its keyword arguments without types, and tensorboard ships none.

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from hookline.callbacks import TensorBoard
from hookline.demo.digits import load
from hookline.demo.program import DigitsProgram

PICTURE: Final = Path(__file__).parent / "callbacks" / "pictures" / "tensorboard.svg"

#: The runs, in the colours that TensorBoard gives to the first two.
RUNS: Final = {"train": "#ff7043", "validation": "#0077bb"}
TAGS: Final = ("epoch_loss", "epoch_accuracy")
EPOCHS: Final = 15

Points = dict[tuple[str, str], list[tuple[int, float]]]


def points() -> Points:
    """Train under the callback; return what its files hold, by run and tag."""
    data = load()
    with TemporaryDirectory() as folder:
        DigitsProgram().fit(
            data.training,
            epochs=EPOCHS,
            validation_data=data.validation,
            callbacks=[TensorBoard(folder)],
            verbose=0,
        )
        return {(run, tag): _read(Path(folder, run), tag) for run in RUNS for tag in TAGS}


def _read(folder: Path, tag: str) -> list[tuple[int, float]]:
    read = cast("Any", EventAccumulator(str(folder)))
    read.Reload()
    return [(point.step, point.value) for point in read.Scalars(tag)]


def drawn() -> str:
    """Return the picture."""
    read, figure = points(), Figure(figsize=(9, 3), layout="constrained")
    for axes, tag in zip(cast("list[Axes]", figure.subplots(1, len(TAGS))), TAGS, strict=True):
        axes.set_title(tag, loc="left")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(color="#e0e0e0")
        axes.spines[:].set_visible(False)
        for run, colour in RUNS.items():
            steps, values = zip(*read[run, tag], strict=True)
            axes.plot(steps, values, color=colour, label=run)
        axes.legend()
    written = io.StringIO()
    # Text as text, and the same names in each drawing of the same points.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "hookline"}):
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    return re.sub(r"[ \t]+$", "", written.getvalue(), flags=re.MULTILINE)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
