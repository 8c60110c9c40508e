"""What a wrapper puts between a loop and a callback: an object that is the callback but for hooks.

It has the hooks that the callback has, and every other attribute, read or set, is the callback's.
`isinstance` takes it for one too, so a wrapper may honestly return the type that it was given.
Only `type(wrapped)` tells the two apart; its name is what errors call the callback.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import update_wrapper
from types import FunctionType
from typing import Any, Final, TypeAlias, cast

from typing_extensions import TypeVar

from hookline.callback import Callback
from hookline.errors import CallbackError
from hookline.hooks import ALIASES, HOOKS, Hook, own_hooks
from hookline.protocols import AnyHook
from hookline.registration import faults
from hookline.settled import AFTER, BEFORE
from hookline.signatures import plain_parameters

#: Any callback, and the same type again for what a wrapper makes of it.
CallbackT = TypeVar("CallbackT", bound=AnyHook[Any, Any])  # Any: whatever logs it reads

#: A hook as it is called: with its index and logs, or with an exception or an outcome.
HookCall: TypeAlias = Callable[..., object]

#: What may be called of a callback beside its hooks; Protocols look for them in the class.
_METHODS: Final = ("set_params", "set_program", "state_dict", "load_state_dict")


class Wrapper:
    """Stands around the hooks of one callback; a subclass says what it does there."""

    def __init__(self, title: str) -> None:
        #: What it does to the callback, as messages say it: "every 10 batches".
        self.title: Final[str] = title

    def also(self, own: Collection[str]) -> Iterator[str]:
        """Yield the hooks it has to hear of, beside those that the callback defines."""
        yield from ()

    def around(self, hook: Hook, call: HookCall) -> HookCall:
        """Return what is called for a hook; `call` is the callback's own, or `do_nothing`."""
        return call

    def before_access(self) -> None:
        """Called before an attribute of the callback is read or set, or a method called."""


class RunWrapper(Wrapper):
    """A wrapper that hears how far the run is, for its messages, and when it is over."""

    #: The hooks at which an epoch begins or is over.
    tells: Final = ("on_epoch_begin", "on_train_end", "on_close")

    def __init__(self, title: str, name: str) -> None:
        super().__init__(title)
        #: The name of the callback.
        self.name: Final[str] = name
        #: The epoch that is under way, where there is one.
        self.epoch: int | None = None

    def also(self, own: Collection[str]) -> Iterator[str]:
        """Yield the hooks that tell of an epoch, if the callback hears of training, and the end."""
        families = {HOOKS[name].family for name in own} | {"run"}
        yield from (name for name in self.tells if HOOKS[name].family in families)

    def follow(self, hook: Hook, arguments: tuple[object, ...]) -> None:
        """Take note of a hook that is about to run, if it `tells` of an epoch."""
        self.epoch = cast("int", arguments[0]) if hook.counter == "epoch" else None

    def where(self, hook: Hook, arguments: tuple[object, ...], epoch: int | None) -> str:
        """Say where an error came from: "on_train_batch_end of Printer, epoch 3, batch 17"."""
        if hook.counter == "epoch":
            epoch = cast("int", arguments[0])
        in_epoch = "" if epoch is None else f", epoch {epoch}"
        batch = f", batch {arguments[0]}" if hook.counter == "batch" else ""
        return f"{hook.name} of {self.name}{in_epoch}{batch}"


def name_of(callback: object) -> str:
    """Return the name by which messages call a callback, or a class in the place of one."""
    return (callback if isinstance(callback, type) else type(callback)).__qualname__


class Wrapped:
    """A callback in a wrapper."""

    # No callback has these names; all others are looked up in the callback.
    __slots__ = ("__hooks__", "__remake__", "__weakref__", "__wrapped__", "__wrapper__")

    __hooks__: Mapping[str, HookCall]
    __remake__: tuple[object, ...]
    __wrapped__: object
    __wrapper__: Wrapper

    def __getattr__(self, name: str) -> object:
        if name in Wrapped.__slots__:  # asked of an object that was made without `wrap`
            raise AttributeError(name)
        self.__wrapper__.before_access()
        return getattr(self.__wrapped__, name)

    def __setattr__(self, name: str, value: object) -> None:
        self.__wrapper__.before_access()
        setattr(self.__wrapped__, name, value)

    def __delattr__(self, name: str) -> None:
        self.__wrapper__.before_access()
        delattr(self.__wrapped__, name)

    def __dir__(self) -> list[str]:
        return dir(self.__wrapped__)

    def __repr__(self) -> str:
        return f"<{type(self).__qualname__}>"

    def __reduce__(self) -> tuple[object, ...]:
        # A deep copy wraps a copy of the callback, and a pickle a pickled one.
        return self.__remake__


