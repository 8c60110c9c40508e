"""`hookline typings`: put the stubs for Keras and Synalinks where type checkers find them."""

from __future__ import annotations

import argparse
import filecmp
import shutil
import sys
from pathlib import Path

SUMMARY = "copy type stubs for Keras and Synalinks into a project"
DESCRIPTION = (
    "Copy type stubs for the callbacks of Keras and Synalinks into a project. "
    "pyright finds them in the folder `typings` by itself, "
    'mypy with the line `mypy_path = "typings"` in its settings.'
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--out", type=Path, default=Path("typings"), metavar="FOLDER", help="where to put them"
    )


def run(options: argparse.Namespace) -> int:
    """Copy the stubs.

    Returns:
        0 for success, which includes stubs that are there already,
        1 for a disk that failed, 2 where other stubs are in the way: they may be the user's own.
    """
    stubs = {source: options.out / source.name for source in _shipped()}
    for source, target in stubs.items():
        if target.exists() and not _same(source, target):
            return _fail(2, f"{target} is something else: remove it, or choose another --out")
    try:
        for source, target in stubs.items():
            shutil.copytree(source, target, dirs_exist_ok=True)
            print(target)
    except OSError as error:
        return _fail(1, f"cannot write to the folder {options.out}: {error}")
    return 0


def _shipped() -> list[Path]:
    """The stubs in the wheel, or those beside the sources in a checkout."""
    package = Path(__file__).parent.parent
    inside, beside = package / "typings", package.parent.parent / "typings"
    home = inside if inside.is_dir() else beside
    return sorted(path for path in home.iterdir() if path.is_dir())


def _same(source: Path, target: Path) -> bool:
    names = [path.relative_to(source) for path in source.rglob("*.pyi")]
    _, different, absent = filecmp.cmpfiles(source, target, names, shallow=False)
    return target.is_dir() and not different and not absent


def _fail(code: int, sentence: str) -> int:
    print(f"hookline typings: {sentence}", file=sys.stderr)
    return code
