"""Right code that a checker refuses all the same; the marks say which, the page says why."""

from digits import DATA, Bell, Digits, DigitsLogs

from hookline import FitHook, Logs, NoLogs, fit


class Begin:
    def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None: ...


class KerasStyle:
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class KerasStyleOfDigits:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...


def different_classes_in_a_variable() -> None:
    callbacks = [Bell(), Begin()]
    fit(Digits(), DATA, callbacks=callbacks)  # E: "list[object]"; expected  [arg-type]  # mypy only


def different_classes_in_a_variable_with_a_type() -> None:
    callbacks: list[FitHook[DigitsLogs]] = [Bell(), Begin()]
    fit(Digits(), DATA, callbacks=callbacks)


def optional_logs() -> None:
    fit(Digits(), DATA, callbacks=[KerasStyle()])
    fit(Digits(), DATA, callbacks=[KerasStyleOfDigits()])


def optional_logs_through_the_method() -> None:
    Digits().fit(DATA, callbacks=[KerasStyle(), KerasStyleOfDigits()])
