"""Type arguments that reach a base through other bases: `X`, of `A` in `class C(B[X])`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from hookline.check.classes import Base, Class, Place
from hookline.check.names import Names, Variable

#: Bases whose arguments declare the type parameters of a class.
_DECLARES: Final = frozenset({"typing.Generic", "typing.Protocol"})


class TypeArguments:
    """Finds type arguments.

    Args:
        names: Who looks names up.
    """

    def __init__(self, names: Names) -> None:
        self._names: Final = names
        self._parameters_of: Final[dict[Class, dict[str, Place | None]]] = {}
        self._reaches: Final[dict[tuple[Class, str], list[Place | None] | None]] = {}

    def of(self, cls: Class, base: str) -> list[Place | None]:
        """Return what a class gives a base of this full name; None for what nobody says."""
        places = self._reaching(cls, base) or []
        return [None if place and self._parameter(place, cls) else place for place in places]

    def at_least(self, cls: Class, base: str) -> Place | None:
        """Return the first of them, or what bounds it where the class leaves it open."""
        place = next(iter(self._reaching(cls, base) or []), None)
        return place and (self.bound(place) or next(iter(self.of(cls, base))))

    def through(self, cls: Class, written: Base, base: str) -> list[Place | None] | None:
        """Return what one of the bases of a class gives a base of this full name, if it does."""
        kind = written.kind
        if not isinstance(kind, Class) or kind is cls or not kind.derives_from(base):
            return None
        if kind.full_name == base:
            return list(_places(written))
        further = self._reaching(kind, base)
        if further is None:
            return None
        given = self._given(kind, written)
        return [self._put_in(place, kind, given) for place in further]

    def parameters(self, cls: Class) -> dict[str, Place | None]:
        """Return the type parameters of a class, in order, each with its default."""
        if cls not in self._parameters_of:
            self._parameters_of[cls] = self._find_parameters(cls)
        return self._parameters_of[cls]

    def _find_parameters(self, cls: Class) -> dict[str, Place | None]:
        in_brackets = _in_brackets(cls)
        written: dict[str, Place | None] = {}
        for base, expression in zip(cls.bases, cls.node.bases, strict=True):
            found = {
                name: self._default(place)
                for place in _places(base)
                if (name := self._parameter(place, cls))
            }
            if found and self._names.full_name(expression, cls.outer, cls.module) in _DECLARES:
                return found
            written = found | written
        return in_brackets or written

    def _reaching(self, cls: Class, base: str) -> list[Place | None] | None:
        """What a class gives a base, with type parameters of the class still in it."""
        if (cls, base) not in self._reaches:
            self._reaches[cls, base] = self._find_reaching(cls, base)
        return self._reaches[cls, base]

    def _find_reaching(self, cls: Class, base: str) -> list[Place | None] | None:
        reaching = (self.through(cls, written, base) for written in cls.bases)
        return next((places for places in reaching if places is not None), None)

    def _given(self, kind: Class, written: Base) -> dict[str, Place | None]:
        """The arguments by the names of the parameters, defaults where none is given."""
        places = list(_places(written))
        return {
            name: places[index] if index < len(places) else default
            for index, (name, default) in enumerate(self.parameters(kind).items())
        }

    def _put_in(
        self, place: Place | None, cls: Class, given: Mapping[str, Place | None]
    ) -> Place | None:
        name = self._parameter(place, cls) if place else ""
        return given.get(name) if name else place

    def _parameter(self, place: Place, cls: Class) -> str:
        """The name of a type parameter of a class, or nothing for any other expression."""
        expression = place[0]
        if not isinstance(expression, ast.Name):
            return ""
        if expression.id in _in_brackets(cls):
            return expression.id
        thing = self._names.thing(*place)
        return expression.id if isinstance(thing, Variable) and self._is_made(thing) else ""

    def _is_made(self, variable: Variable) -> bool:
        made = variable.value
        called = made.func if isinstance(made, ast.Call) else None
        full = self._names.full_name(called, variable.binding.scope, variable.module)
        return full == "typing.TypeVar"

    def bound(self, place: Place) -> Place | None:
        """Return what a type variable is bound by; None for any other expression."""
        thing = self._names.thing(*place)
        if not isinstance(place[0], ast.Name) or not isinstance(thing, Variable):
            return None
        return self._said(place, "bound") if self._is_made(thing) else None

    def _default(self, place: Place) -> Place | None:
        return self._said(place, "default")

    def _said(self, place: Place, name: str) -> Place | None:
        """What is given by name where a type variable is made."""
        thing = self._names.thing(*place)
        if not isinstance(thing, Variable) or not isinstance(thing.value, ast.Call):
            return None
        values = [keyword.value for keyword in thing.value.keywords if keyword.arg == name]
        return (values[0], thing.binding.scope, thing.module) if values else None


def _places(base: Base) -> Iterator[Place]:
    return ((argument, base.scope, base.module) for argument in base.arguments)


def _in_brackets(cls: Class) -> dict[str, Place | None]:
    """The parameters of `class C[T = int]`, which Python 3.12 has."""
    found: dict[str, Place | None] = {}
    for parameter in getattr(cls.node, "type_params", ()):
        default: ast.expr | None = getattr(parameter, "default_value", None)
        found[parameter.name] = (default, cls.outer, cls.module) if default else None
    return found
