"""Finds what a command is told to look at: `package.module:Class`, `path/to/file.py:Class`."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Final

from hookline import callbacks
from hookline.check.sources import module_name, root_of
from hookline.mixins import AttachedMixin
from hookline.sentences import did_you_mean

_CHECK: Final = "__init_subclass__"


class NotFoundError(Exception):
    """There is no such thing, or its module cannot be imported."""


def find(target: str) -> object:
    """Import a module, or a file, and return what it has under a name: a class, an object.

    Raises:
        NotFoundError: With a sentence that says why.
    """
    module, colon, path = target.rpartition(":")
    if not colon or not module or not path:
        raise NotFoundError(f"`{target}` names no class: write `module:Class` or `file.py:Class`")
    found = _import(module)
    name = module
    for part in path.split("."):
        try:
            found, name = getattr(found, part), f"{name}.{part}"
        except AttributeError:
            known = [known for known in dir(found) if not known.startswith("_")]
            near = _ready_made(name, part) or did_you_mean(part, known).removesuffix(" ")
            raise NotFoundError(f"`{name}` has no `{part}`{f': {near}' if near else ''}") from None
    return found


def _ready_made(module: str, name: str) -> str:
    """Point to the callbacks that are there, for one that is looked for in the front door."""
    if module != "hookline" or name not in callbacks.__all__:
        return ""
    return f"it is `hookline.callbacks:{name}`"


def _import(module: str) -> object:
    file = Path(module)
    if module.endswith(".py"):
        if not file.is_file():
            raise NotFoundError(f"there is no file {module}")
        file = file.resolve()
        name, root = module_name(file), root_of(file)
    else:
        name, root = module, Path.cwd()
    try:
        # What the module prints must not come between the lines of our own output.
        with _first_on_the_path(root), _classes_not_checked(), redirect_stdout(sys.stderr):
            return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            raise NotFoundError(f"there is no module `{error.name}`") from None
        raise NotFoundError(_raised(module, error)) from error
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may raise anything, SystemExit too
        raise NotFoundError(_raised(module, error)) from error


def _raised(module: str, error: BaseException) -> str:
    kind, said = type(error).__name__, " ".join(str(error).split())
    return f"importing `{module}` raises {kind}{f': {said}' if said else ''}"


@contextmanager
def _first_on_the_path(root: Path) -> Generator[None]:
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


@contextmanager
def _classes_not_checked() -> Generator[None]:
    """Let classes be made whose hooks are misspelt, so that all that is wrong can be told."""
    check = vars(AttachedMixin)[_CHECK]
    delattr(AttachedMixin, _CHECK)
    try:
        yield
    finally:
        setattr(AttachedMixin, _CHECK, check)
