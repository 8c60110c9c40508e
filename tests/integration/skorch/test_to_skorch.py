"""hookline's callbacks in real runs of skorch."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
import skorch
import torch
from conformance import TEST_BATCHES, TRAIN_BATCHES, Bomb, Conformance, StopAt
from sklearn.base import clone
from skorch import NeuralNet
from skorch.callbacks import Callback as Native
from skorch.callbacks import EarlyStopping as NativeStopping
from skorch.callbacks import EpochScoring
from skorch.dataset import Dataset
from skorch.helper import predefined_split

from hookline import Callback, History, Interrupted, Logs, Stopped
from hookline.adapters.skorch import COVERAGE, ToSkorch, to_skorch
from hookline.callbacks import TimeLimit
from hookline.coverage.table import NAMES, Never
from hookline.errors import CallbackError
from hookline.outcome import Completed
from hookline.testing import Recorder, check_trace

SILENT = [name for name in NAMES if isinstance(COVERAGE.row(name), Never)]

X = np.linspace(-1, 1, 10, dtype="float32").reshape(10, 1)
Y = 3 * X


class Line(NeuralNet):
    """Learns y = 3x."""

    in_step: Callable[[], None] | None = None

    def train_step(self, batch: Any, **fit_params: Any) -> Any:
        if self.in_step is not None:
            self.in_step()
        return super().train_step(batch, **fit_params)

    def state_dict(self) -> Any:
        return self.module_.state_dict()

    def load_state_dict(self, state: Any) -> None:
        self.module_.load_state_dict(state)


def net(*callbacks: Any, **options: Any) -> Line:
    torch.manual_seed(0)
    return Line(
        torch.nn.Linear,
        torch.nn.MSELoss,
        module__in_features=1,
        module__out_features=1,
        **{
            "lr": 0.1,
            "batch_size": 4,
            "max_epochs": 2,
            "verbose": 0,
            "train_split": predefined_split(Dataset(X[:6], Y[:6])),
            "callbacks": [*callbacks],
            **options,
        },
    )


class StopInEpoch1(Native):
    def on_batch_end(self, net: Any, batch: Any = None, training: Any = None, **_: Any) -> None:
        if len(net.history) == 2:
            raise KeyboardInterrupt


class SkorchLoops:
    coverage = COVERAGE
    version: str = skorch.__version__
    interruption: type[BaseException] | None = None
    tells_of_errors = False
    metrics = frozenset({"loss", "dur"})

    def adapt(self, *callbacks: Any, without: Collection[str] = ()) -> ToSkorch:
        return to_skorch(*callbacks, without=without)

    def program(self) -> Line:
        return net()

    def fit(
        self,
        program: Line,
        *adapters: ToSkorch,
        epochs: int = 2,
        validates: bool = True,
        stops_itself: bool = False,
    ) -> None:
        program.callbacks = [*adapters, *([StopInEpoch1()] if stops_itself else [])]
        program.max_epochs = epochs
        if not validates:
            program.train_split = None
        program.fit(X, Y)

    def evaluate(self, program: Line, *adapters: ToSkorch) -> None:
        """Do nothing: there is nothing to hand callbacks to."""

    def predict(self, program: Line, *adapters: ToSkorch) -> None:
        """Do nothing: there is nothing to hand callbacks to."""


class TestSkorch(Conformance):
    loops = SkorchLoops()
    params = (2, None)

    def run_inside(self, *adapters: Any) -> None:
        """Train inside a hook: an evaluation tells nothing."""
        self.loops.fit(self.loops.program(), *adapters, epochs=1)

    def check(self, recorder: Recorder) -> None:
        check_trace(recorder.calls, COVERAGE.reading, steps=TRAIN_BATCHES)


# What is skorch's alone


def adapted(*others: Any, **options: Any) -> tuple[Recorder, ToSkorch]:
    recorder = Recorder()
    return recorder, to_skorch(recorder, *others, without=SILENT, **options)


def logs_of(recorder: Recorder, hook: str) -> list[dict[str, Any]]:
    return [dict(call.logs or {}) for call in recorder.calls if call.hook == hook]


def outcomes(recorder: Recorder) -> list[object]:
    return [call.outcome for call in recorder.calls if call.hook == "on_close"]


def test_the_metrics_are_those_of_the_nets_history() -> None:
    recorder, adapter = adapted()
    score = EpochScoring("neg_mean_absolute_error", name="valid_score")
    history = net(score, adapter).fit(X, Y).history
    epochs = logs_of(recorder, "on_epoch_end")
    assert [each["loss"] for each in epochs] == history[:, "train_loss"]
    assert [each["val_loss"] for each in epochs] == history[:, "valid_loss"]
    assert [each["val_score"] for each in epochs] == history[:, "valid_score"]
    assert all(each.keys() == {"loss", "dur", "val_loss", "val_score"} for each in epochs)
    batches = logs_of(recorder, "on_train_batch_end")
    assert [each["loss"] for each in batches[:3]] == history[0, "batches", :3, "train_loss"]
    validation = logs_of(recorder, "on_test_batch_end")
    assert len(validation) == 2 * TEST_BATCHES
    assert all(each.keys() == {"loss"} for each in validation)


def test_without_a_split_nothing_is_validated() -> None:
    recorder, adapter = adapted()
    net(adapter, train_split=None).fit(X, Y)
    check_trace(recorder.calls, steps=TRAIN_BATCHES)
    assert "on_test_begin" not in recorder.names()


def test_a_partial_fit_goes_on_counting() -> None:
    recorder, adapter = adapted()
    line = net(adapter)
    line.fit(X, Y)
    line.partial_fit(X, Y)
    check_trace(recorder.calls, steps=TRAIN_BATCHES)
    assert [c.index for c in recorder.calls if c.hook == "on_epoch_begin"] == [0, 1, 2, 3]
    assert outcomes(recorder) == [Completed(), Completed()]
    assert recorder.params["epochs"] == 4


def test_another_number_of_epochs_than_the_nets_is_said_to_both() -> None:
    recorder, adapter = adapted(epochs=1)
    net(adapter).fit(X, Y, epochs=1)
    assert outcomes(recorder) == [Completed()]
    assert recorder.params["epochs"] == 1


@pytest.mark.parametrize("first", [True, False])
def test_skorchs_own_early_stopping_is_a_stop(first: bool) -> None:
    recorder, adapter = adapted()
    stopping = NativeStopping(patience=2, lower_is_better=False, sink=lambda text: None)
    line = net(*([stopping, adapter] if first else [adapter, stopping]), max_epochs=9)
    history = line.fit(X, Y).history
    check_trace(recorder.calls, steps=TRAIN_BATCHES)
    epochs = logs_of(recorder, "on_epoch_end")
    assert [each["val_loss"] for each in epochs] == history[:, "valid_loss"]
    assert len(epochs) == 3
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_an_epoch_that_is_broken_off_has_the_mean_loss_of_its_batches() -> None:
    recorder, adapter = adapted(StopAt("on_train_batch_end"))
    line = net(adapter)
    line.fit(X, Y)
    check_trace(recorder.calls, steps=TRAIN_BATCHES)
    (epoch,) = logs_of(recorder, "on_epoch_end")
    assert epoch == {"loss": line.history[0, "batches", 0, "train_loss"]}
    assert "on_test_begin" not in recorder.names()


def test_ctrl_c_in_the_validation_ends_it_with_what_there_is() -> None:
    class Interrupt(Native):
        def on_batch_begin(
            self, net: Any, batch: Any = None, training: Any = None, **_: Any
        ) -> None:
            if not training and len(net.history[-1]["batches"]) == TRAIN_BATCHES + TEST_BATCHES:
                raise KeyboardInterrupt

    recorder, adapter = adapted()
    line = net(adapter, Interrupt()).fit(X, Y)
    check_trace(recorder.calls, steps=TRAIN_BATCHES)
    (epoch,) = logs_of(recorder, "on_epoch_end")
    assert epoch["val_loss"] == line.history[0, "batches", TRAIN_BATCHES, "valid_loss"]
    losses = line.history[0, "batches", :TRAIN_BATCHES, "train_loss"]
    assert epoch["loss"] == pytest.approx(np.average(losses, weights=[4, 4, 2]))
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_ctrl_c_in_a_callback_of_ours_closes_the_run_as_interrupted() -> None:
    class Interrupt:
        def on_epoch_begin(self, epoch: int, logs: Logs) -> None:
            raise KeyboardInterrupt

    recorder, adapter = adapted(Interrupt())
    net(adapter).fit(X, Y)
    check_trace(recorder.calls)
    assert isinstance(recorder.calls[-1].outcome, Interrupted)


def test_a_stop_before_the_first_epoch_trains_none() -> None:
    recorder, adapter = adapted(StopAt("on_train_begin"))
    net(adapter).fit(X, Y)
    assert recorder.names() == ["on_train_begin", "on_train_end", "on_close"]


def test_a_stop_in_the_last_epoch_is_one() -> None:
    recorder, adapter = adapted(StopAt("on_epoch_end"))
    net(adapter, max_epochs=1).fit(X, Y)
    check_trace(recorder.calls, steps=TRAIN_BATCHES)
    assert outcomes(recorder) == [Stopped("stop_training was set")]


def test_a_callback_of_batches_stops_within_the_epoch() -> None:
    history: History[Logs] = History()
    net(to_skorch(history, TimeLimit(1e-9)), max_epochs=9).fit(X, Y)
    assert history.epoch == [0]


@pytest.mark.parametrize("hook", ["on_train_begin", "on_train_batch_end", "on_train_end"])
def test_a_net_keeps_no_attribute_of_ours_and_can_be_cloned(hook: str) -> None:
    for callbacks in ([Bomb(hook)], [StopAt(hook)], []):
        recorder, adapter = adapted(*callbacks)
        line = net(adapter)
        if callbacks and isinstance(callbacks[0], Bomb):
            with pytest.raises(ZeroDivisionError):
                line.fit(X, Y)
        else:
            line.fit(X, Y)
        assert "stop_training" not in line.get_params()
        clone(line.set_params(callbacks=None))
        assert recorder.calls[-1].hook == "on_close"


def test_in_a_block_an_error_leaves_no_attribute_behind() -> None:
    _, adapter = adapted()
    line = net(adapter)

    def explode() -> None:
        raise ZeroDivisionError

    line.in_step = explode
    with pytest.raises(ZeroDivisionError), adapter:
        line.fit(X, Y)
    assert "stop_training" not in line.get_params()


def test_a_net_can_be_cloned_copied_and_written_with_the_adapter_in_it() -> None:
    history: History[Logs] = History()
    line = net(to_skorch(history, without=SILENT))
    line.fit(X, Y)
    copies = [clone(line), deepcopy(line), pickle.loads(pickle.dumps(line))]
    for copy in copies:
        (adapter,) = copy.callbacks
        assert adapter.attachment.callbacks[0] is not history
        copy.fit(X, Y)
        assert adapter.attachment.callbacks[0].epoch == [0, 1]


def test_a_grid_search_over_callbacks_trains_with_each_of_them() -> None:
    line = net(to_skorch(History(), without=SILENT))
    others: History[Logs] = History()
    line.set_params(callbacks__ToSkorch__callbacks=(others,))
    line.fit(X, Y)
    assert others.epoch == [0, 1]
    with pytest.raises(CallbackError, match="did you mean `on_epoch_end`"):
        line.set_params(callbacks__ToSkorch__callbacks=(Misspelt(),))


class Misspelt:
    def on_epoch_ends(self, epoch: int, logs: Logs) -> None: ...


def test_a_training_inside_a_hook_leaves_the_flag_of_the_one_around_it() -> None:
    class Inside(Callback[Any]):
        def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
            net(to_skorch(Recorder(), without=SILENT), max_epochs=1).fit(X, Y)
            assert self.program.stop_training is False

    recorder, adapter = adapted(Inside())
    net(adapter).fit(X, Y)
    assert outcomes(recorder) == [Completed()]
