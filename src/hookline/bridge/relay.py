"""The hooks of Keras and Synalinks, which have the same names, passed on to hookline's callbacks.

Both call a callback of their own base class. A relay is one, and passes each hook on to an
`Attachment`, in hookline's form: begin hooks get `{}`, metrics are floats, a group ends at a batch
that exists, and every hook comes on the thread of its run.

The last is so because a relay defines all batch-end hooks, and does not say `async_safe`: both
frameworks then call every callback of the list on the thread of the run. They look into lists and
tuples only, so a relay that is handed over bare is called on a pool's threads; it refuses that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from threading import get_ident
from types import TracebackType
from typing import Any, Final, Self

from hookline.bridge.attachment import Attachment, guarded
from hookline.bridge.floats import float_logs
from hookline.coverage.table import Coverage
from hookline.errors import CallbackError
from hookline.hooks import ALIASES, HOOKS, Family, Hook, find_hook
from hookline.protocols import AnyHook


class Relay:
    """What `to_keras` and `to_synalinks` make; the framework's base class comes beside it.

    As a context manager it hears of the errors that the framework tells no callback of.
    """

    # Any: as in `Attachment`
    def __init__(
        self,
        callbacks: Iterable[AnyHook[Any, Any]],
        coverage: Coverage,
        without: Collection[str],
    ) -> None:
        super().__init__()  # the framework's own
        self.attachment: Final = Attachment(callbacks, coverage, without=without)
        #: The framework's parameters of the run.
        self.params: dict[str, Any] = {}
        self._hosted: object = None
        self._handed_over = False  # anew, for a run whose begin hook has not come
        #: The thread of the run.
        self.thread: int = get_ident()
        #: Whether a hook came on another one.
        self.strayed: bool = False
        for name in _OF_BATCHES:
            if not any(find_hook(callback, name) for callback in self.attachment.callbacks):
                setattr(self, name, _nobody_listens)

    def __reduce__(self) -> tuple[object, ...]:
        """Copy it as it was made: searches for the best parameters copy the callbacks."""
        return type(self), (self.attachment.callbacks, self.attachment.without)

    def take(self, program: object) -> None:
        """Take the framework's model or program, for a run that may begin."""
        self._hosted = program
        self._handed_over = True

    def validation_steps(self) -> int | None:
        """Return the number of batches in a validation that begins, where known."""
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.attachment.__exit__(kind, exception, traceback)

    def begin(self, hook: Hook) -> None:
        """Begin a run, or a validation inside the one under way."""
        steps: int | None
        if self.attachment.running and not self._handed_over:
            steps = self.validation_steps()
        else:
            self._handed_over = False
            self.thread, self.strayed = get_ident(), False
            steps = self._attach(hook.family)
        if steps is not None:
            self.attachment.last_batches[hook.family] = steps - 1
        getattr(self.attachment.hooks, hook.name)({})

    def _attach(self, family: Family) -> int | None:
        steps: int | None = self.params.get("steps")
        verbose = self.params.get("verbose", 0)
        self.attachment.attach(
            self._hosted,
            # They say 1 where nothing is trained.
            epochs=self.params.get("epochs") if family == "train" else None,
            steps=steps,
            batch_size=self.params.get("batch_size"),
            verbose=1 if verbose == "auto" else int(verbose),
        )
        return steps

    def pass_on(self, hook: Hook, *arguments: object) -> None:
        """Pass on any other hook but those of batches, which are below."""
        self.check_thread()
        getattr(self.attachment.hooks, hook.name)(*arguments)

    @guarded
    def check_thread(self) -> None:
        """Refuse to go on after a hook that came on the thread of a pool."""
        if self.strayed:
            raise CallbackError(
                f"{self.attachment.coverage.framework} calls the callbacks of a `fit` out of "
                "order, on the threads of a pool, unless it is given them in a list: "
                "write `callbacks=[…]`."
            )


# The methods that the frameworks call, made from the table of hooks


def _method(hook: Hook) -> Callable[..., None]:
    source = f"the {hook.family} step"

    def run_begin(self: Relay, logs: object = None) -> None:
        self.begin(hook)

    def run_end(self: Relay, logs: Mapping[str, object] | None = None) -> None:
        self.pass_on(hook, float_logs(logs, source))

    def epoch_begin(self: Relay, epoch: int, logs: object = None) -> None:
        self.pass_on(hook, epoch, {})

    def epoch_end(self: Relay, epoch: int, logs: Mapping[str, object] | None = None) -> None:
        self.pass_on(hook, epoch, float_logs(logs, source))

    methods: dict[str | None, tuple[Callable[..., None], Callable[..., None]]] = {
        None: (run_begin, run_end),
        "epoch": (epoch_begin, epoch_end),
        "batch": (_batch_begin(hook.name), _batch_end(hook)),
    }
    return methods[hook.counter][hook.name.endswith("_end")]


# `guarded` is written out in the second: it is called for every batch, and makes floats.


def _batch_begin(name: str) -> Callable[..., None]:
    def batch_begin(self: Relay, batch: int, logs: object = None) -> None:
        if self.strayed:
            self.check_thread()
        getattr(self.attachment.hooks, name)(batch, {})

    return batch_begin


def _batch_end(hook: Hook) -> Callable[..., None]:
    name, family, source = hook.name, hook.family, f"the {hook.family} step"
    of_metrics = family != "predict"

    def batch_end(self: Relay, batch: int, logs: Mapping[str, object] | None = None) -> None:
        if get_ident() != self.thread:
            self.strayed = True  # and the run's own thread refuses it with its next hook
            return
        attachment = self.attachment
        try:
            if self.strayed:
                self.check_thread()
            last = attachment.last_batches.get(family, batch)
            if logs and of_metrics:
                for value in logs.values():
                    if type(value) is not float:
                        logs = float_logs(logs, source)
                        break
            getattr(attachment.hooks, name)(batch if batch < last else last, logs)
        except BaseException as error:
            attachment.fail(error)
            raise

    return batch_end


def _nobody_listens(batch: int, logs: object = None) -> None:
    """Stand in for a hook of batches that no callback defines; no default of the framework."""


_OWN: Final = [
    hook for hook in HOOKS.values() if hook.takes_logs and hook.name not in ALIASES.values()
]
_OF_BATCHES: Final = [hook.name for hook in _OWN if hook.counter == "batch"]

for _hook in _OWN:
    setattr(Relay, _hook.name, _method(_hook))
