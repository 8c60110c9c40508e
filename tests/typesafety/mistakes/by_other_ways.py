"""The mistakes of the other files once more, in other places: inside wrappers, under conditions, …

They are measured like all others, and counted apart, so that a mistake that can be made in many
ways weighs as much as any other.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from attaching import Decay, EarlyStop
from digits import DATA, Bell, Digits, DigitsLogs, Halver, RecallLogs
from saving import FOLDER, Count, Kept

from hookline import Callback, CallbackList, HasStopTraining, Logs, NoLogs, fit, predict
from hookline.callbacks import (
    BackupAndRestore,
    Checkpoint,
    CSVLogger,
    JSONLLogger,
    TimeLimit,
    background,
    best_effort,
    every,
)


def unknown_metric_in_best_effort() -> None:
    """A metric that the program does not give, watched by a callback inside `best_effort`."""
    callback = best_effort(EarlyStop("acuracy"))
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0] (EarlyStop)  [hookline-monitor]


def schedule_in_every_without_rate() -> None:
    """A callback of a learning rate inside `every`, for a program that has none."""
    callback = every(2, Decay(), unit="epochs")
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0] (Decay) needs  [hookline-program]


def needs_in_two_wrappers() -> None:
    """A callback of a learning rate inside two wrappers, in a variable."""
    callback = best_effort(every(2, Decay()))
    Digits().fit(DATA, callbacks=[callback])  # E: callbacks[0] (Decay) needs a  [hookline-program]


def retire_after_zero() -> None:
    """`best_effort` that retires after no error."""
    callback = best_effort(Bell(), retire_after=0)
    fit(Digits(), DATA, callbacks=[callback])


def background_without_room() -> None:
    """`background` in which nothing may wait."""
    callback = background(Bell(), max_waiting=0)
    fit(Digits(), DATA, callbacks=[callback])


def negative_limit() -> None:
    """A time limit below nothing."""
    callback = TimeLimit(timedelta(hours=-1))
    fit(Digits(), DATA, callbacks=[callback])


def jsonl_no_batches() -> None:
    """A line for every zeroth batch."""
    with tempfile.TemporaryDirectory() as folder:
        callback = JSONLLogger(Path(folder) / "log.jsonl", batches=0)
        fit(Digits(), DATA, callbacks=[callback])


def backup_without_state() -> None:
    """`BackupAndRestore` for a program that cannot give its state away."""
    backup = BackupAndRestore(FOLDER)
    fit(Digits(), DATA, callbacks=[backup])  # E: callbacks[0]  [hookline-program]


def backup_of_what_cannot_load() -> None:
    """`BackupAndRestore` for a program that saves itself and cannot be loaded."""

    class Saved(Digits):
        def save(self, path: Path) -> None:
            path.write_text("0.5")

    backup = BackupAndRestore(FOLDER)
    fit(Saved(), DATA, callbacks=[backup])  # E: callbacks[0]  [hookline-program]


def keras_filepath() -> None:
    """Keras's `filepath=`."""
    checkpoint = Checkpoint(filepath="best.keras")  # E: Unexpected keyword  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def keras_save_freq() -> None:
    """Keras's `save_freq="epoch"`."""
    checkpoint = Checkpoint(FOLDER, save_freq="epoch")  # E: Checkpoint  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def keras_backup_dir() -> None:
    """Keras's `backup_dir=`."""
    backup = BackupAndRestore(backup_dir="backup")  # E: Unexpected keyword argument  [call-arg]
    fit(Kept(), DATA, callbacks=[backup])


def keras_delete() -> None:
    """Keras's `delete_checkpoint=`."""
    backup = BackupAndRestore(FOLDER, delete_checkpoint=False)  # E: Unexpected keyword  [call-arg]
    fit(Kept(), DATA, callbacks=[backup])


def lightning_top_k() -> None:
    """Lightning's `save_top_k=`."""
    checkpoint = Checkpoint(FOLDER, save_top_k=3)  # E: Checkpoint  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def best_without_mode() -> None:
    """The best by a metric, and not whether more or less of it is better."""
    checkpoint = Checkpoint(FOLDER, monitor="loss")  # E: No overload variant of  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def best_by_another_metric() -> None:
    """The best by a metric that the program does not give."""
    checkpoint = Checkpoint(FOLDER, monitor="acuracy", mode="max")
    fit(Kept(), DATA, callbacks=[checkpoint])  # E: callbacks[0] (Checkpoint)  [hookline-monitor]


