"""The wrapper that leaves out all but each n-th batch or epoch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import ArgumentError, CallbackList, Logs, NoLogs, Program, fit, own_hooks
from hookline.callbacks import thinning
from hookline.callbacks.thinning import Unit, every
from hookline.order import Reading, Rule
from hookline.testing import Call, Recorder, Run, check_trace, drive, runs

#: What the callback sees, and so the reading of the order that it may rely on.
READINGS: dict[Unit, Reading] = {
    "batches": frozenset({Rule.NESTED_RUNS, Rule.GAPS_BETWEEN_GROUPS}),
    "epochs": frozenset({Rule.NESTED_RUNS, Rule.VALIDATION_BETWEEN_EPOCHS}),
    "seconds": frozenset({Rule.NESTED_RUNS, Rule.GAPS_BETWEEN_GROUPS}),
}


class Still(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    test_step = train_step

    def predict_step(self, batch: float) -> float:
        return batch


class Batches:
    """Hears of the ends of batches only."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, int]] = []

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        self.heard.append(("train", batch))

    def on_test_batch_end(self, batch: int, logs: Logs) -> None:
        self.heard.append(("test", batch))

    def on_predict_batch_end(self, batch: int, logs: object) -> None:
        self.heard.append(("predict", batch))


class Epochs:
    """Hears of the ends of epochs only."""

    def __init__(self) -> None:
        self.heard: list[int] = []

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        self.heard.append(epoch)


class Time:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    clock = Time()
    monkeypatch.setattr(thinning, "monotonic", clock)
    return clock


# Batches


@pytest.mark.parametrize(
    ("n", "heard"), [(1, [0, 1, 2, 3, 4, 5, 6]), (3, [2, 5]), (7, [6]), (8, [])]
)
def test_each_nth_batch_of_every_epoch_is_heard_of(n: int, heard: list[int]) -> None:
    callback, recorder = Batches(), Recorder()
    fit(Still(), range(7), epochs=2, callbacks=[every(n, callback), every(n, recorder)], verbose=0)
    assert callback.heard == [("train", batch) for batch in heard * 2]
    ends = [call.index for call in recorder.calls if call.hook == "on_train_batch_end"]
    begins = [call.index for call in recorder.calls if call.hook == "on_train_batch_begin"]
    assert begins == ends == heard * 2


def test_tests_and_predictions_count_for_themselves() -> None:
    callback = Batches()
    third = every(3, callback)
    fit(Still(), range(4), validation_data=range(7), callbacks=[third], verbose=0)
    assert callback.heard == [("train", 2), ("test", 2), ("test", 5)]
    callback.heard.clear()
    Still().predict(range(4), callbacks=[third], verbose=0)
    assert callback.heard == [("predict", 2)]


@given(
    count=st.integers(0, 30),
    group=st.integers(1, 7),
    n=st.integers(1, 12),
    epochs=st.integers(1, 3),
)
@settings(max_examples=40, deadline=None)
def test_of_groups_those_are_heard_of_that_hold_an_nth_batch(
    count: int, group: int, n: int, epochs: int
) -> None:
    callback, recorder = Batches(), Recorder()
    batches = range(max(count, 1))
    fit(
        Still(),
        batches,
        epochs=epochs,
        callbacks=[every(n, callback), every(n, recorder)],
        steps_per_execution=group,
        verbose=0,
    )
    groups = [list(batches[at : at + group]) for at in range(0, len(batches), group)]
    due = [any((batch + 1) % n == 0 for batch in each) for each in groups]
    ends = [each[-1] for each, is_due in zip(groups, due, strict=True) if is_due]
    assert callback.heard == [("train", end) for end in ends] * epochs
    # Asked at the begin, a group is taken to be as long as the one before: so of the first group
    # nothing is known, and the last may be shorter than expected.
    begins = [call.index for call in recorder.calls if call.hook == "on_train_batch_begin"]
    expected = [
        each[0]
        for place, each in enumerate(groups)
        if (each[0] + (group if place else 1)) // n > each[0] // n
    ]
    assert begins == expected * epochs


