"""The callbacks of the Trainer of transformers in hookline's loops: which can be, and which not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from transformers import (
    DefaultFlowCallback,
    EarlyStoppingCallback,
    TrainerCallback,
    TrainingArguments,
)

from hookline import sentences
from hookline.adapters.transformers.guest import FromTransformers
from hookline.bridge.attachment import Attachment
from hookline.errors import ArgumentError, CallbackError, HookNameError, HookSignatureError
from hookline.program_protocols import HasStopTraining

__all__ = ["NEVER", "FromTransformers", "from_transformers"]

_IN_A_STEP: Final = "a step is the program's own, and tells nothing of what it does inside"

#: The Trainer's hooks that hookline's loops cannot fire, and why.
NEVER: Final[Mapping[str, str]] = {
    "on_init_end": "there is no Trainer to be made",
    "on_substep_end": _IN_A_STEP,
    "on_pre_optimizer_step": _IN_A_STEP,
    "on_optimizer_step": _IN_A_STEP,
    "on_save": "it is callbacks that save, and they tell nobody",
    "on_push_begin": "nothing is pushed to a hub",
}

_HOOKS: Final = tuple(name for name in dir(TrainerCallback) if name.startswith("on_"))

#: What a hook is given by name, beside `model`.
_NAMED: Final = {"on_log": "logs", "on_evaluate": "metrics", "on_predict": "metrics"}


def from_transformers(
    callback: TrainerCallback,
    args: TrainingArguments | None = None,
    *,
    without: Collection[str] = (),
) -> FromTransformers:
    """Return a callback of the `Trainer` as one for hookline's loops.

    It is given real objects where a `Trainer` gives its own: the arguments, a `TrainerState` with
    epoch, step, history of logs and best metric, and a `TrainerControl`, whose
    `should_training_stop` stops the program. Metrics of validation have the prefix `eval_`, and
    come after `on_epoch_end`, as in a `Trainer`. The program is the `model`; there is no
    optimizer, scheduler or data loader.

    Args:
        callback: One that needs no more than these: `EarlyStoppingCallback`, `PrinterCallback`,
            `ProgressCallback`, and such of your own.
        args: What it reads from the arguments, such as `metric_for_best_model` for
            `EarlyStoppingCallback`; without them those of a `Trainer` that validates and logs
            after each epoch.
        without: Hooks that the callback may define though hookline's loops never fire them; they
            are in `NEVER`.

    Raises:
        CallbackError: It is no callback of the Trainer, or one that needs a Trainer.
        HookNameError: A hook of it is misspelt, which a Trainer would never call.
        HookSignatureError: A hook asks for what only a Trainer has.
        ArgumentError: The arguments are none, or do not say what it needs.

    Example:
        >>> from hookline import Logs, fit
        >>> class Worsening:
        ...     loss = 0.0
        ...     def train_step(self, batch: float) -> Logs:
        ...         self.loss += batch
        ...         return {"loss": self.loss}
        >>> class StopAtTwo(TrainerCallback):
        ...     def on_log(self, args, state, control, logs=None, **kwargs):
        ...         control.should_training_stop = logs["loss"] >= 2
        >>> stopping = from_transformers(StopAtTwo())
        >>> fit(Worsening(), [1.0], epochs=9, callbacks=[stopping], verbose=0).epoch
        [0, 1]
    """
    title = f"from_transformers({type(callback).__qualname__})"
    _check_kind(callback, title)
    for error in _faults(callback, title, without):
        raise error
    if args is None:
        args = TrainingArguments(
            output_dir="trainer_output",  # nothing is written there
            eval_strategy="epoch",
            logging_strategy="epoch",
            save_strategy="no",
            report_to="none",
        )
    stops = isinstance(callback, EarlyStoppingCallback)
    _check_args(args, title, stops=stops)
    watched = args.metric_for_best_model
    monitor = None if watched is None else f"val_{watched.removeprefix('eval_')}"
    # A class of its own, because its name is for messages.
    made: type[FromTransformers] = type(title, (FromTransformers,), {"__qualname__": title})
    return made(callback, args, HasStopTraining if stops else None, monitor)


def _check_kind(callback: object, title: str) -> None:
    """Refuse what is no callback of the Trainer, and those of transformers that need one."""
    if not isinstance(callback, TrainerCallback):
        raise CallbackError(
            f"{title}: it takes an instance of `transformers.TrainerCallback`. "
            "A callback of hookline goes into hookline's loops as it is."
        )
    modules = [kind.__module__ for kind in type(callback).__mro__]
    if isinstance(getattr(callback, "attachment", None), Attachment):
        why = "`to_transformers` made it for a Trainer; hand over the callbacks that it was given"
    elif hasattr(callback, "call_event"):
        why = "it is a list of callbacks: give from_transformers each of them"
    elif isinstance(callback, DefaultFlowCallback):
        why = (
            "it tells a Trainer when to log, to validate and to save, and hookline's loops know "
            "that by themselves: leave it out"
        )
    elif any(module.startswith("transformers.integrations") for module in modules):
        why = (
            "it reports the model and the arguments of a Trainer, and there is none here: "
            "`hookline.callbacks` has `MLflow`, `TensorBoard` and others for hookline's loops"
        )
    elif hasattr(callback, "set_trainer"):
        why = "it asks for its Trainer, and there is none here"
    else:
        return
    raise CallbackError(f"{title}: {why}.")


def _faults(
    callback: TrainerCallback, title: str, without: Collection[str]
) -> Iterator[CallbackError]:
    """Yield what keeps hookline's loops from calling all hooks that a callback defines."""
    if unknown := [name for name in without if name not in NEVER]:
        yield CallbackError(
            f"{title}: `without` has {sentences.listing(unknown)}, and the hooks that hookline's "
            f"loops cannot fire are {sentences.listing(NEVER)}."
        )
    for name in (name for name in dir(callback) if name.startswith("on_")):
        method = getattr(callback, name)
        if name not in _HOOKS:
            for meant in get_close_matches(name, _HOOKS, n=1, cutoff=0.85):
                yield HookNameError(
                    f"{title} has a method `{name}`, which no Trainer ever calls: "
                    f"did you mean `{meant}`?"
                )
        elif getattr(method, "__func__", None) is getattr(TrainerCallback, name):
            pass  # does nothing
        elif name in NEVER:
            if name not in without:
                yield CallbackError(
                    f"{title} defines `{name}`, which hookline's loops cannot fire: {NEVER[name]}. "
                    f"If it can do without, say `without=[{name!r}]`."
                )
        elif inspect.iscoroutinefunction(method):
            yield HookSignatureError(sentences.asynchronous(title, name))
        else:
            yield from _faults_of_signature(method, name, title)


