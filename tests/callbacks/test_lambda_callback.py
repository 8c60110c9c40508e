"""A callback made of functions has just those hooks, and refuses what is no hook."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, get_args, get_type_hints

import pytest

from hookline import CallbackList, Logs, Program, evaluate
from hookline.callbacks.lambda_callback import HookFunctions, LambdaCallback
from hookline.errors import CallbackError, HookNameError, HookSignatureError
from hookline.hooks import HOOKS, own_hooks
from hookline.testing import check_callback


class Toy(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def predict_step(self, batch: float) -> float:
        return batch


def plainly(parameter: object) -> str:
    """A parameter's type, without the variance of type variables."""
    return re.sub(r"[-~](\w+?)(_contra)?\b", r"\1", str(parameter))


def test_its_keys_are_the_hooks_and_none_is_required() -> None:
    assert list(get_type_hints(HookFunctions)) == list(HOOKS)
    assert HookFunctions.__required_keys__ == frozenset()


@pytest.mark.parametrize("hook", HOOKS)
def test_its_functions_take_what_the_hooks_take(hook: str) -> None:
    (function,) = get_args(get_type_hints(HookFunctions, include_extras=True)[hook])
    parameters, returned = get_args(function)
    hints = get_type_hints(getattr(HOOKS[hook].protocol, hook))
    due = [hints[name] for name in HOOKS[hook].parameters]
    assert [plainly(parameter) for parameter in parameters] == [plainly(kind) for kind in due]
    assert returned is object


@pytest.mark.parametrize("hook", HOOKS)
def test_it_has_the_hook_it_was_given_and_no_other(hook: str) -> None:
    received: list[tuple[object, ...]] = []

    def receive(*arguments: object) -> None:
        received.append(arguments)

    functions: Any = {hook: receive}
    callback = LambdaCallback(**functions)
    assert own_hooks(callback) == (hook,)
    arguments = list(range(len(HOOKS[hook].parameters)))
    method: Callable[..., object] = getattr(callback, hook)
    method(*arguments)
    method(**dict(zip(HOOKS[hook].parameters, arguments, strict=True)))
    assert received == [tuple(arguments)] * 2


def test_functions_run_as_hooks_do() -> None:
    seen: list[str] = []
    callback = LambdaCallback(
        on_epoch_begin=lambda number, _: seen.append(f"epoch {number}"),
        on_batch_end=lambda number, metrics: seen.append(f"batch {number} {metrics}"),
        on_test_end=lambda metrics: seen.append(f"tested {metrics}"),
        on_close=lambda how: seen.append(str(how)),
    )
    Toy().fit([1.0], validation_data=[2.0], callbacks=[callback], verbose=0)
    Toy().predict([1.0], callbacks=[callback], verbose=0)
    assert seen == [
        "epoch 0",
        "batch 0 {'loss': 1.0}",
        "tested {'loss': 2.0}",
        "Completed()",
        "Completed()",
    ]


def test_it_keeps_the_laws() -> None:
    check_callback(
        lambda: LambdaCallback(on_epoch_end=lambda epoch, logs: logs.get("loss")), max_examples=10
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("on_epoch_ends", "on_epoch_end"),
        ("epoch_end", "on_epoch_end"),
        ("on_train_start", "on_train_begin"),
        ("on_validation_end", "on_test_end"),
    ],
)
def test_a_misspelt_hook_is_refused_with_what_was_meant(name: str, meant: str) -> None:
    functions: Any = {name: print}
    with pytest.raises(HookNameError, match=f"no hook `{name}`: did you mean `{meant}`\\?"):
        LambdaCallback(**functions)


async def later(epoch: int, logs: Logs) -> None: ...


def piecemeal(epoch: int, logs: Logs) -> Generator[None]:
    yield


def short(epoch: int) -> None: ...


def by_name(epoch: int, *, logs: Logs) -> None: ...


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (None, "because it is None"),
        (short, r"the signature of its function is `\(epoch: "),
        (by_name, r"is `\(epoch: .*, \*, logs: "),
        (later, "`on_epoch_end` is `async`"),
        (piecemeal, "`on_epoch_end` has a `yield`"),
    ],
)
def test_a_function_that_no_loop_can_call_is_refused(function: Any, reason: str) -> None:
    with pytest.raises(HookSignatureError, match=reason):
        LambdaCallback(on_epoch_end=function)


def test_callables_of_all_kinds_will_do() -> None:
    received: list[object] = []
    for function in (partial(list[object].append, received), received.append):
        CallbackList([LambdaCallback(on_train_begin=function)]).on_train_begin({})
    assert received == [{}, {}]


def test_a_callback_without_a_function_is_refused() -> None:
    with pytest.raises(CallbackError, match=r"LambdaCallback\(\) has no hook"):
        LambdaCallback()


def test_one_hook_under_two_names_is_refused() -> None:
    with pytest.raises(CallbackError, match="both `on_train_batch_begin` and `on_batch_begin`"):
        LambdaCallback(on_train_batch_begin=print, on_batch_begin=print)


def test_a_loop_that_calls_none_of_its_hooks_refuses_it() -> None:
    with pytest.raises(CallbackError, match="can do nothing in `evaluate`"):
        evaluate(Toy(), [1.0], callbacks=[LambdaCallback(on_epoch_begin=print)])
