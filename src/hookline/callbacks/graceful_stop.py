"""Ends a run in good order when a signal, or a file, asks for it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable
from math import inf
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any, Final, TypeAlias, final

from hookline.callback import Callback
from hookline.errors import ArgumentError, CallbackError
from hookline.logs import Logs, NoLogs, Params, PredictLogs
from hookline.outcome import Outcome
from hookline.runs import StopFlag, is_serving

_SECONDS_BETWEEN_LOOKS: Final = 1.0

_Handler: TypeAlias = "Callable[[int, FrameType | None], Any] | int | signal.Handlers | None"


@final
class GracefulStop(Callback[object]):
    """Lets SIGTERM and Ctrl-C end a run as `stop_training` does: after the batch, in good order.

    The batch is finished, then the epoch and its validation; other callbacks hear of the end, and
    it is `Stopped`. A SIGINT while the run is about to end raises KeyboardInterrupt at once;
    under `asyncio.run` it cancels the main task, as Ctrl-C does there.

    While a run is under way its handlers stand in for those of before, which are called too,
    except for Python's own that would interrupt the run. They are put back when the run is
    closed, however it ended. A signal that the process ignores is left ignored. Python takes
    signals in the main thread only, so a run in another one is refused, unless `signals=()`.

    Args:
        signals: The signals to take.
        stop_file: Stop, too, when there is such a file. It is looked for at most once a second,
            and not removed.

    Raises:
        ArgumentError: A signal cannot be taken.
        CallbackError: The run is not in the main thread.

    Example:
        >>> from hookline import fit
        >>> class Toy:
        ...     def train_step(self, batch: float) -> Logs:
        ...         if batch == 2.0:
        ...             signal.raise_signal(signal.SIGTERM)
        ...         return {"loss": batch}
        >>> stop = GracefulStop()
        >>> fit(Toy(), [1.0, 2.0, 3.0], epochs=9, callbacks=[stop], verbose=0).history
        {'loss': [1.5]}
        >>> stop.stop_reason
        'GracefulStop: SIGTERM was received'
    """

    def __init__(
        self,
        *,
        signals: Iterable[signal.Signals] = (signal.SIGTERM, signal.SIGINT),
        stop_file: str | os.PathLike[str] | None = None,
    ) -> None:
        self.signals: Final = _checked(signals)
        self.stop_file: Final = None if stop_file is None else Path(stop_file)
        #: Why the run should end, or None while it need not.
        self.stop_reason: str | None = None
        # Of the run that is under way, and not of one inside it.
        self._flag: StopFlag | None = None
        self._stopped: object = None
        self._looked = -inf
        self._before: dict[signal.Signals, _Handler] = {}

    @property
    def main_thread_only(self) -> bool:
        """Whether it takes signals, which Python allows there alone; `background` refuses it."""
        return bool(self.signals)

    @property
    def pauses(self) -> bool:
        """Whether it has asked the run to stop: the next process is to go on with it."""
        return self.stop_reason is not None

    def set_params(self, params: Params) -> None:
        """Take the parameters of a run, if it is in a thread that can take signals."""
        if self.signals and threading.current_thread() is not threading.main_thread():
            raise CallbackError(
                f"{type(self).__name__} takes signals, which Python allows in the main thread "
                f"only, and this is {threading.current_thread().name!r}: run the loop in the main "
                "thread, or stop it by a file, with `signals=()` and `stop_file=…`."
            )
        super().set_params(params)

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Take the signals."""
        self._begin("stop_training")

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look for the file."""
        self._look()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Look for the file."""
        self._look()

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Take the signals, unless this is a validation."""
        self._begin("stop_evaluating")

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look for the file."""
        self._look()

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        """Take the signals."""
        self._begin("stop_predicting")

    def on_predict_batch_end(self, batch: int, logs: PredictLogs[object] | None = None) -> None:
        """Look for the file."""
        self._look()

    def on_close(self, outcome: Outcome) -> None:
        """Put the handlers of before back, unless what is closed is a run inside the run."""
        if not is_serving(self):
            self._flag = self._stopped = None
            self._give_back()

    def _begin(self, flag: StopFlag) -> None:
        if self._flag is not None:
            return  # a run inside the run, such as a validation, or one in a hook
        self.stop_reason, self._looked = None, -inf
        self._flag, self._stopped = flag, self.program
        self._give_back()
        try:
            for number in self.signals:
                self._take(number)
        except BaseException:
            self._give_back()
            raise
        self._look()

    def _take(self, number: signal.Signals) -> None:
        if number in self._before:
            return  # somebody took it after us in an earlier run, and still passes it on
        before = signal.getsignal(number)
        if before is None:
            raise CallbackError(
                f"{type(self).__name__} cannot take {number.name}: a handler that is not of Python "
                "has it, and could not be put back."
            )
        if before != signal.SIG_IGN:
            self._before[number] = before
            signal.signal(number, self._receive)

    def _give_back(self) -> None:
        for number in reversed(tuple(self._before)):
            # Whoever took the signal after us has our handler as theirs of before.
            if signal.getsignal(number) == self._receive:
                signal.signal(number, self._before.pop(number))

    def _receive(self, number: int, frame: FrameType | None) -> None:
        """Be the handler. It is called in the main thread, between any two steps of Python."""
        before = self._before.get(signal.Signals(number))
        if self._flag is None:  # no run is under way: somebody who took the signal passes it on
            if before == signal.SIG_DFL:
                signal.signal(number, signal.SIG_DFL)
                signal.raise_signal(number)
            _pass_on(number, frame, before)
            return
        if number == signal.SIGINT and self.stop_reason is not None:
            own = before if _interrupts(before) else signal.default_int_handler
            _pass_on(number, frame, own)
            return
        self._stop(f"{signal.Signals(number).name} was received")
        if not _interrupts(before):
            _pass_on(number, frame, before)

    def _look(self) -> None:
        if self.stop_file is None or monotonic() - self._looked < _SECONDS_BETWEEN_LOOKS:
            return
        self._looked = monotonic()
        if self.stop_file.exists():
            self._stop(f"{self.stop_file} exists")

    def _stop(self, reason: str) -> None:
        if self.stop_reason is None:
            self.stop_reason = f"{type(self).__name__}: {reason}"
        if self._flag is not None:
            setattr(self._stopped, self._flag, True)


def _interrupts(handler: _Handler) -> bool:
    """Tell Python's own handlers of Ctrl-C: the usual one, and that of `asyncio.run`."""
    function = getattr(handler, "func", handler)  # asyncio's is partial
    return (
        function is signal.default_int_handler
        or getattr(function, "__module__", None) == "asyncio.runners"
    )


def _pass_on(number: int, frame: FrameType | None, handler: _Handler) -> None:
    if callable(handler):
        handler(number, frame)


def _checked(signals: Iterable[int]) -> tuple[signal.Signals, ...]:
    untakable = {getattr(signal, name, None) for name in ("SIGKILL", "SIGSTOP")}
    try:
        taken = tuple(signal.Signals(number) for number in signals)
    except (TypeError, ValueError):
        taken = None
    if taken is None or untakable & {*taken}:
        raise ArgumentError(
            "GracefulStop: `signals` must be a tuple of signals that a process can take, such as "
            f"`(signal.SIGTERM,)`, not {signals!r}."
        )
    return taken
