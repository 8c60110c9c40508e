"""One pass over the batches of an epoch, the same for all three loops.

for each group of `steps_per_execution` batches:
    begin(first)
    step(batch) for each of them
    end(last, logs so far)
    stop here if the program was asked to
"""

from __future__ import annotations

from collections.abc import Iterable

from hookline.loops.batch_pass import BatchPass
from hookline.loops.metrics import Meter, RunningMeans
from hookline.loops.sweep import sweep_batches


def run_batches(this: BatchPass, batches: Iterable[object], meter: Meter) -> int:
    """Run the batches through the step into the meter; return how many there were."""
    if isinstance(meter, RunningMeans) and hasattr(this.program, this.flag):
        return sweep_batches(this, batches, meter)
    count = 0
    for index, batch in enumerate(batches):
        if index % this.group == 0:
            this.begin(index)
        this.take(batch, index, meter)
        count = index + 1
        if count % this.group == 0:
            this.end(index, meter.logs())
            if this.stopped():
                return count
    if count % this.group:  # the data ended inside a group
        this.end(count - 1, meter.logs())
    return count
