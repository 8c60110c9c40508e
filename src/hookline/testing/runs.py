"""Hypothesis strategies that draw runs: legal ones, and ones with exactly one fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from hookline.hooks import HOOKS
from hookline.outcome import Completed, Outcome, Stopped, outcome_of
from hookline.trace import Call, tree

#: The loop whose run it is.
Kind: TypeAlias = Literal["train", "test", "predict"]

KINDS: tuple[Kind, ...] = ("train", "test", "predict")


@dataclass(frozen=True)
class Run:
    """The calls of one run, with those of the runs inside it."""

    kind: Kind
    calls: tuple[Call, ...]

    def __repr__(self) -> str:
        """Show the run as a tree, for a failing example."""
        return f"<{self.kind} run:\n{tree(self.calls)}\n>"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(repr(self))  # Hypothesis would spell out every field


@dataclass(frozen=True)
class BrokenRun:
    """A run with one fault, and where a loop that made it is caught."""

    calls: tuple[Call, ...]
    #: The place of the first call that is out of turn; beyond the last one if one is missing.
    position: int
    #: What was done to a legal run, in words.
    fault: str

    def __repr__(self) -> str:
        """Show the fault and the run as a tree."""
        return f"<{self.fault}, caught at call {self.position}:\n{tree(self.calls)}\n>"

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        printer.text(repr(self))


@st.composite
def runs(
    draw: st.DrawFn,
    *,
    kinds: Sequence[Kind] = KINDS,
    max_epochs: int = 3,
    max_batches: int = 4,
    max_depth: int = 1,
    failures: bool = True,
    metrics: Sequence[str] = ("loss",),
) -> Run:
    """Draw a legal run.

    Args:
        draw: Given by Hypothesis.
        kinds: Which loops to draw from.
        max_epochs: Epochs of a training run, at most; it may have none.
        max_batches: Batches of an epoch, a test or a prediction, at most.
        max_depth: How deep runs may lie inside the hooks of others; 0 for none.
        failures: Whether runs may be cut short by an exception.
        metrics: The names of the metrics in the logs; validation adds the prefix `val_`.

    Example:
        >>> from hypothesis import given, settings
        >>> @settings(max_examples=10)
        ... @given(run=runs(kinds=["predict"]))
        ... def test_a_prediction_begins_as_one(run: Run) -> None:
        ...     assert run.calls[0].hook == "on_predict_begin"
        >>> test_a_prediction_begins_as_one()
    """
    kind = draw(st.sampled_from(kinds))
    author = _Author(draw, max_epochs, max_batches, failures=failures, metrics=tuple(metrics))
    return Run(kind, tuple(author.run(kind, max_depth)))


class _Author:
    """Writes the calls of a run, choice by choice."""

    def __init__(
        self,
        draw: st.DrawFn,
        max_epochs: int,
        max_batches: int,
        *,
        failures: bool,
        metrics: tuple[str, ...],
    ) -> None:
        self.draw = draw
        self.max_epochs = max_epochs
        self.max_batches = max_batches
        self.failures = failures
        self.metrics = metrics

    def run(self, kind: Kind, depth: int) -> list[Call]:
        """A whole run, closed, with runs inside its hooks down to a depth."""
        calls = {"train": self.train, "test": self.test, "predict": self.predict}[kind]()
        stopped = self.draw(st.booleans())
        outcome: Outcome = Stopped("a flag was set") if stopped else Completed()
        if self.failures and self.draw(st.integers(0, 3)) == 3:
            calls = calls[: self.draw(st.integers(1, len(calls)))]
            error = self.draw(st.sampled_from([ValueError("drawn"), KeyboardInterrupt()]))
            calls.append(Call("on_exception", exception=error))
            outcome = outcome_of(error)
        if depth > 0 and self.draw(st.integers(0, 3)) == 3:
            at = self.draw(st.integers(1, len(calls)))
            calls[at:at] = self.run(self.draw(st.sampled_from(KINDS)), depth - 1)
        return [*calls, Call("on_close", outcome=outcome)]

    def train(self) -> list[Call]:
        calls = [Call("on_train_begin", logs={})]
        first = self.draw(st.integers(0, 2))
        logs: dict[str, float] = {}
        for epoch in range(first, first + self.draw(st.integers(0, self.max_epochs))):
            calls.append(Call("on_epoch_begin", epoch, {}))
            batches, logs = self.batches("train")
            calls += batches
            if self.draw(st.booleans()):
                at = self.draw(st.sampled_from([0, *range(2, len(batches), 2), len(batches)]))
                test = self.test()
                calls[len(calls) - len(batches) + at : len(calls) - len(batches) + at] = test
                last = test[-1].logs or {}
                logs |= {f"val_{name}": float(str(value)) for name, value in last.items()}
            calls.append(Call("on_epoch_end", epoch, logs))
        return [*calls, Call("on_train_end", logs=logs)]

    def test(self) -> list[Call]:
        batches, logs = self.batches("test")
        return [Call("on_test_begin", logs={}), *batches, Call("on_test_end", logs=logs)]

    def predict(self) -> list[Call]:
        batches, _ = self.batches("predict")
        return [Call("on_predict_begin", logs={}), *batches, Call("on_predict_end", logs={})]

    def batches(self, kind: Kind) -> tuple[list[Call], dict[str, float]]:
        """Groups of batches that partition the epoch, and the logs after the last."""
        calls: list[Call] = []
        logs = self.logs()
        count, group = self.draw(st.integers(0, self.max_batches)), self.draw(st.integers(1, 3))
        for begin in range(0, count, group):
            end = min(begin + group, count) - 1
            logs = self.logs()
            ended: dict[str, object] = {"outputs": [end]} if kind == "predict" else dict(logs)
            calls.append(Call(f"on_{kind}_batch_begin", begin, {}))
            calls.append(Call(f"on_{kind}_batch_end", end, ended))
        return calls, logs

    def logs(self) -> dict[str, float]:
        values = st.floats(0, 10) | st.just(float("nan"))
        return {name: self.draw(values) for name in self.metrics}


def otherwise(run: Run) -> Run:
    """Return the same run with other metrics and epochs, of which none is new to a callback.

    Its epochs count from 0, and the values of each metric come the other way round.
    """
    values: dict[str, dict[str, object]] = {}  # of each metric by what they look like: NaN is NaN
    for call in run.calls:
        for name, value in (call.logs or {}).items():
            values.setdefault(name, {})[repr(value)] = value
    other = {
        name: dict(zip(seen, reversed(seen.values()), strict=True)) for name, seen in values.items()
    }
    epochs = [call.index for call in run.calls if call.hook == "on_epoch_begin"]
    first = min((index for index in epochs if index is not None), default=0)
    return replace(run, calls=tuple(_changed(call, other, first) for call in run.calls))


def _changed(call: Call, other: Mapping[str, Mapping[str, object]], first: int) -> Call:
    counts_epochs = HOOKS[call.hook].counter == "epoch"
    index = call.index - first if call.index is not None and counts_epochs else call.index
    logs = call.logs and {name: other[name][repr(value)] for name, value in call.logs.items()}
    return replace(call, index=index, logs=logs)


@st.composite
def broken_runs(draw: st.DrawFn, *, kinds: Sequence[Kind] = KINDS) -> BrokenRun:
    """Draw a run with exactly one fault.

    The run has none inside its hooks, and it is caught under the reading `ONE_LOOP`.

    Example:
        >>> from hypothesis import given, settings
        >>> from hookline.order import ONE_LOOP, HookOrder
        >>> @settings(max_examples=10)
        ... @given(run=broken_runs())
        ... def test_all_before_the_fault_is_right(run: BrokenRun) -> None:
        ...     order = HookOrder(ONE_LOOP)
        ...     for call in run.calls[: run.position]:
        ...         order.advance(call.hook, call.index)
        >>> test_all_before_the_fault_is_right()
    """
    run = draw(runs(kinds=kinds, max_depth=0))
    calls = list(run.calls)
    faults = (_left_out, _doubled, _put_in, _miscounted, _renamed)
    return draw(st.sampled_from([broken for fault in faults for broken in fault(run.kind, calls)]))


def _left_out(kind: Kind, calls: list[Call]) -> list[BrokenRun]:
    return [
        BrokenRun((*calls[:at], *calls[at + 1 :]), at, f"left out {call.hook}")
        for at, call in enumerate(calls)
        # A run may fail at any point, so what lacks right before or at the failure is no fault.
        if call.hook != "on_exception" and (at == 0 or not _is_failure(calls, at + 1))
    ]


def _doubled(kind: Kind, calls: list[Call]) -> list[BrokenRun]:
    return [
        BrokenRun((*calls[: at + 1], *calls[at:]), at + 1, f"doubled {call.hook}")
        for at, call in enumerate(calls)
    ]


def _put_in(kind: Kind, calls: list[Call]) -> list[BrokenRun]:
    strange = "on_test_batch_begin" if kind == "predict" else "on_predict_batch_begin"
    return [
        BrokenRun((*calls[:at], Call(strange, 0, {}), *calls[at:]), at, f"put in {strange}")
        for at in range(len(calls) + 1)
    ]


def _miscounted(kind: Kind, calls: list[Call]) -> list[BrokenRun]:
    broken: list[BrokenRun] = []
    for at, call in enumerate(calls):
        if call.index is None or (call.hook == "on_epoch_begin" and at == 1):
            continue  # the first epoch of a run may have any number
        # A group may end at any index from its begin on.
        begun = calls[at - 1].index if call.hook.endswith("_batch_end") else None
        wrong = call.index + 1 if begun is None else begun - 1
        others = (*calls[:at], Call(call.hook, wrong, call.logs), *calls[at + 1 :])
        broken.append(BrokenRun(others, at, f"miscounted {call.hook}"))
    return broken


def _renamed(kind: Kind, calls: list[Call]) -> list[BrokenRun]:
    if _is_failure(calls, 1):
        return []
    other = "on_test_begin" if kind != "test" else "on_predict_begin"
    fault = f"{other} for {calls[0].hook}"
    return [BrokenRun((Call(other, logs={}), *calls[1:]), 1, fault)]


def _is_failure(calls: list[Call], at: int) -> bool:
    return at < len(calls) and calls[at].hook == "on_exception"
