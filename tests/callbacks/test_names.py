"""The names of `hookline.callbacks`: all are there, and each loads its own file only."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import pytest

import hookline.callbacks
from hookline.hooks import own_hooks

PACKAGE: Final = hookline.callbacks.__name__
FILES: Final = [info.name for info in iter_modules(hookline.callbacks.__path__)]
NAMES: Final = hookline.callbacks.__all__

#: The Recorder is a tool for tests: its door is `hookline.testing`. A LineLogger is half a logger.
ELSEWHERE: Final = {"LineLogger", "Recorder"}


def imported_for_type_checkers() -> dict[str, str]:
    tree = ast.parse(inspect.getsource(hookline.callbacks))
    return {
        alias.asname or alias.name: node.module.removeprefix(f"{PACKAGE}.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE)
        for alias in node.names
    }


def callbacks_of(file: str) -> set[str]:
    for other in FILES:  # so that subclasses are known
        import_module(f"{PACKAGE}.{other}")
    module = import_module(f"{PACKAGE}.{file}")
    return {
        name
        for name, value in vars(module).items()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and not value.__subclasses__()  # what others share is no callback to be imported
        and own_hooks(value)
    }


def test_the_three_lists_are_equal_and_sorted() -> None:
    assert sorted(NAMES) == NAMES
    assert list(hookline.callbacks._FILES) == NAMES
    assert imported_for_type_checkers() == hookline.callbacks._FILES


@pytest.mark.parametrize("file", FILES)
def test_every_public_callback_of_a_file_is_listed(file: str) -> None:
    assert callbacks_of(file) - ELSEWHERE <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_defined_in_its_file(name: str) -> None:
    value = getattr(hookline.callbacks, name)
    assert value.__module__ == f"{PACKAGE}.{hookline.callbacks._FILES[name]}"
    assert value.__doc__
    assert "Example:" in value.__doc__


def test_no_file_has_the_name_of_what_can_be_imported() -> None:
    assert not set(FILES) & set(NAMES)


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute .EarlyStoping."):
        getattr(hookline.callbacks, "EarlyStoping")  # noqa: B009 - the type checkers know it too
    assert set(NAMES) <= set(dir(hookline.callbacks))


def test_importing_hookline_loads_no_file_that_it_does_not_need() -> None:
    code = f"import sys, hookline; print(*[m for m in sys.modules if m.startswith('{PACKAGE}.')])"
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert {name.rpartition(".")[2] for name in done.stdout.split()} == {
        "history",
        "progress",
        "progress_lines",
    }
