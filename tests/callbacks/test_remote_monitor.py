"""What RemoteMonitor sends, to a server on this machine that fails in many ways."""

from __future__ import annotations

import json
import math
import socket
import struct
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any, cast

import pytest

from hookline import ArgumentError, Callback, DeliveryError, Logs, NoLogs, Outcome, Program
from hookline.callbacks import RemoteMonitor, background, best_effort
from hookline.callbacks.outbox import Deliveries
from hookline.testing import check_callback

#: Seconds that no test waits for, unless it fails.
LONG = 30.0


class Server(ThreadingHTTPServer):
    """Keeps what was posted to it, and answers by a script; once that is over, with 204."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[str] = []
        #: The messages that were taken, and the headers of every request.
        self.taken: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        #: Set by the first request that hangs, and what all of these wait for.
        self.hangs, self.released = threading.Event(), threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/runs?token=secret"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of those who hang up."""

    def numbers(self) -> list[int]:
        return [message["number"] for message in self.taken]


class Handler(BaseHTTPRequestHandler):
    @property
    def ours(self) -> Server:
        return cast("Server", self.server)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

    def do_GET(self) -> None:
        pytest.fail("a post became a look")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.ours.headers.append(dict(self.headers.items()))
        answer = self.ours.script.pop(0) if self.ours.script else "204"
        if answer == "hang":
            self.ours.hangs.set()
            self.ours.released.wait(LONG)
            return
        if answer == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return
        if answer == "garbage":
            self.wfile.write(b"what?\r\n\r\n")
            return
        code, _, retry_after = answer.partition(" after ")
        if code.startswith("2"):
            self.ours.taken.append(json.loads(body))
        self.send_response(int(code))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        if code.startswith("3"):
            self.send_header("Location", "/elsewhere")
        self.end_headers()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@contextmanager
