"""Signatures: a class with one right hook, for mypy, is a callback, whatever its others are."""

from collections.abc import Iterator
from typing import Any, Generic, Required

from typing_extensions import ReadOnly, TypeVar

from hookline import Logs, NoLogs, PredictLogs, Program

LogsT = TypeVar("LogsT", bound=Logs, default=Logs)


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class RecallLogs(Logs, closed=True):
    recall: ReadOnly[float]


class Digits(Program[int, DigitsLogs, str]): ...


class Begin:
    def on_train_begin(self, logs: NoLogs) -> None: ...


class Right(Begin):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs, extra: int = 0) -> None: ...

    def on_epoch_begin(self, *args: object, **kwargs: object) -> None: ...

    def on_train_end(self, logs: Any = None) -> None: ...

    def on_test_end(self, logs):  # type: ignore[no-untyped-def]  # without types it takes all
        return 3


class OfLogs(Begin, Generic[LogsT]):
    def on_epoch_end(self, epoch: int, logs: LogsT) -> None: ...


class EpochIsText(Begin):
    def on_epoch_end(self, epoch: str, logs: Logs) -> None: ...


class Returns(Begin):
    def on_epoch_end(self, epoch: int, logs: Logs) -> bool:
        return True


class Reads(Begin):
    def on_epoch_end(self, epoch: int, logs: RecallLogs) -> None: ...


class ReadsTooEarly(Begin):
    def on_epoch_begin(self, epoch: int, logs: DigitsLogs) -> None: ...


class IsProperty(Begin):
    @property
    def on_epoch_end(self) -> int:
        return 3


class IsNumber(Begin):
    on_epoch_end = 3


class Lambda(Begin):
    def __init__(self) -> None:
        self.on_epoch_end = lambda epoch: None


class Yields(Begin):
    def on_epoch_end(self, epoch: int, logs: Logs) -> Iterator[int]:
        yield epoch


class Outputs(Begin):
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[int]) -> None: ...


DATA = [1, 2]


def handed_over(digits: Digits) -> None:
    digits.fit(DATA, callbacks=[Right(), OfLogs(), OfLogs[DigitsLogs](), OfLogs[Logs]()])
    digits.fit(DATA, callbacks=[EpochIsText()])  # E: takes `epoch: str`  [hookline-signature]
    digits.fit(DATA, callbacks=[Returns()])  # E: returns `bool`  [hookline-signature]
    digits.fit(DATA, callbacks=[Reads()])  # E: gives no `recall`  [hookline-logs]
    digits.fit(DATA, callbacks=[ReadsTooEarly()])  # E: pass `NoLogs`  [hookline-signature]
    digits.fit(DATA, callbacks=[IsProperty()])  # E: of type `int`, not  [hookline-signature]
    digits.fit(DATA, callbacks=[IsNumber()])  # E: of type `int`, not  [hookline-signature]
    digits.fit(DATA, callbacks=[Lambda()])  # E: signature is `(epoch)`  [hookline-signature]
    digits.fit(DATA, callbacks=[Yields()])  # E: has a `yield`  [hookline-signature]
    digits.fit(DATA, callbacks=[OfLogs[RecallLogs]()])  # E: no `recall`  [hookline-logs]
    digits.fit(DATA, callbacks=[Outputs()])  # `fit` never fires what does not fit
    digits.predict(DATA, callbacks=[Outputs()])  # E: takes `logs: PredictLogs  [hookline-signature]
