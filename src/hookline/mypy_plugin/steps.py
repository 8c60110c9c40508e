"""Whether a program has the steps that a loop is going to call, and returns numbers from them."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.messages import format_type_bare
from mypy.nodes import CallExpr, Expression, MemberExpr
from mypy.subtypes import is_subtype
from mypy.types import Instance, TypedDictType, get_proper_type

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.calls import SigContext, argument, passes_nothing
from hookline.mypy_plugin.class_objects import class_object
from hookline.mypy_plugin.definitions import instantiation
from hookline.mypy_plugin.methods import wrong_methods
from hookline.mypy_plugin.programs import Given, is_untyped, returned


def judge(context: SigContext, loop: str, given: Given) -> bool:
    """Report steps that a program made here lacks, and metrics that are no numbers or not named.

    Returns:
        Whether it cannot be the loop's program, which mypy would say again in other words.
    """
    if name := _class_for_program(context):
        sentence = sentences.class_for_program(f"`{loop}`", name)
        context.api.fail(sentence, context.context, code=codes.PROGRAM)
        return True
    program = given.program
    if program is None or program.type.fallback_to_any or program.type.get("__getattr__"):
        return False
    untyped = [*_untyped(context, loop, program)]
    for sentence in untyped:
        context.api.fail(sentence, context.context, code=codes.LOGS)
    if given.logs is not None and (words := _words(context, given.logs)):
        sentence = sentences.no_numbers(given.logs.fallback.type.name, words)
        context.api.fail(sentence, context.context, code=codes.LOGS)
    step = recognized.STEPS[loop]
    for sentence in wrong_methods(context, program, step, validates=_validates(context)):
        context.api.fail(sentence, context.context, code=codes.PROGRAM)
    lacking: list[str] = []
    if _is_made_here(context):  # else it may be of a subclass that has them
        for needed, user in _needed(context, loop):
            owner = program.type.get_containing_type_info(needed)
            if owner is None or owner.fullname == recognized.PROGRAM:
                sentence = sentences.lacks_step(user, program.type.name, needed)
                context.api.fail(sentence, context.context, code=codes.PROGRAM)
                lacking.append(needed)
    return bool(untyped) or step in lacking


def _class_for_program(context: SigContext) -> str:
    """Name the class that was given where a program belongs."""
    given = argument(context, "program")
    if given is None:
        return ""
    kind = get_proper_type(context.api.get_expression_type(given))
    cls = class_object(kind)
    return cls.name if cls else ""


def _untyped(context: SigContext, loop: str, program: Instance) -> Iterator[str]:
    """Say which of the steps that measure return anything but a TypedDict."""
    if program.type.has_base(recognized.PROGRAM):
        return  # mypy compares its steps with those of the base
    for step, _ in _needed(context, loop) if loop != "predict" else ():
        kind = returned(program, step)
        if kind is not None and is_untyped(kind):
            shown = format_type_bare(kind, context.api.options)
            yield sentences.untyped_metrics(step, program.type.name, shown)


def _words(context: SigContext, logs: TypedDictType) -> list[str]:
    """The keys whose values are no numbers."""
    number = context.api.named_generic_type("builtins.float", [])
    return [key for key, kind in logs.items.items() if not is_subtype(kind, number)]


def _needed(context: SigContext, loop: str) -> Iterator[tuple[str, str]]:
    yield recognized.STEPS[loop], f"`{loop}`"
    if _validates(context):
        yield "test_step", "`fit` with `validation_data`"


def _validates(context: SigContext) -> bool:
    given = argument(context, "validation_data")
    return given is not None and not passes_nothing(context, "validation_data")


def _is_made_here(context: SigContext) -> bool:
    program = argument(context, "program") or _owner(context)
    return program is not None and instantiation(context.api, program) is not None


def _owner(context: SigContext) -> Expression | None:
    """The expression before the dot of a method's call."""
    call = context.context
    callee = call.callee if isinstance(call, CallExpr) else None
    return callee.expr if isinstance(callee, MemberExpr) else None
