"""The callback that writes down every hook."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from hookline import CallbackList, Completed, Failed, Logs, Program, Stopped
from hookline.hooks import ALIASES, HOOKS, own_hooks
from hookline.testing import Call, Recorder


class Toy(Program[float, Logs, float]):
    def predict_step(self, batch: float) -> float:
        return 2 * batch


def test_it_has_every_hook_but_the_aliases() -> None:
    assert set(own_hooks(Recorder())) == HOOKS.keys() - set(ALIASES.values())


@pytest.mark.parametrize("name", [hook.name for hook in HOOKS.values() if hook.takes_logs])
def test_a_hook_is_written_down_with_its_index_and_logs(name: str) -> None:
    recorder = Recorder()
    index = 3 if HOOKS[name].counter else None
    hook = next((of for of, alias in ALIASES.items() if alias == name), name)
    getattr(CallbackList([recorder]), name)(*([] if index is None else [index]), {"loss": 1.0})
    assert recorder.calls[0] == Call(hook, index, {"loss": 1.0})


def test_hooks_may_be_called_by_keyword() -> None:
    recorder = Recorder()
    recorder.on_epoch_end(epoch=2, logs={"loss": 1.0})
    assert recorder.calls == [Call("on_epoch_end", 2, {"loss": 1.0})]


def test_logs_left_out_are_empty() -> None:
    recorder = Recorder()
    recorder.on_train_begin()
    assert recorder.calls[0].logs == {}


def test_logs_are_kept_as_they_were() -> None:
    recorder = Recorder()
    logs: Any = {"loss": 1.0}
    recorder.on_epoch_end(0, logs)
    logs["loss"] = 2.0
    assert recorder.calls[0].logs == {"loss": 1.0}


def test_the_exception_and_the_outcome_are_kept() -> None:
    recorder, error = Recorder(), ValueError("drawn")
    with pytest.raises(ValueError, match="drawn"), CallbackList([recorder]) as hooks:
        hooks.on_train_begin()
        raise error
    assert recorder.calls[1].exception is error
    assert recorder.calls[2].outcome == Failed(error)


def test_names_have_the_indices() -> None:
    recorder = Recorder()
    Toy().predict([1.0], callbacks=[recorder], verbose=0)
    assert recorder.names() == [
        "on_predict_begin",
        "on_predict_batch_begin(0)",
        "on_predict_batch_end(0)",
        "on_predict_end",
        "on_close",
    ]


def test_the_tree_shows_what_a_run_gave() -> None:
    recorder = Recorder()
    Toy().predict([1.0], callbacks=[recorder], verbose=0)
    assert recorder.tree() == (
        "on_predict_begin\n"
        "  on_predict_batch_begin(0)\n"
        "  on_predict_batch_end(0) {'outputs': 2.0}\n"
        "on_predict_end\n"
        "on_close Completed()"
    )


def test_the_thread_of_a_call_is_kept() -> None:
    recorder = Recorder()
    thread = threading.Thread(target=recorder.on_train_begin, name="loader")
    thread.start()
    thread.join()
    assert recorder.calls[0].thread == "loader"


def test_a_trace_goes_on_over_runs() -> None:
    recorder = Recorder()
    for outcome in (Completed(), Stopped("enough")):
        recorder.on_close(outcome)
    assert [call.outcome for call in recorder.calls] == [Completed(), Stopped("enough")]


def test_each_recorder_has_a_trace_of_its_own() -> None:
    first, second = Recorder(), Recorder()
    first.on_train_begin()
    assert second.calls == []
