"""A callback whose errors are reported and do not end the run."""

from __future__ import annotations

import logging
from typing import Final

from hookline.callbacks.options import check_whole
from hookline.callbacks.wrapping import CallbackT, HookCall, RunWrapper, name_of, wrap
from hookline.errors import CallbackError
from hookline.hooks import Hook

_LOGGER: Final = logging.getLogger("hookline")


def best_effort(callback: CallbackT, retire_after: int = 3) -> CallbackT:
    """Return a callback whose errors are reported, so that the run goes on without them.

    Each error is logged with its traceback, as an error of the logger "hookline", which Python
    prints where nobody has configured logging. After some of them the callback is retired: none of
    its hooks is called any more, but for one `on_close`, until the run is closed. Then it counts
    anew, so it serves the next run like a fresh one.

    Only errors are kept from the run. Ctrl-C, `SystemExit` and all else that is no `Exception`
    ends it as ever. So do errors before its first hook: while the run is set up nothing is lost.

    A callback with the attribute `essential = True` is refused: losing it loses data, as a
    checkpoint that is never written.

    Args:
        callback: Any callback that the run can do without.
        retire_after: How many errors of one run are enough.

    Raises:
        CallbackError: `callback` is none, or is essential.
        ArgumentError: `retire_after` is no whole number, or less than 1.

    Example:
        >>> from hookline import Logs, fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> class Tracker:
        ...     def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        ...         raise ConnectionError("no route to host")
        >>> logging.getLogger("hookline").addHandler(logging.NullHandler())
        >>> history = fit(Halver(), [0], epochs=5, callbacks=[best_effort(Tracker())], verbose=0)
        >>> len(history.epoch)
        5
    """
    check_whole("best_effort", "retire_after", retire_after, least=1)
    wrapper = _BestEffort("best effort", name_of(callback), retire_after)
    wrapped = wrap(callback, wrapper, best_effort, callback, retire_after)
    if getattr(callback, "essential", False) is True:
        raise CallbackError(
            f"best effort: {name_of(callback)} is `essential`, so losing it loses data, and "
            "`best_effort` would let it fail with no more than a line in a log: "
            "pass it to the loop as it is."
        )
    return wrapped


class _BestEffort(RunWrapper):
    """Reports and counts the errors of a callback."""

    def __init__(self, title: str, name: str, retire_after: int) -> None:
        super().__init__(title, name)
        self._retire_after: Final = retire_after
        self._errors = 0

    def around(self, hook: Hook, call: HookCall) -> HookCall:
        """Return the hook with its errors caught."""
        tells, closes = hook.name in self.tells, hook.name == "on_close"

        def attempt(*arguments: object) -> None:
            if tells:
                self.follow(hook, arguments)
            try:
                if closes or self._errors < self._retire_after:
                    call(*arguments)
            except Exception as error:
                self._errors += 1
                self._report(error, self.where(hook, arguments, self.epoch))
            finally:
                if closes:
                    self._errors = 0

        return attempt

    def _report(self, error: Exception, where: str) -> None:
        left = self._retire_after - self._errors
        fate = "the run goes on" if left > 0 else "the run goes on without it"
        _LOGGER.error(
            "%s raised %s, error %d of %d that best effort allows: %s",
            where,
            type(error).__name__,
            self._errors,
            self._retire_after,
            fate,
            exc_info=error,
        )
