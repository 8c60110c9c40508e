"""Programs that a loop cannot train, test or use."""

from digits import DATA, LOGS, Batches, Digits, DigitsLogs, Halver, Tensor

from hookline import Callback, Logs, Program, evaluate, fit, predict


def step_without_a_key() -> None:
    """A step that returns too few metrics."""

    class Faulty(Digits):
        def train_step(self, batch: list[float]) -> DigitsLogs:
            return {"loss": sum(batch)}  # E: Missing key "accuracy" for  [typeddict-item]

    fit(Faulty(), DATA)


def step_with_a_surplus_key() -> None:
    """A step that returns a metric its type does not name."""

    class Faulty(Digits):
        def train_step(self, batch: list[float]) -> DigitsLogs:
            return {  # E: Extra key "recall" for TypedDict "DigitsLogs  [typeddict-unknown-key]
                "loss": sum(batch),
                "accuracy": 0.9,
                "recall": 0.8,
            }

    fit(Faulty(), DATA)


def step_with_a_misspelt_key() -> None:
    """A step that misspells a metric."""

    class Faulty(Digits):
        def test_step(self, batch: list[float]) -> DigitsLogs:
            return {  # E: Missing key  [typeddict-item]  # E: Extra  [typeddict-unknown-key]
                "loss": sum(batch),
                "acuracy": 0.9,
            }

    Faulty().evaluate(DATA)


def step_with_a_tensor() -> None:
    """A step that returns a tensor, not a float."""

    class Faulty(Digits):
        def train_step(self, batch: list[float]) -> DigitsLogs:
            return {"loss": Tensor(), "accuracy": 0.9}  # E: Incompatible types  [typeddict-item]

    fit(Faulty(), DATA)


def step_with_text() -> None:
    """A step that returns a text as a metric."""

    class Faulty(Digits):
        def train_step(self, batch: list[float]) -> DigitsLogs:
            return {"loss": sum(batch), "accuracy": "high"}  # E: Incompatible  [typeddict-item]

    fit(Faulty(), DATA)


def step_without_return() -> None:
    """A step that forgets to return its metrics."""

    class Faulty(Digits):
        def train_step(self, batch: list[float]) -> DigitsLogs:  # E: Missing return  [return]
            print({"loss": sum(batch), "accuracy": 0.9})

    fit(Faulty(), DATA)


def step_that_returns_none() -> None:
    """A step that is declared to return None, in a class without a base."""

    class Faulty:
        def train_step(self, batch: list[float]) -> None:
            print(sum(batch))

    fit(Faulty(), DATA)  # E: train_step` of Faulty returns `None`, which does not  [hookline-logs]


def step_that_returns_a_number() -> None:
    """A step that returns the bare loss."""

    class Faulty:
        def train_step(self, batch: list[float]) -> float:
            return sum(batch)

    fit(Faulty(), DATA)  # E: train_step` of Faulty returns `float`, which does  [hookline-logs]


def step_that_returns_a_pair() -> None:
    """A step that returns loss and metrics as a pair."""

    class Faulty:
        def train_step(self, batch: list[float]) -> tuple[float, dict[str, float]]:
            return sum(batch), {"accuracy": 0.9}

    fit(Faulty(), DATA)  # E: train_step` of Faulty returns `tuple[float  [hookline-logs]


def step_of_untyped_logs() -> None:
    """A step that returns a `dict[str, float]`, whose keys nobody knows."""

    class Faulty:
        def train_step(self, batch: list[float]) -> dict[str, float]:
            return {"loss": sum(batch)}

    fit(Faulty(), DATA)  # E: train_step` of Faulty returns `dict[str, float]  [hookline-logs]


def step_of_other_logs() -> None:
    """A step that returns other logs than its program's type argument says."""

    class Faulty(Program[list[float], DigitsLogs]):
        def train_step(self, batch: list[float]) -> Logs:  # E: Return type "Logs" of  [override]
            return {"loss": sum(batch)}

    fit(Faulty(), DATA)


def asynchronous_step() -> None:
    """An `async` step."""

    class Faulty:
        async def train_step(self, batch: list[float]) -> Logs:
            return {"loss": sum(batch)}

    fit(Faulty(), DATA)  # E: Value of type variable "LogsT" of "fit" cannot be  [type-var]


def step_with_two_parameters() -> None:
    """A step that takes inputs and targets apart."""

    class Faulty:
        def train_step(self, inputs: list[float], targets: list[float]) -> Logs:
            return {"loss": sum(inputs) - sum(targets)}

    fit(Faulty(), DATA)  # E: Argument 1 to "fit" has incompatible type "Faulty  [arg-type]


