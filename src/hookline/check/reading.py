"""Reads a module in one walk: what its scopes bind, and what the rules judge."""

from __future__ import annotations

import ast
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

from hookline.check.bindings import (
    Assigned,
    Binding,
    Definition,
    FunctionNode,
    Imported,
    Opaque,
    Parameter,
    Scope,
    binder,
)
from hookline.check.expected import expects_errors

Located: TypeAlias = ast.stmt | ast.expr | ast.excepthandler | ast.pattern | ast.arg

#: Functions that set attributes of their first argument.
_REACH_INSIDE: Final = frozenset({"setattr", "vars"})

NodeT = TypeVar("NodeT", bound=ast.AST)


class Seen(NamedTuple, Generic[NodeT]):
    """A node that some rule judges."""

    node: NodeT
    scope: Scope
    #: Whether an error is expected there, so that there is nothing to report.
    expected: bool


class ModuleReader(ast.NodeVisitor):
    """Reads the scopes of a module, and keeps what the rules judge."""

    def __init__(self, tree: ast.Module) -> None:
        self.module: Final = Scope(tree, None)
        self.scopes: Final[dict[ast.AST, Scope]] = {tree: self.module}
        self.classes: Final[list[Seen[ast.ClassDef]]] = []
        self.functions: Final[list[Seen[FunctionNode]]] = []
        self.calls: Final[list[Seen[ast.Call]]] = []
        #: What is read of a history: `history.history["loss"]`.
        self.series: Final[list[Seen[ast.Subscript]]] = []
        #: Names that are asked for keys, or told to change them: `logs["loss"]`, `logs.get(…)`,
        #: `"loss" in logs`, `metric(logs, "loss")`.
        self.keyed: Final[set[str]] = set()
        self._uses: Final[dict[str, list[tuple[Scope, ast.AST]]]] = {}
        self._scope = self.module
        self._certain = True
        self._expected = False
        self._visit_all(tree.body)

    def set_on(self, name: str, scope: Scope) -> frozenset[str] | None:
        """Return what is set on a name from outside: `program.learning_rate = 0.1`.

        Args:
            name: The name.
            scope: Where it is bound.

        Returns:
            The attributes, or None where it may be any.
        """
        found: set[str] = set()
        for place, node in self._uses.get(name, ()):
            if binder(name, place) is not scope:
                continue
            match node:
                case ast.Attribute(attr="__dict__"):
                    return None
                case ast.Attribute(attr=attribute, ctx=ast.Store()):
                    found.add(attribute)
                case ast.Call(args=[_, ast.Constant(value=str(attribute)), *_]):
                    found.add(attribute)
                case ast.Call():
                    return None
                case _:
                    pass
        return frozenset(found)

    # Definitions

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Bind the class, and read its body in a scope of its own."""
        self._bind(node.name, node, node)
        self.classes.append(Seen(node, self._scope, self._expected))
        self._visit_all([*node.decorator_list, *node.bases, *node.keywords])
        with self._inside(node):
            self._visit_all(node.body)

    def visit_FunctionDef(self, node: FunctionNode) -> None:
        """Bind the function, and read its body in a scope of its own."""
        self._bind(node.name, node, node)
        self.functions.append(Seen(node, self._scope, self._expected))
        arguments = node.args
        self._visit_all([*node.decorator_list, *arguments.defaults])
        self._visit_all(default for default in arguments.kw_defaults if default)
        is_method = self._scope.is_class
        with self._inside(node):
            self._bind_parameters(arguments, is_method=is_method)
            self._visit_all(node.body)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """As any function."""
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Read the body in a scope of its own."""
        self._visit_all(node.args.defaults)
        with self._inside(node):
            self._bind_parameters(node.args, is_method=False)
            self.visit(node.body)

    # Bindings

    def visit_Import(self, node: ast.Import) -> None:
        """Bind the module, or the package that it is in."""
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._bind(name, Imported(alias.name if alias.asname else name, None), node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Bind the names, or note that they are all there is."""
        for alias in node.names:
            source = Imported(node.module or "", alias.name, node.level)
            if alias.name == "*":
                self._scope.stars.append(source)
            else:
                self._bind(alias.asname or alias.name, source, node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Bind a name to its value; of an unpacking nobody says which part is whose."""
        self.visit(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._bind(target.id, Assigned(node.value), node)
            else:
                self.visit(target)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Bind a name to its value and annotation."""
        if node.value:
            self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self._bind(node.target.id, Assigned(node.value, node.annotation), node)
        else:
            self.visit(node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """Bind a name in the midst of an expression."""
        self.visit(node.value)
        self._bind(node.target.id, Assigned(node.value), node, certain=False)

    def visit_Name(self, node: ast.Name) -> None:
        """Bind what is a target of any other kind."""
        if not isinstance(node.ctx, ast.Load):
            self._bind(node.id, Opaque(), node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Note what is read from and set on a name."""
        self._note_use(node.value, node)
        if isinstance(node.value, ast.Name) and hasattr(dict, node.attr):
            self.keyed.add(node.value.id)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Note that a name is asked for a key."""
        if isinstance(node.value, ast.Name):
            self.keyed.add(node.value.id)
        elif isinstance(node.value, ast.Attribute) and node.value.attr == "history":
            self.series.append(Seen(node, self._scope, self._expected))
        self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Note that a name is asked whether it has a key."""
        self.keyed.update(one.id for one in node.comparators if isinstance(one, ast.Name))
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        """Bind the exception."""
        self._bind_text(node.name, node)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        """Bind what a pattern captures."""
        self._bind_text(node.name, node)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        """Bind what a pattern captures."""
        self._bind_text(node.name, node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        """Bind what a pattern captures."""
        self._bind_text(node.rest, node)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> None:
        """Let the module know that its names are bound from here."""
        self._scope.borrowed.update(node.names)
        for name in node.names:
            owner = self._owner(name) if isinstance(node, ast.Nonlocal) else self.module
            owner.bindings.setdefault(name, []).append(
                Binding(name, Opaque(), owner, node.lineno, certain=False)
            )

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        """As for a global name."""
        self.visit_Global(node)

    # Branches, and calls

    def visit_If(self, node: ast.If) -> None:
        """Read the branches; of `if TYPE_CHECKING` only what a reader is told."""
        self.visit(node.test)
        if _is_for_readers(node.test):
            self._visit_all(node.body)
            return
        with self._maybe():
            self._visit_all([*node.body, *node.orelse])

    def visit_For(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        """Read the body, which may run never or often."""
        with self._maybe():
            self.generic_visit(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> None:
        """As any loop."""
        self.visit_For(node)

    def visit_While(self, node: ast.While) -> None:
        """As any loop."""
        self.visit_For(node)

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        """Read the body, where an error may be expected, and the rest."""
        with self._maybe():
            with self._expecting(expects_errors(node)):
                self._visit_all(node.body)
            self._visit_all([*node.handlers, *node.orelse, *node.finalbody])

    def visit_TryStar(self, node: ast.TryStar) -> None:
        """As any `try`."""
        self.visit_Try(node)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        """Read the body, where an error may be expected."""
        self._visit_all(node.items)
        with self._expecting(expects_errors(node)):
            self._visit_all(node.body)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> None:
        """As any `with`."""
        self.visit_With(node)

    def visit_Match(self, node: ast.Match) -> None:
        """Read the cases, of which one may run."""
        self.visit(node.subject)
        with self._maybe():
            self._visit_all(node.cases)

    def visit_Call(self, node: ast.Call) -> None:
        """Keep the call."""
        self.calls.append(Seen(node, self._scope, self._expected))
        if len(node.args) > 1 and isinstance(node.args[0], ast.Name):
            self.keyed.add(node.args[0].id)
        if node.args and isinstance(node.func, ast.Name) and node.func.id in _REACH_INSIDE:
            self._note_use(node.args[0], node)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Bind its variables, too widely, so that nobody is sure of a name that they shadow."""
        with self._maybe():
            self.generic_visit(node)

    # How it is done

    def _visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _bind(
        self, name: str, definition: Definition, node: Located, *, certain: bool | None = None
    ) -> None:
        scope = self._scope
        if name not in scope.borrowed:
            sure = self._certain if certain is None else certain
            binding = Binding(name, definition, scope, _last_line(node), certain=sure)
            scope.bindings.setdefault(name, []).append(binding)

    def _note_use(self, used: ast.expr, node: ast.AST) -> None:
        if isinstance(used, ast.Name):
            self._uses.setdefault(used.id, []).append((self._scope, node))

    def _bind_text(self, name: str | None, node: Located) -> None:
        if name is not None:
            self._bind(name, Opaque(), node)

    def _bind_parameters(self, arguments: ast.arguments, *, is_method: bool) -> None:
        positional = [*arguments.posonlyargs, *arguments.args]
        for place, argument in enumerate([*positional, *arguments.kwonlyargs]):
            is_first = is_method and place == 0 and bool(positional)
            self._bind(argument.arg, Parameter(argument, is_first), argument)
        for several in (arguments.vararg, arguments.kwarg):
            if several is not None:
                self._bind(several.arg, Opaque(), several)

    def _owner(self, name: str) -> Scope:
        """The function around this one that binds the name."""
        scope = self._scope.parent
        while scope is not None and (scope.is_class or name not in scope.bindings):
            scope = scope.parent
        return scope or self.module

    @contextmanager
    def _inside(
        self, node: ast.ClassDef | FunctionNode | ast.Lambda
    ) -> Generator[None, None, None]:
        outer, certain = self._scope, self._certain
        self._scope, self._certain = Scope(node, outer), True
        self.scopes[node] = self._scope
        yield
        self._scope, self._certain = outer, certain

    @contextmanager
    def _maybe(self) -> Generator[None, None, None]:
        outer, self._certain = self._certain, False
        yield
        self._certain = outer

    @contextmanager
    def _expecting(self, expected: bool) -> Generator[None, None, None]:
        outer, self._expected = self._expected, self._expected or expected
        yield
        self._expected = outer


def _is_for_readers(test: ast.expr) -> bool:
    """Tell whether a test is `TYPE_CHECKING`."""
    match test:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name == "TYPE_CHECKING"
        case _:
            return False


def _last_line(node: Located) -> int:
    return node.end_lineno or node.lineno
