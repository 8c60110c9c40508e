"""Types of a hook's parameters that are surely not those of what loops pass."""

from __future__ import annotations

import ast
import builtins
from typing import Final

from hookline import sentences
from hookline.check.bindings import FunctionNode
from hookline.check.classes import Class
from hookline.check.logs_types import logs_type
from hookline.hooks import HOOKS
from hookline.logs import Logs, NoLogs, PredictLogs


def _names(*kinds: type) -> frozenset[str]:
    return frozenset(f"builtins.{kind.__name__}" for kind in kinds)


#: What surely does not take a count, a dictionary, an exception.
_NO_COUNT: Final = _names(bytes, dict, list, set, str, tuple)
_NO_LOGS: Final = _names(bool, bytes, float, int, list, set, str, tuple)
_SOME_EXCEPTIONS: Final = _names(
    *(
        kind
        for kind in vars(builtins).values()
        if isinstance(kind, type) and issubclass(kind, Exception) and kind is not Exception
    )
)

_NO_KEYS: Final = f"{NoLogs.__module__}.{NoLogs.__qualname__}"

#: What loops pass, and what takes none of it, by the name of the parameter.
_WRONG: Final = {
    "epoch": ("int", _NO_COUNT),
    "batch": ("int", _NO_COUNT),
    "exception": ("BaseException", _SOME_EXCEPTIONS),
    "logs": ("Logs", _NO_LOGS),
}


def wrong_parameter(cls: Class, name: str, function: FunctionNode, subject: str) -> str | None:
    """Say which parameter of a hook is declared as something that no loop passes, or None."""
    arguments = {argument.arg: argument for argument in _arguments(function.args)}
    for parameter in HOOKS[name].parameters:
        annotation = arguments[parameter].annotation if parameter in arguments else None
        given, wrong = _WRONG.get(parameter, ("", frozenset[str]()))
        if annotation is None or not wrong:
            continue
        passed = _logs_of(name) if parameter == "logs" else given
        places = cls.names_of_union(annotation)
        if (places and all(cls.names.full_name(*place) in wrong for place in places)) or (
            parameter == "logs" and _are_other_logs(cls.classes_of(annotation), passed)
        ):
            declared = ast.unparse(annotation).strip("'\"")
            return sentences.wrong_parameter(subject, name, parameter, declared, passed)
    return None


def _are_other_logs(declared: list[Class | None], passed: str) -> bool:
    """Tell whether logs are declared with keys where none come, or as empty where some come."""
    if passed != NoLogs.__name__:
        return bool(declared) and all(kind and kind.full_name == _NO_KEYS for kind in declared)
    kinds = [logs_type(kind, kind.names) if kind else None for kind in declared]
    return bool(kinds) and all(logs and logs.required for logs in kinds)


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _logs_of(name: str) -> str:
    """The name of the logs that a hook receives."""
    if name == "on_predict_batch_end":
        return PredictLogs.__name__
    before = name.endswith("_begin") or HOOKS[name].family == "predict"
    return NoLogs.__name__ if before else Logs.__name__
