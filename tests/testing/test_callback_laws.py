"""The laws of callbacks: each notices the callback that breaks it, and no other law does."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st

from hookline import (
    ArgumentError,
    Callback,
    CallbackError,
    HasLearningRate,
    Logs,
    NoLogs,
    RequirementError,
)
from hookline.state import State
from hookline.stateful import StatefulMixin
from hookline.testing import (
    CALLBACK_LAWS,
    Recorder,
    Run,
    Subject,
    check_callback,
    check_trace,
    keeps_nothing_from_run_to_run,
    resumes_from_its_state,
    runs,
    survives_a_cut,
)
from hookline.testing.apply import apply_law

pytestmark = pytest.mark.slow  # each law is tried until it breaks


def broken_laws(
    factory: Callable[[], object], strategy: st.SearchStrategy[Run] | None = None
) -> list[str]:
    drawn = runs() if strategy is None else strategy
    names: list[str] = []
    for law in CALLBACK_LAWS:
        try:
            apply_law(law, partial(law, Subject(factory)), drawn, 200)
        except AssertionError:
            names.append(law.__name__)
    return names


def failure(factory: Callable[[], object], **options: Any) -> AssertionError:
    with pytest.raises(AssertionError) as caught:
        check_callback(factory, max_examples=200, **options)
    return caught.value


class Losses(State):
    losses: list[float]
    epochs: int


class Careful(StatefulMixin[Losses], Callback):
    """Keeps every law: it starts anew with every run, and gives away all its state."""

    def new_state(self) -> Losses:
        return {"version": 1, "losses": [], "epochs": 0}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._state["losses"].append((logs or {}).get("loss", 0.0))
        self._state["epochs"] += 1
        if self._state["epochs"] == 2:
            self.program.stop_training = True


class Raising(Callback):
    """Cannot do with the second epoch."""

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        if epoch > 0:
            raise AssertionError("one epoch is enough")


class Writing(Callback):
    """Writes into the logs that all callbacks receive."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        shared: Any = logs
        shared["seen"] = 1.0


class Hoarding(Callback):
    """Starts anew after a failure only."""

    def __init__(self) -> None:
        self.epochs = 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.epochs += 1

    def on_exception(self, exception: BaseException) -> None:
        self.epochs = 0


class Trusting(Callback):
    """Starts anew after a good end only."""

    def __init__(self) -> None:
        self.open = 0

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        self.open += 1

    def on_predict_end(self, logs: NoLogs | None = None) -> None:
        self.open -= 1


class Forgetful(Careful):
    """Leaves one thing out of its state."""

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        super().on_train_begin(logs)
        self.begun = 0

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        self.begun += 1


class Seen(State):
    epochs: Any


class Unkeepable(StatefulMixin[Seen], Callback):
    """Has state that no file takes."""

    def new_state(self) -> Seen:
        return {"version": 1, "epochs": set[int]()}


class Resetting(Callback):
    """Gives away all its state, and forgets what it was given when its run begins."""

    epochs = 0

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        self.epochs = 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.epochs += 1

    def state_dict(self) -> dict[str, int]:
        return {"epochs": self.epochs}

    def load_state_dict(self, state: dict[str, int]) -> None:
        self.epochs = state["epochs"]


def test_a_careful_callback_keeps_every_law() -> None:
    check_callback(Careful)


def test_a_callback_that_raises_in_a_legal_run_fails_the_first_law() -> None:
    assert failure(Raising).__notes__[-1].startswith("law runs_every_legal_trace: ")


@pytest.mark.parametrize(
    ("factory", "law"),
    [
        (Writing, "does_not_change_its_logs"),
        (Hoarding, "keeps_nothing_from_run_to_run"),
        (Forgetful, "resumes_from_its_state"),
        (Resetting, "resumes_from_its_state"),
        (Unkeepable, "resumes_from_its_state"),
    ],
    ids=["logs", "next run", "left out", "reset", "unkeepable"],
)
def test_a_broken_callback_breaks_one_law_only(factory: type[Callback], law: str) -> None:
    assert broken_laws(factory, runs(max_depth=0)) == [law]


@pytest.mark.parametrize("hook", ["epoch", "loss"])
def test_what_is_set_once_and_never_again_is_noticed(hook: str) -> None:
    class Anchored(Callback):
        def __init__(self) -> None:
            self.first: float | None = None

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            if self.first is None:
                self.first = epoch if hook == "epoch" else (logs or {}).get("loss")

    assert "its `first` is" in str(failure(Anchored))


def test_a_callback_that_trusts_its_end_hook_breaks_the_law_of_cuts_only() -> None:
    assert broken_laws(Trusting, runs(failures=False)) == ["survives_a_cut"]


def test_a_failure_names_the_law_and_says_what_it_is() -> None:
    assert failure(Hoarding).__notes__[-1] == (
        "law keeps_nothing_from_run_to_run: "
        "A callback that has served a run serves the next one as a fresh one does."
    )


def test_a_failure_says_which_attribute_differs_and_where() -> None:
    assert str(failure(Hoarding)) == (
        "a callback that has served this run goes on with another state than a fresh one: "
        "after call 2 its `epochs` is 2 and not 1"
    )


