"""Runs that are cut short, and go on as if nothing had happened; `test_kills.py` has the kills."""

from __future__ import annotations

import errno
import json
import math
import shutil
import signal
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hookline import (
    ArgumentError,
    CallbackError,
    CallbackList,
    FileError,
    History,
    Logs,
    Program,
    RequirementError,
    StateError,
    TrainHooksMixin,
    fit,
)
from hookline.callbacks import (
    BackupAndRestore,
    Checkpoint,
    CSVLogger,
    EarlyStopping,
    GracefulStop,
    JSONLLogger,
    ReduceLROnPlateau,
    TimeLimit,
    background,
    backup_and_restore,
    best_effort,
    load_newest,
)
from hookline.durable import write_file
from hookline.state import State
from hookline.stateful import StatefulMixin
from hookline.testing import check_callback, runs

pytestmark = pytest.mark.usefixtures("no_waiting")


LargestFile = Callable[[int], AbstractContextManager[None]]


class CutShortError(Exception):
    """What ends a process before its time."""


class Toy:
    """A program whose loss depends on all that it has seen, and on its learning rate."""

    def __init__(self, cut_at: int | None = None) -> None:
        self.seen = [0.5]
        self.learning_rate = 1.0
        self.stop_training = False
        self.cut_at = cut_at

    def train_step(self, batch: float) -> Logs:
        if len(self.seen) == self.cut_at:
            raise CutShortError
        self.seen.append(math.cos(self.seen[-1] + batch) * self.learning_rate)
        return {"loss": self.seen[-1]}

    def test_step(self, batch: float) -> Logs:
        return {"loss": sum(self.seen[-3:]) + batch}

    def state_dict(self) -> dict[str, Any]:
        return {"seen": self.seen, "learning_rate": self.learning_rate}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.seen, self.learning_rate = [*state["seen"]], state["learning_rate"]


class CountState(State):
    epochs: int


class CountEpochs(StatefulMixin[CountState], TrainHooksMixin):
    """A callback of a user's own, with state."""

    def new_state(self) -> CountState:
        return {"version": 1, "epochs": 0}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._state["epochs"] += 1


def time_limit() -> TimeLimit:
    return TimeLimit(999)


@contextmanager
def temporary_folder() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def train(
    folder: Path, toy: Toy, *, epochs: int = 6, every: int = 1, **options: Any
) -> History[Logs]:
    return fit(
        toy,
        [0.1, 0.2, 0.3],
        epochs=epochs,
        validation_data=[0.4],
        callbacks=[
            BackupAndRestore(folder / "backup", every=every),
            EarlyStopping(monitor="val_loss", mode="max", patience=2, restore_best=True),
            ReduceLROnPlateau(monitor="loss", mode="min", patience=1, factor=0.5),
            CSVLogger(folder / "log.csv"),
            JSONLLogger(folder / "log.jsonl", batches=1),
        ],
        verbose=0,
        **options,
    )


def result(folder: Path, toy: Toy, history: History[Logs]) -> object:
    logs = [(folder / name).read_bytes() for name in ("log.csv", "log.jsonl")]
    return toy.state_dict(), history.epoch, history.logs, history.history, logs


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# A run that goes on


CUT_RUNS = given(
    cuts=st.lists(st.integers(1, 40), max_size=4),
    every=st.integers(1, 3),
    epochs=st.integers(1, 8),
)


@settings(max_examples=12)
@CUT_RUNS
def test_a_run_cut_at_any_batches_equals_one_that_was_not(
    cuts: list[int], every: int, epochs: int
) -> None:
    check_cut_run(cuts, every, epochs)


@pytest.mark.slow
@settings(max_examples=300)
@CUT_RUNS
def test_many_runs_cut_at_any_batches_equal_those_that_were_not(
    cuts: list[int], every: int, epochs: int
) -> None:
    check_cut_run(cuts, every, epochs)


def check_cut_run(cuts: list[int], every: int, epochs: int) -> None:
    with temporary_folder() as whole, temporary_folder() as folder:
        toy = Toy()
        expected = result(whole, toy, train(whole, toy, epochs=epochs))
        for cut in cuts:
            try:
                train(folder, Toy(cut), epochs=epochs, every=every)
            except CutShortError:
                continue
        toy = Toy()
        assert result(folder, toy, train(folder, toy, epochs=epochs, every=every)) == expected


