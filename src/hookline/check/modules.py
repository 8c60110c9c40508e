"""Modules as trees, and which module an import means, without running either."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import hookline
from hookline.check.bindings import Imported, Scope
from hookline.check.reading import ModuleReader
from hookline.check.sources import module_name, read, root_of

#: Where hookline itself is read from, so that its names are known as everybody else's are.
_HOOKLINE: Final = Path(hookline.__file__).resolve().parent

#: What reading a file may raise: UnicodeDecodeError is a ValueError, and deep nesting a
#: RecursionError or a MemoryError.
_UNREADABLE: Final = (OSError, SyntaxError, ValueError, RecursionError, MemoryError)

#: What every mistake has in it: most files of most projects have none of it.
_MATTERS: Final = re.compile(
    r"\bon[_A-Z]|hookline|[Cc]allback|[Ll]ogs|\bstop_|\.(program|params|fit|evaluate|predict|compile)\b"
)


class Module:
    """One file, as its text and as a tree."""

    def __init__(self, file: Path, text: str) -> None:
        self.file: Final = file
        self.name: Final = module_name(file)
        self.lines: Final = text.splitlines()
        self.tree: Final = _parse(text, file)
        #: Whether there can be anything to find in it; a module that is only imported may not.
        self.may_matter: Final = _MATTERS.search(text) is not None

    @cached_property
    def reader(self) -> ModuleReader:
        """What its scopes bind, and what the rules judge."""
        return ModuleReader(self.tree)

    @property
    def scope(self) -> Scope:
        """The names that the module binds."""
        return self.reader.module


class Project:
    """The modules that are checked, and those they import that lie on the same roots.

    Args:
        files: What is checked; the folders that their modules are imported from are the roots.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        self._roots: Final = list(dict.fromkeys(root_of(file.resolve()) for file in files))
        self._modules: Final[dict[Path, Module | None]] = {}
        #: Modules by the folder that their name counts from, or None for the roots.
        self._found: Final[dict[tuple[Path | None, str], Module | None]] = {}

    def read(self, file: Path) -> Module:
        """Return the module of a file that is to be checked.

        Raises:
            SyntaxError: The file is no Python; OSError or ValueError where it is not even text.
        """
        place = file.resolve()
        known = self._modules.get(place)
        if known is not None:
            return known
        module = _read(place)
        self._modules[place] = module
        return module

    def imported(self, source: Imported, importer: Module) -> Module | str:
        """Return the module that an import means, or the full name of one that is not ours."""
        if source.level == 0:
            return self.find(source.module) or source.module
        folder = importer.file.parent
        for _ in range(source.level - 1):
            folder = folder.parent
        return self._below(folder, source.module) or f".{source.module}"

    def below(self, module: Module, name: str) -> Module | None:
        """Return a module of a package."""
        is_package = module.file.name == "__init__.py"
        return self._below(module.file.parent, name) if is_package else None

    def find(self, name: str) -> Module | None:
        """Return the module of a full name, if it lies on one of the roots."""
        if (None, name) not in self._found:
            is_ours = name.partition(".")[0] == _HOOKLINE.name
            roots = [*self._roots, _HOOKLINE.parent] if is_ours else self._roots
            places = (_place(root, name) for root in roots)
            self._found[None, name] = self._try_reading(next(filter(None, places), None))
        return self._found[None, name]

    def _below(self, folder: Path, name: str) -> Module | None:
        if (folder, name) not in self._found:
            place = _place(folder, name) if name else _package(folder)
            self._found[folder, name] = self._try_reading(place)
        return self._found[folder, name]

    def _try_reading(self, place: Path | None) -> Module | None:
        if place is None:
            return None
        place = place.resolve()
        if place not in self._modules:
            try:
                self._modules[place] = _read_own(place) if _is_own(place) else _read(place)
            except _UNREADABLE:  # told where the file itself is checked
                self._modules[place] = None
        return self._modules[place]


def _parse(text: str, file: Path) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes and the like, which are not what was asked
        return ast.parse(text, str(file))


def _is_own(place: Path) -> bool:
    return place.is_relative_to(_HOOKLINE)


def _read(place: Path) -> Module:
    return Module(place, read(place))


_read_own = cache(_read)  # what every project imports, and nobody changes meanwhile


def _place(root: Path, name: str) -> Path | None:
    path = root.joinpath(*name.split("."))
    file = path.with_name(f"{path.name}.py")
    return _package(path) or (file if file.is_file() else None)


def _package(folder: Path) -> Path | None:
    file = folder / "__init__.py"
    return file if file.is_file() else None