def mode_of_keras() -> None:
    """`mode="auto"`, as in Keras."""
    checkpoint = Checkpoint(  # E: No overload variant of "Checkpoint" matches  [call-overload]
        FOLDER, monitor="loss", mode="auto"
    )
    fit(Kept(), DATA, callbacks=[checkpoint])


def keep_none() -> None:
    """Keep the last none."""
    fit(Kept(), DATA, callbacks=[Checkpoint(FOLDER, keep_last=0)])


def keep_as_text() -> None:
    """The number to keep, out of `sys.argv`."""
    checkpoint = Checkpoint(FOLDER, keep_last="3")  # E: No overload variant of  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def name_in_another_folder() -> None:
    """A name that leads to another folder."""
    fit(Kept(), DATA, callbacks=[Checkpoint(FOLDER, name="../{epoch}")])


def checkpoint_in_background() -> None:
    """A checkpoint in the background, of a program that goes on learning."""
    fit(Kept(), DATA, callbacks=[background(Checkpoint(FOLDER))])


def state_loaded_without_version() -> None:
    """A state made by hand, without its version."""
    count = Count()
    count.load_state_dict({"epochs": 3})  # E: Missing key "version" for  [typeddict-item]
    fit(Digits(), DATA, callbacks=[count])


def needs_under_a_condition() -> None:
    """A callback that needs what the program lacks, or another one, under a condition."""
    decays = len(DATA) > 2
    fit(Digits(), DATA, callbacks=[Decay() if decays else Bell()])  # E: (Decay)  [hookline-program]


def needs_in_a_loop_over_lists() -> None:
    """The same in a loop over lists of callbacks."""
    for callbacks in ([Decay()], [Decay(), Decay()]):
        fit(Digits(), DATA, callbacks=callbacks)  # E: callbacks[0] (Decay)  [hookline-program]


def twice_in_a_sum() -> None:
    """One callback in both lists of a sum."""
    bell = Bell()
    bells = [bell]
    fit(Digits(), DATA, callbacks=bells + [bell])  # E: callbacks[1] (Bell) is  [hookline-callback]


def monitor_of_a_dataclass() -> None:
    """A dataclass told to watch a metric that the program does not give."""

    @dataclass
    class Watch:
        monitor: str

        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            print(self.monitor)

    fit(Digits(), DATA, callbacks=[Watch("acuracy")])  # E: callbacks[0]  [hookline-monitor]


def monitor_in_a_list_of_a_hand_written_loop() -> None:
    """A callback in a `CallbackList`, told to watch a metric that the program does not give."""
    stop = EarlyStop("acuracy")
    with CallbackList([stop], program=Digits()) as callbacks:  # E: callbacks[0]  [hookline-monitor]
        callbacks.on_train_begin()


def program_in_post_init() -> None:
    """`self.program` in the `__post_init__` of a dataclass."""

    @dataclass
    class Stop(Callback):
        patience: int = 3

        def __post_init__(self) -> None:
            print(self.program)  # E: self.program` is read in `__init__`, before  [hookline-ready]

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(epoch)

    fit(Digits(), DATA, callbacks=[Stop()])


def misspelt_property() -> None:
    """A misspelt hook that is a property, of a function."""

    class Bell:
        @property
        def on_epoch_ends(self) -> Callable[[int, Logs], None]:  # E: The class  [hookline-hook]
            return lambda epoch, logs: print("ding", epoch, logs)

        def on_train_begin(self, logs: NoLogs) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Bell()])


def inherited_without_logs() -> None:
    """A hook without `logs`, in the base of a plain class."""

    class Count:
        def on_epoch_end(self, epoch: int) -> None:
            print(epoch)

    class Bell(Count):
        def on_train_begin(self, logs: NoLogs) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell)  [hookline-signature]


def optional_function_without_logs() -> None:
    """A function that may be None, and takes no logs, stored as a hook."""

    class Tell:
        def __init__(self, tell: Callable[[int], None] | None) -> None:
            self.on_epoch_end = tell

        def on_train_begin(self, logs: NoLogs) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Tell(print)])  # E: callbacks[0] (Tell)  [hookline-signature]


def callable_object_without_logs() -> None:
    """An object to be called without logs, stored as a hook."""

    class Tell:
        def __call__(self, epoch: int) -> None:
            print(epoch)

    class Bell:
        def __init__(self) -> None:
            self.on_epoch_end = Tell()

        def on_train_begin(self, logs: NoLogs) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Bell()])  # E: callbacks[0] (Bell)  [hookline-signature]


