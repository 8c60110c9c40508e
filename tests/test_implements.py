"""Whether a callback has the hooks of a Protocol: held against `isinstance`, and against calls."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import Protocol  # a sum made with 3.11's own breaks `isinstance` for all

from hookline import (
    AnyHook,
    ArgumentError,
    Callback,
    CallbackError,
    CallbackList,
    EvaluateHook,
    FitHook,
    Logs,
    NoLogs,
    OnBatchEnd,
    OnEpochEnd,
    OnTestBegin,
    OnTrainBegin,
    PredictHook,
    PredictHooks,
    RunHooks,
    SupportsParams,
    SupportsProgram,
    TestHooks,
    TrainHooks,
    TrainHooksMixin,
    implements,
    own_hooks,
)
from hookline.hooks import HOOKS

FAMILIES: list[Any] = [RunHooks, TrainHooks, TestHooks, PredictHooks]
ATTACHED: list[Any] = [SupportsProgram, SupportsParams]
PROTOCOLS: list[Any] = [*(hook.protocol for hook in HOOKS.values()), *FAMILIES, *ATTACHED]


def has(callback: object, protocol: Any) -> bool:
    """Ask, and keep what the answer means from the type checkers: here things change."""
    return implements(callback, protocol)


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Mute:
    def on_epoch_end(self) -> None: ...


class Loose:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: None


class BothEnds(OnTrainBegin, OnEpochEnd, Protocol):
    """A sum of a user's own."""


class Horn:
    def __call__(self, epoch: int, logs: Logs) -> None: ...


# What counts


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_whole_callback_has_every_protocol(protocol: Any) -> None:
    assert has(Callback(), protocol)
    assert isinstance(Callback(), protocol)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("thing", [3, None, "text", object(), SimpleNamespace(), Loose()])
def test_what_is_no_callback_has_none(thing: object, protocol: Any) -> None:
    assert not has(thing, protocol)
    assert not isinstance(thing, protocol)


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_one_hook_makes_its_own_protocol_and_no_other(hook: Any) -> None:
    arguments = ", ".join(("self", *hook.parameters))
    callback = made({hook.name: function(hook.name, arguments)})
    expected = [hook.protocol]
    assert [protocol for protocol in PROTOCOLS if has(callback, protocol)] == expected
    assert [protocol for protocol in PROTOCOLS if isinstance(callback, protocol)] == expected


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_all_of_its_hooks(family: Any) -> None:
    name = family.__name__.removesuffix("Hooks").lower()
    hooks = {
        hook.name: function(hook.name, ", ".join(("self", *hook.parameters)))
        for hook in HOOKS.values()
        if hook.family == name and hook.protocol in family.__mro__
    }
    assert has(made(hooks), family)
    assert isinstance(made(hooks), family)
    for missing in hooks:
        rest = made({name: method for name, method in hooks.items() if name != missing})
        assert not has(rest, family)
        assert not isinstance(rest, family)


def test_a_default_counts_and_own_hooks_tells_the_rest() -> None:
    class Nothing(TrainHooksMixin):
        pass

    assert has(Nothing(), TrainHooks)
    assert has(Nothing(), OnBatchEnd)
    assert own_hooks(Nothing()) == ()


def test_a_calledattribute_of_an_instance_counts() -> None:
    assert has(SimpleNamespace(on_epoch_end=Horn()), OnEpochEnd)
    assert has(SimpleNamespace(on_epoch_end=function("ring", "epoch, logs")), OnEpochEnd)
    assert not has(SimpleNamespace(on_epoch_end=3), OnEpochEnd)
    assert not has(SimpleNamespace(on_epoch_end=function("ring", "")), OnEpochEnd)


def test_a_class_is_asked_for_methods_of_its_own() -> None:
    class Static:
        @staticmethod
        def on_epoch_end(epoch: int, logs: Logs) -> None: ...

    assert not has(Bell, OnEpochEnd)
    assert has(Static, OnEpochEnd)
    assert has(Static(), OnEpochEnd)
    bell: type = Bell
    assert isinstance(bell, OnEpochEnd)  # which only looks at the name


def test_what_is_only_found_by_getattr_does_not_count() -> None:
    class Partly(Loose):
        def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    assert has(Partly(), OnEpochEnd)
    assert not has(Partly(), OnTrainBegin)
    assert not isinstance(Partly(), OnTrainBegin)


