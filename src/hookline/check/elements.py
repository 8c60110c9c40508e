"""The callbacks in an expression: a display, a variable, a concatenation, a star expression."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from hookline.check.bindings import Binding, Scope
from hookline.check.classes import Classes
from hookline.check.modules import Module
from hookline.check.names import Variable

#: Methods of a list that leave it what it was made with, in front.
_HARMLESS: Final = frozenset({"append", "copy", "count", "extend", "index"})

#: Functions that only look at a list.
_LOOKS: Final = frozenset(
    {"CallbackList", "enumerate", "isinstance", "len", "list", "print", "sorted", "tuple"}
)

#: How deep variables are followed; more would be a circle.
_DEPTH: Final = 10


class Element(NamedTuple):
    """One callback of a call."""

    #: Where to report: the callback in a display, else the variable in the call.
    node: ast.expr
    written: ast.expr
    scope: Scope
    module: Module
    #: Its place in the list; None where the source does not tell.
    place: int | None = None
    #: Whether it is there only under a condition.
    maybe: bool = False


class Elements:
    """Finds the callbacks in an expression.

    Args:
        classes: Who looks names up.
    """

    def __init__(self, classes: Classes) -> None:
        self._names: Final = classes.names
        self._known: Final[dict[Binding, set[str]]] = {}

    def of(self, argument: ast.expr, scope: Scope, module: Module) -> list[Element]:
        """Return the callbacks of an argument, as far as the source tells."""
        found: list[Element] = []
        place: int | None = 0
        for choice in self._choices(Element(argument, argument, scope, module), 0):
            found += [one._replace(place=place, maybe=len(choice) > 1) for one in choice]
            place = place + 1 if choice and place is not None else None
        return found

    def _choices(self, several: Element, depth: int) -> Iterator[list[Element]]:
        """Yield what may stand at each place of a list; nothing for any number of places."""
        match _unwrapped(several.written):
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                yield from self._of_display(items, several, depth)
            case ast.Dict(keys=keys):
                yield from ([_at(several, key)] if key else [] for key in keys)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                for part in (left, right):
                    yield from self._choices(several._replace(written=part), depth)
            case ast.IfExp(body=left, orelse=right):
                yield []  # from here on nobody knows how many there are
                for branch in (left, right):
                    for choice in self._choices(several._replace(written=branch), depth):
                        yield choice * 2  # two choices, so none of them is certain
            case ast.ListComp(elt=item) | ast.GeneratorExp(elt=item):
                yield from ([], [_at(several, item)], [])
            case ast.Name() as name if depth < _DEPTH:
                yield from self._of_variable(name, several, depth)
            case _:
                yield []

    def _of_display(
        self, items: list[ast.expr], several: Element, depth: int
    ) -> Iterator[list[Element]]:
        for item in items:
            if isinstance(item, ast.Starred):
                yield from self._choices(several._replace(written=item.value), depth)
            else:
                yield [_at(several, one) for one in _alternatives(item)]

    def _of_variable(self, name: ast.Name, several: Element, depth: int) -> Iterator[list[Element]]:
        thing = self._names.thing(name, several.scope, several.module)
        if isinstance(thing, Variable) and thing.value is not None and self._is_kept(thing):
            # Told in the call, for the display may serve other calls too.
            node = _at(several, name).node
            yield from self._choices(
                Element(node, thing.value, thing.binding.scope, thing.module), depth + 1
            )
            if not self._grows(thing.binding):
                return
        yield []

    def _is_kept(self, variable: Variable) -> bool:
        """Tell whether a variable's list is nowhere changed but at its end."""
        return "" not in self._uses(variable.binding)

    def _grows(self, binding: Binding) -> bool:
        """Tell whether more is added to the end of a variable's list."""
        return not self._uses(binding).isdisjoint({"append", "extend"})

    def _uses(self, binding: Binding) -> set[str]:
        """What is done with a variable; "" for anything that may change its list."""
        if binding not in self._known:
            self._known[binding] = set(_uses(binding.name, binding.scope.node))
        return self._known[binding]


def _at(several: Element, written: ast.expr) -> Element:
    """An element of a display, told where it stands if that is in the call."""
    in_call = any(node is written for node in ast.walk(several.node))
    return several._replace(written=written, node=written if in_call else several.node)


def _unwrapped(written: ast.expr) -> ast.expr:
    """What `list(…)` and `tuple(…)` make a list of."""
    match written:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[inner]):
            return inner
        case _:
            return written


def _alternatives(item: ast.expr) -> list[ast.expr]:
    if isinstance(item, ast.IfExp):
        return [*_alternatives(item.body), *_alternatives(item.orelse)]
    return [item]


def _uses(name: str, scope: ast.AST) -> Iterator[str]:
    for parent in ast.walk(scope):
        for child in ast.iter_child_nodes(parent):
            if isinstance(child, ast.Name) and child.id == name:
                yield _use(parent, child)


def _use(parent: ast.AST, name: ast.Name) -> str:
    match parent:
        case ast.Attribute(attr=attribute):
            return attribute if attribute in _HARMLESS else ""
        case ast.Subscript(ctx=context):
            return "read" if isinstance(context, ast.Load) else ""
        case ast.Call(func=function, args=arguments) if name in arguments:
            called = ast.unparse(function).rpartition(".")[2]
            return "read" if called in _LOOKS else ""
        case ast.Delete() | ast.AugAssign():
            return ""
        case _:
            return "read"
