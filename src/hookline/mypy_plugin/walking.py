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


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    yield node
    for part in _PARTS:
        yield from _within(getattr(node, part, None))


def _within(value: object) -> Iterator[Node]:
    if isinstance(value, (Statement, Expression)):
        yield from walk(value)
    elif isinstance(value, (list, tuple)):
        for item in value:  # pyright: ignore[reportUnknownVariableType]  # parts are of any kind
            yield from _within(item)  # pyright: ignore[reportUnknownArgumentType]
