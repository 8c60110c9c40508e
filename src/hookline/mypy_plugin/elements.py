"""The callbacks in an expression: a display, a variable, a concatenation, a star expression."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mypy.maptype import map_instance_to_supertype
from mypy.nodes import (
    CallExpr,
    ConditionalExpr,
    Expression,
    ListExpr,
    NameExpr,
    OpExpr,
    SetExpr,
    StarExpr,
    TupleExpr,
    Var,
)
from mypy.plugin import CheckerPluginInterface
from mypy.types import Instance, ProperType, TupleType, Type, UnionType, get_proper_type

from hookline.mypy_plugin.definitions import definition, instantiation


class Element(NamedTuple):
    """One callback of a call."""

    #: Where to report: the callback in a display, else the whole argument.
    place: Expression
    kind: ProperType
    #: The call that made it, where the source shows it.
    made_by: CallExpr | None = None
    #: Whether it is of this class itself, and of no subclass.
    is_exact: bool = False
    #: The variable that holds it, if it is one and the callback is certainly there.
    variable: Var | None = None
    #: Whether it may stand in the place of the one before.
    is_alternative: bool = False


class Elements:
    """Finds the callbacks in an expression.

    Args:
        api: The type checker.
        accepted: What the loop accepts as a callback, for generic ones to take arguments from.
    """

    def __init__(self, api: CheckerPluginInterface, accepted: Type) -> None:
        self._api = api
        self._accepted = accepted
        #: Whether a variable was followed to the display that it was made from.
        #: mypy itself infers `list[object]` for one of several classes, and takes it for no list
        #: of callbacks.
        self.followed_variable: bool = False

    def of(self, expression: Expression, place: Expression | None = None) -> Iterator[Element]:
        """Yield each callback of an expression that stands for several.

        Args:
            expression: The argument, or a part of it.
            place: Where to report, if not at each callback.
        """
        match expression:
            case ListExpr(items=items) | TupleExpr(items=items) | SetExpr(items=items):
                for item in items:
                    yield from self._of_item(item, place)
            case OpExpr(op="+", left=left, right=right):
                yield from self.of(left, place)
                yield from self.of(right, place)
            case ConditionalExpr(if_expr=one, else_expr=other):
                for element in (*self.of(one, place), *self.of(other, place)):
                    yield element._replace(variable=None)
            case NameExpr() if (display := self._display(expression)) is not None:
                # A type that somebody wrote stands, whatever the variable was made from.
                self.followed_variable |= isinstance(expression.node, Var) and (
                    expression.node.is_inferred
                )
                yield from self.of(display, place or expression)
            case _:
                yield from self._of_type(expression, place or expression)

    def _of_item(self, item: Expression, place: Expression | None) -> Iterator[Element]:
        match item:
            case StarExpr(expr=several):
                yield from self.of(several, place)
            case ConditionalExpr(if_expr=one, else_expr=other):
                yield self._one(one, place)._replace(variable=None)
                yield self._one(other, place)._replace(variable=None, is_alternative=True)
            case _:
                yield self._one(item, place)

    def _one(self, item: Expression, place: Expression | None) -> Element:
        kind = get_proper_type(self._api.get_expression_type(item, self._accepted))
        variable = item.node if isinstance(item, NameExpr) and isinstance(item.node, Var) else None
        made = item if isinstance(item, CallExpr) else definition(self._api, item)
        made_by = made if isinstance(made, CallExpr) else None
        is_exact = made_by is not None and instantiation(self._api, made_by) is not None
        return Element(place or item, kind, made_by, is_exact, variable)

    def _display(self, name: NameExpr) -> Expression | None:
        """The display that a variable was made from, where the source shows it."""
        made = definition(self._api, name)
        shows = isinstance(made, OpExpr) or (
            isinstance(made, (ListExpr, TupleExpr, SetExpr)) and made.items
        )
        return made if shows else None

    def _of_type(self, expression: Expression, place: Expression) -> Iterator[Element]:
        kind = get_proper_type(self._api.get_expression_type(expression))
        for item in _items(kind):
            for member in item.items if isinstance(item, UnionType) else (item,):
                yield Element(place, get_proper_type(member))


def _items(kind: ProperType) -> Iterator[ProperType]:
    """The types of what an iterable of this type gives."""
    if isinstance(kind, TupleType):
        yield from map(get_proper_type, kind.items)
    elif isinstance(kind, Instance):
        for base in kind.type.mro:
            if base.fullname == "typing.Iterable":
                yield get_proper_type(map_instance_to_supertype(kind, base).args[0])
