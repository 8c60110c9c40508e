"""TypedDicts that logs are declared as: their keys, and whether there may be others."""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from hookline.check.classes import Class
from hookline.check.names import Names
from hookline.logs import Logs, NoLogs, Params, PredictLogs

_TYPED_DICT: Final = "typing.TypedDict"
_LOGS: Final = f"{Logs.__module__}.{Logs.__qualname__}"

#: Those of hookline that do not extend `Logs`, and are judged as it is.
_OTHERS: Final = frozenset(
    f"{kind.__module__}.{kind.__qualname__}" for kind in (NoLogs, PredictLogs, Params)
)
_SAYS_NOTHING: Final = _OTHERS | {_LOGS}

_MARKS: Final = frozenset({"typing.Required", "typing.NotRequired", "typing.ReadOnly"})
_NUMBERS: Final = frozenset({"builtins.float", "builtins.int", "builtins.bool"})

#: The keys that all logs have.
BASE_KEYS: Final = frozenset(Logs.__annotations__)


class LogsType(NamedTuple):
    """A TypedDict with the keys of its bases."""

    name: str
    full_name: str
    keys: frozenset[str]
    required: frozenset[str]
    read_only: frozenset[str]
    #: The keys whose values are surely no numbers, in their order.
    words: tuple[str, ...]
    is_closed: bool
    #: Whether it derives from `hookline.Logs`, or is one of hookline's other logs.
    is_logs: bool

    @property
    def known(self) -> frozenset[str]:
        """The keys, with those of their validation."""
        return with_validation(self.keys)


def with_validation(keys: frozenset[str]) -> frozenset[str]:
    """Add the key that validation gives each metric."""
    return keys | {f"val_{key}" for key in keys if not key.startswith("val_")}


def logs_type(cls: Class, names: Names) -> LogsType | None:
    """Return a class as a TypedDict, or None if it is none, or one that is not read as a whole."""
    if cls.foreign_bases != frozenset({_TYPED_DICT}):
        return None
    keys: set[str] = set()
    required: set[str] = set()
    read_only: set[str] = set()
    types: dict[str, str] = {}
    for owner in reversed(cls.lineage):
        total = _keyword(owner.node, "total") is not False
        for name, annotation in _annotations(owner.node):
            marks, types[name] = _parts(annotation, owner, names)
            keys.add(name)
            is_required = "Required" in marks or (total and "NotRequired" not in marks)
            (required.add if is_required else required.discard)(name)
            (read_only.add if "ReadOnly" in marks else read_only.discard)(name)
    return LogsType(
        cls.name,
        cls.full_name,
        frozenset(keys),
        frozenset(required),
        frozenset(read_only),
        tuple(name for name, kind in types.items() if _is_word(kind)),
        is_closed=_keyword(cls.node, "closed") is True,
        is_logs=cls.derives_from(_LOGS) or cls.full_name in _OTHERS,
    )


def has_metrics(logs: LogsType) -> bool:
    """Tell whether it names metrics: `Logs` itself says nothing of those of a program."""
    return logs.full_name not in _SAYS_NOTHING


def _annotations(node: ast.ClassDef) -> list[tuple[str, ast.expr]]:
    return [
        (statement.target.id, statement.annotation)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    ]


def _parts(annotation: ast.expr, owner: Class, names: Names) -> tuple[set[str], str]:
    """The marks around a type, Required, NotRequired and ReadOnly, and its full name."""
    marks: set[str] = set()
    inner = annotation
    if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
        inner = ast.parse(inner.value, mode="eval").body
    while isinstance(inner, ast.Subscript):
        full = names.full_name(inner.value, owner.scope, owner.module)
        if full == "typing.Annotated" and isinstance(inner.slice, ast.Tuple):
            inner = inner.slice.elts[0]
            continue
        if full not in _MARKS:
            break
        marks.add(full.removeprefix("typing."))
        inner = inner.slice
    return marks, names.full_name(inner, owner.scope, owner.module)


def _is_word(kind: str) -> bool:
    """Tell whether a type is surely none of numbers; one of others may be a tensor."""
    return kind.startswith("builtins.") and kind not in _NUMBERS


def _keyword(node: ast.ClassDef, name: str) -> object:
    values = [keyword.value for keyword in node.keywords if keyword.arg == name]
    return values[0].value if values and isinstance(values[0], ast.Constant) else None
