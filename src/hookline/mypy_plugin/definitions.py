"""What a variable was assigned, where it is assigned once and the source shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.checker_shared import TypeCheckerSharedApi
from mypy.nodes import (
    LDEF,
    AssignmentStmt,
    Block,
    Expression,
    ForStmt,
    FuncItem,
    IfStmt,
    MatchStmt,
    MypyFile,
    NameExpr,
    OperatorAssignmentStmt,
    Statement,
    TryStmt,
    Var,
    WhileStmt,
    WithStmt,
)
from mypy.plugin import CheckerPluginInterface


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
        for variable, value in _assigned(_body(scope))
        if variable is name.node
    ]
    return values[0] if len(values) == 1 else None


def _body(scope: FuncItem | MypyFile) -> list[Statement]:
    return scope.body.body if isinstance(scope, FuncItem) else scope.defs


def _assigned(body: Iterable[Statement]) -> Iterator[tuple[Var, Expression]]:
    """Each variable that statements assign, in blocks too, and what it is assigned."""
    for statement in body:
        targets, value = _assignment(statement)
        for target in targets:
            if isinstance(target, NameExpr) and isinstance(target.node, Var) and value:
                yield target.node, value
        for block in _blocks(statement):
            yield from _assigned(block.body)


def _assignment(statement: Statement) -> tuple[list[Expression], Expression | None]:
    match statement:
        case AssignmentStmt(lvalues=targets, rvalue=value):
            return [*targets], value
        case OperatorAssignmentStmt(lvalue=target, rvalue=value):
            return [target], value
        case ForStmt(index=target, expr=value):
            return [target], value
        case _:
            return [], None


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
