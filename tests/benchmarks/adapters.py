"""What a callback of hookline costs in another framework: beside a native one, batch by batch.

Both count in one hook, and the framework's own list of callbacks calls them; ours through the
adapter. Measured are the frameworks that are installed, and there must be one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import dispatch
from dispatch import Anything, Cell, Scenario
from measure import Row, Run, side_by_side

ROUNDS: Final = 100

BAR: Final = 1.5

#: The function that adapts, and what the framework's list calls what is trained.
FRAMEWORKS: Final = {"keras": ("to_keras", "model"), "synalinks": ("to_synalinks", "program")}

SCENARIOS: Final = (
    Scenario(1, "on_train_batch_end", BAR),
    Scenario(3, "on_train_batch_end", BAR),
    Scenario(10, "on_train_batch_end", BAR),
    Scenario(1, "on_train_batch_begin", BAR),
    Scenario(3, "on_epoch_end", BAR),
)


def measure(rounds: int) -> Iterator[Row]:
    """Measure every scenario in every framework that is installed."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # or importing it asks the net
    installed = [name for name in FRAMEWORKS if find_spec(name)]
    on_torch: Any = import_module("adapters_torch")  # typed by those frameworks, where they are
    of_rounds: Any = import_module("adapters_rounds")
    if not (installed or on_torch.installed() or of_rounds.installed()):
        known = [*FRAMEWORKS, *on_torch.FRAMEWORKS, *of_rounds.FRAMEWORKS]
        raise SystemExit(f"the part `adapters` needs one of {', '.join(known)}")
    for framework in installed:
        for scenario in SCENARIOS:
            yield measure_scenario(framework, scenario, rounds)
    yield from on_torch.measure(rounds)
    yield from of_rounds.measure(rounds)


def measure_scenario(framework: str, scenario: Scenario, rounds: int) -> Row:
    """Time native callbacks and ours side by side, and check that both ran."""
    native = cell(framework, scenario, adapted=False)
    ours = cell(framework, scenario, adapted=True)
    with ExitStack() as stack:
        for each in (native, ours):
            if each.hooks:
                each.hooks.on_train_begin()
                stack.callback(each.hooks.on_train_end)
        times = side_by_side(
            {
                name: Run(partial(each.loop, each.steps), each.steps)
                for name, each in {"native": native, "ours": ours}.items()
            },
            rounds,
        )
    for name, each in {"native": native, "ours": ours}.items():
        dispatch.check_bodies(scenario, name, each, rounds + 1, each.bodies())
    ours_ns, native_ns = times.median("ours") * 1e9, times.median("native") * 1e9
    count = f"{scenario.size} callback{'s' * (scenario.size > 1)}"
    return Row(
        f"{framework}: {count} with {scenario.hook}, to native ones",
        times.ratio("ours", "native"),
        scenario.bar,
        note=f"{ours_ns:,.0f} ns a batch, {native_ns:,.0f} ns",
    )


def cell(framework: str, scenario: Scenario, *, adapted: bool) -> Cell:
    """Return the framework's own list, with native callbacks or with ours behind the adapter."""
    package: Any = import_module(f"{framework}.callbacks")
    function, program = FRAMEWORKS[framework]
    if adapted:
        callbacks = dispatch.make_callbacks(object, scenario)
        adapter: Any = getattr(import_module(f"hookline.adapters.{framework}"), function)
        handed_over = [adapter(*callbacks)]
    else:
        callbacks = dispatch.make_callbacks(package.Callback, scenario)
        handed_over = [*callbacks]
    hooks = package.CallbackList(handed_over, **{program: Anything()})
    # They may hand hooks to a thread pool, and wait for it when an epoch ends.
    return dispatch.driven(hooks, callbacks, dispatch.FRAMEWORK_STEPS, ends_epoch=True)
