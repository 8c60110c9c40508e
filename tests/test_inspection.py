"""What an inspection finds out about a class of callbacks."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, NotRequired, Protocol, Required, TypeVar, cast

import pytest
from typing_extensions import ReadOnly

from hookline import (
    Callback,
    CallbackList,
    History,
    Logs,
    NoLogs,
    PredictHooksMixin,
    PredictLogs,
    ProgressLines,
    TrainHooksMixin,
    own_hooks,
)
from hookline.callbacks.progress_bar import ProgressBar
from hookline.hooks import HOOKS
from hookline.inspection import LogsNeed, Monitor, ProgramNeed, inspect_callback
from hookline.testing import Recorder


class HasLearningRate(Protocol):
    learning_rate: float

    def decay(self) -> None: ...


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]


class Bell:
    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


class Decay(Callback[HasLearningRate, DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...


class Watcher(Callback[object, DigitsLogs]):
    def __init__(self, monitor: str = "val_loss") -> None:
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...


# Hooks


def origin(given: object) -> dict[str, tuple[str, str]]:
    return {hook.name: (hook.source, hook.defined_by) for hook in inspect_callback(given).hooks}


def test_a_plain_class_has_the_hooks_that_it_defines() -> None:
    report = inspect_callback(Bell)
    assert report.name == "Bell"
    assert origin(Bell) == {"on_epoch_end": ("own", "Bell")}
    assert report.families == ()
    assert report.protocols == ("OnEpochEnd",)
    assert report.findings == ()


def test_own_inherited_and_default_are_told_apart() -> None:
    class Deeper(Decay):
        def on_train_begin(self, logs: NoLogs | None = None) -> None: ...

    hooks = origin(Deeper)
    assert list(hooks) == list(HOOKS)
    assert hooks["on_train_begin"] == ("own", Deeper.__qualname__)
    assert hooks["on_epoch_end"] == ("inherited", "Decay")
    assert hooks["on_test_end"] == ("default", "TestHooksMixin")


def test_an_alias_names_the_hook() -> None:
    class Old:
        def on_batch_end(self, batch: int, logs: Logs) -> None: ...

    (hook,) = inspect_callback(Old).hooks
    assert hook.alias_of == "on_train_batch_end"


def test_a_hook_of_an_instance_counts_for_the_instance() -> None:
    bell = Bell()
    hook = "on_close"
    setattr(bell, hook, Recorder().on_close)
    assert origin(bell)["on_close"] == ("own", "the instance")
    assert "on_close" not in origin(Bell)


def test_init_is_not_run() -> None:
    class Costly(Bell):
        def __init__(self) -> None:
            raise AssertionError

    assert inspect_callback(Costly).findings == ()


def test_a_class_of_any_layout_can_be_inspected() -> None:
    class Listed(list[int], Bell): ...

    class Slotted(Bell):
        __slots__ = ("x",)

    class Raised(Exception, Bell): ...  # noqa: N818 - no error

    for kind in (Listed, Slotted, Raised):
        assert inspect_callback(kind).protocols == ("OnEpochEnd",)


def test_an_abstract_class_can_be_inspected() -> None:
    class Abstract(Protocol):
        def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...

        @abstractmethod
        def more(self) -> int: ...

    class Half(Abstract):
        pass

    assert origin(Half) == {"on_epoch_end": ("inherited", Abstract.__qualname__)}


# Protocols


def test_a_callback_is_in_every_family() -> None:
    report = inspect_callback(Decay)
    assert report.families == ("RunHooks", "TrainHooks", "TestHooks", "PredictHooks")
    assert set(report.protocols) == {
        *(hook.protocol.__name__ for hook in HOOKS.values()),
        "SupportsProgram",
        "SupportsParams",
    }


# Needs


def test_what_it_asks_of_the_program() -> None:
    assert inspect_callback(Decay).program == (
        ProgramNeed("HasLearningRate", ("decay", "learning_rate")),
    )


def test_a_class_or_a_union_may_be_asked_for() -> None:
    class ForOne(Callback[Bell]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    class ForEither(Callback[Bell | HasLearningRate]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    assert inspect_callback(ForOne).program == (ProgramNeed("Bell", ()),)
    assert inspect_callback(ForEither).program == (ProgramNeed("Bell | HasLearningRate", ()),)


def test_a_type_parameter_asks_for_nothing() -> None:
    P = TypeVar("P")

    class Open(Callback[P], Generic[P]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    assert inspect_callback(Open).program == ()


def test_which_logs_it_reads() -> None:
    keys = ("accuracy", "loss", "val_accuracy", "val_loss")
    assert inspect_callback(Decay).logs == (LogsNeed("DigitsLogs", keys, ("accuracy", "loss")),)


def test_logs_without_metrics_are_no_need() -> None:
    class Begin(PredictHooksMixin):
        def on_predict_begin(self, logs: NoLogs | None = None) -> None: ...

        def on_predict_batch_end(self, batch: int, logs: PredictLogs | None = None) -> None: ...

    assert inspect_callback(Begin).logs == ()


# The metric it watches


class Fixed(Bell):
    monitor = "accuracy"


class Told(Bell):
    def __init__(self, monitor: str) -> None:
        self.monitor = monitor


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Bell, None),
        (Fixed, Monitor("accuracy")),
        (Told, Monitor(None)),
        (Watcher, Monitor("val_loss")),
        (Watcher("accuracy"), Monitor("accuracy")),
    ],
)
def test_the_metric_it_watches(given: object, expected: Monitor | None) -> None:
    assert inspect_callback(given).monitor == expected


def test_a_metric_that_closed_logs_do_not_have_is_a_finding() -> None:
    (finding,) = inspect_callback(Watcher("val_acuracy")).findings
    assert "`DigitsLogs` gives no such metric: did you mean `val_accuracy`?" in finding
    assert inspect_callback(Watcher("val_accuracy")).findings == ()
    assert inspect_callback(Fixed).findings == ()  # plain logs stay open


# What is wrong


def test_every_fault_is_found() -> None:
    class Wrong:
        def on_trian_begin(self, logs: Logs) -> None: ...  # type: ignore[hookline-hook]  # the mistake

        def on_epoch_end(self, epoch: int) -> None: ...  # type: ignore[hookline-signature]  # the mistake

        async def on_train_end(self, logs: Logs) -> None: ...  # type: ignore[hookline-signature]  # the mistake

        def on_train_batch_end(self, batch: int, logs: Logs) -> None: ...

        def on_batch_end(self, batch: int, logs: Logs) -> None: ...  # type: ignore[hookline-hook]  # the mistake

    report = inspect_callback(Wrong)
    assert len(report.findings) == 4
    assert all(finding.startswith(f"The class {Wrong.__qualname__}") for finding in report.findings)
    assert {hook.name for hook in report.hooks if not hook.fits} == {"on_epoch_end", "on_train_end"}
    for words in ("did you mean", "is `async`", "cannot be called as", "two names of one hook"):
        assert sum(words in finding for finding in report.findings) == 1


def test_what_has_no_hook_of_its_own_is_no_callback() -> None:
    class Nothing(TrainHooksMixin):
        pass

    for given in (Nothing, object, object()):
        (finding,) = inspect_callback(given).findings
        assert "has no hook, so no loop could ever call it" in finding


@pytest.mark.parametrize("kind", [History, ProgressLines, ProgressBar, Recorder, CallbackList])
def test_nothing_is_wrong_with_our_own(kind: type) -> None:
    report = inspect_callback(kind)
    assert report.findings == ()
    own = {hook.name for hook in report.hooks if hook.source != "default"}
    assert kind is CallbackList or own == set(own_hooks(cast("object", object.__new__(kind))))
