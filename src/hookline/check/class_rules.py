"""What is wrong with a class that is a callback by its definition."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.attached_rules import judge_attached
from hookline.check.classes import Class
from hookline.check.decorators import is_deliberate, is_said_deliberate
from hookline.check.findings import Remark
from hookline.check.hook_rules import judge_hook
from hookline.check.kinds import is_attached, is_default, is_judged, is_kindred, own_hooks
from hookline.check.members import Member
from hookline.check.names import Defined
from hookline.check.placing_rules import judge_places
from hookline.hooks import ALIASES, HOOKS
from hookline.spelling import nearest_hook


def judge_class(cls: Class) -> Iterator[Remark]:
    """Yield what is wrong in the body of a class, if it is a callback's."""
    subject = f"The class {cls.name}"
    if cls.node.bases and is_attached(cls):
        yield from judge_attached(cls, subject)
        yield from judge_places(cls)
    if not any(member.name[:2].lower() == "on" for member in cls.all_members):
        return  # most classes are no callbacks, and cost no more
    if not is_judged(cls):
        return
    for member, meant in near_misses(cls):
        sentence = sentences.misspelt(subject, member.name, meant)
        yield Remark(member.node, sentence, "hookline-hook")
    if is_attached(cls):
        yield from _judge_families(cls, subject)
    else:
        yield from judge_places(cls)
        if not is_kindred(cls) and cls.lookup("set_model") is None:
            # Keras asks a class without a base for every hook, under both names.
            yield from judge_aliases(cls, subject)
    for member in cls.all_members:
        if member.name in HOOKS and member.name not in cls.set_later:
            yield from judge_hook(cls, member, subject, by_name=not is_kindred(cls))


def near_misses(cls: Class) -> Iterator[tuple[Member, str]]:
    """Yield the methods of a class body named almost like a hook, and the hook."""
    for member in cls.all_members:
        meant = nearest_hook(member.name)
        if meant is None or not _is_method(cls, member) or _is_deliberate(cls, member):
            continue
        # A name that a plain base has belongs to the vocabulary of that base.
        inherited = any(member.name in base.members for base in cls.lineage[1:])
        if is_attached(cls) or not inherited:
            yield member, meant


def judge_aliases(cls: Class, subject: str) -> Iterator[Remark]:
    """Yield a hook and its alias where only the hook would be called."""
    hooks = own_hooks(cls)
    for name, alias in ALIASES.items():
        here = [cls.members[one] for one in (alias, name) if one in cls.members]
        inherits = any(is_default(base, name) for base in cls.lineage)
        if here and name in hooks and alias in hooks and not inherits:
            yield Remark(here[0].node, sentences.both_names(subject, name, alias), "hookline-hook")


def _is_method(cls: Class, member: Member) -> bool:
    match member.value:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return True
        case ast.Name() as name:
            thing = cls.names.thing(name, cls.scope, cls.module)
            return isinstance(thing, Defined) and not isinstance(thing.node, ast.ClassDef)
        case _:
            return False


def _is_deliberate(cls: Class, member: Member) -> bool:
    match member.value:
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
            return is_deliberate(function, cls)
        case ast.Name() as name:
            thing = cls.names.thing(name, cls.scope, cls.module)
            other = thing.node if isinstance(thing, Defined) else None
            return isinstance(other, ast.FunctionDef) and is_deliberate(other, cls)
        case ast.expr() as value:
            return is_said_deliberate(value, cls)
        case _:
            return False


def _judge_families(cls: Class, subject: str) -> Iterator[Remark]:
    """Yield the hooks of a family that the class does not have."""
    if cls.foreign_bases:
        return
    for name, member in cls.members.items():
        if name not in HOOKS or HOOKS[name].family == "run" or is_default(cls, name):
            continue
        if not any(name in base.members for base in cls.lineage[1:]):
            sentence = sentences.absent_family(subject, name, HOOKS[name].family)
            yield Remark(member.node, sentence, "hookline-hook")
