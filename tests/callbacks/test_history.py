"""What `fit` returns."""

from __future__ import annotations

from hookline import History, Logs, fit


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
