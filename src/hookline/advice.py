"""The words for a hook that came out of turn."""

from __future__ import annotations

from hookline.frames import Frame
from hookline.hooks import HOOKS
from hookline.spelling import nearest_hook


def bad_input(hook: object, index: object) -> str | None:
    """Say what is wrong with a hook and its index wherever they come, or None."""
    return _bad_hook(hook) or _bad_index(str(hook), index)


def place(frame: Frame) -> str:
    """Say where a run is, as the middle of a sentence."""
    state, epoch, batch, _, _ = frame
    if state.endswith(" batch"):
        return f"while batch {batch} is open"
    last_batch = f"after batch {batch - 1}" if batch else "before the first batch"
    return {
        "idle": "while no run is open" if batch else "before any run has begun",
        "training": "before the first epoch" if epoch is None else f"after epoch {epoch} ended",
        "epoch": f"in epoch {epoch}, {last_batch}",
        "testing": f"in a test, {last_batch}",
        "predicting": f"in a prediction, {last_batch}",
        "ended": "after the end hook of its run",
        "failed": "after `on_exception`",
    }[state]


def _bad_hook(hook: object) -> str | None:
    if not isinstance(hook, str):
        return f"A hook is given by its name, not by {hook!r}."
    if hook not in HOOKS:
        meant = nearest_hook(hook)
        hint = f"did you mean `{meant}`?" if meant else f"the hooks are {', '.join(HOOKS)}."
        return f"`{hook}` is no hook: {hint}"
    return None


def _bad_index(hook: str, index: object) -> str | None:
    counter = HOOKS[hook].counter
    if counter is None:
        return None if index is None else f"`{hook}` counts nothing, so it has no index {index!r}."
    if index is None:
        return f"`{hook}` needs an index: which {counter} is it?"
    if not isinstance(index, int) or isinstance(index, bool):
        return f"The index of `{hook}` is a whole number, not {index!r}."
    if index < 0:
        return f"The index of `{hook}` counts from 0, so it cannot be {index}."
    return None
