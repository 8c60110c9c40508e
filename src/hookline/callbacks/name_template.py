"""The name of a file, made of an epoch, a batch and metrics, and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from string import Formatter
from typing import Final, final

from hookline.errors import ArgumentError, RequirementError
from hookline.sentences import did_you_mean, listing

#: What ends a name, or means something else than itself, on one system or another.
_UNFIT: Final = frozenset('/\\:*?"<>|\0')

#: Systems allow 255 bytes, of which the name of what is half written needs some more.
_LONGEST: Final = 200


@final
class NameTemplate:
    """A format string whose fields are numbers of the run: "epoch-{epoch:03d}-{val_loss:.2f}".

    Unlike in `str.format`, a field is a name alone: `{logs.__class__}` and `{logs[loss]}` are
    refused when the template is made, so that no name of a file can reach into an object.

    Args:
        owner: The callback, for messages.
        text: The format string.
        counts: Which of "epoch" and "batch" there are.

    Raises:
        ArgumentError: It is no such format string, or gives a name that no file can have.

    Example:
        >>> name = NameTemplate("Checkpoint", "epoch-{epoch:03d}-{loss:.2f}", ["epoch"])
        >>> name.format({"epoch": 3, "loss": 0.25})
        'epoch-003-0.25'
        >>> NameTemplate("Checkpoint", "{program.__class__}", ["epoch"])
        Traceback (most recent call last):
        hookline.errors.ArgumentError: Checkpoint: `name` has the field {program.__class__}, and
        a field must be `epoch` or a metric's name.
    """

    def __init__(self, owner: str, text: str, counts: Collection[str]) -> None:
        self._owner = owner
        #: The format string.
        self.text: Final = text
        self._counts = counts
        #: The metrics that it names.
        self.metrics: Final[tuple[str, ...]] = tuple(
            name for name in self._fields() if name not in counts
        )
        self._try()

    def format(self, numbers: Mapping[str, float]) -> str:
        """Return a name.

        Raises:
            RequirementError: There is no such metric.
            ArgumentError: The name is one that no file can have.
        """
        for name in self.metrics:
            if name not in numbers:
                raise self._unknown(name, numbers)
        made = self.text.format_map(numbers)
        if not made or made.startswith(".") or _UNFIT & {*made}:
            raise ArgumentError(
                f"{self._owner}: `name` {self.text!r} gives {made!r}, which is not the name of a "
                "file: it needs at least one character, none of which leads to another folder, "
                "and the first must not be a dot."
            )
        if len(made.encode(errors="surrogatepass")) > _LONGEST:
            raise ArgumentError(
                f"{self._owner}: `name` {self.text!r} gives {made!r}, which is too long for the "
                f"name of a file: more than {_LONGEST} bytes."
            )
        return made

    def _fields(self) -> list[str]:
        if not isinstance(self.text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # untyped callers
            raise ArgumentError(f"{self._owner}: `name` must be a string, not {self.text!r}.")
        fields: list[str] = []
        try:
            parsed = list(Formatter().parse(self.text))
        except ValueError as error:
            raise ArgumentError(
                f"{self._owner}: `name` {self.text!r} is no format string: {error}."
            ) from error
        for _, field, style, conversion in parsed:
            if field is None:
                continue
            if not field.isidentifier() or conversion or "{" in (style or ""):
                shown = f"{field}!{conversion}" if conversion else field
                wanted = " or ".join([*(f"`{name}`" for name in self._counts), "a metric's name"])
                raise ArgumentError(
                    f"{self._owner}: `name` has the field {{{shown}}}, and a field must be "
                    f"{wanted}."
                )
            fields.append(field)
        return fields

    def _unknown(self, name: str, numbers: Mapping[str, float]) -> RequirementError:
        metrics = sorted(numbers.keys() - set(self._counts))
        return RequirementError(
            f"{self._owner}: `name` has the field {{{name}}}, and epoch {numbers['epoch']} has no "
            f"such metric: {did_you_mean(name, metrics)}the logs have {listing(metrics)}."
        )

    def _try(self) -> None:
        """Find a format that no number has, before the first epoch has passed."""
        numbers = dict.fromkeys(self._counts, 0) | dict.fromkeys(self.metrics, 0.5)
        try:
            self.format(numbers)
        except ValueError as error:
            if isinstance(error, ArgumentError):
                raise
            raise ArgumentError(
                f"{self._owner}: `name` {self.text!r} cannot be filled in: {error}."
            ) from error
