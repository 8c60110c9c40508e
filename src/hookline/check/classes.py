"""Classes with their bases, and how much of them the source tells."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from hookline.check.bindings import Scope
from hookline.check.members import Member, instance_attributes, members_of
from hookline.check.modules import Module
from hookline.check.names import (
    Defined,
    Foreign,
    Names,
    Variable,
    full_name,
    parse_annotation,
    qualified_name,
)

#: Bases that bring no member which matters here.
_BARE: Final = frozenset(
    {"builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC", "typing.NamedTuple"}
)

#: Decorators of a class that leave it its members.
_KNOWN_DECORATORS: Final = frozenset(
    {
        "dataclasses.dataclass",
        "functools.total_ordering",
        "hookline.protocols.hide_from_pytest",
        "typing.final",
        "typing.runtime_checkable",
    }
)

_UNIONS: Final = frozenset({"typing.Union", "typing.Optional"})

#: An expression, and where its names are looked up.
Place: TypeAlias = tuple[ast.expr, Scope, Module]

#: Methods by which a class may answer for any name.
_ANSWERS_ANYTHING: Final = frozenset({"__getattr__", "__getattribute__"})


class Base(NamedTuple):
    """A base of a class, as it is written."""

    #: None where nobody knows what it is.
    kind: Class | Foreign | None
    #: Its type arguments, and where they are written.
    arguments: tuple[ast.expr, ...]
    scope: Scope
    module: Module


class Class:
    """A class whose source is read."""

    def __init__(self, defined: Defined, node: ast.ClassDef, classes: Classes) -> None:
        self.node: Final = node
        self.module: Final = defined.module
        #: Where it is defined, and so where its bases are looked up.
        self.outer: Final = defined.scope
        self.scope: Final = defined.module.reader.scopes[node]
        self.name: Final = qualified_name(defined)
        self.full_name: Final = full_name(defined)
        self.names: Final = classes.names
        self._classes: Final = classes
        self._asked = False

    @cached_property
    def members(self) -> dict[str, Member]:
        """What the body defines; of several by one name the last."""
        return {member.name: member for member in self.all_members}

    @cached_property
    def all_members(self) -> list[Member]:
        """What the body defines, in its order."""
        return list(members_of(self.node.body))

    @cached_property
    def bases(self) -> list[Base]:
        """The bases, through names that stand for them."""
        return [self._classes.base(base, self.outer, self.module) for base in self.node.bases]

    @cached_property
    def lineage(self) -> list[Class]:
        """This class and those it derives from, in the order of look-up."""
        if self._asked:  # a circle, as no class that runs has
            return [self]
        self._asked = True
        parents = [base.kind.lineage for base in self.bases if isinstance(base.kind, Class)]
        return [self, *_merge(parents)]

    @cached_property
    def foreign_bases(self) -> frozenset[str]:
        """Full names of the bases that are not read; "?" for one that nobody knows."""
        names = {
            base.kind.name if isinstance(base.kind, Foreign) else "?"
            for cls in self.lineage
            for base in cls.bases
            if not isinstance(base.kind, Class)
        }
        return frozenset(names - _BARE)

    @cached_property
    def is_whole(self) -> bool:
        """Tell whether all its members are known, so that one that is not there is absent."""
        return (
            not self.foreign_bases
            and not any(cls.own_set_later is None or cls.is_altered for cls in self.lineage)
            and not any(_ANSWERS_ANYTHING & cls.members.keys() for cls in self.lineage)
        )

    @cached_property
    def is_altered(self) -> bool:
        """Tell whether something may add members that the body does not show."""
        return (
            any(not self._is_known_decorator(item) for item in self.node.decorator_list)
            or any(not self._is_known_keyword(keyword) for keyword in self.node.keywords)
            or any(_writes_names(statement) for statement in self.node.body)
        )

    @cached_property
    def own_set_later(self) -> frozenset[str] | None:
        """What its methods set on `self`, and others on the class; None where that may be any."""
        inside = instance_attributes(member.node for member in self.all_members)
        outside = self.module.reader.set_on(self.node.name, self.outer)
        return None if inside is None or outside is None else inside | outside

    @cached_property
    def set_later(self) -> frozenset[str]:
        """What is surely set, on the class or on its instances, beside what the body defines."""
        return frozenset(name for cls in self.lineage for name in cls.own_set_later or ())

    def names_of_union(self, annotation: ast.expr | None) -> list[Place]:
        """Return the parts of an annotation in the body, without None."""
        return self._classes.members_of_union(annotation, self.scope, self.module)

    def classes_of(self, annotation: ast.expr | None) -> list[Class | None]:
        """The same as classes; None for what is not read."""
        return [self._classes.of_expression(*place) for place in self.names_of_union(annotation)]

    def derives_from(self, name: str) -> bool:
        """Tell whether it is the class of this full name, or derives from it."""
        return any(cls.full_name == name for cls in self.lineage)

    def owner(self, name: str) -> Class | None:
        """Return the first class of the lineage that defines a name with a value."""
        return next((cls for cls in self.lineage if name in cls.members), None)

    def lookup(self, name: str) -> Member | None:
        """Return the member of a name, inherited ones too."""
        owner = self.owner(name)
        return owner.members[name] if owner else None

    def has(self, name: str) -> bool | None:
        """Tell whether instances have an attribute; None where nobody knows."""
        if self.lookup(name) is not None or name in self.set_later:
            return True
        return False if self.is_whole else None

    def _is_known_decorator(self, decorator: ast.expr) -> bool:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        full = self.names.full_name(called, self.outer, self.module)
        return full in _KNOWN_DECORATORS

    def _is_known_keyword(self, keyword: ast.keyword) -> bool:
        full = self.names.full_name(keyword.value, self.outer, self.module)
        return keyword.arg != "metaclass" or full == "abc.ABCMeta"


class Classes:
    """Makes one Class of each definition.

    Args:
        names: Who looks names up.
    """

    def __init__(self, names: Names) -> None:
        self.names: Final = names
        self._known: Final[dict[ast.AST, Class]] = {}

    def of(self, defined: Defined) -> Class | None:
        """Return the class that was defined, or None for a function."""
        node = defined.node
        if not isinstance(node, ast.ClassDef):
            return None
        return self.of_node(node, defined.scope, defined.module)

    def of_node(self, node: ast.ClassDef, outer: Scope, module: Module) -> Class:
        """Return the class of a definition in a scope."""
        if node not in self._known:
            self._known[node] = Class(Defined(node, outer, module), node, self)
        return self._known[node]

    def of_expression(
        self, expression: ast.expr | None, scope: Scope, module: Module
    ) -> Class | None:
        """Return the class that an expression names, or None."""
        thing = self.names.thing(expression, scope, module)
        return self.of(thing) if isinstance(thing, Defined) else None

    def of_annotation(
        self, annotation: ast.expr | None, scope: Scope, module: Module
    ) -> list[Class]:
        """Return the classes of an annotation: of `X | None`, of `Optional[X]`, of "X"."""
        places = self.members_of_union(annotation, scope, module)
        found = [self.of_expression(*place) for place in places]
        return [cls for cls in found if cls is not None]

    def members_of_union(
        self, annotation: ast.expr | None, scope: Scope, module: Module
    ) -> list[Place]:
        """Return the parts of an annotation that are joined by `|`, `Union` or `Optional`."""
        parts: list[ast.expr | None] = []
        match annotation:
            case None | ast.Constant(value=None):
                return []
            case ast.Constant(value=str(text)):
                parts = [parse_annotation(text, annotation)]
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                parts = [left, right]
            case ast.Subscript(value=value, slice=inner) if (
                self.names.full_name(value, scope, module) in _UNIONS
            ):
                parts = [*inner.elts] if isinstance(inner, ast.Tuple) else [inner]
            case ast.Name() | ast.Attribute():
                thing = self.names.thing(annotation, scope, module)
                if not isinstance(thing, Variable):
                    return [(annotation, scope, module)]
                parts, scope, module = [thing.value], thing.binding.scope, thing.module
            case _:
                return [(annotation, scope, module)]
        return [place for part in parts for place in self.members_of_union(part, scope, module)]

    def base(self, written: ast.expr, scope: Scope, module: Module) -> Base:
        """Return what a base is, through a name that stands for `X[…]`."""
        thing = self.names.thing(written, scope, module)
        if isinstance(thing, Variable) and isinstance(thing.value, ast.Subscript):
            return self.base(thing.value, thing.binding.scope, thing.module)
        if isinstance(thing, Defined):
            kind: Class | Foreign | None = self.of(thing)
        else:
            kind = thing if isinstance(thing, Foreign) else None
        arguments: list[ast.expr] = []
        if isinstance(written, ast.Subscript):
            inside = written.slice
            arguments = inside.elts if isinstance(inside, ast.Tuple) else [inside]
        return Base(kind, tuple(arguments), scope, module)


def _merge(parents: list[list[Class]]) -> list[Class]:
    """Put lineages in Python's order, each class after those that derive from it."""
    remaining = [[*lineage] for lineage in [*parents, [lineage[0] for lineage in parents]]]
    merged: list[Class] = []
    while remaining := [lineage for lineage in remaining if lineage]:
        heads = [lineage[0] for lineage in remaining]
        free = [cls for cls in heads if not any(cls in lineage[1:] for lineage in remaining)]
        merged.append((free or heads)[0])
        remaining = [[cls for cls in lineage if cls is not merged[-1]] for lineage in remaining]
    return merged


def _writes_names(statement: ast.stmt) -> bool:
    """Tell whether a statement of a class body may define names that it does not spell."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return any(
        isinstance(node, ast.Name) and node.id in {"locals", "vars", "exec", "setattr"}
        for node in ast.walk(statement)
    )
