"""Slips of the pen, told from names that are only alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline.slips import is_slip

NAMES = st.text("abcdefgh_", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("acuracy", "accuracy"),
        ("accurracy", "accuracy"),
        ("accuarcy", "accuracy"),
        ("accuraci", "accuracy"),
        ("ccuracy", "accuracy"),
        ("los", "loss"),
        ("losss", "loss"),
        ("valloss", "val_loss"),
    ],
)
def test_a_slip_is_recognised(written: str, meant: str) -> None:
    assert is_slip(written, meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("loss", "loss"),
        ("g_loss", "loss"),
        ("loss_1", "loss"),
        ("loss1", "loss"),
        ("top_1", "top_5"),
        ("aux_loss", "loss"),
        ("f1", "f2"),
        ("recall", "accuracy"),
        ("", "loss"),
    ],
)
def test_another_name_is_none(written: str, meant: str) -> None:
    assert not is_slip(written, meant)


@given(NAMES, st.data())
def test_a_letter_left_out_is_a_slip(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 1))
    assert is_slip(meant[:at] + meant[at + 1 :], meant)


@given(NAMES, st.data())
def test_two_letters_swapped_are_a_slip(meant: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(meant) - 2))
    swapped = meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :]
    assert is_slip(swapped, meant) or swapped == meant


@given(NAMES)
def test_a_name_is_no_slip_of_itself(name: str) -> None:
    assert not is_slip(name, name)
