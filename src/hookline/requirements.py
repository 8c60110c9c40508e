"""What a callback asks of a program, read from its own types and checked when it is attached.

A class says what it needs where the type checker reads it too: in the type arguments it gives
its bases (`Callback[HasLearningRate, DigitsLogs]`), or in the annotations of its hooks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from inspect import getattr_static
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from typing_extensions import get_original_bases, get_protocol_members, is_protocol, is_typeddict

from hookline.errors import RequirementError
from hookline.hooks import own_hooks
from hookline.logs import Logs, NoLogs, PredictLogs
from hookline.mixins import AttachedMixin, TestHooksMixin, TrainHooksMixin
from hookline.program_protocols import Stoppable
from hookline.protocols import SupportsProgram
from hookline.sentences import (
    no_program,
    no_validation,
    poor_logs,
    requires,
    unknown_metric,
    watches,
    wrong_program,
)
from hookline.typed_dicts import required_keys

_BASE_KEYS = frozenset(Logs.__annotations__)


def check_requirements(callback: object, program: object, label: str) -> None:
    """Raise RequirementError if the program lacks what the callback's own types name."""
    owner = type(program).__qualname__
    for required in required_programs(callback):
        lacking = _lacking(program, required)
        if lacking:
            raise RequirementError(wrong_program(label, _name(required), owner, lacking))
    names = metric_names(program)
    for logs in required_logs(callback):
        missing = sorted(_required_keys(logs) - names) if names is not None else []
        if missing and names is not None:
            raise RequirementError(poor_logs(label, _name(logs), owner, missing, names))
    for metric, asks in _required_metrics(callback, label):
        if names is not None and metric not in names:
            raise RequirementError(unknown_metric(asks, metric, owner, names))


def check_without_program(callback: object, label: str) -> None:
    """Refuse a callback that asks something of a program, for a list that is given none.

    One that was given its program before, by hand or by a run around this one, has it.
    """
    attached = isinstance(callback, cast("type[object]", AttachedMixin))
    if not attached or hasattr(callback, "_program"):
        return
    for required in required_programs(callback):
        # `Stoppable` is what one asks whose types say nothing, and it may never stop a run.
        if required is not Stoppable and _lacking(None, required):
            raise RequirementError(no_program(label, _name(required)))


def check_without_validation(callback: object, program: object, label: str) -> None:
    """Refuse a callback that asks for a metric of validation, for a run that never validates."""
    for metric, asks in _required_metrics(callback, label):
        if metric.startswith("val_"):
            logs = _return_type(program, "train_step")  # a program may validate by itself
            if not is_typeddict(logs) or metric not in required_keys(logs):
                raise RequirementError(no_validation(asks))


def metric_names(program: object) -> frozenset[str] | None:
    """Return every key that the program's logs can have, `val_` keys included.

    They are read from the return types of its steps; None where those do not tell,
    as for a step that returns plain `Logs`.
    """
    for step in ("train_step", "test_step"):
        logs = _return_type(program, step)
        if is_typeddict(logs) and logs is not Logs:
            return with_validation(logs.__required_keys__ | logs.__optional_keys__)
    return None


def with_validation(keys: frozenset[str]) -> frozenset[str]:
    """Add to some metrics those that validation makes of them."""
    return keys | {f"val_{key}" for key in keys if not key.startswith("val_")}


def _required_metrics(callback: object, label: str) -> Iterator[tuple[str, str]]:
    """Yield each metric that a callback's options ask for, and how a message says that."""
    monitor = getattr(callback, "monitor", None)  # Keras's name for the one that it watches
    if isinstance(monitor, str):
        yield monitor, watches(label, monitor)
    for metric in getattr(callback, "required_metrics", ()):
        yield metric, requires(label, metric)


def _required_keys(logs: Any) -> frozenset[str]:  # Any: a TypedDict class has no type of its own
    """The keys a callback's logs type adds to `Logs`, or insists on."""
    declared = frozenset[str](logs.__required_keys__ | logs.__optional_keys__)
    return (declared - _BASE_KEYS) | frozenset[str](logs.__required_keys__)


