"""The order of hooks as data: which hook may follow which, and in whose reading.

Runs nest: a validation lies inside an epoch, and a hook may start a run of its own. So the
state of a trace is a stack of frames, one for each run that is open, and each row of `ORDER`
says what one hook does to the top frame.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, NamedTuple, TypeAlias

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

#: What a row does to the stack.
#: "go" moves the top frame on; "run" puts a run of its own on it, which must be closed;
#: "validate" puts a part of the run on it, which is over with its end hook; "fail" ends the run
#: that the top frame is part of; "close" takes the top frame away.
Move: TypeAlias = Literal["go", "run", "validate", "fail", "close"]


class Rule(Enum):
    """Names of readings that are not always right; a row with one holds only where it is given."""

    #: A run inside a hook of another one, with callbacks in common. Our own loops allow it.
    NESTED_RUNS = "runs inside hooks"
    #: The framework has no `on_close`, so a run is over with its end hook: Keras, Synalinks,
    #: Lightning, transformers, Ignite, TorchTNT, skorch, XGBoost, LightGBM.
    NO_CLOSE = "runs without on_close"
    #: A group ends at an index beyond the last batch: Keras with `steps_per_execution`.
    END_BEYOND_LAST_BATCH = "a group that ends beyond the last batch"
    #: A batch begins and never ends, because the data had ended: Keras on JAX, where the data does
    #: not say how long it is.
    BATCH_AFTER_THE_LAST = "a batch that begins where the data has ended"
    #: A group is reported by its first index only: Synalinks 0.10 with `steps_per_execution`.
    GAPS_BETWEEN_GROUPS = "groups that leave indices out"
    #: Validation while a train batch is open: Synalinks 0.9; Keras after a batch that never ends.
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
    *(Transition("idle", hook, state, "run") for hook, state in _BEGINS),
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
        Transition(state, hook, begun, "run", Rule.NESTED_RUNS)
        for state in (*_OPEN, "failed")
        for hook, begun in _BEGINS
    ),
    # What some frameworks do differently.
    Transition("train batch", "on_test_begin", "testing", "validate", Rule.VALIDATION_IN_BATCH),
    Transition("train batch", "on_epoch_end", "training", rule=Rule.BATCH_AFTER_THE_LAST),
    Transition("test batch", "on_test_end", "ended", rule=Rule.BATCH_AFTER_THE_LAST),
    Transition("predict batch", "on_predict_end", "ended", rule=Rule.BATCH_AFTER_THE_LAST),
    Transition("training", "on_test_begin", "testing", "validate", Rule.VALIDATION_BETWEEN_EPOCHS),
)
