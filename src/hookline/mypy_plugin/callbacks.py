"""Judges the callbacks that a call hands to a loop, as registration does at run time."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.messages import format_type_bare
from mypy.nodes import (
    Expression,
    ListExpr,
    MemberExpr,
    NameExpr,
    SetExpr,
    TupleExpr,
    TypeInfo,
    Var,
)
from mypy.plugin import CheckerPluginInterface
from mypy.types import (
    FunctionLike,
    Instance,
    NoneType,
    ProperType,
    TupleType,
    get_proper_type,
)

from hookline import recognized, sentences
from hookline.hooks import HOOKS
from hookline.mypy_plugin import codes, needs, recorded, signatures
from hookline.mypy_plugin.class_objects import class_object
from hookline.mypy_plugin.elements import Element, Elements
from hookline.mypy_plugin.findings import Finding
from hookline.mypy_plugin.programs import Given


class Judge:
    """Judges the callbacks of one call."""

    def __init__(self, api: CheckerPluginInterface, loop: str | None, given: Given) -> None:
        self._api = api
        self._loop = loop
        self._given = given

    def is_certain(self, argument: Expression) -> bool:
        """Report what is wrong with the callbacks of an argument.

        Returns:
            Whether the judgement is better than mypy's own: something was reported,
            or the variable's type says less than what it was made from.
        """
        if name := self._not_several(argument):
            self._api.fail(sentences.no_collection(name), argument, code=codes.CALLBACK)
            return True
        elements = Elements(self._api, self._given.accepted)
        found = list(elements.of(argument))
        findings = list(self._findings(found))
        for place, (sentence, code) in findings:
            self._api.fail(sentence, place, code=code)
        # Where the class is written; but the daemon looks again only at what mypy itself checks.
        told = any(map(_is_told, found)) and not self._api.options.fine_grained_incremental
        return bool(findings) or told or elements.followed_variable

    def _findings(self, elements: list[Element]) -> Iterator[tuple[Expression, Finding]]:
        places: dict[Var, int] = {}
        index = -1
        for element in elements:
            index += not element.is_alternative
            subject = f"callbacks[{index}] ({self._name(element.kind)})"
            for finding in self._judge(element, subject):
                yield element.place, finding
            if element.variable is not None:
                place = places.setdefault(element.variable, index)
                if place != index:
                    sentence = sentences.twice(subject, place)
                    yield element.place, Finding(sentence, codes.CALLBACK)

    def _not_several(self, argument: Expression) -> str | None:
        """Name what was given where an iterable belongs."""
        if isinstance(argument, (ListExpr, TupleExpr, SetExpr)):
            return None  # whose type takes time to infer once more
        kind = get_proper_type(self._api.get_expression_type(argument, None))
        if cls := class_object(kind):
            return cls.name
        if isinstance(kind, NoneType):
            return "NoneType"
        if isinstance(kind, Instance) and kind.type.get("__iter__") is None and _hooks(kind):
            return kind.type.name
        return None

    def _judge(self, element: Element, subject: str) -> Iterator[Finding]:
        kind = element.kind
        if cls := class_object(kind):
            yield Finding(sentences.class_for_instance(subject, cls.name), codes.CALLBACK)
        elif isinstance(kind, NoneType):
            yield Finding(sentences.none_for_callback(subject), codes.CALLBACK)
        elif isinstance(kind, FunctionLike):
            written = element.place
            name = written.name if isinstance(written, (NameExpr, MemberExpr)) else "…"
            yield Finding(sentences.function_for_callback(subject, name), codes.CALLBACK)
        elif isinstance(instance := _instance(kind), Instance):
            yield from self._judge_instance(instance, element, subject)

    def _judge_instance(
        self, callback: Instance, element: Element, subject: str
    ) -> Iterator[Finding]:
        if callback.type.get("__getattr__") or callback.type.fallback_to_any:
            return  # any hook may be there
        hooks = _hooks(callback)
        for name, meant in recorded.near_misses(callback.type).items():
            yield Finding(sentences.misspelt(subject, name, meant), codes.HOOK)
        if not hooks:
            yield from _judge_no_callback(callback, subject)
            return
        own = [name for name in hooks if not _is_default(callback, name)]
        families = recognized.LOOPS.get(self._loop or "")
        # One that is not made here may be of a subclass that has hooks.
        judged = own or (element.is_exact and _is_static(callback.type))
        if judged and families and not any(HOOKS[name].family in families for name in own):
            sentence = sentences.other_loop(subject, own, str(self._loop), families)
            yield Finding(sentence, codes.CALLBACK)
            return
        yield from signatures.judge(self._api, callback, own, self._given, subject)
        yield from needs.judge(self._api, callback, element, self._given, subject)

    def _name(self, kind: ProperType) -> str:
        cls = class_object(kind) or (kind.type if isinstance(kind, Instance) else None)
        if isinstance(kind, (NoneType, FunctionLike)) and cls is None:
            return "NoneType" if isinstance(kind, NoneType) else "function"  # as at run time
        return cls.name if cls else format_type_bare(kind, self._api.options)


def _judge_no_callback(callback: Instance, subject: str) -> Iterator[Finding]:
    if recorded.near_misses(callback.type) or callback.type.fullname == "builtins.object":
        return  # said already; or of a type that says nothing, which mypy refuses itself
    several = any(
        base.fullname in {"builtins.list", "builtins.tuple"} for base in callback.type.mro
    )
    sentence = (
        sentences.nested_collection(subject) if several else sentences.no_hook(subject, HOOKS)
    )
    yield Finding(sentence, codes.CALLBACK)


def _instance(kind: ProperType) -> Instance | None:
    if isinstance(kind, TupleType):  # a NamedTuple with hooks, or one of several callbacks
        return kind.partial_fallback
    return kind if isinstance(kind, Instance) else None


def _is_told(element: Element) -> bool:
    callback = _instance(element.kind)
    return callback is not None and any(
        recorded.is_reported(callback.type, name) for name in _hooks(callback)
    )


def _hooks(kind: Instance) -> list[str]:
    return [name for name in HOOKS if kind.type.get(name) is not None]


def _is_static(callback: TypeInfo) -> bool:
    """Tell whether a class shows all hooks that its instances have: no method could add more."""
    return not any(
        name in cls.names
        for cls in callback.mro
        if not cls.fullname.startswith(("builtins.", recognized.MIXINS))
        for name in ("__init__", "__new__", "__init_subclass__", "__getattribute__")
    )


def _is_default(callback: Instance, name: str) -> bool:
    owner = callback.type.get_containing_type_info(name)
    return owner is not None and owner.fullname.startswith(f"{recognized.MIXINS}.")
