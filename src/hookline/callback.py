"""The whole vocabulary in one base class."""

from __future__ import annotations

from typing import Generic

from hookline.mixins import (
    LogsT,
    OutputsT,
    PredictHooksMixin,
    ProgramT,
    RunHooksMixin,
    TestHooksMixin,
    TrainHooksMixin,
)


class Callback(
    TrainHooksMixin[ProgramT, LogsT],
    TestHooksMixin[ProgramT, LogsT],
    PredictHooksMixin[ProgramT, OutputsT],
    RunHooksMixin[ProgramT],
    Generic[ProgramT, LogsT, OutputsT],
):
    """A callback with every hook, the sum of the mixins and nothing else.

    Its type arguments say what it needs: of the program, of the logs, of the outputs.
    A type checker holds the class to them, and a loop refuses a program that lacks them.

    Example:
        >>> from hookline import Logs
        >>> class Patience(Callback):
        ...     def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        ...         if epoch >= 2:
        ...             self.program.stop_training = True
    """
