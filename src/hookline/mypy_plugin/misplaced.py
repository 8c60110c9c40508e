"""Hooks that stand where no loop finds them: inside of a method, or beside the class.

So stands one that is indented too far, or too little. What shows that it was meant to be a method
is its first parameter, `self`; and that nobody passes it on, that its name is never read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mypy.nodes import ClassDef, Decorator, FuncDef, NameExpr, Node
from mypy.plugin import ClassDefContext

from hookline import sentences
from hookline.hooks import HOOKS
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.walking import walk


def judge(context: ClassDefContext, within: Iterable[tuple[FuncDef, list[Node]]]) -> None:
    """Report such hooks in the methods of a callback's class, and in its module.

    Args:
        context: The class, as mypy has read it so far.
        within: Its methods, and the nodes of each.
    """
    for hook, place in _misplaced(context, within):
        context.api.fail(sentences.misplaced(hook.name, place), hook, code=codes.HOOK)


def _misplaced(
    context: ClassDefContext, within: Iterable[tuple[FuncDef, list[Node]]]
) -> Iterator[tuple[FuncDef, str]]:
    for method, nodes in within:
        inner = [node for node in nodes if isinstance(node, FuncDef) and _is_meant(node)]
        inner = [hook for hook in inner if hook is not method]
        if inner:
            yield from _unread(inner, [method], f"inside of `{method.name}`")
    module = context.api.modules[context.api.cur_mod_id]
    names = (module.names.get(name) for name in HOOKS)
    beside = (_function(symbol.node) for symbol in names if symbol is not None)
    outer = [hook for hook in beside if isinstance(hook, FuncDef) and _is_meant(hook)]
    if outer:
        yield from _unread(outer, module.defs, "outside of every class")


def _function(node: object) -> object:
    return node.func if isinstance(node, Decorator) else node


def _is_meant(function: FuncDef) -> bool:
    return function.name in HOOKS and function.arg_names[:1] == ["self"]


def _unread(
    hooks: Iterable[FuncDef], within: Iterable[Node], place: str
) -> Iterator[tuple[FuncDef, str]]:
    read = {name for above in within for name in _names(above)}
    yield from ((hook, place) for hook in hooks if hook.name not in read)


def _names(above: Node) -> Iterator[str]:
    for node in walk(above):
        if isinstance(node, NameExpr):
            yield node.name
        elif isinstance(node, ClassDef):
            yield from _names(node.defs)
