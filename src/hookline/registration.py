"""What is checked of each callback when a list takes it: before the first batch, never after."""

from __future__ import annotations

import inspect
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from types import MemberDescriptorType
from typing import Final, Protocol, cast

from hookline import sentences
from hookline.errors import CallbackError, HookSignatureError
from hookline.foreign import framework_of
from hookline.hooks import ALIASES, HOOKS, Family, is_default, own_hooks
from hookline.settled import AFTER, BEFORE
from hookline.signatures import signature_fault
from hookline.spelling import near_misses

#: What is called around hooks, and the parameters of each.
SETTLED: Final = {
    name: (*HOOKS[hook].parameters, "parts")
    for names in (BEFORE, AFTER)
    for hook, name in names.items()
}


class Wrapping(Protocol):
    """A callback around another one."""

    __wrapped__: object


def collect(callbacks: object) -> tuple[object, ...]:
    """Return the callbacks of an iterable, or raise CallbackError if it is none."""
    if isinstance(callbacks, type) or not isinstance(callbacks, Iterable):
        given = (callbacks if isinstance(callbacks, type) else type(callbacks)).__name__
        raise CallbackError(sentences.no_collection(given))
    return tuple(cast("Iterable[object]", callbacks))


def check_callbacks(callbacks: Sequence[object]) -> None:
    """Raise CallbackError for the first that is none; it names index, type, hook and remedy."""
    first_places: dict[int, int] = {}
    writers: dict[str, str] = {}
    for index, callback in enumerate(callbacks):
        for error in faults(callback, label(index, callback)):
            raise error
        place = first_places.setdefault(id(_unwrapped(callback)), index)
        if place != index:
            raise CallbackError(sentences.twice(label(index, callback), place))
        _check_path(callback, label(index, callback), writers)


def _unwrapped(callback: object) -> object:
    """Return what is inside of all wrappers of a callback, which have a slot for it."""
    # Of the class, as above: the object's own `__dict__` is not to be read.
    while isinstance(getattr(type(callback), "__wrapped__", None), MemberDescriptorType):
        callback = cast("Wrapping", callback).__wrapped__
    return callback


def _check_path(callback: object, subject: str, writers: dict[str, str]) -> None:
    """Refuse a callback that writes where one before it does; both say so by `writes_to`."""
    path: object = getattr(callback, "writes_to", None)
    if isinstance(path, str) or hasattr(path, "__fspath__"):
        other = writers.setdefault(os.path.realpath(cast("str", path)), subject)
        if other != subject:
            raise CallbackError(sentences.one_path(subject, other, path))


def check_can_fire(callbacks: Iterable[object], loop: str, families: Collection[Family]) -> None:
    """Refuse a callback none of whose hooks this loop ever calls."""
    for index, callback in enumerate(callbacks):
        hooks = own_hooks(callback)
        if not any(HOOKS[name].family in families for name in hooks):
            subject = label(index, callback)
            raise CallbackError(sentences.other_loop(subject, hooks, loop, families))


def label(index: int, callback: object) -> str:
    """Name a callback of a list, for a message: "callbacks[0] (Printer)"."""
    kind = callback if isinstance(callback, type) else type(callback)
    return f"callbacks[{index}] ({kind.__qualname__})"


def faults(callback: object, subject: str) -> Iterator[CallbackError]:
    """Yield what keeps a loop from taking a callback, as the errors that a loop raises.

    Args:
        callback: Any object.
        subject: What the sentences call it.
    """
    found = list(_faults(callback, subject))
    framework = framework_of(callback) if found else None
    if framework is not None:  # then it was not written for us, and none of these would help
        yield CallbackError(sentences.of_another_framework(subject, *framework))
    else:
        yield from found


def _faults(callback: object, subject: str) -> Iterator[CallbackError]:
    present = [hook for hook in HOOKS.values() if getattr(callback, hook.name, None) is not None]
    if other := _other_thing(callback, subject, has_hooks=bool(present)):
        yield CallbackError(other)
        return
    # The object itself only where it has hooks of its own: CPython keeps attributes
    # in a form that methods reach twice as fast until somebody reads the `__dict__`.
    of_class = present and all(hasattr(type(callback), hook.name) for hook in present)
    owner = type(callback) if of_class else callback
    names = [name for name in dir(owner) if name.lower().startswith("on")]
    members = {name: inspect.getattr_static(owner, name, None) for name in names}
    yield from near_misses(members, subject)
    if not present:
        yield CallbackError(sentences.no_hook(subject, HOOKS))
    for hook in present:
        method = getattr(callback, hook.name)
        if not is_default(method):
            fault = signature_fault(method, hook.name, hook.parameters, subject)
            if fault is not None:
                yield HookSignatureError(fault)
    yield from _settled_faults(callback, subject)
    yield from _doubles(callback, subject)
    for setter in ("set_program", "set_params"):
        if inspect.iscoroutinefunction(getattr(callback, setter, None)):
            yield HookSignatureError(sentences.asynchronous(subject, setter))


def _other_thing(callback: object, subject: str, *, has_hooks: bool) -> str:
    """Say what was given in the place of a callback, or nothing."""
    if isinstance(callback, type):
        return sentences.class_for_instance(subject, callback.__name__)
    if callback is None:
        return sentences.none_for_callback(subject)
    if not has_hooks and isinstance(callback, (list, tuple, set)):  # a NamedTuple may have hooks
        return sentences.nested_collection(subject)
    if not has_hooks and inspect.isroutine(callback):
        return sentences.function_for_callback(subject, callback.__name__)
    return ""


def _settled_faults(callback: object, subject: str) -> Iterator[CallbackError]:
    for name, parameters in SETTLED.items():
        method = getattr(callback, name, None)
        fault = signature_fault(method, name, parameters, subject) if method is not None else None
        if fault is not None:
            yield HookSignatureError(fault)


def _doubles(callback: object, subject: str) -> Iterator[CallbackError]:
    """Refuse a class with a hook and its alias, of which only the hook would be called.

    Where the hook overrides a default, `super()` reaches the alias, as in Keras.
    """
    for name, alias in ALIASES.items():
        inherits = any(is_default(vars(cls).get(name)) for cls in type(callback).__mro__)
        own = {name, alias} <= set(own_hooks(callback))
        if own and not inherits:
            yield CallbackError(sentences.both_names(subject, name, alias))
