"""What importing an adapter imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import hookline
from hookline.coverage.table import FRAMEWORKS

ADAPTERS = Path(hookline.__file__).parent / "adapters"


def frameworks_after(module: str) -> set[str]:
    """Return the frameworks that a new interpreter has imported after a module."""
    code = f"import sys, {module}; print(*({set(FRAMEWORKS)!r} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def frameworks_in(adapter: str) -> set[str]:
    """Return the frameworks that the source of an adapter, in a file or several, imports."""
    sources = [*ADAPTERS.glob(f"{adapter}.py"), *(ADAPTERS / adapter).glob("*.py")]
    names = [
        name
        for source in sources
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
        + ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
    ]
    return {name.split(".")[0] for name in names} & set(FRAMEWORKS)
