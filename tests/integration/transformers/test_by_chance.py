"""The order of hooks in runs of the Trainer that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers
from chance import Moment, moments, stopping
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.utils.data import Dataset
from transformers import Trainer, TrainerCallback, TrainingArguments

from hookline.adapters.transformers import COVERAGE, to_transformers
from hookline.coverage.table import NAMES, Never
from hookline.order import STRICT
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]


@dataclass(frozen=True)
class Configuration:
    """The arguments of a `Trainer`, the data, and what happens in hooks."""

    samples: int
    #: The samples of each data set to validate on.
    validation: list[int]
    #: The arguments of `TrainingArguments`.
    arguments: dict[str, Any]
    stop: Moment | None
    #: After which step a callback of the Trainer asks to end the epoch.
    ends_epoch: int | None
    #: Whether a callback of the Trainer logs something at every step.
    chatty: bool


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    intervals = st.sampled_from(["no", "steps", "epoch"])
    validation = draw(st.lists(st.integers(1, 5), max_size=2))
    return Configuration(
        samples=draw(st.integers(1, 9)),
        validation=validation,
        arguments={
            "per_device_train_batch_size": draw(st.integers(1, 4)),
            "per_device_eval_batch_size": 2,
            "num_train_epochs": draw(st.integers(1, 3)),
            "max_steps": draw(st.just(-1) | st.integers(1, 7)),
            "gradient_accumulation_steps": draw(st.integers(1, 3)),
            "logging_strategy": draw(intervals),
            "logging_steps": draw(st.integers(1, 3)),
            "logging_first_step": draw(st.booleans()),
            "eval_strategy": draw(intervals) if validation else "no",
            "eval_steps": draw(st.integers(1, 3)),
            "eval_delay": draw(st.integers(0, 2)),
            "eval_on_start": draw(st.booleans()) if validation else False,
            "save_strategy": draw(intervals),
            "save_steps": draw(st.integers(1, 3)),
            "dataloader_drop_last": draw(st.booleans()),
        },
        stop=draw(st.none() | moments()),
        ends_epoch=draw(st.none() | st.integers(0, 5)),
        chatty=draw(st.booleans()),
    )


class Line(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        outputs = self.layer(x)
        return {"loss": outputs.square().mean(), "outputs": outputs}


class Ones(Dataset[dict[str, torch.Tensor]]):
    def __init__(self, size: int) -> None:
        self.size = size

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        return {"x": torch.ones(1)}


class Native(TrainerCallback):
    """What others do."""

    trainer: Trainer

    def __init__(self, this: Configuration) -> None:
        self.this = this

    def on_step_end(self, args: object, state: Any, control: Any, **kwargs: Any) -> None:
        control.should_epoch_stop = state.global_step == self.this.ends_epoch

    def on_pre_optimizer_step(self, *args: object, **kwargs: Any) -> None:
        if self.this.chatty:
            self.trainer.log({"chat": 1.0})


@pytest.mark.slow
@settings(max_examples=50)
@given(this=configurations())
def test_any_run_keeps_the_order(
    tmp_path_factory: pytest.TempPathFactory, this: Configuration
) -> None:
    recorder, native = Recorder(), Native(this)
    adapter = to_transformers(
        recorder,
        *stopping(this.stop),
        without=SILENT,
        validations=max(len(this.validation), 1),
    )
    folder: Path = tmp_path_factory.mktemp("out")
    native.trainer = trainer = Trainer(
        model=Line(),
        args=TrainingArguments(
            output_dir=str(folder), report_to=[], disable_tqdm=True, use_cpu=True, **this.arguments
        ),
        train_dataset=Ones(this.samples),
        eval_dataset={f"set{i}": Ones(size) for i, size in enumerate(this.validation)} or None,
        callbacks=[native, adapter],
    )
    trainer.remove_callback(transformers.PrinterCallback)
    batch = this.arguments["per_device_train_batch_size"]
    drops = this.arguments["dataloader_drop_last"]
    steps = this.samples // batch if drops else ceil(this.samples / batch)
    assume(steps)  # the Trainer refuses to train on nothing
    trainer.train()
    strict = not this.arguments["eval_on_start"]
    check_trace(recorder.calls, STRICT if strict else COVERAGE.reading, steps=steps)
    recorder.calls.clear()
    trainer.evaluate(Ones(4))
    trainer.predict(Ones(4))
    check_trace(recorder.calls, STRICT)
    assert recorder.names().count("on_test_batch_end(1)") == 1
