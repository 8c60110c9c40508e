"""What a callback of hookline costs in LightGBM and XGBoost, whose rounds are epochs.

One round is a begin hook and an end hook, called as the framework calls them, in a run that has
begun. Native callbacks and ours count in both hooks; nothing is trained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any, Final

from dispatch import LOGS
from measure import Row, Run, side_by_side

ROUNDS: Final = 60

STEPS: Final = 200

#: What callbacks may cost behind an adapter, to native ones. LightGBM has no list of callbacks, and
#: calls each as a function: beside few of them, an adapter's own account of rounds and metrics is
#: more than the calls, and its figures are told alone.
BAR: Final = 1.5
HELD: Final = frozenset(
    {
        *(("xgboost", size) for size in (1, 3, 10)),
        ("lightgbm", 10),
        ("lightgbm, reading metrics", 3),
        ("lightgbm, reading metrics", 10),
    }
)

SIZES: Final = (1, 3, 10)

Loop = Callable[[int], None]


class Ours:
    """A callback of hookline."""

    def __init__(self) -> None:
        self.n = 0

    def on_epoch_begin(self, epoch: int, logs: object) -> None:
        self.n += 1

    def on_epoch_end(self, epoch: int, logs: object) -> None:
        self.n += 1


def installed() -> list[str]:
    """Return the frameworks of this file that are installed."""
    return [name for name in FRAMEWORKS if find_spec(name.split(",")[0])]


def measure(rounds: int) -> Iterator[Row]:
    """Measure every framework that is installed."""
    for framework in installed():
        for size in SIZES:
            yield measure_size(framework, size, rounds)


def measure_size(framework: str, size: int, rounds: int) -> Row:
    """Time native callbacks and ours side by side, and check that both ran."""
    ours = [Ours() for _ in range(size)]
    start = FRAMEWORKS[framework]
    loops = {"native": start(size, []), "ours": start(size, ours)}
    times = side_by_side(
        {name: Run(partial(loop, STEPS), STEPS) for name, loop in loops.items()}, rounds
    )
    for callback in ours:
        if callback.n != 2 * STEPS * (rounds + 1):
            raise AssertionError(f"{framework} called a callback {callback.n} times")
    return Row(
        f"{framework}: {size} callback{'s' * (size > 1)} with both epoch hooks, to native ones",
        times.ratio("ours", "native"),
        BAR if (framework, size) in HELD else None,
        note=f"{times.median('ours') * 1e9:,.0f} ns a round, "
        f"{times.median('native') * 1e9:,.0f} ns",
    )


# Each begins a run with native callbacks, or with ours where there are any, and returns the loop


def in_lightgbm(size: int, ours: list[Ours], *, reading: bool = False) -> Loop:
    """Return the loop of `lightgbm.train` over its callbacks, of which each gets its own `env`."""
    import lightgbm
    import numpy as np
    from lightgbm.basic import EvalResult
    from lightgbm.callback import CallbackEnv

    from hookline.adapters.lightgbm import to_lightgbm

    class Native:
        n = 0
        metrics: Any = None

        def __init__(self, before_iteration: bool) -> None:
            self.before_iteration = before_iteration

        def __call__(self, env: CallbackEnv) -> None:
            self.n += 1
            if reading and not self.before_iteration:
                self.metrics = {
                    (one.dataset_name, one.metric_name): float(one.metric_value)
                    for one in env.evaluation_result_list or ()
                }

    data = lightgbm.Dataset(np.zeros((2, 1)), np.zeros(2))
    booster = lightgbm.Booster({"verbose": -1}, data)
    native: list[Any] = [Native(before) for _ in range(size) for before in (True, False)]
    callbacks: list[Any] = [*to_lightgbm(*ours)] if ours else native
    before = [callback for callback in callbacks if callback.before_iteration]
    after = [callback for callback in callbacks if not callback.before_iteration]
    results = [EvalResult("training", name, value, False) for name, value in LOGS.items()]
    iteration, end = 0, 10**9

    def loop(steps: int) -> None:
        nonlocal iteration
        for number in range(iteration, iteration + steps):
            for callback in before:
                callback(CallbackEnv(booster, {}, number, 0, end, None))
            for callback in after:
                callback(CallbackEnv(booster, {}, number, 0, end, results))
        iteration += steps

    return loop


def in_xgboost(size: int, ours: list[Ours]) -> Loop:
    """Return a loop over XGBoost's own list of callbacks, which reads the metrics of a booster."""
    from xgboost import Booster, DMatrix
    from xgboost.callback import CallbackContainer, TrainingCallback

    from hookline.adapters.xgboost import to_xgboost

    class Native(TrainingCallback):
        n = 0

        def before_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            self.n += 1
            return False

        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            self.n += 1
            return False

    class Measured(Booster):
        def eval_set(self, *_: Any, **__: Any) -> str:
            return "\t".join(["[0]", *(f"train-{name}:{value}" for name, value in LOGS.items())])

    callbacks = [to_xgboost(*ours)] if ours else [Native() for _ in range(size)]
    container = CallbackContainer(callbacks)
    booster, data = Measured(), DMatrix([[0.0]])
    container.before_training(booster)
    iteration = 0

    def loop(steps: int) -> None:
        nonlocal iteration
        for number in range(iteration, iteration + steps):
            container.before_iteration(booster, number, data, [])
            container.after_iteration(booster, number, data, [])
        iteration += steps

    return loop


#: How each begins; LightGBM is measured in two ways.
FRAMEWORKS: Final[dict[str, Callable[[int, list[Ours]], Loop]]] = {
    "lightgbm": in_lightgbm,
    "lightgbm, reading metrics": partial(in_lightgbm, reading=True),
    "xgboost": in_xgboost,
}
