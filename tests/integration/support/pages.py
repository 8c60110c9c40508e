"""The Python on the pages about frameworks, which runs only where the framework is installed.

Their fences say `Python`, where those that every environment can run say `python`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"

FENCE = re.compile(
    r"^```Python\n(?P<code>.*?)^```$(?:\s*^```text\n(?P<output>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


def run_page(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the fences in one module; a `…` in what they are said to print stands for anything."""
    text = (HOW_TO / name).read_text(encoding="utf-8")
    module = ModuleType("page")
    monkeypatch.setitem(sys.modules, "page", module)  # where classes look up their names
    fences = list(FENCE.finditer(text))
    assert fences
    for fence in fences:
        above = text.count("\n", 0, fence.start("code"))
        code = compile("\n" * above + fence["code"], name, "exec", dont_inherit=True)
        with redirect_stdout(StringIO()) as printed:
            exec(code, module.__dict__)  # noqa: S102 - our own pages
        if fence["output"] is not None:
            pattern = re.escape(fence["output"]).replace("…", ".*")
            assert re.fullmatch(pattern, printed.getvalue()), printed.getvalue()


def complaints_of_mypy(name: str, folder: Path) -> list[str]:
    """Return what mypy says of the fences, strict and with hookline's plugin, in a page's lines."""
    text = (HOW_TO / name).read_text(encoding="utf-8")
    lines = [""] * text.count("\n")
    for fence in FENCE.finditer(text):
        above = text.count("\n", 0, fence.start("code"))
        code = fence["code"].splitlines()
        lines[above : above + len(code)] = code
    (folder / "page.py").write_text("\n".join(lines), encoding="utf-8")
    (folder / "mypy.ini").write_text("[mypy]\nstrict = true\nplugins = hookline.mypy_plugin\n")
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "page.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return (said.stdout + said.stderr).splitlines()
