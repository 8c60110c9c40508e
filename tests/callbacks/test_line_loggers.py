"""What CSVLogger and JSONLLogger promise alike: cut anywhere and resumed, nothing shows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import CallbackError, CallbackList, Logs, Program
from hookline.callbacks.csv_logger import CSVLogger
from hookline.callbacks.jsonl_logger import JSONLLogger
from hookline.callbacks.lambda_callback import LambdaCallback
from hookline.callbacks.line_logger import LineLogger
from hookline.callbacks.tolerance import best_effort
from hookline.durable import sweep, write_file
from hookline.errors import ArgumentError, FileError, StateError
from hookline.testing import runs
from hookline.testing.callback_laws import check_callback
from hookline.testing.killing import killed, kills

Make = Callable[[Path], LineLogger[Any]]

LOGGERS: Final[dict[str, Make]] = {
    "csv": lambda folder: CSVLogger(folder / "log.csv", new_keys="new file"),
    "jsonl": lambda folder: JSONLLogger(folder / "log.jsonl", batches=2),
}


pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.mark.parametrize("make", LOGGERS.values(), ids=LOGGERS)
def test_two_loggers_of_one_file_are_refused_before_the_first_batch(
    make: Make, tmp_path: Path
) -> None:
    with pytest.raises(CallbackError, match=r"writes to .*as callbacks\[0\] "):
        CallbackList([make(tmp_path), best_effort(make(tmp_path))])
    assert not [*tmp_path.iterdir()]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: path.read_text() for path in folder.iterdir() if path.name != "snapshot.json"
    }


def train(make: Make, folder: Path, epochs: Sequence[dict[str, float]], snapshots: int) -> None:
    """Play epochs to a logger, from the last snapshot on if there is one."""
    sweep(folder, of="snapshot.json")
    logger, begin = make(folder), 0
    snapshot = folder / "snapshot.json"
    if snapshot.exists():
        begin, state = json.loads(snapshot.read_text())
        logger.load_state_dict(state)
    logger.on_train_begin({})
    for epoch, logs in list(enumerate(epochs))[begin:]:
        logger.on_epoch_begin(epoch, {})
        for batch in range(3):
            getattr(logger, "on_train_batch_end")(batch, logs)  # noqa: B009 - of some only
        logger.on_epoch_end(epoch, cast("Logs", logs))
        if (epoch + 1) % snapshots == 0:
            write_file(snapshot, json.dumps([epoch + 1, logger.state_dict()]).encode())
    logger.on_train_end({})


FLOATS = st.floats()
NAMES = st.sampled_from(["loss", "val_loss", "val_f1", "f1"])
EPOCHS = st.lists(st.dictionaries(NAMES, FLOATS, max_size=3), min_size=1, max_size=6)


@pytest.mark.parametrize("examples", [12, pytest.param(300, marks=pytest.mark.slow)])
@pytest.mark.parametrize("kind", LOGGERS)
def test_killed_at_any_step_and_resumed_it_equals_a_run_that_was_not(
    kind: str, examples: int
) -> None:
    make = LOGGERS[kind]

    @given(
        epochs=EPOCHS,
        snapshots=st.integers(1, 3),
        places=st.lists(st.integers(0, 40), min_size=1, max_size=3),
    )
    @settings(max_examples=examples)
    def check(epochs: list[dict[str, float]], snapshots: int, places: list[int]) -> None:
        with TemporaryDirectory() as whole, TemporaryDirectory() as cut:
            train(make, Path(whole), epochs, snapshots)
            for place in places:
                killed(lambda: train(make, Path(cut), epochs, snapshots), before=place, chunk=9)
                if not Path(cut, "snapshot.json").exists():  # nobody can resume: begin anew
                    for path in Path(cut).iterdir():
                        path.unlink()
            train(make, Path(cut), epochs, snapshots)
            assert contents(Path(cut)) == contents(Path(whole))

    check()


@pytest.mark.slow
@pytest.mark.parametrize("kind", LOGGERS)
def test_killed_at_every_step_in_turn_it_equals_a_run_that_was_not(
    kind: str, tmp_path: Path
) -> None:
    make = LOGGERS[kind]
    usual = {"loss": 0.5}
    epochs = [usual, usual, {"loss": 0.1, "val_loss": 1.0}, {"f1": 0.1}, {"f1": -0.0}]
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.mkdir()
    cut.mkdir()
    train(make, whole, epochs, 2)
    for _ in kills(lambda: train(make, cut, epochs, 2), chunk=9):
        if not (cut / "snapshot.json").exists():
            for path in cut.iterdir():
                path.unlink()
        else:
            train(make, cut, epochs, 2)
            assert contents(cut) == contents(whole)
            for path in cut.iterdir():
                path.unlink()
    assert contents(cut) == contents(whole)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_it_keeps_the_laws(kind: str, tmp_path: Path) -> None:
    def make() -> object:
        if kind == "csv":
            return CSVLogger(tmp_path / "log", if_exists="overwrite", new_keys="new file")
        return JSONLLogger(tmp_path / "log", if_exists="overwrite", batches=2)

    check_callback(make, ignoring={"_file"}, strategy=runs(kinds=["train"]), max_examples=20)


class Halver(Program[float, Logs]):
    loss = 1.0

    def train_step(self, batch: float) -> Logs:
        self.loss /= 2
        return {"loss": self.loss}


@pytest.mark.parametrize("kind", LOGGERS)
def test_a_second_run_of_the_same_instance_is_refused_before_its_first_batch(
    kind: str, tmp_path: Path
) -> None:
    logger, program = LOGGERS[kind](tmp_path), Halver()
    program.fit([1.0], callbacks=[logger], verbose=0)
    before = logger.path.read_text()
    with pytest.raises(FileError, match="of an earlier run, which would be lost"):
        program.fit([1.0], callbacks=[logger], verbose=0)
    assert program.loss == 0.5
    assert logger.path.read_text() == before


@pytest.mark.parametrize("kind", LOGGERS)
def test_a_run_that_fails_and_resumes_through_fit_equals_one_that_does_not(
    kind: str, tmp_path: Path
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    Halver().fit([1.0, 2.0], epochs=4, callbacks=[LOGGERS[kind](whole)], verbose=0)
    logger, program, states = LOGGERS[kind](cut), Halver(), list[Any]()

    def snapshot(epoch: int, logs: Logs) -> None:
        states.append((epoch + 1, program.loss, logger.state_dict()))
        if epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        program.fit(
            [1.0, 2.0],
            epochs=4,
            callbacks=[logger, LambdaCallback(on_epoch_end=snapshot)],
            verbose=0,
        )
    begin, loss, state = states[1]
    resumed, program = LOGGERS[kind](cut), Halver()
    resumed.load_state_dict(state)
    program.loss = loss
    program.fit([1.0, 2.0], epochs=4, initial_epoch=begin, callbacks=[resumed], verbose=0)
    assert contents(cut) == contents(whole)


@pytest.mark.parametrize("kind", LOGGERS)
def test_a_state_of_another_shape_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(StateError, match="Logger cannot take this state: it has no `"):
        LOGGERS[kind](tmp_path).load_state_dict({"version": 1, "number": 1, "length": 2})


@pytest.mark.parametrize("kind", [CSVLogger, JSONLLogger])
def test_a_choice_that_is_none_is_refused(kind: Any) -> None:
    with pytest.raises(ArgumentError, match=r"Logger: `if_exists` must be \"error\" or \"append\""):
        kind("log", if_exists="truncate")
