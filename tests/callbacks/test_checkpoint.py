"""Programs that are saved, and given back."""

from __future__ import annotations

import errno
import math
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Required

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import ReadOnly

from hookline import (
    ArgumentError,
    CallbackError,
    CallbackList,
    FileError,
    Logs,
    NoLogs,
    RequirementError,
    StateError,
    fit,
)
from hookline.callbacks import BackupAndRestore, Checkpoint, best_effort, every, load_newest
from hookline.callbacks.name_template import NameTemplate
from hookline.durable import check_folder, write_file
from hookline.outcome import Outcome
from hookline.settled import RunParts
from hookline.testing import check_callback, runs

pytestmark = pytest.mark.usefixtures("no_waiting")


LargestFile = Callable[[int], AbstractContextManager[None]]


class Scripted:
    """A program whose loss in each epoch is known before, and whose state is its epoch."""

    def __init__(self, *losses: float) -> None:
        self.losses = losses
        self.epoch = -1

    def train_step(self, batch: float) -> Logs:
        self.epoch += 1
        return {"loss": self.losses[self.epoch]}

    def state_dict(self) -> dict[str, int]:
        return {"epoch": self.epoch}

    def load_state_dict(self, state: dict[str, int]) -> None:
        self.epoch = state["epoch"]


class Own(Scripted):
    """A program with a format of its own: a folder."""

    def save(self, path: Path) -> None:
        path.mkdir()
        (path / "epoch.txt").write_text(str(self.epoch))

    def load(self, path: Path) -> None:
        self.epoch = int((path / "epoch.txt").read_text())


class OwnLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]


class Typed(Scripted):
    """A program that says which metrics it gives."""

    def train_step(self, batch: float) -> OwnLogs:
        raise AssertionError("it has trained")


def train(checkpoint: Checkpoint, *losses: float, program: Any = None) -> None:
    program = program or Scripted(*losses)
    fit(program, [0.0], epochs=len(losses), callbacks=[checkpoint], verbose=0)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def loaded(folder: Path) -> int:
    program = Scripted()
    load_newest(folder, program)
    return program.epoch


# What is saved


def test_each_epoch_is_saved_under_its_number(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path / "new" / "runs"), 3.0, 2.0)
    assert names(tmp_path / "new" / "runs") == ["epoch-00000", "epoch-00001"]
    assert loaded(tmp_path / "new" / "runs") == 1


def by_hand(checkpoint: Checkpoint, logs: Logs) -> None:
    """Train one epoch in a loop that does not look at the monitors of callbacks, as `fit` does."""
    with CallbackList([checkpoint], program=Scripted()) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(0)
        callbacks.on_epoch_end(0, logs)
        callbacks.on_train_end(logs)


def test_a_metric_that_never_came_is_told_when_the_run_ends(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Checkpoint watched 'val_loss' and did nothing"):
        by_hand(Checkpoint(tmp_path, monitor="val_loss", mode="min"), {"loss": 1.0})


def test_a_metric_that_came_between_turns_is_no_silence(tmp_path: Path) -> None:
    best = Checkpoint(tmp_path, every=2, monitor="val_loss", mode="min")
    by_hand(best, {"loss": 1.0, "val_loss": 1.0})
    assert names(tmp_path) == []


def test_a_metric_by_a_wrong_name_is_told_in_the_first_epoch(tmp_path: Path) -> None:
    with pytest.raises(RequirementError, match="epoch 0"):
        train(Checkpoint(tmp_path, every=2, monitor="los", mode="min"), 1.0, 1.0)


def test_each_nth_epoch_is_saved(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path, every=2), *[1.0] * 5)
    assert names(tmp_path) == ["epoch-00001", "epoch-00003"]


def test_the_manifest_says_which_epoch_it_is_and_how_good(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path)
    train(checkpoint, 3.0, 2.5)
    assert checkpoint.newest == tmp_path / "epoch-00001"
    manifest = check_folder(tmp_path / "epoch-00001")
    assert (manifest["epoch"], manifest["step"], manifest["metrics"]) == (1, None, {"loss": 2.5})


