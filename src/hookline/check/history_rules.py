"""Metrics that are read of a history, and that its program never gives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from hookline import sentences
from hookline.check.bindings import Scope
from hookline.check.classes import Classes
from hookline.check.findings import Remark
from hookline.check.logs_types import LogsType, has_metrics, logs_type
from hookline.check.loop_calls import LoopCalls
from hookline.check.modules import Module
from hookline.check.names import Argument, Variable
from hookline.check.programs import Programs
from hookline.check.type_arguments import TypeArguments
from hookline.check.values import Values
from hookline.recognized import HISTORY, PROGRAM


class HistoryRules:
    """Judges reads of a history.

    Args:
        classes: Who makes classes of definitions.
    """

    def __init__(self, classes: Classes) -> None:
        self._classes: Final = classes
        self._values: Final = Values(classes)
        self._calls: Final = LoopCalls(classes, self._values)
        self._programs: Final = Programs(classes, TypeArguments(classes.names))

    def judge(self, read: ast.Subscript, scope: Scope, module: Module) -> Iterator[Remark]:
        """Yield a metric that is never there, where `history.history[…]` asks for one."""
        match read:
            case ast.Subscript(
                value=ast.Attribute(value=history), slice=ast.Constant(value=str(key)) as place
            ):
                logs = self._logs(history, scope, module)
                if logs is not None and logs.is_closed and key not in logs.known:
                    sentence = sentences.unknown_series(key, logs.keys)
                    yield Remark(place, sentence, "hookline-key")
            case _:
                pass

    def _logs(self, history: ast.expr, scope: Scope, module: Module) -> LogsType | None:
        """The logs that a history keeps, where the source tells."""
        match history:
            case ast.Call():
                call = self._calls.of(history, scope, module)
                program = call.program if call is not None and call.loop == "fit" else None
                return self._programs.logs(program) if program else None
            case ast.Attribute(value=owner, attr="history"):
                program = self._values.instance(owner, scope, module)
                ours = program is not None and program.cls.derives_from(PROGRAM)
                return self._programs.logs(program) if program and ours else None
            case ast.Name():
                return self._of_name(history, scope, module)
            case _:
                return None

    def _of_name(self, name: ast.Name, scope: Scope, module: Module) -> LogsType | None:
        match self._classes.names.thing(name, scope, module):
            case Variable(binding=binding, value=ast.Call() as call, module=home):
                return self._logs(call, binding.scope, home)
            case Argument(binding=binding, parameter=parameter, module=home):
                return self._promised(parameter.argument.annotation, binding.scope, home)
            case _:
                return None

    def _promised(
        self, annotation: ast.expr | None, scope: Scope, module: Module
    ) -> LogsType | None:
        """The logs in an annotation `History[MyLogs]`."""
        outer = scope.parent or scope
        if not isinstance(annotation, ast.Subscript):
            return None
        if self._classes.names.full_name(annotation, outer, module) != HISTORY:
            return None
        kind = self._classes.of_expression(annotation.slice, outer, module)
        logs = logs_type(kind, self._classes.names) if kind else None
        return logs if logs is not None and has_metrics(logs) else None
