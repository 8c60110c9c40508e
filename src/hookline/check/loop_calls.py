"""Calls of loops: `fit`, `evaluate`, `predict`, `CallbackList`, and `compile`, which says how."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Final, NamedTuple

from hookline.check.bindings import Scope
from hookline.check.classes import Classes
from hookline.check.modules import Module
from hookline.check.names import Defined, Names
from hookline.check.values import Instance, Values
from hookline.loops.arguments import LEAST
from hookline.recognized import CALLBACK_LIST, LOOP_FUNCTIONS, LOOPS, PROGRAM

#: The methods of a program that are judged.
_METHODS: Final = frozenset({*LOOPS, "compile"})

#: Names that such a call has in it, whatever its function is called where it stands.
_TELLING: Final = frozenset({"callbacks", *LEAST})

#: What such a function is called at home.
_FUNCTIONS: Final = _METHODS | {CALLBACK_LIST.rpartition(".")[2]}


class LoopCall(NamedTuple):
    """A call of a loop."""

    node: ast.Call
    #: None for `compile`, and for the list of a hand-written loop.
    loop: str | None
    #: None where it is given none.
    callbacks: ast.expr | None
    #: None where the source does not tell.
    program: Instance | None
    #: The class that is given where a program belongs, or nothing.
    class_for_program: str
    #: What is given by name.
    named: Mapping[str | None, ast.expr]

    def passes(self, name: str) -> bool | None:
        """Tell whether something is given by a name; None where `**` may give it."""
        given = self.named.get(name)
        if given is None:
            return None if None in self.named else False
        return not (isinstance(given, ast.Constant) and given.value is None)


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
        """Return what a call hands to a loop, or None if it is none."""
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        if _TELLING.isdisjoint(named) and _last(call.func) not in _FUNCTIONS:
            return None  # most calls, and cost no more
        full = self._names.full_name(call.func, scope, module)
        callbacks, program = named.get("callbacks"), named.get("program")
        if full == CALLBACK_LIST:
            loop, callbacks = None, callbacks or _first(call)
        elif full in LOOP_FUNCTIONS:
            loop, program = LOOP_FUNCTIONS[full], program or _first(call)
        elif (method := self._method(call, scope, module)) is not None:
            loop, program = method.attr if method.attr in LOOPS else None, method.value
        else:
            return None
        made = self._values.instance(program, scope, module) if program else None
        thing = self._names.thing(program, scope, module) if program else None
        is_class = isinstance(thing, Defined) and isinstance(thing.node, ast.ClassDef)
        is_named = isinstance(program, (ast.Name, ast.Attribute))
        name = ast.unparse(program) if program and is_class and is_named else ""
        return LoopCall(call, loop, callbacks, made, name, named)

    def _method(self, call: ast.Call, scope: Scope, module: Module) -> ast.Attribute | None:
        """What is called by `program.fit(…)`, if that is a method of `Program`."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr not in _METHODS:
            return None
        program = self._values.instance(function.value, scope, module)
        if program is None:
            return None
        is_super = isinstance(function.value, ast.Call) and program.made_by is None
        lineage = program.cls.lineage[1:] if is_super else program.cls.lineage
        owner = next((cls for cls in lineage if function.attr in cls.members), None)
        return function if owner is not None and owner.full_name == PROGRAM else None


def _last(function: ast.expr) -> str:
    """The name that is called, without those before its dot."""
    match function:
        case ast.Subscript(value=value):
            return _last(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _first(call: ast.Call) -> ast.expr | None:
    first = call.args[0] if call.args else None
    return None if isinstance(first, ast.Starred) else first
