"""`logs.get(key)` of a key that the logs never have, where `logs[key]` is an error to everyone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from mypy.plugin import MethodContext
from mypy.typeops import try_getting_str_literals
from mypy.types import Type, TypedDictType, get_proper_type

from hookline import sentences
from hookline.logs import Logs
from hookline.mypy_plugin import codes, names

MethodHook: TypeAlias = Callable[[MethodContext], Type]

#: The keys that tell the logs of hookline from any other TypedDict, with subclasses of `Logs`:
#: mypy does not keep the bases of a TypedDict.
_KEYS_OF_LOGS: Final = Logs.__annotations__.keys()


def judge_get(default: MethodHook | None) -> MethodHook:
    """Report a key that is not there; the type is what mypy's own hook makes of the call."""

    def judge(context: MethodContext) -> Type:
        logs = get_proper_type(context.type)
        if isinstance(logs, TypedDictType) and _is_ours(logs) and context.args[0]:
            key = context.args[0][0]
            for name in try_getting_str_literals(key, context.arg_types[0][0]) or ():
                _judge_key(context, logs, name)
        return default(context) if default else context.default_return_type

    return judge


def _is_ours(logs: TypedDictType) -> bool:
    of_module = logs.fallback.type.fullname.startswith(f"{names.LOGS}.")
    return of_module or logs.items.keys() >= _KEYS_OF_LOGS


def _judge_key(context: MethodContext, logs: TypedDictType, name: str) -> None:
    if name in logs.items:
        return
    # Logs that are open may have other keys, so there a near miss alone is a mistake.
    if logs.is_closed or sentences.did_you_mean(name, logs.items):
        message = sentences.unknown_key(logs.fallback.type.name, name, logs.items.keys())
        context.api.fail(message, context.args[0][0], code=codes.KEY)
