"""How a hook reads its logs, where mypy asks no plugin: keys of a validation, and `key in logs`.

mypy lets a key that is not required be read as one that is; other checkers report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from mypy.nodes import (
    AssignmentExpr,
    AssignmentStmt,
    CallExpr,
    ComparisonExpr,
    DictionaryComprehension,
    Expression,
    ForStmt,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    IndexExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    Node,
    OpExpr,
    SetExpr,
    StrExpr,
    TryStmt,
    TupleExpr,
    TypeInfo,
)
from mypy.plugin import ClassDefContext
from mypy.types import CallableType, Type, TypedDictType, UnboundType, UnionType

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.log_keys import with_validation

#: A type of logs, and its name.
_Logs: TypeAlias = tuple[str, TypedDictType]


def judge(
    context: ClassDefContext, hook: FuncDef, within: Sequence[Node], *, attached: bool
) -> None:
    """Report reads of a validation key without asking for it, and of keys that never are there.

    Args:
        context: The class, as mypy has read it so far.
        hook: One of its hooks.
        within: The nodes of its body.
        attached: Whether the hook is one of hookline's, if it does not say what its logs are.
    """
    asked = list(_asked_of_logs(within))
    if not asked or _binds_logs(within):
        return
    declared = _declared(context, hook)
    for node, key in asked:
        if isinstance(node, ComparisonExpr) and (complaint := _never_there(key, declared)):
            context.api.fail(complaint, node.operands[0], code=codes.KEY)
    says_nothing = hook.unanalyzed_type is None and attached
    if declared or says_nothing:
        _judge_validation(context, hook.name, within, asked, declared)


def _judge_validation(
    context: ClassDefContext,
    hook: str,
    within: Sequence[Node],
    asked: Sequence[tuple[Expression, str]],
    declared: Sequence[_Logs],
) -> None:
    """Report keys that the hook never receives, and those of a validation that may be absent."""
    sure = set[str]().union(*(logs.required_keys for _, logs in declared))
    unsure: list[tuple[IndexExpr, str]] = []
    for node, key in asked:
        # Of a key that is never in these logs somebody else says so.
        if key in sure or _never_there(key, declared):
            continue
        if told := recognized.never_received(hook, key):
            context.api.fail(told, node, code=codes.KEY)
        elif isinstance(node, IndexExpr) and key.startswith("val_"):
            unsure.append((node, key))
    if unsure and not any(map(_catches, within)):
        compared = _compared(within)
        for node, key in unsure:
            if key not in compared:
                context.api.fail(sentences.unsure_key(key), node, code=codes.KEY)


def _binds_logs(within: Sequence[Node]) -> bool:
    """Tell whether `logs` is bound to something else; `logs = logs or {}` is Keras's idiom."""
    for node in within:
        match node:
            case AssignmentStmt(rvalue=OpExpr(op="or", left=NameExpr(name="logs"))):
                continue
            case AssignmentStmt(lvalues=targets):
                bound = targets
            case ForStmt(index=target) | AssignmentExpr(target=target):
                bound = [target]
            case GeneratorExpr(indices=indices) | DictionaryComprehension(indices=indices):
                bound = indices
            case FuncItem(arg_names=parameters) if "logs" in parameters:
                return True
            case _:
                continue
        if any(isinstance(name, NameExpr) and name.name == "logs" for name in bound):
            return True
    return False


def _catches(node: Node) -> bool:
    """Tell whether somebody catches errors here, and may well mean that of an absent key."""
    match node:
        case TryStmt():
            return True
        case CallExpr(callee=NameExpr(name=name) | MemberExpr(name=name)):
            return name == "suppress"
        case _:
            return False


def _asked_of_logs(within: Sequence[Node]) -> Iterator[tuple[Expression, str]]:
    """The keys in `logs[key]`, `logs.get(key)`, `metric(logs, key)` and `key in logs`."""
    for node in within:
        match node:
            case (
                IndexExpr(base=logs, index=StrExpr(value=key))
                | CallExpr(callee=MemberExpr(expr=logs, name="get"), args=[StrExpr(value=key), *_])
                | CallExpr(callee=NameExpr(name="metric"), args=[logs, StrExpr(value=key)])
                | ComparisonExpr(operators=["in" | "not in"], operands=[StrExpr(value=key), logs])
            ):
                if _is_logs(logs):
                    yield node, key
            case _:
                pass


def _is_logs(expression: Expression) -> bool:
    """Tell whether an expression is `logs`, or `(logs or {})`."""
    match expression:
        case NameExpr(name="logs") | OpExpr(op="or", left=NameExpr(name="logs")):
            return True
        case _:
            return False


def _compared(within: Sequence[Node]) -> set[str]:
    """The keys that are compared with something, got, or listed for a loop over them."""
    several: list[Expression] = []
    for node in within:
        match node:
            case ComparisonExpr(operands=operands):
                several += operands
            case CallExpr(callee=MemberExpr(name="get"), args=arguments):
                several += arguments
            case TupleExpr(items=items) | ListExpr(items=items) | SetExpr(items=items):
                several += items
            case _:
                pass
    return {key.value for key in several if isinstance(key, StrExpr)}


def _never_there(key: str, declared: Sequence[_Logs]) -> str | None:
    if not declared or any(
        key in with_validation(logs) or not logs.is_closed for _, logs in declared
    ):
        return None
    name, logs = declared[0]
    return sentences.unknown_key(name, key, logs.items.keys())


def _declared(context: ClassDefContext, hook: FuncDef) -> list[_Logs]:
    """The types that a hook declares for its logs; none if one is not known."""
    kind = hook.unanalyzed_type
    if not isinstance(kind, CallableType) or "logs" not in kind.arg_names:
        return []
    found: list[_Logs] = []
    for name in _names(kind.arg_types[kind.arg_names.index("logs")]):
        symbol = context.api.lookup_qualified(name.name, name, suppress_errors=True)
        info = symbol.node if symbol is not None else None
        if not isinstance(info, TypeInfo) or info.typeddict_type is None:
            return []
        found.append((info.name, info.typeddict_type))
    return found


def _names(kind: Type) -> Iterator[UnboundType]:
    """The names of types in an annotation that is read as it is written, without None."""
    if isinstance(kind, UnionType):
        for item in kind.items:
            yield from _names(item)
    elif isinstance(kind, UnboundType):
        if kind.name.rpartition(".")[2] == "Optional":
            yield from _names(kind.args[0])
        elif kind.name != "None":
            yield kind