def fit_toy(folder: Path, toy: Any = None, epochs: int = 2, *others: Any) -> History[Any]:
    callbacks = [BackupAndRestore(folder), *others]
    return fit(toy or Toy(), [0.1], epochs=epochs, callbacks=callbacks, verbose=0)


def test_a_run_that_is_over_trains_no_more_and_has_the_same_result(tmp_path: Path) -> None:
    first, again = Toy(), Toy(cut_at=3)
    history = fit_toy(tmp_path, first)
    assert fit_toy(tmp_path, again).logs == history.logs
    assert again.seen == first.seen


def test_the_logs_of_the_end_are_those_of_the_last_epoch(tmp_path: Path) -> None:
    ends: list[Logs] = []

    class End:
        def on_train_end(self, logs: Logs) -> None:
            ends.append(logs)

    fit_toy(tmp_path, Toy(), 2, End())
    fit_toy(tmp_path, Toy(), 2, End())
    assert ends[0] == ends[1]
    assert ends[0]


def test_more_epochs_go_on_with_it(tmp_path: Path) -> None:
    fit_toy(tmp_path)
    assert fit_toy(tmp_path, Toy(), 4).epoch == [0, 1, 2, 3]


def test_more_epochs_go_on_from_the_last_one_and_not_from_the_best(tmp_path: Path) -> None:
    def best() -> Any:
        return EarlyStopping(monitor="loss", mode="min", patience=99, restore_best=True)

    whole = fit_toy(tmp_path / "whole", Toy(), 6, best())
    fit_toy(tmp_path / "parts", Toy(), 4, best())
    assert fit_toy(tmp_path / "parts", Toy(), 6, best()).logs == whole.logs


def test_what_a_callback_does_to_the_program_at_the_end_is_not_done_twice(tmp_path: Path) -> None:
    class Swap(TrainHooksMixin[Toy]):
        def on_train_end(self, logs: Logs | None = None) -> None:
            self.program.learning_rate *= 10

    for _ in range(3):
        toy = Toy()
        fit_toy(tmp_path, toy, 2, Swap())
        assert toy.learning_rate == 10.0


def test_the_last_epoch_is_backed_up_whatever_its_number(tmp_path: Path) -> None:
    toy, again = Toy(), Toy()
    fit(toy, [0.1], epochs=5, callbacks=[BackupAndRestore(tmp_path, every=4)], verbose=0)
    load_newest(tmp_path, again)
    assert again.seen == toy.seen


def test_a_run_that_was_stopped_stays_stopped(tmp_path: Path) -> None:
    class Enough(TrainHooksMixin):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    assert fit_toy(tmp_path, Toy(), 4, Enough()).epoch == [0]
    assert fit_toy(tmp_path, Toy(), 4).epoch == [0]


def as_it_is(callback: Any) -> Any:
    return callback


@pytest.mark.parametrize("wrapper", [as_it_is, best_effort])
def test_a_run_that_a_signal_stopped_goes_on_with_the_whole_of_its_epoch(
    wrapper: Callable[[Any], Any], tmp_path: Path
) -> None:
    class Signal:
        def on_train_batch_end(self, batch: int, logs: Logs) -> None:
            if len(toy.seen) == 6:
                signal.raise_signal(signal.SIGTERM)

    def run(toy: Toy, *others: Any) -> History[Any]:
        callbacks = [*others, BackupAndRestore(tmp_path)]
        return fit(toy, [0.1, 0.2, 0.3], epochs=4, callbacks=callbacks, verbose=0)

    toy = Toy()
    assert run(toy, wrapper(GracefulStop(signals=[signal.SIGTERM])), Signal()).epoch == [0, 1]
    toy, whole = Toy(), Toy()
    assert run(toy, wrapper(GracefulStop(signals=[]))).epoch == [0, 1, 2, 3]
    fit(whole, [0.1, 0.2, 0.3], epochs=4, verbose=0)
    assert toy.seen == whole.seen


def test_the_same_instance_begins_anew_once_its_run_is_over(tmp_path: Path) -> None:
    backup = BackupAndRestore(tmp_path)
    for _ in range(2):
        toy = Toy()
        fit(toy, [0.1], epochs=3, callbacks=[backup], verbose=0)
        assert (backup.resumed_epoch, len(toy.seen)) == (None, 4)


def test_the_same_instance_goes_on_with_a_run_that_failed(tmp_path: Path) -> None:
    backup = BackupAndRestore(tmp_path)
    with pytest.raises(CutShortError):
        fit(Toy(cut_at=3), [0.1], epochs=4, callbacks=[backup], verbose=0)
    history = fit(Toy(), [0.1], epochs=4, callbacks=[backup], verbose=0)
    assert (backup.resumed_epoch, history.epoch) == (2, [0, 1, 2, 3])


