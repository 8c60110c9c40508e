"""Names that are almost a hook's: found when a class is made, not after the night's training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from hookline.errors import HookNameError
from hookline.hooks import HOOKS
from hookline.sentences import misspelt

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])

_DELIBERATE: Final = "_hookline_not_a_hook"

#: Other systems' words for the same moments (Lightning, transformers, Ignite, torchtnt).
_SYNONYMS: Final = {
    "start": "begin",
    "started": "begin",
    "end": "end",
    "ended": "end",
    "finish": "end",
    "finished": "end",
    "completed": "end",
    "step": "batch",
    "iteration": "batch",
    "fit": "train",
    "training": "train",
    "val": "test",
    "valid": "test",
    "validation": "test",
    "eval": "test",
    "evaluate": "test",
    "evaluation": "test",
    "predicting": "predict",
    "prediction": "predict",
    "error": "exception",
}


def not_a_hook(method: FunctionT) -> FunctionT:
    """Say that a method whose name looks like a hook is no misspelling.

    Example:
        >>> from hookline import Callback
        >>> class Plot(Callback):
        ...     @not_a_hook
        ...     def on_epochs(self) -> int:
        ...         return 3
    """
    setattr(method, _DELIBERATE, True)
    return method


def nearest_hook(name: str) -> str | None:
    """Return the hook that a name was probably meant to be, or None.

    Example:
        >>> nearest_hook("on_epoch_ends"), nearest_hook("onTrainStart"), nearest_hook("on_click")
        ('on_epoch_end', 'on_train_begin', None)
    """
    if name in HOOKS or name[:2].lower() != "on" or not (name[2:3] == "_" or name[2:3].isupper()):
        return None
    # Needed once a mistake is likely, so not at every import.
    import difflib  # noqa: PLC0415
    import re  # noqa: PLC0415

    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")
    translated = "_".join(_SYNONYMS.get(word, word) for word in words)
    candidates = (translated, translated.replace("train_epoch", "epoch"), name.lower())
    if exact := [candidate for candidate in candidates if candidate in HOOKS]:
        return exact[0]
    for candidate in candidates:
        if close := difflib.get_close_matches(candidate, HOOKS, n=1, cutoff=0.85):
            return close[0]
    return None


def near_misses(members: Mapping[str, object], subject: str) -> Iterator[HookNameError]:
    """Yield an error for each method that is named almost like a hook and not said to be meant.

    Args:
        members: What a class or an object defines, by name, as `vars` gives it.
        subject: Whose members they are, as the message begins.
    """
    for name, member in members.items():
        meant = nearest_hook(name)
        if meant is not None and _is_method(member) and not _is_deliberate(member):
            yield HookNameError(misspelt(subject, name, meant))


def _is_deliberate(member: object) -> bool:
    """Tell whether the decorator was put on the method, or above a `@staticmethod`."""
    return any(hasattr(marked, _DELIBERATE) for marked in (member, _function(member)))


def _is_method(member: object) -> bool:
    return callable(member) or isinstance(member, (property, classmethod))


def _function(member: object) -> object:
    return getattr(member, "fget", None) or getattr(member, "__func__", member)
