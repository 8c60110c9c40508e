"""The shorter way of `run_batches`, where no callback listens to batches.

Nothing happens then between two steps but the means, and a loop written for just these metrics
takes half the time of one that goes through a dictionary. So the loop is generated, once for
each number of metrics and way to read a batch's size; its arithmetic is that of `RunningMeans`,
in the same order, and a test holds the two to the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, cast

from hookline.loops.batch_pass import BatchPass
from hookline.loops.batch_size import one, size_of_first
from hookline.loops.metrics import RunningMeans, as_float
from hookline.runs import StopFlag

#: How the commonest sizes are read without a call.
_INLINE_SIZES: Final[dict[Callable[[Any], int], str]] = {
    len: "len(batch)",
    size_of_first: "len(batch[0])",
    one: "1",
}


def run_quietly(this: BatchPass, batches: Iterable[object], means: RunningMeans) -> int:
    """Run the batches through the step into the means; return how many there were."""
    iterator = iter(batches)
    for batch in iterator:  # the first tells which metrics there are
        this.take(batch, 0, means)
        if this.group == 1 and this.stopped():
            return 1
        break
    else:
        return 0
    size = _INLINE_SIZES.get(means.size_of or one, "size_of(batch)")
    sweep = _compile_sweep(len(means.sums), size, this.flag, grouped=this.group > 1)
    return sweep(this, iterator, means, list(means.sums), as_float, _refuse)


def _refuse(
    this: BatchPass, means: RunningMeans, result: object, batch: object, index: int
) -> None:
    """Raise what is wrong with a result that the sweep could not take."""
    try:
        means.add(result, batch)
    except Exception as error:
        this.blame(error, index)
        raise error from None


@cache
def _compile_sweep(count: int, size: str, flag: StopFlag, *, grouped: bool) -> Callable[..., int]:
    each = range(count)
    at_group_end = "(index + 1) % group == 0 and " if grouped else ""
    lines = [
        "def sweep(this, batches, means, names, as_float, refuse):",
        "    step, program, group = this.step, this.program, this.group",
        "    size_of, weight, index = means.size_of, means.weight, 0",
        *(f"    name{i} = names[{i}]; sum{i} = means.sums[name{i}]" for i in each),
        "    for index, batch in enumerate(batches, 1):",
        "        try:",
        "            metrics = step(batch)",
        "        except BaseException as error:",
        "            this.blame(error, index)",
        "            raise",
        "        try:",
        *(f"            value{i} = metrics[name{i}]" for i in each),
        *(
            f"            if type(value{i}) is not float: "
            f"value{i} = as_float(value{i}, name{i}, means.step)"
            for i in each
        ),
        f"            if len(metrics) != {count}: raise LookupError",
        f"            size = {size}",
        "        except Exception:",
        "            refuse(this, means, metrics, batch, index)",
        "            raise",
        *(f"        sum{i} += value{i} * size" for i in each),
        "        weight += size",
        f"        if {at_group_end}program.{flag}: break",
        *(f"    means.sums[name{i}] = sum{i}" for i in each),
        "    means.weight = weight",
        "    return index + 1",
    ]
    namespace: dict[str, object] = {}
    exec(compile("\n".join(lines), "<quiet loop>", "exec"), namespace)  # noqa: S102
    return cast("Callable[..., int]", namespace["sweep"])
