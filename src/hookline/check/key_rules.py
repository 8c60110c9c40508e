"""Keys of logs: read that are never there, or written though every callback gets the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

from hookline import sentences
from hookline.check.bindings import Assigned, FunctionNode, Parameter, Scope
from hookline.check.classes import Classes
from hookline.check.expected import expects_errors
from hookline.check.findings import Remark
from hookline.check.kinds import is_judged
from hookline.check.logs_types import LogsType, logs_type
from hookline.check.modules import Module
from hookline.hooks import HOOKS
from hookline.recognized import METRIC, never_received
from hookline.slips import is_slip

#: Methods of a dictionary that change it.
_MUTATORS: Final = frozenset({"clear", "pop", "popitem", "setdefault", "update"})


class Read(NamedTuple):
    """A function's parameter that is declared as logs."""

    name: str
    logs: LogsType
    #: The hook that it is a parameter of, or nothing.
    hook: str


class Key(NamedTuple):
    """A key that is written out."""

    node: ast.expr
    value: str


def judge_function(
    function: FunctionNode, outer: Scope, module: Module, classes: Classes
) -> Iterator[Remark]:
    """Yield what is wrong with the keys that a function asks of its logs."""
    for read in _parameters(function, outer, module, classes):
        tested = _tested_keys(function, read.name)
        yield from (_judge_test(key, read) for key in tested if _is_never_there(key.value, read))
        yield from _judge_hook(function, read, module)
        known = {key.value for key in tested}
        for node in _nodes(function, read.name, module):
            for remark in _judge_node(node, read):
                if not known & _keys_of(node):
                    yield remark
            if isinstance(node, ast.Call):
                yield from _judge_metric(node, read, function, module, classes)


def _tested_keys(function: FunctionNode, name: str) -> list[Key]:
    """The keys that `in` asks for."""
    return [
        Key(node.left, node.left.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Constant)
        and isinstance(node.left.value, str)
        and any(isinstance(other, ast.Name) and other.id == name for other in node.comparators)
    ]


def _judge_test(key: Key, read: Read) -> Remark:
    sentence = sentences.unknown_key(read.logs.name, key.value, read.logs.keys)
    return _remark(key.node, sentence)


def _judge_hook(function: FunctionNode, read: Read, module: Module) -> Iterator[Remark]:
    """Yield keys that a hook asks for and never receives, whatever its type says."""
    for node in _nodes(function, read.name, module):
        match node:
            case (
                ast.Subscript(value=logs, slice=ast.Constant(value=str(key)))
                | ast.Call(
                    func=ast.Attribute(value=logs, attr="get"),
                    args=[ast.Constant(value=str(key)), *_],
                )
                | ast.Call(func=ast.Name(id="metric"), args=[logs, ast.Constant(value=str(key))])
                | ast.Compare(
                    left=ast.Constant(value=str(key)),
                    ops=[ast.In() | ast.NotIn()],
                    comparators=[logs],
                )
            ):
                may_be = key not in read.logs.required and not _is_wrong(key, read.logs)
                if may_be and _is_logs(logs, read) and (told := never_received(read.hook, key)):
                    yield _remark(node, told)
            case _:
                pass


def _is_logs(expression: ast.expr, read: Read) -> bool:
    """Tell whether an expression is the parameter, or `(logs or {})`."""
    match expression:
        case ast.Name(id=name) | ast.BoolOp(op=ast.Or(), values=[ast.Name(id=name), *_]):
            return name == read.name
        case _:
            return False


def _judge_metric(
    call: ast.Call, read: Read, function: FunctionNode, module: Module, classes: Classes
) -> Iterator[Remark]:
    """Yield a name that `metric` never finds."""
    match call.args:
        case [ast.Name(id=name), ast.Constant(value=str(key)) as place] if name == read.name:
            scope = module.reader.scopes[function]
            if classes.names.full_name(call.func, scope, module) == METRIC and _is_wrong(
                key, read.logs
            ):
                yield _judge_test(Key(place, key), read)
        case _:
            pass


