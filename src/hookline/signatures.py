"""Whether a method can be called the way the loops call it, and what to say if not."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType, MethodType

from hookline import sentences


def signature_fault(
    method: object, name: str, parameters: tuple[str, ...], subject: str
) -> str | None:
    """Say what keeps a loop from calling a method, or None where nothing does.

    Args:
        method: What an attribute of the callback came to, so with `self` already bound.
        name: Name of the attribute: "on_epoch_end".
        parameters: The names of what a loop passes, without `self`.
        subject: Whose method it is, as the sentence begins.
    """
    if not callable(method):
        return sentences.not_a_method(subject, name, parameters, repr(method))
    if fault := body_fault(method, name, subject):
        return fault
    if not _accepts(method, parameters):
        return sentences.wrong_signature(subject, name, parameters, _shown(method))
    return None


def method_fault(
    method: object, name: str, parameters: tuple[str, ...], subject: str
) -> str | None:
    """Say what keeps a loop from calling a method that is no hook, which it does by position."""
    if not callable(method):
        return sentences.not_a_method(subject, name, parameters, repr(method))
    if not takes(method, parameters):
        return sentences.wrong_method(subject, name, parameters, _shown(method))
    return None


def takes(function: Callable[..., object], parameters: tuple[str, ...]) -> bool:
    """Tell whether a function can be called with these, by position."""
    try:
        inspect.signature(function).bind(*parameters)
    except ValueError:  # a callable written in C that does not say
        return True
    except TypeError:
        return False
    return True


def body_fault(method: object, name: str, subject: str) -> str | None:
    """Say why a call of a method would not run its body."""
    if inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
        return sentences.asynchronous(subject, name)
    if inspect.isgeneratorfunction(method):
        return sentences.generator(subject, name)
    return None


def _shown(method: Callable[..., object]) -> str:
    """Write the signature of a method as its source does."""
    signature = inspect.signature(method)
    parameters = [
        parameter.replace(annotation=_as_written(parameter.annotation))
        for parameter in signature.parameters.values()
    ]
    returned = _as_written(signature.return_annotation)
    return str(signature.replace(parameters=parameters, return_annotation=returned))


class _Written(str):
    """An annotation that is kept as text, as `from __future__ import annotations` keeps it."""

    __slots__ = ()
    __repr__ = str.__str__


def _as_written(annotation: object) -> object:
    return _Written(annotation) if isinstance(annotation, str) else annotation


def _accepts(method: Callable[..., object], parameters: tuple[str, ...]) -> bool:
    if plain_parameters(method) == parameters:  # the common case, without `inspect.signature`
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


def plain_parameters(method: object) -> tuple[str, ...] | None:
    """Return a function's parameters after `self`; None where some have but one way to pass."""
    function, first = (method.__func__, 1) if isinstance(method, MethodType) else (method, 0)
    if not isinstance(function, FunctionType):
        return None
    code = function.__code__
    plain = not code.co_kwonlyargcount and not code.co_posonlyargcount
    return code.co_varnames[first : code.co_argcount] if plain else None
