"""Hand-written loops that call the hooks of a `CallbackList` wrongly."""

import asyncio

from digits import DATA, LOGS, Bell, Digits, DigitsLogs, Tensor

from hookline import Callback, CallbackList, Completed, Logs, PredictLogs


class Report:
    """A right callback, for the logs of the digits."""

    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
        print(epoch + 1, logs["loss"])


class Show:
    """A right callback, for outputs that are whole numbers."""

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[int]) -> None:
        print(batch, logs["outputs"] + 1)


def index_and_logs_swapped() -> None:
    """Index and logs the wrong way round."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(LOGS, 0)  # E: to "on_epoch_end" of "CallbackList" has  [arg-type]


def index_forgotten() -> None:
    """A hook that counts, called without an index."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin()  # E: Missing positional argument "epoch" in call to  [call-arg]


def logs_for_the_index() -> None:
    """A hook that counts, called with logs alone."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(LOGS)  # E: Argument 1 to "on_epoch_end" of  [arg-type]


def index_for_a_hook_without() -> None:
    """A hook that does not count, called with an index."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin(0)  # E: Argument 1 to "on_train_begin" of  [arg-type]


def index_as_text() -> None:
    """An index as text."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end("0", LOGS)  # E: Argument 1 to "on_epoch_end" of  [arg-type]


def hook_misspelt() -> None:
    """A misspelt hook of the list."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_ends(0, LOGS)  # E: CallbackList[DigitsLogs, object]  [attr-defined]


def hook_of_another_system() -> None:
    """Another system's name for a hook of the list."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_fit_start()  # E: CallbackList[DigitsLogs, object]" has no  [attr-defined]


def logs_without_a_key() -> None:
    """Logs that lack a key which callbacks may read."""
    with CallbackList[DigitsLogs]([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(0, {"accuracy": 0.9})  # E: Argument 2 to "on_epoch_end  [arg-type]


def logs_with_a_tensor() -> None:
    """Logs with a tensor, not a float."""
    with CallbackList([Bell()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(0, {"loss": Tensor()})  # E: Argument 2 to  [arg-type]


def logs_by_keywords() -> None:
    """Metrics as keywords."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(0, loss=0.5, accuracy=0.9)  # E: for "on_epoch_end" of  [call-arg]


def logs_that_are_a_number() -> None:
    """The bare loss where logs belong."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_train_batch_end(0, 0.5)  # E: Argument 2 to "on_train_batch_end  [arg-type]


def logs_of_a_begin_hook() -> None:
    """Metrics for a hook that comes before anything was measured."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0, {"loss": 0.5})  # E: Argument 2 to "on_epoch_begin  [arg-type]


def outputs_bare() -> None:
    """Outputs without their dictionary."""
    with CallbackList([Show()]) as callbacks:
        callbacks.on_predict_begin()
        callbacks.on_predict_batch_end(0, 3)  # E: Argument 2 to "on_predict_batch_end  [arg-type]


def outputs_told_of_another_type() -> None:
    """Outputs of another type than the callbacks read."""
    with CallbackList[Logs, int]([Show()]) as callbacks:
        callbacks.on_predict_begin()
        callbacks.on_predict_batch_end(0, {"outputs": "three"})  # E: Argument 2 to  [arg-type]


