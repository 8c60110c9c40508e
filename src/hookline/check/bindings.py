"""Scopes, and what binds a name in one."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
ScopeNode: TypeAlias = ast.Module | ast.ClassDef | FunctionNode | ast.Lambda


class Imported(NamedTuple):
    """A module, or a name of one."""

    #: As it is written, without the dots of a relative import.
    module: str
    name: str | None
    #: How many dots: 0 for an absolute import.
    level: int = 0


class Assigned(NamedTuple):
    """What an assignment to this name alone says."""

    value: ast.expr | None
    annotation: ast.expr | None = None


class Parameter(NamedTuple):
    """A parameter of a function."""

    argument: ast.arg
    #: Whether it is the `self` or `cls` of a method, or would be if the method had one.
    is_first: bool


class Opaque(NamedTuple):
    """Anything else: a loop's variable, a part of an unpacking, a change in place."""


Definition: TypeAlias = Imported | Assigned | Parameter | Opaque | ast.ClassDef | FunctionNode


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """One place where a name is bound."""

    name: str
    definition: Definition
    scope: Scope
    #: The last line of the statement that binds it.
    line: int
    #: Whether it happens whenever the body of its scope runs: in no branch and no loop.
    certain: bool


@dataclass(slots=True, eq=False)
class Scope:
    """The names that one body binds."""

    node: ScopeNode
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict[str, list[Binding]])
    #: Modules whose names are all imported with a star.
    stars: list[Imported] = field(default_factory=list[Imported])
    #: Names that this body takes from elsewhere: `global`, `nonlocal`.
    borrowed: set[str] = field(default_factory=set[str])

    @property
    def is_class(self) -> bool:
        """Tell whether it is a class body, whose names its functions do not see."""
        return isinstance(self.node, ast.ClassDef)


def binder(name: str, scope: Scope) -> Scope | None:
    """Return the scope that binds a name which is used in another, or None for no scope."""
    around: Scope | None = scope
    while around is not None and (
        name not in around.bindings or (around.is_class and around is not scope)
    ):
        around = around.parent
    return around
