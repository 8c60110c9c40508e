"""The order of hooks in runs of Lightning that are drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import pytest
import torch
from chance import Moment, moments, stopping
from hypothesis import given, settings
from hypothesis import strategies as st
from lightning.pytorch import LightningModule, Trainer
from torch.utils.data import DataLoader, TensorDataset

from hookline.adapters.lightning import COVERAGE, to_lightning
from hookline.testing import Recorder, check_trace

pytestmark = pytest.mark.filterwarnings(
    "ignore::lightning.fabric.utilities.warnings.PossibleUserWarning"  # of few workers and the like
)


@dataclass(frozen=True)
class Configuration:
    """The arguments of a `Trainer`, the data, and what happens in hooks."""

    samples: int
    batch_size: int
    epochs: int
    max_steps: int
    #: The samples of each data loader to validate on.
    validation: list[int]
    check_val_every_n_epoch: int
    val_check_interval: float
    num_sanity_val_steps: int
    accumulate_grad_batches: int
    #: At which batch the module skips the rest of each epoch.
    skips_at: int | None
    stop: Moment | None
    #: At which batch Lightning is asked to stop.
    stops_itself: int | None


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw one."""
    return Configuration(
        samples=draw(st.integers(1, 9)),
        batch_size=draw(st.integers(1, 4)),
        epochs=draw(st.integers(1, 3)),
        max_steps=draw(st.just(-1) | st.integers(1, 7)),
        validation=draw(st.lists(st.integers(1, 5), max_size=2)),
        check_val_every_n_epoch=draw(st.integers(1, 2)),
        val_check_interval=draw(st.sampled_from([1.0, 0.5, 0.3])),
        num_sanity_val_steps=draw(st.integers(-1, 2)),
        accumulate_grad_batches=draw(st.integers(1, 3)),
        skips_at=draw(st.none() | st.integers(0, 4)),
        stop=draw(st.none() | moments()),
        stops_itself=draw(st.none() | st.integers(0, 9)),
    )


class Line(LightningModule):
    """Logs in every way there is."""

    def __init__(self, this: Configuration) -> None:
        super().__init__()
        self.this = this
        self.layer = torch.nn.Linear(1, 1)

    def on_train_batch_start(self, batch: Any, batch_idx: int) -> int | None:
        return -1 if batch_idx == self.this.skips_at else None

    def training_step(self, batch: Any, index: int) -> torch.Tensor:
        loss: torch.Tensor = self.layer(batch[0]).square().mean()
        self.log("loss", loss, on_step=True, on_epoch=True)
        if index == self.this.stops_itself:
            self.trainer.should_stop = True
        return loss

    def validation_step(self, batch: Any, index: int, dataloader_idx: int = 0) -> None:
        self.log("val_loss", self.layer(batch[0]).square().mean())

    test_step = validation_step

    def predict_step(self, batch: Any, index: int) -> torch.Tensor:
        outputs: torch.Tensor = self.layer(batch[0])
        return outputs

    def on_train_epoch_end(self) -> None:
        self.log("late", float(self.current_epoch))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.1)


def loader(samples: int, batch_size: int) -> DataLoader[tuple[torch.Tensor, ...]]:
    return DataLoader(TensorDataset(torch.ones(samples, 1)), batch_size=batch_size)


@pytest.mark.slow
@settings(max_examples=50)
@given(configurations())
def test_any_run_keeps_the_order(this: Configuration) -> None:
    recorder = Recorder()
    trainer = Trainer(
        callbacks=[to_lightning(recorder, *stopping(this.stop))],
        max_epochs=this.epochs,
        max_steps=this.max_steps,
        check_val_every_n_epoch=this.check_val_every_n_epoch,
        val_check_interval=this.val_check_interval,
        num_sanity_val_steps=this.num_sanity_val_steps,
        accumulate_grad_batches=this.accumulate_grad_batches,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    module, steps = Line(this), ceil(this.samples / this.batch_size)
    validation = [loader(samples, 2) for samples in this.validation]
    trainer.fit(module, loader(this.samples, this.batch_size), validation or None)
    check_trace(recorder.calls, COVERAGE.reading, steps=steps)
    # Lightning itself says how far it came.
    epochs = [call for call in recorder.calls if call.hook == "on_epoch_end"]
    assert [call.index for call in epochs] == [*range(len(epochs))]
    assert len(epochs) >= trainer.current_epoch
    assert all(call.logs and call.logs["late"] == call.index for call in epochs)
    recorder.calls.clear()
    trainer.test(module, loader(3, 2), verbose=False)
    trainer.predict(module, loader(3, 2))
    check_trace(recorder.calls, COVERAGE.reading)
