"""Saving a program or a run wrongly, and state that is none."""

import tempfile
from pathlib import Path
from typing import Any

from digits import DATA, Digits

from hookline import Callback, Logs, TrainHooksMixin, fit
from hookline.callbacks import (
    BackupAndRestore,
    Checkpoint,
    best_effort,
    every,
    load_newest,
)
from hookline.durable import pack, read_state, whole_folder
from hookline.state import State
from hookline.stateful import StatefulMixin

FOLDER = Path(tempfile.gettempdir()) / "hookline-mistakes"


class Kept(Digits):
    """A program that gives its state away."""

    def state_dict(self) -> dict[str, float]:
        return {"weight": 0.5}

    def load_state_dict(self, state: dict[str, float]) -> None: ...


class CountState(State):
    epochs: int


class Count(StatefulMixin[CountState], TrainHooksMixin):
    def new_state(self) -> CountState:
        return {"version": 1, "epochs": 0}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self._state["epochs"] += 1


# Programs and runs


def checkpoint_without_state() -> None:
    """`Checkpoint` for a program that cannot give its state away."""
    fit(Digits(), DATA, callbacks=[Checkpoint(FOLDER)])  # E: callbacks[0]  [hookline-program]


def no_folder() -> None:
    """`Checkpoint` without a folder."""
    fit(Kept(), DATA, callbacks=[Checkpoint()])  # E: All overload variants of  [call-overload]


def keras_best_only() -> None:
    """Keras's `save_best_only=`."""
    checkpoint = Checkpoint(FOLDER, save_best_only=True)  # E: Checkpoint  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def best_of_batches() -> None:
    """The best by a metric, in the middle of epochs."""
    checkpoint = Checkpoint(  # E: No overload variant of "Checkpoint" matches  [call-overload]
        FOLDER, batches=10, monitor="loss", mode="min"
    )
    fit(Kept(), DATA, callbacks=[checkpoint])


def every_half_epoch() -> None:
    """Each half epoch."""
    checkpoint = Checkpoint(FOLDER, every=0.5)  # E: No overload variant of  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def exists_as_a_flag() -> None:
    """`if_exists=True`."""
    checkpoint = Checkpoint(FOLDER, if_exists=True)  # E: No overload variant of  [call-overload]
    fit(Kept(), DATA, callbacks=[checkpoint])


def name_of_an_attribute() -> None:
    """A name that reaches into the program: `{program.__class__}`."""
    fit(Kept(), DATA, callbacks=[Checkpoint(FOLDER, name="{program.__class__}")])


def name_of_a_number() -> None:
    """A name that is a function of the epoch."""
    checkpoint = Checkpoint(  # E: No overload variant of "Checkpoint" matches  [call-overload]
        FOLDER, name=lambda epoch: f"epoch-{epoch}"
    )
    fit(Kept(), DATA, callbacks=[checkpoint])


def backup_as_best_effort() -> None:
    """A backup that is allowed to fail."""
    fit(Kept(), DATA, callbacks=[best_effort(BackupAndRestore(FOLDER))])


def checkpoint_in_every() -> None:
    """Each second epoch by a wrapper, not by `every=`."""
    fit(Kept(), DATA, callbacks=[every(2, Checkpoint(FOLDER), "epochs")])


def loaded_without_a_program() -> None:
    """`load_newest` that is to return the program."""
    program: Kept = load_newest(FOLDER)  # E: Missing  [call-arg]  # E: variable  [assignment]
    fit(program, DATA)


def loaded_the_wrong_way_round() -> None:
    """`load_newest` with program and folder the wrong way round."""
    load_newest(Kept(), FOLDER)  # E: to "load_newest" has incompatible type  [arg-type]


def loaded_into_a_class() -> None:
    """`load_newest` into a class."""
    load_newest(FOLDER, Kept)  # E: Argument 2 to "load_newest" has incompatible type  [arg-type]


def found_without_asking() -> None:
    """What `load_newest` found, in a folder that may be empty, used as if it were always there."""
    search = load_newest(FOLDER, Kept())
    print(search.found.path)  # E: Item "None" of "Whole | None" has no attribute  [union-attr]


