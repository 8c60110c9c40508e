"""What a callback of hookline costs in Lightning, transformers, Ignite, TorchTNT and skorch.

One batch is a begin hook and an end hook, called as the framework calls them: its own list of
callbacks, in a run that has begun. Native callbacks and ours count in both hooks.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from dispatch import LOGS, Anything
from measure import Row, Run, Times, side_by_side

ROUNDS: Final = 60

STEPS: Final = 200

#: What callbacks may cost behind an adapter, to native ones. Lightning and TorchTNT hand over no
#: metrics, and to ask for them costs most, so ours are also held to native ones that do. TorchTNT's
#: own list is little more than calls: beside ones that do nothing, its figures are told alone.
BAR: Final = 1.5
HELD: Final = frozenset(
    {
        *(
            (name, size)
            for name in ("lightning", "transformers", "ignite", "skorch")
            for size in (1, 3, 10)
        ),
        *(
            (f"{name}, reading metrics", size)
            for name in ("lightning", "torchtnt")
            for size in (1, 3, 10)
        ),
    }
)

SIZES: Final = (1, 3, 10)

Loop = Callable[[int], None]


class Ours:
    """A callback of hookline."""

    def __init__(self) -> None:
        self.n = 0

    def on_train_batch_begin(self, batch: int, logs: object) -> None:
        self.n += 1

    def on_train_batch_end(self, batch: int, logs: object) -> None:
        self.n += 1


#: Takes how many callbacks there are, ours if they are to be, and whom to hand the loop.
Start = Callable[[int, list[Ours], Callable[[Loop], None]], None]


def installed() -> list[str]:
    """Return the frameworks of this file that are installed."""
    return [name for name in FRAMEWORKS if find_spec(name.split(",")[0])]


def measure(rounds: int) -> Iterator[Row]:
    """Measure every framework that is installed."""
    warnings.simplefilter("ignore")  # of deprecations, all theirs
    for framework in installed():
        for size in SIZES:
            yield measure_size(framework, size, rounds)


def measure_size(framework: str, size: int, rounds: int) -> Row:
    """Time native callbacks and ours side by side, and check that both ran."""
    start = FRAMEWORKS[framework]
    ours = [Ours() for _ in range(size)]
    found: list[Times] = []

    def compare(their_loop: Loop, our_loop: Loop) -> None:
        loops = {"native": their_loop, "ours": our_loop}
        found.append(
            side_by_side(
                {name: Run(partial(loop, STEPS), STEPS) for name, loop in loops.items()}, rounds
            )
        )
        for callback in ours:
            # Lightning's own batch, in which the loops are timed, is one more.
            if callback.n - 2 * STEPS * (rounds + 1) not in {0, 2}:
                raise AssertionError(f"{framework} called a callback {callback.n} times")

    start(size, [], lambda theirs: start(size, ours, partial(compare, theirs)))
    (times,) = found
    return Row(
        f"{framework}: {size} callback{'s' * (size > 1)} with both batch hooks, to native ones",
        times.ratio("ours", "native"),
        BAR if (framework, size) in HELD else None,
        note=f"{times.median('ours') * 1e9:,.0f} ns a batch, "
        f"{times.median('native') * 1e9:,.0f} ns",
    )


# Each begins a run with native callbacks, or with ours where there are any, and hands on the loop


def in_lightning(
    size: int, ours: list[Ours], then: Callable[[Loop], None], *, reading: bool = False
) -> None:
    """Hand it on in the middle of a real fit, where the trainer has metrics."""
    import torch
    from lightning.pytorch import Callback, LightningModule, Trainer
    from lightning.pytorch.trainer import call

    from hookline.adapters.lightning import to_lightning

    class Native(Callback):
        n = 0
        metrics: Any = None

        def on_train_batch_start(self, *_: object) -> None:
            self.n += 1

        def on_train_batch_end(self, trainer: Trainer, *_: object) -> None:
            self.n += 1
            if reading:
                self.metrics = trainer.callback_metrics

    def loop(steps: int) -> None:
        for batch in range(steps):
            call._call_callback_hooks(trainer, "on_train_batch_start", None, batch)
            call._call_callback_hooks(trainer, "on_train_batch_end", LOGS, None, batch)

    class Module(LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.layer = torch.nn.Linear(1, 1)

        def training_step(self, batch: Any, index: int) -> Any:
            self.log("loss", 0.5, on_step=False, on_epoch=True)
            then(loop)
            raise Done

        def configure_optimizers(self) -> Any:
            return torch.optim.SGD(self.parameters(), lr=0.1)

    for name in ("lightning.pytorch", "lightning.fabric", "lightning.pytorch.utilities.rank_zero"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    trainer = Trainer(
        max_epochs=1,
        callbacks=[to_lightning(*ours)] if ours else [Native() for _ in range(size)],
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    with suppress(Done):
        one_batch: Any = [torch.ones(1)]
        trainer.fit(Module(), torch.utils.data.DataLoader(one_batch))


class Done(Exception):  # noqa: N818 - it is no error
    """All is measured."""


def in_transformers(size: int, ours: list[Ours], then: Callable[[Loop], None]) -> None:
    """Hand on a loop over the Trainer's own handler of callbacks."""
    from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments
    from transformers.trainer_callback import CallbackHandler, DefaultFlowCallback

    from hookline.adapters.transformers import to_transformers

    class Native(TrainerCallback):
        n = 0

        def on_step_begin(self, *_: object, **__: object) -> None:
            self.n += 1

        def on_step_end(self, *_: object, **__: object) -> None:
            self.n += 1

    callbacks = [to_transformers(*ours)] if ours else [Native() for _ in range(size)]
    # The one that a Trainer adds to any list, and cannot do without.
    handler = CallbackHandler([DefaultFlowCallback, *callbacks], Anything(), None, None, None)
    logging.getLogger("transformers").setLevel(logging.CRITICAL)
    arguments = TrainingArguments(use_cpu=True, logging_strategy="no", save_strategy="no")
    state, control = TrainerState(max_steps=10**9), TrainerControl()
    handler.on_train_begin(arguments, state, control)
    handler.on_epoch_begin(arguments, state, control)

    def loop(steps: int) -> None:
        for _ in range(steps):
            handler.on_step_begin(arguments, state, control)
            handler.on_step_end(arguments, state, control)

    then(loop)


