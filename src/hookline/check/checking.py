"""Checks sources: reads each file, asks every rule, and sorts what they find."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hookline.check.attach_rules import AttachRules
from hookline.check.class_rules import judge_class
from hookline.check.classes import Classes
from hookline.check.findings import Finding, Remark
from hookline.check.key_rules import judge_function
from hookline.check.modules import Module, Project
from hookline.check.names import Names
from hookline.check.silence import is_silenced


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
    calls = AttachRules(classes)
    with _depth():
        findings = {
            finding for file in given for finding in _check_any(file, project, classes, calls)
        }
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


def _check_any(file: Path, project: Project, classes: Classes, calls: AttachRules) -> list[Finding]:
    try:
        return list(_check_file(file, project, classes, calls))
    except (RecursionError, MemoryError):  # too deep even so, and that is no mistake
        return []


def _check_file(
    file: Path, project: Project, classes: Classes, calls: AttachRules
) -> Iterator[Finding]:
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
    for remark in _remarks(module, classes, calls):
        line = getattr(remark.node, "lineno", 1)
        if not is_silenced(remark.code, line, module.lines):
            column = _column(module, line, getattr(remark.node, "col_offset", 0))
            yield Finding(file, line, column, remark.sentence, remark.code)


def _remarks(module: Module, classes: Classes, calls: AttachRules) -> Iterator[Remark]:
    reader = module.reader
    for node, scope, expected in reader.classes:
        if not expected:
            yield from judge_class(classes.of_node(node, scope, module))
    for function, scope, expected in reader.functions:
        if not expected:
            yield from judge_function(function, scope, module, classes)
    for call, scope, expected in reader.calls:
        if not expected:
            yield from calls.judge(call, scope, module)


def _column(module: Module, line: int, offset: int) -> int:
    """Count in characters from 1, where `ast` counts in bytes from 0."""
    text = module.lines[line - 1] if line <= len(module.lines) else ""
    return len(text.encode()[:offset].decode(errors="ignore")) + 1
