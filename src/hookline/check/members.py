"""What a class body defines, name by name, and what its methods set on `self`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

Valued: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr


class Member(NamedTuple):
    """A name in a class body."""

    name: str
    #: Where it stands.
    node: ast.stmt
    #: A function, a class, or an expression; None for an annotation or an import.
    value: Valued | None

    @property
    def is_absent(self) -> bool:
        """Tell whether it is a hook's name bound to None, which is as good as no hook."""
        return isinstance(self.value, ast.Constant) and self.value.value is None


def members_of(body: Iterable[ast.stmt]) -> Iterator[Member]:
    """Yield what statements define, in branches and loops too."""
    for statement in body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield Member(statement.name, statement, statement)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    names = [target] if isinstance(target, ast.Name) else _names_in(target)
                    single = value if isinstance(target, ast.Name) else None
                    yield from (Member(name.id, statement, single) for name in names)
            case ast.AnnAssign(target=ast.Name(id=name), value=value):
                yield Member(name, statement, value)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                for alias in aliases:
                    yield Member(alias.asname or alias.name, statement, None)
            case _:
                yield from members_of(_statements_in(statement))


def instance_attributes(methods: Iterable[ast.AST]) -> frozenset[str] | None:
    """Return the names that methods set on `self`, or None where they may set any."""
    names: set[str] = set()
    for method in methods:
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
            own = _set_by(method)
            if own is None:
                return None
            names |= own
    return frozenset(names)


def _set_by(method: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str] | None:
    positional = [*method.args.posonlyargs, *method.args.args]
    if not positional:
        return set()
    owner = positional[0].arg
    names: set[str] = set()
    for node in ast.walk(method):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Store()):
                if name == owner:
                    names.add(attribute)
            case ast.Call(func=function, args=[ast.Name(id=name), *rest]) if name == owner:
                if ast.unparse(function).rpartition(".")[2] in {"setattr", "__setattr__"}:
                    match rest:
                        case [ast.Constant(value=str(attribute)), *_]:
                            names.add(attribute)
                        case _:
                            return None
            case _ if _changes_dictionary(node, owner):
                return None
            case _:
                pass
    return names


def _changes_dictionary(node: ast.AST, owner: str) -> bool:
    """Tell whether a node writes to `self.__dict__` or `vars(self)`."""
    match node:
        case ast.Subscript(value=value, ctx=ast.Store()):
            return _is_dictionary(value, owner)
        case ast.AugAssign(target=value) | ast.Assign(targets=[value]):
            return _is_dictionary(value, owner)
        case ast.Call(func=ast.Attribute(value=value, attr="update" | "setdefault")):
            return _is_dictionary(value, owner)
        case _:
            return False


def _is_dictionary(value: ast.expr, owner: str) -> bool:
    match value:
        case ast.Attribute(value=ast.Name(id=name), attr="__dict__"):
            return name == owner
        case ast.Call(func=ast.Name(id="vars"), args=[ast.Name(id=name)]):
            return name == owner
        case _:
            return False


def _names_in(target: ast.expr) -> list[ast.Name]:
    return [node for node in ast.walk(target) if isinstance(node, ast.Name)]


def _statements_in(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements in the blocks of a statement."""
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.stmt):
            yield child
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            yield from child.body
