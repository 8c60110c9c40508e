"""The packages that some callbacks need and the library does not bring."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def needed(owner: str, module: str, extra: str) -> ModuleType:
    """Import a module that an extra brings, or raise an ImportError that says which.

    Example:
        >>> needed("Chart", "no_such_package", "charts")
        Traceback (most recent call last):
        ImportError: Chart needs `no_such_package`: pip install "hookline[charts]"
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        package = module.partition(".")[0]
        if (error.name or "").partition(".")[0] != package:
            raise  # it is there, and lacks something itself
        raise ImportError(f'{owner} needs `{package}`: pip install "hookline[{extra}]"') from error
