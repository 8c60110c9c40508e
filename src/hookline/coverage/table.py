"""The table of one framework: for each hook what fires it there, or why nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from hookline.hooks import ALIASES, HOOKS
from hookline.order import STRICT, Reading, Rule

#: Every hook under its own name; an older name is the same hook.
NAMES: Final = tuple(name for name in HOOKS if name not in ALIASES.values())

#: The frameworks that have a table here and an adapter, by the names that they are imported by.
FRAMEWORKS: Final = (
    "keras",
    "synalinks",
    "lightning",
    "transformers",
    "ignite",
    "torchtnt",
    "lightgbm",
    "xgboost",
    "skorch",
)

_OWN_NAMES: Final = {alias: name for name, alias in ALIASES.items()}


@dataclass(frozen=True)
class Fires:
    """The framework gives the hook its moment."""

    #: The framework's own word for the moment: "on_train_batch_end", "ITERATION_COMPLETED".
    by: str
    #: What is different there, or when it does not come; empty where nothing is.
    note: str = ""


@dataclass(frozen=True)
class Never:
    """Nothing in the framework can fire the hook."""

    #: The reason, as the rest of a sentence: "`predict` takes no callbacks".
    why: str


Row: TypeAlias = Fires | Never


@dataclass(frozen=True)
class Coverage:
    """Which hooks a framework can fire, and how their order is to be read.

    Example:
        >>> rows = {name: Fires(name) for name in NAMES}
        >>> rows["on_predict_end"] = Never("its `predict` takes no callbacks")
        >>> coverage = Coverage("Tidy", "1.0", rows)
        >>> coverage.refusal("callbacks[0] (Show)", "on_predict_end")
        'callbacks[0] (Show) needs `on_predict_end`, which Tidy 1.0 never fires: its `predict`
        takes no callbacks. If the callback can do without, say `without=["on_predict_end"]`.'

    Raises:
        ValueError: A hook has no row, or a row has no hook.
    """

    framework: str
    #: The versions that this was measured with.
    versions: str
    #: A row for each hook.
    rows: Mapping[str, Row]
    #: What remains different in the order after the adapter's repairs, and when.
    relaxations: Mapping[Rule, str] = field(default_factory=dict[Rule, str])

    def __post_init__(self) -> None:
        """Hold the rows to the table of hooks."""
        if set(self.rows) != set(NAMES):
            odd = sorted(set(self.rows) ^ set(NAMES))
            raise ValueError(f"{self.framework}: a row for each hook, but these: {odd}")

    @property
    def reading(self) -> Reading:
        """The rules by which `HookOrder` reads what the adapter delivers."""
        return STRICT | set(self.relaxations)

    def row(self, hook: str) -> Row:
        """Return the row of a hook, by either of its names."""
        return self.rows[_OWN_NAMES.get(hook, hook)]

    def refusal(self, subject: str, hook: str) -> str | None:
        """Say why a callback that defines a hook is refused, or None where it is not."""
        row = self.row(hook)
        if isinstance(row, Fires):
            return None
        return (
            f"{subject} needs `{hook}`, which {self.framework} {self.versions} never fires: "
            f'{row.why}. If the callback can do without, say `without=["{hook}"]`.'
        )
