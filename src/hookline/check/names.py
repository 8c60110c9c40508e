"""What a name stands for, as far as the source tells: a class, a function, a module."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from hookline.check.bindings import (
    Assigned,
    Binding,
    Imported,
    Opaque,
    Parameter,
    Scope,
)
from hookline.check.modules import Module, Project


class Foreign(NamedTuple):
    """Something of a module that is not read, by its full name: "typing.Protocol"."""

    name: str


class Defined(NamedTuple):
    """A class or a function of a module that is read."""

    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    scope: Scope
    module: Module


class Variable(NamedTuple):
    """A name that is assigned once, to something that is no other name."""

    binding: Binding
    value: ast.expr | None
    annotation: ast.expr | None
    module: Module


class Argument(NamedTuple):
    """A parameter."""

    binding: Binding
    parameter: Parameter
    module: Module


Thing: TypeAlias = Foreign | Defined | Variable | Argument | Module

#: How many names may stand for one another in a row; more would be a circle.
_DEPTH: Final = 20


class Names:
    """Looks names up.

    Args:
        project: Where imports lead.
    """

    def __init__(self, project: Project) -> None:
        self._project: Final = project
        self._depth = 0
        self._things: Final[dict[tuple[ast.expr, Scope], Thing | None]] = {}
        self._members: Final[dict[tuple[Module, str], Thing | None]] = {}

    def thing(self, expression: ast.expr | None, scope: Scope, module: Module) -> Thing | None:
        """Return what an expression stands for; of `X[…]` what `X` does."""
        if expression is None:
            return None
        if (expression, scope) not in self._things:
            self._things[expression, scope] = self._look_up(expression, scope, module)
        return self._things[expression, scope]

    def _look_up(self, expression: ast.expr, scope: Scope, module: Module) -> Thing | None:
        match expression:
            case ast.Name(id=name):
                return self._named(name, scope, module, expression.lineno)
            case ast.Attribute(value=value, attr=name):
                return self._attribute(self.thing(value, scope, module), name)
            case ast.Subscript(value=value):
                return self.thing(value, scope, module)
            case ast.Constant(value=str(text)):
                return self.thing(parse_annotation(text, expression), scope, module)
            case _:
                return None

    def full_name(self, expression: ast.expr | None, scope: Scope, module: Module) -> str:
        """Return the full name of what an expression stands for, or nothing."""
        thing = self.thing(expression, scope, module)
        if isinstance(thing, Foreign):
            return thing.name
        return full_name(thing) if isinstance(thing, Defined) else ""

    def binding(self, name: ast.Name, scope: Scope) -> Binding | None:
        """Return where a name was bound, if there is but one place."""
        found = _bindings(name.id, scope, name.lineno)
        return found[0] if found is not None and len(found) == 1 else None

    def _named(self, name: str, scope: Scope, module: Module, line: int) -> Thing | None:
        self._depth += 1
        try:
            if self._depth > _DEPTH:
                return None
            found = _bindings(name, scope, line)
            if found is None:
                return self._from_stars(name, module) or self._builtin(name, module)
            things = [self._bound(binding, module) for binding in found]
            return (
                things[0] if things and all(_same(thing, things[0]) for thing in things) else None
            )
        finally:
            self._depth -= 1

    def _bound(self, binding: Binding, module: Module) -> Thing | None:
        match binding.definition:
            case Imported() as source:
                return self._imported(source, module)
            case Assigned(value=ast.Name() | ast.Attribute() as value):
                other = self.thing(value, binding.scope, module)
                return other if isinstance(other, (Defined, Foreign, Module)) else None
            case Assigned(value=value, annotation=annotation):
                return Variable(binding, value, annotation, module)
            case Parameter() as parameter:
                return Argument(binding, parameter, module)
            case Opaque():
                return None
            case node:
                return Defined(node, binding.scope, module)

    def _imported(self, source: Imported, importer: Module) -> Thing | None:
        owner = self._project.imported(source, importer)
        if isinstance(owner, str):
            return Foreign(_canonical(f"{owner}.{source.name}" if source.name else owner))
        return self._member(owner, source.name) if source.name else owner

    def _builtin(self, name: str, module: Module) -> Thing | None:
        """A built-in, unless a star brought names that nobody knows."""
        stars = (self._project.imported(star, module) for star in module.scope.stars)
        known = hasattr(builtins, name) and all(isinstance(star, Module) for star in stars)
        return Foreign(f"builtins.{name}") if known else None

    def _attribute(self, owner: Thing | None, name: str) -> Thing | None:
        match owner:
            case Foreign(name=full):
                return Foreign(_canonical(f"{full}.{name}"))
            case Module():
                return self._member(owner, name)
            case Defined(node=ast.ClassDef() as node, module=module):
                scope = module.reader.scopes[node]
                return self._named(name, scope, module, 0) if name in scope.bindings else None
            case _:
                return None

    def _member(self, module: Module, name: str) -> Thing | None:
        if (module, name) not in self._members:
            self._members[module, name] = None  # for imports in a circle
            self._members[module, name] = self._find_member(module, name)
        return self._members[module, name]

    def _find_member(self, module: Module, name: str) -> Thing | None:
        if name in module.scope.bindings:
            return self._named(name, module.scope, module, 0)
        return self._project.below(module, name) or self._from_stars(name, module)

    def _from_stars(self, name: str, module: Module) -> Thing | None:
        self._depth += 1
        try:
            owners = (self._project.imported(star, module) for star in module.scope.stars)
            ours = [owner for owner in owners if isinstance(owner, Module)]
            if self._depth > _DEPTH or name.startswith("_"):
                return None
            return next((thing for owner in ours if (thing := self._member(owner, name))), None)
        finally:
            self._depth -= 1


def full_name(defined: Defined) -> str:
    """Return the name of a class or function with that of its module: "my.module.Outer.Inner"."""
    return f"{defined.module.name}.{qualified_name(defined)}"


def qualified_name(defined: Defined) -> str:
    """Return the name of a class or function as `__qualname__` has it, but for `<locals>`."""
    parts = [defined.node.name]
    scope: Scope | None = defined.scope
    while scope is not None and isinstance(scope.node, ast.ClassDef):
        parts.append(scope.node.name)
        scope = scope.parent
    return ".".join(reversed(parts))


def parse_annotation(text: str, at: ast.expr) -> ast.expr | None:
    """Return an annotation that is written as a string, or None where it is none."""
    try:
        expression = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(expression):
        ast.copy_location(node, at)
    return expression


def _bindings(name: str, scope: Scope, line: int) -> list[Binding] | None:
    """Where a name is bound that is used in a scope, or None for no place at all."""
    around: Scope | None = scope
    while around is not None:
        if name in around.bindings and (around is scope or not around.is_class):
            return list(_relevant(around.bindings[name], line if around is scope else 0))
        around = around.parent
    return None


def _relevant(bindings: list[Binding], line: int) -> Iterator[Binding]:
    """Leave out what only declares or stands in, and what is bound anew before its use."""
    telling = [binding for binding in bindings if not _says_nothing(binding)] or bindings
    if all(binding.certain and _is_function(binding) for binding in telling):
        yield from telling[-1:]  # those before it are its overloads
    elif line and all(binding.certain for binding in telling):
        before = [binding for binding in telling if binding.line < line]
        yield from before[-1:] or telling
    else:
        yield from telling


def _is_function(binding: Binding) -> bool:
    return isinstance(binding.definition, (ast.FunctionDef, ast.AsyncFunctionDef))


def _says_nothing(binding: Binding) -> bool:
    definition = binding.definition
    if not isinstance(definition, Assigned):
        return False
    value = definition.value
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _same(one: Thing | None, other: Thing | None) -> bool:
    if isinstance(one, Defined) and isinstance(other, Defined):
        return one.node is other.node
    return one is other or (isinstance(one, Foreign) and one == other)


def _canonical(name: str) -> str:
    """Give one name to what several modules offer."""
    module, _, last = name.rpartition(".")
    return f"typing.{last}" if module in {"typing_extensions", "collections.abc"} else name
