"""Whether parameters take what the loops pass: by position and by name."""

from __future__ import annotations

from collections.abc import Sequence

from mypy.nodes import ARG_STAR, ARG_STAR2, ArgKind


def accepts(parameters: Sequence[tuple[str | None, ArgKind]], arguments: tuple[str, ...]) -> bool:
    """Tell whether all arguments can be passed by position, by name, and the last one by name.

    Args:
        parameters: Name and kind of each, without `self`; no name if by position only.
        arguments: The names under which loops pass them.
    """
    kinds = [kind for _, kind in parameters]
    positional = [name for name, kind in parameters if kind.is_positional()]
    named = {name for name, kind in parameters if kind.is_named() or kind.is_positional()}
    required_beyond = [
        name
        for place, (name, kind) in enumerate(parameters)
        if kind.is_required() and (place >= len(arguments) or name not in arguments)
    ]
    by_position = len(positional) >= len(arguments) or ARG_STAR in kinds
    by_name = named >= set(arguments) or ARG_STAR2 in kinds
    return by_position and by_name and not required_beyond


def accepts_by_position(parameters: Sequence[tuple[str | None, ArgKind]], count: int) -> bool:
    """Tell whether so many arguments can be passed by position, and no more are needed."""
    positional = [kind for _, kind in parameters if kind.is_positional()]
    required = [kind for _, kind in parameters if kind.is_required()]
    stars = any(kind is ARG_STAR for _, kind in parameters)
    needed_by_name = any(kind.is_named() for kind in required)
    return (len(positional) >= count or stars) and len(required) <= count and not needed_by_name
