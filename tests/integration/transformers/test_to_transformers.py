"""hookline's callbacks in real runs of the Trainer of transformers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from typing import Any

import pytest
import torch
import transformers
from conformance import Conformance
from torch.utils.data import Dataset
from transformers import Trainer, TrainerCallback, TrainingArguments

from hookline.adapters.transformers import COVERAGE, ToTransformers, to_transformers
from hookline.outcome import Completed, Stopped
from hookline.testing import Recorder, check_trace


class Line(torch.nn.Module):
    """Learns y = 3x."""

    in_step: Callable[[], None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)

    def forward(self, x: torch.Tensor, labels: torch.Tensor) -> dict[str, torch.Tensor]:
        if self.training and self.in_step is not None:
            self.in_step()
        outputs = self.layer(x)
        return {"loss": torch.nn.functional.mse_loss(outputs, labels), "outputs": outputs}


class Samples(Dataset[dict[str, torch.Tensor]]):
    def __init__(self, size: int) -> None:
        self.x = torch.linspace(-1, 1, 10).reshape(10, 1)[:size]

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        return {"x": self.x[index], "labels": 3 * self.x[index]}


def trainer(
    program: torch.nn.Module, *callbacks: TrainerCallback, samples: int = 10, **options: Any
) -> Trainer:
    data = {"eval_dataset": options.pop("eval_dataset", Samples(6))}
    arguments: dict[str, Any] = {
        "output_dir": tempfile.gettempdir(),
        "per_device_train_batch_size": 4,
        "per_device_eval_batch_size": 4,
        "learning_rate": 0.1,
        "eval_strategy": "epoch",
        "logging_strategy": "epoch",
        "save_strategy": "no",
        "report_to": [],
        "disable_tqdm": True,
        "use_cpu": True,
        **options,
    }
    made = Trainer(
        model=program,
        args=TrainingArguments(**arguments),
        train_dataset=Samples(samples),
        callbacks=[*callbacks],
        **data,
    )
    made.remove_callback(transformers.PrinterCallback)
    return made


class StopInEpoch1(TrainerCallback):
    def on_step_end(self, args: object, state: Any, control: Any, **kwargs: Any) -> None:
        control.should_training_stop = state.global_step == 4


class TransformersLoops:
    coverage = COVERAGE
    version: str = transformers.__version__
    interruption = KeyboardInterrupt
    tells_of_errors = False
    metrics = frozenset({"loss", "grad_norm", "learning_rate"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToTransformers:
        return to_transformers(*callbacks, without=without)

    def program(self) -> Line:
        torch.manual_seed(0)
        return Line()

    def fit(
        self,
        program: Line,
        *adapters: ToTransformers,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        others = [StopInEpoch1()] if stops_itself else []
        options = {} if validates else {"eval_strategy": "no"}
        trainer(program, *others, *adapters, num_train_epochs=epochs, **options).train()

    def evaluate(self, program: Line, *adapters: ToTransformers) -> None:
        trainer(program, *adapters).evaluate()

    def predict(self, program: Line, *adapters: ToTransformers) -> None:
        trainer(program, *adapters).predict(Samples(6))


class TestTransformers(Conformance):
    loops = TransformersLoops()
