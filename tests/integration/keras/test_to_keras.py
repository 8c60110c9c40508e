"""hookline's callbacks in real runs of Keras."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import golden
import keras
import numpy as np
import pytest

from hookline import Callback, Failed, History, Interrupted, Logs, Stopped
from hookline.adapters.keras import COVERAGE, to_keras
from hookline.callbacks import EarlyStopping, ReduceLROnPlateau, TerminateOnNaN
from hookline.coverage.table import NAMES, Fires
from hookline.errors import CallbackError, NotReadyError, RequirementError, StepError
from hookline.order import STRICT
from hookline.outcome import Completed, Outcome
from hookline.testing import Recorder, check_trace

X = np.linspace(-1, 1, 10, dtype="float32").reshape(10, 1)  # batches of 4, 4 and 2
Y = 3 * X


def small_model(**options: Any) -> keras.Model:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse", metrics=["mae"], **options)
    return model


@pytest.fixture
def model() -> keras.Model:
    return small_model()


def fit(model: keras.Model, *callbacks: keras.callbacks.Callback, **options: Any) -> Any:
    return model.fit(X, Y, batch_size=4, verbose=0, callbacks=[*callbacks], **options)


def play(model: keras.Model, *callbacks: keras.callbacks.Callback) -> None:
    """Two epochs of unequal batches with validation, an evaluation, a prediction."""
    fit(model, *callbacks, epochs=2, validation_data=(X[:5], Y[:5]))
    model.evaluate(X, Y, batch_size=4, verbose=0, callbacks=[*callbacks])
    model.predict(X, batch_size=4, verbose=0, callbacks=[*callbacks])


# The order and the form of what arrives


def test_the_hooks_of_three_runs_come_in_the_strict_order(model: keras.Model) -> None:
    recorder = Recorder()
    play(model, to_keras(recorder))
    check_trace(recorder.calls, STRICT, steps=3)
    golden.compare(recorder.calls, "keras-torch", keras.__version__)


def test_every_hook_that_the_table_says_fires_does(model: keras.Model) -> None:
    recorder = Recorder()
    play(model, to_keras(recorder))
    with pytest.raises(ZeroDivisionError):
        fit(model, to_keras(recorder, Bomb("on_epoch_end")))
    fired = {call.hook for call in recorder.calls}
    assert fired == {name for name in NAMES if isinstance(COVERAGE.row(name), Fires)}


def test_logs_are_dictionaries_of_python_floats_and_begin_hooks_get_none(
    model: keras.Model,
) -> None:
    recorder = Recorder()
    play(model, to_keras(recorder))
    for call in recorder.calls:
        if call.hook.endswith("_begin"):
            assert call.logs == {}
        elif call.hook.endswith("_end") and "predict" not in call.hook:
            assert call.logs
            assert all(type(value) is float for value in call.logs.values())
    last = [call.logs for call in recorder.calls if call.hook == "on_epoch_end"][-1]
    assert last is not None
    assert set(last) == {"loss", "mae", "val_loss", "val_mae"}


def test_the_history_is_that_of_keras(model: keras.Model) -> None:
    ours: History[Logs] = History()
    theirs = fit(model, to_keras(ours), epochs=3, validation_data=(X, Y))
    assert (ours.epoch, ours.history) == (theirs.epoch, theirs.history)


def test_the_program_is_the_model_and_the_parameters_are_those_of_the_run(
    model: keras.Model,
) -> None:
    seen: list[tuple[object, object]] = []

    class Look(Callback[keras.Model]):
        def on_train_begin(self, logs: object = None) -> None:
            seen.append((self.program, self.params))

        def on_test_begin(self, logs: object = None) -> None:
            seen.append((self.program, self.params))

    look = to_keras(Look())
    fit(model, look, epochs=2)
    model.evaluate(X, Y, verbose=1, callbacks=[look])
    in_fit, in_evaluate = seen
    assert in_fit[0] is in_evaluate[0] is model
    assert in_fit[1] == {"epochs": 2, "steps": 3, "batch_size": None, "verbose": 0}
    assert in_evaluate[1] == {"epochs": None, "steps": 1, "batch_size": None, "verbose": 1}


def test_an_older_name_of_a_hook_is_called_once_a_batch(model: keras.Model) -> None:
    class Count:
        batches = 0

        def on_batch_end(self, batch: int, logs: Logs) -> None:
            self.batches += 1

    count = Count()
    fit(model, to_keras(count), epochs=2)
    assert count.batches == 6


def test_what_other_callbacks_write_into_logs_does_not_reach_ours(model: keras.Model) -> None:
    class Keep:
        logs: dict[str, float] | None = None

        def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
            self.logs = logs

    keep = Keep()
    rate = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate)  # writes the rate
    fit(model, to_keras(keep), rate)
    assert keep.logs is not None
    assert set(keep.logs) == {"loss", "mae"}


# The thread


def on_threads(
    model: keras.Model, callbacks: Callable[[keras.callbacks.Callback], Any]
) -> list[str]:
    recorder = Recorder()
    model.fit(X, Y, batch_size=1, epochs=2, verbose=0, callbacks=callbacks(to_keras(recorder)))
    check_trace(recorder.calls, STRICT, steps=10)
    return [call.thread for call in recorder.calls]


class Safe(keras.callbacks.Callback):
    """One that Keras calls on the threads of a pool, wherever it can."""

    async_safe = True

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[str] = set()

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        self.threads.add(threading.current_thread().name)


def test_keras_has_a_pool_that_it_calls_callbacks_on(model: keras.Model) -> None:
    safe = Safe()
    fit(model, safe)
    assert safe.threads
    assert "MainThread" not in safe.threads


def test_hooks_come_on_the_thread_of_the_run_beside_callbacks_that_ask_for_the_pool(
    model: keras.Model,
) -> None:
    assert set(on_threads(model, lambda ours: [Safe(), ours, Safe()])) == {"MainThread"}


def test_a_callback_that_is_not_in_a_list_is_refused_and_closed(model: keras.Model) -> None:
    recorder = Recorder()
    with pytest.raises(CallbackError, match=r"in a list: write `callbacks=\[…\]`"):
        model.fit(X, Y, batch_size=1, verbose=0, callbacks=to_keras(recorder))  # type: ignore[arg-type]  # meant
    assert [call.hook for call in recorder.calls][-2:] == ["on_exception", "on_close"]
    assert {call.thread for call in recorder.calls} == {"MainThread"}


# Stop requests


class StopAt(Callback):
    """Asks to stop in one hook."""

    def __init__(self, hook: str, flag: str) -> None:
        def stop(*_: object, **__: object) -> None:
            setattr(self.program, flag, True)

        setattr(self, hook, stop)


@pytest.mark.parametrize(
    ("hook", "flag", "last"),
    [
        ("on_train_batch_end", "stop_training", "on_train_batch_end"),
        ("on_epoch_end", "stop_training", "on_epoch_end"),
        ("on_test_batch_end", "stop_evaluating", "on_test_batch_end"),
        ("on_predict_batch_end", "stop_predicting", "on_predict_batch_end"),
    ],
)
def test_a_callback_stops_a_run_of_keras(
    model: keras.Model, hook: str, flag: str, last: str
) -> None:
    recorder = Recorder()
    both = to_keras(StopAt(hook, flag), recorder)
    if "predict" in hook:
        model.predict(X, batch_size=4, verbose=0, callbacks=[both])
    elif "test" in hook:
        model.evaluate(X, Y, batch_size=4, verbose=0, callbacks=[both])
    else:
        fit(model, both, epochs=9)
    assert [call.hook for call in recorder.calls].count(last) == 1
    assert recorder.calls[-1].outcome == Stopped(f"{flag} was set")


def test_asked_to_stop_before_the_first_batch_keras_still_trains_one(model: keras.Model) -> None:
    recorder = Recorder()
    fit(model, to_keras(StopAt("on_train_begin", "stop_training"), recorder), epochs=9)
    assert sum(call.hook == "on_train_batch_end" for call in recorder.calls) == 1


def test_a_stop_that_a_callback_of_keras_asked_for_is_in_the_outcome(model: keras.Model) -> None:
    recorder = Recorder()
    stop = keras.callbacks.EarlyStopping(monitor="loss", mode="max", patience=1)
    fit(model, stop, to_keras(recorder), epochs=9)
    assert isinstance(recorder.calls[-1].outcome, Stopped)


# Errors and the end of runs


class Bomb(Callback):
    """Raises in one hook."""

    def __init__(self, hook: str, error: BaseException | None = None) -> None:
        def explode(*_: object, **__: object) -> None:
            raise error or ZeroDivisionError(hook)

        setattr(self, hook, explode)


@pytest.mark.parametrize("hook", [name for name in NAMES if name.endswith(("_begin", "_end"))])
def test_an_error_surfaces_with_a_note_and_every_callback_is_closed_once(
    model: keras.Model, hook: str
) -> None:
    recorder, after = Recorder(), Recorder()
    adapter = to_keras(recorder, Bomb(hook), after)
    with pytest.raises(ZeroDivisionError) as caught:
        play(model, adapter)
    assert any(f"raised in {hook} of callbacks[1] (Bomb)" in n for n in caught.value.__notes__)
    for calls in (recorder.calls, after.calls):
        assert [call.exception for call in calls if call.exception] == [caught.value]
        assert calls[-1].outcome == Failed(caught.value)
        begun = sum(c.hook in {"on_train_begin", "on_predict_begin"} for c in recorder.calls)
        assert begun <= sum(call.hook == "on_close" for call in calls) <= begun + 1
    check_trace(recorder.calls)


def test_callbacks_are_closed_in_reverse_order(model: keras.Model) -> None:
    closed: list[int] = []

    class Close:
        def __init__(self, number: int) -> None:
            self.number = number

        def on_close(self, outcome: Outcome) -> None:
            closed.append(self.number)

    fit(model, to_keras(Close(1), Close(2)), to_keras(Close(3)))
    assert closed == [2, 1, 3]


class BadStep(keras.Sequential):
    """Its step fails, as no callback of Keras is told."""

    error: BaseException = ZeroDivisionError("in the step")

    def train_step(self, data: Any) -> dict[str, Any]:
        raise self.error


@pytest.fixture
def bad_model() -> BadStep:
    model = BadStep([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse", run_eagerly=True)
    return model


@pytest.mark.parametrize(
    ("error", "kind"), [(ZeroDivisionError(), Failed), (KeyboardInterrupt(), Interrupted)]
)
def test_in_a_block_callbacks_hear_of_an_error_of_the_step(
    bad_model: BadStep, error: BaseException, kind: type[Failed] | type[Interrupted]
) -> None:
    recorder = Recorder()
    bad_model.error = error
    with pytest.raises(type(error)), to_keras(recorder) as adapter:
        fit(bad_model, adapter)
    assert [call.hook for call in recorder.calls][-3:] == [
        "on_train_batch_begin",
        "on_exception",
        "on_close",
    ]
    outcome = recorder.calls[-1].outcome
    assert isinstance(outcome, kind)
    assert outcome.exception is error


def test_without_a_block_a_failed_run_is_closed_when_the_next_begins(
    bad_model: BadStep, model: keras.Model
) -> None:
    recorder = Recorder()
    adapter = to_keras(recorder)
    with pytest.raises(ZeroDivisionError):
        fit(bad_model, adapter)
    assert recorder.calls[-1].hook == "on_train_batch_begin"
    fit(model, adapter)
    closed = [call.outcome for call in recorder.calls if call.hook == "on_close"]
    assert [type(outcome) for outcome in closed] == [Failed, Completed]
    assert isinstance(closed[0], Failed)
    assert "Keras ended this run without its end hook" in str(closed[0].exception)
    check_trace(recorder.calls)


def test_an_error_while_closing_a_completed_run_surfaces(model: keras.Model) -> None:
    with pytest.raises(ExceptionGroup, match="on_close raised"):
        fit(model, to_keras(Bomb("on_close")))


# Runs inside hooks


class EvaluateInside(Callback[keras.Model]):
    """Evaluates on its own in the middle of an epoch."""

    def __init__(self) -> None:
        self.inside: list[keras.callbacks.Callback] = []

    def on_train_batch_end(self, batch: int, logs: object = None) -> None:
        if batch == 0:
            self.program.evaluate(X, Y, batch_size=4, verbose=0, callbacks=self.inside)


@pytest.mark.parametrize("same", [True, False])
def test_a_run_inside_a_hook_is_a_run_of_its_own(model: keras.Model, same: bool) -> None:
    recorder, outer = Recorder(), EvaluateInside()
    adapter = to_keras(outer, recorder)
    outer.inside.append(adapter if same else to_keras(recorder))
    fit(model, adapter, epochs=2, validation_data=(X, Y))
    check_trace(recorder.calls, STRICT, steps=3)
    assert sum(call.hook == "on_close" for call in recorder.calls) == 3
    assert recorder.program is model
    assert recorder.params["epochs"] == 2


def test_a_run_inside_a_hook_that_failed_leaves_the_outer_one_alone(model: keras.Model) -> None:
    recorder = Recorder()

    class Careful(Callback[keras.Model]):
        def on_epoch_end(self, epoch: int, logs: object = None) -> None:
            with pytest.raises(ValueError, match="."):  # data of another shape
                self.program.evaluate(X, Y[:3], verbose=0, callbacks=[adapter])
            with pytest.raises(ZeroDivisionError):
                self.program.evaluate(X, Y, verbose=0, callbacks=[adapter, NativeBomb()])

    adapter = to_keras(recorder, Careful())  # a run that was left open is found after the hook
    fit(model, adapter, epochs=2)
    check_trace(recorder.calls, STRICT, steps=3)
    kinds = [type(call.outcome) for call in recorder.calls if call.hook == "on_close"]
    assert kinds == [Failed, Failed, Completed]


class NativeBomb(keras.callbacks.Callback):
    def on_test_batch_end(self, batch: int, logs: object = None) -> None:
        raise ZeroDivisionError


# What is refused


def test_a_misspelt_hook_is_refused_when_the_adapter_is_made() -> None:
    class Typo:
        def on_epoch_ends(self, epoch: int, logs: Logs) -> None: ...

    with pytest.raises(CallbackError, match="did you mean `on_epoch_end`"):
        to_keras(Typo())  # type: ignore[arg-type]  # meant


def test_a_model_that_lacks_what_a_callback_asks_for_is_refused_before_the_first_batch(
    model: keras.Model,
) -> None:
    recorder = Recorder()
    reduce = ReduceLROnPlateau(monitor="loss", mode="min")
    with pytest.raises(RequirementError, match="Sequential has no `learning_rate`"):
        fit(model, to_keras(recorder, reduce))
    assert recorder.calls == []


def test_a_metric_of_several_numbers_is_refused_with_a_sentence() -> None:
    class PerClass(keras.metrics.Metric):
        def update_state(self, *args: Any, **kwargs: Any) -> None: ...

        def result(self) -> Any:
            return keras.ops.ones((3,))

    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(loss="mse", metrics=[PerClass(name="f1")])
    with pytest.raises(StepError, match="an array as the metric `f1`, of shape"):
        fit(model, to_keras(Recorder()))


def test_a_hook_before_any_run_is_refused(model: keras.Model) -> None:
    adapter = to_keras(Recorder())
    adapter.set_model(model)
    with pytest.raises(NotReadyError, match="Keras called `on_epoch_begin` before a run"):
        adapter.on_epoch_begin(0)


# hookline's own callbacks


def test_early_stopping_restores_the_best_weights_of_a_model_on_torch(model: keras.Model) -> None:
    stopping = EarlyStopping(monitor="loss", mode="max", patience=2, restore_best=True)
    weights: list[Any] = []

    class Keep(Callback[keras.Model]):
        def on_epoch_end(self, epoch: int, logs: object = None) -> None:
            weights.append(self.program.get_weights()[0].copy())

    history = fit(model, to_keras(Keep(), stopping), epochs=9)
    assert history.epoch == [0, 1, 2]
    assert stopping.best_epoch == 0
    assert model.get_weights()[0] == weights[0]


def test_terminate_on_nan_stops_keras(model: keras.Model) -> None:
    terminate = TerminateOnNaN()
    x = X.copy()
    x[:] = np.nan
    model.fit(x, Y, batch_size=4, epochs=9, verbose=0, callbacks=[to_keras(terminate)])
    assert terminate.stop_reason is not None


def test_a_copy_of_an_adapter_and_one_from_a_file_have_callbacks_of_their_own(
    model: keras.Model,
) -> None:
    history: History[Logs] = History()
    adapter: Any = to_keras(history)
    fit(model, adapter)
    for copied in (deepcopy(adapter), pickle.loads(pickle.dumps(adapter))):
        fit(model, copied, epochs=2)
        (its_own,) = copied.attachment.callbacks
        assert its_own.epoch == [0, 1]
    assert history.epoch == [0]
