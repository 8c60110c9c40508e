"""The engine: many callbacks behind one, with the order of calls and the end of runs assured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, Self, cast, final

from typing_extensions import TypeVar

from hookline.closing import note_gathered, raise_gathered, report_close, report_exception
from hookline.dispatch import Blame, Dispatcher, compile_dispatcher
from hookline.errors import HookOrderError
from hookline.hooks import ALIASES, HOOKS, Hook, default, find_hook, is_default
from hookline.logs import Logs, NoLogs, Params, PredictLogs
from hookline.outcome import Outcome, Stopped, outcome_of
from hookline.protocols import AnyHook, SupportsParams, SupportsProgram
from hookline.registration import check_callbacks, collect, label
from hookline.requirements import check_requirements, check_without_program
from hookline.runs import OpenRuns, StopFlag
from hookline.settled import AFTER, BEFORE, RunParts

if TYPE_CHECKING:
    from hookline.order import HookOrder

LogsT = TypeVar("LogsT", bound=Logs, default=Logs)
OutputsT = TypeVar("OutputsT", default=object)


@final
class CallbackList(Generic[LogsT, OutputsT]):
    """Callbacks that a loop calls as if they were one.

    The constructor checks every callback, tells it the parameters and the program of the run,
    and resolves which callback defines which hook. A hook that nobody defines costs one call of
    a method below that does nothing; the others are shadowed by compiled dispatchers.

    A run begins with `on_train_begin`, `on_test_begin` or `on_predict_begin`, and is closed
    after its end hook; a run inside another one is part of it. As a context manager the list
    also closes a run that was cut short: `on_exception` and then `on_close` reach every
    callback, and the exception goes on with a note that says where it came from.

    Args:
        callbacks: Objects with at least one hook.
        program: What the callbacks serve; they are told, and held to what they ask of it.
        check_order: Raise HookOrderError at the first call that is out of turn, before any
            callback sees it. Made for hand-written loops; off, it costs nothing.
        epochs: For `params`, as the three after it: None where the loop cannot know.
        steps: Batches in an epoch of training.
        batch_size: Samples in a batch.
        verbose: How much to show; hookline itself shows nothing here.
        history: What the loop itself keeps of the run, for callbacks that save it.

    Raises:
        CallbackError: An object is no callback, or a hook of it is misspelt or has a signature
            that no loop calls.
        RequirementError: A callback's own types ask for more than the program has, or for one
            where none is given.

    Example:
        >>> class Printer:
        ...     def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        ...         print(epoch, logs)
        >>> with CallbackList([Printer()], epochs=1) as callbacks:
        ...     callbacks.on_train_begin()
        ...     callbacks.on_epoch_begin(0)
        ...     callbacks.on_epoch_end(0, {"loss": 0.5})
        ...     callbacks.on_train_end({"loss": 0.5})
        0 {'loss': 0.5}
    """

    # Without a `__dict__` calls of hooks by name are as fast as calls of methods get.
    __slots__ = (
        "__weakref__",
        "_dispatchers",
        "_epoch",
        "_open_runs",
        "_order",
        "_parts",
        "_told_of_exception",
        "callbacks",
        "params",
        "program",
    )

    def __init__(
        self,
        callbacks: Iterable[AnyHook[LogsT, OutputsT]] = (),
        *,
        program: object = None,
        check_order: bool = False,
        epochs: int | None = None,
        steps: int | None = None,
        batch_size: int | None = None,
        verbose: int = 0,
        history: object = None,
    ) -> None:
        self.callbacks: Final = collect(callbacks)
        check_callbacks(self.callbacks)
        self.program: Final = program
        self.params: Final[Params] = {
            "epochs": epochs,
            "steps": steps,
            "batch_size": batch_size,
            "verbose": verbose,
        }
        for index, callback in enumerate(self.callbacks):
            if program is None:
                check_without_program(callback, label(index, callback))
            else:
                check_requirements(callback, program, label(index, callback))
        extra = () if history is None else (history,)
        self._parts: Final = RunParts(program, (*self.callbacks, *extra))
        self._open_runs: Final = OpenRuns(program, self.callbacks, self._attach)
        self._epoch: int | None = None
        self._told_of_exception = False
        self._dispatchers: Final = self._compile()
        # Methods that do nothing are overridden; those that keep account of runs call theirs.
        self._override(
            {
                name: dispatcher
                for name, dispatcher in self._dispatchers.items()
                if is_default(getattr(CallbackList, name))
            }
        )
        self._order: HookOrder | None = None
        if check_order:
            self._guard(steps)
        self._attach(self.callbacks)

    def listens(self, *hooks: str) -> bool:
        """Tell whether any callback defines any of these hooks.

        With `check_order` somebody always does: a loop may leave out a call that nobody hears,
        and what checks the order hears all of them.
        """
        return self._order is not None or any(name in self._dispatchers for name in hooks)

    def resumed_epoch(self) -> int | None:
        """Tell with which epoch to go on, where a callback has given a run its state back.

        It is known after `on_train_begin`; a hand-written loop goes on with it, as `fit` does.
        """
        epochs = (getattr(callback, "resumed_epoch", None) for callback in self.callbacks)
        return next((epoch for epoch in epochs if isinstance(epoch, int)), None)

    def where(self, batch: int | None = None) -> str:
        """Say how far the run is, for a message: ", epoch 1, batch 17"."""
        epoch = "" if self._epoch is None else f", epoch {self._epoch}"
        return epoch if batch is None else f"{epoch}, batch {batch}"

    # The account of runs

    @property
    def running(self) -> bool:
        """Tell whether a run is under way: it has begun, and is not closed."""
        return bool(self._open_runs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._open_runs:
            return
        if exception is not None:
            self._fail(exception)
            return
        try:
            self.on_close(Stopped("the block was left before the end hook of its run"))
        except HookOrderError as error:  # the loop left out a hook, and wants to know
            self._fail(error)
            raise

    def on_exception(self, exception: BaseException) -> None:
        """When a run failed or was interrupted; leaving the `with` block calls it."""
        if self._open_runs and not self._told_of_exception:
            note_gathered(exception, self._report(exception))

    def on_close(self, outcome: Outcome) -> None:
        """Close the open run; does nothing where none is open, so no run is closed twice.

        Raises:
            ExceptionGroup: Of all that the callbacks raised, after each of them was called.
        """
        if self._open_runs:
            if self._order is not None:
                self._order.advance("on_close")
            raise_gathered(self._close(outcome))

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Before the first epoch; begins a run."""
        self._open_runs.begin("stop_training")
        self._fire("on_train_begin", logs)

    def on_train_end(self, logs: LogsT | None = None) -> None:
        """After the last epoch, when the loop completed or was asked to stop; closes the run."""
        self._epoch = None
        self._fire("on_train_end", logs)
        self._end_run("stop_training")

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Before the first batch of an epoch; epochs count from 0."""
        self._epoch = epoch
        if "on_epoch_begin" in self._dispatchers:
            self._dispatchers["on_epoch_begin"](self, epoch, logs)

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Before the first batch of an evaluation or a validation; may begin a run."""
        self._open_runs.begin("stop_evaluating")
        self._fire("on_test_begin", logs)

    def on_test_end(self, logs: LogsT | None = None) -> None:
        """After the last batch of an evaluation or a validation; closes the run it began."""
        self._fire("on_test_end", logs)
        self._end_run("stop_evaluating")

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        """Before the first batch to predict; may begin a run."""
        self._open_runs.begin("stop_predicting")
        self._fire("on_predict_begin", logs)

    def on_predict_end(self, logs: NoLogs | None = None) -> None:
        """After the last batch to predict; closes the run it began."""
        self._fire("on_predict_end", logs)
        self._end_run("stop_predicting")

    # What a loop calls where nobody listens

    @default
    def on_epoch_end(self, epoch: int, logs: LogsT | None = None) -> None:
        """After the last batch of an epoch and its validation."""

    @default
    def on_train_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0 in each epoch."""

    @default
    def on_train_batch_end(self, batch: int, logs: LogsT | None = None) -> None:
        """After a group of batches; `batch` is the last of them."""

    @default
    def on_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Keras's other name for `on_train_batch_begin`: call one of the two."""

    @default
    def on_batch_end(self, batch: int, logs: LogsT | None = None) -> None:
        """Keras's other name for `on_train_batch_end`: call one of the two."""

    @default
    def on_test_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0."""

    @default
    def on_test_batch_end(self, batch: int, logs: LogsT | None = None) -> None:
        """After a group of batches; `batch` is the last of them."""

    @default
    def on_predict_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        """Before a group of batches; `batch` is the first of them, counted from 0."""

    @default
    def on_predict_batch_end(self, batch: int, logs: PredictLogs[OutputsT] | None = None) -> None:
        """After a group of batches; `batch` is the last of them."""

    # Construction

    def _compile(self) -> dict[str, Dispatcher]:
        dispatchers: dict[str, Dispatcher] = {}
        for hook in HOOKS.values():
            found = [
                *self._settled(BEFORE.get(hook.name)),
                *(
                    (index, method)
                    for index, callback in enumerate(self.callbacks)
                    if (method := find_hook(callback, hook.name)) is not None
                ),
                *self._settled(AFTER.get(hook.name)),
            ]
            if found and hook.takes_logs:
                dispatchers[hook.name] = compile_dispatcher(
                    hook.name,
                    hook.parameters,
                    [method for _, method in found],
                    self._blame_for(hook, [index for index, _ in found]),
                )
        # A hook's dispatcher already reaches those who define its alias.
        return dispatchers | {
            alias: dispatchers[name] for name, alias in ALIASES.items() if name in dispatchers
        }

    def _settled(self, name: str | None) -> list[tuple[int, Callable[..., object]]]:
        """What is called around a hook, by its name; of one that resumes runs, last of all.

        What it keeps then has what the others have done with the same moment.
        """
        if name is None:
            return []
        found = [
            (index, partial(method, parts=self._parts))
            for index, callback in enumerate(self.callbacks)
            if (method := getattr(callback, name, None)) is not None
        ]
        return sorted(found, key=lambda one: hasattr(self.callbacks[one[0]], "resumed_epoch"))

    def _guard(self, steps: int | None) -> None:
        # Those who do not check the order do not import it.
        from hookline.guard import guarded  # noqa: PLC0415
        from hookline.order import ONE_LOOP, HookOrder  # noqa: PLC0415

        self._order = HookOrder(ONE_LOOP, steps=steps)
        hooks = {name: getattr(self, name) for name, hook in HOOKS.items() if hook.takes_logs}
        self._override(guarded(hooks, self._order))

    def _override(self, methods: Mapping[str, Dispatcher]) -> None:
        """Give this one list methods of its own."""
        if methods:
            kind = type(self)
            own = type(kind.__name__, (kind,), {"__slots__": (), **methods})
            self.__class__ = cast("type[Self]", own)

    def _attach(self, callbacks: Iterable[object]) -> None:
        for callback in callbacks:
            # Not by isinstance: that looks into `__dict__`, as said in `registration`.
            if hasattr(callback, "set_params"):
                cast("SupportsParams", callback).set_params(self.params)
            if self.program is not None and hasattr(callback, "set_program"):
                cast("SupportsProgram[object]", callback).set_program(self.program)

    # The machinery of a run

    def _fire(self, name: str, logs: object) -> None:
        if name in self._dispatchers:
            self._dispatchers[name](self, logs)

    def _end_run(self, flag: StopFlag) -> None:
        outcome = self._open_runs.end(flag)
        if outcome is not None:
            self.on_close(outcome)

    def _fail(self, exception: BaseException) -> None:
        errors = [] if self._told_of_exception else self._report(exception)
        if self._order is not None:
            self._order.advance("on_close")
        errors += self._close(outcome_of(exception))
        note_gathered(exception, errors)

    def _report(self, exception: BaseException) -> list[BaseException]:
        self._told_of_exception = True
        if self._order is not None:
            self._order.advance("on_exception")
        return report_exception(self.callbacks, exception)

    def _close(self, outcome: Outcome) -> list[BaseException]:
        # Before the callbacks hear of it: whatever they do, the run is not closed twice.
        self._open_runs.close()
        self._told_of_exception = False
        self._epoch = None
        return report_close(self.callbacks, outcome)

    def _blame_for(self, hook: Hook, indices: list[int]) -> Blame:
        def blame(error: BaseException, place: int, index: int | None) -> None:
            culprit = label(indices[place], self.callbacks[indices[place]])
            batch = index if hook.counter == "batch" else None
            error.add_note(f"raised in {hook.name} of {culprit}{self.where(batch)}")

        return blame
