"""What is said of a mistake: the same at run time, by the mypy plugin and by `hookline check`.

`subject` begins each sentence and says where the mistake is: "The class Bell" where one is made,
"callbacks[0] (Bell)" where one is handed to a loop.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable


def misspelt(subject: str, name: str, meant: str) -> str:
    """A method is named almost like a hook."""
    return (
        f"{subject} has a method `{name}`, which no loop ever calls: did you mean `{meant}`? "
        "If the name is meant as it is, decorate the method with `@hookline.not_a_hook`."
    )


def misspelt_attribute(subject: str, name: str, meant: str) -> str:
    """A function is kept under a name that is almost a hook's."""
    return (
        f"{subject} sets `self.{name}` to a function, which no loop ever calls: "
        f"did you mean `{meant}`?"
    )


def absent_family(subject: str, name: str, family: str) -> str:
    """A mixin class defines a hook of a family that it does not have."""
    return (
        f"{subject} defines `{name}`, a hook of the {family} family, but has no mixin of it: "
        f"add `{family.title()}HooksMixin` to its bases, or derive from `Callback`."
    )


def asynchronous(subject: str, name: str) -> str:
    """A hook, or a step, is an `async def`."""
    return (
        f"{subject}: `{name}` is `async`, and loops call it synchronously: "
        "its body would never run. Make it a plain `def`."
    )


def generator(subject: str, name: str) -> str:
    """A hook, or a step, has a `yield`."""
    return (
        f"{subject}: `{name}` has a `yield`, so a call would only make a generator: "
        "its body would never run. Make it a plain function."
    )


def not_a_method(subject: str, name: str, parameters: Iterable[str], value: str) -> str:
    """A hook's name is bound to something that cannot be called."""
    return (
        f"{subject}: `{name}` is {value}, not a method to be called as `{call(name, parameters)}`."
    )


def wrong_signature(subject: str, name: str, parameters: Iterable[str], signature: str) -> str:
    """A hook cannot be called the way the loops call it."""
    return (
        f"{subject}: `{name}` cannot be called as `{call(name, parameters)}`, by position and by "
        f"name: its signature is `{signature}`. Write `def {call(name, ('self', *parameters))}`."
    )


def both_names(subject: str, name: str, alias: str) -> str:
    """A class defines a hook and its alias, of which only the hook would be called."""
    return (
        f"{subject} defines both `{name}` and `{alias}`, two names of one hook: "
        f"only `{name}` would be called. Keep one of them."
    )


def no_collection(given: str) -> str:
    """`callbacks=` was given something that is no iterable."""
    remedy = "leave it out" if given == "NoneType" else f"write `callbacks=[{given}(…)]`"
    return f"`callbacks` takes an iterable of callbacks, and {given} is none: {remedy}."


def class_for_instance(subject: str, name: str) -> str:
    """A class was handed over where an instance of it belongs."""
    return f"{subject} is a class, and a callback is an instance: write `{name}(…)`."


def nested_collection(subject: str) -> str:
    """A list was handed over as one of the callbacks."""
    return f"{subject} is itself a collection: unpack it with `*` into the list."


def of_another_framework(subject: str, framework: str, wrapper: str | None, host: str) -> str:
    """A callback of another framework is handed to a loop of hookline as it is."""
    if wrapper is None:
        return (
            f"{subject} is a callback of {framework}, and works with nothing but its `{host}`: "
            "no loop of hookline can run it."
        )
    module = f"hookline.adapters.{wrapper.removeprefix('from_')}"
    return (
        f"{subject} is a callback of {framework}, whose hooks are others: "
        f"write `{wrapper}(…)`, which is in `{module}`."
    )


def misplaced(hook: str, place: str) -> str:
    """A function was meant to be a hook, and is indented too far or too little."""
    return (
        f"`{hook}` takes `self` and stands {place}, where no loop ever calls it: "
        "indent it as a method of its class."
    )


def no_hook(subject: str, hooks: Iterable[str]) -> str:
    """An object was handed over that no loop could call."""
    return (
        f"{subject} has no hook, so no loop could ever call it. "
        f"A callback has at least one of {listing(hooks)}."
    )


def no_such_hook(subject: str, name: str, hooks: Iterable[str]) -> str:
    """Something is told under the name of a hook that does not exist."""
    remedy = did_you_mean(name, hooks).rstrip() or f"they are {listing(hooks)}."
    return f"{subject}: no hook is named `{name}`: {remedy}"


def none_for_callback(subject: str) -> str:
    """None was handed over as one of the callbacks."""
    return f"{subject} is None, and no callback: leave it out of the list."


def function_for_callback(subject: str, name: str) -> str:
    """A function was handed over, and loops do not know for which hook."""
    if name.rpartition(".")[2].startswith("on_"):
        return f"{subject} is a method, and a callback is the object that has it: hand that over."
    made = "…" if name == "<lambda>" else name
    return (
        f"{subject} is a function, and a callback is an object with hooks: say for which hook, "
        f"as in `LambdaCallback(on_epoch_end={made})`."
    )


