"""One hook of a class: whether loops can call it, and whether it returns nothing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import Final

from hookline import sentences
from hookline.check.bindings import FunctionNode
from hookline.check.classes import Class
from hookline.check.decorators import Binding, binding_of
from hookline.check.findings import Remark
from hookline.check.members import Member
from hookline.check.names import Defined, Foreign
from hookline.check.parameter_rules import wrong_parameter
from hookline.check.signatures import signature, takes
from hookline.hooks import HOOKS

#: What a function returns whose body a plain call does not run.
_NEVER_RUN: Final[dict[str, Callable[[str, str], str]]] = {
    "typing.Coroutine": sentences.asynchronous,
    "typing.AsyncGenerator": sentences.asynchronous,
    "typing.AsyncIterator": sentences.asynchronous,
    "typing.Generator": sentences.generator,
    "typing.Iterator": sentences.generator,
}

#: What a property may return that nobody can call.
_UNCALLABLE: Final = frozenset(
    f"builtins.{kind.__name__}" for kind in (bool, bytes, dict, float, int, list, str, tuple)
)

#: What says nothing of a value, or that there is none.
_NO_VALUE: Final = frozenset({"typing.Any", "typing.NoReturn", "typing.Never", "typing.Self"})


def judge_hook(
    cls: Class, member: Member, subject: str, *, by_name: bool = True
) -> Iterator[Remark]:
    """Yield what is wrong with a member that has the name of a hook.

    Args:
        cls: Whose body it stands in.
        member: The hook.
        subject: How the sentence begins.
        by_name: Whether its loops pass arguments by name too, as those of hookline may.
    """
    sentence = _sentence(cls, member, subject, by_name=by_name)
    if sentence:
        yield Remark(member.node, sentence, "hookline-signature")


def _sentence(cls: Class, member: Member, subject: str, *, by_name: bool) -> str | None:
    match member.value:
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
            return _judge_function(cls, member.name, function, subject, by_name=by_name)
        case ast.Lambda(args=arguments):
            return _judge_call(member.name, arguments, None, subject, by_name=by_name)
        case ast.Constant(value=value) if value is not None and value is not ...:
            return sentences.not_a_method(
                subject, member.name, HOOKS[member.name].parameters, repr(value)
            )
        case ast.Name() as name:
            thing = cls.names.thing(name, cls.scope, cls.module)
            other = thing.node if isinstance(thing, Defined) else None
            if isinstance(other, ast.FunctionDef) and not other.decorator_list:
                return _judge_call(member.name, other.args, other.returns, subject, by_name=by_name)
            return None
        case _:
            return None


def _judge_function(
    cls: Class, name: str, function: FunctionNode, subject: str, *, by_name: bool
) -> str | None:
    binding = binding_of(function, cls)
    if binding is Binding.UNKNOWN:
        return None
    if binding is Binding.PROPERTY:
        return None if _may_return_function(cls, function) else _property(name, subject)
    if binding is Binding.ASYNC_CONTEXT or (
        binding is not Binding.CONTEXT and isinstance(function, ast.AsyncFunctionDef)
    ):
        return sentences.asynchronous(subject, name)
    if _has_yield(function):
        return sentences.generator(subject, name)
    bound = binding is not Binding.STATIC
    complaint = _judge_call(
        name, function.args, function.returns, subject, by_name=by_name, bound=bound
    )
    if complaint or not by_name:  # Keras never asked anybody to declare what a hook returns
        return complaint
    return _judge_returned(cls, name, function, subject) or wrong_parameter(
        cls, name, function, subject
    )


def _property(name: str, subject: str) -> str:
    return sentences.not_a_method(subject, name, HOOKS[name].parameters, "a property")


def _judge_call(
    name: str,
    arguments: ast.arguments,
    returns: ast.expr | None,
    subject: str,
    *,
    by_name: bool,
    bound: bool = True,
) -> str | None:
    parameters = HOOKS[name].parameters
    own = signature(arguments, returns, bound=bound)
    if own is not None and takes(own, parameters, by_name=by_name):
        return None
    return sentences.wrong_signature(subject, name, parameters, str(own or "()"))


def _judge_returned(cls: Class, name: str, function: FunctionNode, subject: str) -> str | None:
    places = cls.names_of_union(function.returns)
    things = [cls.names.thing(*place) for place in places]
    if not things or not all(_is_value(thing) for thing in things):
        return None
    first = things[0].name if isinstance(things[0], Foreign) else ""
    if len(things) == 1 and first in _NEVER_RUN:
        return _NEVER_RUN[first](subject, name)
    shown = function.returns and ast.unparse(function.returns).strip("'\"")
    return sentences.returns_value(subject, name, str(shown))


def _is_value(thing: object) -> bool:
    """Tell whether an annotation surely names a value; other people's names may stand for None."""
    if isinstance(thing, Foreign):
        known = thing.name.startswith(("builtins.", "typing."))
        return known and thing.name not in _NO_VALUE
    return isinstance(thing, Defined)


def _has_yield(function: FunctionNode) -> bool:
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(function))


def _may_return_function(cls: Class, function: FunctionNode) -> bool:
    """Tell whether what a property returns may be called."""
    if function.returns:
        places = cls.names_of_union(function.returns)
        names = [cls.names.full_name(*place) for place in places]
        return not all(name in _UNCALLABLE for name in names)
    returned = [node for node in own_nodes(function) if isinstance(node, ast.Return)]
    return any(not _is_none(node.value) for node in returned)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def own_nodes(function: FunctionNode) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body, without those of functions in it."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)
