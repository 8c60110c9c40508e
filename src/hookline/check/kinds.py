"""When a class is a callback, and which of its members are hooks."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

from hookline.check.bindings import FunctionNode
from hookline.check.classes import Class
from hookline.check.decorators import Binding, binding_of
from hookline.check.members import Member
from hookline.check.signatures import names_any, signature, takes
from hookline.hooks import HOOKS
from hookline.recognized import ATTACHED, DISTINCTIVE, KINDRED, MIXINS

_PROTOCOLS: Final = frozenset(
    f"{hook.protocol.__module__}.{hook.protocol.__qualname__}" for hook in HOOKS.values()
)

#: By the ends of the full names, for a copy of the package may lie in another.
_KINDRED: Final = tuple(KINDRED)


def is_attached(cls: Class) -> bool:
    """Tell whether a class derives from a mixin of hookline."""
    return cls.full_name != ATTACHED and cls.derives_from(ATTACHED)


def is_of_protocols(cls: Class) -> bool:
    """Tell whether a class derives from a hook's Protocol."""
    return any(base.full_name in _PROTOCOLS for base in cls.lineage[1:])


def is_kindred(cls: Class) -> bool:
    """Tell whether a class derives from a callback of Keras or Synalinks, and nothing unknown."""
    if any(base.full_name.endswith(_KINDRED) for base in cls.lineage[1:]):
        return not cls.foreign_bases
    return bool(cls.foreign_bases) and all(base.endswith(_KINDRED) for base in cls.foreign_bases)


def is_evident(cls: Class) -> bool:
    """Tell whether a plain class has a hook that is right in name and in parameters."""
    if cls.foreign_bases or is_kindred(cls):
        return False
    return any(
        name in DISTINCTIVE and is_right(cls, member)
        for owner in cls.lineage
        for name, member in owner.members.items()
    )


def is_judged(cls: Class) -> bool:
    """Tell whether a class is a callback by its definition alone."""
    return is_attached(cls) or is_of_protocols(cls) or is_kindred(cls) or is_evident(cls)


def is_right(cls: Class, member: Member) -> bool:
    """Tell whether a member is a method that loops could call under its name, if it is not async.

    One that says that it takes a dictionary is for other loops: logs of these are none.
    One that names no parameter fits any loop, and so says nothing.
    """
    function = member.value
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    if member.name not in HOOKS or _takes_a_dict(function):
        return False
    binding = binding_of(function, cls)
    if binding not in {Binding.METHOD, Binding.STATIC, Binding.CLASS}:
        return False
    own = signature(function.args, function.returns, bound=binding is not Binding.STATIC)
    if own is None or not names_any(own):
        return False
    return takes(own, HOOKS[member.name].parameters, by_name=True)


def _takes_a_dict(function: FunctionNode) -> bool:
    annotations = [one.annotation for one in function.args.args if one.arg == "logs"]
    return any(
        ast.unparse(annotation).partition("[")[0].rpartition(".")[2].lower() == "dict"
        for annotation in annotations
        if annotation is not None
    )


def present_hooks(cls: Class) -> list[str]:
    """Return the hooks that instances have, defaults of the mixins included."""
    return [
        name
        for name in HOOKS
        if ((member := cls.lookup(name)) is not None and not member.is_absent)
        or name in cls.set_later
    ]


def own_hooks(cls: Class) -> list[str]:
    """Return the hooks that instances really define."""
    return [name for name in present_hooks(cls) if not is_default(cls, name)]


def is_default(cls: Class, name: str) -> bool:
    """Tell whether a hook is a default of a mixin, which no loop calls."""
    owner = cls.owner(name)
    if owner is None or name in cls.set_later:
        return False
    node = owner.members[name].node
    marked = isinstance(node, ast.FunctionDef) and _names_of(node.decorator_list) & {"default"}
    return owner.module.name == MIXINS or bool(marked)


def _names_of(decorators: Iterable[ast.expr]) -> set[str]:
    return {ast.unparse(item).rpartition(".")[2] for item in decorators}
