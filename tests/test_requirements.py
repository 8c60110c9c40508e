"""What a callback asks of a program by its own types."""

from __future__ import annotations

from typing import Any, Generic, NotRequired, Protocol, Required, TypeVar

import pytest
from typing_extensions import ReadOnly

from hookline import (
    Callback,
    CallbackList,
    Logs,
    NoLogs,
    PredictLogs,
    Program,
    RequirementError,
    Stoppable,
    TestHooksMixin,
    TrainHooksMixin,
    fit,
    metric_names,
)
from hookline.callbacks import EarlyStopping, LearningRateSchedule, every
from hookline.testing import Recorder


class HasLearningRate(Protocol):
    learning_rate: float


class DigitsLogs(Logs, closed=True):
    loss: Required[ReadOnly[float]]
    accuracy: ReadOnly[float]
    val_accuracy: NotRequired[ReadOnly[float]]


class RewardLogs(Logs, total=False, closed=True):
    reward: ReadOnly[float]


class Digits(Program[int, DigitsLogs, int]):
    def train_step(self, batch: int) -> DigitsLogs:
        return {"loss": 0.5, "accuracy": 0.9}


class Rewarded(Program[int, RewardLogs, int]):
    """Its logs are known from its type arguments alone."""

    learning_rate = 0.1


class Untyped:
    def train_step(self, batch):  # type: ignore[no-untyped-def]  # noqa: ANN001 - what is tested
        return {"anything": 0.0}


class ReduceLR(Callback[HasLearningRate]):
    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.program.learning_rate /= 2


def attach(callback: object, program: object) -> None:
    CallbackList([callback], program=program)  # type: ignore[list-item]  # drawn by parametrize


def refused(callback: object, program: object, words: str) -> None:
    with pytest.raises(RequirementError, match=words):
        attach(callback, program)


def test_a_program_without_the_required_attribute_is_refused() -> None:
    refused(
        ReduceLR(),
        Digits(),
        r"callbacks\[0\] \(ReduceLR\) needs .*`HasLearningRate`.*Digits has no `learning_rate`",
    )


def test_it_is_refused_before_any_hook_runs() -> None:
    recorder = Recorder()
    with pytest.raises(RequirementError):
        fit(Digits(), [1], callbacks=[recorder, ReduceLR()], verbose=0)  # type: ignore[hookline-program]  # the mistake
    assert recorder.calls == []


def test_a_program_with_the_required_attribute_is_taken() -> None:
    attach(ReduceLR(), Rewarded())


def test_an_attribute_of_the_instance_counts() -> None:
    program = Digits()
    program.learning_rate = 0.1  # type: ignore[attr-defined]  # what is tested
    attach(ReduceLR(), program)


def test_a_list_without_the_program_that_a_callback_needs_is_refused() -> None:
    words = "needs .*`HasLearningRate`, and this `CallbackList` is given none: write"
    refused(ReduceLR(), None, words)
    refused(every(2, ReduceLR()), None, words)
    refused(EarlyStopping(monitor="loss", mode="min"), None, "`HasStopTraining`")


