"""Whether a callback has the hooks of a Protocol, asked at run time and known to type checkers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from inspect import getattr_static
from operator import attrgetter
from types import CodeType, FunctionType, MethodType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin
from weakref import ref

from typing_extensions import TypeForm, TypeIs, get_protocol_members, is_protocol

from hookline.errors import ArgumentError
from hookline.hooks import HOOKS
from hookline.protocols import SupportsParams, SupportsProgram
from hookline.signatures import plain_parameters, signature_fault

ProtocolT = TypeVar("ProtocolT")


def implements(callback: object, protocol: TypeForm[ProtocolT]) -> TypeIs[ProtocolT]:
    """Tell whether an object has every hook of a Protocol, with a signature that loops can call.

    `isinstance(callback, OnEpochEnd)` only asks whether there is an attribute of that name.
    This asks too whether it is a method that can be called as `on_epoch_end(epoch, logs)`,
    by position and by name: what a loop checks before it takes a callback.
    A method that is only found by `__getattr__` does not count, as for `isinstance`.

    A mixin's no-op default counts: the method is there, and type checkers know that it is, on
    both sides of the question. `own_hooks` tells which hooks really do something.

    Args:
        callback: Any object. A class is asked for methods of its own, not of its instances.
        protocol: A Protocol of one hook, a family, `SupportsProgram`, `SupportsParams`, a sum
            of these, or a union of them (`FitHook`), where one member is enough. Type arguments
            are for the type checker: which keys the logs of a callback have is not looked at.

    Raises:
        ArgumentError: `protocol` is something else.

    What is cached, weakly for each class: which code its methods had when they fitted. Each
    answer still looks the methods up in the object and compares their code, so an attribute of
    an instance counts as soon as it is set, and a class may change at any time.

    Example:
        >>> from hookline import OnEpochEnd, TrainHooks
        >>> class Bell:
        ...     def on_epoch_end(self, epoch: int, logs: object) -> None:
        ...         print(epoch)
        >>> class Mute:
        ...     def on_epoch_end(self) -> None:
        ...         print("who calls me?")
        >>> implements(Bell(), OnEpochEnd), implements(Bell(), TrainHooks)
        (True, False)
        >>> implements(Mute(), OnEpochEnd), isinstance(Mute(), OnEpochEnd)
        (False, True)
    """
    try:
        find, codes, _ = _known[id(type(callback))][id(protocol)]
        found = find(callback)
    except (KeyError, AttributeError):  # nothing is known, or a method is gone
        return _look(callback, protocol)
    # Bound methods alone: an instance may keep a bare `classmethod`, which has code and no call.
    if type(found) is MethodType:
        if found.__func__.__code__ is codes[0]:
            return True
    elif len(codes) > 1 and _codes_of(found) == codes:
        return True
    return _look(callback, protocol)


def _look(callback: object, form: object) -> bool:
    """Answer for a union by its members, for `OnEpochEnd[DigitsLogs]` by its Protocol."""
    origin = get_origin(form)
    if origin is Union or origin is UnionType:
        return any(implements(callback, member) for member in get_args(form))
    if origin is not None:
        return implements(callback, cast("type[object]", origin))
    if not isinstance(form, type):
        raise ArgumentError(_refusal(repr(form)))
    members = _members(form)
    if not all(_serves(callback, name) for name in members):
        return False
    _remember(callback, form, members)
    return True


def _serves(callback: object, name: str) -> bool:
    method = getattr(callback, name, None)
    if method is None or signature_fault(method, name, _PARAMETERS[name], "") is not None:
        return False
    return _looks_up_plainly(type(callback)) or getattr_static(callback, name, None) is not None


def _looks_up_plainly(kind: type) -> bool:
    lookup: object = kind.__getattribute__
    return lookup is object.__getattribute__ and not hasattr(kind, "__getattr__")


# What a Protocol may ask for

#: Each member by its name, as our own Protocols write it.
_MEMBERS: Final[dict[str, FunctionType]] = {
    name: getattr(protocol, name)
    for protocol in (*(hook.protocol for hook in HOOKS.values()), SupportsProgram, SupportsParams)
    for name in get_protocol_members(protocol)
}

_PARAMETERS: Final = {
    name: member.__code__.co_varnames[1 : member.__code__.co_argcount]
    for name, member in _MEMBERS.items()
}


@lru_cache(maxsize=64)  # there are some twenty, and the sums that users make of them
def _members(protocol: type) -> tuple[str, ...]:
    """Return the members of a Protocol that is made of ours, or raise ArgumentError."""
    name = protocol.__name__
    if not is_protocol(protocol):
        raise ArgumentError(f"{_refusal(name)} For a class ask `isinstance`.")
    members = sorted(get_protocol_members(protocol))
    for member in members:
        if member not in _MEMBERS:
            raise ArgumentError(
                f"`implements` takes a Protocol of hooks, and `{name}` asks for `{member}`, "
                "which is none. For other Protocols ask `isinstance`."
            )
        if getattr(protocol, member, None) is not _MEMBERS[member]:
            raise ArgumentError(
                f"`{name}` writes `{member}` anew: derive it from hookline's Protocol of that hook."
            )
    return tuple(members)


def _refusal(given: str) -> str:
    return (
        "`implements` takes a Protocol of hooks, such as `OnEpochEnd` or `TrainHooks`, "
        f"and `{given}` is none."
    )


# What is known


#: How to find an object's methods, and which code makes them fit; by class and Protocol, and by
#: their identities because a Protocol hashes slowly.
_known: Final[dict[int, dict[int, tuple[attrgetter[Any], list[CodeType], type]]]] = {}

#: These take away what is known of a class when the class goes.
_references: Final[dict[int, ref[type]]] = {}


def _remember(callback: object, protocol: type, members: tuple[str, ...]) -> None:
    """Keep the code of methods that fit, if their code alone makes them fit.

    Code knows nothing of the class that it is in, so it does not keep the class.
    """
    kind = type(callback)
    methods = {name: getattr(callback, name) for name in members}
    plain = all(
        isinstance(method, MethodType) and plain_parameters(method) == _PARAMETERS[name]
        for name, method in methods.items()
    )
    if plain and _looks_up_plainly(kind):
        find = attrgetter(*members)
        _known_of(kind)[id(protocol)] = (find, _codes_of(methods.values()), protocol)


def _codes_of(methods: Iterable[object]) -> list[CodeType]:
    return [method.__func__.__code__ for method in methods if type(method) is MethodType]


def _known_of(kind: type) -> dict[int, tuple[attrgetter[Any], list[CodeType], type]]:
    key = id(kind)
    if key not in _known:

        def forget(_: ref[type]) -> None:
            del _known[key], _references[key]

        _known[key], _references[key] = {}, ref(kind, forget)
    return _known[key]
