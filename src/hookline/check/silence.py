"""Comments that silence the findings of a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

#: `# hookline: ignore` for all codes, `# hookline: ignore[hookline-hook]` for some;
#: mypy's own comment only with codes of hookline, for the bare one is not meant for us.
_COMMENT: Final = re.compile(
    r"#\s*(?P<tool>hookline|type):\s*ignore(?:\[(?P<codes>[\w\s,-]*)\])?(?=\s|$|#)"
)


#: What mypy itself calls some of these mistakes: who silences it there knows what is written.
_OF_MYPY: Final = {
    "hookline-callback": {"arg-type", "list-item"},
    "hookline-key": {"typeddict-item", "typeddict-readonly-mutated", "typeddict-unknown-key"},
    "hookline-logs": {"arg-type", "list-item", "type-var"},
    "hookline-signature": {"override"},
}


def is_silenced(code: str, line: int, lines: Sequence[str]) -> bool:
    """Tell whether a line of the source, counted from 1, silences a code."""
    text = lines[line - 1] if line <= len(lines) else ""
    for comment in _COMMENT.finditer(text):
        codes = comment["codes"]
        if codes is None:
            if comment["tool"] == "hookline":
                return True
        elif {code, *_OF_MYPY.get(code, ())} & {one.strip() for one in codes.split(",")}:
            return True
    return False
