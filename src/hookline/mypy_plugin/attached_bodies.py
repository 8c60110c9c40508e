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
from mypy.types import AnyType, Instance, ProperType, get_proper_type

from hookline import recognized, sentences
from hookline.mypy_plugin import codes, own_names
from hookline.recognized import SETTERS


def judge(context: ClassDefContext, subject: str, within: list[Node]) -> None:
    """Report what would keep the class from its program, or hide it.

    Args:
        context: The class, as mypy has read it so far.
        subject: What the sentences call it.
        within: The nodes of its body.
    """
    for place, sentence, code in _findings(context, subject, within):
        context.api.fail(sentence, place, code=code)


def _findings(
    context: ClassDefContext, subject: str, within: list[Node]
) -> Iterator[tuple[Context, str, ErrorCode]]:
    cls = context.cls
    if _is_frozen(context):
        yield cls, sentences.frozen(subject), codes.CALLBACK
    if len(programs := _programs(context)) > 1:
        yield cls, sentences.two_programs(subject, programs), codes.PROGRAM
    for name, place in _declared(context):
        yield place, sentences.declared_in_body(name), codes.PROGRAM
    for flag, place in _own_flags(within):
        if not _has(context, flag):
            yield place, sentences.flag_of_callback(flag), codes.PROGRAM
    yield from own_names.findings(context, subject, within)
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
    asking = [kind for kind in given if not _is_any_program(kind)]
    return sorted({format_type_bare(kind, context.api.options) for kind in asking})


def _is_any_program(kind: ProperType) -> bool:
    """Tell whether a type asks nothing that a program lacks: `object`, or `Stoppable`."""
    if not isinstance(kind, Instance):
        return isinstance(kind, AnyType)
    members = kind.type.protocol_members if kind.type.is_protocol else None
    is_object = kind.type.fullname == "builtins.object"
    return is_object or (members is not None and recognized.SET_BY_LOOPS.issuperset(members))


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
                if (flag := own_names.own_attribute(target)) in recognized.SET_BY_LOOPS:
                    yield str(flag), node


def _has(context: ClassDefContext, name: str) -> bool:
    """Tell whether an attribute is the class's own, by its body or that of a base of one's own."""
    bases = [base for base in context.cls.info.mro[1:] if base.fullname != recognized.ATTACHED]
    return any(name in base.names for base in bases) or any(
        name in own_names.defined(statement) for statement in context.cls.defs.body
    )


def _dead_ends(context: ClassDefContext, within: list[Node]) -> Iterator[FuncDef]:
    """The setters that pass nothing on, where the class reads what they are given."""
    reads = set(map(own_names.own_attribute, within))
    for statement in context.cls.defs.body:
        name = SETTERS.get(statement.name, "") if isinstance(statement, FuncDef) else ""
        if not isinstance(statement, FuncDef) or name not in reads or _has(context, name):
            continue
        if not any(_passes_on(node, statement.name) for node in within):
            yield statement


def _passes_on(node: Node, setter: str) -> bool:
    """Tell whether it is `super().set_program`, or that of a base by its name."""
    match node:
        case SuperExpr(name=name):
            return name == setter
        case MemberExpr(expr=NameExpr(name=owner), name=name):
            return name == setter and owner != "self"
        case _:
            return False