def test_a_program_of_its_own_history_has_it_back(tmp_path: Path) -> None:
    class Own(Program[float, Logs, float]):
        def train_step(self, batch: float, /) -> Logs:
            return {"loss": batch}

        def state_dict(self) -> dict[str, Any]:
            return {}

        def load_state_dict(self, state: dict[str, Any]) -> None: ...

    for _ in range(2):
        own = Own()
        own.fit([0.1], epochs=2, callbacks=[BackupAndRestore(tmp_path)], verbose=0)
        assert own.history is not None
        assert own.history.epoch == [0, 1]


def test_what_a_callback_does_to_the_program_when_it_begins_is_not_done_twice(
    tmp_path: Path,
) -> None:
    class WarmUp(TrainHooksMixin[Toy]):
        def on_train_begin(self, logs: Any = None) -> None:
            self.program.learning_rate = 0.01

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.learning_rate *= 2

    fit_toy(tmp_path, Toy(), 2, WarmUp())
    toy = Toy()
    fit_toy(tmp_path, toy, 3, WarmUp())
    assert toy.learning_rate == 0.08


def test_callbacks_see_the_program_as_it_was_when_they_begin(tmp_path: Path) -> None:
    seen: list[int] = []

    class Look(TrainHooksMixin[Toy]):
        def on_train_begin(self, logs: Any = None) -> None:
            seen.append(len(self.program.seen))

    fit_toy(tmp_path, Toy(), 2, Look())
    fit_toy(tmp_path, Toy(), 3, Look())
    assert seen == [1, 3]


def test_a_hand_written_loop_goes_on_where_it_was(tmp_path: Path) -> None:
    def loop(toy: Toy, epochs: int) -> list[int]:
        trained: list[int] = []
        with CallbackList([BackupAndRestore(tmp_path)], program=toy, epochs=epochs) as hooks:
            hooks.on_train_begin()
            for epoch in range(hooks.resumed_epoch() or 0, epochs):
                hooks.on_epoch_begin(epoch)
                logs = toy.train_step(0.1)
                trained.append(epoch)
                hooks.on_epoch_end(epoch, logs)
            hooks.on_train_end()
        return trained

    assert (loop(Toy(), 2), loop(Toy(), 5)) == ([0, 1], [2, 3, 4])


def test_a_hand_written_loop_that_begins_anew_after_all_is_refused(tmp_path: Path) -> None:
    fit_toy(tmp_path, Toy(), 2)
    toy = Toy()
    with (
        pytest.raises(StateError, match=r"before epoch 2, and the loop begins epoch 0: begin with"),
        CallbackList([BackupAndRestore(tmp_path), History()], program=toy) as hooks,
    ):
        hooks.on_train_begin()
        hooks.on_epoch_begin(0)


def test_a_hand_written_loop_that_cannot_tell_its_last_epoch_is_backed_up_at_the_end(
    tmp_path: Path,
) -> None:
    toy, again = Toy(), Toy()
    with CallbackList([BackupAndRestore(tmp_path, every=9)], program=toy) as hooks:
        hooks.on_train_begin()
        for epoch in range(4):
            hooks.on_epoch_begin(epoch)
            hooks.on_epoch_end(epoch, toy.train_step(0.1))
        hooks.on_train_end()
    search = load_newest(tmp_path, again)
    assert search.found is not None
    assert (search.found.manifest["epoch"], again.seen) == (3, toy.seen)


# What is on the disk


def test_one_backup_is_kept(tmp_path: Path) -> None:
    fit_toy(tmp_path, Toy(), 5)
    assert [path.name for path in tmp_path.iterdir()] == ["backup-0000006"]


def test_it_may_be_removed_when_the_run_is_over(tmp_path: Path) -> None:
    backup = BackupAndRestore(tmp_path, delete_finished=True)
    fit(Toy(), [0.1], epochs=3, callbacks=[backup], verbose=0)
    assert list(tmp_path.iterdir()) == []


def test_it_is_a_checkpoint_too(tmp_path: Path) -> None:
    toy, again = Toy(), Toy()
    fit_toy(tmp_path, toy, 3)
    load_newest(tmp_path, again)
    assert again.seen == toy.seen


