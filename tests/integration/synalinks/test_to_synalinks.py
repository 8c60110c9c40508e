"""hookline's callbacks in real runs of Synalinks, as they are and through the adapter."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Coroutine
from copy import deepcopy
from typing import Any, TypeVar

import golden
import numpy as np
import pytest
import synalinks

from hookline import Callback, Failed, History, Interrupted, Logs, Params, Stopped
from hookline.adapters.synalinks import COVERAGE, to_synalinks
from hookline.coverage.table import NAMES, Fires
from hookline.errors import CallbackError, RequirementError
from hookline.order import STRICT, Rule
from hookline.outcome import Completed
from hookline.testing import Recorder, check_trace

ResultT = TypeVar("ResultT")


class Question(synalinks.DataModel):
    text: str


X: Any = np.array([Question(text=str(number)) for number in range(10)], dtype=object)


# Data reaches it as JSON with a schema, of a class that is Any to the stubs.
async def exact(y_true: Any, y_pred: Any) -> float:
    return float(y_true.get("text") == y_pred.get("text"))


def small_program(**options: Any) -> synalinks.Program:
    """A program that answers each question with itself; no language model is asked."""

    async def build() -> synalinks.Program:
        inputs = synalinks.Input(data_model=Question)
        outputs = await synalinks.Identity()(inputs)
        return synalinks.Program(inputs=inputs, outputs=outputs, name="echo")

    program = run(build())
    options.setdefault("optimizer", synalinks.optimizers.RandomFewShot())
    program.compile(reward=exact, **options)
    return program


def run(coroutine: Coroutine[Any, Any, ResultT]) -> ResultT:
    return asyncio.run(coroutine)


@pytest.fixture
def program() -> synalinks.Program:
    return small_program()


def fit(program: synalinks.Program, *callbacks: Any, **options: Any) -> Any:
    options = {"batch_size": 4, "validation_data": (X[:5], X[:5]), **options}
    return run(
        program.fit(X, X, verbose=0, validation_batch_size=4, callbacks=[*callbacks], **options)
    )


def play(program: synalinks.Program, *callbacks: Any) -> None:
    """Two epochs of unequal batches with validation, an evaluation, a prediction."""

    async def runs() -> None:
        validation = (X[:5], X[:5])
        await program.fit(
            X,
            X,
            batch_size=4,
            epochs=2,
            verbose=0,
            validation_data=validation,
            validation_batch_size=4,
            callbacks=[*callbacks],
        )
        await program.evaluate(X, X, batch_size=4, verbose=0, callbacks=[*callbacks])
        await program.predict(X, batch_size=4, verbose=0, callbacks=[*callbacks])

    run(runs())


# As it is


def test_a_callback_of_hookline_is_taken_as_it_is(program: synalinks.Program) -> None:
    recorder = Recorder()
    play(program, recorder)
    check_trace(recorder.calls, STRICT | {Rule.NO_CLOSE}, steps=3)
    assert recorder.program is program
    golden.compare(recorder.calls, "synalinks-native", synalinks.__version__)


def test_a_callback_as_it_is_stops_the_run(program: synalinks.Program) -> None:
    class Stop(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    assert fit(program, Stop(), epochs=9).epoch == [0]


# Through the adapter


def test_the_hooks_of_three_runs_come_in_the_strict_order(program: synalinks.Program) -> None:
    recorder = Recorder()
    play(program, to_synalinks(recorder))
    check_trace(recorder.calls, STRICT, steps=3)
    golden.compare(recorder.calls, "synalinks", synalinks.__version__)


def test_every_hook_that_the_table_says_fires_does(program: synalinks.Program) -> None:
    recorder = Recorder()
    play(program, to_synalinks(recorder))
    with pytest.raises(ZeroDivisionError):
        fit(program, to_synalinks(recorder, Bomb("on_epoch_end")))
    fired = {call.hook for call in recorder.calls}
    assert fired == {name for name in NAMES if isinstance(COVERAGE.row(name), Fires)}


def test_with_steps_per_execution_the_order_needs_the_relaxation_of_the_table() -> None:
    program, recorder = small_program(steps_per_execution=2), Recorder()
    fit(program, to_synalinks(recorder))
    batches = [call.index for call in recorder.calls if "_train_batch_" in call.hook]
    assert batches == [0, 0, 2, 2]  # and the batch between them never ran
    with pytest.raises(AssertionError):
        check_trace(recorder.calls, STRICT)
    assert COVERAGE.reading == STRICT | {Rule.GAPS_BETWEEN_GROUPS}
    check_trace(recorder.calls, COVERAGE.reading, steps=3)


def test_without_an_optimizer_no_hook_comes() -> None:
    program, recorder = small_program(optimizer=None), Recorder()
    with pytest.warns(UserWarning, match="no optimizer is set"):
        fit(program, to_synalinks(recorder))
    assert recorder.calls == []


def test_logs_are_dictionaries_of_python_floats_and_begin_hooks_get_none(
    program: synalinks.Program,
) -> None:
    recorder = Recorder()
    play(program, to_synalinks(recorder))
    for call in recorder.calls:
        if call.hook.endswith("_begin"):
            assert call.logs == {}
        elif call.hook.endswith("_end") and "predict" not in call.hook:
            assert call.logs
            assert all(type(value) is float for value in call.logs.values())
    last = [call.logs for call in recorder.calls if call.hook == "on_epoch_end"][-1]
    assert last == {"reward": 1.0, "val_reward": 1.0}


def test_plain_classes_with_one_hook_serve(program: synalinks.Program) -> None:
    class Keep:
        epochs: tuple[int, ...] = ()

        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            self.epochs += (epoch,)

    keep, history = Keep(), History[Logs]()
    theirs = fit(program, to_synalinks(keep, history), epochs=3)
    assert keep.epochs == (0, 1, 2)
    assert (history.epoch, history.history) == (theirs.epoch, theirs.history)


def test_the_parameters_are_those_of_the_run(program: synalinks.Program) -> None:
    seen: list[Params] = []

    class Look(Callback[synalinks.Program]):
        def on_train_begin(self, logs: object = None) -> None:
            seen.append(self.params)

        def on_test_begin(self, logs: object = None) -> None:
            seen.append(self.params)

    look = to_synalinks(Look())
    fit(program, look, epochs=2, validation_freq=3)
    run(program.evaluate(X, X, batch_size=4, verbose=0, callbacks=[look]))
    assert seen == [
        {"epochs": 2, "steps": 3, "batch_size": 4, "verbose": 0},
        {"epochs": None, "steps": 3, "batch_size": 4, "verbose": 0},
    ]


class Safe(synalinks.callbacks.Callback):
    """One that Synalinks calls on the threads of a pool, wherever it can."""

    async_safe = True

    def on_train_batch_end(self, batch: int, logs: object = None) -> None: ...


def test_hooks_come_on_the_thread_of_the_run_beside_callbacks_that_ask_for_the_pool(
    program: synalinks.Program,
) -> None:
    recorder = Recorder()
    fit(program, Safe(), to_synalinks(recorder), Safe(), batch_size=1)
    assert {call.thread for call in recorder.calls} == {"MainThread"}
    check_trace(recorder.calls, STRICT, steps=10)


def test_a_callback_that_is_not_in_a_list_is_refused_and_closed(
    program: synalinks.Program,
) -> None:
    recorder = Recorder()
    bare = to_synalinks(recorder)
    with pytest.raises(CallbackError, match=r"in a list: write `callbacks=\[…\]`"):
        run(program.fit(X, X, verbose=0, callbacks=bare))  # type: ignore[arg-type]  # meant
    assert [call.hook for call in recorder.calls][-2:] == ["on_exception", "on_close"]
    assert {call.thread for call in recorder.calls} == {"MainThread"}


class At(Callback[synalinks.Program]):
    """Does something in one hook."""

    def __init__(self, hook: str, act: Callable[[synalinks.Program], object]) -> None:
        def call(*_: object, **__: object) -> None:
            act(self.program)

        setattr(self, hook, call)


@pytest.mark.parametrize(
    ("hook", "flag"),
    [
        ("on_train_batch_end", "stop_training"),
        ("on_epoch_end", "stop_training"),
        ("on_test_batch_end", "stop_evaluating"),
        ("on_predict_batch_end", "stop_predicting"),
    ],
)
def test_a_callback_stops_a_run_of_synalinks(
    program: synalinks.Program, hook: str, flag: str
) -> None:
    recorder = Recorder()
    both = to_synalinks(At(hook, lambda program: setattr(program, flag, True)), recorder)
    if "predict" in hook:
        run(program.predict(X, batch_size=4, verbose=0, callbacks=[both]))
    elif "test" in hook:
        run(program.evaluate(X, X, batch_size=4, verbose=0, callbacks=[both]))
    else:
        fit(program, both, epochs=9)
    assert [call.hook for call in recorder.calls].count(hook) == 1
    assert recorder.calls[-1].outcome == Stopped(f"{flag} was set")


def test_asked_to_stop_before_the_first_batch_synalinks_still_trains_one(
    program: synalinks.Program,
) -> None:
    recorder = Recorder()
    stop = At("on_train_begin", lambda program: setattr(program, "stop_training", True))
    fit(program, to_synalinks(stop, recorder), epochs=9)
    assert sum(call.hook == "on_train_batch_end" for call in recorder.calls) == 1


class Bomb(Callback):
    """Raises in one hook."""

    def __init__(self, hook: str) -> None:
        def explode(*_: object, **__: object) -> None:
            raise ZeroDivisionError(hook)

        setattr(self, hook, explode)


@pytest.mark.parametrize("hook", [name for name in NAMES if name.endswith(("_begin", "_end"))])
def test_an_error_surfaces_with_a_note_and_every_callback_is_closed(
    program: synalinks.Program, hook: str
) -> None:
    recorder = Recorder()
    with pytest.raises(ZeroDivisionError) as caught:
        play(program, to_synalinks(recorder, Bomb(hook)))
    assert any(f"raised in {hook} of callbacks[1] (Bomb)" in n for n in caught.value.__notes__)
    assert [call.exception for call in recorder.calls if call.exception] == [caught.value]
    assert recorder.calls[-1].outcome == Failed(caught.value)
    check_trace(recorder.calls)


class NativeBomb(synalinks.callbacks.Callback):
    """An error that Synalinks tells no other callback of."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "kind"), [(ZeroDivisionError(), Failed), (KeyboardInterrupt(), Interrupted)]
)
def test_in_a_block_callbacks_hear_of_any_error(
    program: synalinks.Program, error: BaseException, kind: type[Failed] | type[Interrupted]
) -> None:
    recorder = Recorder()
    with pytest.raises(type(error)), to_synalinks(recorder) as adapter:
        fit(program, NativeBomb(error), adapter)
    assert [call.hook for call in recorder.calls][-2:] == ["on_exception", "on_close"]
    outcome = recorder.calls[-1].outcome
    assert isinstance(outcome, kind)
    assert outcome.exception is error


