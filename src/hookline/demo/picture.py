"""A history as a picture: how loss and accuracy went, in training and in validation."""
# pyright: reportUnknownMemberType=false
# matplotlib leaves its keyword arguments without types.

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator, PercentFormatter

from hookline import Completed, Failed, History, Interrupted, Outcome, Stopped
from hookline.demo.program import DigitsLogs


def picture(history: History[DigitsLogs], outcome: Outcome) -> bytes:
    """Return a PNG with one panel for the loss and one for the accuracy."""
    figure = Figure(figsize=(10, 4.5), dpi=150, layout="constrained")
    epochs = "1 epoch" if len(history.epoch) == 1 else f"{len(history.epoch)} epochs"
    figure.suptitle(f"Reading handwritten digits: {epochs}, {ending(outcome)}")
    loss, accuracy = figure.subplots(1, 2)

    loss.set(title="Loss", ylabel="cross-entropy (logarithmic)", yscale="log")
    loss.yaxis.set(major_locator=LogLocator(subs=(1, 2, 5)), major_formatter="{x:g}")
    loss.yaxis.set(minor_locator=NullLocator())
    _curves(loss, history, "loss")

    accuracy.set(title="Accuracy", ylabel="images read right")
    accuracy.yaxis.set(major_formatter=PercentFormatter(1, decimals=0))
    _curves(accuracy, history, "accuracy")

    content = io.BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()


def ending(outcome: Outcome) -> str:
    """Say how a run ended; a type checker sees to it that no way is left out.

    Example:
        >>> ending(Stopped("stop_training was set"))
        'stopped because stop_training was set'
    """
    match outcome:
        case Completed():
            return "completed"
        case Stopped(reason):
            return f"stopped because {reason}"
        case Interrupted():
            return "then interrupted"
        case Failed(exception):
            return f"then failed with {type(exception).__name__}"


def _curves(axes: Axes, history: History[DigitsLogs], name: str) -> None:
    for key, label, style in ((name, "training", "--"), (f"val_{name}", "validation", "-")):
        values = history.history.get(key, [])
        axes.plot(range(1, len(values) + 1), values, style, marker=".", label=label)
    axes.set(xlabel="epochs trained", xlim=(0, None))
    axes.xaxis.set(major_locator=MaxNLocator(integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
