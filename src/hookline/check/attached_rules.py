"""What a class that derives from a mixin does with the program and the parameters it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from hookline import sentences
from hookline.check.bindings import FunctionNode
from hookline.check.classes import Class
from hookline.check.findings import Remark
from hookline.check.hook_rules import own_nodes
from hookline.check.method_rules import wrong_setters
from hookline.check.own_names import is_self, judge_own_names, methods
from hookline.check.type_arguments import TypeArguments
from hookline.program_protocols import Stoppable
from hookline.recognized import ATTACHED, MAKERS, MIXINS, PROGRAM, SET_BY_LOOPS, SETTERS

#: Types that ask nothing that a program lacks.
_ANY_PROGRAM: Final = frozenset(
    {"builtins.object", "typing.Any", f"{Stoppable.__module__}.{Stoppable.__qualname__}"}
)


def judge_attached(cls: Class, subject: str) -> Iterator[Remark]:
    """Yield what would keep a class from its program, or hide it."""
    if _is_frozen(cls):
        yield Remark(cls.node, sentences.frozen(subject), "hookline-callback")
    if len(programs := _programs(cls)) > 1:
        yield Remark(cls.node, sentences.two_programs(subject, programs), "hookline-program")
    for name, place in _declared(cls):
        yield Remark(place, sentences.declared_in_body(name), "hookline-program")
    for flag, place in _own_flags(cls):
        if cls.lookup(flag) is None:
            yield Remark(place, sentences.flag_of_callback(flag), "hookline-program")
    yield from judge_own_names(cls, subject)
    for function in _dead_ends(cls):
        sentence = sentences.not_passed_on(subject, function.name, SETTERS[function.name])
        yield Remark(function, sentence, "hookline-ready")
    for setter, sentence in wrong_setters(cls, subject):
        if setter.name in cls.members:
            yield Remark(setter.node, sentence, "hookline-signature")
    yield from _judge_readiness(cls)


def _is_frozen(cls: Class) -> bool:
    return any(
        isinstance(decorator, ast.Call)
        and cls.names.full_name(decorator.func, cls.outer, cls.module) == "dataclasses.dataclass"
        and any(_says_frozen(keyword) for keyword in decorator.keywords)
        for decorator in cls.node.decorator_list
    )


def _says_frozen(keyword: ast.keyword) -> bool:
    value = keyword.value
    return keyword.arg == "frozen" and isinstance(value, ast.Constant) and value.value is True


def _programs(cls: Class) -> list[str]:
    """The types of the program that the bases are for, as far as they are names."""
    arguments = TypeArguments(cls.names)
    names: dict[str, str] = {}
    for base in cls.bases if len(cls.bases) > 1 else ():
        for place in (arguments.through(cls, base, ATTACHED) or [])[:1]:
            full = cls.names.full_name(*place) if place else ""
            if full and place and full not in _ANY_PROGRAM:
                names[full] = ast.unparse(place[0]).strip("'\"")
    return sorted(names.values())


def _declared(cls: Class) -> Iterator[tuple[str, ast.stmt]]:
    for statement in cls.node.body:
        match statement:
            case (
                ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)])
            ) if name in SETTERS.values():
                yield name, statement
            case _:
                pass


def _own_flags(cls: Class) -> Iterator[tuple[str, ast.stmt]]:
    if cls.derives_from(PROGRAM):
        return  # it is the program as well
    for function in methods(cls):
        for node in own_nodes(function):
            match node:
                case ast.Assign(targets=targets):
                    yield from ((flag, node) for flag in _flags(targets, function))
                case ast.AnnAssign(target=target):
                    yield from ((flag, node) for flag in _flags([target], function))
                case _:
                    pass


def _flags(targets: list[ast.expr], function: FunctionNode) -> list[str]:
    return [
        target.attr
        for target in targets
        if isinstance(target, ast.Attribute)
        and target.attr in SET_BY_LOOPS
        and is_self(target.value, function)
    ]


def _dead_ends(cls: Class) -> Iterator[FunctionNode]:
    """The setters that pass nothing on, where the class reads what they are given."""
    if SETTERS.keys().isdisjoint(cls.members):
        return
    reads = {
        node.attr
        for function in methods(cls)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and is_self(node.value, function)
    }
    for function in methods(cls):
        name = SETTERS.get(function.name, "")
        owner = cls.owner(name)
        if name in reads and owner is not None and owner.module.name == MIXINS:
            passed_on = {
                node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)
            }
            if passed_on.isdisjoint({function.name, f"_{name}", "__dict__"}):
                yield function


def _judge_readiness(cls: Class) -> Iterator[Remark]:
    """Yield reads of `program` and `params` before any loop has set them."""
    for function in methods(cls):
        if function.name in MAKERS and not _is_made_by_a_base(cls):
            yield from _judge_maker(function, cls)


def _is_made_by_a_base(cls: Class) -> bool:
    """Tell whether a base of one's own has an `__init__`, which may set them."""
    return any(
        "__init__" in base.members and base.module.name != MIXINS for base in cls.lineage[1:]
    )


def _judge_maker(function: FunctionNode, cls: Class) -> Iterator[Remark]:
    nodes = list(own_nodes(function))
    of_self = [
        node for node in nodes if isinstance(node, ast.Attribute) and is_self(node.value, function)
    ]
    if any(isinstance(node, ast.Try) for node in nodes) or any(
        node.attr in {*SETTERS, "_program", "_params"} for node in of_self
    ):
        return  # it knows what it does
    for node in of_self:
        owner = cls.owner(node.attr) if node.attr in SETTERS.values() else None
        if owner is not None and owner.module.name == MIXINS:
            yield Remark(node, sentences.not_ready(node.attr), "hookline-ready")
