"""What `stubtest` cannot see: the attributes that only instances have.

Each annotated attribute of a class in a stub must be there on an instance, with a value of its
type; and each public name of the real module must be in its stub.
"""

# pyright: strict

from __future__ import annotations

import ast
import sys
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

TYPINGS = Path(__file__).parent.parent.parent / "typings"

_ABSENT = object()

#: An attribute, and what is wrong with it.
Wrong: TypeAlias = str


def compare(module: ModuleType, instances: list[object], left_out: set[str]) -> None:
    """Raise AssertionError where a module or instances of its classes differ from its stub."""
    wrong = _of_module(module, instances, left_out)
    for instance in instances:
        wrong += _of_instance(instance, _classes(module), module)
    if wrong:
        raise AssertionError("\n".join(sorted(wrong)))


def _classes(module: ModuleType) -> dict[str, ast.ClassDef]:
    name = module.__name__.replace(".api.", ".")  # where Synalinks keeps its public modules
    stub = ast.parse((TYPINGS / f"{name.replace('.', '/')}.pyi").read_text("utf-8"))
    return {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}


def _of_module(module: ModuleType, instances: list[object], left_out: set[str]) -> list[Wrong]:
    public = {name for name in vars(module) if not name.startswith("_")}
    of_stub = {name for name in _classes(module) if not name.startswith("_")}
    wrong = [f"{name} is not in the stub" for name in public - of_stub - left_out]
    unseen = of_stub - {cls.__name__ for item in instances for cls in type(item).__mro__}
    return wrong + [f"no instance of {name} was given" for name in unseen - left_out]


def _of_instance(
    instance: object, classes: dict[str, ast.ClassDef], module: ModuleType
) -> list[Wrong]:
    wrong: list[Wrong] = []
    todo = [cls.__name__ for cls in type(instance).__mro__ if cls.__name__ in classes][:1]
    while todo:
        node = classes[todo.pop()]
        todo += [
            base.id for base in node.bases if isinstance(base, ast.Name) and base.id in classes
        ]
        for item in node.body:
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                name, value = item.target.id, getattr(instance, item.target.id, _ABSENT)
                if value is _ABSENT:
                    wrong.append(f"{node.name}.{name} is not there")
                # `params` is None until a loop sets it, which its type leaves out.
                elif name != "params" and not _fits(value, _type(item, module)):
                    wrong.append(
                        f"{node.name}.{name} is {value!r}, not {ast.unparse(item.annotation)}"
                    )
    return wrong


def _type(item: ast.AnnAssign, module: ModuleType) -> Any:
    """Evaluate an annotation; names that the stub imports are any type at all."""
    names = {node.id for node in ast.walk(item.annotation) if isinstance(node, ast.Name)}
    mode = Literal["auto", "min", "max"]
    known: dict[str, Any] = {"Literal": Literal, "_Mode": mode, **vars(module)}
    for name in names - known.keys() - set(vars(sys.modules["builtins"])):
        known[name] = Any
    try:
        return eval(ast.unparse(item.annotation), known)  # noqa: S307 - our own stub
    except TypeError:  # a subscript of Any: `Callable[[int], float]`
        return Any


def _fits(value: Any, hint: Any) -> bool:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return any(_fits(value, argument) for argument in arguments)
    if origin is Literal:
        return value in arguments
    plain: Any = {Any: object, None: type(None), float: int | float}.get(hint, origin or hint)
    fits = isinstance(value, plain)
    if fits and origin is list:
        fits = all(_fits(item, arguments[0]) for item in value)
    if fits and origin is dict:
        fits = all(_fits(k, arguments[0]) and _fits(v, arguments[1]) for k, v in value.items())
    return fits
