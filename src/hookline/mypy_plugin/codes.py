"""The error codes of the plugin, each to be silenced on its own."""

from __future__ import annotations

from typing import Final

from mypy.errorcodes import ErrorCode


def _code(name: str, description: str) -> ErrorCode:
    return ErrorCode(f"hookline-{name}", description, "hookline")


HOOK: Final = _code("hook", "A method is named almost like a hook, or like one of another family")
SIGNATURE: Final = _code("signature", "A hook cannot be called the way the loops call it")
CALLBACK: Final = _code("callback", "An object cannot serve as a callback, or not in this loop")
PROGRAM: Final = _code("program", "A callback asks for more than the program has")
LOGS: Final = _code("logs", "A callback reads more than the program's logs have")
MONITOR: Final = _code("monitor", "A callback watches a metric that the program does not give")
KEY: Final = _code("key", "Logs are asked for a key that they never have")
ARGUMENT: Final = _code("argument", "An argument of a loop makes no sense")
READY: Final = _code("ready", "The program is read before a loop has set it")
