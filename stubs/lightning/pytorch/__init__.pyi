from typing import Any

from lightning.pytorch.callbacks import Callback
from lightning.pytorch.trainer.states import TrainerState

class LightningModule:
    @property
    def trainer(self) -> Trainer: ...

class _ResultCollection(dict[str, Any]):
    def metrics(self, on_step: bool) -> dict[str, dict[str, Any]]: ...

class _TrainingEpochLoop:
    _results: _ResultCollection

class _FitLoop:
    epoch_loop: _TrainingEpochLoop

class Trainer:
    fit_loop: _FitLoop
    state: TrainerState
    should_stop: bool
    callbacks: list[Callback]
    def __init__(
        self,
        *,
        accelerator: str = ...,
        max_epochs: int | None = ...,
        callbacks: list[Callback] | Callback | None = ...,
        logger: Any = ...,
        enable_checkpointing: bool | None = ...,
        enable_progress_bar: bool | None = ...,
        enable_model_summary: bool | None = ...,
        **options: Any,
    ) -> None: ...
    @property
    def callback_metrics(self) -> dict[str, Any]: ...
    @property
    def current_epoch(self) -> int: ...
    @property
    def max_epochs(self) -> int | None: ...
    @property
    def num_training_batches(self) -> int | float: ...
    @property
    def num_val_batches(self) -> list[int | float]: ...
    @property
    def num_test_batches(self) -> list[int | float]: ...
    @property
    def num_predict_batches(self) -> list[int | float]: ...
    @property
    def sanity_checking(self) -> bool: ...
