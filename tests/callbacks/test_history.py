"""What `fit` returns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hookline import History, Logs, StateError, fit
from hookline.callbacks import BackupAndRestore, LambdaCallback, every


class Counting:
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}


class Backed:
    """A program whose loss tells all batches that it ever saw."""

    loss = 0.0

    def train_step(self, batch: float) -> Logs:
        self.loss += batch
        return {"loss": self.loss}

    def state_dict(self) -> dict[str, float]:
        return {"loss": self.loss}

    def load_state_dict(self, state: dict[str, float]) -> None:
        self.loss = state["loss"]


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


def test_what_was_returned_by_a_resumed_run_starts_anew_as_a_callback(tmp_path: Path) -> None:
    fit(Backed(), [1.0], epochs=2, callbacks=[BackupAndRestore(tmp_path)], verbose=0)
    history = fit(Backed(), [1.0], epochs=3, callbacks=[BackupAndRestore(tmp_path)], verbose=0)
    assert history.epoch == [0, 1, 2]
    assert fit(Backed(), [1.0], callbacks=[history], verbose=0).epoch == [0]


@pytest.mark.parametrize("brought", [False, True])
def test_a_resumed_run_has_the_epochs_of_before(brought: bool, tmp_path: Path) -> None:
    def train(*more: Any) -> History[Logs]:
        mine = [History[Logs]()] if brought else []
        callbacks = [*mine, BackupAndRestore(tmp_path), *more]
        return fit(Backed(), [1.0, 3.0], epochs=3, callbacks=callbacks, verbose=0)

    def at(epoch: int) -> Any:
        def cut(now: int, logs: Logs) -> None:
            if now == epoch:
                raise ConnectionError

        return LambdaCallback(on_epoch_end=cut)

    never_cut = fit(Backed(), [1.0, 3.0], epochs=3, verbose=0)
    for epoch in (1, 2):
        with pytest.raises(ConnectionError):
            train(at(epoch))
    resumed = train()
    assert (resumed.epoch, resumed.history, resumed.logs) == (
        never_cut.epoch,
        never_cut.history,
        never_cut.logs,
    )


def test_what_fit_returns_has_all_epochs_also_where_one_in_a_wrapper_has_not() -> None:
    wrapped = every(2, History[Logs](), "epochs")
    history = fit(Counting(), [1.0], epochs=4, callbacks=[wrapped], verbose=0)
    assert (wrapped.epoch, history.epoch) == ([1, 3], [0, 1, 2, 3])


@pytest.mark.parametrize("last", [False, True])
def test_it_has_an_epoch_before_any_callback_hears_of_it(last: bool) -> None:
    seen: list[list[int]] = []

    def look(epoch: int, logs: Logs) -> None:
        seen.append([*history.epoch])

    history, looking = History[Logs](), LambdaCallback(on_epoch_end=look)
    callbacks: list[Any] = [looking, history] if last else [history, looking]
    fit(Counting(), [1.0], epochs=2, callbacks=callbacks, verbose=0)
    assert seen == [[0], [0, 1]]


def test_it_shows_its_epochs_and_the_last_of_each_metric() -> None:
    history = fit(Counting(), [1.0], epochs=2, verbose=0)
    assert repr(history) == "<History of 2 epochs, loss: 1>"
    assert repr(History()) == "<History of 0 epochs>"
