"""A callback that hears of each n-th batch or epoch, or at most once in some seconds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from time import monotonic
from typing import Final, Literal, TypeAlias, cast, get_args, overload

from typing_extensions import Protocol

from hookline.callbacks.options import check_choice, check_number, check_whole
from hookline.callbacks.wrapping import CallbackT, HookCall, Wrapper, wrap
from hookline.hooks import HOOKS, Family, Hook

#: What `every` counts.
Unit: TypeAlias = Literal["batches", "epochs", "seconds"]


@overload
def every(
    n: int, callback: CallbackT, unit: Literal["batches", "epochs"] = "batches"
) -> CallbackT: ...
@overload
def every(n: float, callback: CallbackT, unit: Literal["seconds"]) -> CallbackT: ...
def every(n: float, callback: CallbackT, unit: Unit = "batches") -> CallbackT:
    """Return a callback that hears of each n-th batch or epoch, or at most once in n seconds.

    The hooks before and after a batch are a pair: either both are called or none.
    So are those of an epoch. Hooks of a run are always called.

    - "batches": of the batches of an epoch, of a test or of a prediction, the n-th, the 2n-th and
      so on; each epoch counts anew, and its last batch is one like all others. Of groups of
      batches those that hold an n-th one. All other hooks are called as ever.
    - "epochs": those that `validation_freq=n` validates: the n-th, the 2n-th and so on, counted
      from epoch 0 and not from the first of the run. An epoch is left out with its training
      batches; evaluations are never left out, because one inside an epoch may be a run of its own.
    - "seconds": the first batch after n seconds of the run or validation, and then the first after
      n seconds more. In training that goes for epochs, if the callback has no hooks of batches.

    A callback with hooks on both sides of a batch must know beforehand whether a group holds an
    n-th one: it expects as many batches as in the group before, and one in an epoch's first.

    Args:
        n: How many: a whole number, but for seconds.
        callback: Any callback; it hears of fewer hooks, and stays as it is otherwise.
        unit: What to count.

    Raises:
        ArgumentError: `n` is no such number, or `unit` is none of the three.
        CallbackError: `callback` is none.

    Example:
        >>> from hookline import Logs, fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> class Printer:
        ...     def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        ...         print("batch", batch)
        >>> history = fit(Halver(), range(8), callbacks=[every(3, Printer())], verbose=0)
        batch 2
        batch 5
    """
    _check(n, unit)
    return wrap(callback, _Thinning(n, unit), every, n, callback, unit)


def _check(n: float, unit: Unit) -> None:
    check_choice("every", "unit", unit, get_args(Unit))
    if unit == "seconds":
        check_number("every", "n", n, least=0)
    else:
        check_whole("every", "n", n, least=1)


class _Rule(Protocol):
    """Says of one pair of hooks after another whether it is called."""

    def start(self) -> None:
        """Count anew."""

    def due(self, index: int) -> bool:
        """Answer for the next pair, once, at the first of its hooks that is heard of."""
        ...


class _EachNthBatch:
    def __init__(self, n: int, *, at_begin: bool) -> None:
        self._n: Final = n
        self._at_begin: Final = at_begin
        self._last: int | None = None  # the index of the pair before

    def start(self) -> None:
        self._last = -1

    def due(self, index: int) -> bool:
        # At an end: the batches of this group. At a begin: those of the group before, or one.
        # One too where the pair before is unknown, or was that of a run inside a hook.
        width = index - self._last if self._last is not None and index > self._last else 1
        self._last = index
        after = index + (width if self._at_begin else 1)
        return after // self._n > (after - width) // self._n


class _EachNthEpoch:
    def __init__(self, n: int) -> None:
        self._n: Final = n

    def start(self) -> None:
        """Do nothing: the number of an epoch tells all."""

    def due(self, index: int) -> bool:
        return (index + 1) % self._n == 0


class _OnceInSeconds:
    def __init__(self, seconds: float) -> None:
        self._seconds: Final = seconds
        self._next = 0.0

    def start(self) -> None:
        self._next = monotonic() + self._seconds

    def due(self, index: int) -> bool:
        now = monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class _Pairs:
    """The two hooks around each epoch, or around each batch of a family."""

    def __init__(self, rule: _Rule, *, both: bool) -> None:
        self.rule: Final = rule
        self._both: Final = both
        # What was decided at the begins whose ends are yet to come. There are several where a run
        # lies inside a hook of another.
        self._open: list[bool] = []

    @property
    def inside(self) -> bool:
        """Whether a pair is open that is called."""
        return bool(self._open) and self._open[-1]

    def gate(self, hook: Hook, call: HookCall) -> HookCall:
        """Return a hook that makes the call only where its pair is due."""
        decide = self._at_end if hook.name.endswith("_end") else self._at_begin

        def gated(index: int, logs: object) -> None:
            if decide(index):
                call(index, logs)

        return gated

    def _at_begin(self, index: int) -> bool:
        due = self.rule.due(index)
        if self._both:
            self._open.append(due)
        return due

    def _at_end(self, index: int) -> bool:
        return self._open.pop() if self._open else self.rule.due(index)


#: The hook at which each family's batches count anew, and the one at which its time does.
_EPOCH_BEGINS: Final[dict[Family, str]] = {
    "train": "on_epoch_begin",
    "test": "on_test_begin",
    "predict": "on_predict_begin",
}
_RUN_BEGINS: Final[dict[Family, str]] = {**_EPOCH_BEGINS, "train": "on_train_begin"}


class _Thinning(Wrapper):
    """Decides which hooks of a callback are called."""

    def __init__(self, n: float, unit: Unit) -> None:
        super().__init__(f"every {n} {unit}")
        self._n: Final = n
        self._unit: Final[Unit] = unit
        self._pairs: Final[dict[tuple[Family, str], _Pairs]] = {}
        #: The rules that start at a hook, by its name.
        self._starts: Final[dict[str, _Rule]] = {}

    def also(self, own: Collection[str]) -> Iterator[str]:
        """Yield the hooks that start a rule, and those of epochs whose batches are left out."""
        starts = _RUN_BEGINS if self._unit == "seconds" else _EPOCH_BEGINS
        heard = {*own}
        if self._unit == "epochs" and _counts(own) & {("train", "batch")}:
            heard |= {"on_epoch_begin", "on_epoch_end"}
        for family, counter in sorted(self._thinned(_counts(heard))):
            hooks = [name for name in heard if _count(name) == (family, counter)]
            at_begin = any(name.endswith("_begin") for name in hooks)
            rule = self._rule(at_begin=at_begin)
            both = at_begin and any(name.endswith("_end") for name in hooks)
            self._pairs[family, counter] = _Pairs(rule, both=both)
            if self._unit != "epochs":
                self._starts[starts[family]] = rule
        yield from heard
        yield from self._starts

    def around(self, hook: Hook, call: HookCall) -> HookCall:
        """Return the hook as it is called in its turn only."""
        epochs = self._pairs.get(("train", "epoch"))
        pairs = self._pairs.get((hook.family, hook.counter or ""))
        if pairs is not None:
            call = pairs.gate(hook, call)
        elif epochs is not None and _count(hook.name) == ("train", "batch"):
            call = _inside(epochs, call)
        rule = self._starts.get(hook.name)
        return call if rule is None else _starting(rule, call)

    def _thinned(self, counts: set[tuple[Family, str]]) -> set[tuple[Family, str]]:
        """What is left out of all that a callback hears of."""
        batches = {count for count in counts if count[1] == "batch"}
        if self._unit == "epochs":
            return counts - batches
        # For want of batches an epoch is the shortest time that the callback hears of.
        return counts if self._unit == "seconds" and ("train", "batch") not in counts else batches

    def _rule(self, *, at_begin: bool) -> _Rule:
        if self._unit == "seconds":
            return _OnceInSeconds(self._n)
        n = cast("int", self._n)
        return _EachNthEpoch(n) if self._unit == "epochs" else _EachNthBatch(n, at_begin=at_begin)


def _count(name: str) -> tuple[Family, str]:
    return HOOKS[name].family, HOOKS[name].counter or ""


def _counts(hooks: Collection[str]) -> set[tuple[Family, str]]:
    """What the hooks count: the epochs of training, the batches of each family."""
    return {_count(name) for name in hooks if HOOKS[name].counter}


def _inside(epochs: _Pairs, call: HookCall) -> HookCall:
    """Return a hook of batches that is called in the epochs that are called."""

    def gated(index: int, logs: object) -> None:
        if epochs.inside:
            call(index, logs)

    return gated


def _starting(rule: _Rule, call: HookCall) -> HookCall:
    """Return a hook at which a rule starts anew."""

    def start(*arguments: object) -> None:
        rule.start()
        call(*arguments)

    return start
