"""Lets a run that was cut short go on in another process as if nothing had happened."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast, final

from hookline.callbacks.options import check_flag, check_whole
from hookline.callbacks.saved_program import (
    RUN,
    SupportsSaveAndLoad,
    check_savable,
    read_program,
    write_program,
)
from hookline.durable import newest, pack, read_state, remove_folder, sweep, whole_folder
from hookline.durable.steps import doing, file_error
from hookline.errors import CallbackError, StateError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import SupportsStateDict
from hookline.settled import RunParts, SupportsPause
from hookline.state import State, Stateful, check_state

#: What the names of backups look like: nothing else in the folder is ever read or removed.
_NAMES: Final = "backup-" + "[0-9]" * 7

_VERSION: Final = 1


class RunState(State):
    """What a backup holds beside the program."""

    #: The epoch to go on with.
    next_epoch: int
    #: Whether the run was to train no further epoch.
    stopped: bool
    #: The class of the program, and those of the callbacks that have state, in their order.
    program: str
    callbacks: list[str]
    #: The state of each of these callbacks.
    states: list[State]


@final
class BackupAndRestore(TrainHooksMixin[SupportsStateDict | SupportsSaveAndLoad]):
    """Backs a run up after epochs, and lets `fit` go on from there after a kill or a failure.

    Run the same script again: the program, every callback that has state, and the history go on
    as they were, so the run comes to what it would have come to. An epoch that was cut short is
    trained again from its beginning. Batches that come in a random order are the data's to
    repeat: derive each epoch's order from its number.

    The backup stays when the run has come to its end, so that a script that is started once more
    trains nothing and has the same result: it holds the last epoch as it ended, before any
    `on_train_end`, and these hooks run again. A `fit` with more epochs goes on from there; one
    that was stopped stays stopped, unless by `GracefulStop`, which only ends the process. The
    same instance begins a new run once its last one has come to its end. One folder belongs to
    one `fit` of a script.

    Callbacks before and after it may stand in any order. Those without state begin anew.

    Args:
        folder: Where the backup goes; it is made if it is not there.
        every: Back up after each so many epochs, counted from epoch 0, and after the last one.
        delete_finished: Remove the backup when the run has come to its end.

    Raises:
        ArgumentError: An option makes no sense.
        CallbackError: In the run, before the first batch: there are two of it.
        FileError: In the run: the folder cannot be written, or holds backups of which none is
            whole.
        StateError: In the run, before the first batch: the program's state has no form in a file,
            the backup is one of another program, or of other callbacks, or a hand-written loop
            does not go on where it was.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss /= 2
        ...         if self.loss == batch:
        ...             raise ConnectionError("cut short")
        ...         return {"loss": self.loss}
        ...     def state_dict(self) -> dict[str, float]:
        ...         return {"loss": self.loss}
        ...     def load_state_dict(self, state: dict[str, float]) -> None:
        ...         self.loss = state["loss"]
        >>> def train(data: list[float], folder: str) -> list[float]:
        ...     backup = BackupAndRestore(folder)
        ...     history = fit(Halver(), data, epochs=3, callbacks=[backup], verbose=0)
        ...     return history.history["loss"]
        >>> with TemporaryDirectory() as folder:
        ...     try:
        ...         train([0.25], folder)
        ...     except ConnectionError as error:
        ...         print(error)
        ...     train([0.0], folder)
        cut short
        [0.5, 0.25, 0.125]
    """

    #: Losing it loses data, so `best_effort` refuses it.
    essential: Final = True

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        every: int = 1,
        delete_finished: bool = False,
    ) -> None:
        check_whole("BackupAndRestore", "every", every, least=1)
        check_flag("BackupAndRestore", "delete_finished", delete_finished)
        self.folder: Final[Path] = Path(folder).absolute()  # the current folder may change
        self.every: Final[int] = every
        self.delete_finished: Final[bool] = delete_finished
        #: The epoch that `fit` goes on with, where it goes on with a run.
        self.resumed_epoch: int | None = None
        self._backup: Path | None = None  # the one that is restored
        self._stopped = False
        self._finished = False  # the last run of this instance
        self._next_epoch = 0
        self._saved_epoch = 0  # what `_next_epoch` was in the newest backup
        self._passed_over: frozenset[Path] = frozenset()  # torn, and left for their owner to see

    # Restoring

    def before_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        """Give callbacks and program their state, if there is a backup and no run has ended."""
        self.resumed_epoch, self._backup = None, None
        self._stopped, self._next_epoch, self._saved_epoch = False, 0, 0
        _check_alone(parts)
        begins_anew, self._finished = self._finished, False
        if not begins_anew:
            self._restore(parts)

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """See that the folder can be written, before it is too late."""
        with doing("create", self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with doing("write", self.folder), tempfile.TemporaryFile(dir=self.folder):
            sweep(self.folder)

    def after_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        """Put right what a fresh beginning has changed in the program, or back up the beginning."""
        if self._backup is None:
            self._check_savable(parts)
            self._save(parts, stopped=False)
            return
        read_program(self._backup, self.program)
        if self._stopped:
            setattr(self.program, "stop_training", True)  # noqa: B010 - `fit` gives it to any program

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Refuse an epoch that is in what was restored, before a batch of it is trained twice."""
        if epoch < self._next_epoch:
            raise StateError(
                f"BackupAndRestore has given this run back as it was before epoch "
                f"{self._next_epoch}, and the loop begins epoch {epoch}: begin with "
                "`callbacks.resumed_epoch()`, as `fit` does."
            )

    def _restore(self, parts: RunParts) -> None:
        search = newest(self.folder, _NAMES)
        if search.found is None:
            if search.skipped:  # to begin anew would be to lose what may yet be read
                reasons = " ".join(skipped.reason for skipped in search.skipped)
                raise file_error(
                    f"`{self.folder}` holds backups, and none of them can be read. {reasons} "
                    "Put a whole one there, or take them away to begin anew."
                )
            return
        for skipped in search.skipped:
            warnings.warn(f"BackupAndRestore passes over a backup: {skipped.reason}", stacklevel=3)
        self._passed_over = frozenset(skipped.path for skipped in search.skipped)
        backup = search.found.path
        read = read_state(backup, RUN)
        owner = f"BackupAndRestore(`{backup}`)"
        check_state(read, RunState, _VERSION, owner)
        state = cast("RunState", read)
        stateful = _stateful(parts.callbacks)
        _check_same("program", owner, [state["program"]], [_class(self.program)])
        _check_same("callbacks", owner, state["callbacks"], list(map(_class, stateful)))
        read_program(backup, self.program)  # first: the others would keep what they were given
        for callback, own in zip(stateful, state["states"], strict=True):
            callback.load_state_dict(own)
        self.resumed_epoch = self._next_epoch = self._saved_epoch = state["next_epoch"]
        self._stopped, self._backup = state["stopped"], backup

    # Backing up

    def after_epoch_end(self, epoch: int, logs: Logs, parts: RunParts) -> None:
        """Back up what the epoch has come to, if it is its turn or the last one."""
        stopped = self._is_stopped()  # first: a signal may come between this line and the next
        if _pauses(parts):
            return  # the epoch may be cut short, and the next process is to train all of it
        self._next_epoch = epoch + 1
        last = self._next_epoch == self.params["epochs"]
        if stopped or last or self._next_epoch % self.every == 0:
            self._save(parts, stopped=stopped)

    def after_train_end(self, logs: Logs, parts: RunParts) -> None:
        """See that the last epoch is backed up, or remove the backup."""
        if _pauses(parts):
            return
        self._finished = True
        if self.delete_finished:
            self._remove(self._backups())
        elif self._next_epoch != self._saved_epoch:  # of a loop that did not know its last epoch
            self._save(parts, stopped=self._is_stopped())

    def _is_stopped(self) -> bool:
        return bool(getattr(self.program, "stop_training", False))

    def _check_savable(self, parts: RunParts) -> None:
        check_savable(self.program)
        # Who restores the best epoch keeps the program's state in its own, from the first on.
        restores = any(getattr(one, "restore_best", False) is True for one in parts.callbacks)
        if restores and isinstance(self.program, SupportsStateDict):
            pack(self.program.state_dict(), "state_dict()")

    def _save(self, parts: RunParts, *, stopped: bool) -> None:
        stateful = _stateful(parts.callbacks)
        state: RunState = {
            "version": _VERSION,
            "next_epoch": self._next_epoch,
            "stopped": stopped,
            "program": _class(self.program),
            "callbacks": list(map(_class, stateful)),
            "states": [callback.state_dict() for callback in stateful],
        }
        earlier = self._backups()
        taken = (int(path.name.removeprefix("backup-")) for path in self.folder.glob(_NAMES))
        path = self.folder / f"backup-{1 + max(taken, default=0):07d}"
        with whole_folder(path, epoch=self._next_epoch - 1 if self._next_epoch else None) as draft:
            draft.write_state(RUN, state)
            write_program(draft, self.program)
        self._saved_epoch = self._next_epoch
        self._remove(earlier)

    def _backups(self) -> list[Path]:
        """The backups that may be removed, the oldest first."""
        found = sorted(path.parent for path in self.folder.glob(f"{_NAMES}/{RUN}.json"))
        return [path for path in found if path not in self._passed_over]

    def _remove(self, backups: Iterable[Path]) -> None:
        for path in backups:
            remove_folder(path)


def _stateful(callbacks: tuple[object, ...]) -> list[Stateful[State]]:
    return [callback for callback in callbacks if isinstance(callback, Stateful)]


def _class(instance: object) -> str:
    return type(instance).__qualname__


def _pauses(parts: RunParts) -> bool:
    return any(isinstance(one, SupportsPause) and one.pauses for one in parts.callbacks)


def _check_alone(parts: RunParts) -> None:
    """Refuse two, of which each would give the run another state."""
    if sum(isinstance(one, BackupAndRestore) for one in parts.callbacks) > 1:
        raise CallbackError(
            "A run has one BackupAndRestore, which backs up all of it, and this one has two: "
            "leave one out; for other copies of the program there is Checkpoint."
        )


def _check_same(what: str, owner: str, were: list[str], are: list[str]) -> None:
    if were != are:
        raise StateError(
            f"{owner} was made with the {what} {', '.join(were) or 'without state'}, and this run "
            f"has {', '.join(are) or 'none with state'}: give the same in the same order, "
            "or another folder for another run."
        )
