"""`self.program` and `self.params` read in `__init__`, before any loop has set them."""

from __future__ import annotations

from mypy.checker_shared import TypeCheckerSharedApi
from mypy.nodes import FuncDef, MemberExpr, NameExpr, Var
from mypy.plugin import AttributeContext
from mypy.types import Type

from hookline import sentences
from hookline.mypy_plugin import codes


def judge(context: AttributeContext) -> Type:
    """Report the read if it is one of the object that is being made."""
    read = context.context
    if isinstance(read, MemberExpr) and _is_own(read) and _is_in_init(context.api):
        context.api.fail(sentences.not_ready(read.name), read, code=codes.READY)
    return context.default_attr_type


def _is_own(read: MemberExpr) -> bool:
    owner = read.expr.node if isinstance(read.expr, NameExpr) else None
    return isinstance(owner, Var) and owner.is_self


def _is_in_init(api: object) -> bool:
    """Tell whether `__init__` is being checked itself, not a function in it that runs later."""
    function = api.scope.current_function() if isinstance(api, TypeCheckerSharedApi) else None
    return isinstance(function, FuncDef) and function.name == "__init__"