def _lacking(program: object, required: Any) -> str:
    """Say what the program lacks, or nothing; types that no program can be held to pass."""
    if get_origin(required) is Union or isinstance(required, type(int | str)):
        answers = [_lacking(program, member) for member in get_args(required)]
        return "" if "" in answers else " and ".join(answers)
    kind = get_origin(required) or required
    if not isinstance(kind, type) or kind in {object, Any}:
        return ""
    if is_protocol(kind):
        members = get_protocol_members(kind)
        missing = sorted(name for name in members if not _has(program, name))
        if kind is Stoppable and len(missing) < len(members):
            return ""  # each loop sets its own flag
        if missing:
            return f"has no {', '.join(f'`{name}`' for name in missing)}"
        fixed = sorted(name for name in members if _is_fixed(program, kind, name))
        return f"has a `{fixed[0]}` that cannot be set" if fixed else ""
    return "" if isinstance(program, kind) else "is not one"


def _has(program: object, name: str) -> bool:
    # Without running properties: one may be right to raise before the run has begun.
    return getattr_static(program, name, None) is not None or hasattr(program, name)


def _is_fixed(program: object, kind: type, name: str) -> bool:
    """Tell whether a Protocol has an attribute that can be set, and the program one that can't."""
    is_variable = not any(name in vars(base) for base in kind.__mro__)
    own = getattr_static(program, name, None)
    return is_variable and isinstance(own, property) and own.fset is None


def required_programs(callback: object) -> Iterator[object]:
    """Yield what a callback asks of a program: Protocols and classes.

    Its own types say so; where it depends on options, an attribute `required_program` does.
    """
    for base in (AttachedMixin, SupportsProgram):
        yield from _explicit(_type_arguments(type(callback), base)[:1])
    yield from _explicit([_hints(callback, "set_program").get("program")])
    yield from _explicit([getattr(callback, "required_program", None)])


def required_logs(callback: object) -> Iterator[Any]:  # Any: as below
    """Yield the types of metrics that a callback's own types say it reads."""
    for base in (TrainHooksMixin, TestHooksMixin):
        yield from filter(is_typeddict, _type_arguments(type(callback), base)[1:2])
    for name in own_hooks(callback):
        annotation = _hints(callback, name).get("logs")
        for member in get_args(annotation) or (annotation,):  # `MyLogs | None`
            if is_typeddict(member) and member not in {NoLogs, PredictLogs}:
                yield member


def _explicit(arguments: list[Any]) -> Iterator[object]:
    return (item for item in arguments if item is not None and not isinstance(item, TypeVar))


def _type_arguments(cls: type, base: type) -> list[Any]:
    """The arguments that reach `base` through the bases of `cls`; unresolved TypeVars stay."""
    for original in get_original_bases(cls):
        origin = get_origin(original) or original
        arguments = list(get_args(original))
        if origin is base:
            return arguments
        if isinstance(origin, type) and issubclass(origin, base):
            given = dict(zip(getattr(origin, "__parameters__", ()), arguments, strict=False))
            return [given.get(item, item) for item in _type_arguments(origin, base)]
    return []


def _hints(owner: object, name: str) -> dict[str, Any]:
    try:
        return _hints_of_class(cast("Hashable", type(owner)), name)
    except Exception:  # names that exist for the type checker only; then the arguments must do
        return {}


@lru_cache(maxsize=256)  # most runs see classes that an earlier run has seen
def _hints_of_class(owner: Hashable, name: str) -> dict[str, Any]:
    method = getattr(owner, name, None)
    return get_type_hints(method) if method is not None else {}


def _return_type(program: object, step: str) -> Any:
    hint = _hints(program, step).get("return")
    if isinstance(hint, TypeVar):
        owner = type(program)
        defined_by = next(cls for cls in owner.__mro__ if step in vars(cls))
        parameters: tuple[object, ...] = getattr(defined_by, "__parameters__", ())
        given = dict(zip(parameters, _type_arguments(owner, defined_by), strict=False))
        return given.get(hint)
    return hint


def _name(kind: Any) -> str:
    if isinstance(kind, type(int | str)):
        return " | ".join(map(_name, get_args(kind)))
    return getattr(kind, "__name__", None) or str(kind)