def _judge_node(node: ast.AST, read: Read) -> Iterator[Remark]:
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key)) as place):
            if name == read.name and isinstance(node.ctx, ast.Load):
                if _is_wrong(key, read.logs):
                    yield _remark(place, sentences.missing_key(read.logs.name, key, read.logs.keys))
            elif name == read.name and _is_fixed(key, read):
                yield _remark(node, sentences.written_logs(read.logs.name, read.hook))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method), args=arguments):
            if name != read.name:
                return
            match arguments:
                case [ast.Constant(value=str(key)) as place, *_] if method == "get":
                    if _is_wrong(key, read.logs):
                        sentence = sentences.unknown_key(read.logs.name, key, read.logs.keys)
                        yield _remark(place, sentence)
                case _ if method in _MUTATORS and read.hook:
                    yield _remark(node, sentences.written_logs(read.logs.name, read.hook))
                case _:
                    pass
        case _:
            pass


def _remark(node: ast.AST, sentence: str) -> Remark:
    return Remark(node, sentence, "hookline-key")


def _is_wrong(key: str, logs: LogsType) -> bool:
    """Tell whether logs never have a key; open ones may have any that is not a slip of the pen."""
    if key in logs.known:
        return False
    return logs.is_closed or any(is_slip(key, known) for known in logs.known)


def _is_never_there(key: str, read: Read) -> bool:
    """Tell whether it makes no sense for a hook to ask for a key; of open logs it always does."""
    return bool(read.hook) and read.logs.is_closed and key not in read.logs.known


def _is_fixed(key: str, read: Read) -> bool:
    """Tell whether a hook's logs may not be given a key, or another value for it."""
    return bool(read.hook) and (key not in read.logs.keys or key in read.logs.read_only)


def _parameters(
    function: FunctionNode, outer: Scope, module: Module, classes: Classes
) -> Iterator[Read]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    own = module.reader.scopes[function]
    for argument in arguments:
        if argument.arg not in module.reader.keyed or not is_kept(argument.arg, own):
            continue
        members = classes.members_of_union(argument.annotation, outer, module)
        if len(members) != 1:
            continue
        cls = classes.of_expression(*members[0])
        logs = logs_type(cls, classes.names) if cls else None
        if logs is not None and logs.is_logs:
            hook = _hook(function, argument.arg, outer, module, classes)
            yield Read(argument.arg, logs, hook)


def is_kept(name: str, scope: Scope) -> bool:
    """Tell whether a parameter stays what it is; `logs = logs or {}` only stands in for None."""
    for binding in scope.bindings.get(name, ()):
        match binding.definition:
            case Parameter():
                pass
            case Assigned(value=ast.BoolOp(op=ast.Or(), values=[ast.Name(id=first), *_])):
                if first != name:
                    return False
            case _:
                return False
    return True


def _hook(
    function: FunctionNode, parameter: str, outer: Scope, module: Module, classes: Classes
) -> str:
    if function.name not in HOOKS or parameter != "logs":
        return ""
    node = outer.node
    if not isinstance(node, ast.ClassDef) or outer.parent is None:
        return ""
    cls = classes.of_node(node, outer.parent, module)
    return function.name if is_judged(cls) else ""


def _nodes(function: FunctionNode, name: str, module: Module) -> Iterator[ast.AST]:
    """The nodes of a body, without functions whose parameter has the name, and expected errors."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop(0)
        inner = module.reader.scopes.get(node)
        if inner is not None and name in inner.bindings:
            continue
        yield node
        if isinstance(node, (ast.With, ast.Try)) and expects_errors(node):
            continue
        waiting += ast.iter_child_nodes(node)


def _keys_of(node: ast.AST) -> set[str]:
    key = node.slice if isinstance(node, ast.Subscript) else None
    return {key.value} if isinstance(key, ast.Constant) and isinstance(key.value, str) else set()