def test_a_list_without_a_program_takes_a_callback_that_may_do_without() -> None:
    class Optional(Callback[HasLearningRate | None]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    class Plain(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    class Reads(Callback[object, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...

    for callback in (Optional(), Plain(), Reads(), Recorder()):
        attach(callback, None)


def test_a_list_without_a_program_takes_a_callback_that_was_given_its_own_before() -> None:
    callback = ReduceLR()
    callback.set_program(Rewarded())
    attach(callback, None)


def test_the_requirement_reaches_a_subclass() -> None:
    class Grandchild(ReduceLR):
        pass

    refused(Grandchild(), Digits(), "learning_rate")


def test_the_requirement_reaches_through_a_generic_subclass() -> None:
    P = TypeVar("P")

    class Middle(Callback[P], Generic[P]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    class Leaf(Middle[HasLearningRate]):
        pass

    refused(Leaf(), Digits(), "learning_rate")
    attach(Middle[object](), Digits())


def test_a_stoppable_program_has_the_flag_of_its_loop() -> None:
    class Stop(Callback[Stoppable, DigitsLogs]):
        def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None:
            self.program.stop_training = True

    class Bare:
        def train_step(self, batch: int) -> DigitsLogs:
            return {"loss": 0.5, "accuracy": 0.9}

    assert fit(Bare(), [1], epochs=2, callbacks=[Stop()], verbose=0).epoch == [0]
    refused(Stop(), Bare(), "`Stoppable`, and .*Bare has no `stop_eval")


def test_a_class_may_be_required() -> None:
    class ForDigits(TrainHooksMixin[Digits]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    attach(ForDigits(), Digits())
    refused(ForDigits(), Rewarded(), "`Digits`, and Rewarded is not one")


def test_one_of_several_may_be_required() -> None:
    class ForEither(TrainHooksMixin[Digits | HasLearningRate]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    attach(ForEither(), Digits())
    attach(ForEither(), Rewarded())
    refused(ForEither(), Untyped(), "is not one and has no `learning_rate`")


def test_a_plain_class_is_held_to_the_annotation_of_set_program() -> None:
    class Plain:
        def set_program(self, program: HasLearningRate) -> None: ...

        def on_close(self, outcome: object) -> None: ...

    refused(Plain(), Digits(), "learning_rate")


@pytest.mark.parametrize("required", [Any, object, "Digits"])
def test_a_requirement_that_says_nothing_is_met(required: Any) -> None:
    class Open(Callback[required]):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    attach(Open(), Untyped())


class PlainReader:
    def on_epoch_end(self, epoch: int, logs: DigitsLogs) -> None: ...


class TrainReader(TrainHooksMixin[Any, DigitsLogs]):
    def on_epoch_end(self, epoch: int, logs: DigitsLogs | None = None) -> None: ...


class TestReader(TestHooksMixin[Any, DigitsLogs]):
    def on_test_end(self, logs: DigitsLogs | None = None) -> None: ...


class FullReader(Callback[Any, DigitsLogs]):
    def on_close(self, outcome: object) -> None: ...


@pytest.mark.parametrize("reader", [PlainReader(), TrainReader(), TestReader(), FullReader()])
def test_log_keys_that_the_program_does_not_give_are_refused(reader: object) -> None:
    refused(reader, Rewarded(), "reads DigitsLogs, and Rewarded gives no `accuracy`")
    attach(reader, Digits())
    attach(reader, Untyped())


def test_a_callback_of_plain_logs_serves_every_program() -> None:
    class Reader(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None: ...

    for program in (Digits(), Rewarded(), Untyped()):
        attach(Reader(), program)


def test_metric_names_are_those_of_the_logs_type_and_of_validation() -> None:
    names = frozenset({"loss", "val_loss", "accuracy", "val_accuracy"})
    assert metric_names(Digits()) == names
    assert metric_names(Rewarded()) == frozenset({"loss", "val_loss", "reward", "val_reward"})
    assert metric_names(Untyped()) is None


class HiddenLogs:
    """Annotated with a name that does not exist at run time, as under TYPE_CHECKING."""

    def on_epoch_end(self, epoch: int, logs: OnlyForTheChecker) -> None: ...  # type: ignore[name-defined]  # noqa: F821


def test_annotations_for_the_type_checker_alone_are_no_error() -> None:
    attach(HiddenLogs(), Digits())


class Fixed(Digits):
    @property
    def learning_rate(self) -> float:
        return 0.1


def test_an_attribute_that_cannot_be_set_is_refused_where_a_callback_sets_it() -> None:
    schedule = LearningRateSchedule(lambda epoch, rate: rate)
    refused(schedule, Fixed(), "`HasLearningRate`, and Fixed has a `learning_rate` that cannot be")


def test_an_attribute_that_cannot_be_set_serves_who_only_reads_it() -> None:
    class ReadsRate(Protocol):
        @property
        def learning_rate(self) -> float: ...

    class Show(TrainHooksMixin[ReadsRate]):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None: ...

    attach(Show(), Fixed())


class Watch:
    def __init__(self, monitor: str) -> None:
        self.monitor = monitor

    def on_epoch_end(self, epoch: int, logs: Logs) -> None: ...


def test_a_metric_to_watch_that_the_program_does_not_give_is_refused() -> None:
    refused(
        Watch(monitor="val_acuracy"),
        Digits(),
        r"`monitor='val_acuracy'`, and Digits gives no such metric: did you mean `val_accuracy`\?",
    )


@pytest.mark.parametrize("monitor", ["loss", "val_loss", "accuracy", "val_accuracy"])
def test_a_metric_to_watch_may_be_of_training_or_of_validation(monitor: str) -> None:
    attach(Watch(monitor), Digits())


def test_a_metric_to_watch_is_not_judged_where_the_program_does_not_tell_its_names() -> None:
    attach(Watch("anything"), Untyped())


def test_what_predict_gives_is_no_metric() -> None:
    class Show(Callback):
        def on_predict_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None: ...

        def on_predict_batch_end(self, batch: int, logs: PredictLogs | None = None) -> None: ...

    attach(Show(), Digits())
