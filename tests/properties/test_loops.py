"""Thousands of configurations of the three loops against a model written apart from them."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hookline import (
    Callback,
    CallbackList,
    Completed,
    Failed,
    Interrupted,
    Logs,
    Outcome,
    Program,
    Stopped,
    TrainHooksMixin,
)
from hookline.hooks import ALIASES, HOOKS
from hookline.loops.batch_pass import BatchPass
from hookline.loops.metrics import RunningMeans
from hookline.loops.sweep import sweep_batches
from hookline.testing import Recorder

Sample = float
Batch = list[Sample]


class Averager(Program[Batch, Logs, Batch]):
    """A program whose metric is the mean of its samples, so that any mean can be checked."""

    def train_step(self, batch: Batch) -> Logs:
        return {"loss": math.fsum(batch) / len(batch)}

    def test_step(self, batch: Batch) -> Logs:
        return {"loss": math.fsum(batch) / len(batch)}

    def predict_step(self, batch: Batch) -> Batch:
        return batch


@dataclass(frozen=True)
class Config:
    """One drawn run."""

    data: list[Batch]
    group: int
    initial_epoch: int = 0
    epochs: int = 1
    validation: list[Batch] | None = None
    freq: int | frozenset[int] = 1
    steps: int | None = None


def model_of_batches(kind: str, count: int, group: int) -> Iterator[str]:
    """The hooks of one pass over `count` batches."""
    for first in range(0, count, group):
        yield f"on_{kind}_batch_begin({first})"
        yield f"on_{kind}_batch_end({min(first + group, count) - 1})"


def model_of_test(data: list[Batch], group: int) -> Iterator[str]:
    yield "on_test_begin"
    yield from model_of_batches("test", len(data), group)
    yield "on_test_end"


def model_of_fit(config: Config, stop_at: int | None = None) -> list[str]:
    """The hooks of a fit in which `stop_training` is set in the hook at this place, if any."""
    trace = ["on_train_begin"]

    def stopped() -> bool:
        return stop_at is not None and stop_at < len(trace)

    for epoch in range(config.initial_epoch, config.epochs):
        if stopped():
            break
        trace.append(f"on_epoch_begin({epoch})")
        count = config.steps or len(config.data)
        for first in range(0, count, config.group):
            trace.append(f"on_train_batch_begin({first})")
            trace.append(f"on_train_batch_end({min(first + config.group, count) - 1})")
            if stopped():
                break
        if config.validation is not None and is_due(config.freq, epoch):
            trace += model_of_test(config.validation, config.group)
        trace.append(f"on_epoch_end({epoch})")
    return [*trace, "on_train_end"]


def is_due(freq: int | frozenset[int], epoch: int) -> bool:
    return (epoch + 1) % freq == 0 if isinstance(freq, int) else epoch + 1 in freq


samples = st.floats(-1e6, 1e6)
batches = st.lists(st.lists(samples, min_size=1, max_size=4), min_size=1, max_size=7)


@st.composite
def configs(draw: st.DrawFn) -> Config:
    initial_epoch = draw(st.integers(0, 2))
    validation = draw(st.none() | batches)
    freqs = st.integers(1, 3) | st.frozensets(st.integers(1, 5))
    return Config(
        data=draw(batches),
        group=draw(st.integers(1, 4)),
        initial_epoch=initial_epoch,
        epochs=initial_epoch + draw(st.integers(0, 3)),
        validation=validation,
        freq=1 if validation is None else draw(freqs),
        steps=draw(st.none() | st.integers(1, 9)),
    )


def fit(config: Config, callbacks: list[object], program: Averager | None = None) -> Averager:
    program = program or Averager()
    program.compile(steps_per_execution=config.group)
    program.fit(
        config.data,
        epochs=config.epochs,
        initial_epoch=config.initial_epoch,
        callbacks=callbacks,  # type: ignore[arg-type]  # drawn callbacks have no static type
        validation_data=config.validation,
        validation_freq=config.freq,
        steps_per_epoch=config.steps,
        verbose=0,
    )
    return program


def act_in_hook(position: int, act: Callable[[Callback], None]) -> Callback:
    """A callback that acts in the hook that comes as number `position` of the run."""

    class Actor(Callback):
        count = 0

    def hook(self: Actor, *_: object, **__: object) -> None:
        self.count += 1
        if self.count == position + 1:
            act(self)

    for name in HOOKS.keys() - ALIASES.values() - {"on_exception", "on_close"}:
        setattr(Actor, name, hook)
    return Actor()


@given(config=configs())
def test_fit_fires_the_hooks_of_the_model(config: Config) -> None:
    recorder = Recorder()
    fit(config, [recorder])
    assert recorder.names() == [*model_of_fit(config), "on_close"]
    assert recorder.calls[-1].outcome == Completed()


@given(data=batches, group=st.integers(1, 4))
def test_evaluate_fires_the_hooks_of_the_model(data: list[Batch], group: int) -> None:
    recorder, program = Recorder(), Averager()
    program.compile(steps_per_execution=group)
    program.evaluate(data, callbacks=[recorder], verbose=0)
    assert recorder.names() == [*model_of_test(data, group), "on_close"]


@given(data=batches, group=st.integers(1, 4))
def test_predict_fires_the_hooks_of_the_model(data: list[Batch], group: int) -> None:
    recorder, program = Recorder(), Averager()
    program.compile(steps_per_execution=group)
    outputs = program.predict(data, callbacks=[recorder], verbose=0)
    expected = model_of_batches("predict", len(data), group)
    assert recorder.names() == ["on_predict_begin", *expected, "on_predict_end", "on_close"]
    assert outputs == data


@given(config=configs())
def test_batch_indices_partition_each_epoch(config: Config) -> None:
    recorder = Recorder()
    fit(config, [recorder])
    covered: list[int] = []
    begun: int | None = None
    for call in recorder.calls:
        if call.hook.endswith("_batch_begin"):
            begun = call.index
        elif call.hook.endswith("_batch_end"):
            assert begun is not None
            assert call.index is not None
            assert 1 <= call.index - begun + 1 <= config.group
            covered += range(begun, call.index + 1)
        elif call.hook in {"on_epoch_begin", "on_test_begin", "on_epoch_end"}:
            assert covered == list(range(len(covered)))
            covered = []


@given(config=configs())
def test_epoch_metrics_are_those_of_all_samples(config: Config) -> None:
    assume(config.steps is None)
    recorder = Recorder()
    fit(config, [recorder])
    for call in recorder.calls:
        if call.hook == "on_epoch_end":
            assert call.logs is not None
            assert_mean(call.logs["loss"], config.data)
            if "val_loss" in call.logs:
                assert config.validation is not None
                assert_mean(call.logs["val_loss"], config.validation)


def assert_mean(value: object, data: list[Batch]) -> None:
    everything = [sample for batch in data for sample in batch]
    assert isinstance(value, float)
    scale = max(map(abs, everything))
    # Below the least normal float there is no relative precision left to hold a mean to.
    close = max(1e-9 * scale, sys.float_info.min)
    assert math.isclose(value, math.fsum(everything) / len(everything), abs_tol=close)


@given(config=configs())
def test_a_listened_fit_and_a_quiet_one_agree_to_the_bit(config: Config) -> None:
    listened, quiet = fit(config, [Recorder()]), fit(config, [])
    assert listened.history.logs == quiet.history.logs
    assert listened.history.epoch == quiet.history.epoch


@given(config=configs(), group=st.integers(1, 3))
def test_the_loop_that_is_generated_tells_what_the_general_one_tells(
    config: Config, group: int
) -> None:
    """To the bit, after each group of batches; batches without samples among them."""
    data: list[Batch] = [[], *config.data, [], *config.data]
    told: list[tuple[int, int, dict[str, float]]] = []

    class Telling(Averager):
        def train_step(self, batch: Batch) -> Logs:
            return cast("Logs", {"loss": sum(batch), "size": len(batch)})

    def listened() -> BatchPass:
        begun: list[int] = []

        def end(index: int, logs: dict[str, float]) -> None:
            told.append((begun[-1], index, logs))

        return BatchPass(
            program=program,
            step=program.train_step,
            flag="stop_training",
            begin=begun.append,
            end=end,
            quiet=False,
            group=group,
            where=lambda batch: "",
        )

    program = Telling()
    swept, summed = (RunningMeans(program, "train_step") for _ in range(2))
    assert sweep_batches(listened(), data, swept) == len(data)
    expected: list[tuple[int, int, dict[str, float]]] = []
    for index, batch in enumerate(data):
        summed.add(program.train_step(batch), batch)
        if (index + 1) % group == 0 or index == len(data) - 1:
            expected.append((index // group * group, index, summed.logs()))
    assert repr(told) == repr(expected)
    assert repr(swept.logs()) == repr(summed.logs())


class PlainCloser:
    """A callback of the plain kind that counts its closes."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def on_close(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


