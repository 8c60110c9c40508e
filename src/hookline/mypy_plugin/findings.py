"""What is wrong, under which code."""

from __future__ import annotations

from typing import NamedTuple

from mypy.errorcodes import ErrorCode


class Finding(NamedTuple):
    """A sentence of `hookline.sentences`, and the code that silences it."""

    sentence: str
    code: ErrorCode
