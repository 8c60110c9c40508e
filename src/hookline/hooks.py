"""The table of hooks, read from the Protocols so that no name is written twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias, TypeVar, get_args, get_origin

from typing_extensions import get_protocol_members

from hookline.protocols import AnyHook, EvaluateHook, FitHook, PredictHook

#: The families, named as the Protocols and mixins are: `RunHooks`, `TrainHooks`, ….
Family: TypeAlias = Literal["run", "train", "test", "predict"]

FunctionT = TypeVar("FunctionT", bound=Callable[..., object])

#: Keras's and Synalinks's mark of a method that does nothing, so that they see ours as theirs.
DEFAULT_MARK: Final = "_is_default"


class Hook(NamedTuple):
    """One row of the table."""

    name: str
    family: Family
    #: Names of its parameters, without `self`: `("epoch", "logs")`.
    parameters: tuple[str, ...]
    #: The Protocol with this one hook.
    protocol: type

    @property
    def counter(self) -> str | None:
        """Name of the parameter that counts: "epoch", "batch", or None."""
        return self.parameters[0] if len(self.parameters) > 1 else None

    @property
    def takes_logs(self) -> bool:
        """Tell whether it receives logs; `on_exception` and `on_close` do not."""
        return self.parameters[-1] == "logs"


def _protocols(union: object) -> list[type]:
    return [get_origin(member) or member for member in get_args(union)]


def _read_table() -> dict[str, Hook]:
    fit, evaluate, predict = map(_protocols, (FitHook, EvaluateHook, PredictHook))
    table: dict[str, Hook] = {}
    for protocol in _protocols(AnyHook):
        family: Family = (
            "run"
            if protocol in fit and protocol in predict
            else "predict"
            if protocol in predict
            else "test"
            if protocol in evaluate
            else "train"
        )
        (name,) = get_protocol_members(protocol)
        code = getattr(protocol, name).__code__
        table[name] = Hook(name, family, code.co_varnames[1 : code.co_argcount], protocol)
    return table


#: Every hook by its name, in the order of the Protocols.
HOOKS: Final[Mapping[str, Hook]] = MappingProxyType(_read_table())

#: The hook with an older name, and that name: `on_train_batch_end`, `on_batch_end`.
ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {name: name.replace("_train_", "_") for name in HOOKS if "_train_batch_" in name}
)


def default(method: FunctionT) -> FunctionT:
    """Mark a hook's method as doing nothing, so that no loop calls it."""
    setattr(method, DEFAULT_MARK, True)
    return method


def is_default(method: object) -> bool:
    """Tell whether a method carries the mark, ours or Keras's."""
    return bool(getattr(method, DEFAULT_MARK, False))


def find_hook(callback: object, name: str) -> Callable[..., object] | None:
    """Return the callback's own method for a hook, its alias included, or None.

    A no-op default of a mixin, or of Keras, counts as none.
    """
    for spelling in (name, ALIASES.get(name, name)):
        method: Callable[..., object] | None = getattr(callback, spelling, None)
        if method is not None and not is_default(method):
            return method
    return None


def own_hooks(callback: object) -> tuple[str, ...]:
    """Return the names of the hooks that a callback really defines.

    Example:
        >>> class Printer:
        ...     def on_epoch_end(self, epoch, logs): print(epoch)
        >>> own_hooks(Printer())
        ('on_epoch_end',)
    """
    return tuple(
        name
        for name in HOOKS
        if (method := getattr(callback, name, None)) is not None and not is_default(method)
    )
