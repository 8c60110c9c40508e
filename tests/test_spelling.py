"""Near-misses of hook names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookline import Callback, HookNameError, TrainHooksMixin, not_a_hook
from hookline.hooks import HOOKS
from hookline.spelling import nearest_hook


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on_epoch_ends", "on_epoch_end"),
        ("on_trian_begin", "on_train_begin"),
        ("on_epochend", "on_epoch_end"),
        ("onEpochEnd", "on_epoch_end"),
        ("on_epoch_start", "on_epoch_begin"),
        ("on_train_epoch_end", "on_epoch_end"),
        ("on_fit_start", "on_train_begin"),
        ("on_training_end", "on_train_end"),
        ("on_validation_end", "on_test_end"),
        ("on_val_batch_begin", "on_test_batch_begin"),
        ("on_step_end", "on_batch_end"),
        ("on_train_step_end", "on_train_batch_end"),
        ("on_predict_batch_ends", "on_predict_batch_end"),
        ("on_closed", "on_close"),
        ("on_exceptions", "on_exception"),
        ("On_Epoch_End", "on_epoch_end"),
    ],
)
def test_a_near_miss_is_recognised(written: str, meant: str) -> None:
    assert nearest_hook(written) == meant


@pytest.mark.parametrize(
    "name",
    [*HOOKS, "on_click", "on_message", "once", "only_epochs", "epoch_end_text", "_on_epoch_ends"],
)
def test_other_names_are_left_alone(name: str) -> None:
    assert nearest_hook(name) is None


@given(st.sampled_from(sorted(HOOKS)), st.data())
def test_one_wrong_letter_is_recognised_wherever_it_is(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(3, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    written = name[:at] + letter + name[at + 1 :]
    assert nearest_hook(written) is not None or written in HOOKS


def test_a_misspelt_hook_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(HookNameError, match="did you mean `on_epoch_end`"):

        class Misspelt(TrainHooksMixin):
            def on_epoch_ends(self, epoch: int, logs: object = None) -> None: ...  # type: ignore[hookline-hook]  # the mistake


def test_a_misspelt_hook_is_refused_in_a_grandchild() -> None:
    class Child(Callback):
        pass

    with pytest.raises(HookNameError, match="did you mean `on_train_begin`"):

        class Grandchild(Child):
            def on_trian_begin(self, logs: object = None) -> None: ...  # type: ignore[hookline-hook]  # the mistake


def test_a_deliberate_name_is_let_through() -> None:
    class Deliberate(TrainHooksMixin):
        @not_a_hook
        def on_epoch_ends(self) -> int:
            return 3

    assert Deliberate().on_epoch_ends() == 3


def test_a_deliberate_property_is_let_through() -> None:
    class Deliberate(TrainHooksMixin):
        @property
        @not_a_hook
        def on_epoch_ends(self) -> int:
            return 3

    assert Deliberate().on_epoch_ends == 3


def test_a_deliberate_static_method_is_let_through() -> None:
    class Deliberate(TrainHooksMixin):
        @not_a_hook
        @staticmethod
        def on_epoch_ends() -> int:
            return 3

    assert Deliberate().on_epoch_ends() == 3


def test_a_hook_of_an_absent_family_is_refused_when_the_class_is_made() -> None:
    with pytest.raises(HookNameError, match="add `TestHooksMixin` to its bases"):

        class Absent(TrainHooksMixin):
            def on_test_begin(self, logs: object = None) -> None: ...  # type: ignore[hookline-hook]  # the mistake


def test_run_hooks_are_allowed_in_every_mixin() -> None:
    class Closer(TrainHooksMixin):
        def on_close(self, outcome: object) -> None: ...

    Closer()