def test_a_torn_backup_is_passed_over_with_a_warning_and_left_where_it_is(tmp_path: Path) -> None:
    fit_toy(tmp_path, Toy(), 2)
    shutil.copytree(tmp_path / "backup-0000003", tmp_path / "whole")
    fit_toy(tmp_path, Toy(), 3)
    (tmp_path / "whole").rename(tmp_path / "backup-0000003")
    torn = tmp_path / "backup-0000004" / "program.json"
    write_file(torn, b"{")
    toy = Toy()
    with pytest.warns(UserWarning, match=r"passes over a backup: .*program.json` has 1 bytes"):
        fit_toy(tmp_path, toy, 5)
    assert len(toy.seen) == 6
    assert names(tmp_path) == ["backup-0000004", "backup-0000007"]
    assert torn.read_bytes() == b"{"


def tear(backup: Path) -> None:
    write_file(backup / "program.json", b"{")


def forget(backup: Path) -> None:
    (backup / "manifest.json").unlink()


def date_forward(backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    write_file(backup / "manifest.json", json.dumps({**manifest, "format": 99}).encode())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (tear, "program.json` has 1 bytes, and "),
        (date_forward, "it was written by a newer one"),
        (forget, "has no manifest.json"),
    ],
)
def test_where_no_backup_can_be_read_none_is_replaced_by_a_new_run(
    change: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    fit_toy(tmp_path)
    change(tmp_path / "backup-0000003")
    toy = Toy()
    with pytest.raises(FileError, match=f"(?s)none of them can be read.*{reason}"):
        fit_toy(tmp_path, toy)
    assert len(toy.seen) == 1
    assert names(tmp_path) == ["backup-0000003"]


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "notes.txt", b"precious")
    for name in ("backup-2024", "backup-20240301", "backup-of-mine", "backups"):
        (tmp_path / name).mkdir()
        write_file(tmp_path / name / "notes.txt", b"precious")
    before = set(tmp_path.rglob("*"))
    for epochs in (2, 4):
        fit_toy(tmp_path, Toy(), epochs)
        assert before < set(tmp_path.rglob("*"))


def test_checkpoints_may_be_in_the_same_folder(tmp_path: Path) -> None:
    fit_toy(tmp_path, Toy(), 2, Checkpoint(tmp_path))
    assert fit_toy(tmp_path, Toy(), 4, Checkpoint(tmp_path)).epoch == [0, 1, 2, 3]
    assert names(tmp_path) == ["backup-0000005", *(f"epoch-0000{epoch}" for epoch in range(4))]


def test_a_program_that_only_writes_itself_is_backed_up_by_its_state(tmp_path: Path) -> None:
    class Export(Toy):
        def save(self, path: Path) -> None:
            raise AssertionError("nothing could read it")

    fit_toy(tmp_path, Export(), 2)
    again = Export()
    fit_toy(tmp_path, again, 2)
    assert len(again.seen) == 3


def test_a_folder_that_cannot_be_made_is_refused_before_the_first_batch(tmp_path: Path) -> None:
    write_file(tmp_path / "file", b"no folder")
    toy = Toy()
    with pytest.raises(FileError, match=r"Could not create `.*file/backup`"):
        fit_toy(tmp_path / "file" / "backup", toy)
    assert len(toy.seen) == 1


# What is refused


@pytest.mark.parametrize("others", [[], [CountEpochs], [CountEpochs, time_limit], [time_limit] * 2])
def test_a_backup_of_other_callbacks_is_refused(
    others: list[Callable[[], object]], tmp_path: Path
) -> None:
    fit_toy(tmp_path, Toy(), 2, time_limit(), CountEpochs())
    with pytest.raises(StateError, match="with the callbacks TimeLimit, CountEpochs, History, and"):
        fit_toy(tmp_path, Toy(), 3, *(make() for make in others))


def test_a_backup_of_another_program_is_refused(tmp_path: Path) -> None:
    class Other(Toy): ...

    fit_toy(tmp_path)
    with pytest.raises(StateError, match="with the program Toy, and this run has .*Other"):
        fit_toy(tmp_path, Other())


def test_a_state_that_the_program_does_not_take_is_told_with_its_file(tmp_path: Path) -> None:
    fit_toy(tmp_path, Toy(), 2)

    class Renamed(Toy):
        __qualname__ = "Toy"

        def load_state_dict(self, state: dict[str, Any]) -> None:
            self.seen = state["losses"]

    stopping = EarlyStopping(monitor="loss", mode="min", patience=99)
    with pytest.raises(StateError, match=r"(?s)`Toy.load_state_dict` did not .*KeyError: 'losses'"):
        fit_toy(tmp_path, Renamed())
    # Nor have the callbacks taken theirs, to begin another run with it.
    fit_toy(tmp_path / "other", Toy(), 2, stopping)
    with pytest.raises(StateError):
        fit_toy(tmp_path / "other", Renamed(), 3, stopping)
    fit(Toy(), [0.1], epochs=1, callbacks=[stopping], verbose=0)
    assert stopping.state_dict()["measured"] == 1


