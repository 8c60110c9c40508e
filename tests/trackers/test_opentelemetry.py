"""What OpenTelemetry traces: in memory, and as a collector on this machine receives it."""

from __future__ import annotations

import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

import pytest
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode, Tracer

from hookline import ArgumentError, Callback, CallbackList, Logs, NoLogs, Outcome, Program
from hookline.callbacks import LambdaCallback, OpenTelemetry, background, best_effort
from hookline.hooks import own_hooks
from hookline.testing import check_callback

pytestmark = pytest.mark.trackers


class Toy(Program[float, Logs, float]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def predict_step(self, batch: float) -> float:
        return batch


class Traced:
    """A tracer, and what it has traced."""

    def __init__(self) -> None:
        self.memory = InMemorySpanExporter()
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self.memory))
        self.tracer: Tracer = provider.get_tracer("tests")

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        return self.memory.get_finished_spans()

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self.spans if span.name == name]

    def tree(self) -> list[str]:
        """Each span as its path, in the order in which they began."""
        by_id = {span.context.span_id: span for span in self.spans if span.context}

        def path(span: ReadableSpan) -> str:
            above = by_id.get(span.parent.span_id) if span.parent else None
            return f"{path(above)}/{span.name}" if above else span.name

        return [path(span) for span in sorted(self.spans, key=lambda span: span.start_time or 0)]


@pytest.fixture
def traced() -> Traced:
    return Traced()


def attributes(span: ReadableSpan) -> dict[str, object]:
    return {
        name.removeprefix("hookline."): value for name, value in (span.attributes or {}).items()
    }


def test_it_keeps_the_laws() -> None:
    check_callback(
        lambda: OpenTelemetry(trace.NoOpTracer(), batches=True), ignoring={"span", "token"}
    )


# Spans


def test_the_spans_of_a_training_lie_one_in_another(traced: Traced) -> None:
    callback = OpenTelemetry(traced.tracer)
    Toy().fit(
        [1.0, 2.0],
        epochs=2,
        validation_data=[4.0],
        validation_freq=2,
        callbacks=[callback],
        verbose=0,
    )
    assert traced.tree() == ["fit", "fit/epoch", "fit/epoch", "fit/epoch/validation"]
    first, second = traced.named("epoch")
    assert attributes(first) == {"epoch": 0, "logs.loss": 1.5}
    assert attributes(second) == {"epoch": 1, "logs.loss": 1.5, "logs.val_loss": 4.0}
    assert attributes(traced.named("validation")[0]) == {"logs.loss": 4.0}
    assert attributes(traced.named("fit")[0]) == {
        "epochs": 2,
        "steps": 2,
        "program": "Toy",
        "logs.loss": 1.5,
        "logs.val_loss": 4.0,
        "outcome": "completed",
    }
    assert {span.status.status_code for span in traced.spans} == {StatusCode.UNSET}


def test_each_group_of_batches_is_a_span_if_asked_for(traced: Traced) -> None:
    program = Toy()
    program.compile(steps_per_execution=2)
    callback = OpenTelemetry(traced.tracer, batches=True)
    program.fit([1.0] * 3, validation_data=[1.0], callbacks=[callback], verbose=0)
    assert traced.tree() == [
        "fit",
        "fit/epoch",
        "fit/epoch/batch",
        "fit/epoch/batch",
        "fit/epoch/validation",
        "fit/epoch/validation/batch",
    ]
    assert [attributes(span) for span in traced.named("batch")[:2]] == [
        {"batch": 0, "last_batch": 1, "logs.loss": 1.0},
        {"batch": 2, "last_batch": 2, "logs.loss": 1.0},
    ]


@pytest.mark.parametrize("loop", ["evaluate", "predict"])
def test_the_other_loops_are_spans_too(traced: Traced, loop: str) -> None:
    callback = OpenTelemetry(traced.tracer, batches=True)
    getattr(Toy(), loop)([1.0, 2.0], callbacks=[callback], verbose=0)
    assert traced.tree() == [loop, f"{loop}/batch", f"{loop}/batch"]
    metrics = {"logs.loss": 1.5} if loop == "evaluate" else {}
    (run,) = traced.named(loop)
    assert attributes(run) == {"steps": 2, "program": "Toy", "outcome": "completed", **metrics}


