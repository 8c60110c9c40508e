"""Writes docs/reference/checkers.md: where the type checkers differ from the marks, and why.

`python tests/catalogue/measure_mistakes.py` measures anew, and this draws the page:
`python docs/draw_checkers.py`. A test compares it, and asks that every difference has a reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
MEASURED: Final = ROOT / "tests" / "typesafety" / "measured.json"
PAGE: Final = ROOT / "docs" / "reference" / "checkers.md"

CHECKERS: Final = ("mypy", "mypy+plugin", "pyright", "pyrefly", "ty", "zuban")

#: Why a checker is silent on a marked line, by a part of the line.
SILENT: Final = {
    "callbacks=[Awaited()]": "The plugin says it where the class is written, and not again.",
    "class ClosedTwice": "The extension of a closed TypedDict is reported on its class or its key: "
    "both lines are marked, and each checker gives one.",
    "recall: ReadOnly[float]": "The extension of a closed TypedDict is reported on its class or "
    "its key: both lines are marked, and each checker gives one.",
    "class Divided": "mypy and ty let the mixins of a class differ about its program.",
    "self, number: int": "mypy and zuban let an override rename a parameter.",
    "Renamed()": "mypy and zuban let the method of a Protocol rename a parameter.",
    "callbacks=callbacks)": "The code is right: mypy and zuban alone take a list of different "
    "classes for a `list[object]`. Give the variable a type, or use the plugin.",
    "self, epoch, logs)": "Parameters without a type are errors of strict checkers, "
    "so of mypy, zuban and pyright.",
    'validation_freq="1"': "pyrefly takes a text for a `Collection[int]`.",
    "[Every()]": "pyright and pyrefly hold only classes with `ABCMeta` for abstract.",
    "lambda epoch": "pyrefly and ty take a lambda without types for any hook.",
    "if outcome ==": "A comparison that cannot be true is an error of strict checkers, "
    "so of mypy, zuban and pyright.",
    "print(logs[name])": "pyright takes any text for the key of a TypedDict.",
    "match outcome:": "A `match` without one of the outcomes is an error of pyright, strict; the "
    "others report the missing return.",
    'logs.pop("loss")': "pyright takes `pop` of a read-only key.",
    "more: DigitsLogs = sparse": "pyright lets logs stand for logs that require more keys.",
    "fewer: SparseLogs = digits": "zuban lets closed logs stand for others with fewer keys.",
    "def on_": "ty does not compare a decorated method with that of the base.",
    'hook.on_epoch_end(0, {"loss": 0.5})': "zuban forgets the type arguments of a Protocol "
    "in `isinstance`.",
    "CallbackList[Logs": "zuban does not hold a list to the type arguments of the call it is in.",
    "self.program = program": "zuban lets a property without a setter be assigned.",
    "LambdaCallback(on_epoch_ends": "ty takes any keyword where `Unpack` names the right ones.",
    "isinstance(callback, OnEpochEnd[": "ty takes a Protocol with type arguments in `isinstance`.",
    "isinstance(callback, FitHook)": "zuban takes a union of generic Protocols in `isinstance`.",
}

#: Why a checker reports a line without a mark, by a part of the line, the message or the code.
UNMARKED: Final = {
    "class Divided": "A mistake that mypy does not see: two mixins of one class, "
    "for different programs.",
    'print(logs["val_': "A mistake that mypy does not see: a key that may be absent.",
    "program: Digits": "A mistake that mypy does not see: an attribute over a property.",
    'Unused "type: ignore"': "The comment silences the plugin, so without it there is nothing "
    "to silence.",
    "list[object]": "mypy and zuban take a list of different classes for a `list[object]`. "
    "Give the variable a type, or use the plugin, which keeps the classes.",
    "*BELLS": "mypy and zuban take a list of different classes for a `list[object]`. "
    "Give the variable a type, or use the plugin, which keeps the classes.",
    "assert_type(": "The type is right, and spelt in another way.",
    'hook.on_epoch_end(0, {"loss": 0.5, "accuracy": 0.9})': "zuban forgets the type arguments of "
    "a Protocol in `isinstance`.",
    "list[Logs] = [digits": "zuban does not take `NoLogs` for `Logs`.",
    "def on_predict_batch_end(self, batch: int, logs: Logs": "zuban does not take `PredictLogs` "
    "for `Logs`.",
    "anything: PredictLogs)": "zuban wants type arguments where they have defaults.",
    "Callback.set_params(self": "pyright, ty and zuban take the class in a call through it for one "
    "with the default type arguments.",
    "TrainHooksMixin.set_program(self": "pyright, ty and zuban take the class in a call through it "
    "for one with the default type arguments.",
    "class OneMixinAsksNothing": "pyright, pyrefly and zuban want the same type arguments for all "
    "mixins; mypy lets the first decide, and the other asks for nothing that a program lacks.",
    "callbacks=[Timed(), OfFunctions": "A `Callable` does not tell the names of its parameters, so "
    "only mypy and zuban take it for a hook.",
    "callbacks=[OfAnObject()": "Only mypy takes an object that can be called, or a property, "
    "for a hook.",
    "KerasStyle": "zuban cannot infer the logs of the free function `fit` from a plain hook with "
    "`logs: … | None`; the method of a program takes it.",
    "LogsT)": "pyright, strict, wants a type parameter to stand twice in a signature.",
    "logs: T)": "pyright, strict, wants a type parameter to stand twice in a signature.",
    "class Local": "pyright, strict, reports a class that nobody uses.",
    "self.on_epoch_end = lambda": "pyright, strict, reports a lambda without types.",
    "hookline-": "The plugin says what a run would refuse too; the file is marked for mypy alone.",
}

INTRODUCTION: Final = """\
# What each type checker sees

