"""Modules as trees, and which module an import means, without running either."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import hookline
from hookline.check.bindings import Imported, Scope
from hookline.check.reading import ModuleReader
from hookline.check.sources import module_name, read, root_of

#: Where hookline itself is read from, so that its names are known as everybody else's are.
_HOOKLINE: Final = Path(hookline.__file__).parent


class Module:
    """One file, as its text and as a tree."""

    def __init__(self, file: Path, text: str) -> None:
        self.file: Final = file
        self.name: Final = module_name(file)
        self.lines: Final = text.splitlines()
        self.tree: Final = ast.parse(text, str(file))
        self.reader: Final = ModuleReader(self.tree)

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
        self._found: Final[dict[str, Path | None]] = {}

    def read(self, file: Path) -> Module:
        """Return the module of a file that is to be checked.

        Raises:
            SyntaxError: The file is no Python.
            OSError: It cannot be read; UnicodeDecodeError where it is no text.
        """
        place = file.resolve()
        known = self._modules.get(place)
        if known is not None:
            return known
        module = Module(place, read(place))
        self._modules[place] = module
        return module

    def imported(self, source: Imported, importer: Module) -> Module | str:
        """Return the module that an import means, or the full name of one that is not ours."""
        if source.level == 0:
            return self.find(source.module) or source.module
        folder = importer.file.parent
        for _ in range(source.level - 1):
            folder = folder.parent
        place = _place(folder, source.module) if source.module else _package(folder)
        return (place and self._try_reading(place)) or f".{source.module}"

    def below(self, module: Module, name: str) -> Module | None:
        """Return a module of a package."""
        place = _place(module.file.parent, name) if module.file.name == "__init__.py" else None
        return self._try_reading(place) if place else None

    def find(self, name: str) -> Module | None:
        """Return the module of a full name, if it lies on one of the roots."""
        if name not in self._found:
            roots = [*self._roots]
            if name.partition(".")[0] == _HOOKLINE.name:
                roots.append(_HOOKLINE.parent)
            places = (_place(root, name) for root in roots)
            self._found[name] = next((place for place in places if place), None)
        place = self._found[name]
        return self._try_reading(place) if place else None

    def _try_reading(self, place: Path) -> Module | None:
        place = place.resolve()
        if place not in self._modules:
            try:
                self._modules[place] = Module(place, read(place))
            except (OSError, SyntaxError, ValueError):  # told where the file itself is checked
                self._modules[place] = None
        return self._modules[place]


def _place(root: Path, name: str) -> Path | None:
    path = root.joinpath(*name.split("."))
    file = path.with_name(f"{path.name}.py")
    return _package(path) or (file if file.is_file() else None)


def _package(folder: Path) -> Path | None:
    file = folder / "__init__.py"
    return file if file.is_file() else None
