"""Calls that hand callbacks to a loop: `fit`, `evaluate`, `predict` and `CallbackList`."""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from hookline.check.bindings import Scope
from hookline.check.classes import Classes
from hookline.check.modules import Module
from hookline.check.names import Names
from hookline.check.values import Instance, Values
from hookline.recognized import CALLBACK_LIST, LOOP_FUNCTIONS, LOOPS, PROGRAM


class LoopCall(NamedTuple):
    """A call that takes callbacks."""

    #: None for the list of a hand-written loop.
    loop: str | None
    callbacks: ast.expr
    #: None where the source does not tell.
    program: Instance | None


class LoopCalls:
    """Recognizes such calls.

    Args:
        classes: Who makes classes of definitions.
        values: Who follows variables.
    """

    def __init__(self, classes: Classes, values: Values) -> None:
        self._classes: Final = classes
        self._names: Final[Names] = classes.names
        self._values: Final = values

    def of(self, call: ast.Call, scope: Scope, module: Module) -> LoopCall | None:
        """Return what a call hands to a loop, or None if it does not."""
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        if "callbacks" not in named and not (call.args and _is_list(call.func)):
            return None  # most calls, and cost no more
        full = self._names.full_name(call.func, scope, module)
        if full == CALLBACK_LIST:
            callbacks = named.get("callbacks") or _first(call)
            loop, program = None, named.get("program")
        elif full in LOOP_FUNCTIONS:
            callbacks, loop = named.get("callbacks"), LOOP_FUNCTIONS[full]
            program = named.get("program") or _first(call)
        else:
            callbacks, loop, program = named.get("callbacks"), *self._method(call, scope, module)
            if loop is None:
                return None
        if callbacks is None:
            return None
        made = self._values.instance(program, scope, module) if program else None
        return LoopCall(loop, callbacks, made)

    def _method(
        self, call: ast.Call, scope: Scope, module: Module
    ) -> tuple[str | None, ast.expr | None]:
        """The loop and the program of `program.fit(…)`."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in LOOPS:
            return None, None
        program = self._values.instance(function.value, scope, module)
        if program is None:
            return None, None
        is_super = isinstance(function.value, ast.Call) and program.made_by is None
        lineage = program.cls.lineage[1:] if is_super else program.cls.lineage
        owner = next((cls for cls in lineage if function.attr in cls.members), None)
        is_ours = owner is not None and owner.full_name == PROGRAM
        return (function.attr, function.value) if is_ours else (None, None)


def _is_list(function: ast.expr) -> bool:
    """Tell whether something called may be `CallbackList`, which takes callbacks by position."""
    match function:
        case ast.Subscript(value=value):
            return _is_list(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return CALLBACK_LIST.endswith(f".{name}")
        case _:
            return False


def _first(call: ast.Call) -> ast.expr | None:
    first = call.args[0] if call.args else None
    return None if isinstance(first, ast.Starred) else first
