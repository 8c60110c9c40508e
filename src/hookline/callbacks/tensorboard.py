"""Writes metrics for TensorBoard."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast, final

from hookline.callbacks.endings import ending
from hookline.callbacks.options import check_choice
from hookline.callbacks.scalar_file import ScalarFile, check_package, scalar_files
from hookline.errors import ArgumentError, FileError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TestHooksMixin, TrainHooksMixin
from hookline.outcome import Outcome
from hookline.runs import is_serving, runs_served
from hookline.state import State
from hookline.stateful import StatefulMixin

#: What a new run does where the folder has scalars of another one.
IfExists: TypeAlias = Literal["error", "append", "new folder"]

#: A run in the words of TensorBoard: a folder whose scalars are one line in a chart.
_Line: TypeAlias = Literal["train", "validation", "test", "batches"]

#: What the steps of a line count, and what its tags begin with.
_Counter: TypeAlias = Literal["epoch", "batch"]

_LINES: Final[tuple[_Line, ...]] = ("train", "validation", "test", "batches")
_PREFIX: Final = "val_"


class TensorBoardState(State):
    """The run state of `TensorBoard`."""

    #: Which folder it is: 2 is `logs-2`, 1 is `logs`, 0 that none was chosen yet.
    folder: int
    #: The epoch that is under way, or was the last; -1 before the first.
    epoch: int
    #: Batches of the epochs before it.
    batches: int
    #: The last batch of the epoch under way that has ended; -1 before it.
    batch: int


@final
class TensorBoard(StatefulMixin[TensorBoardState], TrainHooksMixin[object], TestHooksMixin[object]):
    """Writes each epoch's metrics as scalars, which `tensorboard --logdir` shows as charts.

    Training and validation are runs of their own in TensorBoard, `train` and `validation`, with
    the same tag, so that they are two lines in one chart: `epoch_loss`. A metric of `evaluate` is
    one point more in that chart, of the run `test`, at the last epoch. With `update_freq` the run
    `batches` has `batch_loss`, the mean over the epoch so far, at the count of batches since
    training began. Tags and steps are those of Keras.

    The files have all of an epoch when its `on_epoch_end` returns. They are closed when the run
    is, however it ends. A run that resumes goes on at its step, and what a run that was cut short
    wrote beyond that step TensorBoard then leaves out.

    Args:
        log_dir: The folder; it is made, and those around it.
        update_freq: "epoch", or "batch", or after how many batches to write.
        if_exists: What a new run does where the folder has scalars already: "error" refuses
            before the first batch, "append" writes new files beside the old ones and supersedes
            them from its first step on, "new folder" writes to `logs-2`, or the next that is
            free. A second `fit` with the same instance is a new run too. A run that resumes goes
            on in its own folder in any case.

    Raises:
        ImportError: The package is not there: `pip install "hookline[tensorboard]"`.
        ArgumentError: An option makes no sense.
        FileError: In the run: the folder has scalars already.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> with TemporaryDirectory() as folder:
        ...     board = TensorBoard(folder)
        ...     history = fit(Halver(), [0], epochs=2, callbacks=[board], verbose=0)
        ...     print(*(path.name for path in Path(folder).iterdir()))
        train
    """

    def __init__(
        self,
        log_dir: str | os.PathLike[str],
        *,
        update_freq: Literal["epoch", "batch"] | int = "epoch",
        if_exists: IfExists = "error",
    ) -> None:
        super().__init__()
        check_choice("TensorBoard", "if_exists", if_exists, ("error", "append", "new folder"))
        self._every = _batches(update_freq)
        if self._every:
            # Of this instance only: who wants no such points shall not pay for a batch hook.
            self.__dict__["on_train_batch_end"] = self._after_batch
        self._log_dir = Path(log_dir).absolute()  # the folder that is current may change
        self._if_exists: IfExists = if_exists
        self._files: dict[_Line, ScalarFile] = {}
        self._training = False
        #: The first steps that this run can write, once its first epoch has begun.
        self._first_steps: dict[_Counter, int] = {}
        check_package()

    @property
    def log_dir(self) -> Path:
        """The folder that is written to; another one than was asked for only with "new folder"."""
        return self._folder(self._state["folder"])

    def new_state(self) -> TensorBoardState:
        """Return the state of a run that has written nothing."""
        return {"version": 1, "folder": 0, "epoch": -1, "batches": 0, "batch": -1}

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin anew, or go on from the state that was loaded."""
        if runs_served(self) > 1:
            return  # a run inside one of its own hooks
        super().on_train_begin(logs)
        self._training, self._first_steps = True, {}
        if not self._state["folder"]:
            self._state["folder"] = self._choose()

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Open the file, so that one that cannot be written ends the run before its first batch."""
        state = self._state
        if epoch > state["epoch"]:  # otherwise it begins again, after it was cut short
            state["batches"] += state["batch"] + 1
            if state["epoch"] < 0:  # a run that goes on with another, without its state
                state["batches"] = epoch * (self.params["steps"] or 0)
        state["epoch"], state["batch"] = epoch, -1
        if not self._first_steps:
            self._first_steps = {"epoch": epoch, "batch": state["batches"]}
        if self._training:
            self._file("train")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write the epoch's metrics, and wait until the files have them."""
        if not self._training:
            return  # the run was closed by one inside it
        metrics = cast("Mapping[str, float]", logs or {})
        trained = {name: value for name, value in metrics.items() if not name.startswith(_PREFIX)}
        validated = {
            name.removeprefix(_PREFIX): value
            for name, value in metrics.items()
            if name.startswith(_PREFIX)
        }
        self._write("train", "epoch", trained, epoch)
        self._write("validation", "epoch", validated, epoch)
        for file in self._files.values():
            file.flush()

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Write the metrics of an evaluation; those of a validation come with its epoch."""
        if not self._training:
            metrics = cast("Mapping[str, float]", logs or {})
            self._write("test", "epoch", metrics, max(self._state["epoch"], 0))

    def on_close(self, outcome: Outcome) -> None:
        """Close the files, whatever one of them raises, and end their threads."""
        if is_serving(self):
            return  # what is closed is a run inside one of its own hooks
        files, self._files = self._files, {}
        self._training = False
        with ExitStack() as closing:
            for file in files.values():
                closing.callback(file.close)
            for line, file in files.items():
                file.end(self._step(line), f"{ending(outcome)}")

    def _after_batch(self, batch: int, logs: Logs | None = None) -> None:
        begin = self._state["batches"]
        before, self._state["batch"] = self._state["batch"], batch
        # A group of batches may end beyond the one that is due.
        if (
            self._training
            and (begin + batch + 1) // self._every > (begin + before + 1) // self._every
        ):
            self._write("batches", "batch", cast("Mapping[str, float]", logs or {}), begin + batch)

    # Files

    def _write(
        self, line: _Line, counter: _Counter, metrics: Mapping[str, float], step: int
    ) -> None:
        if metrics:
            values = {f"{counter}_{name}": float(value) for name, value in metrics.items()}
            self._file(line).scalars(values, step)

    def _file(self, line: _Line) -> ScalarFile:
        if line not in self._files:
            folder = self.log_dir / line
            supersedes = line != "test" and bool(scalar_files(folder))
            self._files[line] = ScalarFile(folder)
            if supersedes:
                counter: _Counter = "batch" if line == "batches" else "epoch"
                self._files[line].begin(self._first_steps.get(counter, 0))
        return self._files[line]

    def _step(self, line: _Line) -> int:
        """The last step of a line."""
        state = self._state
        last = state["batches"] + state["batch"] if line == "batches" else state["epoch"]
        return max(last, 0)

    def _choose(self) -> int:
        """Return which folder a new run writes to."""
        if self._if_exists == "new folder":
            return next(number for number in count(1) if not self._is_taken(number))
        if self._if_exists == "error" and self._is_taken(1):
            raise FileError(
                f"TensorBoard: `{self._folder(1)}` has the scalars of another run already: choose "
                'another folder, or say `if_exists="new folder"` or `if_exists="append"`.'
            )
        return 1

    def _folder(self, number: int) -> Path:
        return (
            self._log_dir.with_name(f"{self._log_dir.name}-{number}")
            if number > 1
            else self._log_dir
        )

    def _is_taken(self, number: int) -> bool:
        return any(scalar_files(self._folder(number) / line) for line in _LINES)


def _batches(update_freq: object) -> int:
    """Return after how many batches to write, 0 for never."""
    if update_freq in ("epoch", "batch"):
        return int(update_freq == "batch")
    if not isinstance(update_freq, int) or isinstance(update_freq, bool) or update_freq < 1:
        raise ArgumentError(
            'TensorBoard: `update_freq` must be "epoch" or "batch" or a whole number of at least '
            f"1, not {update_freq!r}."
        )
    return update_freq
