"""Comments that silence a finding."""

from __future__ import annotations

import pytest

from hookline.check.silence import is_silenced


@pytest.mark.parametrize(
    "comment",
    [
        "# hookline: ignore",
        "#hookline:ignore",
        "# hookline: ignore[hookline-hook]",
        "# hookline: ignore[hookline-key, hookline-hook]",
        "# type: ignore[hookline-hook]",
        "# type: ignore[misc, hookline-hook]  # why",
        "# noqa  # hookline: ignore[hookline-hook]",
    ],
)
def test_a_comment_silences_its_line(comment: str) -> None:
    lines = ["first", f"def on_epochs(self): ...  {comment}"]
    assert is_silenced("hookline-hook", 2, lines)
    assert not is_silenced("hookline-hook", 1, lines)


@pytest.mark.parametrize(
    "comment",
    [
        "# hookline: ignore[hookline-key]",
        "# type: ignore",
        "# type: ignore[misc]",
        "# hookline: ignored",
        "# ignore hookline-hook",
        "",
    ],
)
def test_another_comment_does_not(comment: str) -> None:
    assert not is_silenced("hookline-hook", 1, [f"def on_epochs(self): ...  {comment}"])


@pytest.mark.parametrize(
    ("code", "mypys"),
    [
        ("hookline-callback", "list-item"),
        ("hookline-key", "typeddict-item"),
        ("hookline-signature", "override"),
    ],
)
def test_mypys_own_code_for_the_same_mistake_silences_it(code: str, mypys: str) -> None:
    assert is_silenced(code, 1, [f"x  # type: ignore[{mypys}]  # meant"])
    assert not is_silenced(code, 1, ["x  # type: ignore[attr-defined]"])
