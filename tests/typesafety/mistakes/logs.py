"""Logs that are read or written against their type."""

from digits import DATA, Digits, DigitsLogs, RecallLogs
from typing_extensions import ReadOnly

from hookline import Callback, Logs, NoLogs, PredictLogs, Program, fit, metric


def unknown_key() -> None:
    """A key that the program's logs do not have."""

    class Report(Callback[Digits, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            if logs:
                print(logs["acuracy"])  # E: TypedDict "DigitsLogs" has no key  [typeddict-item]

    fit(Digits(), DATA, callbacks=[Report()])


def unknown_key_of_plain_logs() -> None:
    """A metric of the program's, read from logs that are declared as plain `Logs`."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            print(logs["acc"])  # E: TypedDict "Logs" has no key "acc  [typeddict-item]

    fit(Digits(), DATA, callbacks=[Report()])


def unknown_key_by_get() -> None:
    """`.get` of a key that the logs do not have."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            print(logs.get("acuracy"))  # E: DigitsLogs` has no key 'acuracy', so  [hookline-key]

    fit(Digits(), DATA, callbacks=[Report()])


def unknown_key_by_get_with_default() -> None:
    """`.get` of a key that the logs do not have, with a default."""

    class Report(Callback[Digits, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            if logs and logs.get("val_acuracy", 0.0) == 1.0:  # E: DigitsLogs` has  [hookline-key]
                print("perfect")

    fit(Digits(), DATA, callbacks=[Report()])


def unknown_key_asked_for() -> None:
    """`in` with a key that the logs do not have."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            if "acuracy" in logs:  # E: DigitsLogs` has no key 'acuracy', so  [hookline-key]
                print(epoch)

    fit(Digits(), DATA, callbacks=[Report()])


def unknown_key_by_metric() -> None:
    """`metric` of a name that the logs do not have."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            print(metric(logs, "acuracy"))  # E: DigitsLogs` has no key 'acuracy  [hookline-key]

    fit(Digits(), DATA, callbacks=[Report()])


def unknown_key_of_the_result() -> None:
    """A key that the metrics of `evaluate` do not have."""
    print(Digits().evaluate(DATA)["acc"])  # E: TypedDict "DigitsLogs" has no key  [typeddict-item]


def unknown_key_of_the_history() -> None:
    """A key that the logs of a history do not have."""
    print(fit(Digits(), DATA).logs[0]["acc"])  # E: TypedDict "DigitsLogs" has no  [typeddict-item]


def unknown_output() -> None:
    """A key of `PredictLogs` that does not exist."""

    class Show:
        def on_predict_batch_end(self, batch: int, logs: PredictLogs[list[int]]) -> None:
            print(logs["output"])  # E: TypedDict "PredictLogs[list[int]]" has no  [typeddict-item]

    Digits().predict(DATA, callbacks=[Show()])


def key_that_may_be_absent() -> None:
    """A validation key, read without asking whether this epoch validated."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            print(logs["val_accuracy"])  # E: logs['val_accuracy']` is there only  [hookline-key]

    fit(Digits(), DATA, callbacks=[Report()])


def validation_key_in_a_batch() -> None:
    """A validation key in a hook of batches, where none ever is."""

    class Report:
        def on_train_batch_end(self, batch: int, logs: DigitsLogs) -> None:
            print(logs.get("val_accuracy"))  # E: on_train_batch_end` never  [hookline-key]

    fit(Digits(), DATA, callbacks=[Report()])


def metric_before_it_is_measured() -> None:
    """A metric in a hook that comes before anything was measured."""

    class Report(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            if logs is not None:
                print(logs["loss"])  # E: TypedDict "NoLogs" has no key "loss  [typeddict-item]

    fit(Digits(), DATA, callbacks=[Report()])


def metrics_for_a_begin_hook() -> None:
    """A begin hook that expects metrics."""

    class Report:
        def on_train_begin(self, logs: DigitsLogs) -> None:
            print(logs["loss"])

    fit(Digits(), DATA, callbacks=[Report()])  # E: callbacks[0] (Report)  [hookline-signature]


def attribute_for_key() -> None:
    """A metric as an attribute."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            print(logs.loss)  # E: Logs" has no attribute "loss  [attr-defined]

    fit(Digits(), DATA, callbacks=[Report()])


def writing_a_metric() -> None:
    """A metric that a callback changes under the others."""

    class Scale:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            logs["loss"] = 100 * logs["loss"]  # E: ReadOnly  [typeddict-readonly-mutated]

    fit(Digits(), DATA, callbacks=[Scale()])


def writing_a_new_key() -> None:
    """A metric that a callback adds, as Keras's schedulers do."""

    class AddRate(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if logs is not None:
                logs["learning_rate"] = 0.1  # E: TypedDict "Logs" has no  [typeddict-unknown-key]

    fit(Digits(), DATA, callbacks=[AddRate()])


def updating() -> None:
    """`logs.update`."""

    class Scale:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            logs.update({"accuracy": 1.0})  # E: ReadOnly TypedDict  [typeddict-readonly-mutated]

    fit(Digits(), DATA, callbacks=[Scale()])


def deleting() -> None:
    """`del` of a metric."""

    class Hide:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            del logs["loss"]  # E: Key "loss" of TypedDict "Logs" cannot be deleted  [misc]

    fit(Digits(), DATA, callbacks=[Hide()])


def clearing() -> None:
    """`logs.clear()`."""

    class Hide:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            logs.clear()  # E: Logs" has no attribute "clear  [attr-defined]

    fit(Digits(), DATA, callbacks=[Hide()])


def metric_as_text() -> None:
    """A metric joined to a text."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            print("loss: " + logs["loss"])  # E: Unsupported operand types for + ("str  [operator]

    fit(Digits(), DATA, callbacks=[Report()])


def metric_as_whole_number() -> None:
    """A metric where a whole number belongs."""

    class Stars:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            print("*" * (10 * logs["accuracy"]))  # E: Unsupported operand types for *  [operator]

    fit(Digits(), DATA, callbacks=[Stars()])


def metric_as_tensor() -> None:
    """`.item()` of a metric, which is a float already."""

    class Report:
        def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None:
            print(logs["loss"].item())  # E: float" has no attribute "item  [attr-defined]

    fit(Digits(), DATA, callbacks=[Report()])


def none_compared() -> None:
    """A metric that may be None, compared with a number."""

    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if logs and logs.get("val_loss") < 0.1:  # E: Unsupported operand types for  [operator]
                self.program.stop_training = True

    fit(Digits(), DATA, callbacks=[Stop()])


def none_indexed() -> None:
    """Logs that may be None, read as if they were there."""

    class Report(Callback[Digits, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            print(logs["loss"])  # E: Value of type "DigitsLogs | None" is not indexable  [index]

    Report().on_epoch_end(0)


def text_among_the_metrics() -> None:
    """A logs type with a key that is no number."""

    class NamedLogs(Logs, closed=True):
        name: ReadOnly[str]

    class Named(Program[list[float], NamedLogs]):
        def train_step(self, batch: list[float]) -> NamedLogs:
            return {"name": "digits"}

    fit(Named(), DATA)  # E: NamedLogs` declares `name` as no number, and metrics  [hookline-logs]


def loss_of_another_type() -> None:
    """A logs type that says of `loss` what `Logs` does not."""

    class WordLogs(Logs, closed=True):
        loss: ReadOnly[str]  # E: Definition of field "loss" incompatible with base class  [misc]

    class Words(Program[list[float], WordLogs]):  # E: Type argument "WordLogs" of  [type-var]
        def train_step(self, batch: list[float]) -> WordLogs:
            return {"loss": "low"}

    fit(Words(), DATA)  # E: WordLogs  [hookline-logs]  # E: Value of type  [type-var]


def closed_logs_extended() -> None:
    """A logs type that extends a closed one."""

    class MoreLogs(DigitsLogs):
        recall: ReadOnly[float]  # E: Cannot extend closed base class "DigitsLogs" with new  [misc]

    class More(Program[list[float], MoreLogs]):
        def train_step(self, batch: list[float]) -> MoreLogs:
            return {"loss": 0.5, "accuracy": 0.9, "recall": 0.8}

    fit(More(), DATA)


def logs_without_their_base() -> None:
    """A program's logs that do not derive from `Logs`."""

    class Words(Program[list[float], dict[str, float]]):  # E: Type argument "dict[str  [type-var]
        def train_step(self, batch: list[float]) -> dict[str, float]:
            return {"loss": 0.5}

    fit(Words(), DATA)  # E: Value of type variable "LogsT" of "fit" cannot be  [type-var]


def richer_logs_than_the_program_gives() -> None:
    """A plain callback that reads a metric the program does not give."""

    class Recall:
        def on_epoch_end(self, epoch: int, logs: RecallLogs) -> None:
            print(logs["recall"])

    fit(Digits(), DATA, callbacks=[Recall()])  # E: callbacks[0] (Recall) reads  [hookline-logs]


def richer_logs_in_a_subclass() -> None:
    """A subclass whose type argument names a metric the program does not give."""

    class Recall(Callback[object, RecallLogs]):
        def on_epoch_end(self, epoch: int, logs: RecallLogs | None = None) -> None:
            if logs:
                print(logs["recall"])

    Digits().fit(DATA, callbacks=[Recall()])  # E: callbacks[0] (Recall) reads  [hookline-logs]


def richer_logs_in_a_variable() -> None:
    """A list of callbacks that read a metric the program does not give, in a variable."""

    class Recall:
        def on_epoch_end(self, epoch: int, logs: RecallLogs) -> None:
            print(logs["recall"])

    callbacks = [Recall()]
    Digits().fit(DATA, callbacks=callbacks)  # E: callbacks[0] (Recall) reads  [hookline-logs]


def richer_logs_in_validation() -> None:
    """A callback for `evaluate` that reads a metric the program does not give."""

    class Recall:
        def on_test_end(self, logs: RecallLogs) -> None:
            print(logs["recall"])

    Digits().evaluate(DATA, callbacks=[Recall()])  # E: callbacks[0] (Recall)  [hookline-logs]