def test_what_the_program_traces_itself_lies_inside(traced: Traced) -> None:
    class Tracing(Toy):
        def train_step(self, batch: float) -> Logs:
            with traced.tracer.start_as_current_span("question"):
                return {"loss": batch}

    Tracing().fit([1.0], callbacks=[OpenTelemetry(traced.tracer)], verbose=0)
    assert traced.tree() == ["fit", "fit/epoch", "fit/epoch/question"]


def test_a_run_lies_inside_the_span_around_it_which_is_current_again_after(
    traced: Traced,
) -> None:
    with traced.tracer.start_as_current_span("request") as request:
        Toy().fit([1.0], callbacks=[OpenTelemetry(traced.tracer, batches=True)], verbose=0)
        assert trace.get_current_span() is request
    assert traced.tree()[:2] == ["request", "request/fit"]


def test_who_asks_for_no_batches_has_no_batch_hook() -> None:
    assert not any("batch" in hook for hook in own_hooks(OpenTelemetry()))
    assert sum("_batch_" in hook for hook in own_hooks(OpenTelemetry(batches=True))) >= 6


def test_without_a_tracer_it_takes_the_global_one(
    traced: Traced, monkeypatch: pytest.MonkeyPatch
) -> None:
    callback = OpenTelemetry()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(traced.memory))
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", provider)
    Toy().fit([1.0], callbacks=[callback], verbose=0)
    assert traced.tree() == ["fit", "fit/epoch"]
    scope = traced.spans[0].instrumentation_scope
    assert scope is not None
    assert scope.name == "hookline"


def test_without_an_sdk_it_does_nothing() -> None:
    Toy().fit([1.0], callbacks=[OpenTelemetry(batches=True)], verbose=0)


# Failures


@pytest.mark.parametrize(
    ("error", "word", "reason"),
    [
        (ValueError("no room"), "failed", "ValueError: no room"),
        (KeyboardInterrupt(), "interrupted", "KeyboardInterrupt"),
    ],
)
def test_a_run_that_is_cut_short_leaves_no_span_open_and_says_why(
    traced: Traced, error: BaseException, word: str, reason: str
) -> None:
    class Raising(Callback):
        def on_test_batch_begin(self, batch: int, logs: NoLogs | None = None) -> None:
            raise error

    callback = OpenTelemetry(traced.tracer, batches=True)
    with pytest.raises(type(error)):
        Toy().fit([1.0], validation_data=[1.0], callbacks=[callback, Raising()], verbose=0)
    assert traced.tree() == [
        "fit",
        "fit/epoch",
        "fit/epoch/batch",
        "fit/epoch/validation",
        "fit/epoch/validation/batch",
    ]
    fine = traced.named("batch")[0]
    assert fine.status.status_code is StatusCode.UNSET
    assert all(span.status.description == reason for span in traced.spans if span is not fine)
    (run,) = traced.named("fit")
    assert attributes(run)["outcome"] == word
    (recorded,) = run.events
    assert (recorded.attributes or {})["exception.type"] == type(error).__name__
    assert "raised in on_test_batch_begin of" in str(recorded.attributes)
    assert not trace.get_current_span().get_span_context().is_valid


def test_a_run_that_was_stopped_says_what_stopped_it(traced: Traced) -> None:
    class Stopping(Callback):
        stop_reason = "enough"

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            self.program.stop_training = True

    Toy().fit([1.0], callbacks=[OpenTelemetry(traced.tracer), Stopping()], verbose=0)
    (run,) = traced.named("fit")
    assert (attributes(run)["outcome"], attributes(run)["stop_reason"]) == ("stopped", "enough")
    assert run.status.status_code is StatusCode.UNSET


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("hook", ["on_epoch_begin", "on_test_begin", "on_train_batch_end"])
def test_a_run_in_a_hook_is_a_span_of_its_own(traced: Traced, hook: str, *, fails: bool) -> None:
    callback = OpenTelemetry(traced.tracer)
    inside: list[int] = []

    class Failing(Toy):
        def test_step(self, batch: float) -> Logs:
            if fails:
                raise ValueError
            return {"loss": batch}

    def evaluating(*_: object) -> None:
        if not inside:  # a run in a hook calls hooks too
            inside.append(1)
            try:
                Failing().evaluate([1.0], callbacks=[callback], verbose=0)
            except ValueError:
                assert fails

    other = cast("Any", LambdaCallback)(**{hook: evaluating})
    Toy().fit([1.0], validation_data=[1.0], callbacks=[callback, other], verbose=0)
    place = {"on_test_begin": "fit/epoch/validation/evaluate"}.get(hook, "fit/epoch/evaluate")
    assert sorted(traced.tree()) == sorted(["fit", "fit/epoch", place, "fit/epoch/validation"])
    failed = [span.name for span in traced.spans if span.status.status_code is StatusCode.ERROR]
    assert failed == (["evaluate"] if fails else [])
    assert attributes(traced.named("fit")[0])["outcome"] == "completed"


