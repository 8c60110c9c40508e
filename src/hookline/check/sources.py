"""Which files a request means: of paths, of folders, of modules that are found without a run."""

from __future__ import annotations

import os
import sys
import tokenize
from collections.abc import Iterable, Iterator
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import Final

#: Folders with no source of one's own, beside hidden ones and virtual environments.
_PASSED_OVER: Final = frozenset({"__pycache__", "node_modules", "site-packages"})


class NotFoundError(Exception):
    """A request names neither a file, nor a folder, nor a module that can be found."""


def find_files(requests: Iterable[str]) -> list[Path]:
    """Return the Python files that paths and modules stand for, each once.

    Raises:
        NotFoundError: There is nothing of that name.
    """
    files: dict[Path, Path] = {}
    for request in requests:
        path = Path(request)
        found = path if path.exists() else _find_module(request)
        for file in _walk(found) if found.is_dir() else [found]:
            files.setdefault(file.resolve(), file)
    return list(files.values())


def read(file: Path) -> str:
    """Return the text of a file in the encoding that it declares."""
    with tokenize.open(file) as text:
        return text.read()


def root_of(file: Path) -> Path:
    """Return the folder that the module of a file is imported from: the first of no package."""
    folder = file.parent
    while (folder / "__init__.py").exists():
        folder = folder.parent
    return folder


def module_name(file: Path) -> str:
    """Return the name under which a file is imported from its root: "my.package.module"."""
    parts = file.relative_to(root_of(file)).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_entered(Path(place, name)))
        yield from (Path(place, name) for name in sorted(names) if name.endswith(".py"))


def _is_entered(folder: Path) -> bool:
    hidden = folder.name.startswith(".")
    return not hidden and folder.name not in _PASSED_OVER and not (folder / "pyvenv.cfg").exists()


def _find_module(name: str) -> Path:
    """Find a module step by step: `importlib.util.find_spec` would import its parents."""
    search: list[str] | None = [str(Path.cwd()), *sys.path]
    spec: ModuleSpec | None = None
    for part in _parts(name):
        spec = PathFinder.find_spec(part, search) if search is not None else None
        if spec is None:
            raise NotFoundError(f"there is no file, folder or module `{name}`")
        search = spec.submodule_search_locations and list(spec.submodule_search_locations)
    if search:
        return Path(search[0])
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        raise NotFoundError(f"the module `{name}` has no Python source to read")
    return Path(spec.origin)


def _parts(name: str) -> list[str]:
    parts = name.split(".")
    if not all(part.isidentifier() for part in parts):
        raise NotFoundError(f"there is no file or folder `{name}`")
    return parts
