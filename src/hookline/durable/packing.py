"""State as JSON and arrays, which comes back as it was, to the bit; no pickle in either direction.

What JSON cannot say is an object with one key that begins with `$`: `{"$array": "0"}`.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, TypeAlias, cast
from zipfile import BadZipFile, ZipFile

from hookline.errors import StateError

#: How deep lists and dictionaries may lie inside one another; deeper, Python could not read them.
_DEEPEST: Final = 100

#: Larger numbers go as hexadecimal text: Python refuses to read them as decimal ones.
_LARGE: Final = 1 << 1024

#: The kinds of numpy types whose bytes are all there is to them.
_PLAIN_KINDS: Final = "biufcSUVmM"

#: An array of numpy, which is not imported to say so.
Array: TypeAlias = Any


@dataclass(frozen=True)
class Packed:
    """State in the form in which it is written."""

    #: JSON.
    text: str
    #: The arrays that the text names.
    arrays: Mapping[str, Array] = field(default_factory=dict[str, Array])


def pack(state: object, name: str = "state", *, indent: int | None = None) -> Packed:
    """Turn state into text and arrays, or refuse it, before anything is written.

    State is made of dictionaries with text for keys, lists, tuples, text, numbers, True, False,
    None, and arrays and scalars of numpy. Subclasses of these are refused, because what came
    back would not be one.

    Args:
        state: What to pack; it is not changed, and arrays are not copied.
        name: What it is called in the message of a StateError, which says where in it the
            fault lies.
        indent: Columns by which to indent the text, for people.

    Raises:
        StateError: Something in it is of another type.

    Example:
        >>> pack({"epoch": 3, "best": float("inf")}).text
        '{"epoch": 3, "best": {"$float": "7ff0000000000000"}}'
        >>> pack({"epoch": 3, "seen": {4}}, "program")
        Traceback (most recent call last):
        ...
        hookline.errors.StateError: `program["seen"]` is a set, which has no form in a file: ...
    """
    packer = _Packer()
    form = packer.pack(state, name, 0)
    return Packed(json.dumps(form, allow_nan=False, indent=indent), packer.arrays)


def unpack(packed: Packed) -> object:
    """Return the state that was packed.

    Raises:
        StateError: The text is no state, or names an array that is not there.

    Example:
        >>> unpack(pack({"weights": (1.5, float("nan"))}))
        {'weights': (1.5, nan)}
    """
    try:
        return _unpack(json.loads(packed.text), packed.arrays)
    except (ValueError, RecursionError) as error:
        raise StateError(f"The text is not the JSON of a state: {error}") from error


# Packing


class _Packer:
    """Collects arrays while it turns state into what JSON can say."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}

    def pack(self, value: object, where: str, depth: int) -> object:
        if depth > _DEEPEST:
            raise StateError(
                f"`{where}` lies deeper than {_DEEPEST} levels: does something contain itself?"
            )
        form = _FORMS.get(type(value))
        if form is not None:
            return form(self, value, where, depth + 1)
        if type(value).__module__ == "numpy":
            return self.pack_array(value, where)
        raise StateError(_refusal(value, where))

    def pack_array(self, value: Any, where: str) -> object:
        # Any: numpy's own types would have to be imported
        import numpy as np  # noqa: PLC0415 - nothing but a state with arrays needs it

        scalar = issubclass(type(value), np.generic)
        if not scalar and type(value) is not np.ndarray:
            raise StateError(_refusal(value, where))
        array: Array = np.asarray(value)
        if array.dtype.hasobject or array.dtype.kind not in _PLAIN_KINDS:
            raise StateError(
                f"`{where}` is an array of {array.dtype}, which only pickle could keep: "
                "use numbers, or text of a fixed length."
            )
        key = str(len(self.arrays))
        self.arrays[key] = array
        return {"$scalar" if scalar else "$array": key}


def _pack_plain(packer: _Packer, value: object, where: str, depth: int) -> object:
    return value


def _pack_int(packer: _Packer, value: Any, where: str, depth: int) -> object:
    return value if -_LARGE < value < _LARGE else {"$int": hex(value)}