def step_of_another_name() -> None:
    """Lightning's name: `training_step`."""

    class Faulty(Program[list[float]]):
        def training_step(self, batch: list[float]) -> Logs:
            return {"loss": sum(batch)}

    Faulty().fit(DATA)  # E: fit` needs a program with `train_step`, and Faulty  [hookline-program]


def step_for_another_batch() -> None:
    """A step whose batch is not that of its program's type argument."""

    class Faulty(Program[list[float]]):
        def train_step(self, batch: dict[str, float]) -> Logs:  # E: Argument 1 of  [override]
            return {"loss": sum(batch.values())}

    fit(Faulty(), DATA)  # E: Cannot infer value of type parameter "BatchT" of "fit  [misc]


def data_of_another_type() -> None:
    """Data whose batches do not fit the step."""
    fit(Digits(), Batches([["one"], ["two"]]))  # E: Cannot infer value of type parameter  [misc]


def data_of_another_type_for_a_method() -> None:
    """Data whose batches do not fit the program."""
    Digits().fit(Batches([["one"], ["two"]]))  # E: List item 0 has incompatible type  [list-item]


def data_that_is_one_batch() -> None:
    """One batch where a collection of batches belongs."""
    fit(Digits(), Batches([1.0, 2.0, 3.0]))  # E: Cannot infer value of type parameter  [misc]


def validation_data_of_another_type() -> None:
    """Validation data whose batches do not fit the step."""
    fit(Digits(), DATA, validation_data=Batches([["one"]]))  # E: Cannot infer value of  [misc]


def validation_data_as_a_pair() -> None:
    """Validation data as a pair of inputs and targets, as in Keras."""
    Digits().fit(DATA, validation_data=(DATA, DATA))  # E: Argument "validation_data  [arg-type]


def step_of_other_outputs() -> None:
    """A step that returns other outputs than its program's type argument says."""

    class Faulty(Program[list[float], Logs, int]):
        def predict_step(self, batch: list[float]) -> list[int]:  # E: Return type  [override]
            return [int(value) for value in batch]

    predict(Faulty(), DATA)


def no_train_step() -> None:
    """A class without `train_step`, given to `fit`."""

    class Table:
        rows = 3

    fit(Table(), DATA)  # E: fit` needs a program with `train_step`, and Table  [hookline-program]


def no_train_step_in_a_subclass() -> None:
    """A subclass of `Program` without `train_step`, told to `fit`."""

    class Table(Program[list[float]]):
        rows = 3

    Table().fit(DATA)  # E: fit` needs a program with `train_step`, and Table  [hookline-program]


def no_test_step() -> None:
    """A class without `test_step`, given to `evaluate`."""
    evaluate(Halver(), DATA)  # E: evaluate` needs a program with `test_step  [hookline-program]


def no_test_step_for_validation_data() -> None:
    """A class without `test_step`, given to `fit` with validation data."""
    fit(Halver(), DATA, validation_data=DATA)  # E: fit` with `validation_data  [hookline-program]


def no_test_step_in_a_subclass() -> None:
    """A subclass of `Program` without `test_step`, told to `fit` with validation data."""

    class Trained(Program[list[float]]):
        def train_step(self, batch: list[float]) -> Logs:
            return {"loss": sum(batch)}

    Trained().fit(DATA, validation_data=DATA)  # E: fit` with `validation_data  [hookline-program]


def no_predict_step() -> None:
    """A class without `predict_step`, given to `predict`."""
    predict(Halver(), DATA)  # E: predict` needs a program with `predict_step  [hookline-program]


def no_predict_step_in_a_subclass() -> None:
    """A subclass of `Program` without `predict_step`, told to `predict`."""

    class Trained(Program[list[float]]):
        def train_step(self, batch: list[float]) -> Logs:
            return {"loss": sum(batch)}

    Trained().predict(DATA)  # E: predict` needs a program with `predict_step  [hookline-program]


def class_for_program() -> None:
    """A class where a program belongs."""
    fit(Halver, DATA)  # E: fit` takes a program, and `Halver` is a class  [hookline-program]


def program_forgotten() -> None:
    """Data alone, without a program."""
    fit(DATA)  # E: Missing positional  [call-arg]  # E: Argument 1 to "fit" has  [arg-type]


