"""What Python knows of a TypedDict, and what it misses."""

from __future__ import annotations

from typing import Any, NotRequired, Required, cast, get_args, get_origin

from typing_extensions import ReadOnly, get_type_hints


def required_keys(kind: type) -> frozenset[str]:
    """Return the keys that are always there.

    The class's own `__required_keys__` misses each mark that is written as a string, as all
    annotations of a module with `from __future__ import annotations` are.
    """
    required = set(cast("frozenset[str]", vars(kind)["__required_keys__"]))
    for key, hint in get_type_hints(kind, include_extras=True).items():
        marks = _marks(hint)
        if Required in marks:
            required.add(key)
        elif NotRequired in marks:
            required.discard(key)
    return frozenset(required)


def _marks(hint: Any) -> set[object]:
    marks: set[object] = set()
    while get_origin(hint) in {Required, NotRequired, ReadOnly}:
        marks.add(get_origin(hint))
        (hint,) = get_args(hint)
    return marks