# State


def state_without_version() -> None:
    """A state without its version."""

    class Careless(StatefulMixin[CountState], TrainHooksMixin):
        def new_state(self) -> CountState:
            return {"epochs": 0}  # E: Missing key "version" for TypedDict  [typeddict-item]

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    Careless()


def state_misspelt() -> None:
    """A misspelt key of a callback's own state."""

    class Misspelt(Count):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self._state["epoch"] += 1  # E: TypedDict "CountState" has no key  [typeddict-item]

    fit(Digits(), DATA, callbacks=[Misspelt()])


def state_of_a_wrong_type() -> None:
    """A key of the state with a value of another type."""

    class Wrong(Count):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self._state["epochs"] = str(epoch)  # E: Value of "epochs" has  [typeddict-item]

    fit(Digits(), DATA, callbacks=[Wrong()])


def version_changed() -> None:
    """The version of a state changed in a run."""

    class Changed(Count):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self._state["version"] = 2  # E: ReadOnly TypedDict key  [typeddict-readonly-mutated]

    fit(Digits(), DATA, callbacks=[Changed()])


def state_as_a_plain_dict() -> None:
    """A state whose keys nobody knows."""

    class Plain(StatefulMixin[dict[str, Any]], TrainHooksMixin):  # E: Type argument  [type-var]
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    Plain()


def state_dict_of_its_own() -> None:
    """`state_dict` overridden, which `StatefulMixin` keeps for itself."""

    class Own(Count):
        def state_dict(self) -> CountState:  # E: Cannot override final attribute  [misc]
            return {"version": 1, "epochs": 3}

    fit(Digits(), DATA, callbacks=[Own()])


def state_loaded_as_json() -> None:
    """A state loaded as the text in which it was saved."""
    count = Count()
    count.load_state_dict('{"version": 1, "epochs": 3}')  # E: Argument 1 to  [arg-type]
    fit(Digits(), DATA, callbacks=[count])


def state_of_another_shape() -> None:
    """A new state of another shape than the class says."""

    class Other(StatefulMixin[CountState], TrainHooksMixin):
        def new_state(self) -> State:  # E: Return type "State" of "new_state  [override]
            return {"version": 1}

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    fit(Digits(), DATA, callbacks=[Other()])


# Files


def draft_of_text() -> None:
    """Text where bytes belong."""
    with tempfile.TemporaryDirectory() as runs, whole_folder(f"{runs}/epoch-3") as draft:
        draft.write("weights.txt", "0.5")  # E: Argument 2 to "write" of "Draft" has  [arg-type]


def draft_of_a_number() -> None:
    """The epoch of a folder as text."""
    with tempfile.TemporaryDirectory() as runs:
        draft = whole_folder(f"{runs}/epoch-3", epoch="3")  # E: Argument "epoch" to  [arg-type]
        with draft as folder:
            folder.write("weights.txt", b"0.5")


def state_as_text() -> None:
    """A state that was read, used as if its type were known."""
    with tempfile.TemporaryDirectory() as runs:
        with whole_folder(f"{runs}/epoch-3") as draft:
            draft.write_state("program", {"weight": 0.5})
        state = read_state(Path(runs) / "epoch-3", "program")
        print(state.weight)  # E: object" has no attribute "weight  [attr-defined]


def packed_as_text() -> None:
    """A packed state used as if it were text."""
    print(pack({"weight": 0.5}).encode())  # E: Packed" has no attribute "encode  [attr-defined]


class Saving(Callback[Digits]):
    """A callback that asks a program for what it does not have."""

    def on_train_end(self, logs: Logs | None = None) -> None: ...


def saved_by_a_method_that_is_not_there() -> None:
    """A method of the program that it does not have, called in a callback of its own."""

    class Last(Saving):
        def on_train_end(self, logs: Logs | None = None) -> None:
            self.program.save_weights("last")  # E: Digits" has no attribute  [attr-defined]

    fit(Digits(), DATA, callbacks=[Last()])
