"""Which files a request means."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hookline.check.sources import NotFoundError, find_files, module_name, root_of


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with modules, and folders beside it with other people's."""
    for name in (
        "package/__init__.py",
        "package/one.py",
        "package/below/__init__.py",
        "package/below/two.py",
        "package/data.txt",
        "package/.hidden/three.py",
        "package/__pycache__/four.py",
        "package/node_modules/five.py",
        "package/own/pyvenv.cfg",
        "package/own/lib/six.py",
        "spaces/seven.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("raise SystemExit('it runs')\n" if name.endswith(".py") else "")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*requests: str) -> list[str]:
    here = Path.cwd().resolve()
    return [file.resolve().relative_to(here).as_posix() for file in find_files(requests)]


def test_a_file_is_itself(project: Path) -> None:
    assert found("package/one.py") == ["package/one.py"]


def test_a_folder_is_walked_but_for_what_is_not_ones_own(project: Path) -> None:
    assert found("package") == [
        "package/__init__.py",
        "package/one.py",
        "package/below/__init__.py",
        "package/below/two.py",
    ]


def test_a_file_that_is_named_twice_is_read_once(project: Path) -> None:
    assert found("package/one.py", "package/../package/one.py") == ["package/one.py"]


def test_a_module_is_found_and_its_package_is_not_imported(project: Path) -> None:
    assert found("package.below.two") == ["package/below/two.py"]
    assert "package" not in sys.modules


def test_a_package_is_walked(project: Path) -> None:
    assert found("package.below") == ["package/below/__init__.py", "package/below/two.py"]


def test_a_folder_without_init_is_a_package_too(project: Path) -> None:
    assert found("spaces.seven") == ["spaces/seven.py"]


def test_a_package_that_is_installed_is_found() -> None:
    assert any(file.name == "callback_list.py" for file in find_files(["hookline"]))


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ("package.nothing", "there is no file, folder or module `package.nothing`"),
        ("nothing", "there is no file, folder or module `nothing`"),
        ("package/nothing.py", "there is no file or folder `package/nothing.py`"),
        ("package.one.deeper", "there is no file, folder or module `package.one.deeper`"),
        ("_ast", "there is no file, folder or module `_ast`"),
    ],
)
def test_what_is_not_there_is_told(project: Path, request_: str, sentence: str) -> None:
    with pytest.raises(NotFoundError, match=sentence.replace(".", r"\.")):
        find_files([request_])


def test_a_module_is_named_from_the_first_folder_of_no_package(project: Path) -> None:
    two = project / "package" / "below" / "two.py"
    assert root_of(two) == project
    assert module_name(two) == "package.below.two"
    assert module_name(two.with_name("__init__.py")) == "package.below"
    assert module_name(project / "spaces" / "seven.py") == "seven"
