"""Traces a run as spans of OpenTelemetry."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from contextvars import Token
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast, final

from hookline.callback import Callback
from hookline.callbacks.endings import ending
from hookline.callbacks.extras import needed
from hookline.callbacks.options import check_flag
from hookline.errors import ArgumentError, NotReadyError
from hookline.logs import Logs, NoLogs, PredictLogs
from hookline.outcome import Completed, Failed, Interrupted, Outcome, Stopped
from hookline.runs import runs_served

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer

#: The names of spans.
_Name: TypeAlias = Literal["fit", "evaluate", "predict", "validation", "epoch", "batch"]


@dataclass(frozen=True)
class _Open:
    """A span that has begun, and is the current one until it ends."""

    name: _Name
    span: Span
    token: Token[Context]
    #: How many runs the callback served when it began.
    depth: int


@final
class OpenTelemetry(Callback[object]):
    """Makes a span of each run, each epoch, each validation, and each batch if asked to.

    The spans are `fit`, `evaluate` and `predict`; in them `epoch`, `validation` and `batch`, one
    inside the other. Each is the current span while it lasts, so that whatever the program traces
    itself lies inside. Attributes are `hookline.program`, `hookline.epochs`, `hookline.epoch`,
    `hookline.batch` and so on, and each metric as `hookline.logs.loss`.

    A run ends with the attribute `hookline.outcome`. Where it failed or was interrupted, every
    span that was open has the status ERROR, and that of the run has the exception.

    Args:
        tracer: What makes the spans; by default that of OpenTelemetry's global provider.
        batches: Whether each group of batches is a span too.

    Raises:
        ImportError: The package is not there: `pip install "hookline[opentelemetry]"`.
        ArgumentError: An option makes no sense.

    Example:
        >>> from opentelemetry.sdk.trace import TracerProvider
        >>> from opentelemetry.sdk.trace.export import SimpleSpanProcessor
        >>> from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> spans, provider = InMemorySpanExporter(), TracerProvider()
        >>> provider.add_span_processor(SimpleSpanProcessor(spans))
        >>> trace = OpenTelemetry(provider.get_tracer("training"))
        >>> history = fit(Halver(), [0], epochs=2, callbacks=[trace], verbose=0)
        >>> [span.name for span in spans.get_finished_spans()]
        ['epoch', 'epoch', 'fit']
    """

    def __init__(self, tracer: Tracer | None = None, *, batches: bool = False) -> None:
        check_flag("OpenTelemetry", "batches", batches)
        if tracer is not None and not hasattr(tracer, "start_span"):
            raise ArgumentError(
                "OpenTelemetry: `tracer` must be a tracer, such as `provider.get_tracer(…)` "
                f"returns, not {tracer!r}."
            )
        needed("OpenTelemetry", "opentelemetry.trace", "opentelemetry")
        self._given: Final = tracer
        #: That of the run under way, or of the last one.
        self._tracer: Tracer | None = None
        #: The spans that have begun and not ended, the outermost first.
        self._spans: list[_Open] = []
        if batches:
            # Of this instance only: who wants no such spans shall not pay for batch hooks.
            for kind in ("train", "test", "predict"):
                end = self._end_prediction if kind == "predict" else self._end_batch
                self.__dict__[f"on_{kind}_batch_begin"] = self._begin_batch
                self.__dict__[f"on_{kind}_batch_end"] = end

    # Runs

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin the span of a run."""
        self._begin("fit", self._of_the_run())

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Keep the last metrics; the span ends when the run is closed."""
        self._keep("fit", logs)

    def on_test_begin(self, logs: NoLogs | None = None) -> None:
        """Begin the span of a run, or of a validation, which is part of the run around it."""
        if self._spans and self._spans[-1].depth == runs_served(self):
            self._begin("validation", {})
        else:
            self._begin("evaluate", self._of_the_run())

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Keep the metrics; the span of a run ends when it is closed."""
        self._keep("evaluate", logs)
        self._end("validation", logs)

    def on_predict_begin(self, logs: NoLogs | None = None) -> None:
        """Begin the span of a run."""
        self._begin("predict", self._of_the_run())

    def on_close(self, outcome: Outcome) -> None:
        """End the spans of the run that is closed, with what became of it."""
        around = runs_served(self)  # it may have been one inside a hook of another
        closed = [each for each in self._spans if not around or each.depth > around]
        if closed:
            _tell(closed[0].span, outcome)
        for each in reversed(closed):
            self._spans.remove(each)
            _finish(each, outcome)

    # What is inside

    def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
        """Begin a span."""
        self._begin("epoch", {"hookline.epoch": epoch})

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """End it, with the epoch's metrics."""
        self._end("epoch", logs)

    def _begin_batch(self, batch: int, logs: NoLogs | None = None) -> None:
        self._begin("batch", {"hookline.batch": batch})

    def _end_batch(self, batch: int, logs: Logs | None = None) -> None:
        # Its begin told of the first batch of a group, and this tells of the last.
        self._end("batch", logs, {"hookline.last_batch": batch})

    def _end_prediction(self, batch: int, logs: PredictLogs[object] | None = None) -> None:
        self._end("batch", None, {"hookline.last_batch": batch})

    # Spans

    def _begin(self, name: _Name, attributes: Mapping[str, str | int]) -> None:
        from opentelemetry import context, trace  # noqa: PLC0415 - not by all who import hookline

        if self._tracer is None or not self._spans:  # the global one may have been set meanwhile
            self._tracer = self._given or trace.get_tracer("hookline", _version())
        span = self._tracer.start_span(name, attributes=attributes)
        token = context.attach(trace.set_span_in_context(span))
        self._spans.append(_Open(name, span, token, runs_served(self)))

    def _keep(self, name: _Name, logs: Logs | None) -> None:
        """Give the innermost span, if it has this name, some metrics."""
        if self._spans and self._spans[-1].name == name:
            self._spans[-1].span.set_attributes(_metrics(logs))

    def _end(
        self, name: _Name, logs: Logs | None, attributes: Mapping[str, int] | None = None
    ) -> None:
        """End the innermost span, if it has this name."""
        if self._spans and self._spans[-1].name == name:
            self._spans[-1].span.set_attributes({**_metrics(logs), **(attributes or {})})
            _finish(self._spans.pop())

    def _of_the_run(self) -> dict[str, str | int]:
        known = {name: value for name, value in self.params.items() if name != "verbose"}
        attributes: dict[str, str | int] = {
            f"hookline.{name}": value for name, value in known.items() if isinstance(value, int)
        }
        with suppress(NotReadyError):  # a loop without a program
            attributes["hookline.program"] = type(self.program).__qualname__
        return attributes


@cache  # reading it takes a millisecond
def _version() -> str:
    return version("hookline")


def _metrics(logs: Logs | None) -> dict[str, float]:
    metrics = cast("Mapping[str, float]", logs or {})
    return {f"hookline.logs.{name}": float(value) for name, value in metrics.items()}


def _tell(span: Span, outcome: Outcome) -> None:
    """Say on the span of a run what became of it."""
    span.set_attribute("hookline.outcome", ending(outcome).word)
    match outcome:
        case Completed():
            pass
        case Stopped(reason):
            span.set_attribute("hookline.stop_reason", reason)
        case Interrupted(exception) | Failed(exception):
            span.record_exception(exception)


def _finish(opened: _Open, outcome: Outcome | None = None) -> None:
    """End a span; the one that was current before it is current again."""
    from opentelemetry import context, trace  # noqa: PLC0415 - not by all who import hookline

    if isinstance(outcome, (Interrupted, Failed)):
        opened.span.set_status(trace.StatusCode.ERROR, ending(outcome).reason)
    opened.span.end()
    context.detach(opened.token)
