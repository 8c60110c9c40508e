"""Hooks that stand where no loop finds them: inside of a method, or beside the class.

So stands one that is indented too far, or too little. What shows that it was meant to be a method
is its first parameter, `self`; and that nobody passes it on, that its name is never read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.bindings import Scope
from hookline.check.classes import Class
from hookline.check.findings import Remark
from hookline.hooks import HOOKS


def judge_places(cls: Class) -> Iterator[Remark]:
    """Yield such hooks in the methods of a callback's class, and in its module."""
    scopes = cls.module.reader.scopes
    for method in cls.node.body:
        if isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _judge(scopes[method], f"inside of `{method.name}`")
    yield from _judge(cls.module.scope, "outside of every class")


def _judge(scope: Scope, place: str) -> Iterator[Remark]:
    for name in HOOKS.keys() & scope.bindings.keys():
        for binding in scope.bindings[name]:
            function = binding.definition
            if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                parameters = [*function.args.posonlyargs, *function.args.args]
                takes_self = bool(parameters) and parameters[0].arg == "self"
                if takes_self and not _is_read(name, scope):
                    yield Remark(function, sentences.misplaced(name, place), "hookline-hook")


def _is_read(name: str, scope: Scope) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(scope.node))
