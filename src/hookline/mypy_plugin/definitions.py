"""What a variable was assigned, where it is assigned once and the source shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.checker_shared import TypeCheckerSharedApi
from mypy.nodes import (
    LDEF,
    AssignmentStmt,
    Block,
    CallExpr,
    Expression,
    ForStmt,
    FuncItem,
    IfStmt,
    ListExpr,
    MatchStmt,
    MypyFile,
    NameExpr,
    OperatorAssignmentStmt,
    StarExpr,
    Statement,
    TryStmt,
    TupleExpr,
    Var,
    WhileStmt,
    WithStmt,
)
from mypy.plugin import CheckerPluginInterface
from mypy.types import FunctionLike, get_proper_type


def definition(api: CheckerPluginInterface, name: Expression) -> Expression | None:
    """Return the expression that a name always stands for, or None."""
    if not isinstance(name, NameExpr) or not isinstance(name.node, Var):
        return None
    if not isinstance(api, TypeCheckerSharedApi):  # what it is, if the interface does not say so
        return None
    kind: type[FuncItem | MypyFile] = FuncItem if name.kind == LDEF else MypyFile
    # Nothing is kept from call to call: mypy's daemon changes its trees in place.
    values = [
        value
        for scope in api.scope.stack
        if isinstance(scope, (FuncItem, MypyFile)) and isinstance(scope, kind)
        for variable, value in _bound(scope)
        if variable is name.node
    ]
    return values[0] if len(values) == 1 else None


def instantiation(api: CheckerPluginInterface, expression: Expression) -> CallExpr | None:
    """Return the call of a class that made an object, so that the object is of no subclass."""
    made = expression if isinstance(expression, CallExpr) else definition(api, expression)
    if not isinstance(made, CallExpr):
        return None
    maker = get_proper_type(api.get_expression_type(made.callee))
    return made if isinstance(maker, FunctionLike) and maker.is_type_obj() else None


def _bound(scope: FuncItem | MypyFile) -> Iterator[tuple[Var, Expression | None]]:
    """Each variable that a scope binds, and to what; None where the source does not show it."""
    if isinstance(scope, MypyFile):
        yield from _assigned(scope.defs)
        return
    for argument in scope.arguments:
        yield argument.variable, None
    yield from _assigned(scope.body.body)


def _assigned(body: Iterable[Statement]) -> Iterator[tuple[Var, Expression | None]]:
    for statement in body:
        for target, value in _assignments(statement):
            yield from _variables(target, value)
        for block in _blocks(statement):
            yield from _assigned(block.body)


def _variables(
    target: Expression, value: Expression | None
) -> Iterator[tuple[Var, Expression | None]]:
    match target:
        case NameExpr(node=Var() as variable):
            yield variable, value
        case TupleExpr(items=items) | ListExpr(items=items):
            for item in items:
                yield from _variables(item, None)
        case StarExpr(expr=rest):
            yield from _variables(rest, None)
        case _:
            pass


def _assignments(statement: Statement) -> Iterator[tuple[Expression, Expression | None]]:
    match statement:
        case AssignmentStmt(lvalues=targets, rvalue=value):
            yield from ((target, value) for target in targets)
        case OperatorAssignmentStmt(lvalue=target) | ForStmt(index=target):
            yield target, None
        case WithStmt(target=targets):
            yield from ((target, None) for target in targets if target is not None)
        case _:
            pass


def _blocks(statement: Statement) -> Iterator[Block]:
    match statement:
        case IfStmt(body=bodies, else_body=rest):
            several: list[Block | None] = [*bodies, rest]
        case ForStmt(body=body, else_body=rest) | WhileStmt(body=body, else_body=rest):
            several = [body, rest]
        case WithStmt(body=body):
            several = [body]
        case TryStmt(body=body, handlers=handlers, else_body=rest, finally_body=last):
            several = [body, *handlers, rest, last]
        case MatchStmt(bodies=bodies):
            several = [*bodies]
        case _:
            several = []
    return (block for block in several if block is not None)
