"""What the type checkers say of callbacks for Keras and Synalinks, under the stubs in `typings/`.

Neither framework need be installed. That the stubs are true of the real ones is for
`.ci/frameworks` to show.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest
from checkers import Reports, installed, mypy, pyright
from marks import complaints
from sources import ROOT, python_of

from hookline.cli import main
from hookline.hooks import HOOKS

FILES = sorted((ROOT / "tests" / "typings").glob("*.py"))
PAGES = [
    ROOT / "docs" / "how-to" / f"{name}.md"
    for name in ("type-keras-callbacks", "use-in-keras", "use-in-synalinks")
]


def of_page(page: Path) -> str:
    """Return the code on a page.

    Its fences say `Python`, where those that `test_documents.py` runs say `python`: it runs only
    where the frameworks are.
    """
    return python_of(page.read_text(encoding="utf-8").replace("```Python", "```python"))


SOURCES = {
    **{path.stem: path.read_text(encoding="utf-8") for path in FILES},
    **{page.stem.replace("-", "_"): of_page(page) for page in PAGES},
}


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose `typings/` are ours."""
    directory = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "typings", directory / "typings")
    for name, source in SOURCES.items():
        (directory / f"{name}.py").write_text(source, encoding="utf-8")
    return directory


@pytest.fixture(scope="session")
def of_mypy(directory: Path) -> Reports:
    (directory / "mypy.ini").write_text("[mypy]\nmypy_path = typings\n", encoding="utf-8")
    return mypy(directory, "mypy.ini", ".")


def on_lines(reports: Reports, module: str) -> dict[int, Reports]:
    mine = [report for report in reports if report.module == module]
    return {line: tuple(r for r in mine if r.line == line) for line in {r.line for r in mine}}


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_mypy_gives_the_errors_that_are_marked(name: str, of_mypy: Reports) -> None:
    if found := complaints(SOURCES[name], on_lines(of_mypy, name)):
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.slow
def test_mypy_finds_the_stubs_themselves_right(of_mypy: Reports) -> None:
    assert [report for report in of_mypy if report.module not in SOURCES] == []


def test_both_frameworks_have_the_hooks_of_hookline() -> None:
    """The hooks are spelled once more in each stub, for the base class and for the Protocol."""
    ours = sorted(name for name, hook in HOOKS.items() if hook.family != "run")
    for framework in ("keras", "synalinks"):
        stub = (ROOT / "typings" / framework / "callbacks.pyi").read_text(encoding="utf-8")
        for start in ("class Callback:", r"class _\w+Callback\(Protocol"):
            (body,) = re.findall(rf"^{start}.*?(?=^\S)", stub, re.MULTILINE | re.DOTALL)
            assert sorted(re.findall(r"def (on_\w+)", textwrap.dedent(body))) == ours


# The command that puts the stubs into a project


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_command_copies_the_stubs_where_pyright_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["typings"]) == 0
    assert capsys.readouterr().out == "typings/keras\ntypings/synalinks\n"
    assert contents(tmp_path / "typings") == contents(ROOT / "typings")
    assert main(["typings"]) == 0  # they are there, and right


def test_the_command_leaves_stubs_of_others_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "synalinks" / "__init__.pyi"
    own.parent.mkdir()
    own.write_text("mine: int\n")
    assert main(["typings", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"hookline typings: {own.parent} is something else: remove it, or choose another --out\n"
    )
    assert contents(tmp_path) == {"synalinks/__init__.pyi": b"mine: int\n"}


def test_the_command_says_what_keeps_it_from_writing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("precious")
    assert main(["typings", "--out", str(tmp_path / "file")]) == 1
    assert "hookline typings: cannot write to the folder" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "precious"


if installed("pyright"):

    @pytest.fixture(scope="session")
    def of_pyright(directory: Path) -> Reports:
        return pyright(directory, *(f"{name}.py" for name in SOURCES))

    @pytest.mark.slow
    @pytest.mark.parametrize("name", SOURCES)
    def test_pyright_reports_the_same_lines(name: str, of_pyright: Reports) -> None:
        marked = {n for n, line in enumerate(SOURCES[name].splitlines(), 1) if "# E: " in line}
        assert set(on_lines(of_pyright, name)) == marked
