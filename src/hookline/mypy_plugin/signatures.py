"""Whether each hook of a callback takes what the loop passes, and returns nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from mypy.expandtype import expand_type
from mypy.messages import format_type_bare
from mypy.nodes import ArgKind, FuncDef, SymbolNode
from mypy.plugin import CheckerPluginInterface
from mypy.subtypes import find_member, is_subtype
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    NoneType,
    Overloaded,
    ProperType,
    Type,
    TypedDictType,
    TypeVarId,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

from hookline import sentences
from hookline.hooks import HOOKS
from hookline.mypy_plugin import codes, recorded
from hookline.mypy_plugin.findings import Finding
from hookline.mypy_plugin.parameters import accepts
from hookline.mypy_plugin.programs import Given

#: What a function returns whose body a plain call does not run.
_NEVER_RUN: Final = {
    "typing.Coroutine": sentences.asynchronous,
    "typing.AsyncGenerator": sentences.asynchronous,
    "typing.AsyncIterator": sentences.asynchronous,
    "typing.Generator": sentences.generator,
    "typing.Iterator": sentences.generator,
}


def judge(
    api: CheckerPluginInterface, callback: Instance, own: Sequence[str], given: Given, subject: str
) -> Iterator[Finding]:
    """Yield what is wrong with the hooks that a callback defines itself."""
    for name in own:
        if recorded.is_reported(callback.type, name):
            continue
        for kind in _members(get_proper_type(find_member(name, callback, callback))):
            method = _called(kind)
            if isinstance(method, CallableType):
                yield from _Method(api, subject, name, method).judge(given)
            elif not isinstance(method, (AnyType, Overloaded)):
                shown = f"of type `{format_type_bare(kind, api.options)}`"
                parameters = HOOKS[name].parameters
                sentence = sentences.not_a_method(subject, name, parameters, shown)
                yield Finding(sentence, codes.SIGNATURE)


def _members(kind: ProperType | None) -> list[ProperType]:
    """What a hook may be; None is no hook."""
    if kind is None:
        return []
    if not isinstance(kind, UnionType):
        return [kind]
    members = map(get_proper_type, kind.items)
    return [member for member in members if not isinstance(member, NoneType)]


def _called(kind: ProperType) -> ProperType:
    """What a call of it calls: of an object its `__call__`, of generic functions any of them."""
    method = find_member("__call__", kind, kind) if isinstance(kind, Instance) else None
    called = get_proper_type(method) or kind
    if isinstance(called, CallableType):
        bounds: dict[TypeVarId, Type] = {each.id: each.upper_bound for each in called.variables}
        return get_proper_type(expand_type(called, bounds))
    return called


class _Method(NamedTuple):
    """A callback's method for a hook."""

    api: CheckerPluginInterface
    subject: str
    name: str
    kind: CallableType

    def judge(self, given: Given) -> Iterator[Finding]:
        """Compare it with what the loop calls."""
        expected = given.hook(self.name)
        if not self._is_callable():
            yield self._wrong_signature()
        elif expected is not None:
            yield from self._judge_returned(get_proper_type(expected.ret_type))
            yield from self._judge_parameters(expected, given)

    def _parameters(self) -> list[tuple[str | None, ArgKind]]:
        names = self.kind.arg_names
        if not _is_by_position_alone(self.kind.definition):
            unnamed = [*HOOKS[self.name].parameters, *[None] * len(names)]
            names = [name or other for name, other in zip(names, unnamed, strict=False)]
        return list(zip(names, self.kind.arg_kinds, strict=True))

    def _is_callable(self) -> bool:
        parameters = HOOKS[self.name].parameters
        return self.kind.is_ellipsis_args or accepts(self._parameters(), parameters)

    def _wrong_signature(self) -> Finding:
        shown = f"({', '.join(name or '_' for name, _ in self._parameters())})"
        parameters = HOOKS[self.name].parameters
        sentence = sentences.wrong_signature(self.subject, self.name, parameters, shown)
        return Finding(sentence, codes.SIGNATURE)

    def _judge_returned(self, expected: ProperType) -> Iterator[Finding]:
        returned = get_proper_type(self.kind.ret_type)
        if is_subtype(returned, expected):
            return
        if isinstance(returned, Instance) and returned.type.fullname in _NEVER_RUN:
            sentence = _NEVER_RUN[returned.type.fullname](self.subject, self.name)
        else:
            shown = format_type_bare(returned, self.api.options)
            sentence = sentences.returns_value(self.subject, self.name, shown)
        yield Finding(sentence, codes.SIGNATURE)

    def _judge_parameters(self, expected: CallableType, given: Given) -> Iterator[Finding]:
        for parameter, passed in zip(HOOKS[self.name].parameters, expected.arg_types, strict=True):
            argument = self.kind.argument_by_name(parameter)
            if argument is None or is_subtype(passed, argument.typ):
                continue
            declared = get_proper_type(argument.typ)
            poor = _poor_logs(get_proper_type(passed), declared, given, self.subject)
            if poor is not None:
                yield Finding(poor, codes.LOGS)
            elif not isinstance(declared, UninhabitedType):  # what mypy could not infer
                yield self._wrong_parameter(parameter, declared, passed)

    def _wrong_parameter(self, parameter: str, declared: Type, passed: Type) -> Finding:
        types = [format_type_bare(kind, self.api.options) for kind in (declared, passed)]
        sentence = sentences.wrong_parameter(self.subject, self.name, parameter, *types)
        return Finding(sentence, codes.SIGNATURE)


def _is_by_position_alone(definition: SymbolNode | None) -> bool:
    """Tell whether parameters were written so; `Callable[[int, Logs], None]` tells no names."""
    return isinstance(definition, FuncDef) and None in definition.arg_names


def _poor_logs(passed: ProperType, declared: ProperType, given: Given, subject: str) -> str | None:
    """Say which keys the hook reads and the program's logs lack, if that is what does not fit."""
    if not isinstance(passed, TypedDictType) or not passed.items:  # `NoLogs` are no program's
        return None
    for wanted in _typed_dicts(declared):
        missing = wanted.items.keys() - passed.items.keys()
        if missing and given.program is not None and given.logs is not None:
            owner, reader = given.program.type.name, wanted.fallback.type.name
            return sentences.poor_logs(subject, reader, owner, missing, passed.items.keys())
    return None


def _typed_dicts(declared: ProperType) -> Iterator[TypedDictType]:
    yield from (kind for kind in _members(declared) if isinstance(kind, TypedDictType))
