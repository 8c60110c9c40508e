"""The order of hooks against a grammar that was written apart from it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant

from hookline import HookOrderError
from hookline.hooks import ALIASES, HOOKS
from hookline.order import ONE_LOOP, ORDER, STRICT, HookOrder, State, Transition
from hookline.testing import BrokenRun, Call, HookOrderMachine, Run, broken_runs, runs
from hookline.transitions import Move

Token = tuple[str, int | None]


class Grammar:
    """Says of a list of calls whether it is a trace, or the beginning of one.

    Each method takes a place and returns the places at which what it is named for may end.
    """

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        #: Some way to read the tokens would go on after the last of them.
        self.goes_on = False
        self._runs: dict[int, set[int]] = {}
        ends, reached = {0}, set[int]()
        while ends - reached:
            reached |= ends
            ends = {end for place in ends for end in self.run(place)}
        self.is_whole = bool(tokens) and len(tokens) in reached

    def token(self, at: int, hook: str, index: int | None = None) -> set[int]:
        if at == len(self.tokens):
            self.goes_on = True
            return set()
        return {at + 1} if self.tokens[at] == (hook, index) else set()

    def hook(self, at: int, hook: str, index: int | None, inside: set[int]) -> set[int]:
        """A hook and the runs inside it; notes in `inside` where it leaves the run around it."""
        ends, new = set[int](), self.token(at, hook, index)
        while new:
            ends |= new
            new = {end for place in new for end in self.run(place)} - ends
        inside |= ends
        return ends

    def run(self, at: int) -> set[int]:
        """Run = (train | test | predict) close | any beginning of those, exception, close"""
        if at not in self._runs:
            self._runs[at] = set()
            inside = set[int]()
            whole = self.train(at, inside) | self.passes("test", at, inside)
            whole |= self.passes("predict", at, inside)
            for place in inside:
                whole |= self.hook(place, "on_exception", None, set())
            self._runs[at] = {end for place in whole for end in self.token(place, "on_close")}
        return self._runs[at]

    def passes(self, kind: str, at: int, inside: set[int]) -> set[int]:
        """Test = begin groups end, and predict likewise"""
        groups = self.groups(kind, self.hook(at, f"on_{kind}_begin", None, inside), inside)
        return {e for p, _ in groups for e in self.hook(p, f"on_{kind}_end", None, inside)}

    def groups(self, kind: str, starts: set[int], inside: set[int]) -> set[tuple[int, int]]:
        """Groups = (batch_begin(next) batch_end(from next on))*, in fit with tests in between"""
        found, new = set[tuple[int, int]](), {(start, 0) for start in starts}
        while new:
            found |= new
            new = {
                (end, last + 1)
                for place, first in new
                for opened in self.hook(place, f"on_{kind}_batch_begin", first, inside)
                for last in self.ends_from(opened, first)
                for end in self.hook(opened, f"on_{kind}_batch_end", last, inside)
            } | {
                (end, first)
                for place, first in new
                if kind == "train"
                for end in self.passes("test", place, inside)
            }
            new -= found
        return found

    def ends_from(self, at: int, first: int) -> Iterator[int]:
        """The index at this place, if it may end a group that begins with `first`."""
        index = self.tokens[at][1] if at < len(self.tokens) else first
        if index is not None and index >= first:
            yield index

    def train(self, at: int, inside: set[int]) -> set[int]:
        """Train = begin (epoch_begin(n) groups epoch_end(n))* end, where n goes up by one"""
        starts: set[tuple[int, int | None]] = {
            (place, None) for place in self.hook(at, "on_train_begin", None, inside)
        }
        ends = set[int]()
        while starts:
            ends |= {e for p, _ in starts for e in self.hook(p, "on_train_end", None, inside)}
            starts = {
                (end, epoch)
                for place, before in starts
                for epoch in (self.ends_from(place, 0) if before is None else [before + 1])
                for begun in [self.hook(place, "on_epoch_begin", epoch, inside)]
                for closed, _ in self.groups("train", begun, inside)
                for end in self.hook(closed, "on_epoch_end", epoch, inside)
            }
        return ends


def verdict(tokens: tuple[Token, ...]) -> tuple[int | None, bool]:
    """Where the cursor refuses the tokens, if it does, and whether they may end where they do."""
    order = HookOrder()
    for place, (hook, index) in enumerate(tokens):
        try:
            order.advance(hook, index)
        except HookOrderError:
            return place, False
    return None, order.done


def agree(tokens: tuple[Token, ...]) -> None:
    refused, done = verdict(tokens)
    if refused is None:
        whole = Grammar(tokens)
        assert whole.goes_on or whole.is_whole
        assert whole.is_whole == done
    else:
        assert Grammar(tokens[:refused]).goes_on
        beyond = Grammar(tokens[: refused + 1])
        assert not beyond.goes_on
        assert not beyond.is_whole


def tokens_of(calls: tuple[Call, ...]) -> tuple[Token, ...]:
    return tuple((call.hook, call.index) for call in calls)


@given(st.lists(runs(max_depth=2), min_size=1, max_size=2))
def test_cursor_and_grammar_take_every_drawn_trace(drawn: list[Run]) -> None:
    tokens = tuple(token for run in drawn for token in tokens_of(run.calls))
    assert verdict(tokens) == (None, True)
    assert Grammar(tokens).is_whole


@given(broken_runs())
def test_every_broken_run_is_refused_where_its_fault_is(broken: BrokenRun) -> None:
    order = HookOrder(ONE_LOOP)
    for call in broken.calls[: broken.position]:
        order.advance(call.hook, call.index)
    if broken.position == len(broken.calls):
        assert not order.done
        return
    culprit = broken.calls[broken.position]
    with pytest.raises(HookOrderError) as caught:
        order.advance(culprit.hook, culprit.index)
    assert (caught.value.hook, caught.value.index) == (culprit.hook, culprit.index)


@given(broken_runs())
def test_cursor_and_grammar_refuse_a_broken_run_at_the_same_place(broken: BrokenRun) -> None:
    agree(tokens_of(broken.calls))


NAMES = [name for name in HOOKS if name not in ALIASES.values()]


def walk(rng: random.Random, length: int) -> tuple[Token, ...]:
    """A trace that keeps to the order but for a few calls."""
    order, tokens = HookOrder(), list[Token]()
    for _ in range(length):
        hook = rng.choice(NAMES) if rng.random() < 0.03 else rng.choice(order.expected)
        index = None
        if HOOKS[hook].counter is not None:
            right = order.indices(hook) if hook in order.expected else None
            index = (right[0] if right else 0) + rng.choice([0, 0, 0, 0, 0, 0, 1, 1, -1])
        tokens.append((hook, index))
        try:
            order.advance(hook, index)
        except HookOrderError:
            break
    return tuple(tokens)


@pytest.mark.parametrize("seed", range(20))
def test_cursor_and_grammar_agree_on_random_walks(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(100):
        agree(walk(rng, rng.randint(1, 25)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 200))
def test_cursor_and_grammar_agree_on_a_hundred_thousand_walks(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(1000):
        agree(walk(rng, rng.randint(1, 25)))


class AgainstGrammar(HookOrderMachine):
    """The rule machine walks the order; what it walked must be the beginning of a trace."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: tuple[Token, ...] = ()

    def receive(self, call: Call) -> None:
        self.tokens += ((call.hook, call.index),)

    @invariant()
    def the_grammar_agrees(self) -> None:
        grammar = Grammar(self.tokens)
        assert grammar.goes_on
        assert grammar.is_whole == self.order.done


