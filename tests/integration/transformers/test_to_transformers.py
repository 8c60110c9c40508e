"""hookline's callbacks in real runs of the Trainer of transformers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import transformers
from conformance import Conformance
from torch.utils.data import Dataset
from transformers import Trainer, TrainerCallback, TrainingArguments

from hookline.adapters.transformers import COVERAGE, ToTransformers, to_transformers
from hookline.coverage.table import NAMES, Never
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
    data = {
        "eval_dataset": options.pop("eval_dataset", Samples(6)),
        "compute_metrics": options.pop("compute_metrics", None),
    }
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
    interruption: type[BaseException] = KeyboardInterrupt
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
        options: dict[str, Any] = {} if validates else {"eval_strategy": "no"}
        trainer(program, *others, *adapters, num_train_epochs=epochs, **options).train()

    def evaluate(self, program: Line, *adapters: ToTransformers) -> None:
        trainer(program, *adapters).evaluate()

    def predict(self, program: Line, *adapters: ToTransformers) -> None:
        trainer(program, *adapters).predict(Samples(6))


class TestTransformers(Conformance):
    loops = TransformersLoops()


# What is the Trainer's alone


def trained(*callbacks: TrainerCallback, **options: Any) -> Recorder:
    """Train for two epochs with a recorder beside native callbacks, and hold it to the order."""
    recorder = Recorder()
    validations = options.pop("validations", 1)
    silent = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]
    adapter = to_transformers(recorder, without=silent, validations=validations)
    arguments: dict[str, Any] = {"num_train_epochs": 2, **options}
    trainer(Line(), *callbacks, adapter, **arguments).train()
    check_trace(recorder.calls, steps=3)
    return recorder


def logs_of(recorder: Recorder, hook: str) -> list[dict[str, Any]]:
    return [dict(call.logs or {}) for call in recorder.calls if call.hook == hook]


def test_batches_whose_gradients_are_added_up_are_a_group() -> None:
    recorder = trained(gradient_accumulation_steps=2, num_train_epochs=1, eval_strategy="no")
    batches = [name for name in recorder.names() if "batch" in name]
    assert batches == [
        "on_train_batch_begin(0)",
        "on_train_batch_end(1)",
        "on_train_batch_begin(2)",
        "on_train_batch_end(2)",
    ]


def test_a_step_that_is_logged_has_its_metrics() -> None:
    recorder = trained(logging_strategy="steps", logging_steps=1)
    for logs in logs_of(recorder, "on_train_batch_end"):
        assert logs.keys() == {"loss", "grad_norm", "learning_rate"}
    last = logs_of(recorder, "on_train_batch_end")[-1]
    assert last.items() <= logs_of(recorder, "on_epoch_end")[-1].items()


def test_a_validation_between_steps_lies_between_batches() -> None:
    names = trained(eval_strategy="steps", eval_steps=2).names()
    assert names[names.index("on_test_begin") - 1] == "on_train_batch_end(1)"


@pytest.mark.parametrize("first", [True, False])
def test_a_validation_that_another_callback_starts_after_a_step_ends_its_batch_once(
    first: bool,
) -> None:
    class ValidateAfterStep2(TrainerCallback):
        def on_step_end(self, args: object, state: Any, control: object, **kwargs: Any) -> None:
            if state.global_step == 2:
                line.evaluate()

    recorder = Recorder()
    silent = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]
    both: list[TrainerCallback] = [ValidateAfterStep2(), to_transformers(recorder, without=silent)]
    line = trainer(Line(), *(both if first else both[::-1]), num_train_epochs=1, logging_steps=1)
    line.train()
    check_trace(recorder.calls, steps=3)
    assert recorder.names().count("on_test_begin") == 2


def test_an_evaluation_after_one_that_was_broken_off_has_its_own_batches() -> None:
    class Interrupt(TrainerCallback):
        steps = 0

        def on_prediction_step(self, args: object, state: Any, control: Any, **kwargs: Any) -> None:
            self.steps += 1
            if self.steps == 2:
                raise KeyboardInterrupt

    recorder = Recorder()
    silent = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]
    line = trainer(Line(), to_transformers(recorder, without=silent), Interrupt())
    with pytest.raises(KeyboardInterrupt):
        line.evaluate(Samples(10))
    line.evaluate()
    assert recorder.names().count("on_test_batch_end(1)") == 1
    assert recorder.params["steps"] == 2


def test_a_metric_that_is_no_single_number_is_left_out() -> None:
    def score(_: object) -> Any:
        return {"f1": [0.5, 0.25], "note": "of two classes", "accuracy": np.float32(0.5)}

    recorder = trained(compute_metrics=score)
    for logs in logs_of(recorder, "on_epoch_end"):
        assert logs["val_accuracy"] == 0.5
        assert not {"val_f1", "val_note"} & logs.keys()


def test_an_epoch_waits_for_all_of_its_validations() -> None:
    sets = {"few": Samples(6), "all": Samples(10)}
    recorder = trained(eval_dataset=sets, validations=2)
    assert recorder.names().count("on_test_begin") == 4
    for logs in logs_of(recorder, "on_epoch_end"):
        assert {"loss", "val_few_loss", "val_all_loss"} <= logs.keys()


def test_an_epoch_that_is_neither_logged_nor_validated_ends_at_once() -> None:
    recorder = trained(logging_strategy="no", eval_strategy="no")
    assert logs_of(recorder, "on_epoch_end") == [{}, {}]


def test_a_validation_before_the_first_epoch_needs_its_rule() -> None:
    recorder = Recorder()
    silent = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]
    adapter = to_transformers(recorder, without=silent)
    trainer(Line(), adapter, num_train_epochs=1, eval_on_start=True).train()
    assert recorder.names()[1] == "on_test_begin"
    check_trace(recorder.calls, COVERAGE.reading, steps=3)


def test_an_early_stopping_of_transformers_stops_beside_ours(tmp_path: Path) -> None:
    recorder = trained(
        transformers.EarlyStoppingCallback(early_stopping_patience=1),
        num_train_epochs=9,
        metric_for_best_model="eval_loss",
        greater_is_better=True,
        load_best_model_at_end=True,
        save_strategy="epoch",
        output_dir=str(tmp_path),
    )
    assert recorder.names().count("on_epoch_end(1)") == 1
    assert "on_epoch_begin(2)" not in recorder.names()
    assert recorder.calls[-1].outcome == Stopped("stop_training was set")


def test_a_training_that_is_resumed_goes_on_with_the_next_epoch(tmp_path: Path) -> None:
    options: dict[str, Any] = {"save_strategy": "epoch", "output_dir": str(tmp_path)}
    trainer(Line(), num_train_epochs=1, **options).train()
    recorder = Recorder()
    silent = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]
    adapter = to_transformers(recorder, without=silent)
    trainer(Line(), adapter, num_train_epochs=3, **options).train(resume_from_checkpoint=True)
    check_trace(recorder.calls, steps=3)
    assert [call.index for call in recorder.calls if call.hook == "on_epoch_end"] == [1, 2]
    assert recorder.calls[-1].outcome == Completed()


def test_a_prediction_is_not_told() -> None:
    recorder = Recorder()
    silent = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]
    trainer(Line(), to_transformers(recorder, without=silent)).predict(Samples(6))
    assert recorder.calls == []
