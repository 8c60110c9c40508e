"""The mixins and their sum."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from hookline import (
    Callback,
    CallbackList,
    NotReadyError,
    OnClose,
    OnEpochEnd,
    PredictHooks,
    PredictHooksMixin,
    RunHooks,
    RunHooksMixin,
    SupportsParams,
    SupportsProgram,
    TestHooks,
    TestHooksMixin,
    TrainHooks,
    TrainHooksMixin,
)


@pytest.mark.parametrize(
    ("mixin", "families"),
    [
        (RunHooksMixin, {RunHooks}),
        (TrainHooksMixin, {TrainHooks}),
        (TestHooksMixin, {TestHooks}),
        (PredictHooksMixin, {PredictHooks}),
        (Callback, {RunHooks, TrainHooks, TestHooks, PredictHooks}),
    ],
)
def test_a_mixin_satisfies_its_family_and_no_other(mixin: type, families: set[type]) -> None:
    everything = [RunHooks, TrainHooks, TestHooks, PredictHooks]
    assert {family for family in everything if isinstance(mixin(), family)} == families


def test_a_plain_class_satisfies_the_protocol_of_its_hook() -> None:
    class Plain:
        def on_epoch_end(self, epoch: int, logs: object) -> None: ...

    assert isinstance(Plain(), OnEpochEnd)
    assert not isinstance(Plain(), (OnClose, TrainHooks))


def test_a_mixin_takes_program_and_params() -> None:
    assert isinstance(TrainHooksMixin(), SupportsProgram)
    assert isinstance(TrainHooksMixin(), SupportsParams)


def test_the_name_that_keras_has_for_the_program_raises_which_it_is_here() -> None:
    callback: Any = Callback()
    assert not hasattr(Callback, "model")
    with pytest.raises(AttributeError, match="Callback has no `model`.* write `self.program`"):
        print(callback.model)


def test_a_callback_may_have_a_model_of_its_own() -> None:
    @dataclass
    class Own(Callback):
        model: str

    callback = Own("mine")
    assert callback.model == "mine"
    with pytest.raises(TypeError, match="model"):
        Own()  # type: ignore[call-arg]  # what is tested: the field has no default


def test_the_program_that_a_list_was_not_given_raises_what_would_give_it() -> None:
    class Stop(Callback):
        def on_train_begin(self, logs: object = None) -> None:
            self.program.stop_training = True

    callbacks = CallbackList([Stop()])
    with pytest.raises(NotReadyError, match=r"names its program in `CallbackList\(…, program=…\)`"):
        callbacks.on_train_begin()


@pytest.mark.parametrize("name", ["program", "params"])
def test_what_no_loop_has_set_yet_raises_a_sentence(name: str) -> None:
    with pytest.raises(NotReadyError, match=f"Callback.{name} was read before a loop set it"):
        getattr(Callback(), name)


def test_isinstance_does_not_read_the_program() -> None:
    assert isinstance(Callback(), TrainHooks)  # a read would raise NotReadyError


def test_a_subclass_need_not_call_init() -> None:
    class NoSuper(Callback):
        def __init__(self) -> None:
            self.count = 0

        def on_epoch_end(self, epoch: int, logs: object = None) -> None: ...

    callback = NoSuper()
    CallbackList([callback], program=object(), epochs=3)
    assert callback.params["epochs"] == 3


def test_the_default_of_a_batch_hook_calls_its_alias() -> None:
    class Old(TrainHooksMixin):
        def __init__(self) -> None:
            self.batches: list[int] = []

        def on_batch_end(self, batch: int, logs: object = None) -> None:
            self.batches.append(batch)

    old = Old()
    old.on_train_batch_end(3)
    assert old.batches == [3]


def pickled(callback: Callback) -> Callback:
    copied: Callback = pickle.loads(pickle.dumps(callback))
    return copied


@pytest.mark.parametrize("clone", [copy.copy, copy.deepcopy, pickled])
def test_a_callback_can_be_copied(clone: Callable[[Callback], Callback]) -> None:
    assert isinstance(clone(Callback()), Callback)
