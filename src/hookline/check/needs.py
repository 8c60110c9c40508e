"""What a callback asks of the program: its attributes, its logs, a metric to watch."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from hookline import sentences
from hookline.check.classes import Class, Classes, Place
from hookline.check.findings import Code
from hookline.check.kinds import is_attached, own_hooks
from hookline.check.logs_types import BASE_KEYS, LogsType, has_metrics, logs_type
from hookline.check.loop_calls import LoopCall
from hookline.check.names import Variable
from hookline.check.programs import ProgramKeys, Programs
from hookline.check.type_arguments import TypeArguments
from hookline.check.values import Instance
from hookline.hooks import HOOKS
from hookline.mixins import TestHooksMixin, TrainHooksMixin
from hookline.protocols import SupportsProgram
from hookline.recognized import ATTACHED, SET_BY_LOOPS, STOPPABLE

_LOGS_BASES: Final = tuple(
    f"{kind.__module__}.{kind.__qualname__}" for kind in (TrainHooksMixin, TestHooksMixin)
)
#: What asks nothing of a program, or may only be the default.
_ASK_NOTHING: Final = frozenset({"builtins.object", STOPPABLE})
_SUPPORTS_PROGRAM: Final = f"{SupportsProgram.__module__}.{SupportsProgram.__qualname__}"


class Needs:
    """Compares callbacks with the program that they are handed to.

    Args:
        classes: Who makes classes of definitions.
        arguments: Who finds type arguments.
        programs: Who finds metrics.
    """

    def __init__(self, classes: Classes, arguments: TypeArguments, programs: Programs) -> None:
        self._classes: Final = classes
        self._arguments: Final = arguments
        self._programs: Final = programs

    def judge(self, callback: Instance, call: LoopCall, subject: str) -> Iterator[tuple[str, Code]]:
        """Yield what the callback asks for and the program of a call does not have."""
        program = call.program
        if program is None:
            yield from self._judge_without_program(callback, call, subject)
            return
        yield from self._judge_program(callback, program, call, subject)
        given = self._programs.metrics(program)
        if given is not None:
            yield from self._judge_logs(callback, given, subject)
        monitor = self._text(_monitor(callback), callback)
        if monitor is None:
            return
        asks = sentences.watches(subject, monitor)
        if given is not None and monitor not in given.keys:
            sentence = sentences.unknown_metric(asks, monitor, given.name, given.keys)
            yield sentence, "hookline-monitor"
        elif monitor.startswith("val_") and self._is_absent(monitor, program, call):
            yield sentences.no_validation(asks), "hookline-monitor"

    def _judge_without_program(
        self, callback: Instance, call: LoopCall, subject: str
    ) -> Iterator[tuple[str, Code]]:
        """Judge one that is made in the list itself, so that it was given no program before."""
        is_made_here = callback.is_exact and callback.variable is None
        if call.loop or call.passes("program") is not False or not is_made_here:
            return
        for union in self._required_programs(callback.cls) if is_attached(callback.cls) else ():
            if not any(one.full_name in _ASK_NOTHING for one in union):
                required = " | ".join(one.name for one in union)
                yield sentences.no_program(subject, required), "hookline-program"

    def _judge_program(
        self, callback: Instance, program: Instance, call: LoopCall, subject: str
    ) -> Iterator[tuple[str, Code]]:
        set_by_loop = SET_BY_LOOPS if call.loop else frozenset[str]()
        for union in self._required_programs(callback.cls):
            answers = [_lacking(program, required, set_by_loop) for required in union]
            if all(answers):
                required, owner = " | ".join(one.name for one in union), program.cls.name
                lacking = " and ".join(answers)
                sentence = sentences.wrong_program(subject, required, owner, lacking)
                yield sentence, "hookline-program"

    def _judge_logs(
        self, callback: Instance, given: ProgramKeys, subject: str
    ) -> Iterator[tuple[str, Code]]:
        for logs in self._required_logs(callback.cls):
            missing = ((logs.keys - BASE_KEYS) | logs.required) - given.keys
            if missing:
                sentence = sentences.poor_logs(subject, logs.name, given.name, missing, given.keys)
                yield sentence, "hookline-logs"

    def _is_absent(self, monitor: str, program: Instance, call: LoopCall) -> bool:
        """Tell whether nothing validates, and the program itself does not say that it does."""
        if call.loop != "fit" or call.passes("validation_data") is not False:
            return False
        logs = self._programs.logs(program)
        return logs is None or monitor not in logs.required

    def _required_programs(self, cls: Class) -> list[tuple[Class, ...]]:
        """The types of which a program must be one, each as the members of a union."""
        bases = (ATTACHED, _SUPPORTS_PROGRAM)
        places = [self._arguments.at_least(cls, base) for base in bases]
        places.append(_annotation(cls, "set_program", 0))
        unions = [self._union(place) for place in places if place]
        return list(dict.fromkeys(union for union in unions if union))

    def _required_logs(self, cls: Class) -> list[LogsType]:
        places = [place for base in _LOGS_BASES for place in self._arguments.of(cls, base)[1:2]]
        with_logs = [HOOKS[name] for name in own_hooks(cls) if HOOKS[name].takes_logs]
        places += [_annotation(cls, hook.name, len(hook.parameters) - 1) for hook in with_logs]
        unions = [self._union(place) for place in places if place]
        # Of a union of logs any will do, and then the source says little.
        kinds = dict.fromkeys(union[0] for union in unions if len(union) == 1)
        found = [logs_type(kind, self._classes.names) for kind in kinds]
        return [logs for logs in found if logs is not None and has_metrics(logs)]

    def _text(self, value: ast.expr | None, callback: Instance) -> str | None:
        """The text of an expression, or of the constant that a name stands for."""
        if isinstance(value, ast.Name):
            thing = self._classes.names.thing(value, callback.scope, callback.module)
            value = thing.value if isinstance(thing, Variable) else None
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
        return None

    def _union(self, place: Place) -> tuple[Class, ...]:
        """The classes of an annotation, or none where one of its members is not read."""
        place = self._arguments.bound(place) or place
        members = self._classes.members_of_union(*place)
        found = [self._classes.of_expression(*member) for member in members]
        return tuple(cls for cls in found if cls) if all(found) else ()


def _lacking(program: Instance, required: Class, set_by_loop: frozenset[str]) -> str:
    """Say what the program lacks and the loop does not set, or nothing."""
    if program.cls.derives_from(required.full_name) or required.full_name == STOPPABLE:
        return ""
    bases = _written_bases(required)
    if "typing.Protocol" in bases:
        if "typing.Protocol" in _written_bases(program.cls):
            return ""  # what a Protocol does not promise may be there
        asked = [name for name in _protocol_members(required) if name not in set_by_loop]
        missing = [name for name in asked if program.has(name) is False]
        return f"has no {sentences.listing(sorted(missing))}" if missing else ""
    is_open = program.cls.foreign_bases or required.is_altered or "abc.ABC" in bases
    return "" if is_open or not program.is_exact else "is not one"


def _written_bases(cls: Class) -> set[str]:
    return {cls.names.full_name(base, cls.outer, cls.module) for base in cls.node.bases}


def _protocol_members(required: Class) -> list[str]:
    names = [name for cls in required.lineage for name in cls.members if not name.startswith("__")]
    return list(dict.fromkeys(names))


def _annotation(cls: Class, method: str, place: int) -> Place | None:
    """The annotation of a parameter of a method, if `cls` or a base of one's own defines it."""
    owner = cls.owner(method)
    function = owner.members[method].value if owner else None
    if owner is None or not isinstance(function, ast.FunctionDef):
        return None
    arguments = [*function.args.posonlyargs, *function.args.args][1:]
    annotation = arguments[place].annotation if place < len(arguments) else None
    return (annotation, owner.scope, owner.module) if annotation else None


