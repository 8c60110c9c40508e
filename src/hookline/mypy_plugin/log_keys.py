"""Reads of a key that logs never have, where `logs[key]` itself is an error to every checker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from mypy.nodes import Expression, IndexExpr, MemberExpr, StrExpr
from mypy.plugin import FunctionContext, MethodContext
from mypy.typeops import try_getting_str_literals
from mypy.types import Instance, ProperType, Type, TypedDictType, get_proper_type

from hookline import recognized, sentences
from hookline.logs import Logs
from hookline.mypy_plugin import codes
from hookline.slips import is_slip

CallContext: TypeAlias = MethodContext | FunctionContext
MethodHook: TypeAlias = Callable[[MethodContext], Type]

#: The keys that tell the logs of hookline from any other TypedDict, with subclasses of `Logs`:
#: mypy does not keep the bases of a TypedDict.
_KEYS_OF_LOGS: Final = Logs.__annotations__.keys()


def judge_get(default: MethodHook | None) -> MethodHook:
    """Report a key that `get` never finds; the type is what mypy's own hook makes of the call."""

    def judge(context: MethodContext) -> Type:
        _judge_read(context, context.type, context.args[0])
        return default(context) if default else context.default_return_type

    return judge


def judge_metric(context: FunctionContext) -> Type:
    """Report a name that `metric` never finds."""
    if len(context.args) == 2 and context.arg_types[0]:
        _judge_read(context, context.arg_types[0][0], context.args[1])
    return context.default_return_type


def judge_series(context: MethodContext) -> Type:
    """Report a metric that a history never has."""
    read = context.context
    if isinstance(read, IndexExpr) and isinstance(read.base, MemberExpr) and context.args[0]:
        history = get_proper_type(context.api.get_expression_type(read.base.expr))
        if isinstance(history, Instance) and history.type.fullname == recognized.HISTORY:
            _judge_series(context, get_proper_type(history.args[0]), context.args[0][0])
    return context.default_return_type


def with_validation(logs: TypedDictType) -> frozenset[str]:
    """Return the keys of logs, and those under which a loop adds the same of a validation."""
    return frozenset(logs.items) | {f"val_{name}" for name in logs.items}


def _judge_read(context: CallContext, kind: Type, keys: list[Expression]) -> None:
    logs = get_proper_type(kind)
    if keys and isinstance(logs, TypedDictType) and _is_ours(logs):
        for name in _literals(context, keys[0]):
            _judge_key(context, logs, name, keys[0])


def _literals(context: CallContext, key: Expression) -> list[str]:
    if isinstance(key, StrExpr):  # most are, and then there is nothing to infer
        return [key.value]
    return try_getting_str_literals(key, context.api.get_expression_type(key)) or []


def _is_ours(logs: TypedDictType) -> bool:
    of_module = logs.fallback.type.fullname.startswith(f"{recognized.LOGS}.")
    return of_module or logs.items.keys() >= _KEYS_OF_LOGS


def _judge_key(context: CallContext, logs: TypedDictType, name: str, place: Expression) -> None:
    if name in with_validation(logs):
        return
    # Logs that are open may have other keys, so there a slip of the pen alone is a mistake.
    if logs.is_closed or any(is_slip(name, key) for key in logs.items):
        message = sentences.unknown_key(logs.fallback.type.name, name, logs.items.keys())
        context.api.fail(message, place, code=codes.KEY)


def _judge_series(context: MethodContext, logs: ProperType, key: Expression) -> None:
    if isinstance(logs, TypedDictType) and logs.is_closed:
        for name in _literals(context, key):
            if name not in with_validation(logs):
                sentence = sentences.unknown_series(name, logs.items.keys())
                context.api.fail(sentence, key, code=codes.KEY)
