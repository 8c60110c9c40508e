"""Keys of a validation, read in a hook as if every epoch validated."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.bindings import FunctionNode, Scope
from hookline.check.classes import Class, Classes
from hookline.check.findings import Remark
from hookline.check.key_rules import is_kept
from hookline.check.kinds import is_attached, is_judged
from hookline.check.logs_types import LogsType, logs_type
from hookline.check.modules import Module
from hookline.hooks import HOOKS
from hookline.recognized import never_received


def judge_validation(
    function: FunctionNode, outer: Scope, module: Module, classes: Classes
) -> Iterator[Remark]:
    """Yield reads of `logs["val_…"]` by a hook that did not ask for the key."""
    reads = list(_reads(function)) if function.name in HOOKS else []
    if not reads or not isinstance(outer.node, ast.ClassDef) or outer.parent is None:
        return
    cls = classes.of_node(outer.node, outer.parent, module)
    if not is_judged(cls) or not is_kept("logs", module.reader.scopes[function]):
        return
    declared = _declared(function, cls, classes)
    if declared is None or any(_catches(node) for node in ast.walk(function)):
        return
    sure = _asked(function) | {key for logs in declared for key in logs.required}
    for read, key in reads:
        if key not in sure and not never_received(function.name, key):
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


def _catches(node: ast.AST) -> bool:
    """Tell whether somebody catches errors here, and may well mean that of an absent key."""
    match node:
        case ast.Try():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name == "suppress"
        case _:
            return False


def _asked(function: FunctionNode) -> set[str]:
    """The keys that are compared with something, got, or listed for a loop over them."""
    several: list[ast.expr] = []
    for node in ast.walk(function):
        match node:
            case ast.Compare(left=left, comparators=others):
                several += [left, *others]
            case ast.Call(func=ast.Attribute(attr="get"), args=arguments):
                several += arguments
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                several += items
            case _:
                pass
    texts = [one.value for one in several if isinstance(one, ast.Constant)]
    return {text for text in texts if isinstance(text, str)}


def _declared(function: FunctionNode, cls: Class, classes: Classes) -> list[LogsType] | None:
    """The types that a hook declares for its logs; None if one of them is not known."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    annotation = next((one.annotation for one in arguments if one.arg == "logs"), None)
    if annotation is None:
        return [] if is_attached(cls) else None
    kinds = [
        classes.of_expression(*place)
        for place in classes.members_of_union(annotation, cls.scope, cls.module)
    ]
    found = [logs_type(kind, classes.names) if kind else None for kind in kinds]
    known = [logs for logs in found if logs is not None]
    return known if len(known) == len(found) else None
