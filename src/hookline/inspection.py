"""What a callback is: its hooks, what it satisfies, what it needs, and what is wrong with it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Final, Literal, NotRequired, Required, TypeAlias, cast, get_args, get_origin

from typing_extensions import (
    get_protocol_members,
    get_type_hints,
    is_protocol,
)

from hookline.errors import CallbackError
from hookline.hooks import ALIASES, HOOKS, Family, is_default, own_hooks
from hookline.implements import implements
from hookline.mixins import AttachedMixin, strange_hooks
from hookline.protocols import (
    PredictHooks,
    RunHooks,
    SupportsParams,
    SupportsProgram,
    TestHooks,
    TrainHooks,
)
from hookline.registration import faults
from hookline.requirements import required_logs, required_programs, with_validation
from hookline.sentences import no_hook, unknown_metric, watches

#: Where a hook comes from: the class itself, a base, or a mixin whose method does nothing.
Source: TypeAlias = Literal["own", "inherited", "default"]

FAMILIES: Final[tuple[type, ...]] = (RunHooks, TrainHooks, TestHooks, PredictHooks)
_ATTACHED = (SupportsProgram, SupportsParams)


@dataclass(frozen=True)
class HookReport:
    """A hook that a callback has."""

    name: str
    family: Family
    source: Source
    #: The class that defines it, or "the instance".
    defined_by: str
    #: The hook that this is another name of: `on_train_batch_end` for `on_batch_end`.
    alias_of: str | None
    #: Whether loops can call it.
    fits: bool


@dataclass(frozen=True)
class ProgramNeed:
    """What a callback asks of its program."""

    name: str
    #: The members of a Protocol; empty for a class.
    members: tuple[str, ...]


@dataclass(frozen=True)
class LogsNeed:
    """A type of logs that a callback reads."""

    name: str
    keys: tuple[str, ...]
    #: Those of the keys that must be there.
    required: tuple[str, ...]


@dataclass(frozen=True)
class Monitor:
    """That a callback watches a metric, and which one; None where it is told when it is made."""

    metric: str | None


@dataclass(frozen=True)
class Inspection:
    """All that is to be known of a callback before it meets a program."""

    name: str
    hooks: tuple[HookReport, ...]
    #: The families all of whose hooks it has: `TrainHooks`.
    families: tuple[str, ...]
    #: The other Protocols: one for each hook, `SupportsProgram`, `SupportsParams`.
    protocols: tuple[str, ...]
    program: tuple[ProgramNeed, ...]
    logs: tuple[LogsNeed, ...]
    monitor: Monitor | None
    #: What is wrong with it, a sentence each.
    findings: tuple[str, ...]


def inspect_callback(given: object) -> Inspection:
    """Report on a callback, or on a class of callbacks, whose `__init__` is not run.

    Raises:
        TypeError: No object of the class can be made without its `__init__`.

    Example:
        >>> class Bell:
        ...     def on_epoch_end(self, epoch, logs): print(epoch)
        >>> report = inspect_callback(Bell)
        >>> report.protocols, report.findings
        (('OnEpochEnd',), ())
    """
    kind = given if isinstance(given, type) else type(given)
    callback = _blank(given) if isinstance(given, type) else given
    one_hook = [hook.protocol for hook in HOOKS.values()]
    return Inspection(
        name=kind.__qualname__,
        hooks=tuple(_hooks(callback, kind)),
        families=_names_of(callback, *FAMILIES),
        protocols=_names_of(callback, *one_hook, *_ATTACHED),
        program=tuple(dict.fromkeys(_program_need(kind) for kind in required_programs(callback))),
        logs=tuple(dict.fromkeys(_logs_need(logs) for logs in required_logs(callback))),
        monitor=_monitor(given),
        findings=tuple(dict.fromkeys(_findings(given, callback, kind))),
    )


def _blank(cls: type) -> object:
    """Make an object of a class whose `__init__` does not run."""
    if inspect.isabstract(cls):
        # Past the check of abstract classes, which is made by their metaclass.
        cls = type.__new__(type(cls), cls.__name__, (cls,), {"__qualname__": cls.__qualname__})
    # The first base that is made in C knows how to make an object of its layout.
    base = next(base for base in cls.__mro__ if not base.__flags__ & _MADE_IN_PYTHON)
    blank: object = cast("Any", base).__new__(cls)
    return blank


_MADE_IN_PYTHON = 1 << 9  # Py_TPFLAGS_HEAPTYPE


def _hooks(callback: object, kind: type) -> Iterator[HookReport]:
    names = {alias: name for name, alias in ALIASES.items()}
    for name, hook in HOOKS.items():
        method = getattr(callback, name, None)
        if method is None:
            continue
        owner = next((base for base in kind.__mro__ if name in vars(base)), None)
        yield HookReport(
            name=name,
            family=hook.family,
            source="default"
            if is_default(method)
            else "own"
            if owner in {kind, None}
            else "inherited",
            defined_by=owner.__qualname__ if owner else "the instance",
            alias_of=names.get(name),
            fits=implements(callback, hook.protocol),
        )


def _names_of(callback: object, *protocols: Any) -> tuple[str, ...]:
    return tuple(kind.__name__ for kind in protocols if implements(callback, kind))


def _program_need(required: Any) -> ProgramNeed:  # Any: whatever stands in an annotation
    kind = get_origin(required) or required
    if isinstance(kind, type) and is_protocol(kind):
        return ProgramNeed(kind.__name__, tuple(sorted(get_protocol_members(kind))))
    if members := [_program_need(member).name for member in get_args(required)]:
        return ProgramNeed(" | ".join(members), ())
    return ProgramNeed(getattr(required, "__name__", str(required)), ())


def _logs_need(logs: Any) -> LogsNeed:  # Any: a TypedDict class has no type of its own
    try:
        hints: Mapping[str, object] = get_type_hints(logs, include_extras=True)
    except NameError:  # of what is imported for the type checker only
        hints = dict.fromkeys(logs.__required_keys__ | logs.__optional_keys__)
    required = [key for key, hint in hints.items() if _is_required(logs, key, hint)]
    return LogsNeed(logs.__name__, tuple(sorted(hints)), tuple(sorted(required)))


def _is_required(logs: Any, key: str, hint: object) -> bool:
    # Where annotations are kept as strings, `__required_keys__` has not read their qualifiers.
    while (origin := get_origin(hint)) is not None:
        if origin is Required or origin is NotRequired:
            return origin is Required
        hint = get_args(hint)[0]
    return key in logs.__required_keys__


def _monitor(given: object) -> Monitor | None:
    """Read `monitor`, Keras's name for the metric that a callback watches."""
    metric = getattr(given, "monitor", None)
    if isinstance(metric, str):
        return Monitor(metric)
    init = getattr(given, "__init__", None) if isinstance(given, type) else None
    if not isinstance(init, FunctionType):
        return None
    parameter = inspect.signature(init).parameters.get("monitor")
    if parameter is None:
        return None
    default: object = parameter.default
    return Monitor(default if isinstance(default, str) else None)


def _findings(given: object, callback: object, kind: type) -> Iterator[str]:
    subject = f"The class {kind.__qualname__}"
    errors: list[CallbackError] = list(faults(callback, subject))
    if not own_hooks(callback):  # where faults finds defaults, no loop finds anything to call
        errors.append(CallbackError(no_hook(subject, HOOKS)))
    for base in kind.__mro__:
        if AttachedMixin in base.__mro__:
            errors += strange_hooks(base, subject)
    yield from map(str, errors)
    monitor = _monitor(given)
    for logs in required_logs(callback):
        names = with_validation(logs.__required_keys__ | logs.__optional_keys__)
        # A program whose logs are of a closed type gives these keys and no others.
        closed = getattr(logs, "__closed__", False)
        if closed and monitor and monitor.metric and monitor.metric not in names:
            asks = watches(subject, monitor.metric)
            yield unknown_metric(asks, monitor.metric, f"`{logs.__name__}`", names)