AgainstGrammar.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAgainstGrammar = AgainstGrammar.TestCase


# Mutation: a changed row of ORDER is noticed


def depth(order: HookOrder) -> int:
    """How many runs lie in one another, in the first reading."""
    frame, found = order._frames[0], 0
    while (below := frame[4]) is not None:
        frame, found = below, found + 1
    return found


@cache
def explored() -> tuple[tuple[Token, ...], ...]:
    """A shortest path to every place that six hooks can reach, with two runs in one another."""
    paths: dict[object, tuple[Token, ...]] = {}
    layer: list[tuple[HookOrder, tuple[Token, ...]]] = [(HookOrder(), ())]
    for _ in range(6):
        after: list[tuple[HookOrder, tuple[Token, ...]]] = []
        for order, path in layer:
            for hook in order.expected:
                indices = order.indices(hook)
                token = (hook, indices[0] if indices else None)
                twin = order.copy()
                twin.advance(*token)
                # Places are one only if they were reached by the same first and last hooks.
                place = (twin._frames, path[:1], path[-1:], token)
                if place not in paths and depth(twin) < 3:
                    paths[place] = (*path, token)
                    after.append((twin, paths[place]))
        layer = after
    return ((), *paths.values())


def accepted(order: HookOrder) -> list[Token]:
    """The calls that a cursor takes, with the least index that is right and the one after it."""
    calls: list[Token] = []
    for hook in NAMES:
        for index in (None,) if HOOKS[hook].counter is None else (0, 1, 2):
            try:
                order.copy().advance(hook, index)
            except HookOrderError:
                continue
            calls.append((hook, index))
    return calls


