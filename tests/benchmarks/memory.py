"""What the number of steps adds to the memory of `fit`: nothing.

A fresh interpreter runs an epoch of a thousand steps and then a long one, and reports by how much
the second raised its peak. If `fit` kept as much as one pointer a step, ten million of them would
add 78,125 KiB. Needs the module `resource`, which Windows lacks.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Final

from measure import Row

ROUNDS: Final = 1

FEW: Final = 1_000
MANY: Final = 10_000_000
MANY_LISTENING: Final = 1_000_000

BAR: Final = 128  # KiB: pages that an allocator may take at any time

CODE: Final = """
import sys
from resource import RUSAGE_SELF, getrusage
from hookline import fit

class Trivial:
    def train_step(self, batch):
        return {"loss": 0.5}

class BatchEnd:
    def on_train_batch_end(self, batch, logs):
        pass

def peak(steps):
    callbacks = [BatchEnd()] if "listening" in sys.argv else []
    fit(Trivial(), range(steps), callbacks=callbacks, verbose=0)
    return getrusage(RUSAGE_SELF).ru_maxrss

few, many = (peak(int(steps)) for steps in sys.argv[1:3])
print((many - few) // (1024 if sys.platform == "darwin" else 1))
"""


def measure(rounds: int) -> Iterator[Row]:
    """Report by how many KiB many steps raise the peak of few; the largest of the rounds."""
    for title, steps, options in (
        ("fit, no callbacks", MANY, []),
        ("fit, a batch-end callback", MANY_LISTENING, ["listening"]),
    ):
        grown = max(growth(steps, options) for _ in range(rounds))
        yield Row(f"{title}: {steps:,} steps, above {FEW:,}", grown, BAR, unit="KiB")


def growth(steps: int, options: list[str]) -> int:
    """Return by how many KiB an epoch of many steps raises the peak, in a fresh interpreter."""
    command = [sys.executable, "-c", CODE, str(FEW), str(steps), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own text
    return int(done.stdout)