class MixinCloser(TrainHooksMixin, PlainCloser):
    """One of the mixin kind."""


class FullCloser(PlainCloser, Callback):
    """One of the full kind."""


closers = st.lists(st.sampled_from([PlainCloser, MixinCloser, FullCloser]), max_size=4)


@dataclass
class Fault:
    """An exception and the hook it comes out of."""

    position: int
    exception: BaseException = field(default_factory=lambda: ValueError("drawn"))


@given(
    config=configs(),
    kinds=closers,
    where=st.integers(0, 60),
    kind=st.sampled_from([ValueError, KeyboardInterrupt, SystemExit, GeneratorExit]),
    first=st.booleans(),
)
def test_an_exception_in_any_hook_closes_every_callback_once(
    config: Config, kinds: list[type], where: int, kind: type[BaseException], first: bool
) -> None:
    full = model_of_fit(config)
    position = where % len(full)
    exception = kind("drawn")

    def fail(_: Callback) -> None:
        raise exception

    recorder = Recorder()
    drawn = [make() for make in kinds]
    raiser = act_in_hook(position, fail)
    callbacks: list[object] = [*drawn, recorder, raiser] if first else [recorder, raiser, *drawn]
    with pytest.raises(kind) as caught:
        fit(config, callbacks)
    assert caught.value is exception
    assert recorder.names() == [*full[: position + 1], "on_exception", "on_close"]
    expected = Failed if kind is ValueError else Interrupted
    assert recorder.calls[-1].outcome == expected(exception)  # type: ignore[arg-type]  # chosen so
    for closer in drawn:
        assert closer.outcomes == [expected(exception)]  # type: ignore[arg-type]  # likewise
    assert any("Actor" in note for note in exception.__notes__)


