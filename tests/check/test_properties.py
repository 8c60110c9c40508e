"""Classes drawn at random: right ones are left alone, misspelt ones told at their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hookline.check.checking import check
from hookline.hooks import HOOKS
from hookline.spelling import nearest_hook

#: A hook's parameters in ways that loops can call: each with a default or a type, or not.
ENDINGS = ["", "=None", ": object", ": object = None"]
BODIES = ["...", "return", "pass", "print(self)"]
BASES = ["Callback", "hookline.Callback", "Callback[object]", ""]


@st.composite
def methods(draw: st.DrawFn, name: str) -> str:
    """A hook that loops can call."""
    parameters = HOOKS[name].parameters
    ending = draw(st.sampled_from(ENDINGS))
    given = [*parameters[:-1], parameters[-1] + ending]
    if draw(st.booleans()):
        given.append("*more" if "=" not in ending or draw(st.booleans()) else "extra=1")
    if draw(st.booleans()):
        given.append("**named")
    return f"    def {name}(self, {', '.join(given)}): {draw(st.sampled_from(BODIES))}\n"


@st.composite
def classes(draw: st.DrawFn) -> str:
    """A callback with some hooks, each once and none beside its alias."""
    names = [name for name in HOOKS if name not in {"on_batch_begin", "on_batch_end"}]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=6, unique=True))
    body = "".join(draw(methods(name)) for name in chosen)
    return f"class Drawn({draw(st.sampled_from(BASES))}):\n{body}"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write each example to."""
    return tmp_path_factory.mktemp("drawn") / "drawn.py"


def lines(file: Path, source: str) -> list[tuple[int, str]]:
    file.write_text(f"import hookline\nfrom hookline import Callback\n{source}")
    return [(one.line, one.code) for one in check([file]).findings]


@given(source=classes())
def test_right_hooks_are_left_alone(source: str, file: Path) -> None:
    assert lines(file, source) == []


@given(source=classes(), data=st.data())
def test_one_wrong_letter_is_told_at_its_line(source: str, data: st.DataObject, file: Path) -> None:
    name = data.draw(st.sampled_from(sorted(HOOKS)))
    at = data.draw(st.integers(3, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_"))
    misspelt = data.draw(
        st.sampled_from(
            [
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
            ]
        )
    )
    assume(nearest_hook(misspelt) is not None)
    source = source.replace("class Drawn():", "class Drawn(Callback):")
    wrong = f"{source}    def {misspelt}(self): ...\n"
    assert lines(file, wrong) == [(wrong.count("\n") + 2, "hookline-hook")]


@given(source=classes(), data=st.data())
def test_one_parameter_less_is_told_at_its_line(
    source: str, data: st.DataObject, file: Path
) -> None:
    name = data.draw(st.sampled_from(sorted(set(HOOKS) - {"on_batch_begin", "on_batch_end"})))
    assume(f"def {name}(" not in source)
    source = source.replace("class Drawn():", "class Drawn(Callback):")
    given = ", ".join(["self", *HOOKS[name].parameters[:-1]])
    wrong = f"{source}    def {name}({given}): ...\n"
    assert lines(file, wrong) == [(wrong.count("\n") + 2, "hookline-signature")]
