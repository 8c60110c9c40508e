"""What it costs to dispatch one batch: a begin hook, then an end hook with three floats.

The measure is what a loop would cost in which somebody had written out, by hand, one call for
each hook that a callback overrides. Where none overrides any, it is three calls of a function
that does nothing. The loops are generated: each has code of its own, so that the interpreter's
inline caches of one do not spoil another's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Final, NamedTuple, Protocol, cast

from measure import Row, Run, Times, side_by_side

from hookline import Callback, CallbackList
from hookline.hooks import HOOKS
from hookline.protocols import AnyHook

ROUNDS: Final = 300

LOGS: Final = {"loss": 0.5, "accuracy": 0.25, "lr": 0.001}
STEPS: Final = 20_000  # divided by the number of callbacks: a turn takes 1 to 4 milliseconds
FRAMEWORK_STEPS: Final = 500  # these take up to 80 µs a batch

LIMIT: Final = "the limit"


class Scenario(NamedTuple):
    """How many callbacks there are, which hook each of them has, and the bar."""

    size: int
    hook: str
    bar: float

    @property
    def listens(self) -> bool:
        """Tell whether the callbacks hear of batches."""
        return "batch" in self.hook

    @property
    def title(self) -> str:
        """Say it in a row of the table."""
        number = f"{self.size} callback{'s' * (self.size > 1)}"
        if self.listens:
            return f"{number} with batch end, to calls by hand"
        return f"{number} without batch hooks, to 3 no-op calls"


SCENARIOS: Final = (
    Scenario(10, "on_train_batch_end", 1.3),
    Scenario(3, "on_train_batch_end", 1.7),
    Scenario(1, "on_train_batch_end", 2.7),
    Scenario(10, "on_epoch_end", 1.0),
)


class Counting(Protocol):
    """A callback that counts how often its hook ran."""

    n: int


class HookList(Protocol):
    """What hookline, Keras and Synalinks agree on."""

    def on_train_begin(self) -> None:
        """Before the first batch."""
        ...

    def on_train_end(self) -> None:
        """After the last batch."""
        ...


class Cell(NamedTuple):
    """One system under one scenario: its loop over batches, and the callbacks it drives."""

    loop: Callable[[int], None]
    callbacks: Sequence[Counting]
    steps: int
    hooks: HookList | None = None
    ends_epoch: bool = False

    def bodies(self) -> int:
        """Return how many hook bodies have run."""
        return sum(callback.n for callback in self.callbacks)


def measure(rounds: int) -> Iterator[Row]:
    """Measure every scenario with every system that is installed."""
    for scenario in SCENARIOS:
        times = measure_scenario(scenario, rounds)
        for name in times:
            if name != LIMIT:
                yield row_of(scenario, name, times)


def row_of(scenario: Scenario, name: str, times: Times) -> Row:
    """Compare one system with the limit; only hookline is held to the bar."""
    return Row(
        f"{name}: {scenario.title}",
        times.ratio(name, LIMIT),
        scenario.bar if name.startswith("hookline") else None,
        note=f"{times.median(name) * 1e9:,.0f} ns a batch, {times.median(LIMIT) * 1e9:,.0f} ns",
    )


def measure_scenario(scenario: Scenario, rounds: int) -> Times:
    """Time all systems side by side, and check that each ran exactly the bodies it should."""
    with running_cells(scenario) as cells:
        before = {name: cell.bodies() for name, cell in cells.items()}
        times = side_by_side(
            {name: Run(partial(cell.loop, cell.steps), cell.steps) for name, cell in cells.items()},
            rounds,
        )
        for name, cell in cells.items():
            check_bodies(scenario, name, cell, rounds + 1, cell.bodies() - before[name])
    return times


def check_bodies(scenario: Scenario, name: str, cell: Cell, turns: int, ran: int) -> None:
    """Raise if a cell ran more or fewer hook bodies than its batches and epochs ask for."""
    a_turn = cell.steps if scenario.listens else int(cell.ends_epoch)
    expected = scenario.size * a_turn * turns * bool(cell.callbacks)
    if ran != expected:
        raise AssertionError(f"{name} ran {ran} hook bodies, not {expected}: {scenario.title}")


@contextmanager
def running_cells(scenario: Scenario) -> Generator[dict[str, Cell]]:
    """Build the cells, each in a run that has begun, and end the runs."""
    cells = {LIMIT: limit(scenario), **hookline_cells(scenario), **framework_cells(scenario)}
    lists = [cell.hooks for cell in cells.values() if cell.hooks]
    for hooks in lists:
        hooks.on_train_begin()
    yield cells
    for hooks in reversed(lists):
        hooks.on_train_end()


# What is compared


def limit(scenario: Scenario) -> Cell:
    """Return the hand-inlined calls of the overridden bound methods, held in locals."""
    steps = STEPS // scenario.size
    if not scenario.listens:
        return Cell(batch_loop(["noop()"] * 3, noop=noop), (), steps)
    callbacks = make_callbacks(object, scenario)
    calls = {f"call{i}": getattr(callback, scenario.hook) for i, callback in enumerate(callbacks)}
    return Cell(batch_loop([f"{call}(batch, logs)" for call in calls], **calls), callbacks, steps)


def hookline_cells(scenario: Scenario) -> dict[str, Cell]:
    """Return hookline's list over plain classes with one hook, and over its own base class."""
    cells: dict[str, Cell] = {}
    for name, base in {"hookline": object, "hookline Callback": Callback}.items():
        callbacks = make_callbacks(base, scenario)
        hooks = CallbackList(cast("list[AnyHook]", callbacks))
        cells[name] = driven(hooks, callbacks, STEPS // scenario.size)
    return cells


def framework_cells(scenario: Scenario) -> dict[str, Cell]:
    """Return the lists of Keras and Synalinks, where they are installed."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # or importing it asks the net
    cells: dict[str, Cell] = {}
    for name, program in {"Keras": "model", "Synalinks": "program"}.items():
        if find_spec(name.lower()):
            package = import_module(f"{name.lower()}.callbacks")
            callbacks = make_callbacks(package.Callback, scenario)
            hooks = package.CallbackList(callbacks, **{program: Anything()})
            # They may hand hooks to a thread pool, and wait for it when an epoch ends.
            cells[name] = driven(hooks, callbacks, FRAMEWORK_STEPS, ends_epoch=True)
    return cells


class Anything:
    """Stands where a model or a program would; nobody looks at it."""


def noop() -> None:
    """Do nothing, at the least cost that a call can have."""


# Code for one cell alone


def driven(
    hooks: HookList, callbacks: Sequence[Counting], steps: int, *, ends_epoch: bool = False
) -> Cell:
    """Return a cell that calls a list as a loop would, by its methods' names."""
    batch = ["hooks.on_train_batch_begin(batch)", "hooks.on_train_batch_end(batch, logs)"]
    after = ["hooks.on_epoch_end(0, logs)"] if ends_epoch else []
    return Cell(batch_loop(batch, after, hooks=hooks), callbacks, steps, hooks, ends_epoch)


def batch_loop(
    body: Sequence[str], after: Sequence[str] = (), **names: object
) -> Callable[[int], None]:
    """Compile a loop over batches with these lines as its body; names become its locals."""
    text = [
        f"def loop(steps, logs, {', '.join(names)}):",
        "    for batch in range(steps):",
        *(f"        {line}" for line in body),
        *(f"    {line}" for line in after),
    ]
    loop = cast("Callable[..., None]", compiled(text, {})["loop"])
    return partial(loop, logs=LOGS, **names)


def make_callbacks(base: type, scenario: Scenario) -> list[Counting]:
    """Return callbacks of a new class with the scenario's one hook."""
    text = [
        "class CountingCallback(base):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.n = 0",
        f"    def {scenario.hook}(self, {HOOKS[scenario.hook].counter}, logs=None):",
        "        self.n += 1",
    ]
    made = cast("type[Counting]", compiled(text, {"base": base})["CountingCallback"])
    return [made() for _ in range(scenario.size)]


def compiled(text: Sequence[str], namespace: dict[str, object]) -> dict[str, object]:
    """Execute generated code; return the names it defined."""
    exec("\n".join(text), namespace)  # noqa: S102 - our own text
    return namespace
