"""How one kind of run treats its batches."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hookline.loops.metrics import Meter
from hookline.runs import StopFlag


@dataclass(frozen=True)
class BatchPass:
    """What the three loops do differently, for `run_batches`, which is the same for all."""

    program: object
    #: The program's step; its name stands in messages.
    step: Callable[[Any], object]  # Any: a batch, whose type is checked where the loop is called
    flag: StopFlag
    begin: Callable[[int], None]
    end: Callable[[int, Any], None]  # Any: the logs of this kind of run
    #: Nobody listens to `begin` and `end`.
    quiet: bool
    #: How many batches one pair of hooks stands for: `steps_per_execution`.
    group: int
    #: Says how far the run is, for the note on an exception.
    where: Callable[[int | None], str]

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
