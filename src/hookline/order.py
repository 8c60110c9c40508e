"""The order of hooks as data: `ORDER` says which hook may follow which, `HookOrder` reads it.

A run is a stack of frames: the run itself, on it the validation inside one of its epochs or a
run inside one of its hooks. Each row of `ORDER` says what one hook does to the top frame.

A trace does not say whether an evaluation between two batches is the validation of its epoch or
a run of its own inside a hook; only the `on_close` that follows the latter does. So the cursor
keeps every reading of the trace that is still possible, and refuses a hook that fits none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from hookline.errors import HooklineError
from hookline.hooks import ALIASES, HOOKS
from hookline.spelling import nearest_hook

#: What the top frame is in the middle of.
State: TypeAlias = Literal[
    "idle",
    "training",
    "epoch",
    "train batch",
    "testing",
    "test batch",
    "predicting",
    "predict batch",
    "ended",
    "failed",
]

#: What a row does to the stack: move the top frame on, put a frame on it, or take it away.
Move: TypeAlias = Literal["go", "validate", "nest", "fail", "close"]


class Rule(Enum):
    """Names of readings that are not always right; a row with one holds only where it is given."""

    #: A run inside a hook of another one, with callbacks in common. Our own loops allow it.
    NESTED_RUNS = "runs inside hooks"
    #: The framework has no `on_close`, so a run is over with its end hook: Keras, Synalinks,
    #: Lightning, transformers, Ignite, TorchTNT, skorch, XGBoost, LightGBM.
    NO_CLOSE = "runs without on_close"
    #: A group ends at an index beyond the last batch: Keras with `steps_per_execution`.
    END_BEYOND_LAST_BATCH = "a group that ends beyond the last batch"
    #: A group is reported by its first index only: Synalinks 0.10 with `steps_per_execution`.
    GAPS_BETWEEN_GROUPS = "groups that leave indices out"
    #: Validation while a train batch is open: Synalinks 0.9.
    VALIDATION_IN_BATCH = "validation inside a train batch"
    #: Validation before the first epoch (Lightning's sanity check) or after an epoch has ended
    #: (transformers, TorchTNT, Ignite).
    VALIDATION_BETWEEN_EPOCHS = "validation between epochs"


Reading: TypeAlias = frozenset[Rule]

#: How the loops of hookline run, as one callback sees it.
STRICT: Final[Reading] = frozenset({Rule.NESTED_RUNS})
#: How one loop calls its own list of callbacks: runs inside hooks have lists of their own.
ONE_LOOP: Final[Reading] = frozenset()


class Transition(NamedTuple):
    """A row of the order: in this state this hook is right, and leads to the next one."""

    state: State
    hook: str
    next: State
    move: Move = "go"
    #: The reading in which it holds; None is every reading.
    rule: Rule | None = None


_OPEN: Final[tuple[State, ...]] = (
    "training",
    "epoch",
    "train batch",
    "testing",
    "test batch",
    "predicting",
    "predict batch",
    "ended",
)

_BEGINS: Final[tuple[tuple[str, State], ...]] = (
    ("on_train_begin", "training"),
    ("on_test_begin", "testing"),
    ("on_predict_begin", "predicting"),
)

#: The order itself.
ORDER: Final[tuple[Transition, ...]] = (
    # A run begins.
    *(Transition("idle", hook, state, "nest") for hook, state in _BEGINS),
    # fit
    Transition("training", "on_epoch_begin", "epoch"),
    Transition("epoch", "on_train_batch_begin", "train batch"),
    Transition("train batch", "on_train_batch_end", "epoch"),
    Transition("epoch", "on_test_begin", "testing", "validate"),
    Transition("epoch", "on_epoch_end", "training"),
    Transition("training", "on_train_end", "ended"),
    # evaluate, and the validation inside fit
    Transition("testing", "on_test_batch_begin", "test batch"),
    Transition("test batch", "on_test_batch_end", "testing"),
    Transition("testing", "on_test_end", "ended"),
    # predict
    Transition("predicting", "on_predict_batch_begin", "predict batch"),
    Transition("predict batch", "on_predict_batch_end", "predicting"),
    Transition("predicting", "on_predict_end", "ended"),
    # A run is closed, after it ended or failed; it may fail at any point.
    *(Transition(state, "on_exception", "failed", "fail") for state in _OPEN),
    Transition("ended", "on_close", "idle", "close"),
    Transition("failed", "on_close", "idle", "close"),
    # A run inside a hook of another.
    *(
        Transition(state, hook, begun, "nest", Rule.NESTED_RUNS)
        for state in (*_OPEN, "failed")
        for hook, begun in _BEGINS
    ),
    # What some frameworks do differently.
    Transition("train batch", "on_test_begin", "testing", "validate", Rule.VALIDATION_IN_BATCH),
    Transition("training", "on_test_begin", "testing", "validate", Rule.VALIDATION_BETWEEN_EPOCHS),
)


class HookOrder:
    """A cursor over the order: feed it the hooks of a loop, one by one.

    Args:
        reading: The rules to read by; see `Rule`.
        steps: Batches in a training epoch, where known: no index may go beyond.
        order: The rows to go by; only tests give others.

    Example:
        >>> order = HookOrder()
        >>> order.advance("on_train_begin")
        >>> order.advance("on_epoch_begin", 0)
        >>> order.advance("on_train_batch_begin", 0)
        >>> order.advance("on_epoch_end", 0)
        Traceback (most recent call last):
        hookline.order.HookOrderError: `on_epoch_end(0)` while batch 0 of epoch 0 is open:
        `on_train_batch_end` must come first.
    """

    __slots__ = ("_beyond", "_frames", "_table", "begun")

    def __init__(
        self,
        reading: Reading = STRICT,
        *,
        steps: int | None = None,
        order: tuple[Transition, ...] = ORDER,
    ) -> None:
        self._table = _compiled(order, reading)
        self._beyond = None if Rule.END_BEYOND_LAST_BATCH in reading else steps
        #: The top frame of every reading that is still possible.
        self._frames: tuple[_Frame, ...] = (_IDLE,)
        #: Whether any run has begun.
        self.begun = False

    def advance(self, hook: str, index: int | None = None) -> None:
        """Take the next hook of the trace.

        Raises:
            HookOrderError: It is no hook, its index is none, or it is not its turn; the cursor
                stays where it is.
        """
        frames: list[_Frame] = []
        for frame in self._frames:
            for step, state in self._table[frame[0]].get(hook, ()):
                frames += step(frame, index, state, self._beyond)
        if not frames:
            raise self._error(hook, index)
        # Two readings that come to the same are one.
        self._frames = tuple(frames if len(frames) == 1 else dict.fromkeys(frames))
        self.begun = True

    @property
    def expected(self) -> tuple[str, ...]:
        """The hooks that may come next, in the order of `ORDER`."""
        hooks = (hook for frame in self._frames for hook in self._table[frame[0]])
        return tuple(dict.fromkeys(hook for hook in hooks if hook not in _ALIAS_OF))

    @property
    def done(self) -> bool:
        """Whether the trace may end here: a run has begun, and all that began are closed."""
        return self.begun and any(frame[0] == "idle" for frame in self._frames)

    @property
    def state(self) -> State:
        """What the run is in the middle of; in the first reading, where several are possible."""
        return self._frames[0][0]

    def copy(self) -> HookOrder:
        """Return a cursor at the same place, independent of this one."""
        twin = HookOrder.__new__(HookOrder)
        twin._table, twin._beyond = self._table, self._beyond
        twin._frames, twin.begun = self._frames, self.begun
        return twin

    __copy__ = copy

    def indices(self, hook: str) -> range | None:
        """Return which indices an expected hook may have here, or None where it has none.

        A range without an end in sight ends at a million.
        """
        hook = _ALIAS_OF.get(hook, hook)
        if HOOKS[hook].counter is None:
            return None
        _, epoch, batch, _, _ = self._frames[0]
        return {
            "on_epoch_begin": range(_FAR) if epoch is None else range(epoch + 1, epoch + 2),
            "on_epoch_end": range(epoch or 0, (epoch or 0) + 1),
        }.get(hook, range(batch, batch + 1 if hook.endswith("_begin") else self._beyond or _FAR))

    def _error(self, hook: str, index: object) -> HookOrderError:
        fault = _bad_input(hook, index) or self._out_of_turn(hook, index)
        return HookOrderError(fault, self.state, hook, index, self.expected)

    def _out_of_turn(self, hook: str, index: object) -> str:
        call = f"`{hook}`" if index is None else f"`{hook}({index})`"
        place = f"{call} {_describe(self._frames[0], begun=self.begun)}"
        if _ALIAS_OF.get(hook, hook) in self.expected:
            allowed = self.indices(hook) or range(0)
            wanted = f"{allowed[0]}" if len(allowed) == 1 else f"{allowed[0]} or more"
            if len(allowed) > 1 and self._beyond is not None:
                wanted = f"from {allowed[0]} to {allowed[-1]}"
            return f"{place}: its index must be {wanted}."
        regular = [
            row.hook
            for frame in self._frames[:1]
            for row in ORDER
            if row.state == frame[0] and row.rule is None and row.move != "fail"
        ]
        due = " or ".join(f"`{name}`" for name in regular)
        return f"{place}: {due} must come first."


class HookOrderError(HooklineError, RuntimeError):
    """A hook came out of its turn."""

    def __init__(
        self, message: str, state: State, hook: str, index: object, expected: tuple[str, ...]
    ) -> None:
        super().__init__(message)
        self.state: Final = state
        self.hook: Final = hook
        self.index: Final = index
        #: The hooks that would have been right.
        self.expected: Final = expected


# The machinery: a frame is a tuple, because a cursor makes one a hook and is copied often.

#: State, last epoch begun, batch that is open or due, whether it is a validation, frame below.
_Frame: TypeAlias = "tuple[State, int | None, int, bool, _Frame | None]"
_Step: TypeAlias = "Callable[[_Frame, int | None, State, int | None], Iterable[_Frame]]"

_IDLE: Final[_Frame] = ("idle", None, 0, False, None)
_FAR: Final = 1_000_000
_ALIAS_OF: Final[Mapping[str, str]] = MappingProxyType({alias: name for name, alias in ALIASES.items()})


def _begin_epoch(frame: _Frame, index: int | None, state: State, _: int | None) -> Iterable[_Frame]:
    _, epoch, _, part, below = frame
    right = type(index) is int and (index >= 0 if epoch is None else index == epoch + 1)
    return ((state, index, 0, part, below),) if right else ()


def _end_epoch(frame: _Frame, index: int | None, state: State, _: int | None) -> Iterable[_Frame]:
    _, epoch, batch, part, below = frame
    right = type(index) is int and index == epoch
    return ((state, epoch, batch, part, below),) if right else ()


def _begin_batch(frame: _Frame, index: int | None, state: State, _: int | None) -> Iterable[_Frame]:
    _, epoch, batch, part, below = frame
    right = type(index) is int and index == batch
    return ((state, epoch, batch, part, below),) if right else ()


def _begin_batch_later(
    frame: _Frame, index: int | None, state: State, _: int | None
) -> Iterable[_Frame]:
    _, epoch, batch, part, below = frame
    right = type(index) is int and index >= batch
    return ((state, epoch, index, part, below),) if right else ()


def _end_batch(
    frame: _Frame, index: int | None, state: State, beyond: int | None
) -> Iterable[_Frame]:
    old, epoch, batch, part, below = frame
    right = type(index) is int and index >= batch
    if right and beyond is not None and old == "train batch":
        right = index < beyond
    return ((state, epoch, index + 1, part, below),) if right else ()
