"""What the stubs say of Synalinks, asked of Synalinks: this file is type-checked, and it runs."""

# pyright: strict

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any, assert_type

import synalinks
from instances import compare
from synalinks import callbacks

import hookline


class Witness(callbacks.Callback):
    """Looks at what hooks receive and find, with the types that the stubs give."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        assert isinstance(self.program, synalinks.Program)
        assert self.program.optimizer is not None
        assert self.program.optimizer.program is self.program
        assert {"verbose", "epochs", "steps"} <= self.params.keys()
        self.look("on_train_begin", logs)

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.look("on_epoch_begin", logs, epoch)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        assert logs is not None
        assert {"reward", "val_reward"} <= logs.keys()
        self.look("on_epoch_end", logs, epoch)

    def on_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.look("on_batch_end", logs, batch)

    def on_test_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self.look("on_test_batch_end", logs, batch)

    def on_predict_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        assert logs is not None
        assert logs.keys() == {"outputs"}
        self.look("on_predict_batch_end", {}, batch)

    def look(self, hook: str, logs: dict[str, float] | None, index: int = 0) -> None:
        assert type(logs) is dict
        assert all(type(value) is float for value in logs.values())
        assert type(index) is int
        self.seen.add(hook)


class Question(synalinks.DataModel):
    text: str


class Stop(hookline.Callback):
    """A callback of hookline, as it comes."""

    def on_epoch_end(self, epoch: int, logs: hookline.Logs | None = None) -> None:
        self.program.stop_training = epoch == 1


# Data reaches it as JSON with a schema, of a class that is Any to the stubs.
async def exact(y_true: Any, y_pred: Any) -> float:
    return float(y_true.get("text") == y_pred.get("text"))


async def main(folder: Path) -> None:
    """Train a program that answers each question with itself; no language model is asked."""
    import numpy as np  # noqa: PLC0415 - Synalinks brings it, and the tests of types need it not

    inputs = synalinks.Input(data_model=Question)
    outputs = await synalinks.Identity()(inputs)
    program = synalinks.Program(inputs=inputs, outputs=outputs, name="echo")
    program.compile(optimizer=synalinks.optimizers.RandomFewShot(), reward=exact)
    x: Any = np.array([Question(text=str(number)) for number in range(8)], dtype=object)
    witness, stop = Witness(), Stop()
    brought: list[callbacks.Callback] = [
        callbacks.BackupAndRestore(str(folder / "backup")),
        callbacks.BudgetStopping(max_tokens=1000),
        callbacks.CSVLogger(folder / "log.csv"),
        callbacks.EarlyStopping(patience=9, stop_at=2.0, restore_best_variables=True),
        callbacks.ProgramCheckpoint(folder / "{epoch}.json", mode="max"),
        callbacks.ProgbarLogger(),
        callbacks.Monitor(),  # not handed to `fit`, which it would make write to MLflow
    ]
    history = await program.fit(x, x, epochs=9, verbose=0, callbacks=[*brought[:-1], witness, stop])
    assert_type(history, callbacks.History)
    assert history.epoch == [0, 1]  # Stop stopped it
    assert {"on_batch_end", "on_epoch_end", "on_test_batch_end"} <= witness.seen

    evaluated = await program.evaluate(x, x, verbose=0, callbacks=[witness, stop])
    assert assert_type(evaluated, dict[str, float]) == {"reward": 1.0}
    assert isinstance(await program.evaluate(x, x, verbose=0, return_dict=False), float)
    await program.predict(x, verbose=0, callbacks=[witness, stop])
    assert "on_predict_batch_end" in witness.seen

    callback_list = callbacks.CallbackList([witness, stop], program=program, epochs=2)
    # Of MLflow, and of another part of Synalinks.
    left_out = {"SynalinksProgramModel", "monitor"}
    compare(callbacks, [*brought, history, callback_list], left_out)
    compare(synalinks.programs, [program], left_out=set(vars(synalinks.programs)))
    compare(synalinks.optimizers, [program.optimizer], set(vars(synalinks.optimizers)))
    compare(synalinks.modules, [program.modules[-1]], set(vars(synalinks.modules)))

    # The type error of `synalinks_callbacks.py` is none too many.
    try:
        await program.fit(x, x, verbose=0, callbacks=[hookline.TrainHooksMixin()])  # type: ignore[list-item]
    except AttributeError as error:
        assert "on_test" in str(error)  # noqa: PT017 - this is no test of pytest's
    else:
        raise AssertionError("Synalinks takes a callback without all sixteen hooks")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(Path(folder)))
