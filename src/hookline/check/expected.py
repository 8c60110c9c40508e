"""Blocks in which an error is what the author wants, as in a test of what is refused."""

from __future__ import annotations

import ast
from typing import Final, TypeAlias

from hookline import errors

#: The context managers that let a block fail, by their last name.
_MANAGERS: Final = frozenset({"raises", "assertRaises", "assertRaisesRegex", "suppress"})

#: What a mistake raises at run time: whoever catches one of these by name expects it.
_ERRORS: Final = frozenset(
    name for name, error in vars(errors).items() if isinstance(error, type)
) | {"TypeError", "AttributeError", "KeyError"}

Block: TypeAlias = ast.With | ast.AsyncWith | ast.Try | ast.TryStar


def expects_errors(block: Block) -> bool:
    """Tell whether the body of a block may well be wrong, because the author expects it."""
    if isinstance(block, (ast.With, ast.AsyncWith)):
        called = [item.context_expr for item in block.items]
        return any(isinstance(call, ast.Call) and _last(call.func) in _MANAGERS for call in called)
    return any(_last(kind) in _ERRORS for handler in block.handlers for kind in _kinds(handler))


def _kinds(handler: ast.ExceptHandler) -> list[ast.expr]:
    caught = handler.type
    if isinstance(caught, ast.Tuple):
        return caught.elts
    return [caught] if caught else []


def _last(name: ast.expr) -> str:
    return ast.unparse(name).rpartition(".")[2]
