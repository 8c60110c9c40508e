"""What a loop gives its callbacks: the program, and the types that its hooks receive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from mypy.subtypes import find_member
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypedDictType,
    TypeOfAny,
    TypeVarType,
    UnionType,
    flatten_nested_unions,
    get_proper_type,
)

from hookline import recognized
from hookline.hooks import HOOKS
from hookline.mypy_plugin.calls import SigContext, passes_nothing

_HOOK_OF = {hook.protocol.__name__: name for name, hook in HOOKS.items()}


class Given(NamedTuple):
    """What the callbacks of one call are given."""

    #: None where a hand-written loop does not say.
    program: Instance | None
    #: What end hooks receive; None where the types do not tell.
    logs: TypedDictType | None
    #: The Protocol of each hook that the loop can fire, by the hook's name.
    protocols: dict[str, Instance]
    #: Whether it is a `fit` that surely validates nothing.
    unvalidated: bool
    #: Whether it is a hand-written loop that surely names no program.
    no_program: bool
    #: The attributes that the loop sets on a program that lacks them; a hand-written one, none.
    set_by_loop: frozenset[str]

    @property
    def accepted(self) -> Type:
        """What the loop accepts as a callback, for mypy to infer type arguments from."""
        return UnionType.make_union([*self.protocols.values()])

    def hook(self, name: str) -> CallableType | None:
        """The type of a hook as the loop calls it; None where this loop does not fire it."""
        protocol = self.protocols.get(name)
        kind = get_proper_type(find_member(name, protocol, protocol)) if protocol else None
        return kind if isinstance(kind, CallableType) else None

    @property
    def metrics(self) -> frozenset[str]:
        """Every key that the logs can have, `val_` keys included; empty where nobody knows."""
        told = (
            self.logs is not None and self.logs.fallback.type.fullname != f"{recognized.LOGS}.Logs"
        )
        keys = frozenset(self.logs.items if self.logs and told else ())
        return keys | {f"val_{key}" for key in keys if not key.startswith("val_")}


def given_by(context: SigContext, loop: str | None, program: Type | None) -> Given:
    """Read from the call's signature, and from the program's steps, what callbacks are given."""
    kind = get_proper_type(program) if program else None
    instance = kind if isinstance(kind, Instance) else None
    logs = returned(instance, "train_step", "test_step")
    if logs is not None and is_untyped(logs):
        logs = None  # the step is to blame for that, and no callback
    outputs = returned(instance, "predict_step")
    protocols = {
        name: _solved(protocol, outputs if name == "on_predict_batch_end" else logs)
        for protocol in _protocols(context.default_signature)
        if (name := _HOOK_OF.get(protocol.type.name))
    }
    unvalidated = loop == "fit" and passes_nothing(context, "validation_data")
    no_program = loop is None and passes_nothing(context, "program")
    set_by_loop = recognized.SET_BY_LOOPS if loop else frozenset[str]()
    logs_given = _logs_of(protocols)
    return Given(instance, logs_given, protocols, unvalidated, no_program, set_by_loop)


def _protocols(signature: CallableType) -> Iterator[Instance]:
    """The one-hook Protocols that the signature accepts."""
    place = signature.arg_names.index("callbacks")
    iterable = get_proper_type(signature.arg_types[place])
    items = iterable.args if isinstance(iterable, Instance) else ()
    for item in map(get_proper_type, flatten_nested_unions(items)):
        if isinstance(item, Instance) and item.type.fullname.startswith(recognized.PROTOCOLS):
            yield item


def _solved(protocol: Instance, solution: ProperType | None) -> Instance:
    """Put what the program says in the place of a type parameter of the loop."""
    free = [isinstance(get_proper_type(argument), TypeVarType) for argument in protocol.args]
    given = solution or AnyType(TypeOfAny.special_form)
    arguments = [
        given if is_free else arg for is_free, arg in zip(free, protocol.args, strict=True)
    ]
    # mypy gives the defaults of `copy_modified` no types.
    return protocol.copy_modified(args=arguments)  # pyright: ignore[reportUnknownMemberType]  # of an untyped parameter


def is_untyped(logs: ProperType) -> bool:
    """Tell whether what a step returns is no TypedDict, and so says nothing of its metrics."""
    other = isinstance(logs, Instance) and logs.type.fullname != "typing.Coroutine"
    return other or isinstance(logs, (NoneType, TupleType))


def returned(program: Instance | None, *steps: str) -> ProperType | None:
    """Return what the first of these steps that the program has returns."""
    for step in steps:
        kind = get_proper_type(find_member(step, program, program)) if program else None
        if isinstance(kind, CallableType):
            return get_proper_type(kind.ret_type)
    return None


def _logs_of(protocols: dict[str, Instance]) -> TypedDictType | None:
    for name in ("on_epoch_end", "on_test_end"):
        if name in protocols:
            logs = get_proper_type(protocols[name].args[0])
            return logs if isinstance(logs, TypedDictType) else None
    return None
