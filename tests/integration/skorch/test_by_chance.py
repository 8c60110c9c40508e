"""The order of hooks in runs of skorch that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import pytest
import torch
from chance import Moment, moments, stopping
from hypothesis import given, settings
from hypothesis import strategies as st
from skorch import NeuralNet
from skorch.callbacks import Callback as Native
from skorch.dataset import Dataset
from skorch.helper import predefined_split

from hookline.adapters.skorch import COVERAGE, to_skorch
from hookline.coverage.table import NAMES, Never
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]

X = np.linspace(-1, 1, 9, dtype="float32").reshape(9, 1)


class Interrupts(Native):
    """Interrupts skorch, or fails, in the how manyth call of a hook."""

    def __init__(self, hook: str, number: int, fails: bool) -> None:
        self.left = number

        def count(net: NeuralNet, **_: Any) -> None:
            self.left -= 1
            if self.left == -1:
                raise ZeroDivisionError if fails else KeyboardInterrupt

        setattr(self, hook, count)


@dataclass(frozen=True)
class Configuration:
    """The arguments of a net, and what else is in its list."""

    samples: int
    batch_size: int
    epochs: int
    #: Samples to validate on; 0 for no validation.
    validation: int
    stop: Moment | None
    #: A callback that interrupts, and whether it comes before ours.
    native: tuple[str, int, bool] | None
    first: bool
    #: Whether the training goes on after.
    partial: bool
    in_block: bool


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    hooks = ["on_epoch_begin", "on_batch_begin", "on_grad_computed", "on_batch_end", "on_epoch_end"]
    natives = st.tuples(st.sampled_from(hooks), st.integers(0, 6), st.booleans())
    return Configuration(
        samples=draw(st.integers(1, 9)),
        batch_size=draw(st.just(-1) | st.integers(1, 4)),
        epochs=draw(st.integers(0, 3)),
        validation=draw(st.integers(0, 5)),
        stop=draw(st.none() | moments()),
        native=draw(st.none() | natives),
        first=draw(st.booleans()),
        partial=draw(st.booleans()),
        in_block=draw(st.booleans()),
    )


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations())
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder = Recorder()
    adapter = to_skorch(recorder, *stopping(this.stop), without=SILENT)
    own: list[Native] = [Interrupts(*this.native)] if this.native else []
    x, v = X[: this.samples], X[: this.validation]
    net = NeuralNet(
        torch.nn.Linear,
        torch.nn.MSELoss,
        module__in_features=1,
        module__out_features=1,
        batch_size=this.batch_size,
        max_epochs=this.epochs,
        verbose=0,
        train_split=predefined_split(Dataset(v, 3 * v)) if this.validation else None,
        callbacks=[*own, adapter] if this.first else [adapter, *own],
    )
    runs = 0
    failed = False  # then the calls of the next run begin with the end of that one
    for start in [net.fit, *([net.partial_fit] if this.partial else [])]:
        begun = len(recorder.calls)
        try:
            if this.in_block:
                with adapter:
                    start(x, 3 * x)
            else:
                start(x, 3 * x)
        except ZeroDivisionError:
            failed = True
        runs += 1
        if this.in_block or not failed:
            check_trace(recorder.calls[begun:], COVERAGE.reading)
    net.callbacks_ = [("ours", adapter)]
    net.partial_fit(x, 3 * x)
    steps = 1 if this.batch_size < 0 else ceil(this.samples / this.batch_size)
    check_trace(recorder.calls, COVERAGE.reading, steps=steps)
    assert recorder.names().count("on_close") == runs + 1
    assert "stop_training" not in net.get_params()
