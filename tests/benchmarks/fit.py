"""What it costs to let `fit` run the loop, against a loop written by hand.

The measure calls `train_step` for each batch and keeps, for whatever metrics come, the mean over
all samples: a sum for each name, each batch weighing as much as its length. A loop that knows
its one metric by name does less, and is timed beside it for information.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TypeAlias, cast

from measure import Row, Run, Times, side_by_side

import hookline
from hookline import History, Logs

Batches: TypeAlias = Sequence[list[float]]
Means: TypeAlias = dict[str, float]

ROUNDS: Final = 120
#: So many more of the pair that is held to 2 %: two runs of one function differ by 1 % in 120.
PRECISION: Final = 3

STEPS: Final = 100_000
BATCHES: Final[Batches] = [[float(step % 7)] * (1 + step % 3) for step in range(STEPS)]

FEW_BATCHES: Final = BATCHES[: STEPS // 10]  # for the loops with a batch hook, which take longer

BAR: Final = 1.25
BAR_WITH_CALLBACKS: Final = 1.02


class Trivial:
    """A program whose step does almost nothing, so that the loop is what is timed."""

    def train_step(self, batch: list[float]) -> Logs:
        """Return a metric that was there before."""
        return {"loss": batch[0]}


class LastLogs:
    """A callback with nothing but an epoch-end hook."""

    logs: Logs

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Keep the epoch's logs."""
        self.logs = logs


class LastBatch:
    """A callback with nothing but a batch-end hook."""

    logs: Logs

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Keep the logs up to this batch."""
        self.logs = logs


def measure(rounds: int) -> Iterator[Row]:
    """Time the loops side by side, after checking that they agree on the means."""
    check_means()
    times = timed([by_hand, by_hand_for_loss, by_fit], rounds)
    yield row("fit, no callbacks, to a loop by hand", times, by_fit, by_hand, BAR)
    yield row("the same, to a loop for one known metric", times, by_fit, by_hand_for_loss, None)
    times = timed([by_fit, by_fit_with_callbacks], rounds * PRECISION)
    yield row(
        "fit with History and epoch end, to fit without",
        times,
        by_fit_with_callbacks,
        by_fit,
        BAR_WITH_CALLBACKS,
    )
    times = timed([by_fit_with_batch_end, by_hand_with_batch_end], rounds, FEW_BATCHES)
    yield row(
        "fit with a batch-end callback, to a loop by hand",
        times,
        by_fit_with_batch_end,
        by_hand_with_batch_end,
        None,
    )


# The loops


def by_hand(batches: Batches) -> Means:
    """Train, and keep the running means of whatever metrics come."""
    step = plain_step()
    sums: Means = {}
    weight = 0
    for batch in batches:
        metrics = step(batch)
        if not sums:
            sums = dict.fromkeys(metrics, 0.0)
        size = len(batch)
        for name in metrics:
            sums[name] += metrics[name] * size
        weight += size
    return {name: total / weight for name, total in sums.items()}


def by_hand_for_loss(batches: Batches) -> Means:
    """Train, and keep the running mean of the one metric there is."""
    step = plain_step()
    total, weight = 0.0, 0
    for batch in batches:
        size = len(batch)
        total += step(batch)["loss"] * size
        weight += size
    return {"loss": total / weight}


def by_fit(batches: Batches) -> Means:
    """Train with `fit` and nothing else."""
    history = hookline.fit(Trivial(), batches, verbose=0)
    return {name: values[-1] for name, values in history.history.items()}


def by_fit_with_callbacks(batches: Batches) -> Means:
    """Train with `fit`, a History and a callback with an epoch-end hook."""
    last = LastLogs()
    hookline.fit(Trivial(), batches, callbacks=[History[Logs](), last], verbose=0)
    return dict(cast("Means", last.logs))


def by_hand_with_batch_end(batches: Batches) -> Means:
    """Train, and tell a callback the running means after each batch."""
    step = plain_step()
    last = LastBatch()
    tell = cast("Callable[[int, Means], None]", last.on_train_batch_end)
    sums: Means = {}
    weight = 0
    for index, batch in enumerate(batches):
        metrics = step(batch)
        if not sums:
            sums = dict.fromkeys(metrics, 0.0)
        size = len(batch)
        for name in metrics:
            sums[name] += metrics[name] * size
        weight += size
        means = {name: total / weight for name, total in sums.items()}
        tell(index, means)
    return dict(cast("Means", last.logs))


def by_fit_with_batch_end(batches: Batches) -> Means:
    """Train with `fit` and a callback with a batch-end hook."""
    last = LastBatch()
    hookline.fit(Trivial(), batches, callbacks=[last], verbose=0)
    return dict(cast("Means", last.logs))


def plain_step() -> Callable[[list[float]], Means]:
    """Return the bound step; who writes a loop for one program need not look names up in types."""
    return cast("Callable[[list[float]], Means]", Trivial().train_step)


# The comparison


def check_means() -> None:
    """Raise unless all loops come to the same means, to the last bit."""
    loops = (
        by_hand,
        by_hand_for_loss,
        by_hand_with_batch_end,
        by_fit,
        by_fit_with_callbacks,
        by_fit_with_batch_end,
    )
    results = {loop.__name__: loop(BATCHES) for loop in loops}
    if any(means != results["by_hand"] for means in results.values()):
        raise AssertionError(f"the loops disagree on the means: {results}")


def timed(
    loops: Sequence[Callable[[Batches], Means]], rounds: int, batches: Batches = BATCHES
) -> Times:
    """Time loops side by side, by their names."""
    runs = {loop.__name__: Run(partial(loop, batches), len(batches)) for loop in loops}
    return side_by_side(runs, rounds)


def row(
    title: str,
    times: Times,
    one: Callable[[Batches], Means],
    other: Callable[[Batches], Means],
    bar: float | None,
) -> Row:
    """Compare two loops."""
    a, b = one.__name__, other.__name__
    note = f"{times.median(a) * 1e9:.0f} ns a step, {times.median(b) * 1e9:.0f} ns"
    return Row(title, times.ratio(a, b), bar, note=note)
