"""Callbacks of other frameworks, which are told by their classes without importing any."""

from __future__ import annotations

from typing import Final, NamedTuple


class Framework(NamedTuple):
    """A framework whose callbacks have other hooks than ours, or none."""

    name: str
    #: The function that makes a callback of hookline of one of its own, where there is one.
    wrapper: str | None
    #: What its callbacks work with, where they work with nothing else.
    host: str = ""


_LIGHTNING: Final = Framework("Lightning", None, "Trainer")

#: By the package in which its callbacks are defined.
FOREIGN: Final = {
    "ignite": Framework("Ignite", None, "Engine"),
    "lightgbm": Framework("LightGBM", "from_lightgbm"),
    "lightning": _LIGHTNING,
    "pytorch_lightning": _LIGHTNING,
    "skorch": Framework("skorch", "from_skorch"),
    "torchtnt": Framework("TorchTNT", None, "State"),
    "transformers": Framework("transformers", "from_transformers"),
    "xgboost": Framework("XGBoost", "from_xgboost"),
}


def framework_of(callback: object) -> Framework | None:
    """Return the framework of which an object has its class, or a base of it."""
    packages = (base.__module__.partition(".")[0] for base in type(callback).__mro__)
    return next((FOREIGN[name] for name in packages if name in FOREIGN), None)
