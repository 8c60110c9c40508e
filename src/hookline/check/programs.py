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


class ProgramKeys(NamedTuple):
    """The metrics of a program."""

    #: What it is called in a sentence.
    name: str
    #: Every key that its logs can have, `val_` keys included.
    keys: frozenset[str]


def metric_keys(
    program: Instance, classes: Classes, arguments: TypeArguments
) -> ProgramKeys | None:
    """Return the metrics of a program, or None where its steps do not tell."""
    cls = program.cls
    if not cls.is_whole:
        return None
    found = [_returned(cls, step, classes, arguments) for step in _STEPS]
    if cls.derives_from(PROGRAM):
        given = arguments.of(cls, PROGRAM)[1:2]
        found += [_logs_at(given[0], classes)] if given else []
    for logs in found:
        if logs is not None and has_metrics(logs):
            return ProgramKeys(cls.name, with_validation(logs.keys))
    return None


def _returned(cls: Class, step: str, classes: Classes, arguments: TypeArguments) -> LogsType | None:
    owner = cls.owner(step)
    function = owner.members[step].value if owner else None
    if owner is None or not isinstance(function, ast.FunctionDef) or function.returns is None:
        return None
    place: Place | None = (function.returns, owner.scope, owner.module)
    if isinstance(function.returns, ast.Name) and owner is not cls:
        parameters = list(arguments.parameters(owner))
        if function.returns.id in parameters:
            index = parameters.index(function.returns.id)
            given = arguments.of(cls, owner.full_name)
            place = given[index] if index < len(given) else None
    return _logs_at(place, classes)


def _logs_at(place: Place | None, classes: Classes) -> LogsType | None:
    cls = classes.of_expression(*place) if place else None
    return logs_type(cls, classes.names) if cls else None
