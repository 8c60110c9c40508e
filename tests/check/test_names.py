"""Names are followed through files, as Python would, without running any."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hookline.check.checking import Report

BASE = "from hookline import Callback\nclass Base(Callback): ...\n"

WAYS: dict[str, tuple[dict[str, str], str, str]] = {
    "from, as": ({}, "from hookline import Callback as Base", "Base"),
    "import": ({}, "import hookline", "hookline.Callback"),
    "import, as": ({}, "import hookline as h", "h.Callback"),
    "import of a module": ({}, "import hookline.mixins", "hookline.mixins.TrainHooksMixin"),
    "from a package": ({}, "from hookline import mixins", "mixins.TrainHooksMixin"),
    "with type arguments": ({}, "from hookline import Callback", "Callback[object]"),
    "an assignment": ({}, "import hookline\nBase = hookline.Callback", "Base"),
    "an alias with type arguments": ({}, "import hookline\nB = hookline.Callback[int]", "B"),
    "another module": ({"bases.py": BASE}, "from bases import Base", "Base"),
    "another module as a whole": ({"bases.py": BASE}, "import bases", "bases.Base"),
    "a star": ({"bases.py": BASE}, "from bases import *", "Base"),
    "a re-export": (
        {"package/__init__.py": "from .bases import Base as Base", "package/bases.py": BASE},
        "from package import Base",
        "Base",
    ),
    "a module of a package": (
        {"package/__init__.py": "", "package/bases.py": BASE},
        "from package import bases",
        "bases.Base",
    ),
    "a module of a package by its full name": (
        {"package/__init__.py": "", "package/bases.py": BASE},
        "import package.bases",
        "package.bases.Base",
    ),
    "a base inside a class": (
        {"bases.py": "import hookline\nclass Room:\n    class Base(hookline.Callback): ...\n"},
        "from bases import Room",
        "Room.Base",
    ),
    "a block for type checkers": (
        {},
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from hookline import Callback as Base\n"
        "else:\n    Base = object",
        "Base",
    ),
    "an import that may fail": (
        {},
        "try:\n    from hookline import Callback\nexcept ImportError:\n    Callback = None",
        "Callback",
    ),
    "two ways to one thing": (
        {},
        "if len('x'):\n    from hookline import Callback\n"
        "else:\n    from hookline.callback import Callback",
        "Callback",
    ),
}


@pytest.mark.parametrize(("files", "lines", "base"), WAYS.values(), ids=WAYS.keys())
def test_a_base_is_known_by(
    files: dict[str, str], lines: str, base: str, check_files: Callable[..., Report]
) -> None:
    source = f"{lines}\nclass Loud({base}):\n    def on_train_start(self, logs=None): ...\n"
    (finding,) = check_files({**files, "main.py": source}, "main.py").findings
    assert finding.code == "hookline-hook"


def test_a_relative_import_is_followed(check_files: Callable[..., Report]) -> None:
    loud = "class Loud(Base):\n    def on_train_start(self, logs=None): ...\n"
    files = {
        "package/__init__.py": "",
        "package/bases.py": BASE,
        "package/beside.py": f"from .bases import Base\n{loud}",
        "package/below/__init__.py": f"from ..bases import Base\n{loud}",
        "package/below/deeper.py": f"from .. import bases\nBase = bases.Base\n{loud}",
        "package/below/again.py": f"from . import Base\n{loud}",
    }
    found = {one.path.name for one in check_files(files).findings}
    assert found == {"beside.py", "__init__.py", "deeper.py", "again.py"}


@pytest.mark.parametrize(
    "lines",
    [
        "from nowhere import Base",
        "from .nowhere import Base",
        "Base = make()",
        "def Base(): ...",
        "class Base(Base): ...",
        "import hookline\nBase = hookline.Nothing",
        "from hookline import Callback\nBase = Callback if len('x') else object",
        "from hookline import Callback\nfor Base in (Callback, object): ...",
        "from hookline import Callback\n[Base, Other] = Callback, object",
        "from hookline import Callback as Base\nfrom elsewhere import *\nfrom other import Base",
    ],
)
def test_a_base_that_nobody_knows_is_not_judged(
    lines: str, check_files: Callable[..., Report]
) -> None:
    source = f"{lines}\nclass Loud(Base):\n    def on_train_start(self, logs=None): ...\n"
    assert check_files({"main.py": source}).findings == []


def test_modules_that_import_each_other_in_a_circle_end(check_files: Callable[..., Report]) -> None:
    files = {
        "one.py": "from two import Base\nclass A(Base):\n    def on_train_start(self): ...\n",
        "two.py": "from one import A as Base\nfrom three import *\n",
        "three.py": "from two import *\nfrom three import *\n",
    }
    assert check_files(files).findings == []


def test_logs_of_another_module_keep_their_keys(check_files: Callable[..., Report]) -> None:
    files = {
        "own/__init__.py": "",
        "own/logs.py": """
            from typing import TypedDict
            from typing_extensions import ReadOnly
            from hookline import Logs
            class Half(Logs, total=False):
                accuracy: "ReadOnly[float]"
            class Whole(Half, closed=True):
                recall: ReadOnly[float]
            """,
        "own/main.py": """
            from own import logs as types
            def show(logs: types.Whole):
                print(logs["accuracy"], logs["recall"], logs["loss"], logs["f1"])
            """,
    }
    (finding,) = check_files(files).findings
    assert finding.sentence == (
        "`Whole` has no key 'f1': its keys are `accuracy`, `loss`, `recall`, `val_loss`."
    )


def test_type_parameters_in_brackets_are_understood(check_files: Callable[..., Report]) -> None:
    """They need Python 3.12 to be read."""
    source = """
        from typing import Protocol
        from hookline import Callback, fit
        class HasRate(Protocol):
            rate: float
        class Steps:
            def train_step(self, batch): ...
        class Kept[P, Q](Callback[P]):
            def on_epoch_end(self, epoch, logs=None): ...
        class Slow(Kept[HasRate, int]): ...
        fit(Steps(), [1], callbacks=[Slow(), Kept()])
        """
    found = [one.code for one in check_files({"main.py": source}).findings]
    assert found in (["hookline-program"], ["hookline-syntax"])
