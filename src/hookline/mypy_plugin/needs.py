"""What a callback asks of the program: its attributes, and a metric to watch."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.messages import format_type_bare
from mypy.nodes import CallExpr, RefExpr
from mypy.plugin import CheckerPluginInterface
from mypy.subtypes import find_member, is_subtype
from mypy.typeops import try_getting_str_literals
from mypy.types import CallableType, FunctionLike, Instance, ProperType, UnionType, get_proper_type

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.elements import Element
from hookline.mypy_plugin.findings import Finding
from hookline.mypy_plugin.parameters import accepts_by_position
from hookline.mypy_plugin.programs import Given
from hookline.recognized import SETTERS


def judge(
    api: CheckerPluginInterface, callback: Instance, element: Element, given: Given, subject: str
) -> Iterator[Finding]:
    """Yield what the callback asks for and the program does not have."""
    yield from _judge_setters(callback, subject)
    required = _required_program(callback)
    if given.no_program and _is_made_here(callback, element) and required and _asks(required):
        wanted = format_type_bare(required, api.options)
        yield Finding(sentences.no_program(subject, wanted), codes.PROGRAM)
    if given.program is None:
        return
    lacking = _lacking(api, given.program, required, given.set_by_loop) if required else ""
    if required and lacking:
        wanted, owner = format_type_bare(required, api.options), given.program.type.name
        yield Finding(sentences.wrong_program(subject, wanted, owner, lacking), codes.PROGRAM)
    for monitor in _monitors(api, element.made_by):
        asks = sentences.watches(subject, monitor)
        if given.metrics and monitor not in given.metrics:
            owner = given.program.type.name
            sentence = sentences.unknown_metric(asks, monitor, owner, given.metrics)
            yield Finding(sentence, codes.MONITOR)
        elif given.unvalidated and monitor.startswith("val_") and not _is_returned(monitor, given):
            yield Finding(sentences.no_validation(asks), codes.MONITOR)


def _judge_setters(callback: Instance, subject: str) -> Iterator[Finding]:
    """A loop calls each with one thing; of a mixin's mypy compares them with those of the base."""
    for name, parameter in SETTERS.items():
        method = get_proper_type(find_member(name, callback, callback))
        if isinstance(method, CallableType) and not callback.type.has_base(recognized.ATTACHED):
            own = list(zip(method.arg_names, method.arg_kinds, strict=True))
            if not method.is_ellipsis_args and not accepts_by_position(own, 1):
                shown = f"({', '.join(argument or '_' for argument, _ in own)})"
                sentence = sentences.wrong_method(subject, name, [parameter], shown)
                yield Finding(sentence, codes.SIGNATURE)
            returned = get_proper_type(method.ret_type)
            if isinstance(returned, Instance) and returned.type.fullname == "typing.Coroutine":
                yield Finding(sentences.asynchronous(subject, name), codes.SIGNATURE)


def _required_program(callback: Instance) -> ProperType | None:
    """What `set_program` takes, which for a mixin is its first type argument."""
    method = get_proper_type(find_member("set_program", callback, callback))
    if isinstance(method, CallableType) and method.arg_types:
        return get_proper_type(method.arg_types[0])
    return None


def _is_made_here(callback: Instance, element: Element) -> bool:
    """Tell whether it is made in the list itself, so that nobody has given it a program before."""
    return (
        element.is_exact
        and element.variable is None
        and callback.type.has_base(recognized.ATTACHED)
    )


def _asks(required: ProperType) -> bool:
    """Tell whether a type asks something of a program; `Stoppable` may only be the default."""
    if isinstance(required, UnionType):
        return all(_asks(get_proper_type(item)) for item in required.items)
    nothing = {"builtins.object", recognized.STOPPABLE}
    return isinstance(required, Instance) and required.type.fullname not in nothing


def _lacking(
    api: CheckerPluginInterface,
    program: Instance,
    required: ProperType,
    set_by_loop: frozenset[str],
) -> str:
    """Say what the program lacks and the loop does not set, or nothing."""
    if is_subtype(program, required) or program.type.fallback_to_any:
        return ""
    if isinstance(required, UnionType):
        items = map(get_proper_type, required.items)
        answers = [_lacking(api, program, item, set_by_loop) for item in items]
        return "" if "" in answers else " and ".join(answers)
    if not isinstance(required, Instance) or program.type.get("__getattr__"):
        return ""
    if not required.type.is_protocol:
        return "is not one"
    if required.type.fullname == recognized.STOPPABLE:  # it may be the default
        set_by_loop = recognized.SET_BY_LOOPS
    members = [name for name in required.type.protocol_members if name not in set_by_loop]
    absent = [name for name in members if program.type.get(name) is None]
    if absent:
        return f"has no {sentences.listing(absent)}"
    other = [name for name in members if not _fits(program, required, name)]
    return f"has {sentences.listing(other)} of another type" if other else ""


def _fits(program: Instance, required: Instance, name: str) -> bool:
    own, wanted = (find_member(name, kind, program) for kind in (program, required))
    return own is None or wanted is None or is_subtype(own, wanted)


def _is_returned(monitor: str, given: Given) -> bool:
    """Tell whether the program itself says that it always returns the metric."""
    return given.logs is not None and monitor in given.logs.required_keys


def _monitors(api: CheckerPluginInterface, made_by: CallExpr | None) -> Iterator[str]:
    """The names given for the parameter `monitor` where the callback was made."""
    if made_by is None:
        return
    if isinstance(made_by.callee, RefExpr) and made_by.callee.fullname in recognized.WRAPPERS:
        for wrapped in made_by.args:
            yield from _monitors(api, wrapped if isinstance(wrapped, CallExpr) else None)
    maker = get_proper_type(api.get_expression_type(made_by.callee))
    if not isinstance(maker, FunctionLike):
        return
    # Of overloads the first will do: all name it, or it can only be given by name.
    names_of = next((item.arg_names for item in maker.items if "monitor" in item.arg_names), None)
    if names_of is None:
        return
    place = names_of.index("monitor")
    for index, (name, value) in enumerate(zip(made_by.arg_names, made_by.args, strict=True)):
        if name == "monitor" or (name is None and index == place):
            yield from try_getting_str_literals(value, api.get_expression_type(value)) or ()