def program_types_swapped() -> None:
    """Batch and logs the wrong way round in the program's type arguments."""

    class Faulty(Program[DigitsLogs, list[float]]):  # E: Type argument "list[float]  [type-var]
        def train_step(self, batch: list[float]) -> DigitsLogs:  # E: supertype  [override]
            return {"loss": sum(batch), "accuracy": 0.9}

    fit(Faulty(), DATA)


def program_types_too_many() -> None:
    """One type argument too many for a program."""

    class Faulty(Program[list[float], DigitsLogs, int, int]):  # E: Program" expects  [type-arg]
        def train_step(self, batch: list[float]) -> DigitsLogs:  # E: Argument 1 of  [override]
            return {"loss": sum(batch), "accuracy": 0.9}

    fit(Faulty(), DATA)


def flag_misspelt() -> None:
    """A misspelt flag: `stop_trainig`."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_trainig = True  # E: Stoppable" has no attribute  [attr-defined]

    fit(Digits(), DATA, callbacks=[Stop()])


def flag_called() -> None:
    """A flag that is called, not set."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training()  # E: bool" not callable  [operator]

    fit(Digits(), DATA, callbacks=[Stop()])


def flag_of_the_callback() -> None:
    """The flag set on the callback, not on the program."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.stop_training = True  # E: self.stop_training` is an attribute  [hookline-program]

    fit(Digits(), DATA, callbacks=[Stop()])


def model_for_program() -> None:
    """Keras's name of the program: `self.model`."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            model = self.model  # E: The  [hookline-program]  # E: Stop" has  [attr-defined]
            model.stop_training = True

    fit(Digits(), DATA, callbacks=[Stop()])


def history_as_a_table() -> None:
    """The history read as if it were a dictionary."""
    print(fit(Digits(), DATA)["loss"])  # E: Value of type "History[DigitsLogs]" is not  [index]


def optimizer_for_compile() -> None:
    """`compile` with an argument of Keras's."""
    Digits().compile(optimizer="adam")  # E: Unexpected keyword argument "optimizer  [call-arg]


def compiled_without_steps() -> None:
    """`compile` with no step an execution."""
    Digits().compile(steps_per_execution=0)  # E: steps_per_execution` must be  [hookline-argument]


def step_without_its_underscore() -> None:
    """A step without its underscore: `trainstep`."""

    class Model(Program[list[float], DigitsLogs, int]):
        def trainstep(self, batch: list[float]) -> DigitsLogs:
            return LOGS

    Model().fit(DATA)  # E: fit` needs a program with `train_step`, and Model  [hookline-program]


def lightning_validation_step() -> None:
    """Lightning's name: `validation_step`."""

    class Model(Program[list[float], DigitsLogs, int]):
        def train_step(self, batch: list[float]) -> DigitsLogs:
            return LOGS

        def validation_step(self, batch: list[float]) -> DigitsLogs:
            return LOGS

    Model().fit(DATA, validation_data=DATA)  # E: fit` with `validation_data  [hookline-program]


def samples_of_no_batch() -> None:
    """`count_samples` that takes no batch."""

    class Model(Digits):
        def count_samples(self) -> int:
            return 3

    Model().fit(DATA)  # E: Model: `count_samples` cannot be called as  [hookline-program]


def samples_as_text() -> None:
    """`count_samples` that returns a text."""

    class Model(Digits):
        def count_samples(self, batch: list[float]) -> str:
            return f"{len(batch)} samples"

    Model().fit(DATA)  # E: Model: `count_samples` returns `str`, and loops  [hookline-program]


def reset_with_an_epoch() -> None:
    """`reset_metrics` that wants the epoch."""

    class Model(Digits):
        def reset_metrics(self, epoch: int) -> None:
            print(epoch)

    Model().fit(DATA)  # E: Model: `reset_metrics` cannot be called as  [hookline-program]


def step_that_is_a_property() -> None:
    """A step that is a property."""

    class Model:
        @property
        def train_step(self) -> Logs:
            return {"loss": 0.5}

    fit(Model(), DATA)  # E: Argument 1 to "fit" has incompatible type "Model  [arg-type]


def stop_flag_misspelt() -> None:
    """A stop flag that is misspelt."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_trainig = True  # E: Stoppable" has no attribute  [attr-defined]

    fit(Digits(), DATA, callbacks=[Stop()])


def object_for_the_program() -> None:
    """A callback that asks nothing of its program, and stops it."""

    class Stop(Callback[object, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            self.program.stop_training = True  # E: object" has no attribute  [attr-defined]

    fit(Digits(), DATA, callbacks=[Stop()])
