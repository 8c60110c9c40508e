"""A base class that keeps the promises of `Stateful`."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Generic, cast, final

from typing_extensions import get_type_hints, is_typeddict

from hookline.errors import CallbackError
from hookline.hooks import is_default
from hookline.logs import NoLogs
from hookline.state import StateT, check_state


class StatefulMixin(Generic[StateT]):
    """Keeps the run state of a callback in one TypedDict, and makes it anew when a run begins.

    A subclass says in `new_state` what its state is, reads and writes `self._state`, and puts
    this class before the mixins of its hooks. One that has an `on_train_begin` of its own calls
    `super().on_train_begin(logs)` in it first.

    Example:
        >>> from hookline import Logs, TrainHooksMixin
        >>> from hookline.state import State
        >>> class CounterState(State):
        ...     epochs: int
        >>> class Counter(StatefulMixin[CounterState], TrainHooksMixin):
        ...     def new_state(self) -> CounterState:
        ...         return {"version": 1, "epochs": 0}
        ...     def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        ...         self._state["epochs"] += 1
        >>> counter = Counter()
        >>> counter.load_state_dict({"version": 1, "epochs": 3})
        >>> counter.on_train_begin()
        >>> counter.on_epoch_end(3)
        >>> counter.state_dict()
        {'version': 1, 'epochs': 4}
        >>> counter.on_train_begin()
        >>> counter.state_dict()
        {'version': 1, 'epochs': 0}
    """

    #: Whether the run that begins next goes on with a state that was loaded.
    _resumed: bool = False

    def __init__(self) -> None:
        super().__init__()
        self._state: StateT = self.new_state()

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Refuse a class whose other bases begin a run before this one could.

        Raises:
            CallbackError: Their `on_train_begin` hides the one that makes the state anew.
        """
        super().__init_subclass__(**kwargs)
        if is_default(getattr(cls, "on_train_begin")):  # noqa: B009 - of whatever base it is
            raise CallbackError(
                f"The class {cls.__qualname__} has `StatefulMixin` after a mixin of its hooks, so "
                "its state would go on from one run to the next: name `StatefulMixin` first, "
                f"`class {cls.__name__}(StatefulMixin[…], …)`."
            )

    def new_state(self) -> StateT:
        """Return the state of a run that begins; its return type is the shape of every state."""
        raise NotImplementedError

    @final
    def state_dict(self) -> StateT:
        """Return all that the callback must not lose, as a copy."""
        if not hasattr(self, "_state"):  # of a class whose `__init__` does not call this one's
            self._state = self.new_state()
        return deepcopy(self._state)

    @final
    def load_state_dict(self, state: StateT, /) -> None:
        """Take a state: before a run, which then goes on with it, or in the middle of one.

        Raises:
            StateError: It is of another version or shape; nothing was changed.
        """
        declared: Any = get_type_hints(type(self).new_state).get("return")  # Any: as annotated
        kind = cast("type", declared) if is_typeddict(declared) else None
        check_state(state, kind, self.new_state()["version"], type(self).__name__)
        self._state = deepcopy(state)
        self._resumed = True

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin with a new state, or go on with the one that was loaded."""
        if not self._resumed:
            self._state = self.new_state()
        self._resumed = False