def test_a_run_that_goes_on_in_the_middle_of_an_epoch_counts_from_its_beginning() -> None:
    callback = Batches()
    wrapped: Any = every(5, callback)
    for batch in range(7, 12):
        wrapped.on_train_batch_end(batch, {})
    assert callback.heard == [("train", 9)]


def test_a_run_that_was_cut_short_leaves_nothing_behind() -> None:
    callback = Batches()
    wrapped: Any = every(5, callback)
    wrapped.on_epoch_begin(0)
    wrapped.on_train_batch_end(4)  # of groups of 5
    wrapped.on_epoch_begin(0)
    wrapped.on_train_batch_end(5)  # of groups of 6
    assert callback.heard == [("train", 4), ("train", 5)]


def test_a_run_inside_a_hook_of_one_of_its_kind_leaves_no_pair_out_of_turn() -> None:
    recorder = Recorder()
    wrapped: Any = every(1, recorder)
    wrapped.on_test_begin()
    wrapped.on_test_begin()
    wrapped.on_test_batch_begin(0)
    wrapped.on_test_batch_end(0)
    wrapped.on_test_end()
    wrapped.on_close(None)
    wrapped.on_test_batch_begin(0)
    assert recorder.names()[-1] == "on_test_batch_begin(0)"


def test_a_callback_with_begins_only_is_thinned_too() -> None:
    class Begins:
        def __init__(self) -> None:
            self.heard: list[int] = []

        def on_train_batch_begin(self, batch: int, logs: NoLogs) -> None:
            self.heard.append(batch)

    callback = Begins()
    wrapped = every(3, callback)
    fit(Still(), range(7), epochs=2, callbacks=[wrapped], verbose=0)
    assert callback.heard == [2, 5, 2, 5]


# Epochs


@pytest.mark.parametrize("n", [1, 2, 3])
def test_the_epochs_are_those_that_validate(n: int) -> None:
    epochs, recorder = Epochs(), Recorder()
    fit(
        Still(),
        [0.0, 1.0],
        epochs=7,
        initial_epoch=1,
        validation_data=[0.0],
        validation_freq=n,
        callbacks=[every(n, epochs, "epochs"), every(n, recorder, "epochs")],
        verbose=0,
    )
    ends = [call for call in recorder.calls if call.hook == "on_epoch_end"]
    assert epochs.heard == [call.index for call in ends if "val_loss" in (call.logs or {})]
    assert epochs.heard == [epoch for epoch in range(1, 7) if (epoch + 1) % n == 0]
    batches = [call for call in recorder.calls if call.hook == "on_train_batch_end"]
    assert len(batches) == 2 * len(epochs.heard)


def test_an_epoch_is_left_out_with_its_batches_and_not_with_its_validation() -> None:
    callback = Batches()
    wrapped = every(2, callback, "epochs")
    fit(Still(), [0.0, 1.0], epochs=3, validation_data=[0.0], callbacks=[wrapped], verbose=0)
    epoch = [("train", 0), ("train", 1)]
    assert callback.heard == [("test", 0), *epoch, ("test", 0), ("test", 0)]


def test_a_prediction_is_never_left_out_for_an_epoch() -> None:
    callback = Batches()
    Still().predict([0.0, 1.0], callbacks=[every(2, callback, "epochs")], verbose=0)
    assert callback.heard == [("predict", 0), ("predict", 1)]


# Seconds


def test_the_first_batch_after_some_seconds_is_heard_of(time: Time) -> None:
    recorder = Recorder()
    wrapped = every(10, recorder, "seconds")
    time.now = 100.0
    wrapped.on_train_begin()
    heard: list[float] = []
    for batch, now in enumerate([100, 109.9, 110, 115, 119, 131, 135, 141, 142]):
        time.now = now
        wrapped.on_train_batch_begin(batch)
        time.now += 0.5  # an end belongs to its begin, however late it is
        wrapped.on_train_batch_end(batch)
        heard.append(now)
    begins = [call.index for call in recorder.calls if call.hook == "on_train_batch_begin"]
    ends = [call.index for call in recorder.calls if call.hook == "on_train_batch_end"]
    assert begins == ends == [2, 5, 7]


