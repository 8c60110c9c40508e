"""Runs the type checkers as a reader does: mypy and zuban strict, the others as they come.

All of them check one directory with every file of `typesafety/` as a module, far from the
project's own settings. mypy also checks the pages.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from sources import FILES, PAGES, PAGES_OF_THE_PLUGIN, SAMPLE, module, source

#: The checkers, in the order of the pages; the second is mypy with our plugin.
CHECKERS: Final = ("mypy", "mypy+plugin", "pyright", "pyrefly", "ty", "zuban")


class Report(NamedTuple):
    """One error that a checker gives."""

    module: str
    line: int
    message: str
    code: str


Reports: TypeAlias = tuple[Report, ...]


def installed(checker: str) -> bool:
    """Tell whether a checker can be run here."""
    if checker == "mypy+plugin":
        return importlib.util.find_spec("hookline.mypy_plugin") is not None
    return checker == "mypy" or shutil.which(checker) is not None


def version_of(checker: str) -> str:
    """Return the version of a checker, or "" where it is not installed."""
    name = "hookline" if checker == "mypy+plugin" else checker
    return version(name) if installed(checker) else ""


@cache
def directory() -> Path:
    """Make a directory with every file as a module, once for all who ask."""
    made = Path(_kept().name)
    for name in (*FILES, *PAGES, SAMPLE):
        (made / f"{module(name)}.py").write_text(source(name), encoding="utf-8")
    # Without a file of its own pyrefly takes its weakest settings, not its default ones.
    (made / "pyrefly.toml").write_text("", encoding="utf-8")
    (made / "pyrightconfig.json").write_text(json.dumps(_STRICT_PYRIGHT), encoding="utf-8")
    (made / "plugin.ini").write_text("[mypy]\nplugins = hookline.mypy_plugin\n", "utf-8")
    return made


@cache
def reports(checker: str) -> Reports:
    """Return what a checker says of all files, run once for all who ask."""
    return CHECK[checker]()


def lines(checker: str) -> dict[str, dict[int, list[Report]]]:
    """Return what a checker says, by module and line."""
    found: dict[str, dict[int, list[Report]]] = defaultdict(lambda: defaultdict(list))
    for report in reports(checker):
        found[report.module][report.line].append(report)
    return found


def run(where: Path, *command: str) -> str:
    """Return what a checker prints, if it ended well enough to be believed."""
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=where, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def mypy(where: Path, config: str, *targets: str, python: str = sys.executable) -> Reports:
    """Run mypy, strict, with a configuration or none."""
    options = (f"--config-file={config}", f"--cache-dir=.cache_{config}", "--output=json")
    command = (sys.executable, "-m", "mypy", "--strict", f"--python-executable={python}")
    said = map(json.loads, run(where, *command, *options, *targets).splitlines())
    return tuple(
        Report(Path(error["file"]).stem, error["line"], error["message"], error["code"] or "")
        for error in said
        if error["severity"] == "error"
    )


def pyright(where: Path, *targets: str, python: str = sys.executable) -> Reports:
    """Run pyright, in the mode that the directory configures."""
    command = ("pyright", "--outputjson", "--pythonpath", python, *targets)
    said: list[Any] = json.loads(run(where, *command))["generalDiagnostics"]
    return tuple(
        Report(
            Path(error["file"]).stem,
            error["range"]["start"]["line"] + 1,
            error["message"].partition("\n")[0],
            error.get("rule", ""),
        )
        for error in said
        if error["severity"] == "error"
    )


def _pyrefly() -> Reports:
    command = ("pyrefly", "check", "--output-format=json", "--summary=none")
    python = f"--python-interpreter-path={sys.executable}"
    said: list[Any] = json.loads(run(directory(), *command, python, *_modules()))["errors"]
    return tuple(
        Report(Path(one["path"]).stem, one["line"], one["concise_description"], one["name"])
        for one in said
        if one["severity"] == "error"
    )


def _ty() -> Reports:
    command = ("ty", "check", "--output-format=gitlab", f"--python={sys.executable}")
    said: list[Any] = json.loads(run(directory(), *command, *_modules()))
    return tuple(
        Report(
            Path(one["location"]["path"]).stem,
            one["location"]["positions"]["begin"]["line"],
            one["description"].partition(": ")[2],
            one["check_name"],
        )
        for one in said
        if one["severity"] in {"major", "critical", "blocker"}  # minor ones are its warnings
    )


def _zuban() -> Reports:
    command = ("zuban", "mypy", "--strict", f"--python-executable={sys.executable}")
    printed = run(directory(), *command, *_modules())
    pattern = re.compile(r"^(?P<module>\w+)\.py:(?P<line>\d+): error: (?P<text>.*?)  \[(.*)\]$")
    said = filter(None, map(pattern.match, printed.splitlines()))
    return tuple(Report(one[1], int(one[2]), one[3], one[4]) for one in said)


def _kept() -> tempfile.TemporaryDirectory[str]:
    _KEPT.append(tempfile.TemporaryDirectory(prefix="hookline_types_"))
    return _KEPT[-1]


def _modules(*more: str) -> list[str]:
    return [_file(name) for name in (*FILES, *more)]


def _file(name: str) -> str:
    return f"{module(name)}.py"


#: What is unknown is no mistake: those reports follow from another, or from a lack of types.
_STRICT_PYRIGHT: Final = {
    "typeCheckingMode": "strict",
    "reportUnknownArgumentType": "none",
    "reportUnknownLambdaType": "none",
    "reportUnknownMemberType": "none",
    "reportUnknownParameterType": "none",
    "reportUnknownVariableType": "none",
}

#: Directories that live as long as the process.
_KEPT: Final[list[tempfile.TemporaryDirectory[str]]] = []

CHECK: Final = {
    "mypy": lambda: mypy(directory(), "", *_modules(*PAGES, SAMPLE)),
    "mypy+plugin": lambda: mypy(directory(), "plugin.ini", *_modules(*PAGES_OF_THE_PLUGIN)),
    "mypy+plugin of pages": lambda: mypy(directory(), "plugin.ini", *map(_file, PAGES)),
    "pyright": lambda: pyright(directory(), *_modules()),
    "pyright of pages": lambda: pyright(directory(), *map(_file, PAGES)),
    "pyrefly": _pyrefly,
    "ty": _ty,
    "zuban": _zuban,
}
