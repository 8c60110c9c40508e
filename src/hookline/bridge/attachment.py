"""hookline's callbacks in the loop of another framework: its runs, each one `CallbackList`.

A framework's own callback object holds an `Attachment`, tells it of each run that is about to
begin, and passes hooks on to `hooks`. All else comes from `CallbackList`: checks, order,
dispatch, notes on errors, and the end of a run.

A run inside a hook (an `evaluate` that a callback starts with the same adapter) has a list of its
own. The lists count how deep in hooks the call is, and a run that began deeper than that, or was
left open by the time the next begins, is over: its framework failed to say so. An error in a
callback ends the run whose hook it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import update_wrapper
from types import TracebackType
from typing import Any, Concatenate, Final, NamedTuple, NoReturn, Self, cast

from typing_extensions import ParamSpec, Protocol, TypeVar

from hookline.callback_list import CallbackList
from hookline.coverage.table import Coverage
from hookline.errors import ArgumentError, CallbackError, HooklineError, NotReadyError
from hookline.hooks import HOOKS, Family, own_hooks
from hookline.protocols import AnyHook
from hookline.registration import check_callbacks, collect, label
from hookline.sentences import did_you_mean


class _Run(NamedTuple):
    """A run under way."""

    hooks: CallbackList[Any, Any]
    last_batches: dict[Family, int]


class NoRun:
    """Stands where the list of a run will be."""

    def __init__(self, framework: str) -> None:
        self._framework = framework

    def __getattr__(self, name: str) -> NoReturn:
        hook = f"`{name}`" if name in HOOKS else "a hook"
        raise NotReadyError(
            f"{self._framework} called {hook} before a run began: "
            "on_train_begin, on_test_begin or on_predict_begin comes first."
        )


class Attachment:
    """The callbacks that one adapter was given, and the runs in which they serve.

    Args:
        callbacks: Objects with at least one hook.
        coverage: What the framework can fire.
        without: Hooks that the callbacks may define though they never come there.

    Raises:
        CallbackError: An object is no callback, defines a hook that can never fire, or resumes
            runs, which only a loop of ours can.
        ArgumentError: `without` names no hook.
    """

    # Any: the metrics and outputs of a framework's program are not known to a type checker
    def __init__(
        self,
        callbacks: Iterable[AnyHook[Any, Any]],
        coverage: Coverage,
        *,
        without: Collection[str] = (),
    ) -> None:
        self.callbacks: Final = collect(callbacks)
        self.coverage: Final = coverage
        self.without: Final = without
        #: How many hooks are under way on the stack of calls; their lists count.
        self.depth: int = 0
        self._runs: list[_Run] = []  # outermost first
        #: The number of runs under way, one inside the other.
        self.level: int = 0
        #: The list of the innermost run; before the first, reading a hook is a NotReadyError.
        self.hooks: CallbackList[Any, Any] = cast("Any", NoRun(coverage.framework))
        #: The last batch of each kind of pass of the innermost run, where an adapter knows it.
        self.last_batches: dict[Family, int] = {}
        #: Called before a run that was left open is closed without an error: an adapter ends it
        #: there, where its framework ends runs in good order and does not say so.
        self.settle: Callable[[], None] = _nothing
        check_callbacks(self.callbacks)
        _check_names(without)
        for index, callback in enumerate(self.callbacks):
            for hook in own_hooks(callback):
                refusal = coverage.refusal(label(index, callback), hook)
                if refusal and hook not in without:
                    raise CallbackError(refusal)
            if hasattr(callback, "resumed_epoch"):
                raise CallbackError(
                    f"{label(index, callback)} lets a run go on with a later epoch, and a run of "
                    f"{coverage.framework} begins where its own arguments say: "
                    f"use what {coverage.framework} itself has for that."
                )

    @property
    def running(self) -> bool:
        """Tell whether the innermost run goes on."""
        return self.level > 0 and self.hooks.running

    def attach(
        self,
        program: object,
        *,
        epochs: int | None = None,
        steps: int | None = None,
        batch_size: int | None = None,
        verbose: int = 0,
    ) -> None:
        """Take the program and the parameters of a run whose begin hook comes next.

        Raises:
            RequirementError: A callback asks for more than the program has.
        """
        self._drop(self.depth)
        hooks = CallbackList[Any, Any](
            self.callbacks,  # type: ignore[arg-type]  # checked when they were given
            program=program,
            epochs=epochs,
            steps=steps,
            batch_size=batch_size,
            verbose=verbose,
            nesting=self,
        )
        self._runs.append(_Run(hooks, {}))
        self.look_at_innermost()

    def fail(self, error: BaseException, depth: int | None = None) -> None:
        """Close as failed the runs that have no hook under way where the error goes on."""
        self._drop(self.depth if depth is None else depth, error)

    def leave(self) -> None:
        """Close the runs that began inside the hook that is over, after `depth` was set back."""
        self._drop(self.depth + 1)

    def _drop(self, kept: int, error: BaseException | None = None) -> None:
        """Forget the runs inside of the outermost few; one that was left open has failed."""
        while len(self._runs) > kept:
            if error is None:
                self._settle_innermost()
            run = self._runs.pop().hooks
            if run.running:
                ended_by = error or HooklineError(
                    f"{self.coverage.framework} ended this run without its end hook: "
                    "by an error outside of hookline's callbacks, or an interruption."
                )
                run.__exit__(type(ended_by), ended_by, None)
        self.look_at_innermost()

    def _settle_innermost(self) -> None:
        self.look_at_innermost()
        depth = self.depth
        self.depth = self.level - 1  # as where the hooks of that run are called
        try:
            self.settle()
        finally:
            self.depth = depth

    def look_at_innermost(self) -> None:
        """Find the innermost run, after one began or was forgotten."""
        self.level = len(self._runs)
        if self._runs:
            self.hooks, self.last_batches = self._runs[-1]

    # A block around the framework's own call, which hears of errors that it tells no callback

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if exception is None:  # a run that is still open was left in good order
            while self._runs:
                self._settle_innermost()
                self._runs.pop().hooks.__exit__(None, None, None)
        self._drop(0, exception)


def _nothing() -> None:
    """Leave a run as it is."""


def _check_names(without: Collection[str]) -> None:
    for name in without:
        if name not in HOOKS:
            raise ArgumentError(
                f"`without` names the hooks that may stay silent, and {name!r} is none: "
                f"{did_you_mean(str(name), HOOKS)}"
            )


class Attached(Protocol):
    """A framework's own callback object that holds hookline's."""

    @property
    def attachment(self) -> Attachment:
        """Hookline's callbacks, which its hooks are passed on to."""
        ...


ArgumentsP = ParamSpec("ArgumentsP")
AttachedT = TypeVar("AttachedT", bound=Attached)


def guarded(
    method: Callable[Concatenate[AttachedT, ArgumentsP], None],
) -> Callable[Concatenate[AttachedT, ArgumentsP], None]:
    """Decorate a method by which a framework calls hooks: any error in it ends the run.

    One in a callback does so undecorated; an adapter that makes numbers of what it is given may
    find that it is none. Where the framework tells its callbacks of errors, nothing is left to do.
    """

    def guarded_method(
        host: AttachedT, /, *args: ArgumentsP.args, **kwargs: ArgumentsP.kwargs
    ) -> None:
        try:
            method(host, *args, **kwargs)
        except BaseException as error:
            host.attachment.fail(error)
            raise

    update_wrapper(guarded_method, method)
    return guarded_method
