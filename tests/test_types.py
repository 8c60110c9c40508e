"""What the type checkers say of the files in `typesafety/`, and of the Python on every page.

A comment marks each error that mypy must give, by a part of its text, two spaces and its code:

    fit(program, data, callbacks=[Misspelt()])  # E: incompatible type "Misspelt"  [list-item]

Several marks may follow one another. An error without a mark fails, and so does a mark without
an error. Where pyright is installed, it must report the same lines of `typesafety/`, in whatever
words; `# mypy only` and `# pyright only` tell the lines on which the two differ.

mypy runs once for all, strict and without the project's settings: as it does for a reader.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/typesafety/*.py"))
DOCS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/**/*.md"))
PAGES = ["README.md", *DOCS]

#: A page with every way to be right and wrong, for the test of the harness itself.
SAMPLE = """\
Not Python: `x: int = "one"`

```python
right: int = "one"  # E: Incompatible types in assignment  [assignment]
both = [1 + "", len(2)]  # E: operand types for +  [operator]  # E: expected "Sized"  [arg-type]
```

```python
unmarked: int = "one"
unmet: int = 1  # E: Incompatible types  [assignment]
another_text: int = "one"  # E: Unsupported operand types  [assignment]
another_code: int = "one"  # E: Incompatible types  [arg-type]
without_code: int = "one"  # E: Incompatible types
```

```console
not_python: int = "one"
```
"""

MARK = re.compile(r"# E: (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?(?=  # |$)")

#: What was said, by module and line.
Errors: TypeAlias = "defaultdict[tuple[str, int], list[str]]"


def python_of(page: str) -> str:
    """Keep the Python of a page, each line where it was, and blank the rest."""
    lines: list[str] = []
    inside = False
    for line in page.splitlines():
        fence = line.startswith("```")
        inside = line == "```python" if fence else inside
        lines.append(line if inside and not fence else "")
    return "\n".join(lines) + "\n"


#: All that is checked, by the name of its file or page.
SOURCES = {
    **{name: (ROOT / name).read_text(encoding="utf-8") for name in FILES},
    **{name: python_of((ROOT / name).read_text(encoding="utf-8")) for name in PAGES},
    "sample.md": python_of(SAMPLE),
}


def module(name: str) -> str:
    """Make the name of a module from that of a file or page: `docs_reference_names`."""
    return re.sub(r"\W", "_", name.rpartition(".")[0].lower())


def run(directory: Path, *command: str) -> str:
    """Return what a checker prints, if it ended well enough to be believed."""
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=directory, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def complaints(name: str, errors: Errors) -> list[str]:
    """Tell the errors without a mark, and the marks without an error."""
    found: list[str] = []
    for number, line in enumerate(SOURCES[name].splitlines(), 1):
        said = errors[module(name), number]
        marks: list[tuple[str, str]] = MARK.findall(line)
        met = {
            (mark, error)
            for mark in marks
            for error in said
            if mark[0] in error and error.endswith(f"  [{mark[1]}]")
        }
        unmarked = [error for error in said if error not in {error for _, error in met}]
        unmet = [mark for mark in marks if mark not in {mark for mark, _ in met}]
        found += [f"{name}:{number}: no mark for: {error}" for error in unmarked]
        found += [f"{name}:{number}: no error for: {text}  [{code}]" for text, code in unmet]
    return found


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with every source as a module."""
    directory = tmp_path_factory.mktemp("types")
    for name, source in SOURCES.items():
        (directory / f"{module(name)}.py").write_text(source, encoding="utf-8")
    return directory


@pytest.fixture(scope="session")
def mypy_errors(directory: Path) -> Errors:
    options = ("--strict", "--config-file=", "--cache-dir=.mypy_cache", "--output=json")
    errors: Errors = defaultdict(list)
    for line in run(directory, sys.executable, "-m", "mypy", *options, ".").splitlines():
        said = json.loads(line)
        if said["severity"] == "error":
            place = (Path(said["file"]).stem, said["line"])
            errors[place].append(f"{said['message']}  [{said['code']}]")
    return errors


@pytest.mark.parametrize("name", [*FILES, *PAGES])
def test_mypy_gives_the_errors_that_are_marked(name: str, mypy_errors: Errors) -> None:
    if found := complaints(name, mypy_errors):
        pytest.fail("\n".join(found), pytrace=False)


def test_an_unmarked_error_and_an_unmet_mark_are_found(mypy_errors: Errors) -> None:
    found = [line.removeprefix("sample.md:") for line in complaints("sample.md", mypy_errors)]
    assert [line for line in found if "no error for" in line] == [
        "10: no error for: Incompatible types  [assignment]",
        "11: no error for: Unsupported operand types  [assignment]",
        "12: no error for: Incompatible types  [arg-type]",
        "13: no error for: Incompatible types  []",
    ]
    assert [line.partition(" (")[0] for line in found if "no mark for" in line] == [
        f"{number}: no mark for: Incompatible types in assignment" for number in (9, 11, 12, 13)
    ]


if shutil.which("pyright"):

    @pytest.fixture(scope="session")
    def pyright_lines(directory: Path) -> set[tuple[str, int]]:
        files = [f"{module(name)}.py" for name in FILES]
        command = ("pyright", "--outputjson", "--pythonpath", sys.executable, *files)
        said = json.loads(run(directory, *command))["generalDiagnostics"]
        return {
            (Path(error["file"]).stem, error["range"]["start"]["line"] + 1)
            for error in said
            if error["severity"] == "error"
        }

    @pytest.mark.parametrize("name", FILES)
    def test_pyright_reports_the_same_lines(name: str, pyright_lines: set[tuple[str, int]]) -> None:
        found: list[str] = []
        for number, line in enumerate(SOURCES[name].splitlines(), 1):
            due = "# pyright only" in line or ("# E: " in line and "# mypy only" not in line)
            if due != ((module(name), number) in pyright_lines):
                found.append(f"{name}:{number}: pyright {'is silent' if due else 'reports it'}")
        if found:
            pytest.fail("\n".join(found), pytrace=False)
