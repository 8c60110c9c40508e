"""A callback made of plain functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Generic, TypeAlias, final

from typing_extensions import ReadOnly, TypedDict, TypeVar, Unpack

from hookline import sentences
from hookline.callback import Callback
from hookline.errors import CallbackError, HookNameError, HookSignatureError
from hookline.hooks import ALIASES, HOOKS
from hookline.logs import Logs, NoLogs, PredictLogs
from hookline.outcome import Outcome
from hookline.signatures import plain_parameters, takes
from hookline.spelling import nearest_hook

LogsT = TypeVar("LogsT", bound=Logs, default=Logs)
OutputsT = TypeVar("OutputsT", default=object)

#: Whatever the function of a hook returns is not looked at.
Begin: TypeAlias = Callable[[NoLogs], object]
BeginOf: TypeAlias = Callable[[int, NoLogs], object]
End: TypeAlias = Callable[[LogsT], object]
EndOf: TypeAlias = Callable[[int, LogsT], object]


class HookFunctions(TypedDict, Generic[LogsT, OutputsT], total=False):
    """The hooks that `LambdaCallback` takes, each a function without `self`."""

    on_train_begin: ReadOnly[Begin]
    on_train_end: ReadOnly[End[LogsT]]
    on_epoch_begin: ReadOnly[BeginOf]
    on_epoch_end: ReadOnly[EndOf[LogsT]]
    on_train_batch_begin: ReadOnly[BeginOf]
    on_train_batch_end: ReadOnly[EndOf[LogsT]]
    on_batch_begin: ReadOnly[BeginOf]
    on_batch_end: ReadOnly[EndOf[LogsT]]
    on_test_begin: ReadOnly[Begin]
    on_test_end: ReadOnly[End[LogsT]]
    on_test_batch_begin: ReadOnly[BeginOf]
    on_test_batch_end: ReadOnly[EndOf[LogsT]]
    on_exception: ReadOnly[Callable[[BaseException], object]]
    on_close: ReadOnly[Callable[[Outcome], object]]
    on_predict_begin: ReadOnly[Begin]
    on_predict_end: ReadOnly[Begin]
    on_predict_batch_begin: ReadOnly[BeginOf]
    on_predict_batch_end: ReadOnly[Callable[[int, PredictLogs[OutputsT]], object]]


@final
class LambdaCallback(Callback[object, LogsT, OutputsT], Generic[LogsT, OutputsT]):
    """A callback that has the hooks it is given, as functions, and no others.

    Args:
        **hooks: Functions by the names of their hooks. Their parameters may have any names:
            they are passed by position.

    Raises:
        HookNameError: There is no hook of that name.
        HookSignatureError: A function cannot be called with what its hook receives.
        CallbackError: No hook is given, or one under both of its names.

    Example:
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> show = LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs))
        >>> history = fit(Halver(), [0], epochs=2, callbacks=[show], verbose=0)
        0 {'loss': 0.5}
        1 {'loss': 0.25}
    """

    def __init__(self, **hooks: Unpack[HookFunctions[LogsT, OutputsT]]) -> None:
        given: dict[str, object] = {**hooks}
        if not given:
            raise CallbackError(sentences.no_hook("LambdaCallback()", HOOKS))
        for name in given:
            if name not in HOOKS:
                raise HookNameError(_no_such_hook(name))
        for name, alias in ALIASES.items():
            if {name, alias} <= given.keys():
                raise CallbackError(sentences.both_names("LambdaCallback", name, alias))
        # In the instance they hide the defaults of the class, which count as no hooks.
        self.__dict__.update({name: _as_hook(name, function) for name, function in given.items()})


def _as_hook(name: str, function: object) -> Callable[..., object]:
    """Return what loops can call by position and by name, whatever the function's own names."""
    parameters = HOOKS[name].parameters
    if not callable(function):
        raise HookSignatureError(_cannot_be_called(name, f"it is {function!r}"))
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise HookSignatureError(sentences.asynchronous("LambdaCallback", name))
    if inspect.isgeneratorfunction(function):
        raise HookSignatureError(sentences.generator("LambdaCallback", name))
    if plain_parameters(function) == parameters:
        return function
    if not takes(function, parameters):
        reason = f"the signature of its function is `{inspect.signature(function)}`"
        raise HookSignatureError(_cannot_be_called(name, reason))

    def hook(*arguments: object, **named: object) -> object:
        values = dict(zip(parameters, arguments, strict=False)) | named
        return function(*(values[parameter] for parameter in parameters))

    return hook


def _cannot_be_called(name: str, reason: str) -> str:
    parameters = ", ".join(HOOKS[name].parameters)
    return (
        f"LambdaCallback: `{name}` cannot be called with `({parameters})`, because {reason}: "
        f"write `{name}=lambda {parameters}: …`."
    )


def _no_such_hook(name: str) -> str:
    meant = nearest_hook(name) or nearest_hook(f"on_{name}")
    question = f"did you mean `{meant}`? " if meant else sentences.did_you_mean(name, HOOKS)
    return f"LambdaCallback knows no hook `{name}`: {question}There are {sentences.listing(HOOKS)}."
