"""What is wrong with the callbacks that a call hands to a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from hookline import sentences
from hookline.check.argument_rules import judge_arguments
from hookline.check.bindings import Binding, Scope
from hookline.check.class_rules import judge_aliases, near_misses
from hookline.check.classes import Class, Classes
from hookline.check.elements import Element, Elements
from hookline.check.findings import Code, Remark
from hookline.check.hook_rules import judge_hook
from hookline.check.kinds import is_attached, is_judged, own_hooks, present_hooks
from hookline.check.loop_calls import LoopCall, LoopCalls
from hookline.check.method_rules import wrong_setters
from hookline.check.modules import Module
from hookline.check.names import Defined, Foreign
from hookline.check.needs import Needs
from hookline.check.programs import Programs
from hookline.check.step_rules import judge_steps
from hookline.check.type_arguments import TypeArguments
from hookline.check.values import Instance, Values
from hookline.hooks import HOOKS
from hookline.recognized import LOOPS

#: What the types of displays are called.
_DISPLAYS: Final[dict[type[ast.expr], str]] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Tuple: "tuple",
    ast.Set: "set",
    ast.SetComp: "set",
}


class AttachRules:
    """Judges calls.

    Args:
        classes: Who makes classes of definitions.
    """

    def __init__(self, classes: Classes) -> None:
        self._classes: Final = classes
        self._values: Final = Values(classes)
        self._elements: Final = Elements(classes)
        self._calls: Final = LoopCalls(classes, self._values)
        arguments = TypeArguments(classes.names)
        self._programs: Final = Programs(classes, arguments)
        self._needs: Final = Needs(classes, arguments, self._programs)

    def judge(self, call: ast.Call, scope: Scope, module: Module) -> Iterator[Remark]:
        """Yield what is wrong with a call of a loop, if it is one."""
        handed = self._calls.of(call, scope, module)
        if handed is None:
            return
        yield from judge_arguments(handed)
        yield from judge_steps(handed, self._programs)
        if handed.callbacks is not None:
            yield from self._judge_callbacks(handed.callbacks, handed, scope, module)

    def _judge_callbacks(
        self, callbacks: ast.expr, handed: LoopCall, scope: Scope, module: Module
    ) -> Iterator[Remark]:
        single = self._single(callbacks, scope, module)
        if single:
            yield Remark(callbacks, sentences.no_collection(single), "hookline-callback")
            return
        places: dict[Binding, int] = {}
        for element in self._elements.of(callbacks, scope, module):
            yield from self._judge(element, handed)
            yield from self._judge_twice(element, places)

    def _single(self, argument: ast.expr, scope: Scope, module: Module) -> str:
        """Name what was given where an iterable belongs, or nothing."""
        if isinstance(argument, ast.Constant):
            return "" if isinstance(argument.value, (str, bytes)) else type(argument.value).__name__
        thing = self._classes.names.thing(argument, scope, module)
        if isinstance(thing, Defined) and isinstance(argument, (ast.Name, ast.Attribute)):
            return thing.node.name if isinstance(thing.node, ast.ClassDef) else "function"
        made = self._values.instance(argument, scope, module)
        if made is None or not present_hooks(made.cls):
            return ""
        iterates = [made.has(name) is False for name in ("__iter__", "__getitem__")]
        return made.cls.name if all(iterates) else ""

    def _judge(self, element: Element, handed: LoopCall) -> Iterator[Remark]:
        written, scope, module = element.written, element.scope, element.module
        thing = self._classes.names.thing(written, scope, module)
        is_name = isinstance(written, (ast.Name, ast.Attribute))
        if name := (
            _no_object(written)
            or (_builtin_object(thing) if is_name else "")
            or self._method(element)
        ):
            subject = _subject(element, name)
            several = type(written) in _DISPLAYS
            if several:
                sentence = sentences.nested_collection(subject)
            elif name == "NoneType":
                sentence = sentences.none_for_callback(subject)
            elif "function" in name:
                sentence = sentences.function_for_callback(subject, _called(written))
            else:
                sentence = sentences.no_hook(subject, HOOKS)
            yield Remark(element.node, sentence, "hookline-callback")
        elif is_name and isinstance(thing, Defined) and isinstance(thing.node, ast.ClassDef):
            subject = _subject(element, thing.node.name)
            sentence = sentences.class_for_instance(subject, thing.node.name)
            yield Remark(element.node, sentence, "hookline-callback")
        else:
            made = self._values.instance(written, scope, module)
            if made is not None:
                subject = _subject(element, made.cls.name)
                for sentence, code in self._judge_instance(made, handed, subject):
                    yield Remark(element.node, sentence, code)

    def _method(self, element: Element) -> str:
        """Name the type of a method that is named where a callback belongs, or nothing."""
        written = element.written
        if not isinstance(written, ast.Attribute):
            return ""
        made = self._values.instance(written.value, element.scope, element.module)
        member = made.cls.lookup(written.attr) if made else None
        function = member.value if member else None
        is_plain = isinstance(function, ast.FunctionDef) and not function.decorator_list
        return "function" if is_plain else ""

    def _judge_instance(
        self, callback: Instance, handed: LoopCall, subject: str
    ) -> Iterator[tuple[str, Code]]:
        if callback.set_on_it is None or HOOKS.keys() & callback.set_on_it:
            return  # its hooks are not those of its class
        found = list(_judge_class(callback.cls, subject))
        if callback.is_exact and not found:
            found = list(self._judge_use(callback.cls, handed, subject))
            if found:  # then it does not matter what it asks for
                yield from found
                return
        yield from found
        if not is_attached(callback.cls):  # of a mixin's it is told where it is written
            for _, sentence in wrong_setters(callback.cls, subject):
                yield sentence, "hookline-signature"
        yield from self._needs.judge(callback, handed, subject)

    def _judge_use(self, cls: Class, handed: LoopCall, subject: str) -> Iterator[tuple[str, Code]]:
        """Yield that an object has no hook, or none that the loop fires."""
        if not cls.is_whole:
            return
        if not present_hooks(cls):
            yield sentences.no_hook(subject, HOOKS), "hookline-callback"
            return
        hooks = own_hooks(cls)
        families = LOOPS.get(handed.loop or "")
        if families and not any(HOOKS[name].family in families for name in hooks):
            sentence = sentences.other_loop(subject, hooks, str(handed.loop), families)
            yield sentence, "hookline-callback"

    def _judge_twice(self, element: Element, places: dict[Binding, int]) -> Iterator[Remark]:
        made = self._values.instance(element.written, element.scope, element.module)
        if made is None or made.variable is None or element.place is None or element.maybe:
            return
        place = places.setdefault(made.variable, element.place)
        if place != element.place and not made.cls.foreign_bases:
            sentence = sentences.twice(_subject(element, made.cls.name), place)
            yield Remark(element.node, sentence, "hookline-callback")


def _judge_class(cls: Class, subject: str) -> Iterator[tuple[str, Code]]:
    """Yield what is wrong with hooks whose classes are not judged where they are defined."""
    if cls.foreign_bases:
        return
    for owner in cls.lineage:
        if not is_judged(owner):
            for member, meant in near_misses(owner):
                yield sentences.misspelt(subject, member.name, meant), "hookline-hook"
            yield from _judge_signatures(cls, owner, subject)
    if not is_judged(cls):
        for remark in judge_aliases(cls, subject):
            yield remark.sentence, remark.code


def _judge_signatures(cls: Class, owner: Class, subject: str) -> Iterator[tuple[str, Code]]:
    """Yield what is wrong with the hooks that a class has from one of its lineage."""
    for name, member in owner.members.items():
        if name in HOOKS and cls.owner(name) is owner and name not in cls.set_later:
            for remark in judge_hook(owner, member, subject):
                yield remark.sentence, remark.code


def _subject(element: Element, name: str) -> str:
    return f"callbacks[{'…' if element.place is None else element.place}] ({name})"


def _no_object(written: ast.expr) -> str:
    """Name the type of an expression that is surely no callback, or nothing."""
    if isinstance(written, ast.Constant):
        return type(written.value).__name__
    if isinstance(written, ast.Lambda):
        return "function"
    return _DISPLAYS.get(type(written), "")


def _builtin_object(thing: object) -> str:
    """Name the type of a function that is named where a callback belongs."""
    if isinstance(thing, Foreign) and thing.name == "builtins.print":
        return "function"
    function = thing.node if isinstance(thing, Defined) else None
    is_plain = isinstance(function, ast.FunctionDef) and not function.decorator_list
    return "function" if is_plain else ""


def _called(written: ast.expr) -> str:
    """The name of a function, as a remedy writes it."""
    return "<lambda>" if isinstance(written, ast.Lambda) else ast.unparse(written)
