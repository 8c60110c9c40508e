"""Whether what a program has beside the step of a loop can be called as the loop calls it.

These methods are optional, so no Protocol that a loop accepts asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from mypy.messages import format_type_bare
from mypy.subtypes import find_member, is_subtype
from mypy.types import CallableType, Instance, ProperType, get_proper_type

from hookline import recognized, sentences
from hookline.mypy_plugin.calls import SigContext
from hookline.mypy_plugin.parameters import accepts_by_position


def wrong_methods(
    context: SigContext, program: Instance, step: str, *, validates: bool
) -> Iterator[str]:
    """Say what is wrong with the methods that a loop calls beside its step."""
    stepping = _method(program, step)
    methods = dict(recognized.OPTIONAL_METHODS[step])
    # Of a class derived from `Program` mypy compares it with that of the base.
    if validates and not program.type.has_base(recognized.PROGRAM):
        methods["test_step"] = ("batch",)
    for name, parameters in methods.items():
        method = _method(program, name)
        if method is None or stepping is None or method.is_ellipsis_args:
            continue
        if sentence := _uncallable(program.type.name, name, method, parameters):
            yield sentence
        else:
            yield from _unlike(context, program.type.name, name, method, stepping)


def _method(program: Instance, name: str) -> CallableType | None:
    kind = get_proper_type(find_member(name, program, program))
    return kind if isinstance(kind, CallableType) else None


def _uncallable(
    program: str, name: str, method: CallableType, parameters: tuple[str, ...]
) -> str | None:
    own = list(zip(method.arg_names, method.arg_kinds, strict=True))
    if not accepts_by_position(own, len(parameters)):
        shown = f"({', '.join(argument or '_' for argument, _ in own)})"
        return sentences.wrong_method(program, name, parameters, shown)
    returned = get_proper_type(method.ret_type)
    if isinstance(returned, Instance) and returned.type.fullname == "typing.Coroutine":
        return sentences.asynchronous(program, name)
    return None


def _unlike(
    context: SigContext, program: str, name: str, method: CallableType, step: CallableType
) -> Iterator[str]:
    """Say where a method does not take what the step takes, or gives, or does not return it."""
    wanted = get_proper_type(step.ret_type)
    passed = _first(step)
    if name == "join_outputs":
        passed = context.api.named_generic_type("builtins.list", [wanted])
    taken = _first(method)
    if passed is not None and taken is not None and not _fits(passed, taken):
        yield sentences.takes_other(program, name, *_shown(context, taken, passed))
    if name == "count_samples":
        wanted = context.api.named_generic_type("builtins.float", [])
    returned = get_proper_type(method.ret_type)
    if name in _RETURNING and not is_subtype(returned, wanted):
        yield sentences.returns_other(program, name, *_shown(context, returned, wanted))


#: The methods whose results a loop goes on with; those of a step are looked at with the step.
_RETURNING = frozenset({"count_samples", "join_outputs"})


def _first(method: CallableType) -> ProperType | None:
    return get_proper_type(method.arg_types[0]) if method.arg_types else None


def _fits(passed: ProperType, taken: ProperType) -> bool:
    """Tell whether something may be passed; what a step takes may be more than its data is."""
    return is_subtype(passed, taken) or is_subtype(taken, passed)


def _shown(context: SigContext, *kinds: ProperType) -> Iterator[str]:
    return (format_type_bare(kind, context.api.options) for kind in kinds)