def test_the_last_ones_are_kept(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path, keep_last=2), *[1.0] * 5)
    assert names(tmp_path) == ["epoch-00003", "epoch-00004"]


LOSSES = st.lists(st.sampled_from([0.0, 1.0, 2.0, float("nan")]), min_size=1, max_size=8)


@given(LOSSES, st.sampled_from(["min", "max"]))
def test_what_is_kept_of_the_best_is_the_first_best_epoch(losses: list[float], mode: Any) -> None:
    with temporary_folder() as folder:
        best = Checkpoint(folder, name="best", monitor="loss", mode=mode)
        train(best, *losses)
        finite = [loss for loss in losses if not math.isnan(loss)]
        if not finite:
            assert names(folder) == []
            return
        assert loaded(folder) == losses.index((min if mode == "min" else max)(finite))


@given(st.integers(1, 7), st.integers(1, 4), st.integers(1, 9))
def test_each_nth_batch_of_an_epoch_is_saved_whatever_the_groups(
    n: int, group: int, batches: int
) -> None:
    with temporary_folder() as folder:
        fit(
            Scripted(*[1.0] * 2 * batches),
            [0.0] * batches,
            epochs=2,
            callbacks=[Checkpoint(folder, batches=n, name="{epoch}-{batch}")],
            steps_per_execution=group,
            verbose=0,
        )
        ends = [min(end, batches) - 1 for end in range(group, batches + group, group)]
        begins = range(0, batches, group)
        due = [e for b, e in zip(begins, ends, strict=True) if (e + 1) // n > b // n]
        assert names(folder) == sorted(f"{epoch}-{end}" for epoch in range(2) for end in due)
        for epoch, end in ((epoch, end) for epoch in range(2) for end in due):
            manifest = check_folder(folder / f"{epoch}-{end}")
            assert manifest["step"] == epoch * batches + end + 1


def test_a_program_with_a_save_of_its_own_is_saved_by_it(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path), 1.0, 1.0, program=Own(1.0, 1.0))
    program = Own()
    search = load_newest(tmp_path, program)
    assert search.found is not None
    assert (program.epoch, sorted(search.found.manifest["files"])) == (1, ["program/epoch.txt"])


def test_a_second_fit_with_the_same_instance_begins_anew(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path, monitor="loss", mode="min", if_exists="keep", name="{loss}")
    train(checkpoint, 1.0)
    train(checkpoint, 2.0)
    assert names(tmp_path) == ["1.0", "2.0"]


# Which is loaded


def test_the_newest_whole_one_is_loaded_and_the_torn_one_is_told(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path), 1.0, 1.0, 1.0)
    (tmp_path / "epoch-00002" / "program.json").write_text("{")
    program = Scripted()
    search = load_newest(tmp_path, program)
    assert program.epoch == 1
    assert [skipped.path.name for skipped in search.skipped] == ["epoch-00002"]


def test_where_there_is_none_an_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no whole checkpoint"):
        load_newest(tmp_path / "nothing", Scripted())


# What is there already


def test_checkpoints_of_an_earlier_run_are_not_lost(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path), 1.0)
    with pytest.raises(FileError, match="holds 1 checkpoints of an earlier run, `epoch-00000`"):
        train(Checkpoint(tmp_path), 1.0)


def test_they_may_be_kept(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path), 1.0, 1.0, 1.0)
    train(Checkpoint(tmp_path, if_exists="keep", keep_last=1, name="second-{epoch}"), 1.0, 1.0)
    assert names(tmp_path) == ["epoch-00000", "epoch-00001", "epoch-00002", "second-1"]


def test_what_is_kept_keeps_its_name(tmp_path: Path) -> None:
    for loss in (1.0, 2.0, 3.0):
        train(Checkpoint(tmp_path, name="best", if_exists="keep"), loss, loss)
    assert names(tmp_path) == ["best", "best-2", "best-3"]
    metrics = [check_folder(tmp_path / name)["metrics"]["loss"] for name in names(tmp_path)]
    assert metrics == [1.0, 2.0, 3.0]


