"""The program of an epoch or a batch, in a folder that is whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from itertools import chain, count
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, final, overload

from hookline.callbacks.monitor import Mode, Monitor
from hookline.callbacks.name_template import NameTemplate
from hookline.callbacks.options import check_choice, check_whole
from hookline.callbacks.saved_program import check_savable, is_checkpoint, write_program
from hookline.durable import remove_folder, sweep, whole_folder
from hookline.durable.steps import doing, file_error
from hookline.errors import ArgumentError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.program_protocols import SupportsSave, SupportsStateDict
from hookline.settled import RunParts
from hookline.state import State
from hookline.stateful import StatefulMixin

#: What a new run does where the folder holds checkpoints already.
IfSaved: TypeAlias = Literal["error", "keep", "overwrite"]

_BY_EPOCH: Final = "epoch-{epoch:05d}"
_BY_BATCH: Final = "epoch-{epoch:05d}-batch-{batch:07d}"


class CheckpointState(State):
    """The run state of `Checkpoint`."""

    #: The checkpoints that count for `keep_last`, by their names, the oldest first.
    kept: list[str]
    #: Names that an earlier run has taken, where its checkpoints are kept.
    earlier: list[str]
    #: Epochs that had the metric, where one is watched, and the best value of it.
    measured: int
    best: float | None
    #: Batches since training began; the epoch under way, and the last batch of it so far.
    step: int
    epoch: int
    last_batch: int


@final
class Checkpoint(StatefulMixin[CheckpointState], TrainHooksMixin[SupportsSave | SupportsStateDict]):
    """Saves the program after epochs, or after batches; `load_newest` gives it back.

    A checkpoint is a folder with the program and a manifest: epoch, metrics, and of each file its
    size and digest. It appears by one rename, when the disk has all of it, and when every callback
    has seen the hook. A process that is killed leaves the checkpoints that were there.

    A program with `save(path)` writes itself; of any other the `state_dict()` is written, as JSON
    and arrays. That of torch holds tensors: give such a program a `save` and a `load`.

    Args:
        folder: Where the checkpoints go; it is made if it is not there.
        name: The name of each, as a format string of `epoch`, `batch` and metrics. One that is
            there already by this run is replaced, so "last" keeps one.
        every: Save after each so many epochs, counted from epoch 0: the n-th, the 2n-th, …
        batches: Save after each so many batches of an epoch instead.
        monitor: Save only epochs that are better than all before by this metric.
        mode: "min" if less of it is better, "max" if more is.
        keep_last: Remove all but so many of the newest that this run wrote.
        if_exists: What a new run does where the folder holds checkpoints: "error" refuses before
            the first batch, "keep" leaves them, and a name that is taken gets "-2" behind it,
            "overwrite" removes them. A run that resumes goes on with its own in any case.

    Raises:
        ArgumentError: An option makes no sense.
        CallbackError: By the loop: two of it give the same names.
        FileError: In the run: the folder cannot be written, or holds checkpoints already.
        StateError: In the run, before the first batch: the program's state has no form in a file.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        ...     def state_dict(self) -> dict[str, float]:
        ...         return {"loss": self.loss}
        ...     def load_state_dict(self, state: dict[str, float]) -> None:
        ...         self.loss = state["loss"]
        >>> with TemporaryDirectory() as folder:
        ...     checkpoint = Checkpoint(folder, name="{epoch}-{loss:.3f}", keep_last=2)
        ...     history = fit(Halver(), [0], epochs=3, callbacks=[checkpoint], verbose=0)
        ...     sorted(os.listdir(folder))
        ['1-0.250', '2-0.125']
    """

    #: Losing it loses data, so `best_effort` refuses it.
    essential: Final = True

    @overload
    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        name: str = ...,
        every: int = 1,
        keep_last: int | None = None,
        if_exists: IfSaved = "error",
    ) -> None: ...

    @overload
    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        name: str = ...,
        batches: int,
        keep_last: int | None = None,
        if_exists: IfSaved = "error",
    ) -> None: ...

    @overload
    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        name: str = ...,
        every: int = 1,
        monitor: str,
        mode: Mode,
        keep_last: int | None = None,
        if_exists: IfSaved = "error",
    ) -> None: ...

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        name: str | None = None,
        every: int = 1,
        batches: int | None = None,
        monitor: str | None = None,
        mode: Mode | None = None,
        keep_last: int | None = None,
        if_exists: IfSaved = "error",
    ) -> None:
        super().__init__()
        check_whole("Checkpoint", "every", every, least=1)
        if batches is not None:
            check_whole("Checkpoint", "batches", batches, least=1)
        if keep_last is not None:
            check_whole("Checkpoint", "keep_last", keep_last, least=1)
        check_choice("Checkpoint", "if_exists", if_exists, ("error", "keep", "overwrite"))
        if batches is not None and (monitor is not None or every != 1):
            raise ArgumentError(
                "Checkpoint: `batches` saves in the middle of epochs, where `every` counts nothing "
                "and no metric is final: give either `batches`, or `every` and `monitor`."
            )
        if (monitor is None) != (mode is None):
            raise ArgumentError(
                "Checkpoint: `monitor` and `mode` go together: "
                'which metric, and whether "min" or "max" of it is best.'
            )
        self.folder: Final[Path] = Path(folder).absolute()  # the folder that is current may change
        self.monitor: Final[str | None] = monitor
        self.every: Final[int] = every
        self.batches: Final[int | None] = batches
        self.keep_last: Final[int | None] = keep_last
        self._if_exists: Final[IfSaved] = if_exists
        self._monitor = None
        if monitor is not None and mode is not None:
            self._monitor = Monitor("Checkpoint", monitor, mode)
        self._name = NameTemplate(
            "Checkpoint",
            name if name is not None else _BY_EPOCH if batches is None else _BY_BATCH,
            ["epoch"] if batches is None else ["epoch", "batch"],
        )
        if batches is not None:
            # Of this instance only: who saves epochs shall not pay for each batch.
            self.__dict__["after_train_batch_end"] = self._after_train_batch_end

    @property
    def required_metrics(self) -> tuple[str, ...]:
        """The metrics in its `name`; a loop refuses a program that does not give them."""
        return self._name.metrics

    @property
    def writes_to(self) -> Path:
        """The form of its paths; a loop refuses two callbacks of one form."""
        return self.folder / self._name.text

    @property
    def newest(self) -> Path | None:
        """The checkpoint that this run wrote last."""
        kept = self._state["kept"]
        return self.folder / kept[-1] if kept else None

    def new_state(self) -> CheckpointState:
        """Return the state in which a run begins."""
        return {
            "version": 1,
            "kept": [],
            "earlier": [],
            "measured": 0,
            "best": None,
            "step": 0,
            "epoch": 0,
            "last_batch": -1,
        }

    # The run

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin anew, or go on; see that the folder can be written, before it is too late."""
        goes_on = self._resumed
        super().on_train_begin(logs)
        with doing("create", self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        with doing("write", self.folder), tempfile.TemporaryFile(dir=self.folder):
            sweep(self.folder)
        if not goes_on:
            self._make_room()

    def after_train_begin(self, logs: NoLogs, parts: RunParts) -> None:
        """See that the program can be saved."""
        check_savable(self.program)

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Count batches anew."""
        self._state["epoch"], self._state["last_batch"] = epoch, -1

    def after_epoch_end(self, epoch: int, logs: Logs, parts: RunParts) -> None:
        """Save the epoch, if it is its turn."""
        value = self._measure(epoch, logs)  # of each epoch, so that a wrong name is told soon
        if self.batches is None and (epoch + 1) % self.every == 0 and self._is_best(value):
            self._save(logs, epoch=epoch)

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Tell if the metric never came, so that no epoch was saved."""
        if self._monitor is not None:
            self._monitor.warn_if_silent(self._state["measured"], logs)

    def _after_train_batch_end(self, batch: int, logs: Logs, parts: RunParts) -> None:
        """Save the batch, if the group holds one whose turn it is."""
        before, each = self._state["last_batch"], cast("int", self.batches)
        self._state["step"] += batch - before
        self._state["last_batch"] = batch
        if (batch + 1) // each > (before + 1) // each:
            self._save(logs, epoch=self._state["epoch"], batch=batch)

    # Saving

    def _measure(self, epoch: int, logs: Logs) -> float | None:
        value = None if self._monitor is None else self._monitor.read(epoch, logs)
        self._state["measured"] += value is not None
        return value

    def _is_best(self, value: float | None) -> bool:
        if self._monitor is None:
            return True
        if value is None or not self._monitor.better(value, self._state["best"]):
            return False
        self._state["best"] = value
        return True

    def _save(self, logs: Logs, **counts: int) -> None:
        metrics = cast("Mapping[str, float]", logs)
        name = self._free(self._name.format({**metrics, **counts}))
        step = self._state["step"] if "batch" in counts else None
        kept = self._state["kept"]
        path = self.folder / name
        self._check_ours(path, replaced=name in kept)
        with whole_folder(
            path, epoch=counts["epoch"], step=step, metrics=metrics, replace=True
        ) as draft:
            write_program(draft, self.program)
        self._state["kept"] = [*(other for other in kept if other != name), name]
        self._forget()

    def _free(self, name: str) -> str:
        """Return a name that no checkpoint of an earlier run has, this one if it is free."""
        taken = frozenset(self._state["earlier"])
        others = (f"{name}-{number}" for number in count(2))
        return next(free for free in chain([name], others) if free not in taken)

    def _check_ours(self, path: Path, *, replaced: bool) -> None:
        """Refuse to take the place of what is no checkpoint."""
        if not replaced and os.path.lexists(path) and not is_checkpoint(path):
            raise file_error(
                f"`{path}` is there already, and is no checkpoint, so it is not replaced: "
                "give another `name` or folder."
            )

    def _forget(self) -> None:
        """Remove what is too old: only now that a newer one is whole."""
        while self.keep_last is not None and len(self._state["kept"]) > self.keep_last:
            old = self.folder / self._state["kept"].pop(0)
            # A process that was killed may have removed it already; and a state that somebody
            # has changed shall not lead to anything else.
            if old.parent == self.folder and is_checkpoint(old):
                remove_folder(old)

    def _make_room(self) -> None:
        earlier = sorted(path for path in self.folder.iterdir() if is_checkpoint(path))
        if earlier and self._if_exists == "error":
            raise file_error(
                f"`{self.folder}` holds {len(earlier)} checkpoints of an earlier run, "
                f'`{earlier[-1].name}` among them: say `if_exists="keep"` or "overwrite", give '
                "another folder, or resume that run with `BackupAndRestore`."
            )
        if self._if_exists == "overwrite":
            for path in earlier:
                remove_folder(path)
        elif self._if_exists == "keep":
            self._state["earlier"] = [path.name for path in earlier]