@cache
def answers() -> dict[tuple[Token, ...], tuple[list[Token], bool]]:
    """What the order says at each of the explored places."""
    said: dict[tuple[Token, ...], tuple[list[Token], bool]] = {}
    for path in explored():
        order = HookOrder()
        for token in path:
            order.advance(*token)
        said[path] = (accepted(order), order.done)
    return said


def is_noticed(mutated: tuple[Transition, ...]) -> bool:
    for path, (calls, done) in answers().items():
        order = HookOrder(order=mutated)
        try:
            for token in path:
                order.advance(*token)
        except HookOrderError:
            return True
        if accepted(order) != calls or order.done != done:
            return True
    return False


STRICT_ROWS = [row for row in ORDER if row.rule is None or row.rule in STRICT]


@pytest.mark.parametrize("row", STRICT_ROWS, ids=lambda row: f"{row.state}-{row.hook}-{row.move}")
def test_a_row_taken_out_is_noticed(row: Transition) -> None:
    assert is_noticed(tuple(other for other in ORDER if other != row))


_FROM: set[State] = {row.state for row in ORDER}
_TO: set[State] = {row.next for row in ORDER}
STATES: list[State] = sorted(_FROM | _TO)


def moves_of(hook: str) -> set[Move]:
    return {row.move for row in ORDER if row.hook == hook}


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_a_row_put_in_is_noticed(state: State) -> None:
    present = {(row.state, row.hook, row.next, row.move) for row in STRICT_ROWS}
    missed = [
        added
        for hook in NAMES
        for after in STATES
        for move in sorted(moves_of(hook))
        if (state, hook, after, move) not in present
        and not changes_nothing(added := Transition(state, hook, after, move))
        and not is_noticed((*ORDER, added))
    ]
    assert missed == []


def changes_nothing(row: Transition) -> bool:
    """Whether a row put in takes no trace that the order does not take already."""
    return (
        # Closing goes back to the frame below, whatever state the row names; below idle is none.
        (row.move == "close" and row.state in {"ended", "failed", "idle"})
        # Idle is the bottom, never a run.
        or (row.next == "idle" and row.move != "close")
        # A test or a prediction has no epoch, so no index fits; nor has what has not begun.
        or (row.hook == "on_epoch_end" and row.state.startswith(("test", "predict", "idle")))
        # What a run may do that failed, it may do that ended.
        or (row.next == "failed" and (row.state, row.hook, "ended") in ENDINGS)
    )


ENDINGS = {(row.state, row.hook, row.next) for row in ORDER if row.next == "ended"}
