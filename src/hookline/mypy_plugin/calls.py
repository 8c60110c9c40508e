"""What a call passes, as mypy asks for its signature before it checks it."""

from __future__ import annotations

from typing import TypeAlias

from mypy.nodes import CallExpr, Expression, NameExpr
from mypy.plugin import FunctionSigContext, MethodSigContext

SigContext: TypeAlias = FunctionSigContext | MethodSigContext


def argument(context: SigContext, name: str) -> Expression | None:
    """Return what is passed for a parameter, if it is passed for this one alone."""
    formals, call = context.default_signature.arg_names, context.context
    if name not in formals or not isinstance(call, CallExpr):
        return None
    passed = context.args[formals.index(name)]
    kinds = [
        kind
        for value, kind in zip(call.args, call.arg_kinds, strict=True)
        if passed and value is passed[0]
    ]
    return passed[0] if kinds and not kinds[0].is_star() else None


def passes_nothing(context: SigContext, name: str) -> bool:
    """Tell whether a parameter is surely left to its default, or given None."""
    call = context.context
    given = argument(context, name)
    if given is not None:
        return isinstance(given, NameExpr) and given.name == "None"
    return isinstance(call, CallExpr) and not any(kind.is_star() for kind in call.arg_kinds)
