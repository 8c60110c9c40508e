"""What the runs have in common that are drawn by chance: callbacks that act in the middle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from hookline import Callback

#: The hooks in which a callback may ask to stop, or start a run of its own.
HOOKS = ["on_train_batch_end", "on_test_batch_end", "on_epoch_end", "on_test_end", "on_epoch_begin"]

#: A hook, and the how manyth call of it.
Moment = tuple[str, int]


class At(Callback[Any]):
    """Does something at the how manyth call of a hook."""

    def __init__(self, moment: Moment, act: Callable[[Any], object]) -> None:
        hook, self.left = moment

        def count(*_: object, **__: object) -> None:
            self.left -= 1
            if self.left == -1:
                act(self.program)

        setattr(self, hook, count)


def moments() -> st.SearchStrategy[Moment]:
    """Draw one."""
    return st.tuples(st.sampled_from(HOOKS), st.integers(0, 3))


def stopping(moment: Moment | None) -> list[At]:
    """Return a callback that asks to stop then, if any."""

    def stop(program: Any) -> None:
        program.stop_training = True

    return [At(moment, stop)] if moment else []
