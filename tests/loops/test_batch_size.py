"""How many samples a batch has."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hookline.loops.batch_size import size_reader


@pytest.mark.parametrize(
    ("batch", "size"),
    [
        ([1, 2, 3], 3),
        ((1, 2, 3), 3),
        (([1, 2], [3, 4]), 2),
        ((np.zeros((4, 2)), np.zeros(4)), 4),
        ([np.zeros((4, 2)), np.zeros(4)], 4),
        ([[1, 2], [3, 4], [5, 6]], 3),
        (np.zeros((5, 2)), 5),
        ({"x": np.zeros((5, 2)), "y": np.zeros(5)}, 5),
        ({"text": "one sample"}, 1),
        (("a text", "a label"), 2),
        ([], 0),
        ({}, 1),
        ("a text", 1),
        (3.0, 1),
        (None, 1),
        (np.float64(3.0), 1),
        (np.array(3.0), 1),
    ],
)
def test_the_size_is_read_from_the_structure(batch: Any, size: int) -> None:
    assert size_reader(object(), batch)(batch) == size


def test_an_attribute_named_batch_size_is_no_method_of_ours() -> None:
    class Configured:
        batch_size = 32

    assert size_reader(Configured(), [1, 2])([1, 2]) == 2
