"""Classes that stand where an instance belongs."""

from __future__ import annotations

from mypy.nodes import TypeInfo
from mypy.types import FunctionLike, Instance, ProperType, TupleType, TypeType, get_proper_type


def class_object(kind: ProperType) -> TypeInfo | None:
    """Return the class, where a class is given and not an instance of it."""
    made = None
    if isinstance(kind, FunctionLike) and kind.is_type_obj():
        made = get_proper_type(kind.items[0].ret_type)
    elif isinstance(kind, TypeType):
        made = kind.item
    if isinstance(made, TupleType):  # a NamedTuple
        made = made.partial_fallback
    return made.type if isinstance(made, Instance) else None
