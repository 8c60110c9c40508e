"""The end of a run: every callback hears of it, whatever the others raise."""

from __future__ import annotations

from collections.abc import Sequence

from hookline.hooks import find_hook
from hookline.outcome import Outcome
from hookline.registration import label


def report_exception(callbacks: Sequence[object], exception: BaseException) -> list[BaseException]:
    """Call every `on_exception`, in order of registration; return what they raised."""
    return _call_all("on_exception", list(enumerate(callbacks)), exception)


def report_close(callbacks: Sequence[object], outcome: Outcome) -> list[BaseException]:
    """Call every `on_close`, in reverse order of registration; return what they raised."""
    return _call_all("on_close", list(enumerate(callbacks))[::-1], outcome)


def raise_gathered(errors: list[BaseException]) -> None:
    """Raise what closing a completed run raised, together; a Ctrl-C among it goes first."""
    if not errors:
        return
    interrupt = _interrupt(errors)
    if interrupt is not None:
        _note_all(interrupt, [error for error in errors if error is not interrupt])
        raise interrupt
    raise BaseExceptionGroup("on_close raised, after the run had ended", errors)


def note_gathered(exception: BaseException, errors: list[BaseException]) -> None:
    """Keep what closing a failed run raised as notes on the exception that ended it.

    The exception stays what callers wait for; only a Ctrl-C while closing comes before an error.
    """
    _note_all(exception, errors)
    interrupt = _interrupt(errors)
    if interrupt is not None and isinstance(exception, Exception):
        raise interrupt from exception


def _call_all(
    name: str,
    callbacks: list[tuple[int, object]],
    argument: object,
) -> list[BaseException]:
    errors: list[BaseException] = []
    for index, callback in callbacks:
        hook = find_hook(callback, name)
        if hook is None:
            continue
        try:
            hook(argument)
        except BaseException as error:
            error.add_note(f"raised in {name} of {label(index, callback)}")
            errors.append(error)
    return errors


def _interrupt(errors: list[BaseException]) -> BaseException | None:
    return next((error for error in errors if not isinstance(error, Exception)), None)


def _note_all(exception: BaseException, errors: list[BaseException]) -> None:
    for error in errors:
        where = "; ".join(getattr(error, "__notes__", ()))
        exception.add_note(f"while the run was closed, another error: {error!r} ({where})")
