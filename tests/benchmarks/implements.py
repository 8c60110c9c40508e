"""What it costs to ask for a Protocol: `implements` to `isinstance`, which asks for less."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from measure import Row, Run, side_by_side

from hookline import Callback, Logs, OnEpochEnd, OnTrainBegin, TrainHooks, implements

ROUNDS: Final = 200
QUESTIONS: Final = 1_000


class Bell:
    """A callback with one hook."""

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Do nothing."""


def measure(rounds: int) -> Iterator[Row]:
    """Yield the ratio for a hook and for a family, where they are there and where they are not.

    No bar for a family that is there: `isinstance` remembers its class, and `implements` looks
    all six methods up in the object.
    """
    questions: dict[str, tuple[object, Any, float | None]] = {
        "a hook that is there": (Bell(), OnEpochEnd, 1.0),
        "a hook that is not there": (Bell(), OnTrainBegin, 1.0),
        "a family that is there": (Callback(), TrainHooks, None),
        "a family that is not there": (Bell(), TrainHooks, 1.0),
    }
    for name, (callback, protocol, bar) in questions.items():
        ask: dict[str, Callable[[object, Any], bool]] = {"mine": implements, "other": isinstance}
        times = side_by_side(
            {
                key: Run(partial(_ask, function, callback, protocol), QUESTIONS)
                for key, function in ask.items()
            },
            rounds,
        )
        mine, other = (times.median(key) * 1e6 for key in ask)
        yield Row(
            f"`implements` to `isinstance`, {name}",
            times.ratio("mine", to="other"),
            bar,
            note=f"{mine:.2f} µs, {other:.2f} µs",
        )


def _ask(function: Callable[[object, Any], bool], callback: object, protocol: Any) -> None:
    for _ in range(QUESTIONS):
        function(callback, protocol)
