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
from hookline.hooks import ALIASES, HOOKS, Family, Hook
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
        self._thread = 0
        self._strayed = False
        #: The last batch, where known, of each kind of pass of each run that is under way.
        self._last: dict[tuple[int, Family], int | None] = {}

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

    # The hooks

    @guarded
    def begin(self, hook: Hook) -> None:
        """Begin a run, or a validation inside the one under way."""
        steps: int | None
        if self.attachment.running and not self._handed_over:
            steps = self.validation_steps()
        else:
            steps = self.params.get("steps")
            self._handed_over = False
            self._strayed = False
            self._thread = get_ident()
            verbose = self.params.get("verbose", 0)
            self.attachment.attach(
                self._hosted,
                # They say 1 where nothing is trained.
                epochs=self.params.get("epochs") if hook.family == "train" else None,
                steps=self.params.get("steps"),
                batch_size=self.params.get("batch_size"),
                verbose=1 if verbose == "auto" else int(verbose),
            )
        last = None if steps is None else steps - 1
        self._last[self.attachment.level, hook.family] = last
        getattr(self.attachment.hooks, hook.name)({})

    @guarded
    def before(self, hook: Hook, index: int) -> None:
        """Before an epoch or a batch."""
        self._check_thread()
        getattr(self.attachment.hooks, hook.name)(index, {})

    @guarded
    def after(self, hook: Hook, index: int, metrics: Mapping[str, object] | None) -> None:
        """After an epoch or a batch."""
        self._check_thread()
        if hook.counter == "batch":
            last = self._last.get((self.attachment.level, hook.family))
            if last is not None and index > last:
                index = last
        getattr(self.attachment.hooks, hook.name)(index, _logs(hook, metrics))

    @guarded
    def end(self, hook: Hook, metrics: Mapping[str, object] | None) -> None:
        """End a run, or a validation inside one."""
        self._check_thread()
        getattr(self.attachment.hooks, hook.name)(_logs(hook, metrics))

    def after_batch(self, hook: Hook, batch: int, metrics: Mapping[str, object] | None) -> None:
        """After a batch, which may come on the thread of a pool: the next hook then refuses it."""
        if get_ident() == self._thread:
            self.after(hook, batch, metrics)
        else:
            self._strayed = True

    def _check_thread(self) -> None:
        if self._strayed:
            raise CallbackError(
                f"{self.attachment.coverage.framework} calls the callbacks of a `fit` out of "
                "order, on the threads of a pool, unless it is given them in a list: "
                "write `callbacks=[…]`."
            )


def _logs(hook: Hook, metrics: Mapping[str, object] | None) -> Mapping[str, object]:
    if hook.family == "predict":
        return dict(metrics or {})
    return float_logs(metrics, f"the {hook.family} step")


def _method(hook: Hook) -> Callable[..., None]:
    """Return the method by which the framework calls a hook."""

    def run_begin(self: Relay, logs: object = None) -> None:
        self.begin(hook)

    def epoch_begin(self: Relay, epoch: int, logs: object = None) -> None:
        self.before(hook, epoch)

    def batch_begin(self: Relay, batch: int, logs: object = None) -> None:
        self.before(hook, batch)

    def batch_end(self: Relay, batch: int, logs: Mapping[str, object] | None = None) -> None:
        self.after_batch(hook, batch, logs)

    def epoch_end(self: Relay, epoch: int, logs: Mapping[str, object] | None = None) -> None:
        self.after(hook, epoch, logs)

    def run_end(self: Relay, logs: Mapping[str, object] | None = None) -> None:
        self.end(hook, logs)

    methods: dict[str | None, tuple[Callable[..., None], Callable[..., None]]] = {
        None: (run_begin, run_end),
        "epoch": (epoch_begin, epoch_end),
        "batch": (batch_begin, batch_end),
    }
    return methods[hook.counter][hook.name.endswith("_end")]


for _hook in HOOKS.values():
    if _hook.takes_logs and _hook.name not in ALIASES.values():
        setattr(Relay, _hook.name, _method(_hook))
