"""hookline's callbacks in the loops of Synalinks, and Synalinks's callbacks in ours.

Synalinks takes a `hookline.Callback` as it is. `to_synalinks` is for everything else: callbacks
without that base class, `on_exception` and `on_close`, and the checks before the first batch.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any, Final, TypeAlias

import synalinks
from synalinks import callbacks as native
from typing_extensions import Protocol, runtime_checkable

from hookline.bridge.guest import Guest, StandIn, check_mode, guest
from hookline.bridge.relay import Relay
from hookline.coverage.synalinks import COVERAGE
from hookline.errors import CallbackError, RequirementError
from hookline.program_protocols import HasStopTraining
from hookline.protocols import AnyHook

__all__ = ["COVERAGE", "FromSynalinks", "ToSynalinks", "from_synalinks", "to_synalinks"]

# hookline's callbacks in Synalinks


class ToSynalinks(Relay, native.Callback):
    """Callbacks of hookline as one of Synalinks; `to_synalinks` makes it."""

    def __init__(self, callbacks: tuple[AnyHook[Any, Any], ...], without: Collection[str]) -> None:
        super().__init__(callbacks, COVERAGE, without)

    def set_program(self, program: synalinks.Program) -> None:
        """Take the program."""
        super().set_program(program)
        self.take(program)


def to_synalinks(*callbacks: AnyHook[Any, Any], without: Collection[str] = ()) -> ToSynalinks:
    """Return one callback of Synalinks that serves several of hookline, in their order.

    Hand it to `fit`, `evaluate` and `predict` in a list, and put a `with` block around them so
    that `on_exception` and `on_close` hear of any error.

    Args:
        callbacks: Callbacks of hookline, plain classes with one hook among them.
        without: Hooks that the callbacks may define though Synalinks never fires them; it fires
            all.

    Raises:
        CallbackError: An object is no callback.

    Example:
        >>> class Bell:
        ...     def on_epoch_end(self, epoch: int, logs: object) -> None:
        ...         print(f"epoch {epoch} is over")
        >>> bell = to_synalinks(Bell())
        >>> isinstance(bell, synalinks.callbacks.Callback)
        True
    """
    return ToSynalinks(callbacks, without)


# Synalinks's callbacks in hookline's loops


@runtime_checkable
class StoppableWithVariables(HasStopTraining, Protocol):
    """A program that can be stopped, and whose variables can be read and set."""

    @property
    def trainable_variables(self) -> Any:  # Any: each is read by `get_json`, and assigned to
        """Return what an optimizer changes."""
        ...


@runtime_checkable
class SupportsSave(Protocol):
    """A program that can save all of itself."""

    def save(self, filepath: str, /, *, overwrite: bool) -> object:
        """Write a file, over one that is there."""
        ...


@runtime_checkable
class SupportsSaveVariables(Protocol):
    """A program that can save its variables."""

    def save_variables(self, filepath: str, /, *, overwrite: bool) -> object:
        """Write a file, over one that is there."""
        ...


#: These look deep into a program, and work with one of Synalinks only.
_DEEP: Final = (native.BackupAndRestore, native.BudgetStopping, native.Monitor)

#: The type of what `from_synalinks` returns.
FromSynalinks: TypeAlias = Guest


def from_synalinks(callback: synalinks.callbacks.Callback) -> FromSynalinks:
    """Return a callback of Synalinks as one for hookline's loops.

    What it asks of the program is checked before the first batch:
    `EarlyStopping(restore_best_variables=True)` for `trainable_variables`, `ProgramCheckpoint`
    for `save` or `save_variables`. Those that look deep into a program work with a
    `synalinks.Program` only.

    Args:
        callback: Any; of a class of your own too, whose needs are told when it reads what the
            program does not have.

    Raises:
        CallbackError: It is none, or a hook of it is misspelt.

    Example:
        >>> from hookline import Logs, fit
        >>> class Worsening:
        ...     reward = 0.9
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.reward -= batch
        ...         return {"reward": self.reward}
        >>> stopping = synalinks.callbacks.EarlyStopping(monitor="reward", mode="max", patience=2)
        >>> fit(Worsening(), [0.1], epochs=9, callbacks=[from_synalinks(stopping)], verbose=0).epoch
        [0, 1, 2]
    """
    if isinstance(callback, native.CallbackList):
        raise CallbackError("from_synalinks takes one callback, and this is a list: give it each.")
    watches = not isinstance(callback, native.ProgramCheckpoint) or callback.save_best_only
    return guest(
        callback,
        function="from_synalinks",
        base=native.Callback,
        seat=partial(_seat, callback, watches),
        required_program=_needs(callback),
        monitor=getattr(callback, "monitor", None) if watches else None,
    )


def _needs(callback: synalinks.callbacks.Callback) -> object:
    """Say what a callback that Synalinks brings asks of a program; None for nothing."""
    match callback:
        case native.EarlyStopping():
            restores = callback.restore_best_variables
            return StoppableWithVariables if restores else HasStopTraining
        case native.ProgramCheckpoint():
            return SupportsSaveVariables if callback.save_variables_only else SupportsSave
        case _:
            return None


def _seat(callback: synalinks.callbacks.Callback, watches: bool, program: object) -> None:
    """Give a callback its program, or what stands in for one."""
    if isinstance(program, synalinks.Program):
        callback.set_program(program)
        return
    owner = type(callback).__qualname__
    if program is not None and isinstance(callback, _DEEP):
        raise RequirementError(
            f"{owner} looks deep into its program: it works with a `synalinks.Program` only, and "
            f"{type(program).__qualname__} is none."
        )
    if program is not None and watches:
        check_mode(owner, callback)
    callback.set_program(StandIn(owner, program, "program"))  # type: ignore[arg-type]  # as one
