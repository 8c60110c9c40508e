"""Class bodies: hooks misspelt or out of place, told where they are written.

mypy asks as soon as it knows the bases of a class, before it has looked at the body:
so the body is read as written, and only the names in it.
A class that derives from hookline is a callback. One that does not is judged as one where it has
a hook that is right in name and in parameters: what is near to a hook beside it is meant to be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import (
    AssignmentStmt,
    Block,
    ClassDef,
    Decorator,
    Expression,
    FuncDef,
    IfStmt,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    OverloadedFuncDef,
    Statement,
    TypeInfo,
    get_member_expr_fullname,
)
from mypy.plugin import ClassDefContext

from hookline import sentences
from hookline.hooks import ALIASES, HOOKS
from hookline.mypy_plugin import codes, names, recorded
from hookline.mypy_plugin.parameters import accepts
from hookline.spelling import nearest_hook


def judge(context: ClassDefContext) -> None:
    """Report what is wrong in a class; keep what can only be judged once it is handed over."""
    if context.api.modules[context.api.cur_mod_id].is_stub:
        return  # nobody's callbacks, and most of all classes that mypy reads
    written = dict(_methods(context.cls.defs.body))
    if not any(name[:2].lower() == "on" for name in written):
        return  # most classes are no callbacks, and cost no more than this
    methods = {
        name: method
        for name, method in written.items()
        if not _is_decorated(context, method, names.DEFAULT)
    }
    bases = context.cls.info.mro[1:]
    attached = any(base.fullname == names.ATTACHED for base in bases)
    evident = not attached and _is_evident(methods, bases)
    near = _near_misses(context, methods, bases)
    subject = f"The class {context.cls.name}"
    if attached or evident or _is_kindred(context.cls, bases):
        for name, meant in near.items():
            message = sentences.misspelt(subject, name, meant)
            context.api.fail(message, _place(methods[name]), code=codes.HOOK)
    else:
        recorded.keep_near_misses(context.cls.info, near)
    if attached:
        _judge_families(context, methods, bases, subject)
    elif evident:  # of other classes mypy compares each method with that of the base
        _judge_signatures(context, methods, subject)
        _judge_aliases(context, methods, subject)


def _methods(body: Iterable[Statement]) -> Iterator[tuple[str, Statement]]:
    """The methods of a class and what stands for one, by name, as they are written."""
    for statement in body:
        match statement:
            case FuncDef() | Decorator() | OverloadedFuncDef():
                yield statement.name, statement
            case AssignmentStmt(lvalues=[NameExpr(name=name)], rvalue=LambdaExpr()):
                yield name, statement
            case IfStmt():
                blocks: list[Block] = [*statement.body]
                if statement.else_body:
                    blocks.append(statement.else_body)
                for block in blocks:
                    yield from _methods(block.body)
            case _:
                pass


def _place(method: Statement) -> Statement:
    """Where to report: the line of the name, not that of a decorator above it."""
    return method.func if isinstance(method, Decorator) else method


def _near_misses(
    context: ClassDefContext, methods: dict[str, Statement], bases: list[TypeInfo]
) -> dict[str, str]:
    """The names that are almost a hook's, and which hook was meant."""
    return {
        name: meant
        for name, method in methods.items()
        if (meant := nearest_hook(name))
        # A name that a base has belongs to the vocabulary of that base.
        and not any(name in base.names for base in bases)
        and not _is_decorated(context, method, names.NOT_A_HOOK)
    }


def _is_decorated(context: ClassDefContext, method: Statement, decorator: str) -> bool:
    if not isinstance(method, Decorator):
        return False
    for text in map(_dotted, method.original_decorators):
        found = context.api.lookup_qualified(text, method, suppress_errors=True) if text else None
        if found is not None and found.fullname == decorator:
            return True
    return False


def _dotted(decorator: Expression) -> str | None:
    """Write a decorator as the source does: "hookline.not_a_hook"."""
    if isinstance(decorator, NameExpr):
        return decorator.name
    return get_member_expr_fullname(decorator) if isinstance(decorator, MemberExpr) else None


def _is_kindred(cls: ClassDef, bases: list[TypeInfo]) -> bool:
    """Tell whether a class takes its hooks from a base that lists them."""
    written = {getattr(base, "fullname", "") for base in cls.base_type_exprs}  # also if untyped
    known = {base.fullname for base in bases} | written
    return not known.isdisjoint(names.KINDRED) or any(
        name.startswith(f"{names.PROTOCOLS}.") for name in known
    )


def _is_evident(methods: dict[str, Statement], bases: list[TypeInfo]) -> bool:
    """Tell whether a class has a hook that is right in name and in parameters."""
    own = any(_is_right(name, method) for name, method in methods.items())
    return own or any(
        isinstance(symbol.node, FuncDef) and _is_right(name, symbol.node)
        for base in bases
        if base.fullname != "builtins.object"
        for name, symbol in base.names.items()
    )


def _is_right(name: str, method: object) -> bool:
    if name not in names.DISTINCTIVE or not isinstance(method, FuncDef):
        return False
    return _takes(method, HOOKS[name].parameters)


def _takes(method: FuncDef, parameters: tuple[str, ...]) -> bool:
    own = zip(method.arg_names[1:], method.arg_kinds[1:], strict=True)
    return accepts([*own], parameters)


def _judge_families(
    context: ClassDefContext,
    methods: dict[str, Statement],
    bases: list[TypeInfo],
    subject: str,
) -> None:
    """Report hooks of a family that the class does not have."""
    for name in HOOKS.keys() & methods.keys():
        family = HOOKS[name].family
        if family != "run" and not any(name in base.names for base in bases):
            message = sentences.absent_family(subject, name, family)
            context.api.fail(message, _place(methods[name]), code=codes.HOOK)


def _judge_signatures(
    context: ClassDefContext, methods: dict[str, Statement], subject: str
) -> None:
    """Report hooks that cannot be called as loops do, as far as it shows without types."""
    for name in HOOKS.keys() & methods.keys():
        method = methods[name]
        complaint = _signature(name, method, subject) if isinstance(method, FuncDef) else None
        if complaint:
            context.api.fail(complaint, method, code=codes.SIGNATURE)
            recorded.keep_reported(context.cls.info, name)


def _signature(name: str, method: FuncDef, subject: str) -> str | None:
    parameters = HOOKS[name].parameters
    if method.is_coroutine or method.is_async_generator:
        return sentences.asynchronous(subject, name)
    if method.is_generator:
        return sentences.generator(subject, name)
    if not _takes(method, parameters):
        shown = f"({', '.join(argument or '_' for argument in method.arg_names)})"
        return sentences.wrong_signature(subject, name, parameters, shown)
    return None


def _judge_aliases(context: ClassDefContext, methods: dict[str, Statement], subject: str) -> None:
    """Report a hook and its alias, of which only the hook would be called."""
    for name, alias in ALIASES.items():
        if {name, alias} <= methods.keys():
            message = sentences.both_names(subject, name, alias)
            context.api.fail(message, _place(methods[alias]), code=codes.HOOK)
