"""`set_program` and `set_params`: whether loops can call them, each with one thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.classes import Class
from hookline.check.decorators import Binding, binding_of
from hookline.check.members import Member
from hookline.check.signatures import signature, takes
from hookline.recognized import MIXINS, SETTERS


def wrong_setters(cls: Class, subject: str) -> Iterator[tuple[Member, str]]:
    """Yield the setters of a class that cannot be called, and the sentence for each."""
    for name, parameter in SETTERS.items():
        owner = cls.owner(name)
        function = owner.members[name].value if owner else None
        if owner is None or owner.module.name == MIXINS or name in cls.set_later:
            continue
        if not isinstance(function, ast.FunctionDef):
            continue
        binding = binding_of(function, owner)
        if binding not in {Binding.METHOD, Binding.STATIC, Binding.CLASS}:
            continue
        own = signature(function.args, function.returns, bound=binding is not Binding.STATIC)
        if own is None or not takes(own, [parameter], by_name=False):
            shown = str(own or "()")
            sentence = sentences.wrong_method(subject, name, [parameter], shown)
            yield owner.members[name], sentence
