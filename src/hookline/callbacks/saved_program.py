"""A program in a folder, and back: in its own format, or as the state that it gives away."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, cast

from typing_extensions import Protocol, runtime_checkable

from hookline.durable import Draft, Newest, newest, pack, read_manifest, read_state
from hookline.durable.steps import doing, file_error
from hookline.errors import FileError, StateError
from hookline.program_protocols import SupportsLoad, SupportsSave, SupportsStateDict

#: The name of a program's file, or folder, in a checkpoint.
_PROGRAM: Final = "program"

#: The name of the file that a backup of a whole run has beside the program.
RUN: Final = "run"


@runtime_checkable
class SupportsSaveAndLoad(SupportsSave, SupportsLoad, Protocol):
    """A program that writes itself to a path, and takes back what it wrote."""


def check_savable(program: object) -> None:
    """Look at the state of a program, before it is worth hours, for what has no form in a file.

    Raises:
        StateError: Something in it has none.
    """
    if not _saves_itself(program):
        pack(cast("SupportsStateDict", program).state_dict(), "state_dict()")


def write_program(draft: Draft, program: object) -> None:
    """Put a program into a folder that is being written: by its `save`, or else its state.

    Raises:
        StateError: Something in its state has no form in a file.
        FileError: It could not be written, or its `save` wrote nothing.
    """
    if not _saves_itself(program):
        draft.write_state(_PROGRAM, cast("SupportsStateDict", program).state_dict())
        return
    with doing("write", draft.target / _PROGRAM):  # so that its errors too name the file
        cast("SupportsSave", program).save(draft.path / _PROGRAM)
    if not os.path.lexists(draft.path / _PROGRAM):
        raise file_error(
            f"`{type(program).__qualname__}.save` wrote nothing to the path that it was given, "
            f"which for `{draft.target}` was `{draft.path / _PROGRAM}`."
        )


def read_program(folder: Path, program: object) -> None:
    """Give a program what `write_program` wrote.

    Raises:
        FileError: It is not there.
        StateError: It is no state, or not of this program.
    """
    if os.path.lexists(folder / _PROGRAM):
        _check_takes(program, "load", folder, "was written by a program's own `save`")
        with _refusal(folder, program, "load"):
            cast("SupportsLoad", program).load(folder / _PROGRAM)
        return
    state = read_state(folder, _PROGRAM)
    _check_takes(program, "load_state_dict", folder, "holds what a program's `state_dict` returned")
    with _refusal(folder, program, "load_state_dict"):
        cast("SupportsStateDict", program).load_state_dict(state)


def is_checkpoint(path: Path) -> bool:
    """Tell whether a folder is a checkpoint, and neither a backup of a run nor somebody else's."""
    try:
        files = read_manifest(path)["files"]
    except FileError:
        return False
    return f"{RUN}.json" not in files


def _saves_itself(program: object) -> bool:
    """Whether a program is written by its `save`: not where only its state would come back."""
    return _has(program, "save") and (_has(program, "load") or not _has(program, "load_state_dict"))


def _has(program: object, method: str) -> bool:
    return callable(getattr(program, method, None))


def _check_takes(program: object, method: str, folder: Path, form: str) -> None:
    if not _has(program, method):
        raise StateError(
            f"`{folder}` {form}, and `{type(program).__qualname__}` has no `{method}` to take it "
            "back: give it one, or load it into the program that was saved."
        )


@contextmanager
def _refusal(folder: Path, program: object, method: str) -> Generator[None]:
    """Say of which file it was that a program would not have."""
    try:
        yield
    except Exception as error:
        name = type(program).__qualname__
        raise StateError(
            f"`{name}.{method}` did not take what `{folder}` holds of the program "
            f"({type(error).__name__}: {error}): is it of another program, or of an earlier form "
            "of this one?"
        ) from error


def load_newest(
    folder: str | os.PathLike[str], program: SupportsStateDict | SupportsSaveAndLoad
) -> Newest:
    """Give a program the newest whole checkpoint in a folder of them.

    Leftovers of killed writers are swept. What was passed over, because it is torn, is in
    `skipped` of what is returned, each with a sentence; `found` is the one that was loaded, with
    its epoch and metrics.

    Args:
        folder: What `Checkpoint` was given.
        program: One with `load`, if its `save` wrote the checkpoint, and else with
            `load_state_dict`.

    Raises:
        FileError: There is no whole checkpoint.
        StateError: The program does not take it.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from hookline import Logs, fit
        >>> from hookline.callbacks import Checkpoint
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
        ...     history = fit(Halver(), [0], epochs=3, callbacks=[Checkpoint(folder)], verbose=0)
        ...     halver = Halver()
        ...     search = load_newest(folder, halver)
        >>> search.found.path.name, search.found.manifest["epoch"], halver.loss
        ('epoch-00002', 2, 0.125)
    """
    search = newest(folder)
    if search.found is None:
        reasons = " ".join(skipped.reason for skipped in search.skipped)
        raise file_error(f"`{Path(folder)}` holds no whole checkpoint. {reasons}".rstrip())
    read_program(search.found.path, program)
    return search