@pytest.mark.parametrize("begin", ["on_test_begin", "on_predict_begin"])
def test_the_time_of_a_test_and_of_a_prediction_begins_with_it(time: Time, begin: str) -> None:
    callback = Batches()
    wrapped: Any = every(10, callback, "seconds")
    family = begin.split("_")[1]
    for _ in range(2):
        time.now += 100
        getattr(wrapped, begin)()
        getattr(wrapped, f"on_{family}_batch_end")(0)
        time.now += 10
        getattr(wrapped, f"on_{family}_batch_end")(1)
    assert callback.heard == [(family, 1), (family, 1)]


def test_epochs_are_timed_where_the_callback_has_no_hooks_of_batches(time: Time) -> None:
    epochs, recorder = Epochs(), Recorder()
    timed, all_epochs = every(10, epochs, "seconds"), every(10, recorder, "seconds")
    with CallbackList([timed, all_epochs]) as callbacks:
        callbacks.on_train_begin()
        for epoch in range(5):
            callbacks.on_epoch_begin(epoch)
            time.now += 4
            callbacks.on_epoch_end(epoch)
        callbacks.on_train_end()
    assert epochs.heard == [2]
    assert sum(call.hook == "on_epoch_end" for call in recorder.calls) == 5


# The order


@settings(max_examples=60, deadline=None)
@given(
    # A fit that fails inside a hook of a fit, with the same callback, and whose failure the outer
    # one survives, is the one case in which a begin may be left without its end.
    run=runs(max_depth=0) | runs(failures=False),
    n=st.integers(1, 4),
    unit=st.sampled_from(["batches", "epochs", "seconds"]),
    data=st.data(),
)
def test_what_the_callback_sees_is_a_legal_order(
    run: Run, n: int, unit: Unit, data: st.DataObject
) -> None:
    recorder, clock = Recorder(), Time()
    patch = pytest.MonkeyPatch()
    patch.setattr(thinning, "monotonic", clock)
    steps = data.draw(st.lists(st.integers(0, 3), min_size=len(run.calls), max_size=len(run.calls)))
    left = iter(steps)

    def wait(call: Call) -> None:
        clock.now += next(left)

    with patch.context():
        drive(every(n, recorder, unit), run, after_each=wait)
    patch.undo()
    seen = recorder.calls
    if unit == "epochs":  # those that are left out are not counted
        seen = [
            replace(call, index=(call.index or 0) // n) if "epoch" in call.hook else call
            for call in seen
        ]
    check_trace(seen, READINGS[unit])
    # Nothing is added, nothing comes in another order, and hooks without an index all come.
    fired = iter(run.calls)
    assert all(any(repr(call) == repr(other) for other in fired) for call in recorder.calls)
    always = [call.hook for call in run.calls if call.index is None]
    assert [call.hook for call in recorder.calls if call.index is None] == always


# What it hears of, and what it refuses


@pytest.mark.parametrize(
    ("unit", "callback", "hooks"),
    [
        ("batches", Epochs(), ["on_epoch_end"]),
        ("epochs", Epochs(), ["on_epoch_end"]),
        ("seconds", Epochs(), ["on_train_begin", "on_epoch_end"]),
    ],
)
def test_it_hears_of_no_more_than_it_needs(unit: Unit, callback: Epochs, hooks: list[str]) -> None:
    wrapped = every(2, callback, unit)
    assert list(own_hooks(wrapped)) == hooks


@pytest.mark.parametrize("n", [0, -1, 1.5, True, "3", None])
@pytest.mark.parametrize("unit", ["batches", "epochs"])
def test_a_count_is_a_whole_number(n: Any, unit: Any) -> None:
    with pytest.raises(ArgumentError, match="every: `n` must be a whole number of at least 1"):
        every(n, Epochs(), unit)


@pytest.mark.parametrize("n", [-0.5, float("nan"), float("inf"), True, "3"])
def test_seconds_are_a_number(n: Any) -> None:
    with pytest.raises(ArgumentError, match="every: `n` must be a finite number of at least 0"):
        every(n, Epochs(), "seconds")


def test_the_unit_is_one_of_three() -> None:
    with pytest.raises(ArgumentError, match='every: `unit` must be "batches" or "epochs" or "sec'):
        every(1, Epochs(), "minutes")  # type: ignore[call-overload]  # what is refused
