"""What an expression makes: an instance of which class, made where."""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from hookline.check.bindings import Binding, Parameter, Scope
from hookline.check.classes import Class, Classes, Place
from hookline.check.modules import Module
from hookline.check.names import Argument, Defined, Variable, full_name
from hookline.recognized import WRAPPERS


class Instance(NamedTuple):
    """An object of a class that is read."""

    cls: Class
    #: The call that made it, and where; None for one that an annotation promises,
    #: which may be of a subclass.
    made_by: ast.Call | None
    scope: Scope
    module: Module
    #: The variable that holds it, if it is one.
    variable: Binding | None = None
    #: What is set on that variable: `program.learning_rate = 0.1`; None where that may be anything.
    set_on_it: frozenset[str] | None = frozenset()

    @property
    def is_exact(self) -> bool:
        """Tell whether its class is known, and not only a base of it."""
        return self.made_by is not None

    def has(self, name: str) -> bool | None:
        """Tell whether it has an attribute; None where nobody knows."""
        if self.set_on_it is None:
            return None
        return name in self.set_on_it or self.cls.has(name)


class Values:
    """Finds instances.

    Args:
        classes: Who makes classes of definitions.
    """

    def __init__(self, classes: Classes) -> None:
        self._classes: Final = classes

    def instance(self, expression: ast.expr, scope: Scope, module: Module) -> Instance | None:
        """Return the instance that an expression makes or names, or None."""
        match expression:
            case ast.Call():
                return self._made(expression, scope, module)
            case ast.NamedExpr(value=value):
                return self.instance(value, scope, module)
            case ast.Name():
                return self._named(expression, scope, module)
            case _:
                return None

    def definition(self, name: ast.expr, scope: Scope, module: Module) -> Place | None:
        """Return the expression that a name always stands for, and where it stands."""
        thing = self._classes.names.thing(name, scope, module)
        if isinstance(thing, Variable) and thing.value is not None:
            return thing.value, thing.binding.scope, thing.module
        return None

    def _made(self, call: ast.Call, scope: Scope, module: Module) -> Instance | None:
        thing = self._classes.names.thing(call.func, scope, module)
        if not isinstance(thing, Defined):
            return self._self_of_super(call, scope, module)
        if full_name(thing) in WRAPPERS:
            inner = (self.instance(argument, scope, module) for argument in call.args)
            return next(filter(None, inner), None)
        cls = self._classes.of(thing)
        if cls is not None:
            made_otherwise = cls.lookup("__new__") or any(
                _makes_otherwise(base) for base in cls.lineage
            )
            return None if made_otherwise else Instance(cls, call, scope, module)
        function = thing.node
        if isinstance(function, ast.FunctionDef) and not function.decorator_list:
            return self._promised(function.returns, thing.scope, thing.module)
        return None

    def _self_of_super(self, call: ast.Call, scope: Scope, module: Module) -> Instance | None:
        """The instance behind `super()`."""
        if not isinstance(call.func, ast.Name) or call.func.id != "super" or call.args:
            return None
        outer = scope.parent
        if outer is None or not isinstance(outer.node, ast.ClassDef) or outer.parent is None:
            return None
        return Instance(
            self._classes.of_node(outer.node, outer.parent, module), None, scope, module
        )

    def _named(self, name: ast.Name, scope: Scope, module: Module) -> Instance | None:
        thing = self._classes.names.thing(name, scope, module)
        match thing:
            case Variable(binding=binding, value=value, annotation=annotation, module=home):
                made = self.instance(value, binding.scope, home) if value else None
                made = made or self._promised(annotation, binding.scope, home)
            case Argument(binding=binding, parameter=parameter, module=home):
                made = self._argument(parameter, binding.scope, home)
            case _:
                return None
        set_on = home.reader.set_on(name.id, binding.scope)
        return made and made._replace(variable=binding, set_on_it=set_on)

    def _argument(self, parameter: Parameter, scope: Scope, module: Module) -> Instance | None:
        outer = scope.parent
        if parameter.is_first and outer and isinstance(outer.node, ast.ClassDef) and outer.parent:
            cls = self._classes.of_node(outer.node, outer.parent, module)
            return Instance(cls, None, scope, module)
        return self._promised(parameter.argument.annotation, outer or scope, module)

    def _promised(
        self, annotation: ast.expr | None, scope: Scope, module: Module
    ) -> Instance | None:
        """The instance that an annotation promises, if it names one class alone."""
        members = self._classes.members_of_union(annotation, scope, module)
        cls = self._classes.of_expression(*members[0]) if len(members) == 1 else None
        return Instance(cls, None, scope, module) if cls else None


def _makes_otherwise(cls: Class) -> bool:
    """Tell whether calling the class may make anything, because a metaclass has a say."""
    return any(keyword.arg == "metaclass" for keyword in cls.node.keywords) and cls.is_altered
