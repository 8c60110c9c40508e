"""What a call passes, as mypy asks for its signature before it checks it."""

from __future__ import annotations

from typing import TypeAlias

from mypy.nodes import CallExpr, Expression
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
