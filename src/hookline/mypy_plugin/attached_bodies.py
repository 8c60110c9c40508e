"""What a class that derives from a mixin does with the program and the parameters it is given."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.errorcodes import ErrorCode
from mypy.maptype import map_instance_to_supertype
from mypy.messages import format_type_bare
from mypy.nodes import (
    AssignmentStmt,
    CallExpr,
    Context,
    FuncDef,
    MemberExpr,
    NameExpr,
    Node,
    SuperExpr,
)
from mypy.plugin import ClassDefContext
from mypy.types import get_proper_type

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.walking import walk
from hookline.recognized import SETTERS


def judge(context: ClassDefContext, subject: str) -> None:
    """Report what would keep the class from its program, or hide it."""
    for place, sentence, code in _findings(context, subject):
        context.api.fail(sentence, place, code=code)


def _findings(context: ClassDefContext, subject: str) -> Iterator[tuple[Context, str, ErrorCode]]:
    cls = context.cls
    if _is_frozen(context):
        yield cls, sentences.frozen(subject), codes.CALLBACK
    if len(programs := _programs(context)) > 1:
        yield cls, sentences.two_programs(subject, programs), codes.PROGRAM
    for name, place in _declared(context):
        yield place, sentences.declared_in_body(name), codes.PROGRAM
    within = [node for statement in cls.defs.body for node in walk(statement)]
    for flag, place in _own_flags(within):
        yield place, sentences.flag_of_callback(flag), codes.PROGRAM
    for setter in _dead_ends(context, within):
        name = SETTERS[setter.name]
        yield setter, sentences.not_passed_on(subject, setter.name, name), codes.READY


def _is_frozen(context: ClassDefContext) -> bool:
    return any(
        isinstance(decorator, CallExpr)
        and isinstance(decorator.callee, (NameExpr, MemberExpr))
        and decorator.callee.name == "dataclass"
        and any(
            name == "frozen" and isinstance(value, NameExpr) and value.name == "True"
            for name, value in zip(decorator.arg_names, decorator.args, strict=True)
        )
        for decorator in context.cls.decorators
    )


def _programs(context: ClassDefContext) -> list[str]:
    """The types of the program that the bases are for."""
    attached = next(base for base in context.cls.info.mro if base.fullname == recognized.ATTACHED)
    bases = [base for base in context.cls.info.bases if base.type.has_base(recognized.ATTACHED)]
    given = [get_proper_type(map_instance_to_supertype(base, attached).args[0]) for base in bases]
    return sorted({format_type_bare(kind, context.api.options) for kind in given})


def _declared(context: ClassDefContext) -> Iterator[tuple[str, Context]]:
    for statement in context.cls.defs.body:
        match statement:
            case AssignmentStmt(lvalues=[NameExpr(name=name)]) if name in SETTERS.values():
                yield name, statement
            case _:
                pass


def _own_flags(within: list[Node]) -> Iterator[tuple[str, Context]]:
    for node in within:
        if isinstance(node, AssignmentStmt):
            for target in node.lvalues:
                if (flag := _own_attribute(target)) in recognized.SET_BY_LOOPS:
                    yield str(flag), node


def _own_attribute(node: Node) -> str | None:
    """The name in `self.name`."""
    match node:
        case MemberExpr(expr=NameExpr(name="self"), name=name):
            return name
        case _:
            return None


def _dead_ends(context: ClassDefContext, within: list[Node]) -> Iterator[FuncDef]:
    """The setters that pass nothing on, where the class reads what they are given."""
    reads = {_own_attribute(node) for node in within}
    for statement in context.cls.defs.body:
        if isinstance(statement, FuncDef) and SETTERS.get(statement.name, "") in reads:
            passed_on = (
                isinstance(node, SuperExpr) and node.name == statement.name
                for node in walk(statement)
            )
            if not any(passed_on):
                yield statement
