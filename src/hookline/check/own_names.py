"""Attributes of a callback, and of its program, that are almost what loops read or Keras set."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.bindings import FunctionNode
from hookline.check.classes import Class
from hookline.check.findings import Remark
from hookline.check.hook_rules import own_nodes
from hookline.recognized import MIXINS, SET_BY_LOOPS
from hookline.slips import is_slip
from hookline.spelling import nearest_hook


def judge_own_names(cls: Class, subject: str) -> Iterator[Remark]:
    """Yield what is wrong with the names of attributes in the methods of a class."""
    for name, place in _own_functions(cls):
        if (meant := nearest_hook(name)) and not cls.lookup(name):
            sentence = sentences.misspelt_attribute(subject, name, meant)
            yield Remark(place, sentence, "hookline-hook")
    for flag, at in _set_on_program(cls):
        for meant in SET_BY_LOOPS:
            if is_slip(flag, meant):
                yield Remark(at, sentences.misspelt_flag(flag, meant), "hookline-program")
    for read in _reads_of_model(cls):
        yield Remark(read, sentences.name_of_keras(subject), "hookline-program")


def _own_functions(cls: Class) -> Iterator[tuple[str, ast.stmt]]:
    """The attributes that methods set to a function, or to a method of its own."""
    for function in methods(cls):
        for node in own_nodes(function):
            match node:
                case ast.Assign(
                    targets=[ast.Attribute(value=owner, attr=name)],
                    value=ast.Lambda() | ast.Attribute(value=ast.Name(id="self")),
                ) if is_self(owner, function):
                    yield name, node
                case _:
                    pass


def _set_on_program(cls: Class) -> Iterator[tuple[str, ast.AST]]:
    """What methods set on the program, by `setattr` too."""
    for function in methods(cls):
        for node in own_nodes(function):
            match node:
                case (
                    ast.Assign(targets=[ast.Attribute(value=program, attr=name)])
                    | ast.Call(
                        func=ast.Name(id="setattr"),
                        args=[program, ast.Constant(value=str(name)), _],
                    )
                ):
                    if isinstance(program, ast.Attribute) and program.attr == "program":
                        yield from [(name, node)] if is_self(program.value, function) else []
                case _:
                    pass


def _reads_of_model(cls: Class) -> Iterator[ast.AST]:
    """The reads of `self.model` in a class where nobody sets it."""
    owner = cls.owner("model")
    is_its_own = "model" in cls.set_later or (owner is not None and owner.module.name != MIXINS)
    if is_its_own or not cls.is_whole:
        return
    for function in methods(cls):
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and node.attr == "model":
                yield from [node] if is_self(node.value, function) else []


def methods(cls: Class) -> list[FunctionNode]:
    """Return the methods that a class body defines."""
    values = [member.value for member in cls.all_members]
    return [one for one in values if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]


def is_self(node: ast.expr, function: FunctionNode) -> bool:
    """Tell whether a name is that of the first parameter of a method."""
    positional = [*function.args.posonlyargs, *function.args.args]
    return bool(positional) and isinstance(node, ast.Name) and node.id == positional[0].arg