def test_a_run_that_resumes_replaces_its_own_and_not_what_it_keeps(tmp_path: Path) -> None:
    def run(checkpoint: Checkpoint, *callbacks: Any) -> None:
        backup = BackupAndRestore(tmp_path / "backup")
        program = Scripted(*[5.0] * 4)
        fit(program, [0.0], epochs=4, callbacks=[checkpoint, *callbacks, backup], verbose=0)

    class Cut:
        def after_epoch_end(self, epoch: int, logs: Logs, parts: RunParts) -> None:
            if epoch == 2:
                raise ConnectionError

        def on_close(self, outcome: Outcome) -> None: ...

    runs = tmp_path / "runs"
    train(Checkpoint(runs), 1.0, 1.0, 1.0)
    with pytest.raises(ConnectionError):
        run(Checkpoint(runs, if_exists="keep"), Cut())  # saved, and not backed up
    run(Checkpoint(runs, if_exists="keep"))
    kept = [f"epoch-0000{epoch}" for epoch in range(3)]
    assert names(runs) == sorted([*kept, *(f"{name}-2" for name in kept), "epoch-00003"])
    assert [check_folder(runs / name)["metrics"]["loss"] for name in kept] == [1.0] * 3


def test_they_may_be_overwritten_and_nothing_else_is(tmp_path: Path) -> None:
    backup = BackupAndRestore(tmp_path)
    fit(Scripted(1.0), [0.0], callbacks=[backup, Checkpoint(tmp_path)], verbose=0)
    write_file(tmp_path / "notes.txt", b"precious")
    (tmp_path / "app").mkdir()
    write_file(tmp_path / "app" / "manifest.json", b'{"name": "of a web page"}')
    train(Checkpoint(tmp_path, if_exists="overwrite", name="new"), 1.0)
    assert names(tmp_path) == ["app", "backup-0000002", "new", "notes.txt"]


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json"])
def test_what_is_no_checkpoint_is_never_replaced(name: str, tmp_path: Path) -> None:
    (tmp_path / "epoch-00000").mkdir()
    write_file(tmp_path / "epoch-00000" / name, b"precious")
    with pytest.raises(FileError, match="is no checkpoint, so it is not replaced"):
        train(Checkpoint(tmp_path), 1.0)
    assert (tmp_path / "epoch-00000" / name).read_bytes() == b"precious"


