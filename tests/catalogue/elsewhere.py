"""What Keras and Synalinks do about the same mistakes: run in an environment that has one of them.

    path/to/python tests/catalogue/elsewhere.py keras

prints, for every function of `typesafety/elsewhere/keras_mistakes.py`, the exception and how many
batches had run. It imports nothing of hookline, so it needs no more than that environment.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import logging
import os
import platform
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Any

FOLDER = Path(__file__).parent.parent / "typesafety" / "elsewhere"


def happening(module: Any, program: Any, name: str) -> dict[str, object]:
    """Run one function and tell what came of it."""
    program.batches = 0
    silence = io.StringIO()
    try:
        with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
            getattr(module, name)()
    except Exception as error:  # whatever it is, it is the answer
        kind, message = type(error).__name__, str(error).partition("\n")[0]
        return {"error": kind, "message": message, "batches": program.batches}
    return {"error": "", "message": "", "batches": program.batches}


def main(system: str) -> None:
    """Print what every function of a system's file comes to, as JSON."""
    warnings.simplefilter("ignore")
    logging.disable()
    os.environ.setdefault("KERAS_BACKEND", "torch")
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it asks the network
    sys.path.insert(0, str(FOLDER))
    module = importlib.import_module(f"{system}_mistakes")
    program = module.Net if system == "keras" else module.Echo
    names = [
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", "") == module.__name__
        and isinstance(value, FunctionType)
        and value.__doc__
    ]
    rows = {name: happening(module, program, name) for name in names}
    versions = {system: version(system), "python": platform.python_version()}
    print(json.dumps({"versions": versions, "rows": rows}))


if __name__ == "__main__":
    main(sys.argv[1])
