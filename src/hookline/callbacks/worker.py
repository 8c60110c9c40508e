"""A callback whose hooks run on a thread of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextvars import copy_context
from queue import SimpleQueue
from threading import Event, Semaphore, Thread, current_thread
from typing import Final, NamedTuple, cast
from weakref import finalize

from hookline.callbacks.options import check_whole
from hookline.callbacks.wrapping import (
    CallbackT,
    HookCall,
    RunWrapper,
    do_nothing,
    name_of,
    wrap,
)
from hookline.errors import CallbackError
from hookline.hooks import HOOKS, Hook

#: The hooks that wait until all has run: at the end of an epoch, of an evaluation, of a run.
_WAITING: Final = frozenset(
    name for name, hook in HOOKS.items() if name.endswith("_end") and hook.counter != "batch"
)


def background(callback: CallbackT, max_waiting: int = 64) -> CallbackT:
    """Return a callback whose hooks run on one worker thread, in their order.

    The loop goes on while a hook runs. It waits where `max_waiting` hooks wait already, at the end
    of each epoch and evaluation, and at the end of the run: when the end hook returns, every hook
    has run. What they raised is raised there, with a note that tells which hook it was; hooks
    between the error and that moment are left out, as if the run had ended at once.

    The thread begins with the first hook of a run and is gone when `on_close` returns, however the
    run ended. A hook that never returns keeps the loop waiting: Ctrl-C ends that, and a second one
    ends the wait for the callback to be closed. The process can end whatever the thread does.

    Each hook receives its logs as they were. What it reads of the program it reads while the loop
    goes on, at its own risk: it may ask to stop, but weights may change while they are read.

    A callback with the attribute `main_thread_only = True` is refused, as one that takes signals.

    Args:
        callback: Any callback that is worth a thread: one that waits for a disk or a network.
        max_waiting: How many hooks may wait at most.

    Raises:
        CallbackError: `callback` is none, or is for the main thread only.
        ArgumentError: `max_waiting` is no whole number, or less than 1.

    Example:
        >>> from threading import current_thread
        >>> from hookline import Logs, fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> class Printer:
        ...     def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        ...         print("epoch", epoch, "on the thread", current_thread().name)
        >>> history = fit(Halver(), [0], callbacks=[background(Printer())], verbose=0)
        epoch 0 on the thread hookline background: Printer
    """
    check_whole("background", "max_waiting", max_waiting, least=1)
    wrapper = _Background("background", name_of(callback), max_waiting)
    wrapped = wrap(callback, wrapper, background, callback, max_waiting)
    if getattr(callback, "main_thread_only", False) is True:
        raise CallbackError(
            f"background: {name_of(callback)} is `main_thread_only`, and `background` would call "
            "its hooks on another thread: pass it to the loop as it is."
        )
    return wrapped


class _Background(RunWrapper):
    """Hands the hooks of a callback to a worker."""

    def __init__(self, title: str, name: str, max_waiting: int) -> None:
        super().__init__(title, name)
        self._max_waiting: Final = max_waiting
        self._worker: _Worker | None = None

    def also(self, own: Collection[str]) -> Iterator[str]:
        """Yield the hooks that wait, of the callback's families."""
        yield from super().also(own)
        families = {HOOKS[name].family for name in own}
        yield from (name for name in _WAITING if HOOKS[name].family in families)

    def around(self, hook: Hook, call: HookCall) -> HookCall:
        """Return a hook that hands the call over, and waits where an end is reached."""
        waits, closes = hook.name in _WAITING, hook.name == "on_close"
        tells, is_own = hook.name in self.tells, call is not do_nothing

        def hand_over(*arguments: object) -> None:
            if self._is_on_worker():
                call(*arguments)  # of a run inside one of its hooks, which would wait for itself
                return
            if tells:
                self.follow(hook, arguments)
            if is_own:
                self._take(hook, call, arguments)
            if closes:
                self._stop()
            elif waits:
                self._wait()

        return hand_over

    def before_access(self) -> None:
        """Wait: what is told or asked between two hooks is so between the same two."""
        if self._worker is not None and not self._is_on_worker():
            self._worker.wait()

    def _is_on_worker(self) -> bool:
        return self._worker is not None and self._worker.thread is current_thread()

    def _take(self, hook: Hook, call: HookCall, arguments: tuple[object, ...]) -> None:
        if hook.takes_logs:  # a hand-written loop may use one dictionary for all its hooks
            arguments = (*arguments[:-1], dict(cast("dict[str, object]", arguments[-1])))
        if self._worker is None:
            name = f"hookline {self.title}: {self.name}"
            self._worker = _Worker(self, name, self._max_waiting)
        self._worker.take(_Task(self, hook, call, arguments, self.epoch))

    def _wait(self) -> None:
        if self._worker is not None:
            self._worker.wait()
            _raise(self._worker.errors)

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()
            _raise(worker.errors)


class _Task(NamedTuple):
    """A hook that waits for its turn."""

    wrapper: RunWrapper
    hook: Hook
    call: HookCall
    arguments: tuple[object, ...]
    epoch: int | None

    @property
    def closes(self) -> bool:
        """Whether it is of the hooks that no error keeps from a callback."""
        return self.hook.family == "run"

    def run(self) -> None:
        """Call it; an error gets a note that tells where it came from."""
        try:
            self.call(*self.arguments)
        except BaseException as error:
            where = self.wrapper.where(self.hook, self.arguments, self.epoch)
            error.add_note(f"raised in {where}, in the background")
            raise


class _Worker:
    """A thread that runs one task after another.

    Whoever waits for it may be interrupted, and then the thread ends by itself: nothing that closes
    a run ever waits for room in the queue. It also ends when its owner is gone, whose run was then
    never closed.
    """

    def __init__(self, owner: object, name: str, max_waiting: int) -> None:
        #: What the tasks raised; whoever raises it takes it out.
        self.errors: Final[list[BaseException]] = []
        self._room: Final = Semaphore(max_waiting)
        # An event among the tasks is somebody who waits for those before it, and None is the end.
        # Other queues have locks that the garbage collector must not wait for.
        self._tasks: Final[SimpleQueue[_Task | Event | None]] = SimpleQueue()
        self._end: Final = finalize(owner, self._tasks.put, None)
        # A run inside a hook must know of the runs around it, so the thread knows what we know.
        # And a process must be able to end while a hook hangs, so the thread is a daemon.
        self.thread: Final = Thread(
            target=copy_context().run, args=(self._work,), name=name, daemon=True
        )
        self.thread.start()

    def take(self, task: _Task) -> None:
        """Put a task into the queue, as soon as there is room in it."""
        if not task.closes:
            self._room.acquire()
        self._tasks.put(task)

    def wait(self) -> None:
        """Wait until every task has run."""
        done = Event()
        self._tasks.put(done)
        done.wait()

    def stop(self) -> None:
        """Wait until every task has run and the thread is gone."""
        self._end()
        self.thread.join()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            if isinstance(task, Event):
                task.set()
            else:
                self._run(task)
            del task  # not to keep its logs while there is nothing to do

    def _run(self, task: _Task) -> None:
        if not task.closes:
            self._room.release()
        if self.errors and not task.closes:
            return
        try:
            task.run()
        except BaseException as error:
            self.errors.append(error)


def _raise(errors: list[BaseException]) -> None:
    """Raise what was raised in the background, once."""
    raised = errors.copy()
    errors.clear()
    if len(raised) == 1:
        raise raised[0]
    if raised:
        raise BaseExceptionGroup("several hooks raised in the background", raised)
