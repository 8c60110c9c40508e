"""Ready-made callbacks and wrappers that are told nonsense."""

import tempfile
from pathlib import Path

from attaching import Decay
from digits import DATA, Bell, Digits, Halver

import hookline
from hookline import Logs, evaluate, fit
from hookline.callbacks import (
    CSVLogger,
    EarlyStopping,
    GracefulStop,
    LambdaCallback,
    LearningRateSchedule,
    ReduceLROnPlateau,
    TerminateOnNaN,
    TimeLimit,
    background,
    best_effort,
    every,
)


class Rated(Digits):
    learning_rate = 0.1


def no_mode() -> None:
    """`EarlyStopping` without its mode, which Keras guesses from the metric's name."""
    callback = EarlyStopping(monitor="loss")  # E: No overload variant of  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def mode_auto() -> None:
    """`mode="auto"`, as in Keras."""
    callback = EarlyStopping(monitor="loss", mode="auto")  # E: No overload  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def monitor_by_position() -> None:
    """The metric to watch by position, as in Keras."""
    callback = EarlyStopping("loss", mode="min")  # E: No overload variant of  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def keras_restore() -> None:
    """Keras's `restore_best_weights=`."""
    callback = EarlyStopping(  # E: EarlyStopping  [call-overload]
        monitor="loss",
        mode="min",
        restore_best_weights=True,
    )
    fit(Digits(), DATA, callbacks=[callback])


def restore_without_state() -> None:
    """`restore_best=True` for a program that cannot give its state away."""
    callback = EarlyStopping(monitor="loss", mode="min", restore_best=True)
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0]  [hookline-program]


def negative_patience() -> None:
    """A negative patience."""
    callback = EarlyStopping(monitor="loss", mode="min", patience=-1)
    fit(Digits(), DATA, callbacks=[callback])


def patience_as_float() -> None:
    """A patience that is no whole number."""
    callback = EarlyStopping(monitor="loss", mode="min", patience=2.5)  # E: No  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def unknown_metric() -> None:
    """`EarlyStopping` of a metric that the program does not give."""
    callback = EarlyStopping(monitor="acuracy", mode="max")
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0]  [hookline-monitor]


def unknown_metric_in_every() -> None:
    """A metric that the program does not give, watched by a callback inside `every`."""
    callback = every(2, EarlyStopping(monitor="acuracy", mode="max"), unit="epochs")
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0]  [hookline-monitor]


def unvalidated_plateau() -> None:
    """`ReduceLROnPlateau` of a validation that nobody makes."""
    callback = ReduceLROnPlateau(monitor="val_loss", mode="min")
    fit(Rated(), DATA, callbacks=[callback])  # E: callbacks[0]  [hookline-monitor]


def plateau_without_rate() -> None:
    """`ReduceLROnPlateau` of a program without a learning rate."""
    callback = ReduceLROnPlateau(monitor="loss", mode="min")
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0]  [hookline-program]


def factor_above_one() -> None:
    """A factor that raises the rate."""
    callback = ReduceLROnPlateau(monitor="loss", mode="min", factor=10.0)
    fit(Rated(), DATA, callbacks=[callback])


def schedule_of_a_number() -> None:
    """A learning rate where a schedule belongs."""
    callback = LearningRateSchedule(0.1)  # E: Argument 1 to "LearningRateSchedule" has  [arg-type]
    fit(Rated(), DATA, callbacks=[callback])


def schedule_of_the_epoch_alone() -> None:
    """A schedule that takes the epoch alone, as Keras allows."""
    callback = LearningRateSchedule(
        lambda epoch: 0.1 / (epoch + 1),  # E: Cannot infer  [misc]  # E: Argument 1  [arg-type]
    )
    fit(Rated(), DATA, callbacks=[callback])


def needs_in_background() -> None:
    """A callback of a learning rate inside `background`, for a program that has none."""
    callback = background(Decay())
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0] (Decay) needs  [hookline-program]


def every_zero() -> None:
    """`every(0, …)`."""
    callback = every(0, Bell())
    fit(Digits(), DATA, callbacks=[callback])


def every_half() -> None:
    """`every` half a batch."""
    callback = every(0.5, Bell())  # E: No overload variant of "every" matches  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def every_in_steps() -> None:
    """A unit that does not exist."""
    callback = every(2, Bell(), unit="steps")  # E: No overload variant of "every  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def every_the_wrong_way_round() -> None:
    """`every` with the callback first."""
    callback = every(Bell(), 2)  # E: No overload variant of "every" matches  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def every_of_a_class() -> None:
    """A class in `every`."""
    callback = every(2, Bell)  # E: No overload variant of "every" matches  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def every_of_a_list() -> None:
    """A list of callbacks in `every`."""
    callback = every(2, [Bell(), Bell()])  # E: No overload variant of "every  [call-overload]
    fit(Digits(), DATA, callbacks=[callback])