@pytest.mark.parametrize("wrap", [background, best_effort])
def test_in_a_wrapper_it_traces_the_same(traced: Traced, wrap: Any) -> None:
    callback = wrap(OpenTelemetry(traced.tracer, batches=True))
    for _ in range(2):
        Toy().fit([1.0], validation_data=[1.0], callbacks=[callback], verbose=0)
    once = [
        "fit",
        "fit/epoch",
        "fit/epoch/batch",
        "fit/epoch/validation",
        "fit/epoch/validation/batch",
    ]
    assert traced.tree() == once * 2


def test_a_hand_written_loop_without_a_program_is_traced_too(traced: Traced) -> None:
    with CallbackList([OpenTelemetry(traced.tracer)]) as callbacks:
        callbacks.on_train_begin()
        callbacks.on_epoch_begin(3)
    assert traced.tree() == ["fit", "fit/epoch"]
    assert attributes(traced.named("fit")[0])["outcome"] == "stopped"


# A collector


class Collector(ThreadingHTTPServer):
    """Receives traces over HTTP, as the protocol has it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), CollectorHandler)
        self.requests: list[ExportTraceServiceRequest] = []


class CollectorHandler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        assert self.headers["Content-Type"] == "application/x-protobuf"
        request = ExportTraceServiceRequest()
        request.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
        cast("Collector", self.server).requests.append(request)
        self.send_response(200)
        self.end_headers()


@contextmanager
def collecting() -> Generator[Collector, None, None]:
    with Collector() as collector:
        thread = threading.Thread(target=collector.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield collector
        finally:
            collector.shutdown()
            thread.join()


def test_a_collector_receives_the_spans_of_a_run_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Failing(Callback):
        def on_close(self, outcome: Outcome) -> None: ...

        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            raise ValueError("no room")

    monkeypatch.setenv("no_proxy", "*")
    with collecting() as collector:
        provider = TracerProvider(shutdown_on_exit=False)
        exporter = OTLPSpanExporter(f"http://127.0.0.1:{collector.server_port}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
        callback = OpenTelemetry(provider.get_tracer("training"), batches=True)
        with pytest.raises(ValueError, match="no room"):
            Toy().fit([1.0, 3.0], callbacks=[Failing(), callback], verbose=0)
        provider.shutdown()
    spans = {
        span.name: span
        for request in collector.requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
    assert set(spans) == {"fit", "epoch", "batch"}
    assert spans["epoch"].parent_span_id == spans["fit"].span_id
    assert spans["batch"].parent_span_id == spans["epoch"].span_id
    assert len({span.trace_id for span in spans.values()}) == 1
    assert {name: span.status.code for name, span in spans.items()} == {
        "fit": 2,  # STATUS_CODE_ERROR
        "epoch": 2,
        "batch": 0,
    }
    assert spans["fit"].status.message == "ValueError: no room"
    assert [event.name for event in spans["fit"].events] == ["exception"]
    values = {each.key: each.value.double_value for each in spans["batch"].attributes}
    assert values["hookline.logs.loss"] == 2.0


# Options


@pytest.mark.parametrize("tracer", ["global", TracerProvider, 3])
def test_a_tracer_that_is_none_is_refused(tracer: Any) -> None:
    with pytest.raises(ArgumentError, match="OpenTelemetry: `tracer` must be a tracer"):
        OpenTelemetry(tracer)


def test_a_flag_that_is_none_is_refused() -> None:
    with pytest.raises(ArgumentError, match="OpenTelemetry: `batches` must be True or False"):
        OpenTelemetry(batches=cast("Any", "all"))
