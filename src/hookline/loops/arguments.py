"""The arguments of the loops, checked before anything runs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sized
from typing import Final, cast

from hookline import sentences
from hookline.errors import ArgumentError, DataError
from hookline.hooks import is_default
from hookline.recognized import OPTIONAL_METHODS
from hookline.signatures import body_fault, method_fault

#: The least value of each count.
LEAST: Final = {
    "epochs": 0,
    "initial_epoch": 0,
    "steps": 1,
    "steps_per_epoch": 1,
    "steps_per_execution": 1,
    "validation_freq": 1,
    "validation_steps": 1,
}

#: What reads all of some data, unless an option says how much.
_READERS: Final = {
    "data": ("epochs", "steps_per_epoch"),
    "validation_data": ("validations", "validation_steps"),
}


def check_count(name: str, value: object) -> None:
    """Refuse a value that is no whole number, or too small a one."""
    if not isinstance(value, int) or isinstance(value, bool) or value < LEAST[name]:
        raise ArgumentError(sentences.wrong_count(name, LEAST[name], value))


def check_optional_count(name: str, value: object) -> None:
    """Refuse a value that is neither None nor such a number."""
    if value is not None:
        check_count(name, value)


def check_epochs(epochs: int, initial_epoch: int) -> None:
    """Refuse epochs that end before they begin."""
    check_count("initial_epoch", initial_epoch)
    check_count("epochs", epochs)
    if epochs < initial_epoch:
        raise ArgumentError(sentences.ends_before_it_begins(epochs, initial_epoch))


def check_validation_freq(freq: object, data: object) -> None:
    """Refuse anything but a whole number or a collection of epochs, counted from 1.

    Of a run that validates nothing, any but the default is a mistake.
    """
    if isinstance(freq, Collection) and not isinstance(freq, (str, bytes)):
        for epoch in cast("Collection[object]", freq):
            check_count("validation_freq", epoch)
    else:
        check_count("validation_freq", freq)
    if data is None and freq != 1:
        raise ArgumentError(sentences.nothing_to_validate())


def count_validations(freq: int | Collection[int], initial_epoch: int, epochs: int) -> int:
    """Return how many of the epochs validate."""
    if isinstance(freq, int):
        return epochs // freq - initial_epoch // freq
    return sum(initial_epoch < epoch <= epochs for epoch in set(freq))


def validates(freq: int | Collection[int], epoch: int) -> bool:
    """Tell whether an epoch validates; as in Keras a collection counts epochs from 1."""
    return (epoch + 1) % freq == 0 if isinstance(freq, int) else epoch + 1 in freq


def check_data(name: str, data: object) -> None:
    """Refuse data that cannot be iterated over."""
    if not isinstance(data, Iterable) and not hasattr(data, "__getitem__"):
        raise ArgumentError(
            f"`{name}` must be an iterable of batches, and {type(data).__name__} is none."
        )


def check_readings(name: str, data: object, readings: int, steps: int | None) -> None:
    """Refuse, for more than one reading of all of it, what Python itself reads only once.

    Iterators of other packages may start over when they have run out, as some loaders do.
    """
    kind = type(data)
    is_pythons = kind.__module__ in {"builtins", "itertools"}
    if steps is None and readings > 1 and is_pythons and isinstance(data, Iterator):
        readers, option = _READERS[name]
        raise DataError(
            f"`{name}` is an iterator ({kind.__name__}), which can be read only once, and "
            f"there are {readings} {readers}: pass a list, or an object whose `__iter__` starts "
            f"over, such as a DataLoader; or say with `{option}` how much each of them reads."
        )


def check_step(program: object, step: str, user: str) -> None:
    """Refuse a program that lacks the step that a loop is going to call, or can't be called."""
    method = getattr(program, step, None)
    if isinstance(program, type):
        raise ArgumentError(sentences.class_for_program(user, program.__name__))
    if not callable(method) or is_default(method):
        raise ArgumentError(sentences.lacks_step(user, type(program).__qualname__, step))
    for name, parameters in {step: ("batch",), **OPTIONAL_METHODS[step]}.items():
        if fault := _fault(program, name, parameters):
            raise ArgumentError(fault)


def _fault(program: object, name: str, parameters: tuple[str, ...]) -> str | None:
    method, subject = getattr(program, name, None), type(program).__qualname__
    if method is None:
        return None
    fault = method_fault(method, name, parameters, subject)
    # The outputs of a program may be anything, so also something to wait for, or to go through.
    return fault or (None if name == "predict_step" else body_fault(method, name, subject))


def known_length(data: object, steps: int | None) -> int | None:
    """Return how many batches an epoch has, or None where only running it can tell."""
    if steps is not None or not isinstance(data, Sized):
        return steps
    try:
        return len(data)
    except TypeError:  # as a PyTorch DataLoader over an IterableDataset says it
        return None
