"""What a callback must not lose, and what it refuses to take for it."""

from __future__ import annotations

import json
from typing import Any, Literal, NotRequired

import pytest

from hookline import ArgumentError, CallbackError, HooklineError, Logs, NoLogs, TrainHooksMixin
from hookline.errors import StateError
from hookline.state import State, Stateful, check_state
from hookline.stateful import StatefulMixin
from hookline.testing import check_callback


class CounterState(State):
    epochs: int
    losses: list[float]
    best: float | None
    kind: Literal["a", "b"]
    name: NotRequired[str]
    anything: Any


class Counter(StatefulMixin[CounterState], TrainHooksMixin):
    """Counts epochs, and keeps their losses."""

    def new_state(self) -> CounterState:
        return {
            "version": 2,
            "epochs": 0,
            "losses": [],
            "best": None,
            "kind": "a",
            "anything": {"x": 1},
        }

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._state["epochs"] += 1
        self._state["losses"].append((logs or {}).get("loss", 0.0))


class Unannotated(StatefulMixin[Any], TrainHooksMixin):
    """Its state has a version and an unknown shape."""

    def new_state(self):  # type: ignore[no-untyped-def]  # what is tested
        return {"version": 3, "epochs": 0}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._state["epochs"] += 1


def counted(epochs: int) -> Counter:
    counter = Counter()
    counter.on_train_begin({})
    for epoch in range(epochs):
        counter.on_epoch_end(epoch, {"loss": 0.5})
    return counter


def test_it_keeps_the_laws() -> None:
    check_callback(Counter)


def test_it_is_what_the_protocol_asks_for() -> None:
    kept: Stateful[CounterState] = Counter()
    assert isinstance(kept, Stateful)
    assert not isinstance(object(), Stateful)


def test_a_state_goes_through_json_and_into_a_fresh_one() -> None:
    state = counted(3).state_dict()
    again = Counter()
    again.load_state_dict(json.loads(json.dumps(state)))
    again.on_train_begin({})
    assert again.state_dict() == state
    assert state["epochs"] == 3


def test_a_run_without_a_loaded_state_begins_anew_also_after_one_that_had_it() -> None:
    counter = Counter()
    counter.load_state_dict(counted(3).state_dict())
    counter.on_train_begin({})
    counter.on_train_begin({})
    assert counter.state_dict()["epochs"] == 0


def test_a_state_may_be_loaded_in_the_middle_of_a_run() -> None:
    counter = counted(1)
    counter.load_state_dict(counted(3).state_dict())
    counter.on_epoch_end(3, {"loss": 0.5})
    assert counter.state_dict()["epochs"] == 4


def test_a_state_shares_nothing_with_its_callback() -> None:
    counter = counted(2)
    before = counter.state_dict()
    counter.on_epoch_end(2, {"loss": 0.1})
    assert before["losses"] == [0.5, 0.5]
    counter.load_state_dict(before)
    counter.on_epoch_end(2, {"loss": 0.1})
    assert before["losses"] == [0.5, 0.5]


GOOD: dict[str, object] = dict(Counter().new_state())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": 1}, "its version is 1, and only version 2 is understood"),
        ({"version": None}, "its version is None, and only version 2 is understood"),
        ({"epochs": "3"}, "`epochs` is '3', and must be `int`"),
        ({"epochs": 3.5}, "`epochs` is 3.5, and must be `int`"),
        ({"epochs": True}, "`epochs` is True, and must be `int`"),
        ({"losses": 1.0}, "`losses` is 1.0, and must be `list[float]`"),
        ({"losses": ["x"]}, "`losses` is ['x'], and must be `list[float]`"),
        ({"best": "x"}, "`best` is 'x', and must be `float | None`"),
        ({"kind": "c"}, "`kind` is 'c', and must be `typing.Literal['a', 'b']`"),
        ({"name": 1}, "`name` is 1, and must be `str`"),
        ({"epoch": 3}, "nothing is known of its key 'epoch'"),
    ],
)
def test_a_wrong_state_is_refused_and_changes_nothing(
    change: dict[str, object], sentence: str
) -> None:
    counter = counted(3)
    before = counter.state_dict()
    wrong: Any = {**GOOD, **change}
    with pytest.raises(StateError) as caught:
        counter.load_state_dict(wrong)
    assert str(caught.value) == f"Counter cannot take this state: {sentence}."
    assert counter.state_dict() == before


@pytest.mark.parametrize(
    "change", [{"best": 1}, {"losses": [1, 2.0]}, {"name": "n"}, {"kind": "b"}]
)
def test_what_json_makes_of_a_value_is_taken(change: dict[str, object]) -> None:
    check_state({**GOOD, **change}, CounterState, 2, "Counter")


def test_a_missing_key_is_refused() -> None:
    short: Any = {key: value for key, value in GOOD.items() if key != "losses"}
    with pytest.raises(StateError, match="it has no `losses`"):
        Counter().load_state_dict(short)


@pytest.mark.parametrize("state", [None, [], "state"])
def test_what_is_no_state_at_all_is_refused(state: Any) -> None:
    with pytest.raises(StateError, match="must be what `state_dict` returned"):
        Counter().load_state_dict(state)


def test_without_an_annotation_the_version_alone_is_checked() -> None:
    callback = Unannotated()
    callback.load_state_dict({"version": 3, "epochs": 1})
    with pytest.raises(StateError, match="only version 3"):
        callback.load_state_dict({"version": 1, "epochs": 1})


def test_the_error_is_one_of_ours_and_a_value_error() -> None:
    assert issubclass(StateError, HooklineError)
    assert issubclass(StateError, ValueError)
    assert not issubclass(StateError, ArgumentError)


def test_a_subclass_may_have_its_own_beginning() -> None:
    class Announced(Counter):
        begun = 0

        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            super().on_train_begin(logs)
            self.begun += 1

    announced = Announced()
    announced.on_train_begin({})
    assert announced.begun == 1


def test_an_init_that_does_not_call_the_one_of_the_mixin_does_no_harm() -> None:
    class Step(Counter):
        def __init__(self, step: int) -> None:
            self.step = step

    counter = Step(2)
    assert counter.state_dict() == Counter().state_dict()
    counter.on_train_begin({})
    counter.on_epoch_end(0, {})
    assert Step(2).state_dict() != counter.state_dict()


def test_a_class_whose_state_would_go_on_from_run_to_run_is_refused() -> None:
    with pytest.raises(CallbackError, match=r"name `StatefulMixin` first, `class Late\(Stateful"):

        class Late(TrainHooksMixin, StatefulMixin[CounterState]):
            def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...
