"""State comes back as it was, to the bit, or is refused before anything is written."""

from __future__ import annotations

import io
import json
import pickle
import random
import struct
from pathlib import Path
from typing import Any, cast
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from hookline.durable import Packed, pack, read_state, unpack, whole_folder
from hookline.durable.packing import read_arrays, write_arrays
from hookline.errors import StateError

BITS = st.binary(min_size=8, max_size=8).map(lambda bits: struct.unpack("d", bits)[0])
DTYPES = (
    arrays.scalar_dtypes()
    | arrays.unicode_string_dtypes()
    | arrays.byte_string_dtypes()
    | arrays.array_dtypes()
)
ARRAYS = arrays.arrays(DTYPES, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3))
SCALARS = arrays.from_dtype(np.dtype("f4")) | arrays.from_dtype(np.dtype(">i8"))
LEAVES = st.none() | st.booleans() | st.integers() | BITS | st.text() | ARRAYS | SCALARS
STATES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text() | st.sampled_from(["$float", "$dict"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def bits(value: Any) -> object:
    """A value with everything that can be told of it: types, bits, the order of keys."""
    kind = cast("Any", type(value))
    if kind is float:
        return kind, struct.pack("d", value)
    if kind.__module__ == "numpy":
        return kind, value.dtype.str, value.dtype, value.shape, value.tobytes()
    if kind in {list, tuple}:
        return kind, [bits(item) for item in value]
    if kind is dict:
        return kind, [(key, bits(item)) for key, item in value.items()]
    return kind, value


def through_files(packed: Packed) -> object:
    file = io.BytesIO()
    write_arrays(file, packed.arrays)
    file.seek(0)
    return unpack(Packed(packed.text.encode().decode(), read_arrays(file)))


@given(STATES)
@settings(max_examples=100)
def test_any_state_comes_back_to_the_bit(state: object) -> None:
    assert bits(through_files(pack(state))) == bits(state)


@given(BITS)
def test_the_text_is_strict_json(value: float) -> None:
    def refuse(name: str) -> None:
        raise AssertionError(name)

    json.loads(pack([value]).text, parse_constant=refuse)


@pytest.mark.parametrize(
    "state",
    [
        random.Random(1).getstate(),
        np.random.default_rng(1).bit_generator.state,
        np.random.RandomState(1).get_state(),
        {"$array": "0"},
        {"$dict": {"$float": 1}},
        {"a\ud800": "\x00\ud800"},
        10**5000,
        -(10**5000),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)),
        np.arange(12.0)[::2],
        np.zeros((3, 0)),
        np.zeros((), ">f8"),
        np.array(["a", "bcd"]),
        np.zeros(2, [("x", ">i4"), ("y", "f8", (2,))]),
        np.array(["2026-01-01", "NaT"], "M8[D]"),
        np.bool_(True),
        np.str_("text"),
    ],
    ids=lambda state: type(state).__name__,
)
def test_what_programs_keep_comes_back_to_the_bit(state: object, tmp_path: Path) -> None:
    with whole_folder(tmp_path / "saved") as draft:
        draft.write_state("program", state)
    assert bits(read_state(tmp_path / "saved", "program")) == bits(state)


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("state", "where", "kind"),
    [
        ({"a": [1, {2}]}, 'state["a"][1]', "a set"),
        ({"a": (object(),)}, 'state["a"][0]', "a object"),
        ([Text("x")], "state[0]", "a Text"),
        ([1j], "state[0]", "a complex"),
        ([b"x"], "state[0]", "a bytes"),
        ({"f": len}, 'state["f"]', "a builtin_function_or_method"),
        ([np.ma.masked_array([1])], "state[0]", "a MaskedArray"),
        ([np.float64], "state[0]", "a type"),
        ([np.array([None])], "state[0]", "an array of object"),
        ([np.array(["x"], np.dtypes.StringDType())], "state[0]", "an array of StringDType()"),
        ({"a": {1: 2}}, 'state["a"]', "the key 1, a int"),
    ],
)
def test_anything_else_is_refused_with_its_place(state: object, where: str, kind: str) -> None:
    with pytest.raises(StateError) as caught:
        pack(state)
    assert str(caught.value).startswith((f"`{where}` is {kind}", f"`{where}` has {kind}"))


def test_a_state_that_contains_itself_is_refused() -> None:
    state: list[object] = []
    state.append(state)
    with pytest.raises(StateError, match="does something contain itself"):
        pack(state)


@pytest.mark.parametrize(
    "text", ["", "{", '{"$set": []}', '{"$array": "7"}', '{"$float": "x"}', '{"$int": 3}']
)
def test_text_that_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(StateError):
        unpack(Packed(text))


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return pytest.fail, ("a pickle was loaded",)


def test_no_pickle_is_ever_loaded() -> None:
    objects = io.BytesIO()
    np.savez(objects, **{"0": np.array([Bomb()], object)}, allow_pickle=True)
    plain = io.BytesIO(pickle.dumps(Bomb()))
    inside = io.BytesIO()
    with ZipFile(inside, "w") as archive:
        archive.writestr("0.npy", pickle.dumps(Bomb()))
    for file in (objects, plain, inside):
        file.seek(0)
        with pytest.raises(StateError, match="The arrays cannot be read"):
            unpack(Packed('{"$array": "0"}', read_arrays(file)))
