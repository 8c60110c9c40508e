"""Handwritten digits in skorch, and what its history says of the same run."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from skorch import NeuralNetClassifier
from skorch.dataset import Dataset
from skorch.helper import predefined_split

from hookline import History, Logs
from hookline.adapters.skorch import to_skorch
from hookline.callbacks import Checkpoint, CSVLogger, EarlyStopping, load_newest


class Net(NeuralNetClassifier):
    """A net that gives its state away, for callbacks that keep it."""

    def state_dict(self) -> Any:
        return {name: value.numpy() for name, value in self.module_.state_dict().items()}

    def load_state_dict(self, state: Any) -> None:
        self.module_.load_state_dict({k: torch.tensor(v) for k, v in state.items()})


@pytest.mark.slow
def test_what_hookline_logs_of_digits_is_what_skorch_reports(tmp_path: Path) -> None:
    torch.manual_seed(0)
    images, labels = load_digits(return_X_y=True)
    x, y = (images / 16).astype("float32"), labels.astype("int64")
    history: History[Logs] = History()
    stopping = EarlyStopping(monitor="val_loss", mode="min", patience=2, restore_best=True)
    saving = Checkpoint(tmp_path / "best", monitor="val_loss", mode="min")
    adapter = to_skorch(stopping, CSVLogger(tmp_path / "ours.csv"), saving, history)
    net = Net(
        torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)),
        criterion=torch.nn.CrossEntropyLoss,
        lr=0.9,
        batch_size=64,
        max_epochs=60,
        iterator_train__shuffle=True,
        train_split=predefined_split(Dataset(x[1500:], y[1500:])),
        callbacks=[adapter],
        verbose=0,
    )
    with adapter:
        net.fit(x[:1500], y[:1500])

    theirs = net.history
    assert 3 <= len(history.epoch) == len(theirs) < 60
    assert stopping.stop_reason is not None
    columns = {
        "loss": theirs[:, "train_loss"],
        "dur": theirs[:, "dur"],
        "val_loss": theirs[:, "valid_loss"],
        "val_acc": theirs[:, "valid_acc"],
    }
    assert history.history == columns
    ours = list(csv.DictReader((tmp_path / "ours.csv").read_text().splitlines()))
    assert [int(line["epoch"]) for line in ours] == [*range(len(theirs))]
    assert set(ours[0]) == {"epoch", *columns}
    for name, values in columns.items():
        assert [float(line[name]) for line in ours] == values

    best = min(theirs[:, "valid_loss"])
    assert stopping.best == best
    outputs = net.forward(x[1500:])
    loss = torch.nn.functional.cross_entropy(outputs, torch.tensor(y[1500:]))
    assert float(loss) == pytest.approx(best, rel=1e-4)  # with the weights of that epoch
    accuracy = float(np.mean(net.predict(x[1500:]) == y[1500:]))
    assert accuracy > 0.85
    restored = net.state_dict()
    net.load_state_dict({name: 0 * value for name, value in restored.items()})
    load_newest(tmp_path / "best", net)
    assert all((net.state_dict()[name] == value).all() for name, value in restored.items())