# What is refused, and when


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"every": 0}, "`every` must be a whole number of at least 1, not 0"),
        ({"batches": 0}, "`batches` must be a whole number of at least 1, not 0"),
        ({"keep_last": 0}, "`keep_last` must be a whole number of at least 1, not 0"),
        ({"if_exists": "ask"}, '`if_exists` must be "error" or "keep" or "overwrite"'),
        ({"monitor": "loss"}, "`monitor` and `mode` go together"),
        ({"mode": "min"}, "`monitor` and `mode` go together"),
        ({"monitor": "loss", "mode": "auto"}, '`mode` must be "min" or "max", not \'auto\''),
        ({"batches": 5, "monitor": "loss", "mode": "min"}, "`batches` saves in the middle"),
        ({"name": "{batch}-{epoch.real}"}, "has the field {epoch.real}"),
        ({"name": "{program.__class__}"}, "has the field {program.__class__}"),
        ({"name": "{logs[loss]}"}, "has the field"),
        ({"name": "{}"}, "has the field {}"),
        ({"name": "{0}"}, "has the field {0}"),
        ({"name": "{epoch!r}"}, "has the field {epoch!r}"),
        ({"name": "{epoch:{loss}}"}, "has the field {epoch}"),
        ({"name": "{epoch"}, "is no format string"),
        ({"name": "{epoch:q}"}, "cannot be filled in"),
        ({"name": "a/{epoch}"}, "is not the name of a file"),
        ({"name": "..\\{epoch}"}, "is not the name of a file"),
        ({"name": ".."}, "is not the name of a file"),
        ({"name": ".{epoch}"}, "is not the name of a file"),
        ({"name": ""}, "is not the name of a file"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    options: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(ArgumentError) as caught:
        Checkpoint(tmp_path, **options)
    assert sentence in str(caught.value)


@given(st.text(max_size=12))
def test_a_template_gives_the_name_of_a_file_in_its_folder_or_none(text: str) -> None:
    try:
        template = NameTemplate("Checkpoint", text, ["epoch"])
        name = template.format({"epoch": 3, **dict.fromkeys(template.metrics, 0.5)})
    except ArgumentError:
        return
    assert (Path("folder") / name).parent == Path("folder")
    assert Path(name).name == name


def test_a_name_with_a_metric_that_the_epoch_lacks_is_told_with_those_it_has(
    tmp_path: Path,
) -> None:
    with pytest.raises(RequirementError, match=r"\{lss\}.*did you mean `loss`"):
        train(Checkpoint(tmp_path, name="{lss}"), 1.0)


def test_a_name_with_a_metric_that_the_program_never_has_is_refused_before_the_first_batch(
    tmp_path: Path,
) -> None:
    with pytest.raises(RequirementError, match="metric 'acuracy', and Typed gives no such metric"):
        train(Checkpoint(tmp_path, name="{acuracy}"), 1.0, program=Typed())


def test_a_name_with_a_metric_of_validation_is_refused_where_nothing_validates(
    tmp_path: Path,
) -> None:
    with pytest.raises(RequirementError, match="metric 'val_loss', and nothing validates"):
        train(Checkpoint(tmp_path, name="{epoch}-{val_loss}"), 1.0)
    assert not [*tmp_path.iterdir()]


def test_a_program_without_state_is_refused_before_the_first_batch(tmp_path: Path) -> None:
    class Stateless:
        def train_step(self, batch: float) -> Logs:
            raise AssertionError("it has trained")

    with pytest.raises(RequirementError, match="has no `save` and has no `load_state_dict`"):
        train(Checkpoint(tmp_path), 1.0, program=Stateless())


def test_a_state_that_has_no_form_in_a_file_is_refused_before_the_first_batch(
    tmp_path: Path,
) -> None:
    class Odd(Scripted):
        def train_step(self, batch: float) -> Logs:
            raise AssertionError("it has trained")

        def state_dict(self) -> dict[str, Any]:
            return {"seen": {1, 2}}

    with pytest.raises(StateError, match=r'`state_dict\(\)\["seen"\]` is a set'):
        train(Checkpoint(tmp_path), 1.0, program=Odd())
    assert names(tmp_path) == []


def test_a_save_that_writes_nothing_is_told(tmp_path: Path) -> None:
    class Forgetful(Own):
        def save(self, path: Path) -> None: ...

    with pytest.raises(FileError, match="`Own.save`|Forgetful.save` wrote nothing"):
        train(Checkpoint(tmp_path), 1.0, program=Forgetful(1.0))


def test_no_wrapper_takes_it(tmp_path: Path) -> None:
    with pytest.raises(CallbackError, match="which no wrapper can stand around"):
        every(2, Checkpoint(tmp_path), "epochs")
    with pytest.raises(CallbackError, match="which no wrapper can stand around"):
        best_effort(Checkpoint(tmp_path))


def test_a_program_that_cannot_take_back_what_was_saved_is_told(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path), 1.0, program=Own(1.0))
    with pytest.raises(StateError, match=r"by a program's own `save`, and `Scripted` has no `load"):
        load_newest(tmp_path, Scripted())


# A full disk


class Growing(Scripted):
    """A program whose state grows with each epoch."""

    def state_dict(self) -> dict[str, Any]:
        return {"epoch": self.epoch, "memory": "x" * 1000 * (self.epoch + 1)}


