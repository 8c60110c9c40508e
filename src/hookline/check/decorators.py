"""What the decorators of a method make of it."""

from __future__ import annotations

import ast
from enum import Enum, auto
from typing import Final

from hookline.check.bindings import FunctionNode
from hookline.check.classes import Class
from hookline.check.names import Defined
from hookline.recognized import DEFAULT, NOT_A_HOOK


class Binding(Enum):
    """How Python binds a member when it is read from an instance."""

    METHOD = auto()
    STATIC = auto()
    CLASS = auto()
    PROPERTY = auto()
    #: A function whose call only makes a context manager.
    CONTEXT = auto()
    ASYNC_CONTEXT = auto()
    #: A decorator made something of it that nobody knows.
    UNKNOWN = auto()


#: What decorators do, by full name; those that leave a method as it is are methods.
_KNOWN: Final = {
    "abc.abstractmethod": Binding.METHOD,
    "builtins.classmethod": Binding.CLASS,
    "builtins.property": Binding.PROPERTY,
    "builtins.staticmethod": Binding.STATIC,
    "contextlib.asynccontextmanager": Binding.ASYNC_CONTEXT,
    "contextlib.contextmanager": Binding.CONTEXT,
    "functools.cached_property": Binding.PROPERTY,
    DEFAULT: Binding.METHOD,
    NOT_A_HOOK: Binding.METHOD,
    "typing.final": Binding.METHOD,
    "typing.no_type_check": Binding.METHOD,
    "typing.override": Binding.METHOD,
}


def binding_of(function: FunctionNode, cls: Class) -> Binding:
    """Return how a method of a class is bound."""
    bindings = [
        _KNOWN.get(_full_name(item, cls), Binding.UNKNOWN) for item in function.decorator_list
    ]
    special = [binding for binding in bindings if binding is not Binding.METHOD]
    if len(special) > 1:
        return Binding.UNKNOWN
    return special[0] if special else Binding.METHOD


def is_deliberate(function: FunctionNode, cls: Class) -> bool:
    """Tell whether a decorator says that the name of a method is meant as it is."""
    return any(_says_so(item, cls) for item in function.decorator_list)


def is_said_deliberate(value: ast.expr, cls: Class) -> bool:
    """Tell the same of `on_epochs = not_a_hook(…)`."""
    return isinstance(value, ast.Call) and _full_name(value.func, cls) == NOT_A_HOOK


def _says_so(decorator: ast.expr, cls: Class) -> bool:
    if _full_name(decorator, cls) == NOT_A_HOOK:
        return True
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    thing = cls.names.thing(called, cls.scope, cls.module)
    if not isinstance(thing, Defined):
        return False
    # A decorator of one's own may say it for the methods that it takes.
    return any(
        isinstance(node, ast.Name) and node.id == "not_a_hook" for node in ast.walk(thing.node)
    )


def _full_name(expression: ast.expr, cls: Class) -> str:
    return cls.names.full_name(expression, cls.scope, cls.module)