def class_for_program(user: str, name: str) -> str:
    """A class was handed over where a program belongs."""
    return f"{user} takes a program, and `{name}` is a class: write `{name}(…)`."


def nothing_to_validate() -> str:
    """How often to validate is said, and on which data is not."""
    return (
        "`validation_freq` says after which epochs to validate, and there is no "
        "`validation_data`, so nothing would: give both, or neither."
    )


def twice(subject: str, place: int) -> str:
    """One object was handed over at two places."""
    return (
        f"{subject} is the same object as callbacks[{place}]: "
        "each of its hooks would run twice. Make a second instance, or remove one."
    )


def one_path(subject: str, other: str, path: object) -> str:
    """Two callbacks write to the same file, or to files of the same names."""
    return (
        f"{subject} writes to `{path}`, as {other} does, and each would spoil what the other one "
        "keeps: give one of them another path."
    )


def other_loop(subject: str, hooks: Iterable[str], loop: str, families: Iterable[str]) -> str:
    """A callback was handed to a loop that fires none of its hooks."""
    return (
        f"{subject} can do nothing in `{loop}`: it defines {listing(hooks)}, and `{loop}` "
        f"fires hooks of the families {listing(families)} only. Pass it to another loop."
    )


def wrong_program(subject: str, required: str, program: str, lacking: str) -> str:
    """A program lacks what a callback asks of it; `lacking` says what: "has no `save`"."""
    return f"{subject} needs a program that is `{required}`, and {program} {lacking}."


def no_program(subject: str, required: str) -> str:
    """A callback that asks something of a program is in a list that is given none."""
    return (
        f"{subject} needs a program that is `{required}`, and this `CallbackList` is given none: "
        "write `CallbackList(…, program=…)`."
    )


def poor_logs(
    subject: str, required: str, program: str, missing: Collection[str], names: Collection[str]
) -> str:
    """A program's logs lack keys that a callback reads."""
    return (
        f"{subject} reads {required}, and {program} gives no {listing(sorted(missing))}: "
        f"its logs have {listing(sorted(names))}."
    )


def watches(subject: str, metric: str) -> str:
    """How a callback asks for a metric: as the one that it watches."""
    return f"{subject} watches `monitor={metric!r}`"


def requires(subject: str, metric: str) -> str:
    """How a callback asks for a metric: as one that it cannot do without."""
    return f"{subject} needs the metric {metric!r}"


def unknown_metric(asks: str, metric: str, program: str, names: Collection[str]) -> str:
    """A callback asks, in one of the ways above, for a metric that the program does not give."""
    return (
        f"{asks}, and {program} gives no such metric: "
        f"{did_you_mean(metric, names)}its logs have {listing(sorted(names))}."
    )


def no_validation(asks: str) -> str:
    """A callback asks for a metric of validation in a run that never validates."""
    return (
        f"{asks}, and nothing validates in this run: "
        "give `fit` some `validation_data`. If `train_step` itself returns it, make it a "
        "`Required` key of its logs."
    )


def unknown_key(logs: str, key: str, names: Collection[str]) -> str:
    """Logs are asked for a key that they never have."""
    keys = f"its keys are {listing(sorted(names))}" if names else "it is always empty"
    return f"`{logs}` has no key {key!r}, so nothing is found: {did_you_mean(key, names)}{keys}."


def missing_key(logs: str, key: str, names: Collection[str]) -> str:
    """Logs are indexed with a key that they never have."""
    keys = f"its keys are {listing(sorted(names))}" if names else "it is always empty"
    return f"`{logs}` has no key {key!r}: {did_you_mean(key, names)}{keys}."


def written_logs(logs: str, hook: str) -> str:
    """A hook changes the logs that it receives."""
    return (
        f"`{hook}` changes its `{logs}`, and every callback of the hook receives the same "
        "dictionary: change a copy, `dict(logs)`."
    )


def wrong_parameter(subject: str, hook: str, parameter: str, declared: str, given: str) -> str:
    """A hook declares a type for a parameter that is not the one that loops pass."""
    return f"{subject}: `{hook}` takes `{parameter}: {declared}`, and loops pass `{given}`."


def wrong_method(subject: str, name: str, parameters: Iterable[str], signature: str) -> str:
    """A method that is no hook, `set_program` or a step, cannot be called as the loops call it."""
    return (
        f"{subject}: `{name}` cannot be called as `{call(name, parameters)}`: "
        f"its signature is `{signature}`. Write `def {call(name, ['self', *parameters])}`."
    )


def takes_other(program: str, name: str, declared: str, given: str) -> str:
    """A method of a program takes something else than the loops pass to it."""
    return f"{program}: `{name}` takes `{declared}`, and loops pass it `{given}`."


def returns_other(program: str, name: str, declared: str, wanted: str) -> str:
    """A method of a program returns something else than the loops can use."""
    return f"{program}: `{name}` returns `{declared}`, and loops need `{wanted}` of it."


def returns_value(subject: str, hook: str, returned: str) -> str:
    """A hook declares that it returns something."""
    return (
        f"{subject}: `{hook}` returns `{returned}`, and loops ignore what a hook returns: "
        "return None, and keep the value in an attribute."
    )


