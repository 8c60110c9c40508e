"""The signature of a function as it is written, and whether loops can call it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from inspect import Parameter, Signature
from itertools import zip_longest


class Source:
    """An annotation or a default, which shows itself as it is written."""

    def __init__(self, expression: ast.expr) -> None:
        self._expression = expression

    def __repr__(self) -> str:
        return ast.unparse(self._expression)


def signature(
    arguments: ast.arguments, returns: ast.expr | None, *, bound: bool
) -> Signature | None:
    """Return a signature as `inspect.signature` would, or None for a method that takes no `self`.

    Args:
        arguments: As they are written.
        returns: The return annotation.
        bound: Whether Python passes the first: the `self` of a method.
    """
    parameters = list(_parameters(arguments))
    if bound:
        if not parameters or parameters[0].kind in {Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD}:
            return None
        if parameters[0].kind is not Parameter.VAR_POSITIONAL:
            del parameters[0]
    returned = Source(returns) if returns else Signature.empty
    return Signature(parameters, return_annotation=returned)


def takes(own: Signature, names: Sequence[str], *, by_name: bool) -> bool:
    """Tell whether all arguments can be passed by position and, if asked, by name."""
    if not _binds(own, names, ()):
        return False
    return not by_name or (_binds(own, (), names) and _binds(own, names[:-1], names[-1:]))


def names_any(own: Signature) -> bool:
    """Tell whether it has a parameter beside `*args` and `**kwargs`."""
    variadic = {Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD}
    return any(parameter.kind not in variadic for parameter in own.parameters.values())


def _binds(own: Signature, positional: Sequence[str], named: Sequence[str]) -> bool:
    try:
        own.bind(*positional, **dict.fromkeys(named))
    except TypeError:
        return False
    return True


def _parameters(arguments: ast.arguments) -> Iterator[Parameter]:
    positional = [
        *((argument, Parameter.POSITIONAL_ONLY) for argument in arguments.posonlyargs),
        *((argument, Parameter.POSITIONAL_OR_KEYWORD) for argument in arguments.args),
    ]
    defaults = reversed([*zip_longest(reversed(positional), reversed(arguments.defaults))])
    for (argument, kind), default in defaults:
        yield _parameter(argument, kind, default)
    if arguments.vararg:
        yield _parameter(arguments.vararg, Parameter.VAR_POSITIONAL, None)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(argument, Parameter.KEYWORD_ONLY, default)
    if arguments.kwarg:
        yield _parameter(arguments.kwarg, Parameter.VAR_KEYWORD, None)


def _parameter(argument: ast.arg, kind: object, default: ast.expr | None) -> Parameter:
    return Parameter(
        argument.arg,
        kind,  # type: ignore[arg-type]  # a private class of inspect's
        default=Source(default) if default else Parameter.empty,
        annotation=Source(argument.annotation) if argument.annotation else Parameter.empty,
    )
