"""`hookline check` as people call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hookline.cli import main

LOUD = "from hookline import Callback\nclass Loud(Callback):\n    def on_epoch_ends(self): ...\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loud.py").write_text(LOUD)
    (tmp_path / "quiet.py").write_text("raise SystemExit('it runs')\n")


def test_a_mistake_is_a_line_and_exits_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "loud.py"]) == 1
    assert capsys.readouterr().out == (
        "loud.py:3:5: error: The class Loud has a method `on_epoch_ends`, which no loop ever "
        "calls: did you mean `on_epoch_end`? If the name is meant as it is, decorate the method "
        "with `@hookline.not_a_hook`.  [hookline-hook]\n"
        "Found 1 mistake in 1 file (checked 1 file).\n"
    )


def test_no_mistake_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "quiet.py"]) == 0
    assert capsys.readouterr().out == "No mistake found in 1 file.\n"


def test_a_module_is_named_as_well_as_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "loud", "quiet"]) == 1
    assert "loud.py:3:5: " in capsys.readouterr().out


def test_what_is_not_there_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "loud.py", "nowhere"]) == 2
    told = capsys.readouterr()
    assert told.err == "hookline check: there is no file, folder or module `nowhere`\n"
    assert told.out == ""


def test_json_is_all_that_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", "."]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["files"] == 2
    assert [one["path"] for one in answer["findings"]] == ["loud.py"]


def test_import_runs_the_modules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--import", "quiet.py"]) == 1
    assert "importing it raises SystemExit: it runs  [hookline-import]" in capsys.readouterr().out


def test_it_asks_for_something_to_check(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["check"])
    assert "PATH_OR_MODULE" in capsys.readouterr().err
