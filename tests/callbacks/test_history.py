"""What `fit` returns."""

from __future__ import annotations

import pytest

from hookline import History, Logs, StateError, fit


class Counting:
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}


def test_a_second_run_starts_anew() -> None:
    history = History[Logs]()
    fit(Counting(), [1.0], epochs=3, callbacks=[history], verbose=0)
    fit(Counting(), [2.0], epochs=1, callbacks=[history], verbose=0)
    assert (history.epoch, history.history, history.logs) == (
        [0],
        {"loss": [2.0]},
        [Logs(loss=2.0)],
    )


def test_a_state_that_is_refused_changes_nothing() -> None:
    history = History[Logs]()
    history.on_epoch_end(0, {"loss": 1.0})
    with pytest.raises(StateError, match="it has 2 epochs, and logs of 1"):
        history.load_state_dict({"version": 1, "epoch": [0, 1], "logs": [{"loss": 2.0}]})
    assert (history.epoch, history.history) == ([0], {"loss": [1.0]})


def test_a_callback_that_writes_to_its_logs_does_not_change_the_history() -> None:
    class Writing:
        def on_epoch_end(self, epoch: int, logs: Logs) -> None:
            logs["loss"] = 9.0  # type: ignore[typeddict-readonly-mutated]  # what is tested

    history = fit(Counting(), [1.0], callbacks=[Writing()], verbose=0)
    assert history.logs == [Logs(loss=1.0)]


def test_it_shows_its_epochs_and_the_last_of_each_metric() -> None:
    history = fit(Counting(), [1.0], epochs=2, verbose=0)
    assert repr(history) == "<History of 2 epochs, loss: 1>"
    assert repr(History()) == "<History of 0 epochs>"