@given(config=configs(), kinds=closers, where=st.integers(0, 60))
def test_a_stop_in_any_hook_ends_the_run_in_good_order(
    config: Config, kinds: list[type], where: int
) -> None:
    full = model_of_fit(config)
    position = where % len(full)

    def stop(actor: Callback) -> None:
        actor.program.stop_training = True

    recorder = Recorder()
    drawn = [make() for make in kinds]
    program = fit(config, [recorder, act_in_hook(position, stop), *drawn])
    assert recorder.names() == [*model_of_fit(config, stop_at=position), "on_close"]
    assert program.stop_training
    outcome = Stopped("stop_training was set")
    assert recorder.calls[-1].outcome == outcome
    assert all(closer.outcomes == [outcome] for closer in drawn)


@given(config=configs(), where=st.integers(0, 60), inner=st.sampled_from(["evaluate", "predict"]))
def test_a_run_inside_any_hook_disturbs_nothing_of_the_fit_around_it(
    config: Config, where: int, inner: str
) -> None:
    full = model_of_fit(config)
    position = where % len(full)
    inside = Recorder()

    def nest(actor: Callback) -> None:
        program = actor.program
        assert isinstance(program, Averager)
        params = actor.params
        # The outer run's own callback serves the inner run too, with that run's params.
        getattr(program, inner)([[1.0], [2.0, 3.0]], callbacks=[inside, recorder], verbose=0)
        assert recorder.params is actor.params is params

    recorder = Recorder()
    program = fit(config, [recorder, act_in_hook(position, nest)])
    at = position + 1
    outer = recorder.names()[:at] + recorder.names()[at + len(inside.calls) :]
    assert outer == [*full, "on_close"]
    undisturbed = fit(config, [Recorder()])
    assert program.history.logs == undisturbed.history.logs
    assert inside.names()[-1] == "on_close"


@given(config=configs(), where=st.integers(0, 60), flags=st.tuples(*[st.booleans()] * 3))
def test_an_inner_run_gives_back_every_stop_flag_of_the_outer(
    config: Config, where: int, flags: tuple[bool, bool, bool]
) -> None:
    program = Averager()
    names = ("stop_training", "stop_evaluating", "stop_predicting")
    full = model_of_fit(config)
    position = where % len(full)
    in_test = [name.startswith("on_test") for name in full][position]
    seen: list[bool] = []

    def nest(_: Callback) -> None:
        for name, value in zip(names, flags, strict=True):
            setattr(program, name, value)
        program.fit([[1.0]], verbose=0)
        program.evaluate([[1.0]], verbose=0)
        program.predict([[1.0]], verbose=0)
        seen.extend(getattr(program, name) for name in names)

    fit(config, [act_in_hook(position, nest)], program)
    # A run is around the inner fit always, around the inner evaluate during validation only.
    assert seen == [flags[0], flags[1] if in_test else False, False]


@given(names=st.lists(st.sampled_from(["train", "test", "predict"]), min_size=1, max_size=4))
def test_runs_one_after_another_on_one_list_each_close_once(names: list[str]) -> None:
    recorder = Recorder()
    with CallbackList([recorder]) as callbacks:
        for name in names:
            getattr(callbacks, f"on_{name}_begin")()
            getattr(callbacks, f"on_{name}_end")()
    per_run = [[f"on_{name}_begin", f"on_{name}_end", "on_close"] for name in names]
    assert recorder.names() == [name for run in per_run for name in run]
