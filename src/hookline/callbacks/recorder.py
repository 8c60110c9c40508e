"""A callback that writes down every hook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast, final

from hookline.callback import Callback
from hookline.hooks import ALIASES, HOOKS, Hook
from hookline.outcome import Outcome
from hookline.trace import Call, tree


@final
class Recorder(Callback):
    """Keeps the trace of a run: every hook it receives, in order.

    Example:
        >>> from hookline import evaluate
        >>> class Always:
        ...     def test_step(self, batch: float):
        ...         return {"loss": batch}
        >>> recorder = Recorder()
        >>> logs = evaluate(Always(), [1.0, 2.0], callbacks=[recorder], verbose=0)
        >>> recorder.names()
        ['on_test_begin', 'on_test_batch_begin(0)', 'on_test_batch_end(0)',
         'on_test_batch_begin(1)', 'on_test_batch_end(1)', 'on_test_end', 'on_close']
        >>> print(recorder.tree())
        on_test_begin
          on_test_batch_begin(0)
          on_test_batch_end(0) {'loss': 1.0}
          on_test_batch_begin(1)
          on_test_batch_end(1) {'loss': 1.5}
        on_test_end {'loss': 1.5}
        on_close Completed()
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def names(self) -> list[str]:
        """Return the trace as hook names with their indices, to compare with a literal."""
        return [
            call.hook if call.index is None else f"{call.hook}({call.index})" for call in self.calls
        ]

    def tree(self) -> str:
        """Return the trace as text, a line a call, indented by what is open."""
        return tree(self.calls)


def _recording(hook: Hook) -> Callable[..., None]:
    def record(self: Recorder, *arguments: object, **named: object) -> None:
        given = dict(zip(hook.parameters, arguments, strict=False)) | named
        logs = given.get("logs")
        self.calls.append(
            Call(
                hook.name,
                index=cast("int | None", given.get(hook.counter or "")),
                logs=dict(cast("Mapping[str, object]", logs or {})) if hook.takes_logs else None,
                exception=cast("BaseException | None", given.get("exception")),
                outcome=cast("Outcome | None", given.get("outcome")),
            )
        )

    record.__name__ = hook.name
    return record


# The table of hooks is the one list of them; the aliases are the same calls again.
for _hook in HOOKS.values():
    if _hook.name not in ALIASES.values():
        setattr(Recorder, _hook.name, _recording(_hook))