def test_on_a_full_disk_the_error_names_the_file_and_the_last_checkpoint_survives(
    tmp_path: Path, largest_file: LargestFile
) -> None:
    with largest_file(2500), pytest.raises(FileError) as caught:
        train(Checkpoint(tmp_path, keep_last=1), *[1.0] * 5, program=Growing(*[1.0] * 5))
    assert caught.value.errno == errno.EFBIG
    assert f"Could not write `{tmp_path / 'epoch-00002' / 'program.json'}`" in str(caught.value)
    assert names(tmp_path) == ["epoch-00001"]
    assert loaded(tmp_path) == 1


def test_an_error_of_the_programs_own_save_names_the_file(
    tmp_path: Path, largest_file: LargestFile
) -> None:
    class Large(Own):
        def save(self, path: Path) -> None:
            path.write_bytes(b"x" * 3000)

    with largest_file(2500), pytest.raises(FileError) as caught:
        train(Checkpoint(tmp_path), 1.0, program=Large(1.0))
    assert caught.value.errno == errno.EFBIG
    assert f"Could not write `{tmp_path / 'epoch-00000' / 'program'}`" in str(caught.value)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_refused_before_the_first_batch(tmp_path: Path) -> None:
    write_file(tmp_path / "file", b"no folder")
    program = Scripted(1.0)
    with pytest.raises(FileError, match=r"Could not create `.*file/runs`"):
        train(Checkpoint(tmp_path / "file" / "runs"), 1.0, program=program)
    assert program.epoch == -1


def test_a_folder_that_becomes_unwritable_ends_the_run_and_keeps_the_last_checkpoint(
    nobodys_folder: Path, as_nobody: Callable[[Callable[[], object]], None]
) -> None:
    class Lock:
        def on_epoch_begin(self, epoch: int, logs: NoLogs) -> None:
            nobodys_folder.chmod(0o500 if epoch == 2 else 0o700)

    def run() -> None:
        callbacks: list[Any] = [Checkpoint(nobodys_folder), Lock()]
        with pytest.raises(FileError, match=r"Could not create `.*/epoch-00002`: Permission"):
            fit(Scripted(*[1.0] * 4), [0.0], epochs=4, callbacks=callbacks, verbose=0)

    as_nobody(run)
    nobodys_folder.chmod(0o755)
    assert names(nobodys_folder) == ["epoch-00000", "epoch-00001"]
    assert loaded(nobodys_folder) == 1


def test_a_state_that_somebody_has_changed_removes_nothing_else(tmp_path: Path) -> None:
    train(Checkpoint(tmp_path / "other"), 1.0)
    checkpoint = Checkpoint(tmp_path / "runs", keep_last=1)
    state = checkpoint.state_dict()
    state["kept"] = ["../other/epoch-00000", "..", "../other"]
    checkpoint.load_state_dict(state)
    train(checkpoint, 1.0)
    assert names(tmp_path / "other") == ["epoch-00000"]
    assert names(tmp_path / "runs") == ["epoch-00000"]


# Laws


@contextmanager
def temporary_folder() -> Generator[Path]:
    folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def test_it_keeps_the_laws(tmp_path: Path) -> None:
    check_callback(
        lambda: Checkpoint(tmp_path, if_exists="overwrite"),
        program=lambda: Scripted(1.0),
        strategy=runs(kinds=["train"]),
        max_examples=20,
    )


def test_two_that_give_the_same_names_are_refused_before_the_first_batch(tmp_path: Path) -> None:
    program = Scripted(1.0)
    two = [Checkpoint(tmp_path, keep_last=1), Checkpoint(tmp_path, keep_last=9)]
    with pytest.raises(CallbackError, match=r"as callbacks\[0\] .* give one of them another path"):
        fit(program, [0.0], callbacks=two, verbose=0)
    assert program.epoch == -1
    apart = [Checkpoint(tmp_path), Checkpoint(tmp_path, name="last")]
    fit(program, [0.0], callbacks=apart, verbose=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["epoch-00000", "last"]


@pytest.mark.parametrize("name", ["x" * 201, "ü" * 101, "{epoch:0250d}"])
def test_a_name_that_is_too_long_is_refused_when_it_is_given(name: str, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"too long for the name of a file"):
        Checkpoint(tmp_path, name=name)
