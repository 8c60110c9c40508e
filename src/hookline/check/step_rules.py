"""Whether a program has the steps that a loop is going to call, and returns numbers from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from hookline import sentences
from hookline.check.findings import Remark
from hookline.check.loop_calls import LoopCall
from hookline.check.method_rules import wrong_methods
from hookline.check.programs import Programs
from hookline.check.values import Instance
from hookline.recognized import OPTIONAL_METHODS, PROGRAM, STEPS


def judge_steps(call: LoopCall, programs: Programs) -> Iterator[Remark]:
    """Yield what a program cannot do that the loop will ask, and metrics that are no numbers."""
    if call.loop and call.class_for_program:
        sentence = sentences.class_for_program(f"`{call.loop}`", call.class_for_program)
        yield Remark(call.node, sentence, "hookline-program")
    program = call.program
    if program is None or call.loop is None or not program.cls.is_whole:
        return
    logs = programs.logs(program) if call.loop != "predict" else None
    if logs is not None and logs.words:
        yield Remark(call.node, sentences.no_numbers(logs.name, logs.words), "hookline-logs")
    if call.loop != "predict":
        yield from _judge_untyped(call, program, programs)
    yield from _judge_methods(call, program)
    if program.is_exact:  # else it may be of a subclass that has them
        for step, user in _needed(call, call.loop):
            if not _defines(program, step):
                sentence = sentences.lacks_step(user, program.cls.name, step)
                yield Remark(call.node, sentence, "hookline-program")


def _judge_methods(call: LoopCall, program: Instance) -> Iterator[Remark]:
    """Yield the methods that cannot be called as the loop calls them."""
    methods: dict[str, tuple[str, ...]] = {}
    for step, _ in _needed(call, str(call.loop)):
        methods |= {step: ("batch",), **OPTIONAL_METHODS[step]}
    for member, sentence in wrong_methods(program.cls, methods, program.cls.name):
        # Outputs may be anything, so also something to wait for.
        if member.name != "predict_step" or isinstance(member.value, ast.FunctionDef):
            yield Remark(call.node, sentence, "hookline-program")


def _judge_untyped(call: LoopCall, program: Instance, programs: Programs) -> Iterator[Remark]:
    """Yield the steps that measure and return anything but logs."""
    for step, _ in _needed(call, str(call.loop)):
        if shown := programs.untyped(program, step):
            sentence = sentences.untyped_metrics(step, program.cls.name, shown)
            yield Remark(call.node, sentence, "hookline-logs")


def _needed(call: LoopCall, loop: str) -> Iterator[tuple[str, str]]:
    yield STEPS[loop], f"`{loop}`"
    if call.passes("validation_data"):
        yield "test_step", "`fit` with `validation_data`"


def _defines(program: Instance, step: str) -> bool:
    """Tell whether a step is more than the one of `Program`, which only says that it is not."""
    owner = program.cls.owner(step)
    only_promised = owner is None or owner.full_name == PROGRAM
    set_later = program.set_on_it is None or step in program.set_on_it | program.cls.set_later
    return set_later or not only_promised
