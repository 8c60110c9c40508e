"""Checks sources: reads each file, asks every rule, and sorts what they find."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from hookline.check.attach_rules import AttachRules
from hookline.check.bindings import Scope
from hookline.check.class_rules import judge_class
from hookline.check.classes import Classes
from hookline.check.findings import Finding, Remark
from hookline.check.history_rules import HistoryRules
from hookline.check.key_rules import judge_function
from hookline.check.modules import Module, Project
from hookline.check.names import Names
from hookline.check.reading import NodeT, Seen
from hookline.check.silence import is_silenced
from hookline.check.validation_rules import judge_validation


class Report(NamedTuple):
    """What was read, and what was found."""

    files: list[Path]
    findings: list[Finding]


def check(files: Iterable[Path]) -> Report:
    r"""Check files without running anything in them.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp(), "bell.py")
        >>> _ = file.write_text(
        ...     "from hookline import Callback\n"
        ...     "class Bell(Callback):\n"
        ...     "    def on_epoch_ends(self, epoch, logs=None): ...\n"
        ... )
        >>> [(one.line, one.column, one.code) for one in check([file]).findings]
        [(3, 5, 'hookline-hook')]
    """
    given = list(files)
    project = Project(given)
    classes = Classes(Names(project))
    rules = _Rules(classes)
    with _depth():
        findings = {finding for file in given for finding in _check_any(file, project, rules)}
    return Report(given, sorted(findings))


@contextmanager
def _depth() -> Generator[None, None, None]:
    """Allow for long sums and the like, whose trees are deeper than Python's own limit."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 10_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _check_any(file: Path, project: Project, rules: _Rules) -> list[Finding]:
    try:
        return list(_check_file(file, project, rules))
    except (RecursionError, MemoryError):  # too deep even so, and that is no mistake
        return []


def _check_file(file: Path, project: Project, rules: _Rules) -> Iterator[Finding]:
    try:
        module = project.read(file)
    except SyntaxError as error:
        yield Finding(file, error.lineno or 1, error.offset or 1, str(error.msg), "hookline-syntax")
        return
    except (OSError, ValueError) as error:  # UnicodeDecodeError is a ValueError
        yield Finding(file, 1, 1, f"it cannot be read: {error}", "hookline-syntax")
        return
    if not module.may_matter:
        return
    for remark in rules.judge(module):
        line = getattr(remark.node, "lineno", 1)
        if not is_silenced(remark.code, line, module.lines):
            column = _column(module, line, getattr(remark.node, "col_offset", 0))
            yield Finding(file, line, column, remark.sentence, remark.code)


class _Rules:
    """All rules, which keep what they found of classes and calls from file to file."""

    def __init__(self, classes: Classes) -> None:
        self._classes: Final = classes
        self._calls: Final = AttachRules(classes)
        self._histories: Final = HistoryRules(classes)

    def judge(self, module: Module) -> Iterator[Remark]:
        """Ask each rule about what it judges, but for what is expected to be wrong."""
        reader, classes = module.reader, self._classes
        for node, scope in _unexpected(reader.classes):
            yield from judge_class(classes.of_node(node, scope, module))
        for function, scope in _unexpected(reader.functions):
            yield from judge_function(function, scope, module, classes)
            yield from judge_validation(function, scope, module, classes)
        for call, scope in _unexpected(reader.calls):
            yield from self._calls.judge(call, scope, module)
        for read, scope in _unexpected(reader.series):
            yield from self._histories.judge(read, scope, module)


def _unexpected(several: Iterable[Seen[NodeT]]) -> Iterator[tuple[NodeT, Scope]]:
    return ((one.node, one.scope) for one in several if not one.expected)


def _column(module: Module, line: int, offset: int) -> int:
    """Count in characters from 1, where `ast` counts in bytes from 0."""
    text = module.lines[line - 1] if line <= len(module.lines) else ""
    return len(text.encode()[:offset].decode(errors="ignore")) + 1
