"""What every adapter owes to hookline's callbacks, shown in real runs of its framework.

A framework's test file derives from `Conformance`, and says in a `Loops` how its runs are started;
from `Training`, where it has no batches or tells nothing of evaluation.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from pathlib import Path
from typing import Any, ClassVar

import golden
import pytest
from typing_extensions import Protocol

from hookline import Callback, Failed, History, Interrupted, Logs, Params, Stopped
from hookline.callbacks import CSVLogger, EarlyStopping
from hookline.coverage.table import NAMES, Coverage, Never
from hookline.errors import CallbackError, RequirementError
from hookline.outcome import Completed, Outcome
from hookline.program_protocols import HasLearningRate
from hookline.testing import Recorder, check_trace

#: Batches of a training epoch and of a validation, the last ones smaller than the others.
TRAIN_BATCHES, TEST_BATCHES = 3, 2

#: The hooks with logs.
IN_RUNS = [name for name in NAMES if name.endswith(("_begin", "_end"))]
TRAIN = [name for name in IN_RUNS if "test" not in name and "predict" not in name]


class Loops(Protocol):
    """How the runs of a framework are started, on ten samples in batches of four.

    A program is the framework's own, and learns y = 3x. Where its attribute `in_step` is set,
    each training step calls it.
    """

    coverage: Coverage
    #: The version that is installed.
    version: str
    #: Whether it tells callbacks of an error in the step.
    tells_of_errors: bool
    #: The metrics of an epoch.
    metrics: frozenset[str]

    @property
    def interruption(self) -> type[BaseException] | None:
        """What its `fit` raises after Ctrl-C; None where it takes that as a request to stop."""
        ...

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> AbstractContextManager[Any]:
        """Return the adapter around some callbacks."""
        ...

    def program(self) -> Any:
        """Return a new program."""
        ...

    def fit(
        self,
        program: Any,
        *adapters: Any,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        """Train, and validate on six samples; `stops_itself` asks the framework to, in epoch 1."""
        ...

    def evaluate(self, program: Any, *adapters: Any) -> None:
        """Evaluate six samples."""
        ...

    def predict(self, program: Any, *adapters: Any) -> None:
        """Predict six samples, if callbacks can hear of it."""
        ...


class Bomb:
    """Raises in one hook."""

    def __init__(self, hook: str) -> None:
        def explode(*_: object, **__: object) -> None:
            raise ZeroDivisionError(hook)

        setattr(self, hook, explode)


class StopAt(Callback[Any]):
    """Asks to stop in one hook, each time."""

    def __init__(self, hook: str, flag: str = "stop_training") -> None:
        def stop(*_: object, **__: object) -> None:
            setattr(self.program, flag, True)

        setattr(self, hook, stop)


class Training:
    """The part of the suite that holds wherever something is trained."""

    loops: ClassVar[Loops]
    #: What the parameters of a run of two epochs say.
    params: ClassVar[tuple[int | None, int | None]] = (2, TRAIN_BATCHES)
    #: The hook before a step of the program.
    before_step: ClassVar[str] = "on_train_batch_begin"
    #: Whether a block is needed to learn that the framework was asked to stop by somebody else.
    tells_of_stops: ClassVar[bool] = True

    def play(self, *callbacks: Any) -> Any:
        """Two epochs of unequal batches with validation, an evaluation, a prediction."""
        silent = [name for name in NAMES if isinstance(self.loops.coverage.row(name), Never)]
        adapter = self.loops.adapt(*callbacks, without=silent)
        program = self.loops.program()
        self.loops.fit(program, adapter)
        self.loops.evaluate(program, adapter)
        self.loops.predict(program, adapter)
        return program

    def recorded(self, *others: Any, **options: Any) -> Recorder:
        """Return what a callback heard of a fit, beside others."""
        recorder = Recorder()
        adapter = self.adapt(recorder, *others)
        self.loops.fit(self.loops.program(), adapter, **options)
        return recorder

    def adapt(self, *callbacks: Any) -> AbstractContextManager[Any]:
        """Return an adapter around callbacks that can do without the hooks that never fire."""
        silent = [name for name in NAMES if isinstance(self.loops.coverage.row(name), Never)]
        return self.loops.adapt(*callbacks, without=silent)

    def fires(self, hook: str) -> bool:
        """Tell whether a hook fires."""
        return not isinstance(self.loops.coverage.row(hook), Never)

    def hosted(self, program: Any) -> object:
        """Return what callbacks serve in the runs of a program."""
        return program

    def run_inside(self, *adapters: Any) -> None:
        """Run something inside a hook."""
        self.loops.fit(self.loops.program(), *adapters, epochs=1)

    def check(self, recorder: Recorder) -> None:
        """Hold what a callback heard to the order of hooks."""
        check_trace(recorder.calls, self.loops.coverage.reading, steps=self.params[1])

    # The order and the form of what arrives

    def test_the_hooks_of_three_runs_come_in_order(self) -> None:
        recorder = Recorder()
        self.play(recorder)
        self.check(recorder)
        name = self.loops.coverage.framework.lower()
        golden.compare(recorder.calls, name, self.loops.version)

    def test_every_hook_that_the_table_says_fires_does_and_no_other(self) -> None:
        recorder = Recorder()
        self.play(recorder)
        with pytest.raises(ZeroDivisionError):
            self.loops.fit(self.loops.program(), self.adapt(recorder, Bomb("on_epoch_end")))
        assert {call.hook for call in recorder.calls} == {n for n in NAMES if self.fires(n)}

    def test_logs_are_python_floats_and_begin_hooks_get_none(self) -> None:
        recorder = Recorder()
        self.play(recorder)
        for call in recorder.calls:
            if call.hook.endswith("_begin"):
                assert call.logs == {}
            elif call.hook.endswith("_end") and "predict" not in call.hook:
                assert call.logs is not None
                assert all(type(value) is float for value in call.logs.values())
        assert all(call.logs for call in recorder.calls if call.hook == "on_test_end")

    def test_the_program_and_the_parameters_are_those_of_the_run(self) -> None:
        seen: list[tuple[object, Params]] = []

        class Look(Callback[Any]):
            def on_train_begin(self, logs: object = None) -> None:
                seen.append((self.program, self.params))

        program = self.loops.program()
        self.loops.fit(program, self.loops.adapt(Look()))
        ((hosted, params),) = seen
        assert hosted is self.hosted(program)
        assert (params["epochs"], params["steps"]) == self.params

    def test_an_adapter_serves_one_run_after_the_other(self) -> None:
        recorder, program = Recorder(), self.loops.program()
        adapter = self.adapt(recorder)
        for _ in range(2):
            self.loops.fit(program, adapter, epochs=1)
        self.check(recorder)
        assert recorder.names().count("on_close") == 2

    @pytest.mark.parametrize("used", [False, True])
    def test_a_copy_of_an_adapter_and_one_from_a_file_have_callbacks_of_their_own(
        self, used: bool
    ) -> None:
        history: History[Logs] = History()
        adapter: Any = self.loops.adapt(history)
        if used:
            self.loops.fit(self.loops.program(), adapter)
        epochs = history.epoch.copy()
        for copied in (deepcopy(adapter), pickle.loads(pickle.dumps(adapter))):
            self.loops.fit(self.loops.program(), copied)
            (its_own,) = copied.attachment.callbacks
            assert its_own.epoch == [0, 1]
        assert history.epoch == epochs

    # Stop requests

    @pytest.mark.parametrize("hook", TRAIN)
    def test_a_callback_stops_the_framework(self, hook: str) -> None:
        if not self.fires(hook):
            with pytest.raises(CallbackError, match=f"never fires: .*{hook}"):
                self.loops.adapt(StopAt(hook))
            return
        recorder = self.recorded(StopAt(hook), epochs=9)
        self.check(recorder)
        assert recorder.names().count("on_epoch_end(1)") == (hook == "on_train_end")
        assert recorder.calls[-1].outcome == Stopped("stop_training was set")

    def test_a_stop_that_the_framework_was_asked_for_is_in_the_outcome(self) -> None:
        recorder, program = Recorder(), self.loops.program()
        adapter = self.adapt(recorder)
        with nullcontext() if self.tells_of_stops else adapter:
            self.loops.fit(program, adapter, epochs=9, stops_itself=True)
        self.check(recorder)
        assert recorder.names().count("on_epoch_end(1)") == 1
        assert "on_epoch_begin(2)" not in recorder.names()
        assert isinstance(recorder.calls[-1].outcome, Stopped)

    def test_a_run_after_one_that_was_stopped_is_not(self) -> None:
        program = self.loops.program()
        self.loops.fit(program, self.loops.adapt(StopAt("on_epoch_end")), epochs=9)
        recorder = Recorder()
        self.loops.fit(program, self.adapt(recorder))
        assert recorder.calls[-1].outcome == Completed()

    # Errors and the end of runs

    @pytest.mark.parametrize("hook", IN_RUNS)
    def test_an_error_surfaces_with_a_note_and_every_callback_is_closed_once(
        self, hook: str
    ) -> None:
        if not self.fires(hook):
            with pytest.raises(CallbackError, match=f"never fires: .*{hook}"):
                self.loops.adapt(Bomb(hook))
            return
        recorder, after = Recorder(), Recorder()
        with pytest.raises(ZeroDivisionError) as caught:
            self.play(recorder, Bomb(hook), after)
        assert any(f"raised in {hook} of callbacks[1] (Bomb)" in n for n in caught.value.__notes__)
        for calls in (recorder.calls, after.calls):
            assert [call.exception for call in calls if call.exception] == [caught.value]
            assert calls[-1].outcome == Failed(caught.value)
        check_trace(recorder.calls, self.loops.coverage.reading)

    def test_callbacks_are_closed_in_reverse_order(self) -> None:
        closed: list[int] = []

        class Close:
            def __init__(self, number: int) -> None:
                self.number = number

            def on_close(self, outcome: Outcome) -> None:
                closed.append(self.number)

        self.loops.fit(self.loops.program(), self.loops.adapt(Close(1), Close(2)))
        assert closed == [2, 1]

    def test_an_error_while_closing_a_completed_run_surfaces(self) -> None:
        with pytest.raises(ExceptionGroup, match="on_close raised"):
            self.loops.fit(self.loops.program(), self.loops.adapt(Bomb("on_close")))

    @pytest.mark.parametrize("in_block", [True, False])
    def test_an_error_in_the_step_closes_the_run(self, in_block: bool) -> None:
        recorder, program = Recorder(), self.loops.program()
        error = ZeroDivisionError("in the step")
        program.in_step = raising(error)
        adapter = self.adapt(recorder)
        with pytest.raises(ZeroDivisionError) as caught:
            if in_block:
                with adapter:
                    self.loops.fit(program, adapter)
            else:
                self.loops.fit(program, adapter)
        assert caught.value is error
        if not in_block and not self.loops.tells_of_errors:
            assert recorder.calls[-1].hook == self.before_step
            program.in_step = None
            self.loops.fit(program, adapter)
            failed, completed = (c.outcome for c in recorder.calls if c.hook == "on_close")
            assert isinstance(failed, Failed)
            assert "ended this run without its end hook" in str(failed.exception)
            assert completed == Completed()
        else:
            assert [call.exception for call in recorder.calls if call.exception] == [error]
            assert recorder.calls[-1].outcome == Failed(error)
        check_trace(recorder.calls, self.loops.coverage.reading)

    def test_in_a_block_callbacks_hear_of_an_interruption(self) -> None:
        recorder, program = Recorder(), self.loops.program()
        program.in_step = raising(KeyboardInterrupt())
        if self.loops.interruption is None:
            self.loops.fit(program, self.adapt(recorder))
            self.check(recorder)
            assert recorder.calls[-1].outcome == Stopped("stop_training was set")
            return
        with pytest.raises(self.loops.interruption), self.adapt(recorder) as adapter:
            self.loops.fit(program, adapter)
        assert recorder.names()[-2:] == ["on_exception", "on_close"]
        assert isinstance(recorder.calls[-1].outcome, Interrupted)
        check_trace(recorder.calls, self.loops.coverage.reading)

    # Runs inside hooks

    @pytest.mark.parametrize("same", [True, False])
    def test_a_run_inside_a_hook_is_a_run_of_its_own(self, same: bool) -> None:
        recorder, run_inside = Recorder(), self.run_inside
        inner: list[Any] = []

        class RunInside(Callback[Any]):
            inside = False

            def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
                if not self.inside:
                    self.inside = True
                    run_inside(*inner)
                    self.inside = False

        adapter = self.adapt(RunInside(), recorder)
        inner.append(adapter if same else self.adapt(recorder))
        program = self.loops.program()
        self.loops.fit(program, adapter)
        self.check(recorder)
        assert recorder.names().count("on_close") == 3
        assert recorder.program is self.hosted(program)
        assert recorder.params["epochs"] == self.params[0]

    # What is refused

    def test_a_hook_that_never_fires_is_refused_with_the_row_of_the_table(self) -> None:
        for name in NAMES:
            row = self.loops.coverage.row(name)
            if isinstance(row, Never):
                with pytest.raises(CallbackError) as caught:
                    self.loops.adapt(Bomb(name))
                assert row.why in str(caught.value)

    def test_a_misspelt_hook_is_refused_when_the_adapter_is_made(self) -> None:
        class Typo:
            def on_epoch_ends(self, epoch: int, logs: Logs) -> None: ...

        with pytest.raises(CallbackError, match="did you mean `on_epoch_end`"):
            self.loops.adapt(Typo())

    def test_a_program_that_lacks_what_a_callback_asks_for_is_refused_before_the_first_batch(
        self,
    ) -> None:
        class Cool(Callback[HasLearningRate]):
            def on_epoch_end(self, epoch: int, logs: object = None) -> None: ...

        recorder = Recorder()
        with pytest.raises(RequirementError, match="has no `learning_rate`"):
            self.loops.fit(self.loops.program(), self.adapt(recorder, Cool()))
        assert recorder.calls == []

    # hookline's own callbacks

    def test_a_logger_and_a_history_agree(self, tmp_path: Path) -> None:
        history: History[Logs] = History()
        path = tmp_path / "log.csv"
        self.loops.fit(self.loops.program(), self.loops.adapt(history, CSVLogger(path)), epochs=3)
        header, *rows = path.read_text().splitlines()
        assert set(header.split(",")) == {"epoch", *history.history}
        assert [int(row.split(",")[0]) for row in rows] == history.epoch == [0, 1, 2]


class Conformance(Training):
    """The whole suite: for loops of batches that tell of their validation and of evaluations."""

    def run_inside(self, *adapters: Any) -> None:
        """Evaluate inside a hook."""
        self.loops.evaluate(self.loops.program(), *adapters)

    def test_the_metrics_of_validation_are_the_epochs_with_a_prefix(self) -> None:
        recorder = self.recorded()
        validations = [call.logs for call in recorder.calls if call.hook == "on_test_end"]
        epochs = [call.logs for call in recorder.calls if call.hook == "on_epoch_end"]
        assert len(validations) == len(epochs) == 2
        for validation, epoch in zip(validations, epochs, strict=True):
            assert validation is not None
            assert epoch is not None
            prefixed = {f"val_{name}": value for name, value in validation.items()}
            assert prefixed.items() <= epoch.items()
            assert epoch.keys() - prefixed.keys() == self.loops.metrics
        assert recorder.calls[-2].hook == "on_train_end"
        assert recorder.calls[-2].logs == epochs[-1]

    def test_an_older_name_of_a_hook_is_called_once_a_batch(self) -> None:
        class Count:
            batches = 0

            def on_batch_end(self, batch: int, logs: Logs) -> None:
                self.batches += 1

        count = Count()
        self.loops.fit(self.loops.program(), self.loops.adapt(count))
        assert count.batches == 2 * TRAIN_BATCHES

    def test_a_stop_in_validation_ends_the_training(self) -> None:
        recorder = self.recorded(StopAt("on_test_end"), epochs=9)
        self.check(recorder)
        assert "on_epoch_begin(1)" not in recorder.names()
        assert "on_epoch_end(0)" in recorder.names()
        assert recorder.calls[-1].outcome == Stopped("stop_training was set")

    def test_early_stopping_restores_the_best_weights(self) -> None:
        stopping = EarlyStopping(monitor="val_loss", mode="max", patience=2, restore_best=True)
        states: list[Any] = []

        class Keep(Callback[Any]):
            def on_epoch_end(self, epoch: int, logs: object = None) -> None:
                states.append({k: v.clone() for k, v in self.program.state_dict().items()})

        program = self.loops.program()
        self.loops.fit(program, self.loops.adapt(Keep(), stopping), epochs=9)
        assert len(states) == 3
        assert stopping.best_epoch == 0
        assert {k: v.tolist() for k, v in program.state_dict().items()} == {
            k: v.tolist() for k, v in states[0].items()
        }


def raising(error: BaseException) -> Callable[[], None]:
    """Return what raises an error."""

    def explode() -> None:
        raise error

    return explode
