from typing import Any

class TrainingArguments:
    eval_strategy: str
    greater_is_better: bool | None
    load_best_model_at_end: bool
    metric_for_best_model: str | None
    def __init__(
        self,
        *,
        output_dir: str | None = ...,
        eval_strategy: str = ...,
        logging_strategy: str = ...,
        save_strategy: str = ...,
        report_to: str = ...,
    ) -> None: ...
    @property
    def train_batch_size(self) -> int: ...

class TrainerState:
    epoch: float
    global_step: int
    max_steps: int
    num_train_epochs: int
    log_history: list[dict[str, float]]
    best_metric: float | None
    def __init__(
        self,
        *,
        max_steps: int = ...,
        num_train_epochs: int = ...,
        train_batch_size: int | None = ...,
    ) -> None: ...
    def compute_steps(self, args: TrainingArguments, max_steps: int) -> None: ...

class TrainerControl:
    should_training_stop: bool
    should_epoch_stop: bool
    should_save: bool
    should_evaluate: bool
    should_log: bool

class TrainerCallback:
    def on_train_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_train_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_epoch_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_epoch_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_step_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_substep_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_step_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_save(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_prediction_step(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_evaluate(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: Any,
    ) -> Any: ...
    def on_predict(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        metrics: Any,
        **kwargs: Any,
    ) -> Any: ...

class DefaultFlowCallback(TrainerCallback): ...
class EarlyStoppingCallback(TrainerCallback): ...
