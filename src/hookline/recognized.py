"""What the mypy plugin and `hookline check` recognize in a source, by its full name."""

from __future__ import annotations

from typing import Final

from hookline import sentences
from hookline.hooks import HOOKS, Family

LOGS: Final = "hookline.logs"
PROTOCOLS: Final = "hookline.protocols"
MIXINS: Final = "hookline.mixins"
PROGRAM: Final = "hookline.programs.Program"
CALLBACK_LIST: Final = "hookline.callback_list.CallbackList"
ATTACHED: Final = "hookline.mixins.AttachedMixin"
#: The methods with which a loop tells a callback what it serves, and what each is told.
SETTERS: Final = {"set_program": "program", "set_params": "params"}

#: What loops set before the first hook.
SET_BEFORE_HOOKS: Final = frozenset({f"{ATTACHED}.program", f"{ATTACHED}.params"})
METRIC: Final = "hookline.logs.metric"
HISTORY: Final = "hookline.callbacks.history.History"
#: What returns a callback that is as the one it is given, but hears of less or bears more.
WRAPPERS: Final = frozenset(
    f"hookline.callbacks.{name}"
    for name in ("thinning.every", "tolerance.best_effort", "worker.background")
)
DEFAULT: Final = "hookline.hooks.default"
NOT_A_HOOK: Final = "hookline.spelling.not_a_hook"

#: Bases of other packages whose hooks have the same names.
KINDRED: Final = frozenset(
    {
        "keras.callbacks.Callback",
        "keras.src.callbacks.callback.Callback",
        "synalinks.callbacks.Callback",
        "synalinks.src.callbacks.callback.Callback",
    }
)

#: The loops, and the families whose hooks each of them fires, in the order of its sentences.
LOOPS: Final[dict[str, tuple[Family, ...]]] = {
    "fit": ("train", "test", "run"),
    "evaluate": ("test", "run"),
    "predict": ("predict", "run"),
}

#: The loops as functions, by their full names.
LOOP_FUNCTIONS: Final = {f"hookline.loops.{name}.{name}": name for name in LOOPS}

#: What a callback whose types say nothing asks of its program.
STOPPABLE: Final = "hookline.program_protocols.Stoppable"

#: Attributes that every program has while a loop runs it, because the loop sets them.
SET_BY_LOOPS: Final = frozenset({"stop_training", "stop_evaluating", "stop_predicting"})

_OF_METRICS: Final[dict[str, tuple[str, ...]]] = {"count_samples": ("batch",), "reset_metrics": ()}

#: What loops call, beside each step, of a program that has it, and what they pass.
OPTIONAL_METHODS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "train_step": _OF_METRICS,
    "test_step": _OF_METRICS,
    "predict_step": {"join_outputs": ("outputs",)},
}

#: The methods in which an object is made, before a loop has given it anything.
MAKERS: Final = frozenset({"__init__", "__post_init__"})

#: The step whose return type names the keys of the logs, for each loop.
STEPS: Final = {"fit": "train_step", "evaluate": "test_step", "predict": "predict_step"}

#: What a hook of the train, test or predict family is evidence of: a class made to be a callback.
#: `on_close` and `on_exception` are not: windows and servers have them too.
DISTINCTIVE: Final = frozenset(name for name, hook in HOOKS.items() if hook.family != "run")

#: The hooks that receive metrics, and never those of a validation under names with `val_`.
_UNVALIDATED: Final = frozenset(
    {"on_train_batch_end", "on_batch_end", "on_test_batch_end", "on_test_end"}
)

#: The hooks whose logs are always empty.
_EMPTY: Final = frozenset({name for name in HOOKS if name.endswith("_begin")} | {"on_predict_end"})


def never_received(hook: str, key: str) -> str | None:
    """Say why a hook never receives a key of `Logs`, or of logs like them; None where it may."""
    if hook in _EMPTY:
        return sentences.always_empty(hook, key)
    if hook == "on_predict_batch_end" and key != "outputs":
        return sentences.outputs_alone(hook, key)
    if hook in _UNVALIDATED and key.startswith("val_"):
        return sentences.never_validated(hook, key)
    return None