def _faults_of_signature(
    method: Callable[..., object], name: str, title: str
) -> Iterator[HookSignatureError]:
    named = ["model", *([_NAMED[name]] if name in _NAMED else [])]
    signature = inspect.signature(method)
    try:
        signature.bind("args", "state", "control", **dict.fromkeys(named))
    except TypeError:
        given = ("args", "state", "control", *(f"{name}=…" for name in named))
        yield HookSignatureError(
            f"{title}: `{sentences.call(name, given)}` is how hookline's loops call it, and its "
            f"signature is `{signature}`. What else it asks for only a Trainer has; what else it "
            "is given goes into `**kwargs`."
        )


def _check_args(args: object, title: str, *, stops: bool) -> None:
    """Refuse arguments that are none, promise what no loop of hookline does, or say too little."""
    if not isinstance(args, TrainingArguments):
        raise ArgumentError(f"{title}: `args` must be `TrainingArguments`, not {args!r}.")
    if args.load_best_model_at_end:
        raise ArgumentError(
            f"{title}: nobody here would heed `load_best_model_at_end=True`: leave it out, and "
            "take `EarlyStopping(restore_best=True)` of `hookline.callbacks`, or its `Checkpoint`."
        )
    if stops and (args.metric_for_best_model is None or args.eval_strategy == "no"):
        raise ArgumentError(
            f"{title} reads from the arguments which metric it is to watch: write "
            '`from_transformers(…, TrainingArguments(eval_strategy="epoch", '
            'metric_for_best_model="loss", greater_is_better=False))`.'
        )