def metric_of_an_inherited_hook() -> None:
    """A metric that the program does not give, read in the base of a plain class."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: RecallLogs) -> None:
            print(logs["recall"])

    class Both(Report):
        def on_train_begin(self, logs: NoLogs) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Both()])  # E: callbacks[0] (Both) reads  [hookline-logs]


def list_whose_program_has_no_stop_flag() -> None:
    """A `CallbackList` with a program that nobody can ask to stop, and a callback that does."""

    class Stop(Callback[HasStopTraining]):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            self.program.stop_training = True

    class Line:
        weight = 0.0

    with CallbackList([Stop()], program=Line()) as callbacks:  # E: callbacks[0]  [hookline-program]
        callbacks.on_train_begin()


def function_under_a_misspelt_name() -> None:
    """A hook that `__init__` sets, under a name that is misspelt."""

    class Bell(Callback):
        def __init__(self) -> None:
            self.on_epoch_ned = lambda epoch, logs: print(epoch, logs)  # E: The  [hookline-hook]

        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            print("ready")

    fit(Digits(), DATA, callbacks=[Bell()])


def stop_flag_misspelt_in_setattr() -> None:
    """A stop flag that is set by `setattr`, and misspelt."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            setattr(self.program, "stop_trainig", True)  # E: stop_trainig` of  [hookline-program]

    fit(Digits(), DATA, callbacks=[Stop()])


def validation_key_asked_for_in_a_test() -> None:
    """A validation key asked for with `in` at the end of a test, whose keys have no prefix."""

    class Report:
        def on_test_end(self, logs: DigitsLogs) -> None:
            if "val_accuracy" in logs:  # E: on_test_end` never receives  [hookline-key]
                print(logs)

    Digits().evaluate(DATA, callbacks=[Report()])


def asynchronous_step_of_validation() -> None:
    """A step of validation that is `async`."""

    class Model(Halver):
        async def test_step(self, batch: list[float]) -> Logs:
            return {"loss": sum(batch)}

    fit(Model(), DATA, validation_data=DATA)  # E: Model: `test_step` is  [hookline-program]


def step_of_validation_without_batch() -> None:
    """A step of validation that takes no batch."""

    class Model(Halver):
        def test_step(self) -> Logs:
            return {"loss": 0.5}

    fit(Model(), DATA, validation_data=DATA)  # E: Model: `test_step` cannot be  [hookline-program]


def step_of_validation_for_another_batch() -> None:
    """A step of validation for other batches than those of training."""

    class Model(Halver):
        def test_step(self, batch: str) -> Logs:
            return {"loss": float(batch.strip())}

    fit(Model(), DATA, validation_data=DATA)  # E: Model: `test_step` takes  [hookline-program]


def samples_of_another_batch() -> None:
    """`count_samples` for other batches than those of the steps."""

    class Model(Digits):
        def count_samples(self, batch: dict[str, float]) -> int:
            return len(batch["pixels"].hex())

    Model().evaluate(DATA)  # E: Model: `count_samples` takes `dict[str  [hookline-program]


def outputs_joined_of_nothing() -> None:
    """`join_outputs` that takes no outputs."""

    class Model(Digits):
        def join_outputs(self) -> list[int]:
            return [1]

    Model().predict(DATA)  # E: Model: `join_outputs` cannot be called as  [hookline-program]


def outputs_joined_as_one() -> None:
    """`join_outputs` that takes the outputs of one batch, not those of several."""

    class Model(Digits):
        def join_outputs(self, outputs: list[int]) -> list[int]:
            return sorted(outputs)

    predict(Model(), DATA, steps_per_execution=2)  # E: Model: `join_outputs  [hookline-program]


def outputs_joined_as_text() -> None:
    """`join_outputs` that makes something else of the outputs."""

    class Model(Digits):
        def join_outputs(self, outputs: list[list[int]]) -> str:
            return f"{len(outputs)} outputs"

    Model().predict(DATA)  # E: Model: `join_outputs` returns `str`, and loops  [hookline-program]


def loggers_of_one_file() -> None:
    """Two loggers that write to one file."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log.csv")
        fit(Digits(), DATA, callbacks=[CSVLogger(log), best_effort(CSVLogger(log))])


def checkpoints_named_for_a_validation() -> None:
    """A metric of validation in the name of each checkpoint, where nothing validates."""
    fit(Kept(), DATA, callbacks=[Checkpoint(FOLDER, name="{epoch}-{val_loss:.3f}")])