def serving() -> Generator[Server, None, None]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def nobody() -> str:
    """A URL where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/"


class Toy(Program[float, Logs]):
    def train_step(self, batch: float) -> Logs:
        return {"loss": batch}

    def test_step(self, batch: float) -> Logs:
        return {"loss": batch}


def monitor(url: str, **options: Any) -> RemoteMonitor:
    """Make a monitor that pauses briefly and has time at the end."""
    brief: dict[str, Any] = {"first_pause": 0.01, "longest_pause": 0.02, "close_timeout": LONG}
    return RemoteMonitor(url, **{**brief, **options})


def test_it_keeps_the_laws(nobody: str) -> None:
    check_callback(
        lambda: RemoteMonitor(nobody, close_timeout=0),
        ignoring={"_outbox", "_deliveries", "_run"},
        max_examples=20,
    )


# What is sent


def test_a_message_as_training_begins_one_an_epoch_and_one_at_the_end(server: Server) -> None:
    watch = monitor(server.url, run="night", headers={"Authorization": "Bearer abc"})
    Toy().fit([1.0, 2.0], epochs=2, validation_data=[4.0], callbacks=[watch], verbose=0)
    params = {"epochs": 2, "steps": 2, "batch_size": None, "verbose": 0}
    logs = {"loss": 1.5, "val_loss": 4.0}
    assert server.taken == [
        {"run": "night", "number": 0, "hook": "on_train_begin", "params": params},
        {"run": "night", "number": 1, "hook": "on_epoch_end", "epoch": 0, "logs": logs},
        {"run": "night", "number": 2, "hook": "on_epoch_end", "epoch": 1, "logs": logs},
        {"run": "night", "number": 3, "hook": "on_close", "outcome": "completed", "reason": ""},
    ]
    assert watch.deliveries == Deliveries(delivered=4)
    assert server.headers[0]["Authorization"] == "Bearer abc"
    assert server.headers[0]["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("value", "text"), [(math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity")]
)
def test_what_is_no_number_to_json_is_a_text(server: Server, value: float, text: str) -> None:
    Toy().fit([value], callbacks=[monitor(server.url)], verbose=0)
    assert server.taken[1]["logs"] == {"loss": text}


@pytest.mark.parametrize(
    ("error", "word", "reason"),
    [
        (ValueError("no room"), "failed", "ValueError: no room"),
        (KeyboardInterrupt(), "interrupted", "KeyboardInterrupt"),
    ],
)
def test_the_server_is_told_when_a_hook_of_another_callback_raises(
    server: Server, error: BaseException, word: str, reason: str
) -> None:
    class Raising(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            raise error

    with pytest.raises(type(error)):
        Toy().fit([1.0], callbacks=[monitor(server.url), Raising()], verbose=0)
    assert (server.taken[-1]["outcome"], server.taken[-1]["reason"]) == (word, reason)


def test_a_second_run_is_another_one(server: Server) -> None:
    watch = monitor(server.url)
    for _ in range(2):
        Toy().fit([1.0], callbacks=[watch], verbose=0)
        assert watch.deliveries == Deliveries(delivered=3)
    assert server.numbers() == [0, 1, 2, 0, 1, 2]
    assert len({message["run"] for message in server.taken}) == 2


def itself(callback: RemoteMonitor) -> RemoteMonitor:
    return callback


@pytest.mark.parametrize("wrap", [itself, background, best_effort])
def test_a_run_in_a_hook_does_not_end_it(
    server: Server, wrap: Callable[[RemoteMonitor], RemoteMonitor]
) -> None:
    watch = wrap(monitor(server.url))

    class Evaluating(Callback):
        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            Toy().evaluate([1.0], callbacks=[watch], verbose=0)

    Toy().fit([1.0], callbacks=[watch, Evaluating()], verbose=0)
    assert server.numbers() == [0, 1, 2]


# A server that fails


@pytest.mark.parametrize(
    "answer", ["500", "503 after 0.01", "503 after tomorrow", "429", "408", "reset", "garbage"]
)
def test_what_was_not_taken_is_sent_again_in_order(server: Server, answer: str) -> None:
    server.script = [answer] * 3 + ["204", answer]
    watch = monitor(server.url)
    Toy().fit([1.0], epochs=3, callbacks=[watch], verbose=0)
    assert server.numbers() == [0, 1, 2, 3, 4]
    assert watch.deliveries == Deliveries(delivered=5)


def test_an_attempt_without_an_answer_is_given_up(server: Server) -> None:
    server.script = ["hang"]
    watch = monitor(server.url, timeout=0.05)
    Toy().fit([1.0], callbacks=[watch], verbose=0)
    assert server.numbers() == [0, 1, 2]
    assert server.hangs.is_set()


@pytest.mark.parametrize("answer", ["400", "401", "404", "413", "301", "302", "307"])
def test_what_is_refused_is_not_sent_again(
    server: Server, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = ["204", answer]
    watch = monitor(server.url)
    Toy().fit([1.0], callbacks=[watch], verbose=0)
    assert server.numbers() == [0, 2]
    assert watch.deliveries == Deliveries(delivered=2, refused=1)
    assert f"refuses a message: HTTP {answer}" in caplog.text
    assert "1 of 3 messages" in caplog.text


def test_the_epochs_go_on_while_the_server_hangs(server: Server) -> None:
    server.script = ["hang"]

    class Watching(Callback):
        def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
            assert server.hangs.wait(LONG)
            assert not server.released.is_set()

        def on_train_end(self, logs: Logs | None = None) -> None:
            server.released.set()

    watch = monitor(server.url)
    Toy().fit([1.0], epochs=50, callbacks=[watch, Watching()], verbose=0)
    assert server.numbers() == list(range(52))


def test_of_more_than_may_wait_the_oldest_go(nobody: str, caplog: pytest.LogCaptureFixture) -> None:
    watch = monitor(nobody, spool=3, close_timeout=0.05)
    Toy().fit([1.0], epochs=20, callbacks=[watch], verbose=0)
    assert watch.deliveries.delivered == 0
    assert watch.deliveries.lost == 22
    # One of them may be under way, and is not of those that wait.
    assert watch.deliveries.waiting in {3, 4}
    assert "22 of 22 messages" in caplog.text


def test_the_last_message_is_the_last_to_go(server: Server) -> None:
    server.script = ["hang"]
    watch = monitor(server.url, spool=2)

    class Releasing(Callback):
        def on_close(self, outcome: Outcome) -> None:  # of the last one in the list, so first
            server.released.set()

        def on_epoch_begin(self, epoch: int, logs: NoLogs | None = None) -> None:
            assert server.hangs.wait(LONG)

    Toy().fit([1.0], epochs=20, callbacks=[watch, Releasing()], verbose=0)
    assert server.numbers()[-1] == 21
    assert server.taken[-1]["hook"] == "on_close"
    assert watch.deliveries.delivered + watch.deliveries.dropped == 22


def test_a_failure_is_told_once_and_not_the_secret_part_of_the_url(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = ["500"] * 5
    Toy().fit([1.0], callbacks=[monitor(server.url)], verbose=0)
    assert caplog.text.count("HTTP 500") == 1
    assert "secret" not in caplog.text


# The end


def test_the_end_of_a_run_waits_no_longer_than_it_says(server: Server) -> None:
    server.script = ["hang"] * 99
    watch = monitor(server.url, close_timeout=0.2)
    began = monotonic()
    Toy().fit([1.0], callbacks=[watch], verbose=0)
    assert 0.2 <= monotonic() - began < LONG
    assert watch.deliveries == Deliveries(waiting=3)


def test_the_end_of_a_run_does_not_wait_for_a_pause(server: Server) -> None:
    server.script = ["500"]
    Toy().fit(
        [1.0],
        callbacks=[RemoteMonitor(server.url, first_pause=9e5, longest_pause=9e5, close_timeout=1)],
        verbose=0,
    )
    assert server.numbers() == [0, 1, 2]


def test_no_thread_is_left(server: Server) -> None:
    before = threading.active_count()
    server.script = ["500", "reset"]
    Toy().fit([1.0], callbacks=[monitor(server.url)], verbose=0)
    ours = [thread for thread in threading.enumerate() if thread.name.startswith("hookline")]
    assert ours == []
    assert threading.active_count() <= before + 3  # of the server, whose last answers may be on


def test_the_thread_of_a_run_that_nobody_closed_ends_with_its_monitor(server: Server) -> None:
    watch = monitor(server.url)
    watch.set_params({"epochs": 1, "steps": 1, "batch_size": None, "verbose": 0})
    watch.on_train_begin({})
    (thread,) = (each for each in threading.enumerate() if each.name.startswith("hookline"))
    del watch
    thread.join(LONG)
    assert not thread.is_alive()


def test_where_asked_to_it_raises_what_was_lost(nobody: str) -> None:
    watch = monitor(nobody, close_timeout=0, on_loss="raise")
    with pytest.raises(ExceptionGroup) as caught:
        Toy().fit([1.0], callbacks=[watch], verbose=0)
    (error,) = caught.value.exceptions
    assert isinstance(error, DeliveryError)
    assert "3 of 3 messages" in str(error)


# Options


@pytest.mark.parametrize(
    "url",
    ["", "host/path", "ftp://host/", "http://", "http://host:port/", "http://host:0", "http://a b",
     "http://host/\n", "http://höst/", 3, None],
)  # fmt: skip
def test_a_url_that_cannot_be_posted_to_is_refused(url: Any) -> None:
    with pytest.raises(ArgumentError, match='`url` must be such as "https://host/path", not '):
        RemoteMonitor(url)


def test_a_password_does_not_belong_into_the_url() -> None:
    with pytest.raises(ArgumentError, match="must have no user and no password") as caught:
        RemoteMonitor("https://me:secret@host/")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "header", [("", "a"), ("a b", "a"), ("a", "b\r\nc: d"), ("a", 3), (3, "a"), ("a", "€")]
)
def test_a_header_that_cannot_be_sent_is_refused(header: tuple[Any, Any]) -> None:
    with pytest.raises(ArgumentError, match="`headers` has one that cannot be sent"):
        RemoteMonitor("http://host", headers=dict([header]))


@pytest.mark.parametrize(
    ("option", "value"),
    [("timeout", 0), ("first_pause", -1), ("longest_pause", 0.5), ("spool", 0),
     ("close_timeout", math.inf), ("on_loss", "ignore")],
)  # fmt: skip
def test_options_that_make_no_sense_are_refused(option: str, value: object) -> None:
    with pytest.raises(ArgumentError, match=f"RemoteMonitor: `{option}` must be"):
        RemoteMonitor("http://host", **cast("dict[str, Any]", {option: value}))
