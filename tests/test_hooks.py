"""The table of hooks."""

from __future__ import annotations

from hookline import Callback, TestHooksMixin, TrainHooksMixin, own_hooks
from hookline.hooks import HOOKS, find_hook


class Plain:
    def on_epoch_end(self, epoch: int, logs: object) -> None: ...


def test_a_hook_knows_its_counter() -> None:
    counters = {name: HOOKS[name].counter for name in ("on_epoch_end", "on_batch_end", "on_close")}
    assert counters == {"on_epoch_end": "epoch", "on_batch_end": "batch", "on_close": None}


def test_own_hooks_of_a_plain_class_are_its_methods() -> None:
    assert own_hooks(Plain()) == ("on_epoch_end",)


def test_own_hooks_leave_out_the_defaults_of_a_mixin() -> None:
    class OneOfFull(Callback):
        def on_test_end(self, logs: object = None) -> None: ...

    assert own_hooks(OneOfFull()) == ("on_test_end",)
    assert own_hooks(Callback()) == ()


def test_own_hooks_leave_out_methods_with_the_mark_of_keras() -> None:
    class KerasLike:
        def on_epoch_end(self, epoch: int, logs: object = None) -> None: ...

        def on_epoch_begin(self, epoch: int, logs: object = None) -> None: ...

        on_epoch_end._is_default = True  # type: ignore[attr-defined]  # as Keras marks it

    assert own_hooks(KerasLike()) == ("on_epoch_begin",)


def test_a_hook_is_found_by_its_alias() -> None:
    class Old(TrainHooksMixin):
        def on_batch_end(self, batch: int, logs: object = None) -> None: ...

    old = Old()
    assert find_hook(old, "on_train_batch_end") == old.on_batch_end


def test_a_hook_given_to_the_instance_counts() -> None:
    class Holder(TestHooksMixin):
        pass

    holder = Holder()
    holder.on_test_end = lambda logs=None: None  # type: ignore[method-assign]  # what is tested
    assert own_hooks(holder) == ("on_test_end",)
