"""How one kind of run treats its batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from hookline.loops.metrics import Meter
from hookline.runs import StopFlag


class BatchPass:
    """What the three loops do differently, for `run_batches`, which is the same for all.

    Args:
        program: The program, whose flag may ask to stop.
        step: Its step; the name stands in messages.
        flag: The flag of this kind of run.
        begin: The hook before a group of batches.
        end: The hook after a group of batches.
        quiet: Nobody listens to the two.
        group: How many batches one pair of hooks stands for: `steps_per_execution`.
        where: Says how far the run is, for the note on an exception.
    """

    # Any: a batch, and the logs of this kind of run; their types are checked where a loop is called
    def __init__(
        self,
        *,
        program: object,
        step: Callable[[Any], object],
        flag: StopFlag,
        begin: Callable[[int], None],
        end: Callable[[int, Any], None],
        quiet: bool,
        group: int,
        where: Callable[[int | None], str],
    ) -> None:
        self.program: Final = program
        self.step: Final = step
        self.flag: Final[StopFlag] = flag
        self.begin: Final = begin
        self.end: Final = end
        self.quiet: Final = quiet
        self.group: Final = group
        self.where: Final = where

    def take(self, batch: object, index: int, meter: Meter) -> None:
        """Run one batch through the step into the meter."""
        try:
            meter.add(self.step(batch), batch)
        except BaseException as error:
            self.blame(error, index)
            raise

    def stopped(self) -> bool:
        """Tell whether the program was asked to stop."""
        return bool(getattr(self.program, self.flag, False))

    def blame(self, error: BaseException, index: int) -> None:
        """Note on an exception out of the step where it came from."""
        step = getattr(self.step, "__name__", "the step")
        error.add_note(f"raised in {step} of {type(self.program).__qualname__}{self.where(index)}")
