"""The loop that trains."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, cast

import pytest

from hookline import (
    ArgumentError,
    Callback,
    Completed,
    DataError,
    History,
    Logs,
    NoLogs,
    Outcome,
    StepError,
    fit,
)
from hookline.testing import Recorder


class Counter:
    """A program of the plainest kind: its loss is the batch."""

    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}


class Returning:
    """A program whose step returns what it is told to."""

    def __init__(self, *results: object) -> None:
        self.results = iter(results)

    def train_step(self, batch: object) -> Any:
        return next(self.results)


listened = pytest.mark.parametrize("callbacks", [[], [Recorder()]], ids=["quiet", "listened"])


def test_the_hooks_of_two_epochs_with_validation() -> None:
    recorder = Recorder()
    fit(
        Counter(),
        [1.0, 2.0, 3.0],
        epochs=2,
        validation_data=[4.0],
        validation_freq=2,
        steps_per_execution=2,
        callbacks=[recorder],
        verbose=0,
    )
    assert recorder.names() == [
        "on_train_begin",
        "on_epoch_begin(0)",
        "on_train_batch_begin(0)",
        "on_train_batch_end(1)",
        "on_train_batch_begin(2)",
        "on_train_batch_end(2)",
        "on_epoch_end(0)",
        "on_epoch_begin(1)",
        "on_train_batch_begin(0)",
        "on_train_batch_end(1)",
        "on_train_batch_begin(2)",
        "on_train_batch_end(2)",
        "on_test_begin",
        "on_test_batch_begin(0)",
        "on_test_batch_end(0)",
        "on_test_end",
        "on_epoch_end(1)",
        "on_train_end",
        "on_close",
    ]


def test_the_logs_of_each_hook() -> None:
    recorder = Recorder()
    fit(Counter(), [1.0, 2.0], validation_data=[4.0], callbacks=[recorder], verbose=0)
    assert [(call.hook, call.logs) for call in recorder.calls] == [
        ("on_train_begin", {}),
        ("on_epoch_begin", {}),
        ("on_train_batch_begin", {}),
        ("on_train_batch_end", {"loss": 1.0}),
        ("on_train_batch_begin", {}),
        ("on_train_batch_end", {"loss": 1.5}),
        ("on_test_begin", {}),
        ("on_test_batch_begin", {}),
        ("on_test_batch_end", {"loss": 4.0}),
        ("on_test_end", {"loss": 4.0}),
        ("on_epoch_end", {"loss": 1.5, "val_loss": 4.0}),
        ("on_train_end", {"loss": 1.5, "val_loss": 4.0}),
        ("on_close", None),
    ]


def test_the_history_is_as_keras_keeps_it() -> None:
    history = fit(
        Counter(),
        [1.0],
        epochs=4,
        initial_epoch=1,
        validation_data=[4.0],
        validation_freq=2,
        verbose=0,
    )
    assert history.epoch == [1, 2, 3]
    assert history.history == {"loss": [1.0, 1.0, 1.0], "val_loss": [4.0, 4.0]}
    assert history.logs[1] == Logs(loss=1.0)


def test_the_callers_own_history_is_returned() -> None:
    mine: History[Logs] = History()
    assert fit(Counter(), [1.0], callbacks=[mine], verbose=0) is mine
    assert mine.epoch == [0]


@pytest.mark.parametrize(
    ("freq", "validated"), [(1, [0, 1, 2, 3]), (2, [1, 3]), ([1, 4], [0, 3]), ({2}, [1]), ([], [])]
)
def test_validation_freq_counts_epochs_from_one(freq: Any, validated: list[int]) -> None:
    history = fit(
        Counter(), [1.0], epochs=4, validation_data=[2.0], validation_freq=freq, verbose=0
    )
    assert [epoch for epoch in history.epoch if "val_loss" in history.logs[epoch]] == validated


def test_no_epochs_is_a_run_without_epochs() -> None:
    recorder = Recorder()
    fit(Counter(), [1.0], epochs=2, initial_epoch=2, callbacks=[recorder], verbose=0)
    assert recorder.names() == ["on_train_begin", "on_train_end", "on_close"]


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("epochs", -1),
        ("epochs", 1.5),
        ("epochs", True),
        ("epochs", "3"),
        ("initial_epoch", -1),
        ("steps_per_epoch", 0),
        ("validation_steps", 0),
        ("steps_per_execution", 0),
        ("validation_freq", 0),
        ("validation_freq", [0]),
        ("validation_freq", "2"),
        ("validation_freq", None),
        ("verbose", 3),
        ("verbose", "loud"),
        ("data", 3),
        ("validation_data", 3),
    ],
)
def test_an_argument_that_makes_no_sense_is_named(argument: str, value: object) -> None:
    arguments: dict[str, Any] = {"data": [1.0], "verbose": 0, argument: value}
    with pytest.raises(ArgumentError, match=f"`{argument}` must be"):
        fit(Counter(), **arguments)


def test_epochs_before_the_initial_epoch_are_refused_with_the_remedy() -> None:
    with pytest.raises(ArgumentError, match="to train 2 more epochs write `epochs=7`"):
        fit(Counter(), [1.0], epochs=2, initial_epoch=5, verbose=0)  # type: ignore[hookline-argument]  # the mistake


@pytest.mark.parametrize("freq", [2, [1, 3], [1]])
def test_epochs_to_validate_are_refused_without_data_to_validate_on(freq: Any) -> None:
    with pytest.raises(ArgumentError, match="there is no `validation_data`"):
        fit(Counter(), [1.0], validation_freq=freq, verbose=0)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (object(), "`fit` needs a program with `train_step`, and object defines none"),
        (Counter, "`Counter` is a class: write `Counter"),
    ],
)
def test_a_program_that_cannot_train_is_refused(program: Any, words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        fit(program, [1.0], verbose=0)


def test_a_program_that_cannot_validate_is_refused_before_it_trains() -> None:
    program = Returning({"loss": 0.0})
    with pytest.raises(ArgumentError, match="`fit` with `validation_data` needs .* `test_step`"):
        fit(program, [1.0], validation_data=[1.0], verbose=0)  # type: ignore[hookline-program]  # the mistake
    assert next(program.results) == {"loss": 0.0}


@listened
def test_data_without_batches_is_refused(callbacks: list[Recorder]) -> None:
    with pytest.raises(DataError, match="`data` gave no batch in epoch 0. It is empty."):
        fit(Counter(), [], callbacks=callbacks, verbose=0)


class Stream:
    """An iterator of somebody else, which may start over or not."""

    def __init__(self, batches: Iterable[float], *, restarts: bool = False) -> None:
        self._batches = list(batches)
        self._restarts = restarts
        self._next = 0

    def __iter__(self) -> Iterator[float]:
        return self

    def __next__(self) -> float:
        if self._next == len(self._batches):
            if self._restarts:
                self._next = 0
            raise StopIteration
        self._next += 1
        return self._batches[self._next - 1]


@listened
def test_an_iterator_that_runs_dry_in_the_second_epoch_is_refused(
    callbacks: list[Recorder],
) -> None:
    with pytest.raises(DataError, match="`data` gave no batch in epoch 1. It is an iterator"):
        fit(Counter(), Stream([1.0, 2.0]), epochs=2, callbacks=callbacks, verbose=0)


@pytest.mark.parametrize(
    "data", [iter([1.0]), (x for x in [1.0]), map(float, [1]), islice([1.0], 1)], ids=repr
)
def test_what_python_reads_once_is_refused_for_two_epochs_before_the_first_batch(
    data: Iterator[float],
) -> None:
    program = Counter()
    with pytest.raises(DataError, match="`data` is an iterator .*there are 2 epochs: pass a list"):
        fit(program, data, epochs=2, verbose=0)
    assert next(data) == 1.0


def test_the_same_serves_the_one_epoch_that_is_left() -> None:
    history = fit(Counter(), iter([1.0]), epochs=3, initial_epoch=2, verbose=0)
    assert history.epoch == [2]


def test_an_iterator_that_starts_over_serves_all_epochs() -> None:
    history = fit(Counter(), Stream([1.0, 2.0], restarts=True), epochs=2, verbose=0)
    assert len(history.epoch) == 2


@pytest.mark.parametrize("freq", [1, 2, [2, 4]])
def test_validation_data_that_is_read_once_is_refused_for_two_validations(
    freq: int | list[int],
) -> None:
    with pytest.raises(DataError, match="`validation_data` is an iterator .*validation_steps"):
        fit(
            Counter(),
            [1.0],
            epochs=4,
            validation_data=iter([1.0]),
            validation_freq=freq,
            verbose=0,
        )


@pytest.mark.parametrize("freq", [3, [4], [4, 9]])
def test_validation_data_that_is_read_once_serves_one_validation(freq: int | list[int]) -> None:
    data = iter([1.0])
    history = fit(Counter(), [1.0], epochs=4, validation_data=data, validation_freq=freq, verbose=0)
    assert sum("val_loss" in logs for logs in history.logs) == 1


def test_an_iterator_that_runs_dry_inside_an_epoch_is_refused() -> None:
    with pytest.raises(DataError, match="`data` gave 1 of 2 batches in epoch 1. It is an iterator"):
        fit(Counter(), iter([1.0, 2.0, 3.0]), epochs=2, steps_per_epoch=2, verbose=0)


def test_validation_data_that_runs_dry_is_named() -> None:
    with pytest.raises(DataError, match="`validation_data` gave no batch in epoch 1"):
        fit(Counter(), [1.0], epochs=2, validation_data=Stream([1.0]), verbose=0)


def test_an_iterator_serves_several_epochs_with_steps_per_epoch() -> None:
    batches = iter([1.0, 2.0, 3.0, 4.0])
    history = fit(Counter(), batches, epochs=2, steps_per_epoch=2, verbose=0)
    assert history.history["loss"] == [1.5, 3.5]


def test_epochs_of_steps_go_on_where_the_last_one_ended_and_start_over() -> None:
    history = fit(Counter(), [1.0, 2.0, 3.0], epochs=3, steps_per_epoch=2, verbose=0)
    assert history.history["loss"] == [1.5, 2.0, 2.5]


def test_any_object_that_can_be_iterated_over_is_data() -> None:
    class Loader:
        def __iter__(self) -> Iterator[float]:
            return iter([1.0, 3.0])

    class OldStyle:
        def __getitem__(self, index: int) -> float:
            return [2.0, 4.0][index]

    assert fit(Counter(), Loader(), epochs=2, verbose=0).history["loss"] == [2.0, 2.0]
    old: Any = OldStyle()
    assert fit(Counter(), old, epochs=2, verbose=0).history["loss"] == [3.0, 3.0]


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([None], "returned None, and it must return a mapping"),
        ([0.5], "returned 0.5, and it must return a mapping"),
        ([[("loss", 0.5)]], "it must return a mapping"),
        ([{"loss": None}], "returned None as the metric `loss`, and it is no number"),
        ([{"loss": "0.5"}], "returned '0.5' as the metric `loss`"),
        ([{"loss": 1j}], "returned 1j as the metric `loss`"),
        ([{3: 0.5}], "a metric named 3, and names are strings"),
        ([{"loss": 0.5}, {"los": 0.5}], "returned `los` here, and `loss` for the first batch"),
        ([{"loss": 0.5}, {}], "returned no metric here, and `loss` for the first batch"),
        ([{"loss": 0.5}, {"loss": 0.5, "more": 1.0}], "returned `loss`, `more` here"),
        ([{"loss": 0.5}, {"loss": None}], "as the metric `loss`"),
        ([{"loss": 0.5}, None], "returned None"),
    ],
)
@listened
def test_a_step_that_returns_no_metrics_is_named_with_its_place(
    callbacks: list[Recorder], results: list[object], words: str
) -> None:
    with pytest.raises(StepError, match=words) as caught:
        fit(Returning(*results), [1.0] * len(results), callbacks=callbacks, verbose=0)
    place = f"epoch 0, batch {len(results) - 1}"
    assert caught.value.__notes__ == [f"raised in train_step of Returning, {place}"]


@listened
def test_an_exception_out_of_a_step_carries_its_place(callbacks: list[Recorder]) -> None:
    def steps() -> Iterator[dict[str, float]]:
        yield {"loss": 0.0}
        raise OSError("no more")

    program = Returning()
    program.results = steps()
    with pytest.raises(OSError, match="no more") as caught:
        fit(program, [1.0, 2.0], callbacks=callbacks, verbose=0)
    assert caught.value.__notes__ == ["raised in train_step of Returning, epoch 0, batch 1"]


@listened
def test_numbers_of_all_kinds_become_floats(callbacks: list[Recorder]) -> None:
    numpy = pytest.importorskip("numpy")
    results = [{"loss": value} for value in (1, True, numpy.float32(1), numpy.array(1.0), 1.0)]
    history = fit(Returning(*results), [1.0] * 5, callbacks=callbacks, verbose=0)
    assert history.history == {"loss": [1.0]}
    assert type(history.history["loss"][0]) is float


def test_an_array_as_a_metric_is_refused_with_the_remedy() -> None:
    numpy = pytest.importorskip("numpy")
    with pytest.raises(
        StepError, match=r"array as the metric `loss`, of shape \(3,\): return its mean"
    ):
        fit(Returning({"loss": numpy.zeros(3)}), [1.0], verbose=0)


@pytest.mark.parametrize(
    "batches",
    [
        [[1.0, 2.0, 3.0], [9.0]],
        [((1.0, 2.0, 3.0), "targets"), ((9.0,), "targets")],
        [{"x": [1.0, 2.0, 3.0]}, {"x": [9.0]}],
    ],
    ids=["list", "columns", "mapping"],
)
@listened
def test_batches_weigh_by_their_size(callbacks: list[Recorder], batches: list[Any]) -> None:
    def samples(batch: Any) -> Sequence[float]:
        if isinstance(batch, list):
            return cast("list[float]", batch)
        return cast("Sequence[float]", batch["x" if isinstance(batch, dict) else 0])

    class Mean:
        def train_step(self, batch: Any) -> Logs:
            return {"loss": sum(samples(batch)) / len(samples(batch))}

    history = fit(Mean(), batches, callbacks=callbacks, verbose=0)
    assert history.history["loss"] == [15.0 / 4]


@listened
def test_a_program_may_count_its_samples_itself(callbacks: list[Recorder]) -> None:
    class Weighing(Counter):
        def count_samples(self, batch: float) -> int:
            return int(batch)

    history = fit(Weighing(), [1.0, 3.0], callbacks=callbacks, verbose=0)
    assert history.history["loss"] == [10.0 / 4]


@listened
def test_a_program_may_aggregate_its_metrics_itself(callbacks: list[Recorder]) -> None:
    class Largest:
        def reset_metrics(self) -> None:
            self.largest = -math.inf

        def train_step(self, batch: float) -> Logs:
            self.largest = max(self.largest, batch)
            return {"loss": self.largest}

    history = fit(Largest(), [1.0, 7.0, 2.0], epochs=2, callbacks=callbacks, verbose=0)
    assert history.history["loss"] == [7.0, 7.0]


def test_empty_batches_have_no_mean() -> None:
    history = fit(Returning({"loss": 0.0}), [[]], verbose=0)
    assert math.isnan(history.history["loss"][0])


def test_batches_of_different_structure_are_refused() -> None:
    data: list[Any] = [[1.0], 2.0]
    with pytest.raises(DataError, match="A batch of type float has no size"):
        fit(Returning({"loss": 0.0}, {"loss": 0.0}), data, verbose=0)


class StopAt(Callback):
    """Asks to stop in the hook it is told."""

    def __init__(self, hook: str) -> None:
        def stop(*_: object, **__: object) -> None:
            self.program.stop_training = True

        setattr(self, hook, stop)


def test_a_stop_in_the_first_hook_trains_no_batch() -> None:
    recorder = Recorder()
    fit(Counter(), [1.0], callbacks=[StopAt("on_train_begin"), recorder], verbose=0)
    assert recorder.names() == ["on_train_begin", "on_train_end", "on_close"]


@pytest.mark.parametrize("callbacks", [[], [Recorder()]], ids=["quiet", "listened"])
@pytest.mark.parametrize("group", [1, 2, 3])
def test_a_program_may_stop_itself_after_its_group(callbacks: list[Recorder], group: int) -> None:
    class Stopping(Counter):
        stop_training = False
        seen = 0

        def train_step(self, batch: float) -> Logs:
            self.seen += 1
            self.stop_training = self.stop_training or self.seen == 2
            return {"loss": batch}

    program = Stopping()
    fit(
        program,
        [1.0] * 6,
        epochs=2,
        steps_per_execution=group,
        callbacks=callbacks,
        verbose=0,
    )
    assert program.seen == max(2, group)
    assert program.stop_training


def test_a_stop_of_the_last_run_does_not_stop_the_next() -> None:
    program = Counter()
    fit(program, [1.0], callbacks=[StopAt("on_epoch_end")], epochs=3, verbose=0)
    assert fit(program, [1.0], epochs=3, verbose=0).epoch == [0, 1, 2]


def test_a_program_without_room_for_flags_can_be_trained() -> None:
    class Slotted:
        __slots__ = ()

        def train_step(self, batch: float) -> Logs:
            return {"loss": batch}

    assert fit(Slotted(), [1.0, 2.0], verbose=0).history == {"loss": [1.5]}


@pytest.mark.parametrize(
    ("data", "steps", "told"),
    [([1.0, 2.0], None, 2), ([1.0, 2.0], 7, 7), (lambda: iter([1.0]), None, None)],
)
def test_callbacks_are_told_the_number_of_steps(
    data: Iterable[float] | Callable[[], Iterable[float]], steps: int | None, told: int | None
) -> None:
    class Told(Callback):
        def on_train_begin(self, logs: NoLogs | None = None) -> None:
            assert self.params["steps"] == told
            assert self.params["epochs"] == 1

        def on_close(self, outcome: Outcome) -> None:
            assert outcome == Completed()

    batches = data() if callable(data) else data
    fit(Counter(), batches, steps_per_epoch=steps, callbacks=[Told()], verbose=0)


def test_a_hook_can_read_the_history_of_the_epoch_that_just_ended() -> None:
    history: History[Logs] = History()
    lengths: list[int] = []

    class Reader:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            lengths.append(len(history.epoch))

    fit(Counter(), [1.0], epochs=2, callbacks=[history, Reader()], verbose=0)
    assert lengths == [1, 2]
