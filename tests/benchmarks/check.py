"""What `hookline check` takes, beside mypy without our plugin, over the same 500 callbacks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from measure import Row, Run, side_by_side
from mypy_plugin import CONFIGURATION, module

ROUNDS: Final = 9

BAR: Final = 0.5

OWN: Final = ("-c", "import sys; from hookline.cli import main; sys.exit(main(sys.argv[1:]))")


def measure(rounds: int) -> Iterator[Row]:
    """Time both as commands, each with all that it has to read beside the module."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "callbacks.py")
        path.write_text(module())
        settings = Path(name, "mypy.ini")
        settings.write_text(CONFIGURATION)
        options = ("--config-file", str(settings), "--cache-dir", "/dev/null")
        commands = {
            "check": (*OWN, "check", str(path)),
            "mypy": ("-m", "mypy", *options, str(path)),
        }
        runs = {key: Run(partial(run, *command)) for key, command in commands.items()}
        times = side_by_side(runs, rounds)
        yield Row(
            "`hookline check` of 500 callbacks, to mypy without the plugin",
            times.ratio("check", to="mypy"),
            BAR,
            note=f"{times.median('check'):.2f} s, {times.median('mypy'):.2f} s",
        )


def run(*command: str) -> None:
    """Run a command of Python, which must find nothing."""
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, *command], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
