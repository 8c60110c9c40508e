"""Attributes of a callback, and of its program, that are almost what loops read or Keras set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mypy.errorcodes import ErrorCode
from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Context,
    Decorator,
    FuncDef,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    Node,
    OverloadedFuncDef,
    Statement,
    StrExpr,
)
from mypy.plugin import ClassDefContext

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.slips import is_slip
from hookline.spelling import nearest_hook

#: What says that a class has a `model` of its own.
_MODEL_AND_OTHERS: Final = ("model", "__getattr__", "__getattribute__")


def findings(
    context: ClassDefContext, subject: str, within: list[Node]
) -> Iterator[tuple[Context, str, ErrorCode]]:
    """Yield what is wrong with the names of attributes in the methods of a class."""
    for name, place in _own_functions(within):
        meant = nearest_hook(name)
        if meant and not any(name in base.names for base in context.cls.info.mro[1:]):
            yield place, sentences.misspelt_attribute(subject, name, meant), codes.HOOK
    for flag, place in _set_by_name(within):
        for meant in recognized.SET_BY_LOOPS:
            if is_slip(flag, meant):
                yield place, sentences.misspelt_flag(flag, meant), codes.PROGRAM
    for place in _reads_of_model(context, within):
        yield place, sentences.name_of_keras(subject), codes.PROGRAM


def _own_functions(within: list[Node]) -> Iterator[tuple[str, Context]]:
    """The attributes that are set to a function, or to a method of its own."""
    for node in within:
        match node:
            case AssignmentStmt(
                lvalues=[MemberExpr(expr=NameExpr(name="self"), name=name)],
                rvalue=LambdaExpr() | MemberExpr(expr=NameExpr(name="self")),
            ):
                yield name, node
            case _:
                pass


def _set_by_name(within: list[Node]) -> Iterator[tuple[str, Context]]:
    """What is set on the program by `setattr`."""
    for node in within:
        match node:
            case CallExpr(
                callee=NameExpr(name="setattr"),
                args=[
                    MemberExpr(expr=NameExpr(name="self"), name="program"),
                    StrExpr(value=name),
                    _,
                ],
            ):
                yield name, node
            case _:
                pass


def _reads_of_model(context: ClassDefContext, within: list[Node]) -> Iterator[Context]:
    """The reads of `self.model` in a class where nobody sets it."""
    targets = [node.lvalues for node in within if isinstance(node, AssignmentStmt)]
    is_set = any(own_attribute(target) == "model" for some in targets for target in some)
    bases = [base for base in context.cls.info.mro[1:] if base.fullname != "builtins.object"]
    if is_set or not all(base.fullname.startswith(("hookline.", "typing.")) for base in bases):
        return
    if any(name in defined(one) for one in context.cls.defs.body for name in _MODEL_AND_OTHERS):
        return
    yield from (
        node for node in within if isinstance(node, MemberExpr) and own_attribute(node) == "model"
    )


def defined(statement: Statement) -> list[str]:
    """Return the names that a statement of a class body defines."""
    match statement:
        case Decorator(name=name) | OverloadedFuncDef(name=name) | FuncDef(name=name):
            return [name]
        case AssignmentStmt(lvalues=targets):
            return [target.name for target in targets if isinstance(target, NameExpr)]
        case _:
            return []


def own_attribute(node: Node) -> str | None:
    """Return the name in `self.name`."""
    match node:
        case MemberExpr(expr=NameExpr(name="self"), name=name):
            return name
        case _:
            return None