def best_effort_of_nothing() -> None:
    """An object without a hook in `best_effort`."""

    class Tally:
        total = 0

    callback = best_effort(Tally())  # E: Value of type variable "CallbackT" of  [type-var]
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0] (Tally) has  [hookline-callback]


def best_effort_misspelt() -> None:
    """A misspelt hook inside `best_effort`."""

    class Loud:
        def on_epoch_ends(self, epoch: int, logs: Logs) -> None:
            print("ding")

    callback = best_effort(Loud())  # E: Value of type variable "CallbackT" of  [type-var]
    fit(Digits(), DATA, callbacks=[callback])  # E: callbacks[0] (Loud) has a  [hookline-hook]


def lambda_misspelt() -> None:
    """A misspelt hook of `LambdaCallback`."""
    callback = LambdaCallback(on_epoch_ends=lambda epoch, logs: None)  # E: Unexpected  [call-arg]
    fit(Digits(), DATA, callbacks=[callback])


def lambda_without_logs() -> None:
    """A function of `LambdaCallback` that takes no logs."""
    callback = LambdaCallback(
        on_epoch_end=lambda epoch: None,  # E: Cannot infer  [misc]  # E: Argument  [arg-type]
    )
    fit(Digits(), DATA, callbacks=[callback])


def lambda_called() -> None:
    """What a function returned, given to `LambdaCallback`."""

    def tell(epoch: int, logs: Logs) -> None:
        print(epoch, logs)

    told = tell(0, {})  # E: tell" does not return a value (it only ever  [func-returns-value]
    callback = LambdaCallback(on_epoch_end=told)  # E: Argument "on_epoch_end" to  [arg-type]
    fit(Digits(), DATA, callbacks=[callback])


def lambda_of_nothing() -> None:
    """`LambdaCallback` without a function."""
    callback = LambdaCallback()
    fit(Digits(), DATA, callbacks=[callback])


def lambda_in_another_loop() -> None:
    """`LambdaCallback` with a hook of `predict`, handed to `fit`."""
    callback = LambdaCallback(on_predict_begin=lambda logs: None)
    fit(Digits(), DATA, callbacks=[callback])


def stop_in_evaluate() -> None:
    """`EarlyStopping` handed to `evaluate`."""
    callback = EarlyStopping(monitor="loss", mode="min")
    evaluate(Digits(), DATA, callbacks=[callback])  # E: callbacks[0]  [hookline-callback]


def limit_as_text() -> None:
    """A time limit as text."""
    callback = TimeLimit("8h")  # E: Argument 1 to "TimeLimit" has incompatible type  [arg-type]
    fit(Digits(), DATA, callbacks=[callback])


def limit_after_step() -> None:
    """A moment of the time limit that does not exist."""
    callback = TimeLimit(60.0, after="step")  # E: Argument "after" to "TimeLimit" has  [arg-type]
    fit(Digits(), DATA, callbacks=[callback])


def signal_by_name() -> None:
    """A signal by its name."""
    callback = GracefulStop(signals=["SIGTERM"])  # E: List item 0 has incompatible  [list-item]
    fit(Digits(), DATA, callbacks=[callback])


def csv_append() -> None:
    """`append=True`, as Keras's `CSVLogger` takes it."""
    with tempfile.TemporaryDirectory() as folder:
        callback = CSVLogger(Path(folder) / "log.csv", append=True)  # E: Unexpected  [call-arg]
        fit(Digits(), DATA, callbacks=[callback])


def csv_separator() -> None:
    """A separator of two characters."""
    with tempfile.TemporaryDirectory() as folder:
        callback = CSVLogger(Path(folder) / "log.csv", separator=", ")
        fit(Digits(), DATA, callbacks=[callback])


def csv_exists() -> None:
    """A log over the one of another run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text("epoch,loss\n0,0.5\n", encoding="utf-8")
        callback = CSVLogger(path)
        fit(Digits(), DATA, callbacks=[callback])


def nan_by_monitor() -> None:
    """`TerminateOnNaN` with an argument that it does not take."""
    callback = TerminateOnNaN(monitor="loss")  # E: Unexpected keyword argument  [call-arg]
    fit(Halver(), DATA, callbacks=[callback])


def ready_made_at_the_front_door() -> None:
    """A ready-made callback looked for in `hookline` itself, not in `hookline.callbacks`."""
    callback = hookline.EarlyStopping(monitor="loss", mode="min")  # E: Module has  [attr-defined]
    fit(Digits(), DATA, callbacks=[callback])