def test_without_a_block_a_failed_run_is_closed_when_the_next_begins(
    program: synalinks.Program,
) -> None:
    recorder = Recorder()
    adapter = to_synalinks(recorder)
    with pytest.raises(ZeroDivisionError):
        fit(program, NativeBomb(ZeroDivisionError()), adapter)
    fit(program, adapter)
    closed = [type(call.outcome) for call in recorder.calls if call.hook == "on_close"]
    assert closed == [Failed, Completed]
    check_trace(recorder.calls)


def test_a_program_that_lacks_what_a_callback_asks_for_is_refused_before_the_first_batch(
    program: synalinks.Program,
) -> None:
    class Cooler:
        temperature: float

    class Cool(Callback[Cooler]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    recorder = Recorder()
    with pytest.raises(RequirementError, match="needs a program that is `Cooler`"):
        fit(program, to_synalinks(recorder, Cool()))
    assert recorder.calls == []


def test_a_copy_of_an_adapter_and_one_from_a_file_have_callbacks_of_their_own(
    program: synalinks.Program,
) -> None:
    history: History[Logs] = History()
    adapter: Any = to_synalinks(history)
    fit(program, adapter)
    for copied in (deepcopy(adapter), pickle.loads(pickle.dumps(adapter))):
        fit(program, copied, epochs=2)
        (its_own,) = copied.attachment.callbacks
        assert its_own.epoch == [0, 1]
    assert history.epoch == [0]
