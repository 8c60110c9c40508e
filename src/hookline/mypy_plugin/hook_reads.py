"""How a hook reads its logs, where mypy asks no plugin: `logs["val_…"]`, and `key in logs`.

mypy lets a key that is not required be read as one that is; other checkers report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mypy.nodes import (
    ComparisonExpr,
    FuncDef,
    IndexExpr,
    NameExpr,
    Node,
    StrExpr,
    TryStmt,
    TypeInfo,
)
from mypy.plugin import ClassDefContext
from mypy.types import CallableType, Type, TypedDictType, UnboundType, UnionType

from hookline import sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.log_keys import with_validation
from hookline.mypy_plugin.walking import walk


def judge(context: ClassDefContext, hook: FuncDef) -> None:
    """Report reads of a validation key without asking for it, and of keys that never are there."""
    within = walk(hook.body)
    tests = list(_tests(within))
    declared = list(_declared(context, hook))
    for test in tests:
        if complaint := _never_there(test.value, declared):
            context.api.fail(complaint, test, code=codes.KEY)
    if any(isinstance(node, TryStmt) for node in within):
        return  # whoever catches errors may well mean that of an absent key
    sure = {test.value for test in tests}.union(*(logs.required_keys for _, logs in declared))
    for read, key in _reads(within):
        if key.startswith("val_") and key not in sure:
            context.api.fail(sentences.unsure_key(key), read, code=codes.KEY)


def _tests(within: Sequence[Node]) -> Iterator[StrExpr]:
    """The keys in `key in logs` and `key not in logs`."""
    for node in within:
        match node:
            case ComparisonExpr(
                operators=["in" | "not in"], operands=[StrExpr() as key, NameExpr(name="logs")]
            ):
                yield key
            case _:
                pass


def _reads(within: Sequence[Node]) -> Iterator[tuple[IndexExpr, str]]:
    for node in within:
        match node:
            case IndexExpr(base=NameExpr(name="logs"), index=StrExpr(value=key)):
                yield node, key
            case _:
                pass


def _never_there(key: str, declared: Sequence[tuple[str, TypedDictType]]) -> str | None:
    if not declared or any(
        key in with_validation(logs) or not logs.is_closed for _, logs in declared
    ):
        return None
    name, logs = declared[0]
    return sentences.unknown_key(name, key, logs.items.keys())


def _declared(context: ClassDefContext, hook: FuncDef) -> Iterator[tuple[str, TypedDictType]]:
    """The types that a hook declares for its logs, with their names, if they are known by now."""
    kind = hook.unanalyzed_type
    if isinstance(kind, CallableType) and "logs" in kind.arg_names:
        for name in _names(kind.arg_types[kind.arg_names.index("logs")]):
            found = context.api.lookup_qualified(name.name, name, suppress_errors=True)
            info = found.node if found is not None else None
            if isinstance(info, TypeInfo) and info.typeddict_type is not None:
                yield info.name, info.typeddict_type


def _names(kind: Type) -> Iterator[UnboundType]:
    """The names of types in an annotation that is read as it is written."""
    if isinstance(kind, UnboundType):
        yield kind
    elif isinstance(kind, UnionType):
        for item in kind.items:
            yield from _names(item)
