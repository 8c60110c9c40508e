"""What a callback must not lose when a run is cut short and goes on in another process.

Configuration is given to the constructor and never changes. Run state is made anew when a run
begins, and is a TypedDict that `json` can write: so a misspelt key is a type error, and a state
of another version or shape is refused before anything is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin

from typing_extensions import (
    Protocol,
    ReadOnly,
    TypedDict,
    TypeVar,
    get_type_hints,
    is_typeddict,
    runtime_checkable,
)

from hookline.errors import StateError
from hookline.typed_dicts import required_keys


class State(TypedDict):
    """What every state has; a callback extends it with its own keys.

    The values are what `json` writes and reads back as they were. One exception is allowed: a key
    may hold what a program's own `state_dict` returned, as it came.

    Example:
        >>> class CounterState(State):
        ...     epochs: int
        >>> state: CounterState = {"version": 1, "epochs": 3}
    """

    #: To be raised when the other keys change their meaning.
    version: ReadOnly[int]


StateT = TypeVar("StateT", bound=State)


@runtime_checkable
class Stateful(Protocol[StateT]):
    """A callback that goes on where another one was cut short.

    A state that was loaded before a run begins is what that run goes on with; without one a run
    begins with a new state. `StatefulMixin` keeps both promises.
    """

    def state_dict(self) -> StateT:
        """Return all that the callback must not lose; later hooks do not change it."""
        ...

    def load_state_dict(self, state: StateT, /) -> None:
        """Take what `state_dict` returned; StateError if it is of another version or shape."""
        ...


def check_state(state: object, kind: type | None, version: int, owner: str) -> None:
    """Raise StateError unless a state has the version, and the keys and types of a TypedDict.

    Without a TypedDict the version alone is checked.

    Example:
        >>> class CounterState(State):
        ...     epochs: int
        >>> check_state({"version": 1, "epochs": "3"}, CounterState, 1, "Counter")
        Traceback (most recent call last):
        hookline.errors.StateError: Counter cannot take this state: `epochs` is '3', and must be
        `int`.
    """
    for fault in _faults(state, kind, version):
        raise StateError(f"{owner} cannot take this state: {fault}.")


def _faults(state: object, kind: type | None, version: int) -> Iterator[str]:
    if not isinstance(state, Mapping):
        yield f"it is {state!r}, and must be what `state_dict` returned"
        return
    given = cast("Mapping[object, object]", state)
    if given.get("version") != version:
        yield f"its version is {given.get('version')!r}, and only version {version} is understood"
    if kind is None:
        return
    hints = get_type_hints(kind)
    for key in sorted(required_keys(kind) - given.keys()):
        yield f"it has no `{key}`"
    for name, value in given.items():
        if name not in hints:
            yield f"nothing is known of its key {name!r}"
        elif not _fits(value, hints[str(name)]):
            yield f"`{name}` is {value!r}, and must be `{_name(hints[str(name)])}`"


def _fits(value: object, kind: Any) -> bool:  # Any: what an annotation evaluates to
    """Tell whether a value is of a type that JSON has; of any other it is taken on trust."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return any(_fits(value, member) for member in arguments)
    if origin is Literal:
        return value in arguments
    if origin is list:
        return isinstance(value, list) and all(
            _fits(item, arguments[0]) for item in cast("list[object]", value)
        )
    if origin is dict or is_typeddict(kind):
        return isinstance(value, Mapping)
    return _is_scalar(value, kind)


def _is_scalar(value: object, kind: Any) -> bool:
    if kind in {int, float}:
        numbers = (int,) if kind is int else (int, float)
        return isinstance(value, numbers) and not isinstance(value, bool)
    if kind in {None, NoneType}:
        return value is None
    return isinstance(value, kind) if kind in {str, bool} else True


def _name(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)
