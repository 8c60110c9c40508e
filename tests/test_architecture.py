"""The structure that DESIGN promises: layers, the front door, the copies of hook names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import hookline
from hookline import Callback, CallbackList
from hookline.hooks import ALIASES, HOOKS, is_default
from hookline.testing import Recorder

PACKAGE = Path(hookline.__file__).parent

#: Each layer may import itself and those before it.
LAYERS = [
    {
        "logs",
        "outcome",
        "errors",
        "protocols",
        "program_protocols",
        "settled",
        "typed_dicts",
        "state",
        "foreign",
    },
    {"hooks", "sentences", "signatures", "slips", "spelling", "mixins", "stateful", "callback"},
    {"transitions", "frames", "advice", "order", "trace", "durable"},
    {"registration", "implements", "requirements", "inspection"},
    {"dispatch", "guard", "runs", "closing", "callback_list"},
    {"callbacks"},
    {"loops", "programs", "recognized"},
    {"coverage", "bridge", "adapters"},
    {"testing", "check", "cli", "demo", "mypy_plugin", "pytest_plugin"},
]


def rank(module: str) -> int:
    part = module.removeprefix("hookline").removeprefix(".").split(".")[0]
    return next(place for place, layer in enumerate(LAYERS) if part in layer)


def imported_modules(source: Path) -> list[str]:
    tree = ast.parse(source.read_text())
    return [
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("hookline.")
    ]


def test_imports_point_one_way() -> None:
    wrong: list[str] = []
    for source in PACKAGE.rglob("*.py"):
        parts = source.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] == "__init__":
            continue
        wrong += [
            f"{'.'.join(parts)} imports {module}"
            for module in imported_modules(source)
            if rank(module) > rank(parts[0])
        ]
    assert wrong == []


def test_all_lists_exactly_the_imported_names_in_order() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text())
    imported = [
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert hookline.__all__ == sorted(name for name in imported if name)
    assert all(hasattr(hookline, name) for name in hookline.__all__)


def test_public_names_have_docstrings() -> None:
    classes = [getattr(hookline, name) for name in hookline.__all__]
    undocumented = [c for c in classes if isinstance(c, type) and not c.__doc__]
    assert undocumented == []


def run_python(code: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_importing_hookline_loads_no_third_party_module_but_typing_extensions() -> None:
    before = "import sys, typing_extensions; known = {m.split('.')[0] for m in sys.modules};"
    after = (
        "print(*sorted({m.split('.')[0] for m in sys.modules} - known - sys.stdlib_module_names))"
    )
    assert run_python(f"{before} import hookline; {after}").split() == ["hookline"]


def test_importing_the_command_loads_no_extra() -> None:
    heavy = "numpy", "sklearn", "matplotlib", "rich"
    code = f"import sys, hookline.cli; print(*[m for m in {heavy!r} if m in sys.modules])"
    assert run_python(code).split() == []


def test_protocols_mixins_list_and_recorder_agree_on_the_hooks() -> None:
    assert set(HOOKS) == {name for name in dir(Callback) if name.startswith("on_")}
    assert set(HOOKS) == {name for name in dir(CallbackList) if name.startswith("on_")}
    assert set(HOOKS) - set(ALIASES.values()) == {n for n in vars(Recorder) if n.startswith("on_")}


def test_there_are_sixteen_hooks_of_keras_and_two_of_our_own() -> None:
    assert len(HOOKS) == 18
    assert set(ALIASES) == {"on_train_batch_begin", "on_train_batch_end"}
    assert {hook.name for hook in HOOKS.values() if hook.family == "run"} == {
        "on_exception",
        "on_close",
    }


def test_every_copy_of_a_hook_has_the_same_parameters() -> None:
    for hook in HOOKS.values():
        for owner in (Callback, CallbackList):
            code = getattr(owner, hook.name).__code__
            assert code.co_varnames[1 : code.co_argcount] == hook.parameters, (owner, hook.name)


def test_every_default_of_the_mixins_carries_the_mark_of_keras() -> None:
    assert all(is_default(getattr(Callback, name)) for name in HOOKS)


def test_hook_names_are_spelled_in_few_modules() -> None:
    spelling = sorted(
        str(source.relative_to(PACKAGE))
        for source in PACKAGE.rglob("*.py")
        if sum(f"def {name}(" in source.read_text() for name in HOOKS) >= len(HOOKS) / 2
    )
    assert spelling == [
        "adapters/transformers/guest.py",
        "callback_list.py",
        "callbacks/progress_bar.py",
        "mixins.py",
        "protocols.py",
    ]
