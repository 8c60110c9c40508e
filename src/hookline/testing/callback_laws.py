"""What every callback must keep to, each law a function that raises where it is broken.

A law takes a factory of callbacks, not a callback: several of them compare with a fresh one.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeAlias, cast

from hypothesis import strategies as st

from hookline.durable.packing import pack, unpack
from hookline.errors import ArgumentError, RequirementError, StateError
from hookline.hooks import find_hook
from hookline.order import HookOrder
from hookline.outcome import Failed
from hookline.registration import check_callbacks
from hookline.requirements import check_requirements
from hookline.sentences import did_you_mean
from hookline.state import Stateful
from hookline.testing.apply import apply_law
from hookline.testing.drive import attach, drive, play, stand_in
from hookline.testing.runs import Run, otherwise, runs
from hookline.trace import Call

Law: TypeAlias = "Callable[[Subject, Run, int], None]"

#: What our own mixins keep beside the state of a callback.
_OF_THE_MIXINS: Final = ("_program", "_params", "_resumed")

#: What can be seen of a callback and its program, by the name of each part.
_Effect: TypeAlias = dict[str, object]


@dataclass(frozen=True)
class Subject:
    """What the laws are applied to."""

    factory: Callable[[], object]
    program: Callable[[], object] = stand_in
    #: Attributes, also of what it holds, that differ from run to run by right, such as a time.
    ignoring: Collection[str] = ()
    #: The attributes that were seen, those that are ignored too.
    seen: set[str] = field(default_factory=set[str], compare=False, repr=False)

    def compares(self, name: str) -> bool:
        """Tell whether an attribute must be as that of another callback; take note of it."""
        self.seen.add(name)
        return name not in self.ignoring and name not in _OF_THE_MIXINS


def runs_every_legal_trace(subject: Subject, run: Run, at: int) -> None:
    """A callback takes any legal run without raising."""
    drive(subject.factory(), run, program=subject.program())


def does_not_change_its_logs(subject: Subject, run: Run, at: int) -> None:
    """A callback leaves the logs as they came: every other one receives the same dictionary."""
    before = copy.deepcopy([call.logs for call in run.calls])
    drive(subject.factory(), run, program=subject.program())
    after = [call.logs for call in run.calls]
    for call, then, now in zip(run.calls, before, after, strict=True):
        if repr(then) != repr(now):
            raise AssertionError(f"{call.hook} changed its logs from {then} to {now}")


def keeps_nothing_from_run_to_run(subject: Subject, run: Run, at: int) -> None:
    """A callback that has served a run serves the next one as a fresh one does."""
    # What is set once, and by another run, is seen only where the two runs differ.
    for earlier, words in ((run, ""), (otherwise(run), ", with other metrics and epochs,")):
        used = subject.factory()
        drive(used, earlier, program=subject.program())
        who = f"a callback that has served this run{words}"
        _assert_same(subject, used, subject.factory(), run, who)


def survives_a_cut(subject: Subject, run: Run, at: int) -> None:
    """A run may be cut short after any hook, and the next one is served as by a fresh one."""
    cut = 1 + at % max(len(run.calls) - 1, 1)  # what is closed cannot be cut short any more
    for earlier, words in ((run, ""), (otherwise(run), " of this run, with other metrics,")):
        used = subject.factory()
        drive(used, _cut_short(earlier.calls[:cut]), program=subject.program())
        who = f"a callback cut short after call {cut}{words}"
        _assert_same(subject, used, subject.factory(), run, who)


def resumes_from_its_state(subject: Subject, run: Run, at: int) -> None:
    """State saved in the middle, loaded before another run, goes on there as if nothing was.

    On the way it is in a file, as in a backup.
    """
    if not isinstance(subject.factory(), Stateful):
        return
    first, second = (cast("Stateful[Any]", subject.factory()) for _ in range(2))
    cut = 1 + at % len(run.calls)
    whole = _effects(subject, subject.factory(), run.calls)
    program = subject.program()
    attach(first, program, run.calls)
    play(first, run.calls[:cut])
    second.load_state_dict(_through_a_file(first.state_dict()))
    attach(second, program, run.calls)
    play(second, run.calls[:1])  # the hook that begins the run: here it is begun again
    resumed = _effects_on(subject, program, second, run.calls[cut:])
    who = f"a callback that took the state of another after call {cut}, and began its run with it,"
    for place, (mine, theirs) in enumerate(zip(resumed, whole[cut:], strict=True), cut):
        _assert_equal(f"{who} goes on differently", place, mine, theirs)


def _through_a_file(state: object) -> object:
    try:
        return unpack(pack(state, "state_dict()"))
    except StateError as error:
        raise AssertionError(f"a callback's state cannot be kept: {error}") from error


#: The laws, in the order in which `check_callback` applies them.
CALLBACK_LAWS: Final[tuple[Law, ...]] = (
    runs_every_legal_trace,
    does_not_change_its_logs,
    keeps_nothing_from_run_to_run,
    survives_a_cut,
    resumes_from_its_state,
)


def check_callback(
    factory: Callable[[], object],
    *,
    program: Callable[[], object] = stand_in,
    strategy: st.SearchStrategy[Run] | None = None,
    ignoring: Collection[str] = (),
    max_examples: int = 50,
) -> None:
    """Apply every law to a callback; where one is broken, show the smallest run that does it.

    Args:
        factory: Makes a fresh callback; its class will do if it needs no arguments.
        program: Makes a program for it to serve; by default one with the stop flags only.
        strategy: The runs to draw; by default runs of all kinds, one inside another.
        ignoring: Attributes, also of what it holds, that differ from run to run by right, such
            as a time.
        max_examples: Runs to draw for each law.

    Raises:
        AssertionError: A law is broken; a note names it.
        CallbackError: What the factory makes is no callback.
        RequirementError: It asks for more than the program has.
        ArgumentError: A name in `ignoring` is that of nothing.

    Example:
        >>> class Counter:
        ...     def __init__(self):
        ...         self.epochs = 0
        ...     def on_epoch_end(self, epoch, logs):
        ...         self.epochs += 1
        >>> try:
        ...     check_callback(Counter)  # it never starts anew
        ... except AssertionError as error:
        ...     print(error)
        a callback that has served this run goes on with another state than a fresh one: after
        call ... its `epochs` is 2 and not 1
    """
    callback = factory()
    check_callbacks([callback])
    _check_program(callback, program())
    subject = Subject(factory, program, ignoring)
    drawn = runs() if strategy is None else strategy
    for law in CALLBACK_LAWS:
        try:
            apply_law(law, partial(law, subject), drawn, max_examples)
        except KeyError as error:
            metric = f"If {error} is a metric, play it runs that have it: "
            error.add_note(f"{metric}`strategy=runs(metrics=[{error}, …])`.")
            raise
    for name in ignoring:
        if name not in subject.seen and not hasattr(callback, name):
            raise ArgumentError(
                f"`ignoring` names {name!r}, and nothing that was seen has an attribute of this "
                f"name: {did_you_mean(name, subject.seen)}leave it out, or mend it."
            )


def _check_program(callback: object, program: object) -> None:
    try:
        check_requirements(callback, program, type(callback).__qualname__)
    except RequirementError as error:
        raise RequirementError(
            f"{error} Give `check_callback` a factory of one that fits: `program=`."
        ) from None


def _cut_short(calls: tuple[Call, ...]) -> list[Call]:
    """These calls, and then the failure of every run that they leave open, from the inside out."""
    order, cut, error = HookOrder(), list(calls), ValueError("cut")
    for call in calls:
        order.advance(call.hook, call.index)
    while not order.done:
        if "on_exception" in order.expected:
            cut.append(Call("on_exception", exception=error))
        else:
            cut.append(Call("on_close", outcome=Failed(error)))
        order.advance(cut[-1].hook)
    return cut


def _assert_same(subject: Subject, used: object, fresh: object, run: Run, who: str) -> None:
    ours, others = _effects(subject, used, run.calls), _effects(subject, fresh, run.calls)
    # What it holds before its first hook of a run may be the last one's: a History is read then.
    hooks = (find_hook(fresh, call.hook) for call in run.calls)
    first = next((place for place, hook in enumerate(hooks) if hook), len(run.calls))
    for place, (mine, theirs) in list(enumerate(zip(ours, others, strict=True)))[first:]:
        _assert_equal(f"{who} goes on with another state than a fresh one", place, mine, theirs)


def _assert_equal(what: str, place: int, mine: _Effect, theirs: _Effect) -> None:
    for name in (*mine, *(theirs.keys() - mine.keys())):
        here, there = mine.get(name, "missing"), theirs.get(name, "missing")
        if here != there:
            raise AssertionError(f"{what}: after call {place} its {name} is {here} and not {there}")


def _effects(subject: Subject, callback: object, calls: tuple[Call, ...]) -> list[_Effect]:
    """What can be seen of a callback and its program after each call of a run."""
    program = subject.program()
    attach(callback, program, calls)
    return _effects_on(subject, program, callback, calls)


def _effects_on(
    subject: Subject, program: object, callback: object, calls: tuple[Call, ...]
) -> list[_Effect]:
    """The same of a callback that is attached already."""
    seen: list[_Effect] = []

    def look(call: Call) -> None:
        attributes = {
            f"`{name}`": _visible(value, subject)
            for name, value in getattr(callback, "__dict__", {}).items()
            if subject.compares(name)
        }
        seen.append({**attributes, "program": _visible(program, subject)})

    play(callback, calls, look)
    return seen


def _visible(value: object, subject: Subject, depth: int = 4) -> object:
    """A value as something that can be compared: NaN equals NaN, objects are what they hold."""
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return repr(value)
    if depth == 0:
        return type(value).__qualname__
    if isinstance(value, Mapping):
        items = cast("Mapping[object, object]", value).items()
        return {repr(key): _visible(item, subject, depth - 1) for key, item in items}
    if isinstance(value, (list, tuple)):
        return [_visible(item, subject, depth - 1) for item in cast("list[object]", value)]
    if isinstance(value, (set, frozenset)):
        return sorted(repr(item) for item in cast("set[object]", value))
    attributes: dict[str, object] = getattr(value, "__dict__", {})
    held = {name: item for name, item in attributes.items() if subject.compares(name)}
    return type(value).__qualname__, _visible(held, subject, depth - 1)