def test_a_failure_of_the_logs_says_which_hook_changed_them() -> None:
    error = failure(Writing, strategy=runs(metrics=()))
    assert str(error) == "on_epoch_end changed its logs from {} to {'seen': 1.0}"


def test_a_failure_of_resuming_says_where_the_state_was_taken() -> None:
    error = failure(Forgetful)
    assert re.fullmatch(
        r"a callback that took the state of another after call (\d), and began its run with it, "
        r"goes on differently: after call \1 its `begun` is 0 and not 1",
        str(error),
    )


def test_a_failure_shows_the_smallest_run() -> None:
    assert "\n".join(failure(Hoarding, strategy=runs(metrics=())).__notes__[:-1]).endswith(
        """\
<train run:
on_train_begin
  on_epoch_begin(0)
  on_epoch_end(0)
on_train_end
on_close Completed()
>,
    at=0,
)"""
    )


class Tenth(Callback):
    """Fails at the third batch."""

    def on_train_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
        assert batch < 2


def test_a_longer_failure_is_shrunk_to_what_it_needs() -> None:
    shown = "\n".join(failure(Tenth, strategy=runs(metrics=())).__notes__)
    assert "on_train_batch_begin(2)" in shown
    assert shown.count("on_epoch_begin") == 1
    assert "on_test_begin" not in shown
    assert shown.count("on_train_batch_begin") <= 3


def test_two_faults_at_once_are_told_as_one_error() -> None:
    class Twofold(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            assert logs is None

        def on_predict_begin(self, logs: NoLogs | None = None) -> None:
            raise ValueError("drawn")

    with pytest.raises((AssertionError, ValueError)) as caught:
        check_callback(Twofold)
    assert caught.value.__notes__[-1].startswith("law runs_every_legal_trace")


def test_what_is_no_callback_is_refused_before_any_law() -> None:
    with pytest.raises(CallbackError):
        check_callback(object)


def test_what_differs_by_right_is_ignored_also_inside_what_a_callback_holds() -> None:
    class Clock:
        def __init__(self) -> None:
            self.ticks = 0

    class Timed(Callback):
        def __init__(self) -> None:
            self.clock = Clock()

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.clock.ticks += 1

    assert "its `clock` is" in str(failure(Timed))
    check_callback(Timed, ignoring={"ticks"})


def test_what_a_train_callback_holds_before_its_fit_begins_is_the_last_ones() -> None:
    """A test with a fit inside it: what the last fit left is still to be read until then."""
    law = keeps_nothing_from_run_to_run
    apply_law(law, partial(law, Subject(Careful)), runs(kinds=["test"]), 200)


def test_an_attribute_to_ignore_that_nothing_has_is_refused() -> None:
    with pytest.raises(ArgumentError, match="`ignoring` names .*: did you mean `_state`?"):
        check_callback(Careful, ignoring=["_stat"])


def test_a_program_that_does_not_fit_is_told_with_the_argument_that_would() -> None:
    class Halving(Callback[HasLearningRate]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    with pytest.raises(RequirementError, match="has no `learning_rate`. Give .*: `program=`"):
        check_callback(Halving)


def test_a_metric_that_the_runs_do_not_have_is_told_with_runs_that_would() -> None:
    class Reading(Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            print(logs["accuracy"])

    with pytest.raises(KeyError) as caught:
        check_callback(Reading)
    assert "`strategy=runs(metrics=['accuracy', …])`" in caught.value.__notes__[-1]


def test_a_fault_that_comes_through_the_program_is_noticed() -> None:
    class Stopping(Careful):
        stops = 0

        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            type(self).stops += 1
            self.program.stop_training = self.stops % 2 == 0

    assert "its program is" in str(failure(Stopping))


def test_the_program_of_the_caller_is_served() -> None:
    class Learner:
        rate = 0.5

    class Halving(Callback[Learner]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.rate /= 2

    check_callback(Halving, program=Learner)


def test_every_trace_that_is_cut_short_is_a_legal_one() -> None:
    made: list[Recorder] = []

    def make() -> Recorder:
        made.append(Recorder())
        return made[-1]

    def check(run: Run, at: int) -> None:
        made.clear()
        survives_a_cut(Subject(make, ignoring={"calls"}), run, at)
        for recorder in made:
            check_trace(recorder.calls)

    apply_law(survives_a_cut, check, runs(max_depth=2), 200)


def test_a_run_that_is_over_is_not_cut_short() -> None:
    law = survives_a_cut
    apply_law(law, partial(law, Subject(Hoarding)), runs(max_depth=0), 300)


def test_a_callback_resumes_with_the_params_of_the_whole_run() -> None:
    class Showing(Careful):
        def on_train_end(self, logs: Logs | None = None) -> None:
            self._state["epochs"] = self.params["epochs"] or 0

    law = resumes_from_its_state
    strategy = runs(max_depth=0, failures=False)
    apply_law(law, partial(law, Subject(Showing)), strategy, 200)