The files in [`tests/typesafety`](../../tests/typesafety) hold right code and wrong code,
with a mark on each line that a type checker must report.
Five checkers, and mypy with hookline's plugin, were run over all of it:
mypy and zuban with `--strict`, pyright in its strict mode but for
reports of unknown types, the others as they come.

{marked} lines are marked.
On {plugin} of them it takes the plugin: the types of Python cannot say what is wrong.
The other {others} are what any checker can be asked for.
A line counts as reported too where the error is on another line of the same statement,
or of the same function in [the catalogue of mistakes](mistakes.md).
"""


def page(measured: dict[str, Any]) -> str:
    """Return the whole page."""
    found = measured["hookline"]["checkers"]
    marked, plugin = found["marked"], found["marked for the plugin alone"]
    parts = [
        INTRODUCTION.format(marked=marked, plugin=plugin, others=marked - plugin),
        _shares(measured),
        "## Marked, and not reported\n",
        "| why | line | silent |\n| --- | --- | --- |",
        *_table(found, "silent"),
        "\n## Reported, and not marked\n",
        "| why | line | reported by |\n| --- | --- | --- |",
        *_table(found, "without a mark"),
        "\n## Reported on another line\n",
        "| line | reported near it by |\n| --- | --- |",
        *_near(found),
    ]
    return "\n".join(parts) + "\n"


def unexplained(measured: dict[str, Any]) -> list[str]:
    """Return the differences that have no reason above."""
    found = measured["hookline"]["checkers"]["by checker"]
    return [
        f"{checker}: {row['file']}:{row['line']}"
        for checker, kinds in found.items()
        for kind in ("silent", "without a mark")
        for row in kinds[kind]
        if not _why(row, kind)
    ]


def _shares(measured: dict[str, Any]) -> str:
    found, versions = measured["hookline"]["checkers"], measured["hookline"]["versions"]
    marked = found["marked"]
    others = marked - found["marked for the plugin alone"]
    lines = [
        "| checker | version | reported, of all | of what types can say | without a mark |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for checker in CHECKERS:
        kinds = found["by checker"][checker]
        silent, plugin = len(kinds["silent"]), kinds["without the plugin"]
        of_all = 100 * (marked - silent - plugin) / marked
        # What a checker sees of the plugin's lines is extra, and not counted here.
        of_types = 100 * (others - silent) / others
        surplus = len(kinds["without a mark"])
        cells = (checker, versions[checker], f"{of_all:.1f} %", f"{of_types:.1f} %", str(surplus))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines).replace("mypy+plugin", "mypy with the plugin") + "\n"


def _why(row: dict[str, Any], kind: str) -> str:
    reasons = SILENT if kind == "silent" else UNMARKED
    said = f"{row['text']} {row.get('message')} {row.get('code')}"
    return next((reason for part, reason in reasons.items() if part in said), "")


def _table(found: dict[str, Any], kind: str) -> list[str]:
    """Return the lines on which checkers differ, those with one reason one after another."""
    rows: dict[str, dict[str, list[str]]] = {}
    for checker, kinds in found["by checker"].items():
        for row in kinds[kind]:
            lines = rows.setdefault(_why(row, kind), {})
            lines.setdefault(_line(row), []).append(checker)
    return [
        f"| {why if first else ''} | {line} | {', '.join(checkers)} |"
        for why, lines in rows.items()
        for first, (line, checkers) in _with_first(lines)
    ]


def _with_first(lines: dict[str, list[str]]) -> list[tuple[bool, tuple[str, list[str]]]]:
    return [(index == 0, item) for index, item in enumerate(lines.items())]


def _near(found: dict[str, Any]) -> list[str]:
    lines: dict[str, list[str]] = {}
    for checker, kinds in found["by checker"].items():
        for row in kinds["on another line"]:
            lines.setdefault(_line(row), []).append(checker)
    return [f"| {line} | {', '.join(checkers)} |" for line, checkers in sorted(lines.items())]


def _line(row: dict[str, Any]) -> str:
    place = row["file"].removeprefix("tests/typesafety/")
    code = row["text"].replace("|", "\\|")
    return f"[{place}:{row['line']}](../../{row['file']}#L{row['line']}) `{code}`"


if __name__ == "__main__":
    measured_before = json.loads(MEASURED.read_text(encoding="utf-8"))
    PAGE.write_text(page(measured_before), encoding="utf-8")
    print("\n".join(unexplained(measured_before)))
