"""Literal arguments of a loop that make no sense: told as the loop tells them."""

from __future__ import annotations

from mypy.nodes import ListExpr, SetExpr, TupleExpr
from mypy.typeops import try_getting_int_literals_from_type

from hookline import sentences
from hookline.loops.arguments import LEAST
from hookline.mypy_plugin import codes
from hookline.mypy_plugin.calls import SigContext, argument, passes_nothing


def judge(context: SigContext) -> None:
    """Report each count that is too small, and epochs that end before they begin."""
    for name, least in LEAST.items():
        for value in _values(context, name):
            if value < least:
                _fail(context, name, sentences.wrong_count(name, least, value))
    for epochs in _values(context, "epochs"):
        for initial in _values(context, "initial_epoch"):
            if 0 <= epochs < initial:
                _fail(context, "epochs", sentences.ends_before_it_begins(epochs, initial))
    if _says_when(context) and passes_nothing(context, "validation_data"):
        _fail(context, "validation_freq", sentences.nothing_to_validate())


def _says_when(context: SigContext) -> bool:
    """Tell whether it is surely said after which epochs to validate."""
    given = argument(context, "validation_freq")
    is_display = isinstance(given, (ListExpr, TupleExpr, SetExpr))
    return is_display or min(_values(context, "validation_freq"), default=1) > 1


def _values(context: SigContext, name: str) -> list[int]:
    """The values that an argument can have, where it is a literal."""
    given = argument(context, name)
    if given is None:
        return []
    return try_getting_int_literals_from_type(context.api.get_expression_type(given)) or []


def _fail(context: SigContext, name: str, sentence: str) -> None:
    place = argument(context, name) or context.context
    context.api.fail(sentence, place, code=codes.ARGUMENT)