def wrap(callback: CallbackT, wrapper: Wrapper, remake: object, *arguments: object) -> CallbackT:
    """Return a callback that is another one, but for what a wrapper puts around its hooks.

    Args:
        callback: What to wrap.
        wrapper: What to put around its hooks; it serves this callback and no other.
        remake: The function that wraps a copy of the callback, given the arguments.
        arguments: What `remake` takes, the callback among them.

    Raises:
        CallbackError: It is no callback, or saves whole runs. Said here and not by the loop,
            because the mistake is on this line.
    """
    for error in faults(callback, f"{wrapper.title}: {name_of(callback)}"):
        raise error
    _check_wrappable(callback, wrapper)
    own = {name: getattr(callback, name) for name in _called(callback)}
    beside = {name: do_nothing for name in wrapper.also(own) if name not in own}
    hooks = {name: wrapper.around(HOOKS[name], call) for name, call in (own | beside).items()}
    wrapped = _class_for(callback, wrapper.title, hooks)()
    for name, value in {
        "__hooks__": hooks,
        "__remake__": (remake, arguments),
        "__wrapped__": callback,
        "__wrapper__": wrapper,
    }.items():
        object.__setattr__(wrapped, name, value)
    return cast("CallbackT", wrapped)


def _check_wrappable(callback: object, wrapper: Wrapper) -> None:
    for name in (*BEFORE.values(), *AFTER.values()):
        if getattr(callback, name, None) is not None:
            raise CallbackError(
                f"{wrapper.title}: {name_of(callback)} has `{name}`, which is for the moment when "
                "no callback is in the middle of a hook, and which no wrapper can stand around: "
                "pass it to the loop as it is."
            )


def _called(callback: object) -> list[str]:
    """The hooks that loops call: not the alias, where a class defines a hook and its alias."""
    own = own_hooks(callback)
    return [name for name in own if not any(ALIASES.get(other) == name for other in own)]


def do_nothing(*arguments: object) -> None:
    """Stand in for a hook that the callback does not define."""


def _class_for(callback: object, title: str, hooks: Collection[str]) -> type[Wrapped]:
    """Make the class of one wrapped callback: with its hooks, and what else Protocols ask for.

    The class knows the callback's class, for the types in it, but not the callback.
    """
    real = callback.__class__  # for a callback in two wrappers the class of its own
    members: dict[str, object] = {
        "__slots__": (),
        "__module__": Wrapped.__module__,
        "__qualname__": f"{title}: {name_of(callback)}",
        "__class__": property(_class_of),
        "__orig_bases__": (real,),  # where its type arguments are read
    }
    for name, hook in HOOKS.items():
        if name in hooks:
            members[name] = _like(real, name, _hook_method(hook))
        elif getattr(callback, name, None) is not None:
            members[name] = getattr(Callback, name)  # a default here as there
    for name in _METHODS:
        if callable(getattr(callback, name, None)):
            members[name] = _like(real, name, _method(name))
    return type(title, (Wrapped,), members)


def _class_of(wrapped: Wrapped) -> type:
    return wrapped.__wrapped__.__class__


def _like(owner: type, name: str, method: FunctionType) -> FunctionType:
    """Give a method the annotations of the callback's own, which say what it needs."""
    original = getattr(owner, name, None)
    if isinstance(original, FunctionType):
        update_wrapper(method, original, updated=())  # without the mark of a default
    return method


def _method(name: str) -> FunctionType:
    def method(self: Wrapped, *arguments: object) -> object:
        self.__wrapper__.before_access()
        return getattr(self.__wrapped__, name)(*arguments)

    return cast("FunctionType", method)


def _hook_method(hook: Hook) -> FunctionType:
    """Return a method with a hook's own parameters."""
    name = hook.name

    def of_epoch(self: Wrapped, epoch: int, logs: object = None) -> None:
        self.__hooks__[name](epoch, {} if logs is None else logs)

    def of_batch(self: Wrapped, batch: int, logs: object = None) -> None:
        self.__hooks__[name](batch, {} if logs is None else logs)

    def of_run(self: Wrapped, logs: object = None) -> None:
        self.__hooks__[name]({} if logs is None else logs)

    def of_failure(self: Wrapped, exception: BaseException) -> None:
        self.__hooks__[name](exception)

    def of_end(self: Wrapped, outcome: object) -> None:
        self.__hooks__[name](outcome)

    methods = (of_epoch, of_batch, of_run, of_failure, of_end)
    return next(
        cast("FunctionType", method)
        for method in methods
        if plain_parameters(method) == ("self", *hook.parameters)
    )
