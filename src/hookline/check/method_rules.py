"""Methods that loops call beside hooks and steps, such as `set_program`: whether they can."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from hookline import sentences
from hookline.check.classes import Class
from hookline.check.decorators import Binding, binding_of
from hookline.check.members import Member
from hookline.check.signatures import signature, takes
from hookline.recognized import MIXINS, SETTERS


def wrong_setters(cls: Class, subject: str) -> Iterator[tuple[Member, str]]:
    """Yield the setters of a callback that cannot be called, and the sentence for each."""
    setters = {name: [parameter] for name, parameter in SETTERS.items()}
    for member, sentence in wrong_methods(cls, setters, subject):
        owner = cls.owner(member.name)
        if owner is not None and owner.module.name != MIXINS:
            yield member, sentence


def wrong_methods(
    cls: Class, methods: Mapping[str, Sequence[str]], subject: str
) -> Iterator[tuple[Member, str]]:
    """Yield those of some methods that do not take their arguments by position.

    Args:
        cls: Whose instances have the methods, or lack them.
        methods: What is passed to each.
        subject: How the sentence begins.
    """
    for name, parameters in methods.items():
        owner = cls.owner(name)
        if owner is None or name in cls.set_later:
            continue
        member = owner.members[name]
        if sentence := _sentence(member, parameters, owner, subject):
            yield member, sentence


def _sentence(
    member: Member, parameters: Collection[str], owner: Class, subject: str
) -> str | None:
    function = member.value
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    binding = binding_of(function, owner)
    if binding not in {Binding.METHOD, Binding.STATIC, Binding.CLASS}:
        return None
    own = signature(function.args, function.returns, bound=binding is not Binding.STATIC)
    if own is None or not takes(own, [*parameters], by_name=False):
        return sentences.wrong_method(subject, member.name, parameters, str(own or "()"))
    if isinstance(function, ast.AsyncFunctionDef):
        return sentences.asynchronous(subject, member.name)
    return None
