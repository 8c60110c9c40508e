"""Compiled dispatch: one function a hook, with one call a callback, written out.

A loop over a tuple of ten methods costs a quarter more than the calls themselves;
written out they cost a sixth more. The text is generated because its length is not known,
and each call has a line of its own so that a traceback's line number tells which one raised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, TypeAlias, cast

from typing_extensions import Protocol

#: Receives the exception, the place of the raising call in the sequence, and the hook's index.
Blame: TypeAlias = Callable[[BaseException, int, int | None], None]
Dispatcher: TypeAlias = Callable[..., None]

# What is written around the calls where somebody keeps account of hooks under way.
_ENTER: Final = ("            nesting.depth = inside",)
_FAIL: Final = ("            nesting.fail(error, outside)",)
_LEAVE: Final = (
    "        finally:",
    "            nesting.depth = outside",
    "            if nesting.level > inside:",
    "                nesting.leave()",
)


class Nesting(Protocol):
    """Keeps account of hooks that are under way: a run may begin inside one."""

    #: How many hooks are under way on the stack of calls; a dispatcher counts.
    depth: int
    #: How many runs are, one inside the other.
    level: int

    def leave(self) -> None:
        """Take note that a hook is over, and that a run which began inside it is not."""
        ...

    def fail(self, error: BaseException, depth: int) -> None:
        """Take note of an error that goes on to where only so many hooks are under way."""
        ...


def compile_dispatcher(
    name: str,
    parameters: tuple[str, ...],
    calls: Sequence[Callable[..., object]],
    blame: Blame,
    nesting: Nesting | None = None,
) -> Dispatcher:
    """Return a method with the hook's own signature that makes the calls in their order.

    Logs may be left out by the caller; the calls always receive a dictionary.
    """
    # A run's hooks are all called from as deep in others as it was made.
    depth = 0 if nesting is None else nesting.depth
    factory = _factory(name, parameters, len(calls), nesting is not None)
    return factory(blame, nesting, depth, depth + 1, *calls)


@cache
def _factory(
    name: str, parameters: tuple[str, ...], count: int, nests: bool
) -> Callable[..., Dispatcher]:
    calls = [f"call{i}" for i in range(count)]
    arguments = ", ".join(parameters)
    index = parameters[0] if len(parameters) > 1 else "None"
    head = [
        f"def factory(blame, nesting, outside, inside, {', '.join(calls)}):",
        f"    def {name}(self, {arguments}=None):",
        "        if logs is None:",
        "            logs = {}",
        "        try:",
        *(_ENTER if nests else ()),
    ]
    lines = [
        *head,
        *(f"            {call}({arguments})" for call in calls),
        "        except BaseException as error:",
        f"            blame(error, error.__traceback__.tb_lineno - {len(head) + 1}, {index})",
        *(_FAIL if nests else ()),
        "            raise",
        *(_LEAVE if nests else ()),
        f"    return {name}",
    ]
    namespace: dict[str, object] = {}
    exec(compile("\n".join(lines), f"<dispatch of {name}>", "exec"), namespace)  # noqa: S102
    return cast("Callable[..., Dispatcher]", namespace["factory"])