def in_ignite(size: int, ours: list[Ours], then: Callable[[Loop], None]) -> None:
    """Hand on a loop that fires the events of an engine."""
    from ignite.engine import Engine, Events

    from hookline.adapters.ignite import to_ignite

    class Native:
        n = 0

        def count(self, engine: Engine) -> None:
            self.n += 1

    engine = Engine(lambda engine, batch: None)
    if ours:
        to_ignite(*ours).attach(Anything(), trainer=engine)
    else:
        for native in [Native() for _ in range(size)]:
            engine.add_event_handler(Events.ITERATION_STARTED, native.count)
            engine.add_event_handler(Events.ITERATION_COMPLETED, native.count)
    outputs: Any = LOGS
    engine.fire_event(Events.STARTED)
    engine.fire_event(Events.EPOCH_STARTED)

    def loop(steps: int) -> None:
        for _ in range(steps):
            engine.fire_event(Events.ITERATION_STARTED)
            engine.state.output = outputs
            engine.fire_event(Events.ITERATION_COMPLETED)

    then(loop)


def in_torchtnt(
    size: int, ours: list[Ours], then: Callable[[Loop], None], *, reading: bool = False
) -> None:
    """Hand on a loop over TorchTNT's own handler of callbacks."""
    from torchtnt.framework._callback_handler import CallbackHandler
    from torchtnt.framework.callback import Callback
    from torchtnt.framework.state import EntryPoint, PhaseState, State
    from torchtnt.framework.unit import TrainUnit

    from hookline.adapters.torchtnt import to_torchtnt

    class Native(Callback):
        n = 0
        metrics: Any = None

        def on_train_step_start(self, state: State, unit: Any) -> None:
            self.n += 1

        def on_train_step_end(self, state: State, unit: Any) -> None:
            self.n += 1
            if reading and state.train_state:
                outputs: Any = state.train_state.step_output
                self.metrics = {name: float(value) for name, value in outputs.items()}

    class Unit(TrainUnit[Any]):
        def train_step(self, state: State, data: Any) -> None: ...

    handler = CallbackHandler([to_torchtnt(*ours)] if ours else [Native() for _ in range(size)])
    phase: PhaseState[Any, Any] = PhaseState(dataloader=[], max_epochs=1)
    state, unit = State(entry_point=EntryPoint.TRAIN, train_state=phase), Unit()
    handler.on_train_start(state, unit)
    handler.on_train_epoch_start(state, unit)

    def loop(steps: int) -> None:
        for _ in range(steps):
            handler.on_train_step_start(state, unit)
            phase._step_output = LOGS
            handler.on_train_step_end(state, unit)

    then(loop)


def in_skorch(size: int, ours: list[Ours], then: Callable[[Loop], None]) -> None:
    """Hand on a loop that notifies the callbacks of a net, as its loop over batches does."""
    import torch

    from hookline.adapters.skorch import ToSkorch, to_skorch

    skorch: Any = import_module("skorch")  # it ships no types

    class Native(skorch.callbacks.Callback):  # type: ignore[misc]  # as said
        n = 0

        def on_batch_begin(self, *_: object, **__: object) -> None:
            self.n += 1

        def on_batch_end(self, *_: object, **__: object) -> None:
            self.n += 1

    kinds = (ToSkorch, Native)  # without those that a net brings
    net = skorch.NeuralNet(
        torch.nn.Linear,
        torch.nn.MSELoss,
        module__in_features=1,
        module__out_features=1,
        callbacks=[to_skorch(*ours)] if ours else [Native() for _ in range(size)],
    )
    net.initialize()
    net.callbacks_ = [pair for pair in net.callbacks_ if isinstance(pair[1], kinds)]
    net.notify("on_train_begin")
    net.notify("on_epoch_begin")

    def loop(steps: int) -> None:
        for _ in range(steps):
            net.notify("on_batch_begin", batch=None, training=True)
            net.history.record_batch("train_loss", 0.5)
            net.history.record_batch("train_batch_size", 4)
            net.notify("on_batch_end", batch=None, training=True, loss=None, y_pred=None)

    then(loop)


#: How each begins; some are measured in two ways.
FRAMEWORKS: Final[dict[str, Start]] = {
    "lightning": in_lightning,
    "lightning, reading metrics": partial(in_lightning, reading=True),
    "transformers": in_transformers,
    "ignite": in_ignite,
    "torchtnt": in_torchtnt,
    "skorch": in_skorch,
    "torchtnt, reading metrics": partial(in_torchtnt, reading=True),
}
