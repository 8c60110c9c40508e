"""hookline's callbacks in the loop of another framework: its runs, each one `CallbackList`.

A framework's own callback object holds an `Attachment`, tells it of each run that is about to
begin, and passes hooks on to `hooks`. All else comes from `CallbackList`: checks, order,
dispatch, notes on errors, and the end of a run.

A run inside a hook (an `evaluate` that a callback starts with the same adapter) has a list of its
own. `guarded` counts how deep in hooks the call is, and a run that began deeper than that, or was
left open by the time the next begins, is over: its framework failed to say so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import update_wrapper
from types import TracebackType
from typing import Any, Concatenate, Final, Self

from typing_extensions import ParamSpec, Protocol, TypeVar

from hookline.callback_list import CallbackList
from hookline.coverage.table import Coverage
from hookline.errors import ArgumentError, CallbackError, HooklineError, NotReadyError
from hookline.hooks import HOOKS, own_hooks
from hookline.protocols import AnyHook
from hookline.registration import check_callbacks, collect, label
from hookline.sentences import did_you_mean


class Attachment:
    """The callbacks that one adapter was given, and the runs in which they serve.

    Args:
        callbacks: Objects with at least one hook.
        coverage: What the framework can fire.
        without: Hooks that the callbacks may define though they never come there.

    Raises:
        CallbackError: An object is no callback, or defines a hook that can never fire.
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
        #: How many hooks are under way on the stack of calls; `guarded` counts.
        self.depth = 0
        self._runs: list[CallbackList[Any, Any]] = []  # outermost first
        check_callbacks(self.callbacks)
        _check_names(without)
        for index, callback in enumerate(self.callbacks):
            for hook in own_hooks(callback):
                refusal = coverage.refusal(label(index, callback), hook)
                if refusal and hook not in without:
                    raise CallbackError(refusal)

    @property
    def hooks(self) -> CallbackList[Any, Any]:
        """The list of the innermost run; NotReadyError before the first."""
        if not self._runs:
            raise NotReadyError(
                f"{self.coverage.framework} called a hook before a run began: "
                "on_train_begin, on_test_begin or on_predict_begin comes first."
            )
        return self._runs[-1]

    @property
    def level(self) -> int:
        """The number of runs under way, one inside the other."""
        return len(self._runs)

    @property
    def running(self) -> bool:
        """Tell whether the innermost run goes on."""
        return bool(self._runs) and self._runs[-1].running

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
        self._drop(max(self.depth, 1) - 1)
        self._runs.append(
            CallbackList[Any, Any](
                self.callbacks,  # type: ignore[arg-type]  # checked when they were given
                program=program,
                epochs=epochs,
                steps=steps,
                batch_size=batch_size,
                verbose=verbose,
            )
        )

    def fail(self, error: BaseException) -> None:
        """Close the run of the hook that is under way, and those inside it, as failed."""
        self._drop(max(self.depth, 1) - 1, error)

    def leave(self) -> None:
        """Leave a hook: a run that began inside it is over."""
        self.depth -= 1
        if len(self._runs) > self.depth + 1:
            self._drop(self.depth + 1)

    def _drop(self, kept: int, error: BaseException | None = None) -> None:
        """Forget the runs inside of the outermost few; one that was left open has failed."""
        while len(self._runs) > kept:
            run = self._runs.pop()
            if run.running:
                ended_by = error or HooklineError(
                    f"{self.coverage.framework} ended this run without its end hook: "
                    "by an error outside of hookline's callbacks, or an interruption."
                )
                run.__exit__(type(ended_by), ended_by, None)

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
                self._runs.pop().__exit__(None, None, None)
        self._drop(0, exception)


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
    """Decorate each method by which a framework calls hooks: an error in it ends the run."""

    def guarded_method(
        host: AttachedT, /, *args: ArgumentsP.args, **kwargs: ArgumentsP.kwargs
    ) -> None:
        attachment = host.attachment
        attachment.depth += 1
        try:
            method(host, *args, **kwargs)
        except BaseException as error:
            attachment.fail(error)
            raise
        finally:
            attachment.leave()

    update_wrapper(guarded_method, method)
    return guarded_method