# Unions, type arguments, sums


def test_of_a_union_one_member_is_enough() -> None:
    assert has(Bell(), FitHook)
    assert has(Bell(), AnyHook)
    assert has(Bell(), OnTestBegin | OnEpochEnd)
    assert not has(Bell(), EvaluateHook)
    assert not has(Bell(), PredictHook)
    assert not has(Mute(), AnyHook)


def test_type_arguments_are_for_the_type_checker() -> None:
    class DigitsLogs(Logs, closed=True):
        accuracy: float

    assert has(Bell(), OnEpochEnd[DigitsLogs])
    assert not has(Mute(), OnEpochEnd[DigitsLogs])


def test_a_sum_of_a_users_own() -> None:
    class Both(Bell):
        def on_train_begin(self, logs: NoLogs) -> None: ...

    assert has(Both(), BothEnds)
    assert not has(Bell(), BothEnds)


class HasLearningRate(Protocol):
    learning_rate: float


class Anew(Protocol):
    def on_epoch_end(self, epoch: int) -> None: ...


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (int, "such as `OnEpochEnd` or `TrainHooks`, and `int` is none. For a class ask"),
        (TrainHooksMixin, "and `TrainHooksMixin` is none. For a class ask `isinstance`."),
        (list[int], "and `list` is none"),
        (Bell | OnEpochEnd, "and `Bell` is none"),
        ("OnEpochEnd", "and `'OnEpochEnd'` is none."),
        (None, "and `None` is none."),
        (HasLearningRate, "`HasLearningRate` asks for `learning_rate`, which is none. For other"),
        (Anew, "`Anew` writes `on_epoch_end` anew: derive it"),
    ],
)
def test_anything_else_is_refused_with_a_remedy(form: Any, words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        has(object(), form)


# Held against `isinstance`, and against what happens


def function(name: str, parameters: str, body: str = "pass") -> Any:
    namespace: dict[str, Any] = {}
    exec(f"def {name}({parameters}): {body}", namespace)  # noqa: S102 - our own text
    return namespace[name]


def made(members: dict[str, Any], *bases: type) -> Any:
    return type("Made", bases, members)()


async def asynchronous(self: object, epoch: int, logs: Logs) -> None: ...


#: What a class or an instance may have under the name of a hook.
MEMBERS: list[Any] = [
    None,
    3,
    Horn(),
    Bell.on_epoch_end,
    Mute.on_epoch_end,
    asynchronous,
    staticmethod(function("ring", "epoch, logs")),
    classmethod(function("ring", "cls, epoch, logs")),
    staticmethod(function("ring", "logs")),
    property(lambda self: Bell().on_epoch_end),
    property(lambda self: 3),
    function("on_epoch_end", "self, *args, **kwargs"),
    function("on_epoch_end", "self, epoch, logs=None, more=1"),
    function("on_epoch_end", "self, epoch, metrics"),
    function("on_epoch_end", "self, epoch, logs", "yield"),
    Bell().on_epoch_end,
    print,
    Bell,
]
NAMES = ["on_epoch_end", "on_epoch_begin", "on_train_end", "set_program"]
BASES: list[tuple[type, ...]] = [(), (Bell,), (Mute,), (Loose,), (TrainHooksMixin,), (Callback,)]

members = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(MEMBERS), max_size=3)


@given(members, members, st.sampled_from(BASES), st.sampled_from(PROTOCOLS))
def test_what_it_says_yes_to_is_an_instance(
    of_class: dict[str, Any], of_instance: dict[str, Any], bases: tuple[type, ...], protocol: Any
) -> None:
    callback = made(of_class, *bases)
    plain = {name: value for name, value in of_instance.items() if settable(callback, name)}
    before = has(callback, protocol)
    assert not before or isinstance(callback, protocol)
    put(callback, plain)
    # `isinstance` remembers the class, and would go on saying yes.
    fresh = made(of_class, *bases)
    put(fresh, plain)
    assert has(callback, protocol) == has(fresh, protocol)
    assert not has(callback, protocol) or isinstance(callback, protocol)


@pytest.mark.parametrize("bare", [classmethod, staticmethod])
def test_a_bare_method_kept_by_an_instance_is_not_taken_for_that_of_its_class(bare: Any) -> None:
    ring = function("ring", "self, epoch, logs")
    callback = made({"on_epoch_end": ring})
    assert implements(callback, OnEpochEnd)
    put(callback, {"on_epoch_end": bare(ring)})
    assert not implements(callback, OnEpochEnd)


