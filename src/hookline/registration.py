"""What is checked of each callback when a list takes it: before the first batch, never after."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from types import CodeType
from typing import cast

from hookline import sentences
from hookline.errors import CallbackError, HookSignatureError
from hookline.hooks import ALIASES, HOOKS, Family, Hook, is_default, own_hooks
from hookline.spelling import check_names


def collect(callbacks: object) -> tuple[object, ...]:
    """Return the callbacks of an iterable, or raise CallbackError if it is none."""
    if isinstance(callbacks, type) or not isinstance(callbacks, Iterable):
        given = (callbacks if isinstance(callbacks, type) else type(callbacks)).__name__
        raise CallbackError(sentences.no_collection(given))
    return tuple(cast("Iterable[object]", callbacks))


def check_callbacks(callbacks: Sequence[object]) -> None:
    """Raise CallbackError for the first that is none; it names index, type, hook and remedy."""
    first_places: dict[int, int] = {}
    for index, callback in enumerate(callbacks):
        _check_object(callback, label(index, callback))
        place = first_places.setdefault(id(callback), index)
        if place != index:
            raise CallbackError(sentences.twice(label(index, callback), place))


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


def _check_object(callback: object, subject: str) -> None:
    if isinstance(callback, type):
        raise CallbackError(sentences.class_for_instance(subject, callback.__name__))
    if isinstance(callback, (list, tuple, set)):
        raise CallbackError(sentences.nested_collection(subject))
    present = [hook for hook in HOOKS.values() if getattr(callback, hook.name, None) is not None]
    # The object itself only where it has hooks of its own: CPython keeps attributes
    # in a form that methods reach twice as fast until somebody reads the `__dict__`.
    of_class = present and all(hasattr(type(callback), hook.name) for hook in present)
    owner = type(callback) if of_class else callback
    names = [name for name in dir(owner) if name.lower().startswith("on")]
    check_names({name: inspect.getattr_static(owner, name, None) for name in names}, subject)
    if not present:
        raise CallbackError(sentences.no_hook(subject, HOOKS))
    for hook in present:
        method = getattr(callback, hook.name)
        if not is_default(method):
            _check_signature(method, hook, subject)
    _check_aliases(callback, subject)


def _check_signature(method: object, hook: Hook, subject: str) -> None:
    if not callable(method):
        raise HookSignatureError(
            sentences.not_a_method(subject, hook.name, hook.parameters, repr(method))
        )
    if inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
        raise HookSignatureError(sentences.asynchronous(subject, hook.name))
    if inspect.isgeneratorfunction(method):
        raise HookSignatureError(sentences.generator(subject, hook.name))
    if not _accepts(method, hook.parameters):
        signature = str(inspect.signature(method))
        raise HookSignatureError(
            sentences.wrong_signature(subject, hook.name, hook.parameters, signature)
        )


def _accepts(method: Callable[..., object], parameters: tuple[str, ...]) -> bool:
    code = getattr(getattr(method, "__func__", None), "__code__", None)
    if code is not None and _names(code) == parameters:  # the common case, without `inspect`
        return True
    try:
        signature = inspect.signature(method)
    except ValueError:  # a callable written in C that does not say
        return True
    try:
        signature.bind(*parameters)
        signature.bind(**dict.fromkeys(parameters))
        signature.bind(*parameters[:-1], **{parameters[-1]: None})
    except TypeError:
        return False
    return True


def _names(code: CodeType) -> tuple[str, ...] | None:
    """Return the parameters of a method after `self`; None where some have but one way to pass."""
    plain = not code.co_kwonlyargcount and not code.co_posonlyargcount
    return code.co_varnames[1 : code.co_argcount] if plain else None


def _check_aliases(callback: object, subject: str) -> None:
    """Refuse a class with a hook and its alias, of which only the hook would be called.

    Where the hook overrides a default, `super()` reaches the alias, as in Keras.
    """
    for name, alias in ALIASES.items():
        inherits = any(is_default(vars(cls).get(name)) for cls in type(callback).__mro__)
        own = {name, alias} <= set(own_hooks(callback))
        if own and not inherits:
            raise CallbackError(sentences.both_names(subject, name, alias))
