"""The options of callbacks, checked when one is made and not in the night."""

from __future__ import annotations

from collections.abc import Collection
from math import inf, isfinite, nan

from hookline.errors import ArgumentError


def check_whole(owner: str, name: str, value: object, *, least: int) -> None:
    """Refuse a value that is no whole number of at least `least`."""
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise ArgumentError(
            f"{owner}: `{name}` must be a whole number of at least {least}, not {value!r}."
        )


def check_number(
    owner: str,
    name: str,
    value: object,
    *,
    least: float = -inf,
    above: float = -inf,
    below: float = inf,
) -> None:
    """Refuse a value that is no finite number, or beyond its bounds."""
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else nan
    if isfinite(number) and least <= number < below and number > above:
        return
    bounds = [f"of at least {least:g}"] if least > -inf else []
    bounds += [f"above {above:g}"] if above > -inf else []
    bounds += [f"below {below:g}"] if below < inf else []
    wanted = " ".join(["a finite number", " and ".join(bounds)]).strip()
    raise ArgumentError(f"{owner}: `{name}` must be {wanted}, not {value!r}.")


def check_choice(owner: str, name: str, value: object, choices: Collection[str]) -> None:
    """Refuse a value that is none of some words."""
    if value not in choices:
        listed = " or ".join(f'"{choice}"' for choice in choices)
        raise ArgumentError(f"{owner}: `{name}` must be {listed}, not {value!r}.")


def check_name(owner: str, name: str, value: object) -> None:
    """Refuse a value that names nothing."""
    if not isinstance(value, str) or not value:
        raise ArgumentError(f"{owner}: `{name}` must be the name of a metric, not {value!r}.")


def check_flag(owner: str, name: str, value: object) -> None:
    """Refuse a value that is neither True nor False."""
    if not isinstance(value, bool):
        raise ArgumentError(f"{owner}: `{name}` must be True or False, not {value!r}.")


def check_text(owner: str, name: str, value: object) -> None:
    """Refuse a value that is no text, or an empty one."""
    if not isinstance(value, str) or not value:
        raise ArgumentError(f"{owner}: `{name}` must be a text that is not empty, not {value!r}.")