def put(thing: object, attributes: dict[str, Any]) -> None:
    for name, value in attributes.items():
        setattr(thing, name, value)


def settable(callback: object, name: str) -> bool:
    return not isinstance(getattr(type(callback), name, None), property)


#: A parameter as it is written, in an order that Python takes.
PARAMETERS = st.tuples(
    st.lists(st.sampled_from(["epoch", "logs", "batch", "x"]), unique=True, max_size=4),
    st.integers(0, 4),  # how many of them have defaults
    st.sampled_from([None, 1, 2]),  # after how many a `/` stands
    st.sampled_from(["", "*args", "*"]),
    st.lists(st.sampled_from(["logs", "epoch", "y=0"]), unique=True, max_size=2),
    st.booleans(),
)


def written(drawn: tuple[list[str], int, int | None, str, list[str], bool]) -> str:
    names, defaults, slash, star, keyword_only, double_star = drawn
    plain = [
        f"{name}=0" if place >= len(names) - defaults else name for place, name in enumerate(names)
    ]
    if slash and slash <= len(plain):
        plain.insert(slash, "/")
    rest = [name for name in keyword_only if name not in names] if star else []
    stars = [star] if star == "*args" or rest else []
    # After a `/`, what is passed by name could go astray in `**kwargs`: that is no use to a hook.
    ends = ["**kwargs"] if double_star and "/" not in plain else []
    return ", ".join(["self", *plain, *stars, *rest, *ends])


def can_be_called(method: Callable[..., object]) -> bool:
    try:
        method(0, {})
        method(0, logs={})
        method(epoch=0, logs={})
    except TypeError:
        return False
    return True


@given(PARAMETERS)
def test_it_says_yes_exactly_where_the_hook_can_be_called(drawn: Any) -> None:
    callback = made({"on_epoch_end": function("on_epoch_end", written(drawn))})
    called = can_be_called(callback.on_epoch_end)
    assert has(callback, OnEpochEnd) == called
    assert has(callback, OnEpochEnd) == called  # and from memory


@given(PARAMETERS)
def test_it_says_yes_exactly_where_a_list_takes_the_callback(drawn: Any) -> None:
    callback = made({"on_epoch_end": function("on_epoch_end", written(drawn))})
    try:
        CallbackList([callback])
    except CallbackError:
        assert not has(callback, OnEpochEnd)
    else:
        assert has(callback, OnEpochEnd)


# What is remembered


def test_an_attribute_of_an_instance_counts_at_once() -> None:
    bell, name = Bell(), "on_epoch_end"
    assert has(bell, OnEpochEnd)
    put(bell, {name: None})
    assert not has(bell, OnEpochEnd)
    assert isinstance(bell, OnEpochEnd)  # from the memory of its class
    put(bell, {name: Mute().on_epoch_end})
    assert not has(bell, OnEpochEnd)
    delattr(bell, name)
    assert has(bell, OnEpochEnd)


def test_a_class_may_change() -> None:
    class Base(Bell):
        pass

    class Changing(Base):
        pass

    changing = Changing()
    assert has(changing, OnEpochEnd)
    put(Base, {"on_epoch_end": Mute.on_epoch_end})
    assert not has(changing, OnEpochEnd)
    put(Changing, {"on_epoch_end": Bell.on_epoch_end})
    assert has(changing, OnEpochEnd)
    put(Changing, {"on_epoch_end": None})
    assert not has(changing, OnEpochEnd)


def test_a_function_may_be_given_another_body() -> None:
    callback = made({"on_epoch_end": function("on_epoch_end", "self, epoch, logs")})
    assert has(callback, OnEpochEnd)
    callback.on_epoch_end.__func__.__code__ = Mute.on_epoch_end.__code__
    assert not has(callback, OnEpochEnd)


def test_no_class_is_kept_for_it() -> None:
    class Gone(TrainHooksMixin):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            super().on_epoch_end(epoch, logs)  # so that its code is bound to the class

    assert has(Gone(), OnEpochEnd)
    assert has(Gone(), TrainHooks)
    gone = weakref.ref(Gone)
    del Gone
    gc.collect()
    assert gone() is None
