"""hookline's callbacks in real runs of Lightning."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import lightning
import pytest
import torch
from conformance import Conformance
from lightning.pytorch import LightningModule, Trainer
from lightning.pytorch import callbacks as native
from torch.utils.data import DataLoader, TensorDataset

from hookline.adapters.lightning import COVERAGE, ToLightning, to_lightning
from hookline.testing import Recorder, check_trace


class Line(LightningModule):
    """Learns y = 3x."""

    in_step: Callable[[], None] | None = None

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(1, 1)

    def training_step(self, batch: Any, index: int) -> torch.Tensor:
        if self.in_step is not None:
            self.in_step()
        loss = self.loss(batch)
        self.log("loss", loss, on_step=True, on_epoch=True)
        return loss

    def validation_step(self, batch: Any, index: int) -> torch.Tensor:
        loss = self.loss(batch)
        self.log("val_loss", loss)
        return loss

    def test_step(self, batch: Any, index: int) -> None:
        self.log("test_loss", self.loss(batch))

    def predict_step(self, batch: Any, index: int) -> torch.Tensor:
        outputs: torch.Tensor = self.layer(batch[0])
        return outputs

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.1)

    def loss(self, batch: Any) -> torch.Tensor:
        x, y = batch
        return torch.nn.functional.mse_loss(self.layer(x), y)


def batches(samples: int) -> DataLoader[tuple[torch.Tensor, ...]]:
    x = torch.linspace(-1, 1, 10).reshape(10, 1)[:samples]
    return DataLoader(TensorDataset(x, 3 * x), batch_size=4)


def trainer(*callbacks: native.Callback, **options: Any) -> Trainer:
    return Trainer(
        callbacks=[*callbacks],
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        **options,
    )


class StopInEpoch1(native.Callback):
    def on_train_batch_end(self, trainer: Trainer, *_: object) -> None:
        trainer.should_stop = trainer.current_epoch == 1


class LightningLoops:
    coverage = COVERAGE
    version: str = lightning.__version__
    interruption = SystemExit
    tells_of_errors = True
    metrics = frozenset({"loss", "loss_step", "loss_epoch"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToLightning:
        return to_lightning(*callbacks, without=without)

    def program(self) -> Line:
        torch.manual_seed(0)
        return Line()

    def fit(
        self,
        program: Line,
        *adapters: ToLightning,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        others = [StopInEpoch1()] if stops_itself else []
        trainer(*others, *adapters, max_epochs=epochs).fit(
            program, batches(10), batches(6) if validates else None
        )

    def evaluate(self, program: Line, *adapters: ToLightning) -> None:
        trainer(*adapters).test(program, batches(6), verbose=False)

    def predict(self, program: Line, *adapters: ToLightning) -> None:
        trainer(*adapters).predict(program, batches(6))


class TestLightning(Conformance):
    loops = LightningLoops()
