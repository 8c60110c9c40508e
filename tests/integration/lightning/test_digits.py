"""Handwritten digits in Lightning, and what its own logger says of the same run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import torch
from lightning.pytorch import LightningModule, Trainer, seed_everything
from lightning.pytorch.loggers import CSVLogger as NativeLogger
from sklearn.datasets import load_digits
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

from hookline import History, Logs
from hookline.adapters.lightning import to_lightning
from hookline.callbacks import CSVLogger, EarlyStopping

pytestmark = pytest.mark.filterwarnings(
    "ignore::lightning.fabric.utilities.warnings.PossibleUserWarning"
)


class Digits(LightningModule):
    def __init__(self) -> None:
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
        )

    def training_step(self, batch: Any, index: int) -> torch.Tensor:
        return self.measured(batch, "")

    def validation_step(self, batch: Any, index: int) -> torch.Tensor:
        return self.measured(batch, "val_")

    def measured(self, batch: Any, prefix: str) -> torch.Tensor:
        x, y = batch
        outputs = self.layers(x)
        loss = functional.cross_entropy(outputs, y)
        accuracy = (outputs.argmax(1) == y).float().mean()
        metrics = {f"{prefix}loss": loss, f"{prefix}accuracy": accuracy}
        self.log_dict(metrics, on_step=False, on_epoch=True)
        return loss

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.5)


def digits() -> tuple[DataLoader[tuple[torch.Tensor, ...]], DataLoader[tuple[torch.Tensor, ...]]]:
    """1,500 images to train on and 297 to validate on, in batches that do not come out even."""
    images, labels = load_digits(return_X_y=True)
    data = TensorDataset(
        torch.tensor(images, dtype=torch.float32) / 16, torch.tensor(labels, dtype=torch.int64)
    )
    train, rest = torch.utils.data.random_split(data, [1500, 297])
    return DataLoader(train, batch_size=64, shuffle=True), DataLoader(rest, batch_size=64)


@pytest.mark.slow
def test_what_hookline_logs_of_digits_is_what_lightning_reports(tmp_path: Path) -> None:
    seed_everything(0, verbose=False)
    history: History[Logs] = History()
    stopping = EarlyStopping(monitor="val_loss", mode="min", patience=2, restore_best=True)
    logger = CSVLogger(tmp_path / "ours.csv")
    theirs = NativeLogger(tmp_path, name="theirs", version=0)
    trainer = Trainer(
        max_epochs=40,
        callbacks=[to_lightning(stopping, logger, history)],
        logger=theirs,
        accelerator="cpu",
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    module = Digits()
    train, rest = digits()
    trainer.fit(module, train, rest)

    assert 3 <= len(history.epoch) == trainer.current_epoch < 40
    assert stopping.stop_reason is not None
    ours = list(csv.DictReader((tmp_path / "ours.csv").read_text().splitlines()))
    merged: dict[int, dict[str, float]] = {}
    for row in csv.DictReader((Path(theirs.log_dir) / "metrics.csv").read_text().splitlines()):
        values = {name: float(value) for name, value in row.items() if value and name != "step"}
        merged.setdefault(int(values.pop("epoch")), {}).update(values)
    assert len(ours) == len(merged) == trainer.current_epoch
    for line in ours:
        epoch = int(line.pop("epoch"))
        assert {name: float(value) for name, value in line.items()} == pytest.approx(merged[epoch])

    (best,) = trainer.validate(module, rest, verbose=False)  # with the weights of that epoch
    assert best["val_loss"] == pytest.approx(stopping.best)
    assert best["val_accuracy"] > 0.9
