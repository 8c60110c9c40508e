"""Walks the source of a function: every statement and expression in it.

mypy's own visitors are compiled and cannot be derived from outside,
so the parts of its nodes are followed by their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mypy.nodes import Expression, Node, Statement

#: The attributes in which mypy's nodes keep what they are made of, and not what a name refers to.
# fmt: off
_PARTS: Final = (
    "args", "base", "begin_index", "bodies", "body", "callee", "call", "cond", "condlists",
    "else_body", "else_expr", "end_index", "expr", "finally_body", "from_expr", "func",
    "generator", "guards", "handlers", "if_expr", "index", "indices", "items", "key", "left",
    "left_expr", "lvalue", "lvalues", "msg", "operands", "right", "rvalue", "sequences",
    "stride", "subject", "target", "value", "vars",
)
# fmt: on


class _PartsOf(dict[type, tuple[str, ...]]):
    """Which of them a kind of node has, found once."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        self[kind] = tuple(part for part in _PARTS if hasattr(kind, part))
        return self[kind]


_parts_of: Final = _PartsOf()


def walk(node: Node) -> list[Node]:
    """Return a node and all below it."""
    found: list[Node] = [node]
    for above in found:  # which grows meanwhile
        for part in _parts_of[type(above)]:
            value = getattr(above, part)
            if isinstance(value, (Statement, Expression)):
                found.append(value)
            elif isinstance(value, list):
                found += _nodes(value)  # pyright: ignore[reportUnknownArgumentType]  # of a narrowed object
    return found


def _nodes(values: list[object]) -> Iterator[Node]:
    """The nodes in a list, which may hold lists, as the conditions of a comprehension do."""
    for value in values:
        if isinstance(value, (Statement, Expression)):
            yield value
        elif isinstance(value, list):
            yield from _nodes(value)  # pyright: ignore[reportUnknownArgumentType]  # of a narrowed object