def test_a_best_state_that_has_no_form_in_a_file_is_refused_before_the_first_batch(
    tmp_path: Path,
) -> None:
    class Own(Toy):
        def state_dict(self) -> dict[str, Any]:
            return {"seen": {1, 2}}

        def save(self, path: Path) -> None:
            path.write_text(repr(self.seen))

        def load(self, path: Path) -> None: ...

    own = Own()
    fit_toy(tmp_path / "saved", own, 1)
    stopping = EarlyStopping(monitor="loss", mode="min", restore_best=True)
    with pytest.raises(StateError, match=r'`state_dict\(\)\["seen"\]` is a set'):
        fit_toy(tmp_path / "refused", own, 1, stopping)
    assert len(own.seen) == 2


def test_a_backup_of_a_later_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setattr(backup_and_restore, "_VERSION", 2)
        fit_toy(tmp_path)
    with pytest.raises(StateError, match="its version is 2, and only version 1 is understood"):
        fit_toy(tmp_path)


def test_a_program_without_state_is_refused_before_the_first_batch(tmp_path: Path) -> None:
    class Stateless:
        def train_step(self, batch: float) -> Logs:
            raise AssertionError("it has trained")

    with pytest.raises(RequirementError, match="has no `load_state_dict`, `state_dict`"):
        fit_toy(tmp_path, Stateless())


def test_on_a_full_disk_the_error_names_the_file_and_the_run_goes_on_when_there_is_room(
    tmp_path: Path, largest_file: LargestFile
) -> None:
    class Growing(Toy):
        def state_dict(self) -> dict[str, Any]:
            return {**super().state_dict(), "memory": "x" * 1000 * len(self.seen)}

    with largest_file(3500), pytest.raises(FileError) as caught:
        fit_toy(tmp_path, Growing(), 6)
    assert caught.value.errno == errno.EFBIG
    assert f"Could not write `{tmp_path / 'backup-0000004' / 'program.json'}`" in str(caught.value)
    assert names(tmp_path) == ["backup-0000003"]
    toy, whole = Growing(), Toy()
    assert fit_toy(tmp_path, toy, 6).epoch == [*range(6)]
    fit(whole, [0.1], epochs=6, verbose=0)
    assert toy.seen == whole.seen


def test_two_in_one_run_are_refused(tmp_path: Path) -> None:
    toy = Toy()
    with pytest.raises(CallbackError, match="A run has one BackupAndRestore"):
        fit_toy(tmp_path / "one", toy, 2, BackupAndRestore(tmp_path / "two"))
    assert len(toy.seen) == 1


@pytest.mark.parametrize(
    ("mode", "sentence"), [(0o500, "Could not write"), (0o300, "Could not read")]
)
def test_a_folder_without_permission_is_refused_before_the_first_batch(
    mode: int,
    sentence: str,
    nobodys_folder: Path,
    as_nobody: Callable[[Callable[[], object]], None],
) -> None:
    toy = Toy()

    def run() -> None:
        fit_toy(nobodys_folder, Toy(), 2)
        nobodys_folder.chmod(mode)
        with pytest.raises(FileError, match=f"{sentence} `{nobodys_folder}`: Permission denied"):
            fit_toy(nobodys_folder, toy, 3)
        assert len(toy.seen) in {1, 3}  # as it was, or as it was backed up

    as_nobody(run)
    nobodys_folder.chmod(0o755)
    assert names(nobodys_folder) == ["backup-0000003"]


def test_no_wrapper_takes_it(tmp_path: Path) -> None:
    with pytest.raises(CallbackError, match="which no wrapper can stand around"):
        background(BackupAndRestore(tmp_path))


def test_an_option_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="`every` must be a whole number of at least 1, not 0"):
        BackupAndRestore(tmp_path, every=0)


def test_it_keeps_the_laws(tmp_path: Path) -> None:
    check_callback(
        lambda: BackupAndRestore(tmp_path),
        program=Toy,
        strategy=runs(kinds=["train"]),
        max_examples=20,
    )
