"""What only the objects themselves tell: imports the modules, and checks what they define.

This runs the code at the top of each module, which nothing else in this package does.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import Final, cast

from hookline.check.checking import Report
from hookline.check.findings import Code, Finding
from hookline.check.signatures import names_any, takes
from hookline.check.silence import is_silenced
from hookline.check.sources import module_name, read, root_of
from hookline.errors import CallbackError, HookNameError, HookSignatureError, RequirementError
from hookline.hooks import HOOKS, own_hooks
from hookline.mixins import AttachedMixin
from hookline.registration import check_callbacks, label

#: The code of an error, the more special kinds first.
_CODES: Final[dict[type[Exception], Code]] = {
    HookNameError: "hookline-hook",
    HookSignatureError: "hookline-signature",
    CallbackError: "hookline-callback",
    RequirementError: "hookline-program",
}


def check_imported(report: Report) -> Report:
    """Import the files of a report, and return it with what that adds."""
    said = {_predicate(finding.sentence) for finding in report.findings}
    unreadable = {one.path for one in report.findings if one.code == "hookline-syntax"}
    added = [
        finding
        for file in report.files
        if file not in unreadable and file.stem != "__main__"  # importing one runs the program
        for finding in _check_file(file)
        if _predicate(finding.sentence) not in said
    ]
    return Report(report.files, sorted({*report.findings, *added}))


def _check_file(file: Path) -> Iterator[Finding]:
    lines = read(file).splitlines()
    for line, sentence, code in _judge(file):
        if not is_silenced(code, line, lines):
            yield Finding(file, line, 1, sentence, code)


def _judge(file: Path) -> Iterator[tuple[int, str, Code]]:
    try:
        module = _import(file)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may raise anything, SystemExit too
        yield _line_of(error, file), *_told(error)
        return
    places = _places(file)
    for name, value in list(vars(module).items()):
        if name in places and (callback := _callback(value, module)) is not None:
            kind = type(callback).__qualname__
            subject = f"The class {kind}" if isinstance(value, type) else f"`{name}` ({kind})"
            try:
                check_callbacks([callback])
            except CallbackError as error:
                sentence = str(error).replace(label(0, callback), subject)
                yield places[name], sentence, _CODES[type(error)]


def _told(error: BaseException) -> tuple[str, Code]:
    for kind, code in _CODES.items():
        if isinstance(error, kind):
            return str(error), code
    return f"importing it raises {type(error).__name__}: {error}", "hookline-import"


def _import(file: Path) -> ModuleType:
    file = file.resolve()
    name = module_name(file)
    with _importable(root_of(file)), redirect_stdout(sys.stderr):
        known = sys.modules.get(name)
        if known is None:
            known = import_module(name)
        if known.__file__ is not None and Path(known.__file__).resolve() == file:
            return known
        # Another file has the name: a second test module, say.
        spec = spec_from_file_location(name, file)
        if spec is None or spec.loader is None:
            raise ImportError(f"{file} cannot be loaded")
        module = module_from_spec(spec)
        sys.modules[name] = module  # where dataclasses look their own module up
        try:
            spec.loader.exec_module(module)
        finally:
            sys.modules[name] = known
        return module


@contextmanager
def _importable(root: Path) -> Generator[None, None, None]:
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))


def _callback(value: object, module: ModuleType) -> object | None:
    """Return a value if it is a callback, or for a callback's class an object of it."""
    if isinstance(value, type):
        is_here = value.__module__ == module.__name__  # an imported one is checked at home
        value = _blank(value) if is_here else None
    if value is None or not own_hooks(value):
        return None
    attached = isinstance(value, cast("type[object]", AttachedMixin))
    return value if attached or _is_evident(value, {module.__name__}) else None


def _blank(cls: Callable[..., object]) -> object | None:
    """An object of a class whose `__init__` has not run."""
    try:
        return object.__new__(cast("type[object]", cls))
    except TypeError:  # it is abstract, or keeps what a list or an exception keeps
        return None


def _is_evident(callback: object, modules: Collection[str]) -> bool:
    """Tell whether a plain class of the module has a hook that is right."""
    plain = {"builtins", "typing", "typing_extensions", "abc", *modules}
    if any(base.__module__ not in plain for base in type(callback).__mro__):
        return False
    for name in own_hooks(callback):
        hook, method = HOOKS[name], getattr(callback, name)
        if hook.family == "run" or not inspect.isroutine(method):
            continue
        own = inspect.signature(method)
        if names_any(own) and takes(own, hook.parameters, by_name=True):
            return True
    return False


def _places(file: Path) -> dict[str, int]:
    """The line of each class and variable at the top of a module."""
    places: dict[str, int] = {}
    for statement in ast.parse(read(file)).body:
        match statement:
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                places[name] = statement.lineno
            case ast.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name):
                        places[target.id] = statement.lineno
            case _:
                pass
    return places


def _line_of(error: BaseException, file: Path) -> int:
    """The last line of the file that an error came through."""
    own = [
        line
        for frame, line in walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename).resolve() == file.resolve()
    ]
    return own[-1] if own else 1


def _predicate(sentence: str) -> str:
    """What is said, without of whom: the same mistake is told once."""
    return sentence.partition("`")[2]
