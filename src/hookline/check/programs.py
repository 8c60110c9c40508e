"""What the source tells of a program: which attributes it has, and which metrics it gives."""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from hookline.check.classes import Class, Classes, Place
from hookline.check.logs_types import (
    LogsType,
    has_metrics,
    logs_type,
    with_validation,
)
from hookline.check.type_arguments import TypeArguments
from hookline.check.values import Instance
from hookline.recognized import PROGRAM

#: The steps whose return types name the metrics.
_STEPS: Final = ("train_step", "test_step")


#: What tells no names of metrics.
_NO_LOGS: Final = frozenset(
    {
        *(f"builtins.{kind}" for kind in ("dict", "float", "int", "list", "tuple")),
        *(f"typing.{kind}" for kind in ("Dict", "Mapping", "MutableMapping", "Tuple")),
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
    }
)


class ProgramKeys(NamedTuple):
    """The metrics of a program."""

    #: What it is called in a sentence.
    name: str
    #: Every key that its logs can have, `val_` keys included.
    keys: frozenset[str]


class Programs:
    """Finds what programs give.

    Args:
        classes: Who makes classes of definitions.
        arguments: Who finds type arguments.
    """

    def __init__(self, classes: Classes, arguments: TypeArguments) -> None:
        self._classes: Final = classes
        self._arguments: Final = arguments
        self._known: Final[dict[Class, LogsType | None]] = {}

    def metrics(self, program: Instance) -> ProgramKeys | None:
        """Return the metrics of a program, or None where its steps do not tell."""
        logs = self.logs(program)
        return ProgramKeys(program.cls.name, with_validation(logs.keys)) if logs else None

    def logs(self, program: Instance) -> LogsType | None:
        """Return what the steps of a program return, or None where they do not tell."""
        if program.cls not in self._known:
            self._known[program.cls] = self._find_logs(program.cls)
        return self._known[program.cls]

    def untyped(self, program: Instance, step: str) -> str:
        """Return what a step says that it returns, where that is surely no type of logs."""
        owner = program.cls.owner(step)
        function = owner.members[step].value if owner else None
        if owner is None or not isinstance(function, ast.FunctionDef) or function.returns is None:
            return ""
        returns = function.returns
        written = returns.value if isinstance(returns, ast.Subscript) else returns
        name = self._classes.names.full_name(written, owner.scope, owner.module)
        is_none = isinstance(returns, ast.Constant) and returns.value is None
        return ast.unparse(returns) if is_none or name in _NO_LOGS else ""

    def _find_logs(self, cls: Class) -> LogsType | None:
        if not cls.is_whole:
            return None
        found = [self._returned(cls, step) for step in _STEPS]
        if cls.derives_from(PROGRAM):
            given = self._arguments.of(cls, PROGRAM)[1:2]
            found += [self._logs_at(given[0])] if given else []
        return next((logs for logs in found if logs is not None and has_metrics(logs)), None)

    def _returned(self, cls: Class, step: str) -> LogsType | None:
        owner = cls.owner(step)
        function = owner.members[step].value if owner else None
        if owner is None or not isinstance(function, ast.FunctionDef) or function.returns is None:
            return None
        place: Place | None = (function.returns, owner.scope, owner.module)
        if isinstance(function.returns, ast.Name) and owner is not cls:
            parameters = list(self._arguments.parameters(owner))
            if function.returns.id in parameters:
                index = parameters.index(function.returns.id)
                given = self._arguments.of(cls, owner.full_name)
                place = given[index] if index < len(given) else None
        return self._logs_at(place)

    def _logs_at(self, place: Place | None) -> LogsType | None:
        cls = self._classes.of_expression(*place) if place else None
        return logs_type(cls, self._classes.names) if cls else None
