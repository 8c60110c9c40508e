"""Callbacks of Synalinks, and of hookline in Synalinks, under the stubs in `typings/`."""

# pyright: strict

from collections.abc import Mapping
from typing import Any, Protocol, assert_type

import synalinks
from synalinks.callbacks import (
    BudgetStopping,
    Callback,
    CallbackList,
    CSVLogger,
    EarlyStopping,
    Monitor,
    ProgramCheckpoint,
)
from typing_extensions import ReadOnly, override

import hookline

# What a hook receives


class Right(Callback):
    """Each way to say what a hook receives; most ask for less than they are given."""

    def on_train_begin(self, logs: dict[str, float] | None = None) -> None:
        assert_type(self.program, synalinks.Program)
        assert_type(self.params, dict[str, Any])

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        reward = (logs or {}).get("val_reward", 0.0)
        assert_type(reward, float)
        if reward > 0.9:
            self.program.stop_training = True
            self.program.save_variables(f"{epoch}.variables.json")

    def on_train_end(self, logs: object = None) -> None:
        assert_type(self.program.history, synalinks.callbacks.History)

    def on_predict_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        print(batch, logs and logs["outputs"])


class Keys(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if logs is not None:
            logs["rate"] = "fast"  # E: has type "str", target has type "float"  [assignment]
            logs[epoch] = 0.1  # E: Invalid index type "int" for "dict[str, float]"  [index]
            _ = logs["reward"] + "x"  # E: Unsupported operand types for +  [operator]


# fmt: off
class WrongSignatures(Callback):
    def on_epoch_begin(self, epoch: int) -> None:  # E: Signature of "on_epoch_begin"  [override]
        return

    def on_epoch_end(self, logs: object = None) -> None:  # E: "on_epoch_end"  [override]
        return

    def on_test_batch_end(self, batch: str, logs: object = None) -> None:  # E: as "int"  [override]
        return

    def on_train_end(self, logs: dict[int, float] | None = None) -> None:  # E: Arg  [override]
        return

    def on_test_end(self, logs: dict[str, str] | None = None) -> None:  # E: Argument 1  [override]
        return

    async def on_train_begin(self, logs: object = None) -> None:  # E: Return type  [override]
        return

    def set_program(self, program: synalinks.Sequential) -> None:  # E: "Program"  [override]
        return


class Misspelt(Callback):
    @override
    def on_epoch_ends(self, epoch: int, logs: object = None) -> None:  # E: no base method  [misc]
        return
# fmt: on


# What a hook finds


class WrongProgram(Callback):
    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self.program.stop_training = "yes"  # E: variable has type "bool"  [assignment]
        self.program.stop_trainning = True  # E: maybe "stop_training"?  [attr-defined]
        print(self.program.optimizer.name)  # E: Item "None" of  [union-attr]
        self.program = synalinks.Program()  # E: Property "program"  [misc]


# The callbacks that Synalinks brings

EarlyStopping(monitor="val_reward", mode="max", patience=3, stop_at=0.95)
EarlyStopping(mode="mim")  # E: expected "Literal['auto', 'min', 'max']"  [arg-type]
EarlyStopping(restore_best_weights=True)  # E: Unexpected keyword argument  [call-arg]
ProgramCheckpoint("{epoch}.json", save_freq="batch")  # E: "Literal['epoch'] | int"  [arg-type]
CSVLogger(filename="log.csv")  # E: Unexpected keyword argument "filename"  [call-arg]
Monitor(experiment="mine")  # E: Unexpected keyword argument "experiment"  [call-arg]
BudgetStopping(5.0)
BudgetStopping(max_tokens=1000)
BudgetStopping(verbose=1)  # E: No overload variant of "BudgetStopping"  [call-overload]


# Who takes callbacks


async def exact(y_true: Any, y_pred: Any) -> float:
    return float(y_true.get("text") == y_pred.get("text"))


class OfHookline(hookline.Callback):
    def on_epoch_end(self, epoch: int, logs: hookline.Logs | None = None) -> None:
        self.program.stop_training = True


class RewardLogs(hookline.Logs, total=False, closed=True):
    reward: ReadOnly[float]
    val_reward: ReadOnly[float]


class WatchReward(hookline.Callback[synalinks.Program, RewardLogs]):
    def on_epoch_end(self, epoch: int, logs: RewardLogs | None = None) -> None:
        if logs and logs.get("val_reward", 0.0) > 0.9:
            self.program.save_variables(f"{epoch}.variables.json")


class HasTemperature(Protocol):
    temperature: float


class Cool(hookline.Callback[HasTemperature]):
    def on_epoch_end(self, epoch: int, logs: hookline.Logs | None = None) -> None:
        self.program.temperature *= 0.9


class OwnProgram(synalinks.Program):
    temperature: float = 1.0


class TrainOnly(hookline.TrainHooksMixin):
    def on_epoch_end(self, epoch: int, logs: hookline.Logs | None = None) -> None: ...


class Plain:
    def on_epoch_end(self, epoch: int, logs: hookline.Logs) -> None: ...


async def run(program: synalinks.Program, own: OwnProgram) -> None:
    program.compile(optimizer=synalinks.optimizers.RandomFewShot(), reward=exact)
    history = await program.fit([], [], callbacks=[Right(), EarlyStopping()], verbose=0)
    assert_type(history.history["reward"], list[float])
    assert_type(await program.evaluate([], [], callbacks=(Right(),)), dict[str, float])
    assert_type(await program.evaluate([], [], return_dict=False), float | list[float])

    of_one_class = [Right()]
    await program.fit([], [], callbacks=of_one_class)
    await program.fit([], [], callbacks=CallbackList(of_one_class, program=program))
    await program.fit([], [], callbacks=Right())  # E: incompatible type "Right"  [arg-type]
    await program.fit([], [], callbacks=[Right])  # E: incompatible type "type[Right]"  [list-item]
    await program.fit([], [], verbose="quiet")  # E: expected "Literal['auto'] | int"  [arg-type]

    # Synalinks asks for the methods and not for a base class: hookline's callbacks serve it.
    await program.fit([], [], callbacks=[OfHookline(), WatchReward(), Right()])
    await program.evaluate([], [], callbacks=[OfHookline()])
    await program.predict([], callbacks=[OfHookline()])
    CallbackList([OfHookline()], program=program)

    # What they need of the program is checked where they meet it.
    await own.fit([], [], callbacks=[Cool()])
    await program.fit([], [], callbacks=[Cool()])  # E: incompatible type "Cool"  [list-item]

    # It calls all sixteen hooks, so one family of them, or a hook alone, is not enough.
    await program.fit([], [], callbacks=[TrainOnly()])  # E: type "TrainOnly"  [list-item]
    await program.fit([], [], callbacks=[Plain()])  # E: type "Plain"  [list-item]
