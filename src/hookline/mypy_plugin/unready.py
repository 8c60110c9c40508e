"""`self.program` and `self.params` read in `__init__`, before any loop has set them."""

from __future__ import annotations

from typing import Final

from mypy.checker_shared import TypeCheckerSharedApi
from mypy.nodes import CallExpr, FuncDef, MemberExpr, NameExpr, Node, TryStmt, Var
from mypy.plugin import AttributeContext
from mypy.types import Type

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.walking import walk

_SETTER_OF: Final = {name: setter for setter, name in recognized.SETTERS.items()}


def judge(context: AttributeContext) -> Type:
    """Report the read if it is one of the object that is being made."""
    read = context.context
    if isinstance(read, MemberExpr) and _is_own(read):
        maker = _maker(context.api)
        if maker is not None and not _is_set(maker, read) and not _may_fail(maker, read):
            context.api.fail(sentences.not_ready(read.name), read, code=codes.READY)
    return context.default_attr_type


def _is_own(read: MemberExpr) -> bool:
    owner = read.expr.node if isinstance(read.expr, NameExpr) else None
    return isinstance(owner, Var) and owner.is_self


def _maker(api: object) -> FuncDef | None:
    """The `__init__` that is being checked itself, not a function in it that runs later."""
    function = api.scope.current_function() if isinstance(api, TypeCheckerSharedApi) else None
    return (
        function if isinstance(function, FuncDef) and function.name in recognized.MAKERS else None
    )


def _is_set(maker: FuncDef, read: MemberExpr) -> bool:
    """Tell whether `__init__` sets it itself, or a base of one's own has an `__init__` that may."""
    setter = _SETTER_OF[read.name]
    calls = [node.callee for node in walk(maker.body) if isinstance(node, CallExpr)]
    set_here = any(isinstance(callee, MemberExpr) and callee.name == setter for callee in calls)
    return set_here or any(
        "__init__" in base.names
        for base in maker.info.mro[1:]
        if not base.fullname.startswith(("builtins.", recognized.MIXINS))
    )


def _may_fail(maker: FuncDef, read: Node) -> bool:
    """Tell whether the read is one whose failure is caught."""
    tries = [node for node in walk(maker.body) if isinstance(node, TryStmt) and node.handlers]
    return any(read is node for within in tries for node in walk(within.body))
