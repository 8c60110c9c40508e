"""What a list refuses when it takes its callbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from hookline import (
    Callback,
    CallbackError,
    CallbackList,
    HookNameError,
    HookSignatureError,
    Logs,
    TrainHooksMixin,
    evaluate,
    fit,
    not_a_hook,
    predict,
)
from hookline.callbacks import background, best_effort, every


class Good:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


def refuse(callbacks: Any, error: type[CallbackError], words: str) -> None:
    with pytest.raises(error, match=words):
        CallbackList(callbacks)


def generated(given: list[object]) -> Iterator[object]:
    yield from given


@pytest.mark.parametrize("make", [list, tuple, iter, set, generated])
def test_any_iterable_of_callbacks_is_taken(make: Any) -> None:
    assert len(CallbackList(make([Good()])).callbacks) == 1


def test_a_bare_callback_is_refused() -> None:
    refuse(Good(), CallbackError, r"write `callbacks=\[Good\(…\)\]`")


def test_a_bare_class_is_refused() -> None:
    refuse(Good, CallbackError, r"write `callbacks=\[Good\(…\)\]`")


def test_none_in_place_of_callbacks_is_refused() -> None:
    refuse(None, CallbackError, "NoneType is none")


def test_a_class_in_the_list_is_refused() -> None:
    refuse([Good(), Good], CallbackError, r"callbacks\[1\] \(.*Good\) is a class.*`Good\(…\)`")


def test_a_list_in_the_list_is_refused() -> None:
    refuse([[Good()]], CallbackError, r"callbacks\[0\] \(list\) is itself a collection")


def test_a_named_tuple_with_a_hook_is_a_callback() -> None:
    class Ring(NamedTuple):
        sound: str

        def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

    assert CallbackList([Ring("ding")]).listens("on_epoch_end")


def test_an_asynchronous_set_program_is_refused() -> None:
    class Told(Good):
        async def set_program(self, program: object) -> None: ...

    refuse([Told()], HookSignatureError, "`set_program` is `async`")


@pytest.mark.parametrize("thing", [3, "text", object(), SimpleNamespace()])
def test_an_object_without_hooks_is_refused(thing: object) -> None:
    refuse([thing], CallbackError, r"callbacks\[0\] .* has no hook")


def test_none_is_refused_as_what_it_is() -> None:
    refuse([Good(), None], CallbackError, r"callbacks\[1\] \(NoneType\) is None, .* leave it out")


@pytest.mark.parametrize(
    ("thing", "remedy"),
    [
        (print, r"`LambdaCallback\(on_epoch_end=print\)`"),
        (lambda: None, r"`LambdaCallback\(on_epoch_end=…\)`"),
        (Good().on_epoch_end, "the object that has it: hand that over"),
    ],
)
def test_a_function_is_refused_with_what_makes_a_callback_of_it(thing: object, remedy: str) -> None:
    refuse([thing], CallbackError, remedy)


def test_a_signature_is_shown_as_it_is_written() -> None:
    class Postponed(Good):
        def on_epoch_begin(self, epoch: int) -> None: ...  # type: ignore[hookline-signature]  # the mistake

    refuse([Postponed()], HookSignatureError, r"its signature is `\(epoch: int\) -> None`")


def test_the_same_object_twice_is_refused() -> None:
    twice = Good()
    refuse([twice, Good(), twice], CallbackError, r"callbacks\[2\].*same object as callbacks\[0\]")


@pytest.mark.parametrize("wrap", [best_effort, partial(every, 2, unit="epochs"), background])
def test_an_object_and_the_same_in_a_wrapper_are_refused(wrap: Callable[[Good], Good]) -> None:
    once = Good()
    refuse([once, wrap(best_effort(once))], CallbackError, r"same object as callbacks\[0\]")


class Writer(Good):
    def __init__(self, path: object) -> None:
        self.writes_to = path


def test_two_that_write_to_one_path_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    refuse(
        [Writer(tmp_path / "log"), Good(), Writer(str(tmp_path / "link" / "log"))],
        CallbackError,
        r"callbacks\[2\] \(Writer\) writes to .*as callbacks\[0\] \(Writer\) does",
    )


def test_who_writes_elsewhere_or_says_nothing_of_it_is_taken(tmp_path: Path) -> None:
    CallbackList([Writer(tmp_path / "one"), Writer(tmp_path / "two"), Writer(None), Writer(None)])


def test_equal_objects_are_not_the_same_object() -> None:
    class Equal(Good):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]  # unhashable, as a dataclass with eq is

    CallbackList([Equal(), Equal()])


def test_a_near_miss_in_a_plain_class_is_refused() -> None:
    class Misspelt(Good):
        def on_trian_begin(self, logs: Logs) -> None: ...  # type: ignore[hookline-hook]  # the mistake

    refuse([Misspelt()], HookNameError, r"callbacks\[0\].*did you mean `on_train_begin`")


def test_a_near_miss_on_the_instance_is_refused() -> None:
    space = SimpleNamespace(on_epoch_ends=print, on_epoch_end=function("epoch, logs"))
    refuse([space], HookNameError, "did you mean `on_epoch_end`")


def test_a_deliberate_name_in_a_plain_class_is_let_through() -> None:
    class Deliberate(Good):
        @not_a_hook
        def on_epochs_end(self) -> None: ...

    CallbackList([Deliberate()])


def function(parameters: str) -> Any:
    """A function with these parameters that does nothing, as no type checker has to like it."""
    return eval(f"lambda {parameters}: None")  # noqa: S307 - our own text


def bad_hook(function: object, words: str) -> None:
    bad = type("Bad", (), {"on_epoch_end": function})
    refuse([bad()], HookSignatureError, words)


def test_a_hook_with_a_parameter_too_few_is_refused() -> None:
    bad_hook(function("self, epoch"), r"cannot be called as `on_epoch_end\(epoch, logs\)`")


def test_a_hook_with_a_parameter_too_many_is_refused() -> None:
    bad_hook(function("self, epoch, logs, extra"), "Write `def on_epoch_end")


def test_a_hook_with_a_wrong_parameter_name_is_refused() -> None:
    bad_hook(function("self, epoch, metrics"), r"its signature is `\(epoch, metrics\)`")


def test_a_hook_with_swapped_parameters_is_refused() -> None:
    bad_hook(function("self, logs, epoch"), "Write `def on_epoch_end")


def test_a_hook_with_keyword_only_logs_is_refused() -> None:
    def on_epoch_end(self: object, epoch: int, *, logs: Logs) -> None: ...

    bad_hook(on_epoch_end, "by position and by name")


def test_a_hook_with_defaults_or_open_parameters_is_taken() -> None:
    def with_default(self: object, epoch: int, logs: Logs | None = None, more: int = 0) -> None: ...

    def open_ended(self: object, *args: object, **kwargs: object) -> None: ...

    for method in (with_default, open_ended):
        good: Any = type("Good", (), {"on_epoch_end": method})
        CallbackList([good()])


def test_an_async_hook_is_refused() -> None:
    async def on_epoch_end(self: object, epoch: int, logs: Logs) -> None: ...

    bad_hook(on_epoch_end, "is `async`")


def test_a_hook_with_yield_is_refused() -> None:
    def on_epoch_end(self: object, epoch: int, logs: Logs) -> Any:
        yield

    bad_hook(on_epoch_end, "has a `yield`")


def test_a_static_hook_that_still_takes_self_is_refused() -> None:
    bad_hook(staticmethod(function("self, epoch, logs")), "Write `def on_epoch_end")


def test_a_hook_that_is_no_method_is_refused() -> None:
    bad_hook(3, "is 3, not a method")


def test_a_hook_and_its_alias_in_a_plain_class_are_refused() -> None:
    class Both:
        def on_train_batch_end(self, batch: int, logs: Logs) -> None: ...

        def on_batch_end(self, batch: int, logs: Logs) -> None: ...  # type: ignore[hookline-hook]  # the mistake

    refuse([Both()], CallbackError, "two names of one hook")


def test_a_mixin_may_define_a_hook_and_its_alias_because_super_reaches_it() -> None:
    class Both(TrainHooksMixin):
        def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
            super().on_train_batch_end(batch)

        def on_batch_end(self, batch: int, logs: Logs | None = None) -> None: ...

    CallbackList([Both()])


class Everything:
    def train_step(self, batch: int) -> Any:
        return {"loss": 0.0}

    test_step = train_step
    predict_step = train_step


class TrainOnly(TrainHooksMixin):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...


class PredictOnly:
    def on_predict_end(self, logs: Logs) -> None: ...


class CloseOnly:
    def on_close(self, outcome: object) -> None: ...


@pytest.mark.parametrize(
    ("loop", "callback"),
    [(fit, PredictOnly()), (evaluate, TrainOnly()), (predict, TrainOnly()), (fit, Callback())],
)
def test_a_callback_that_can_do_nothing_in_a_loop_is_refused(loop: Any, callback: object) -> None:
    with pytest.raises(CallbackError, match=rf"can do nothing in `{loop.__name__}`"):
        loop(Everything(), [1], callbacks=[callback], verbose=0)


@pytest.mark.parametrize("loop", [fit, evaluate, predict])
def test_a_callback_with_a_run_hook_serves_every_loop(loop: Any) -> None:
    assert loop(Everything(), [1], callbacks=[CloseOnly()], verbose=0) is not None
