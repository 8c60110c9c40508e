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

from hookline import CallbackError, CallbackList
from hookline.adapters.lightning import COVERAGE, ToLightning, to_lightning
from hookline.outcome import Completed, Interrupted, Stopped
from hookline.testing import Recorder, check_trace

pytestmark = pytest.mark.filterwarnings(
    "ignore::lightning.fabric.utilities.warnings.PossibleUserWarning"  # of few workers and the like
)


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
    interruption: type[BaseException] = SystemExit
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


# What is Lightning's alone


def fit(program: LightningModule, *callbacks: Any, **options: Any) -> Recorder:
    """Train with a recorder beside other callbacks of hookline, and hold it to the order."""
    recorder = Recorder()
    arguments = {"max_epochs": 2, **options}
    trainer(to_lightning(recorder, *callbacks), **arguments).fit(program, batches(10), batches(6))
    check_trace(recorder.calls, COVERAGE.reading, steps=3)
    return recorder


def logs_of(recorder: Recorder, hook: str) -> list[dict[str, Any]]:
    return [dict(call.logs or {}) for call in recorder.calls if call.hook == hook]


def test_the_sanity_check_is_not_told() -> None:
    recorder = fit(Line(), num_sanity_val_steps=2, limit_val_batches=0, max_epochs=1)
    assert "on_test_begin" not in recorder.names()
    assert fit(Line(), num_sanity_val_steps=2, max_epochs=1).names().count("on_test_begin") == 1


def test_validation_in_the_middle_of_an_epoch_lies_between_batches() -> None:
    recorder = fit(Line(), val_check_interval=1, max_epochs=1)
    names = recorder.names()
    assert names.count("on_test_begin") == 3
    assert names[names.index("on_test_begin") - 1] == "on_train_batch_end(0)"


def test_several_loaders_are_one_validation() -> None:
    class Two(Line):
        def validation_step(  # type: ignore[override]  # as Lightning asks for
            self, batch: Any, index: int, dataloader_idx: int
        ) -> None:
            self.log("val_loss", self.loss(batch))

    recorder = Recorder()
    trainer(to_lightning(recorder), max_epochs=1).fit(Two(), batches(10), [batches(6), batches(10)])
    check_trace(recorder.calls, COVERAGE.reading, steps=3)
    ends = [call.index for call in recorder.calls if call.hook == "on_test_batch_end"]
    assert ends == [0, 1, 2, 3, 4]
    (logs,) = logs_of(recorder, "on_epoch_end")
    assert {"val_loss/dataloader_idx_0", "val_loss/dataloader_idx_1"} <= logs.keys()


def test_one_name_for_training_and_validation_is_told_apart() -> None:
    class Same(Line):
        def validation_step(self, batch: Any, index: int) -> torch.Tensor:
            loss = self.loss(batch)
            self.log("loss", loss + 100)
            return loss

    recorder = fit(Same())
    for logs in logs_of(recorder, "on_epoch_end"):
        assert logs["loss"] < 100 < logs["val_loss"]


def test_a_metric_logged_when_the_epoch_ends_is_of_that_epoch() -> None:
    class Late(Line):
        def on_train_epoch_end(self) -> None:
            self.log("late", float(self.current_epoch))

    recorder = fit(Late(), max_epochs=3)
    assert [logs["late"] for logs in logs_of(recorder, "on_epoch_end")] == [0, 1, 2]


def test_an_epoch_without_validation_has_no_metrics_of_an_earlier_one() -> None:
    recorder = fit(Line(), check_val_every_n_epoch=2, max_epochs=3)
    epochs = logs_of(recorder, "on_epoch_end")
    assert ["val_loss" in logs for logs in epochs] == [False, True, False]
    assert not any("val_loss" in logs for logs in logs_of(recorder, "on_train_batch_end"))


def test_a_batch_that_the_module_skips_ends_without_logs() -> None:
    class Skip(Line):
        def on_train_batch_start(self, batch: Any, batch_idx: int) -> int | None:
            return -1 if batch_idx == 1 else None

    recorder = fit(Skip(), max_epochs=1)
    assert [bool(logs) for logs in logs_of(recorder, "on_train_batch_end")] == [True, False]


def test_an_epoch_that_a_checkpoint_resumes_in_its_middle_begins_again(tmp_path: Any) -> None:
    class Save(native.Callback):
        def on_train_batch_end(self, trainer: Trainer, module: LightningModule, *_: object) -> None:
            if trainer.global_step == 4:  # the first batch of epoch 1
                trainer.save_checkpoint(tmp_path / "middle.ckpt")

    trainer(Save(), max_epochs=2).fit(Line(), batches(10), batches(6))
    recorder = Recorder()
    trainer(to_lightning(recorder), max_epochs=3).fit(
        Line(), batches(10), batches(6), ckpt_path=tmp_path / "middle.ckpt"
    )
    check_trace(recorder.calls, COVERAGE.reading, steps=3)
    epochs = [call.index for call in recorder.calls if call.hook == "on_epoch_end"]
    assert epochs == [1, 2]


def test_two_adapters_may_serve_one_trainer_and_be_saved_with_it(tmp_path: Any) -> None:
    first, second = Recorder(), Recorder()
    one = trainer(to_lightning(first), to_lightning(second), max_epochs=1)
    one.fit(Line(), batches(10), batches(6))
    one.save_checkpoint(tmp_path / "all.ckpt")
    assert first.names() == second.names()


def test_an_early_stopping_of_lightning_stops_beside_ours() -> None:
    recorder = Recorder()
    theirs = native.EarlyStopping("val_loss", mode="max", patience=1)
    trainer(theirs, to_lightning(recorder), max_epochs=9).fit(Line(), batches(10), batches(6))
    assert recorder.calls[-1].outcome == Stopped("stop_training was set")
    assert recorder.names().count("on_epoch_end(1)") == 1


def test_a_run_goes_on_after_ctrl_c_in_a_new_trainer() -> None:
    program, recorder = Line(), Recorder()

    def interrupt() -> None:
        raise KeyboardInterrupt

    program.in_step = interrupt
    adapter = to_lightning(recorder)
    with pytest.raises(SystemExit):
        trainer(adapter, max_epochs=1).fit(program, batches(10))
    program.in_step = None
    trainer(adapter, max_epochs=1).fit(program, batches(10))
    outcomes = [type(call.outcome) for call in recorder.calls if call.hook == "on_close"]
    assert outcomes == [Interrupted, Completed]


def test_its_own_callbacks_are_refused_in_our_loops_with_the_reason() -> None:
    theirs: Any = native.EarlyStopping("loss")
    with pytest.raises(CallbackError, match="works with nothing but its `Trainer`"):
        CallbackList([theirs])
