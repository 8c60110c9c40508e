"""Literal arguments of a loop that make no sense: told as the loop tells them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.findings import Remark
from hookline.check.loop_calls import LoopCall
from hookline.loops.arguments import LEAST


def judge_arguments(call: LoopCall) -> Iterator[Remark]:
    """Yield each count that is too small, and epochs that end before they begin."""
    counts = {name: _count(call.named.get(name)) for name in LEAST}
    for name, value in counts.items():
        if value is not None and value < LEAST[name]:
            sentence = sentences.wrong_count(name, LEAST[name], value)
            yield Remark(call.named[name], sentence, "hookline-argument")
    epochs, initial = counts["epochs"], counts["initial_epoch"]
    if epochs is not None and initial is not None and 0 <= epochs < initial:
        sentence = sentences.ends_before_it_begins(epochs, initial)
        yield Remark(call.named["epochs"], sentence, "hookline-argument")
    when = call.named.get("validation_freq")
    is_display = isinstance(when, (ast.List, ast.Tuple, ast.Set))
    says_when = is_display or (counts["validation_freq"] or 0) > 1
    if when is not None and says_when and call.loop and call.passes("validation_data") is False:
        yield Remark(when, sentences.nothing_to_validate(), "hookline-argument")


def _count(written: ast.expr | None) -> int | None:
    """The whole number that is written, or None."""
    match written:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
        case _:
            return None