def _pack_float(packer: _Packer, value: Any, where: str, depth: int) -> object:
    # What JSON writes of a finite number reads back as the same bits, those of -0.0 included.
    return value if math.isfinite(value) else {"$float": struct.pack(">d", value).hex()}


def _pack_list(packer: _Packer, value: Any, where: str, depth: int) -> list[object]:
    return [packer.pack(item, f"{where}[{i}]", depth) for i, item in enumerate(value)]


def _pack_tuple(packer: _Packer, value: Any, where: str, depth: int) -> object:
    return {"$tuple": _pack_list(packer, value, where, depth)}


def _pack_dict(packer: _Packer, value: Any, where: str, depth: int) -> object:
    for key in value:
        if type(key) is not str:
            raise StateError(
                f"`{where}` has the key {key!r}, a {type(key).__qualname__}: keys must be text."
            )
    form = {key: packer.pack(item, f'{where}["{key}"]', depth) for key, item in value.items()}
    return {"$dict": form} if _looks_special(form) else form


_FORMS: Final[Mapping[type, Callable[[_Packer, Any, str, int], object]]] = {
    type(None): _pack_plain,
    bool: _pack_plain,
    str: _pack_plain,
    int: _pack_int,
    float: _pack_float,
    list: _pack_list,
    tuple: _pack_tuple,
    dict: _pack_dict,
}


def _looks_special(form: Mapping[str, object]) -> bool:
    return len(form) == 1 and next(iter(form)).startswith("$")


def _refusal(value: object, where: str) -> str:
    return (
        f"`{where}` is a {type(value).__qualname__}, which has no form in a file: state is made "
        "of dictionaries, lists, tuples, text, numbers, True, False, None, and numpy's arrays."
    )


# Unpacking


def _unpack(form: Any, arrays: Mapping[str, Array]) -> object:
    if isinstance(form, list):
        return [_unpack(item, arrays) for item in cast("list[object]", form)]
    if not isinstance(form, dict):
        return form
    given = cast("dict[str, Any]", form)
    if not _looks_special(given):
        return {key: _unpack(item, arrays) for key, item in given.items()}
    ((kind, content),) = given.items()
    return _unpack_special(kind, content, arrays)


def _unpack_special(kind: str, content: Any, arrays: Mapping[str, Array]) -> object:
    match kind:
        case "$float" if re.fullmatch("[0-9a-f]{16}", str(content)):
            return struct.unpack(">d", bytes.fromhex(content))[0]
        case "$int" if isinstance(content, str):
            return int(content, 16)
        case "$tuple" if isinstance(content, list):
            return tuple(_unpack(item, arrays) for item in cast("list[object]", content))
        case "$dict" if isinstance(content, dict):
            items = cast("dict[str, Any]", content).items()
            return {key: _unpack(item, arrays) for key, item in items}
        case "$array" | "$scalar":
            if content not in arrays:
                raise StateError(f"The text names the array {content!r}, which is not there.")
            return arrays[content] if kind == "$array" else arrays[content][()]
        case _:
            raise StateError(f"The text has {kind!r}, which this hookline does not know.")


# Arrays in files


def write_arrays(file: BinaryIO, arrays: Mapping[str, Array]) -> None:
    """Write arrays as an `.npz`, which `numpy.load` reads too."""
    import numpy as np  # noqa: PLC0415 - as above

    with ZipFile(file, "w") as archive:
        for key, array in arrays.items():
            with archive.open(f"{key}.npy", "w", force_zip64=True) as member:
                # Version 3 takes names in any script; unasked, numpy would warn that it chose it.
                np.lib.format.write_array(member, array, version=(3, 0), allow_pickle=False)


def read_arrays(file: BinaryIO) -> dict[str, Array]:
    """Read the arrays of an `.npz`.

    Raises:
        StateError: It is none, or holds objects, which only pickle could read.
    """
    import numpy as np  # noqa: PLC0415 - as above

    arrays: dict[str, Array] = {}
    try:
        with ZipFile(file) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    key = name.removesuffix(".npy")
                    arrays[key] = np.lib.format.read_array(member, allow_pickle=False)
    except (ValueError, OSError, EOFError, RuntimeError, BadZipFile) as error:
        raise StateError(f"The arrays cannot be read: {error}") from error
    return arrays
