"""What type checkers say of the loggers, the trackers and `LambdaCallback`, right and wrong."""

from pathlib import Path
from typing import assert_type

from typing_extensions import ReadOnly

from hookline import CallbackList, Logs, NoLogs, Program, fit
from hookline.callbacks import MLflow, OpenTelemetry, RemoteMonitor, TensorBoard
from hookline.callbacks.csv_logger import CSVLogger, CSVLoggerState
from hookline.callbacks.jsonl_logger import JSONLLogger, JSONLLoggerState, read_jsonl
from hookline.callbacks.lambda_callback import LambdaCallback


class DigitsLogs(Logs, closed=True):
    accuracy: ReadOnly[float]


class Digits(Program[float, DigitsLogs, int]):
    def train_step(self, batch: float, /) -> DigitsLogs:
        return {"loss": batch, "accuracy": batch}


def plain(epoch: int, logs: Logs) -> None:
    print(epoch, logs.get("loss"))


def rich(epoch: int, logs: DigitsLogs) -> None:
    print(epoch, logs.get("accuracy"))


def begin(logs: NoLogs) -> int:
    return len(logs)


# Right

fit(Digits(), [1.0], callbacks=[CSVLogger("a.csv"), JSONLLogger(Path("a.jsonl"), batches=100)])
CSVLogger("a.csv", if_exists="append", new_keys="new file", separator="\t")
assert_type(CSVLogger("a.csv").state_dict(), CSVLoggerState)
assert_type(JSONLLogger("a.jsonl").state_dict(), JSONLLoggerState)
assert_type(read_jsonl("a.jsonl"), list[dict[str, float]])

fit(Digits(), [1.0], callbacks=[LambdaCallback(on_epoch_end=plain, on_train_begin=begin)])
fit(Digits(), [1.0], callbacks=[LambdaCallback(on_epoch_end=rich)])
fit(Digits(), [1.0], callbacks=[LambdaCallback(on_epoch_end=lambda epoch, logs: print(logs))])
LambdaCallback[DigitsLogs](on_epoch_end=lambda epoch, logs: print(epoch, logs.get("accuracy")))
assert_type(LambdaCallback(on_epoch_end=rich), LambdaCallback[DigitsLogs, object])
CallbackList([LambdaCallback(on_predict_batch_end=lambda batch, logs: print(logs["outputs"]))])

fit(Digits(), [1.0], callbacks=[TensorBoard("a", update_freq=9), MLflow(), OpenTelemetry()])
fit(Digits(), [1.0], callbacks=[RemoteMonitor("http://host", headers={"a": "b"})])
TensorBoard(Path("a"), update_freq="batch", if_exists="new folder")
MLflow(params={"depth": 3}, artifacts=["a.csv", Path("a")])
assert_type(RemoteMonitor("http://host").deliveries.lost, int)
assert_type(MLflow().run_id, str)

# Wrong

CSVLogger("a.csv", if_exists="replace")  # E: incompatible type "Literal['replace']"  [arg-type]
CSVLogger("a.csv", append=True)  # E: Unexpected keyword argument "append"  [call-arg]
CSVLogger("a.csv", ";")  # E: Too many positional  [call-arg]  # E: incompatible  [arg-type]
CSVLogger(3)  # E: incompatible type "int"  [arg-type]
CSVLogger("a.csv").load_state_dict({"version": 1})  # E: Missing keys  [typeddict-item]
JSONLLogger("a.jsonl", batches="all")  # E: incompatible type "str"  [arg-type]

RemoteMonitor()  # E: Missing positional argument "url"  [call-arg]
RemoteMonitor("http://host", on_loss="ignore")  # E: incompatible type  [arg-type]
RemoteMonitor("http://host", headers={"a": 1})  # E: incompatible type "str": "int"  [dict-item]
TensorBoard("a", update_freq="epochs")  # E: incompatible type  [arg-type]
TensorBoard("a", if_exists="overwrite")  # E: incompatible type  [arg-type]
MLflow("experiment")  # E: Too many positional  [call-arg]
MLflow(artifacts=3)  # E: incompatible type "int"  [arg-type]
OpenTelemetry(batches="all")  # E: incompatible type "str"  [arg-type]

LambdaCallback(on_epoch_ends=plain)  # E: did you mean "on_epoch_end"  [call-arg]
LambdaCallback(on_epoch_end=begin)  # E: incompatible type  [arg-type]
LambdaCallback(on_epoch_begin=rich)  # E: incompatible type  [arg-type]
LambdaCallback(on_epoch_end=None)  # E: incompatible type "None"  [arg-type]
LambdaCallback(plain)  # E: Too many positional  [call-arg]  # E: incompatible type  [arg-type]