def not_ready(name: str) -> str:
    """`program` or `params` is read in `__init__`, before any loop has set it."""
    return (
        f"`self.{name}` is read in `__init__`, before a loop sets it: read it from "
        "`on_train_begin` (or `on_test_begin`, `on_predict_begin`) on."
    )


def unsure_key(key: str) -> str:
    """A validation key is read as if every epoch validated."""
    return (
        f"`logs[{key!r}]` is there only in epochs that validated: "
        f"ask `if {key!r} in logs` before, or read it with `get`."
    )


def never_validated(hook: str, key: str) -> str:
    """A validation key is asked for in a hook that never receives one."""
    return (
        f"`{hook}` never receives {key!r}: the metrics of a validation come to `on_epoch_end` and "
        f"`on_train_end`, and as {key.removeprefix('val_')!r} to the hooks of the test family."
    )


def always_empty(hook: str, key: str) -> str:
    """A metric is asked for in a hook whose logs are always empty."""
    return f"`{hook}` never receives {key!r}: its logs are always empty."


def outputs_alone(hook: str, key: str) -> str:
    """A metric is asked for in the hook that receives what was predicted."""
    return f"`{hook}` never receives {key!r}: its logs have 'outputs' and no metrics."


def unknown_series(key: str, names: Collection[str]) -> str:
    """A history is asked for a metric that the program does not give."""
    return (
        f"the history has no metric {key!r}: {did_you_mean(key, names)}"
        f"its program gives {listing(sorted(names))}."
    )


def no_numbers(logs: str, keys: Iterable[str]) -> str:
    """A type of logs has keys whose values are no numbers."""
    return (
        f"`{logs}` declares {listing(keys)} as no number, and metrics are floats: "
        "keep anything else in an attribute of the program."
    )


def flag_of_callback(flag: str) -> str:
    """A callback sets a stop flag on itself."""
    return (
        f"`self.{flag}` is an attribute of the callback, which no loop reads: "
        f"write `self.program.{flag} = True`."
    )


def misspelt_flag(flag: str, meant: str) -> str:
    """A callback sets an attribute of its program that is almost a stop flag's."""
    return f"`{flag}` of a program is read by no loop: did you mean `{meant}`?"


def name_of_keras(subject: str) -> str:
    """A callback reads `self.model`, which Keras sets."""
    return f"{subject} has no `model`, Keras's name for the program: write `self.program`."


def not_passed_on(subject: str, method: str, name: str) -> str:
    """A callback overrides `set_program` or `set_params` and reads what it would have kept."""
    return (
        f"{subject} overrides `{method}` without `super().{method}({name})`, "
        f"so `self.{name}`, which it reads, would never be set."
    )


def two_programs(subject: str, programs: Iterable[str]) -> str:
    """A class derives from mixins for different programs."""
    return (
        f"{subject} derives from mixins for different programs, {listing(programs)}: "
        "it has one `program`, so give all of them the same type argument."
    )


def declared_in_body(name: str) -> str:
    """The type of `program` or `params` is declared where it hides the property."""
    return (
        f"`{name}` is a property that the mixins have: "
        "say what the program is in their type argument, as in `Callback[MyProgram]`."
    )


def frozen(subject: str) -> str:
    """A mixin class is a frozen dataclass."""
    return (
        f"{subject} is frozen, so no loop could give it its program and its parameters: "
        "leave `frozen=True` out, or derive from no mixin."
    )


def lacks_step(user: str, program: str, step: str) -> str:
    """A program is given to a loop whose step it does not define."""
    return (
        f"{user} needs a program with `{step}`, and {program} defines none: "
        f"write `def {step}(self, batch)`."
    )


def untyped_metrics(step: str, program: str, returned: str) -> str:
    """A step declares that it returns something else than logs."""
    return (
        f"`{step}` of {program} returns `{returned}`, which does not tell the names of its "
        f"metrics: write `def {step}(…) -> Logs`, or a TypedDict of yours that derives from `Logs`."
    )


def wrong_count(name: str, least: int, value: object) -> str:
    """An argument of a loop is no count, or too small a one."""
    return f"`{name}` must be a whole number of at least {least}, not {value!r}."


def ends_before_it_begins(epochs: int, initial_epoch: int) -> str:
    """`epochs` was taken for the number of epochs to train."""
    return (
        f"`epochs` is the number of the epoch at which training ends, and {epochs} comes "
        f"before `initial_epoch={initial_epoch}`: to train {epochs} more epochs write "
        f"`epochs={initial_epoch + epochs}`."
    )


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Ask for the nearest of some names: "did you mean `loss`? ", or nothing where none is near."""
    # Needed once a mistake is made, so not at every import.
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(name, list(names), n=1)
    return f"did you mean `{near[0]}`? " if near else ""


def call(name: str, parameters: Iterable[str]) -> str:
    """Write a call: "on_epoch_end(epoch, logs)"."""
    return f"{name}({', '.join(parameters)})"


def listing(names: Iterable[str]) -> str:
    """Write names one after another, each as code."""
    return ", ".join(f"`{name}`" for name in names) or "no hook"
