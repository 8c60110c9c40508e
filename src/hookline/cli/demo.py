"""`hookline demo`: train a small network to read handwritten digits."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from hookline.callbacks.progress import Verbosity
from hookline.errors import HooklineError

#: What the demo imports, and the packages that bring it.
_EXTRAS = {"matplotlib": "matplotlib", "numpy": "numpy", "sklearn": "scikit-learn"}

_VERBOSITIES: dict[str, Verbosity] = {"auto": "auto", "0": 0, "1": 1, "2": 2}


SUMMARY = "train, evaluate and predict on handwritten digits"
DESCRIPTION = "Train a small network to read handwritten digits. It takes some seconds."


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("hookline-demo"),
        metavar="FOLDER",
        help="where to leave the history",
    )
    parser.add_argument("--epochs", type=int, default=30, metavar="N", help="how long to train")
    parser.add_argument(
        "--verbose",
        choices=_VERBOSITIES,
        default="auto",
        help="progress: 0 none, 1 a bar, 2 lines; auto is a bar on a terminal, lines elsewhere",
    )


def run(options: argparse.Namespace) -> int:
    """Run the demo.

    Returns:
        0 for success, 1 for a disk or a pipe that failed, 2 for a request that cannot be met,
        130 for Ctrl-C.
    """
    refusal = _missing_extras() or _unwritable(options.out)
    if refusal:
        return _fail(2, refusal)
    return _demo(options.out, options.epochs, _VERBOSITIES[options.verbose])


def _demo(folder: Path, epochs: int, verbose: Verbosity) -> int:
    try:
        from hookline.demo.run import run as train  # noqa: PLC0415 - imports all the extras

        train(folder, epochs=epochs, verbose=verbose)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _fail(130, f"interrupted; what it has written to {folder} so far is whole")
    except HooklineError as error:
        return _fail(2, str(error))
    except BrokenPipeError:  # whoever read the output has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
        return 1
    except OSError as error:
        return _fail(1, f"cannot go on: {error}")
    return 0


def _missing_extras() -> str:
    missing = [package for module, package in _EXTRAS.items() if find_spec(module) is None]
    needs = f"needs {', '.join(missing)}: pip install 'hookline[demo]'"
    return needs if missing else ""


def _unwritable(folder: Path) -> str:
    """Make a folder, with its parents, and say what keeps it from being written to, if anything."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""  # only trying tells: permissions, read-only disks and quotas all have a say
    except (FileExistsError, NotADirectoryError):
        return f"cannot write to the folder {folder}: a file is in the way"
    except OSError as error:
        return f"cannot write to the folder {folder}: {error.strerror}"


def _fail(code: int, sentence: str) -> int:
    print(f"hookline demo: {sentence}", file=sys.stderr)
    return code