def _monitor(callback: Instance) -> ast.expr | None:
    """The metric that a callback watches, where its source shows that it keeps what it is given."""
    if callback.made_by is None or callback.set_on_it is None or "monitor" in callback.set_on_it:
        return None
    owner = callback.cls.owner("__init__")
    if owner is None:
        return _field(callback)
    init = owner.members["__init__"].value
    if not isinstance(init, ast.FunctionDef) or init.decorator_list or not _keeps(init):
        return None
    return _passed(callback.made_by, [*init.args.posonlyargs, *init.args.args][1:], init.args)


def _keeps(init: ast.FunctionDef) -> bool:
    """Tell whether `__init__` stores the parameter as it is: `self.monitor = monitor`."""
    stores = [
        node
        for node in ast.walk(init)
        if isinstance(node, (ast.Assign, ast.AnnAssign))
        and any(
            isinstance(part, ast.Attribute) and part.attr == "monitor" for part in ast.walk(node)
        )
    ]
    changed = any(
        isinstance(node, ast.Name) and node.id == "monitor" and isinstance(node.ctx, ast.Store)
        for node in ast.walk(init)
    )
    stored = stores[0].value if len(stores) == 1 else None
    return isinstance(stored, ast.Name) and stored.id == "monitor" and not changed


def _passed(call: ast.Call, parameters: list[ast.arg], declared: ast.arguments) -> ast.expr | None:
    """The text given for `monitor`, or its default."""
    for keyword in call.keywords:
        if keyword.arg in {"monitor", None}:
            return keyword.value if keyword.arg else None
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    names = [parameter.arg for parameter in parameters]
    if "monitor" in names:
        place = names.index("monitor")
        if place < len(call.args):
            return call.args[place]
        default = place - len(names)
        return declared.defaults[default] if -default <= len(declared.defaults) else None
    only = [parameter.arg for parameter in declared.kwonlyargs]
    return declared.kw_defaults[only.index("monitor")] if "monitor" in only else None


def _field(callback: Instance) -> ast.expr | None:
    """The text given for a dataclass's field, or the value in a class body."""
    member = callback.cls.lookup("monitor")
    call = callback.made_by
    if member is None or call is None or not callback.cls.is_whole:
        return None
    if "monitor" in callback.cls.set_later:
        return None
    for keyword in call.keywords:
        if keyword.arg in {"monitor", None}:
            return keyword.value if keyword.arg else None
    fields = [one.name for one in callback.cls.all_members if isinstance(one.node, ast.AnnAssign)]
    inherits = any(base.members.keys() & {"monitor"} for base in callback.cls.lineage[1:])
    if call.args and not inherits and "monitor" in fields:
        place = fields.index("monitor")
        if place < len(call.args):
            return call.args[place]
    return member.value if isinstance(member.value, ast.expr) else None
