"""Whether a program has the steps that a loop is going to call, and returns numbers from them."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import CallExpr, Expression, MemberExpr
from mypy.subtypes import is_subtype
from mypy.types import TypedDictType

from hookline import recognized, sentences
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.calls import SigContext, argument, passes_nothing
from hookline.mypy_plugin.definitions import definition
from hookline.mypy_plugin.programs import Given


def judge(context: SigContext, loop: str, given: Given) -> None:
    """Report steps that a program made here lacks, and metrics that are no numbers."""
    program = given.program
    if program is None or program.type.fallback_to_any or program.type.get("__getattr__"):
        return
    if given.logs is not None and (words := _words(context, given.logs)):
        sentence = sentences.no_numbers(given.logs.fallback.type.name, words)
        context.api.fail(sentence, context.context, code=codes.LOGS)
    if _is_made_here(context):  # else it may be of a subclass that has them
        for step, user in _needed(context, loop):
            owner = program.type.get_containing_type_info(step)
            if owner is None or owner.fullname == recognized.PROGRAM:
                sentence = sentences.lacks_step(user, program.type.name, step)
                context.api.fail(sentence, context.context, code=codes.PROGRAM)


def _words(context: SigContext, logs: TypedDictType) -> list[str]:
    """The keys whose values are no numbers."""
    number = context.api.named_generic_type("builtins.float", [])
    return [key for key, kind in logs.items.items() if not is_subtype(kind, number)]


def _needed(context: SigContext, loop: str) -> Iterator[tuple[str, str]]:
    yield recognized.STEPS[loop], f"`{loop}`"
    given = argument(context, "validation_data")
    if given is not None and not passes_nothing(context, "validation_data"):
        yield "test_step", "`fit` with `validation_data`"


def _is_made_here(context: SigContext) -> bool:
    program = argument(context, "program") or _owner(context)
    if program is None:
        return False
    return isinstance(program, CallExpr) or isinstance(definition(context.api, program), CallExpr)


def _owner(context: SigContext) -> Expression | None:
    """The expression before the dot of a method's call."""
    call = context.context
    callee = call.callee if isinstance(call, CallExpr) else None
    return callee.expr if isinstance(callee, MemberExpr) else None
