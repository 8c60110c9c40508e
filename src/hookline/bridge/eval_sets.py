"""The metrics of a round of boosting, told apart by the data sets that they were measured on.

XGBoost and LightGBM measure after each round, on sets that the user named. One of them may be the
data that is trained on; which of the others is the validation, only the user knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from hookline.errors import ArgumentError

#: The name of a set, the name of a metric, and its value.
Measured: TypeAlias = tuple[str, str, float]


class EvalSets:
    """Gives the metrics of each set their names in logs.

    A metric of the data that is trained on has its bare name; of the validation it has the prefix
    `val_`, and of any other set the prefix `val_` and the name of the set. Where there is but one
    other set, that is the validation.

    Args:
        training: The set that is trained on; None for one that `logs` is told.
        validation: The set that validates; None for the only one that is not trained on.

    Raises:
        ArgumentError: A name is no string.

    Example:
        >>> EvalSets().logs([("train", "rmse", 0.5), ("test", "rmse", 1)], "train")
        {'rmse': 0.5, 'val_rmse': 1.0}
        >>> EvalSets().logs([("a", "rmse", 0.5), ("b", "rmse", 1)], "train")
        {'val_a_rmse': 0.5, 'val_b_rmse': 1.0}
        >>> EvalSets(validation="b").logs([("a", "rmse", 0.5), ("b", "rmse", 1)], "train")
        {'val_a_rmse': 0.5, 'val_rmse': 1.0}
    """

    def __init__(self, training: str | None = None, validation: str | None = None) -> None:
        for option, name in (("training", training), ("validation", validation)):
            if name is not None and not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from untyped code
                raise ArgumentError(f"`{option}` is the name of an evaluation set, not {name!r}.")
        self.training: Final = training
        self.validation: Final = validation
        self._columns: list[tuple[str, str]] = []
        self._trained: str | None = None
        self._keys: list[str] = []

    def logs(self, measured: Sequence[Measured], training: str) -> dict[str, float]:
        """Return the logs of a round.

        Args:
            measured: What was measured after it.
            training: The set that is trained on, unless one was named before.

        Raises:
            ArgumentError: A set that was named is none of those of this run.
        """
        columns = [one[:2] for one in measured]
        if columns != self._columns or training != self._trained:  # as in no round but the first
            self._keys = self.keys(columns, training)
            self._columns, self._trained = columns, training
        return {key: float(one[2]) for key, one in zip(self._keys, measured, strict=True)}

    def keys(self, columns: Iterable[tuple[str, str]], training: str) -> list[str]:
        """Return the key in logs of each metric of a set.

        Args:
            columns: The names of sets and of their metrics.
            training: As for `logs`.

        Raises:
            ArgumentError: As for `logs`.
        """
        columns = list(columns)
        trained = self.training or training
        names = list(dict.fromkeys(name for name, _ in columns))
        self._check(names)
        others = [name for name in names if name != trained]
        validation = self.validation or (others[0] if len(others) == 1 else None)
        prefixes = {trained: "", **{name: f"val_{name}_" for name in others}}
        if validation is not None:
            prefixes[validation] = "val_"
        return [f"{prefixes[name]}{metric}" for name, metric in columns]

    def _check(self, names: list[str]) -> None:
        for option, name in (("training", self.training), ("validation", self.validation)):
            if name is not None and name not in names:
                sets = ", ".join(map(repr, names)) or "none"
                raise ArgumentError(
                    f"`{option}` names the evaluation set {name!r}, and those of this run are: "
                    f"{sets}."
                )
