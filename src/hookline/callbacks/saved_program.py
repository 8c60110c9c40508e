"""A program in a folder, and back: in its own format, or as the state that it gives away."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, cast

from typing_extensions import Protocol, runtime_checkable

from hookline.durable import Draft, Newest, newest, pack, read_state
from hookline.durable.steps import file_error
from hookline.program_protocols import SupportsLoad, SupportsSave, SupportsStateDict

#: The name of a program's file, or folder, in a checkpoint.
_PROGRAM: Final = "program"


@runtime_checkable
class SupportsSaveAndLoad(SupportsSave, SupportsLoad, Protocol):
    """A program that writes itself to a path, and takes back what it wrote."""


def check_savable(program: object) -> None:
    """Look at the state of a program, before it is worth hours, for what has no form in a file.

    Raises:
        StateError: Something in it has none.
    """
    if not isinstance(program, SupportsSave):
        pack(cast("SupportsStateDict", program).state_dict(), "state_dict()")


def write_program(draft: Draft, program: object) -> None:
    """Put a program into a folder that is being written: by its `save`, or else its state.

    Raises:
        StateError: Something in its state has no form in a file.
        FileError: It could not be written, or its `save` wrote nothing.
    """
    if not isinstance(program, SupportsSave):
        draft.write_state(_PROGRAM, cast("SupportsStateDict", program).state_dict())
        return
    program.save(draft.path / _PROGRAM)
    if not os.path.lexists(draft.path / _PROGRAM):
        raise file_error(
            f"`{type(program).__qualname__}.save` wrote nothing to the path that it was given, "
            f"which for `{draft.target}` was `{draft.path / _PROGRAM}`."
        )


def read_program(folder: Path, program: object) -> None:
    """Give a program what `write_program` wrote.

    Raises:
        FileError: It is not there.
        StateError: It is no state.
    """
    if os.path.lexists(folder / _PROGRAM):
        cast("SupportsLoad", program).load(folder / _PROGRAM)
    else:
        state = read_state(folder, _PROGRAM)
        cast("SupportsStateDict", program).load_state_dict(state)


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
