"""What was seen in a class body and is needed where the class is handed over.

It lies in the class's metadata, so mypy's cache keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from mypy.nodes import TypeInfo

_PLUGIN: Final = "hookline"


def keep_near_misses(cls: TypeInfo, near: Mapping[str, str]) -> None:
    """Keep names that are almost a hook's, and which hook was meant."""
    if near:
        _kept(cls)["near"] = dict(near)


def near_misses(cls: TypeInfo) -> dict[str, str]:
    """Return what was kept of a class and of its bases."""
    near: dict[str, str] = {}
    for base in cls.mro:
        near |= cast("dict[str, str]", base.metadata.get(_PLUGIN, {}).get("near", {}))
    return near


def keep_reported(cls: TypeInfo, hook: str) -> None:
    """Keep that a hook of the class is reported already, where it is written."""
    _kept(cls).setdefault("reported", {})[hook] = True


def is_reported(cls: TypeInfo, hook: str) -> bool:
    """Tell whether a hook of the class, or of the base that has it, is reported already."""
    owner = cls.get_containing_type_info(hook)
    return owner is not None and hook in owner.metadata.get(_PLUGIN, {}).get("reported", {})


def _kept(cls: TypeInfo) -> dict[str, Any]:  # Any: mypy's own type of what a plugin keeps
    kept: dict[str, Any] = cls.metadata.setdefault(_PLUGIN, {})
    return kept
