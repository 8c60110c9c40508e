"""A callback of Keras or Synalinks in hookline's loops.

Both have hookline's hooks under the same names, and mark those of their base class that do
nothing, so all that is missing is the program: they want a model of their framework. What most of
them ask of it a program of hookline may have too; `StandIn` is what they are given in its place.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

from hookline import sentences
from hookline.callback import Callback
from hookline.errors import ArgumentError, CallbackError, HookSignatureError
from hookline.hooks import ALIASES, HOOKS, Hook, own_hooks
from hookline.logs import Params
from hookline.spelling import near_misses


class Guest(Callback[object]):
    """What `from_keras` and `from_synalinks` make: it has the hooks that the callback overrides.

    Args:
        callback: The framework's callback.
        seat: Gives it a program; None where the loop has none.
        required_program: What it asks of a program, for the check before the first batch.
        monitor: The metric that it watches, for the same.
    """

    def __init__(
        self,
        callback: object,
        seat: Callable[[object], None],
        required_program: object,
        monitor: str | None,
    ) -> None:
        self.callback: Final = callback
        self.required_program: Final = required_program
        self.monitor: Final = monitor
        self._seat: Final = seat
        seat(None)

    def set_program(self, program: object) -> None:
        """Give the callback the program in the place of a model."""
        super().set_program(program)
        self._seat(program)

    def set_params(self, params: Params) -> None:
        """Give the callback the parameters, as a dictionary of its own."""
        super().set_params(params)
        self.callback.set_params(dict(params))  # type: ignore[attr-defined]  # both base classes


def guest(
    callback: object,
    *,
    function: str,
    base: type,
    seat: Callable[[object], None],
    required_program: object,
    monitor: str | None,
) -> Guest:
    """Return a framework's callback as one of hookline.

    Args:
        callback: As for `Guest`.
        function: The public function that was called, for messages: "from_keras".
        base: The framework's base class of callbacks.
        seat: As for `Guest`.
        required_program: As for `Guest`.
        monitor: As for `Guest`.

    Raises:
        CallbackError: It is no callback of the framework, or a hook of it is misspelt or cannot
            be called as the framework would call it.
    """
    kind = type(callback)
    title = f"{function}({kind.__qualname__})"
    if not isinstance(callback, base):
        raise CallbackError(
            f"{title}: it takes an instance of `{base.__module__.split('.')[0]}.callbacks."
            f"{base.__name__}`. A callback of hookline goes into hookline's loops as it is."
        )
    names = [name for name in dir(callback) if name.lower().startswith("on")]
    members = {name: inspect.getattr_static(callback, name, None) for name in names}
    for error in near_misses(members, title):
        raise error
    own = own_hooks(callback)
    hooks = {
        name: _relay(HOOKS[name], getattr(callback, name), title)
        for name in own  # its hook calls the older name itself, where it calls it at all
        if not any(ALIASES.get(other) == name for other in own)
    }
    # A class of its own, because loops look for hooks in the class; its name is for messages.
    made: type[Guest] = type(title, (Guest,), {"__qualname__": title, **hooks})
    return made(callback, seat, required_program, monitor)


def _relay(hook: Hook, call: Callable[..., object], title: str) -> Callable[..., None]:
    """Return a hook that calls the framework's, with logs that it may write to."""

    def of_run(self: Guest, logs: object = None) -> None:
        call(_copied(logs))

    def of_epoch(self: Guest, epoch: int, logs: object = None) -> None:
        call(epoch, _copied(logs))

    def of_batch(self: Guest, batch: int, logs: object = None) -> None:
        call(batch, logs=_copied(logs))  # by name, as both frameworks do

    _check_signature(hook, call, title)
    kinds: dict[str | None, Callable[..., None]] = {
        None: of_run,
        "epoch": of_epoch,
        "batch": of_batch,
    }
    return kinds[hook.counter]


def _copied(logs: object) -> dict[str, object]:
    return dict(logs or {})  # type: ignore[call-overload,no-any-return]  # loops give dictionaries


def _check_signature(hook: Hook, call: Callable[..., object], title: str) -> None:
    try:
        signature = inspect.signature(call)
    except ValueError:  # written in C, and does not say
        return
    try:
        if hook.counter == "batch":
            signature.bind(0, logs={})
        else:
            signature.bind(*hook.parameters)
    except TypeError:
        raise HookSignatureError(
            sentences.wrong_signature(title, hook.name, hook.parameters, str(signature))
        ) from None


class StandIn:
    """A program of hookline in the place of a framework's model.

    What is read or set is the program's, but for `history`, which hookline's loops keep there
    themselves, and for `metrics`, which are not of the kinds that a framework's are. A subclass
    makes what the framework calls by other names out of what the program has.

    Args:
        owner: The callback, for messages.
        program: The program; None where the loop has none.
        noun: What the framework calls it: "model".
    """

    #: Names that are not passed on to the program.
    kept: Final = frozenset({"history", "metrics"})

    _owner: str
    _program: Any  # Any: its attributes are what the framework asks for
    _noun: str

    def __init__(self, owner: str, program: object, noun: str) -> None:
        self.__dict__.update(_owner=owner, _program=program, _noun=noun)

    def __getattr__(self, name: str) -> object:
        """Read what is no attribute of its own."""
        if name in self.kept or not hasattr(self._program, name):
            raise AttributeError(self._sentence(name))
        return getattr(self._program, name)

    def __setattr__(self, name: str, value: object) -> None:
        """Set it in the program."""
        if name in self.kept:
            self.__dict__[name] = value
        elif self._program is None:
            raise AttributeError(self._sentence(name))
        else:
            setattr(self._program, name, value)

    def _sentence(self, name: str) -> str:
        if self._program is None:
            has = "this loop has no program: write `CallbackList(…, program=…)`"
        else:
            has = f"{type(self._program).__qualname__} has none"
        return f"{self._owner} asks its {self._noun} for `{name}`, and {has}."


def check_mode(owner: str, callback: object) -> None:
    """Refuse to watch a metric of which only a model of the framework tells whether more is better.

    Raises:
        ArgumentError: `mode` was left to "auto".
    """
    monitor, mode = getattr(callback, "monitor", None), getattr(callback, "mode", None)
    if isinstance(monitor, str) and mode == "auto":
        raise ArgumentError(
            f"{owner} watches {monitor!r}, and without a model of its framework it cannot tell "
            'whether less or more of it is better: say `mode="min"` or `mode="max"`.'
        )
