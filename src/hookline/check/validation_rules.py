"""Keys of a validation, read in a hook as if every epoch validated."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.bindings import FunctionNode, Scope
from hookline.check.classes import Class, Classes
from hookline.check.findings import Remark
from hookline.check.key_rules import tested_keys
from hookline.check.kinds import is_judged
from hookline.check.logs_types import logs_type
from hookline.check.modules import Module
from hookline.hooks import HOOKS


def judge_validation(
    function: FunctionNode, outer: Scope, module: Module, classes: Classes
) -> Iterator[Remark]:
    """Yield reads of `logs["val_…"]` by a hook that did not ask for the key."""
    reads = list(_reads(function)) if function.name in HOOKS else []
    if not reads or not isinstance(outer.node, ast.ClassDef) or outer.parent is None:
        return
    cls = classes.of_node(outer.node, outer.parent, module)
    if not is_judged(cls) or any(isinstance(node, ast.Try) for node in ast.walk(function)):
        return  # whoever catches errors may well mean that of an absent key
    sure = {key.value for key in tested_keys(function, "logs")} | _required(function, cls, classes)
    for read, key in reads:
        if key not in sure:
            yield Remark(read, sentences.unsure_key(key), "hookline-key")


def _reads(function: FunctionNode) -> Iterator[tuple[ast.Subscript, str]]:
    for node in ast.walk(function):
        match node:
            case ast.Subscript(
                value=ast.Name(id="logs"), slice=ast.Constant(value=str(key)), ctx=ast.Load()
            ) if key.startswith("val_"):
                yield node, key
            case _:
                pass


def _required(function: FunctionNode, cls: Class, classes: Classes) -> set[str]:
    """The keys that the declared type of the logs says are always there."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotations = [one.annotation for one in arguments if one.arg == "logs"]
    kinds = [
        kind
        for annotation in annotations
        for kind in classes.of_annotation(annotation, cls.scope, cls.module)
    ]
    found = [logs_type(kind, classes.names) for kind in kinds]
    return {key for logs in found if logs is not None for key in logs.required}
