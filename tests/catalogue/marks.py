"""Marks of expected errors: `# E: a part of the message  [code]`, several on a line if need be."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from checkers import Report

MARK: Final = re.compile(r"# E: (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?(?=  # |$)")

#: As in ruff's settings.
WIDTH: Final = 100
PUNCTUATION: Final = " ,;:.`\"'"


def complaints(source: str, said: Mapping[int, Sequence[Report]]) -> list[str]:
    """Tell the errors without a mark, and the marks without an error, each with its line."""
    found: list[str] = []
    for number, line in enumerate(source.splitlines(), 1):
        reports = list(dict.fromkeys(said.get(number, ())))
        marks: list[tuple[str, str]] = MARK.findall(line)
        met = {
            (mark, report)
            for mark in marks
            for report in reports
            if mark[0] in report.message and mark[1] == report.code
        }
        unmarked = [report for report in reports if report not in {report for _, report in met}]
        unmet = [mark for mark in marks if mark not in {mark for mark, _ in met}]
        found += [f"{number}: no mark for: {one.message}  [{one.code}]" for one in unmarked]
        found += [f"{number}: no error for: {text}  [{code}]" for text, code in unmet]
    return found


def marked_anew(source: str, said: Mapping[int, Sequence[Report]]) -> str:
    """Return a file with its marks written from what is said of it, one for each code of a line."""
    lines = source.splitlines()
    for index, line in enumerate(lines):
        bare = line.partition("  # E: ")[0]
        by_code: dict[str, str] = {}
        for report in said.get(index + 1, ()):
            text = report.message.partition("\n")[0]
            by_code[report.code] = _common(by_code.get(report.code, text), text)
        room = (WIDTH - len(bare)) // max(len(by_code), 1) - len("  # E:   []")
        marks = (
            f"  # E: {_part(text, room - len(code))}  [{code}]" for code, text in by_code.items()
        )
        lines[index] = bare + "".join(marks)
    return "\n".join(lines) + "\n"


def _common(one: str, other: str) -> str:
    """Return the longest text that is in both."""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[match.a : match.a + match.size].strip(PUNCTUATION)


def _part(text: str, room: int) -> str:
    """Return the first words of a text that fit, or the longest one that does."""
    if len(text) <= room:
        return text
    first = text[: max(room, 0)].rpartition(" ")[0]
    words = [word.strip(PUNCTUATION) for word in text.split()]
    longest = max((word for word in words if len(word) <= room), key=len, default="")
    return (first or longest).strip(PUNCTUATION)