def outcome_class() -> None:
    """The class of an outcome where an outcome belongs."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_close(Completed)  # E: Argument 1 to "on_close" of "CallbackList  [arg-type]


def program_by_position() -> None:
    """The program without its name."""
    with CallbackList([Report()], Digits()) as callbacks:  # E: Too many positional  [call-arg]
        callbacks.on_train_begin()


def parameter_misspelt() -> None:
    """A misspelt parameter of the run."""
    with CallbackList([Report()], epoch=3) as callbacks:  # E: Unexpected keyword  [call-arg]
        callbacks.on_train_begin()


def parameter_of_another_type() -> None:
    """A parameter of the run as text."""
    with CallbackList([Report()], epochs="3") as callbacks:  # E: Argument "epochs" to  [arg-type]
        callbacks.on_train_begin()


def list_in_the_list() -> None:
    """A list of callbacks in the list."""
    with CallbackList([[Report()]]) as callbacks:  # E: callbacks[0] (list) is  [hookline-callback]
        callbacks.on_train_begin()


def callback_added_later() -> None:
    """A callback appended to the list of a run."""
    with CallbackList([Bell()]) as callbacks:
        callbacks.append(Bell())  # E: CallbackList[Logs, object]" has no attribute  [attr-defined]
        callbacks.on_train_begin()


def callbacks_replaced() -> None:
    """The callbacks of a list replaced."""
    with CallbackList([Bell()]) as callbacks:
        callbacks.callbacks = (Bell(), Bell())  # E: Cannot assign to final attribute  [misc]
        callbacks.on_train_begin()


def subclass_of_the_list() -> None:
    """A subclass of `CallbackList`, which is final."""

    class Loud(CallbackList):  # E: Cannot inherit from final class "CallbackList  [misc]
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            print(epoch)
            super().on_epoch_end(epoch, logs)

    with Loud([Bell()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(0, LOGS)


def outputs_for_a_callback_of_others() -> None:
    """A callback for text, in a list for whole numbers."""

    class Words:
        def on_predict_batch_end(self, batch: int, logs: PredictLogs[str]) -> None:
            print(logs["outputs"].upper())

    with CallbackList[Logs, int](
        [Words()]  # E: List item 0 has  [list-item]  # E: callbacks[0]  [hookline-signature]
    ) as callbacks:
        callbacks.on_predict_begin()
        callbacks.on_predict_batch_end(0, {"outputs": 3})


def end_without_begin() -> None:
    """An end without its begin, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_end(0, LOGS)


def run_without_begin() -> None:
    """An epoch outside any run, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_epoch_begin(0)


def batch_without_epoch() -> None:
    """A batch outside any epoch, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_train_batch_begin(0)


def begin_twice() -> None:
    """A begin in place of an end, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_begin(0)


def batches_counted_from_one() -> None:
    """Batches counted from 1, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_train_batch_begin(1)


def epochs_out_of_step() -> None:
    """An epoch that ends under another index, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_train_batch_begin(0)
        callbacks.on_train_batch_end(0, LOGS)
        callbacks.on_epoch_end(1, LOGS)


def hook_and_alias_called() -> None:
    """A hook and then its alias called, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_train_batch_begin(0)
        callbacks.on_batch_begin(0)


def end_of_the_run_forgotten() -> None:
    """A run without its end hook, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)


def hook_called_on_the_class() -> None:
    """A hook called on the class of a callback."""
    Bell.on_epoch_end(0, LOGS)  # E: Missing positional argument "self" in call to  [call-arg]


def data_in_place_of_batches() -> None:
    """The batch itself where its index belongs."""
    with CallbackList([Report()]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        for batch in DATA:
            callbacks.on_train_batch_begin(batch)  # E: Argument 1 to  [arg-type]


def set_program_of_another_type() -> None:
    """A callback attached by hand to what is no program of its."""

    class Stop(Callback[Digits]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    stop = Stop()
    stop.set_program(object())  # E: Argument 1 to "set_program" of "AttachedMixin" has  [arg-type]
    stop.on_epoch_end(0)


def hook_named_and_not_called() -> None:
    """A hook without the parentheses that call it, in a list that checks the order."""
    with CallbackList([Report()], check_order=True) as callbacks:
        callbacks.on_train_begin  # noqa: B018 - that is the mistake
        callbacks.on_epoch_begin(0)


def entered_asynchronously() -> None:
    """`async with` for a list of callbacks, in a loop of asyncio."""

    async def train() -> None:
        async with CallbackList([Report()]) as callbacks:  # E: attribute  [attr-defined]
            callbacks.on_train_begin()

    asyncio.run(train())
