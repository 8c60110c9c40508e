"""Compiled dispatch: one function a hook, with one call a callback, written out.

A loop over a tuple of ten methods costs a quarter more than the calls themselves;
written out they cost a sixth more. The text is generated because its length is not known,
and each call has a line of its own so that a traceback's line number tells which one raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias, cast

#: Receives the exception, the place of the raising call in the sequence, and the hook's index.
Blame: TypeAlias = Callable[[BaseException, int, int | None], None]
Dispatcher: TypeAlias = Callable[..., None]

_FIRST_CALL = 6  # the line of the template below at which the calls begin


def compile_dispatcher(
    name: str, parameters: tuple[str, ...], calls: Sequence[Callable[..., object]], blame: Blame
) -> Dispatcher:
    """Return a method with the hook's own signature that makes the calls in their order.

    Logs may be left out by the caller; the calls always receive a dictionary.
    """
    return _factory(name, parameters, len(calls))(blame, *calls)


@cache
def _factory(name: str, parameters: tuple[str, ...], count: int) -> Callable[..., Dispatcher]:
    calls = [f"call{i}" for i in range(count)]
    arguments = ", ".join(parameters)
    index = parameters[0] if len(parameters) > 1 else "None"
    lines = [
        f"def factory(blame, {', '.join(calls)}):",
        f"    def {name}(self, {arguments}=None):",
        "        if logs is None:",
        "            logs = {}",
        "        try:",
        *(f"            {call}({arguments})" for call in calls),
        "        except BaseException as error:",
        f"            blame(error, error.__traceback__.tb_lineno - {_FIRST_CALL}, {index})",
        "            raise",
        f"    return {name}",
    ]
    namespace: dict[str, object] = {}
    exec(compile("\n".join(lines), f"<dispatch of {name}>", "exec"), namespace)  # noqa: S102
    return cast("Callable[..., Dispatcher]", namespace["factory"])
