"""Posts every epoch's metrics to a server."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from email.message import Message
from http.client import HTTPException, HTTPMessage
from typing import IO, Final, Literal, TypeAlias, cast, final
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from typing_extensions import override

from hookline.callbacks.endings import ending
from hookline.callbacks.json_numbers import json_number
from hookline.callbacks.options import check_choice, check_number, check_whole
from hookline.callbacks.outbox import Deliveries, NeverError, NotNowError, Outbox
from hookline.errors import ArgumentError, DeliveryError
from hookline.logs import Logs, NoLogs
from hookline.mixins import TrainHooksMixin
from hookline.outcome import Outcome
from hookline.runs import is_serving, runs_served

#: What to do where not all was delivered.
OnLoss: TypeAlias = Literal["log", "raise"]

_LOGGER: Final = logging.getLogger("hookline")

#: Answers after which the same message may be taken later: time-out, too many requests, and 5xx.
_LATER: Final = frozenset({408, 425, 429, *range(500, 600)})

#: What a header may consist of, by RFC 9110.
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE: Final = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


@final
class RemoteMonitor(TrainHooksMixin[object]):
    """Posts a JSON object to a server when training begins, after each epoch, and at the end.

    The loop never waits for the server, but at the end of the run, and there no longer than
    `close_timeout`. A thread of its own sends the messages in order. What could not be sent waits
    and is sent later, with growing pauses between attempts; where more than `spool` messages wait,
    the oldest goes. The run does not fail for it: what was lost is counted in `deliveries`, and
    logged as a warning of the logger "hookline".

    The messages are `{"run": …, "number": 0, "hook": "on_train_begin", "params": {…}}`, then
    `{…, "hook": "on_epoch_end", "epoch": 0, "logs": {"loss": 0.5}}`, and last
    `{…, "hook": "on_close", "outcome": "failed", "reason": "ValueError: …"}`. JSON has no NaN and
    no infinity: they are the texts "NaN", "Infinity" and "-Infinity". A message whose answer was
    lost is sent again, so the same `run` and `number` may come twice.

    Args:
        url: Where to post to, `http` or `https`. Proxies are those of the environment.
        run: The name of the run in each message; by default a new random one for each run.
        headers: To send with each message, such as `{"Authorization": "Bearer …"}`.
        timeout: Seconds without an answer after which an attempt is given up.
        first_pause: Seconds before the second attempt; each further pause is twice as long.
        longest_pause: Seconds that no pause exceeds, also if the server asks for a longer one.
        spool: How many messages may wait.
        close_timeout: Seconds that the end of a run may take at most.
        on_loss: What to do at the end where not all was delivered: "log", or "raise".

    Raises:
        ArgumentError: An option makes no sense.
        DeliveryError: In the run, from `on_close`: not all was delivered, and `on_loss="raise"`.

    Example:
        >>> from hookline import fit
        >>> class Halver:
        ...     loss = 1.0
        ...     def train_step(self, batch: int) -> Logs:
        ...         self.loss /= 2
        ...         return {"loss": self.loss}
        >>> _LOGGER.addHandler(logging.NullHandler())
        >>> monitor = RemoteMonitor("http://localhost:9", close_timeout=0.1)  # nobody is there
        >>> history = fit(Halver(), [0], epochs=3, callbacks=[monitor], verbose=0)
        >>> monitor.deliveries.lost
        5
    """

    def __init__(
        self,
        url: str,
        *,
        run: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 10.0,
        first_pause: float = 1.0,
        longest_pause: float = 60.0,
        spool: int = 1000,
        close_timeout: float = 10.0,
        on_loss: OnLoss = "log",
    ) -> None:
        _check_url(url)
        _check_headers(headers or {})
        check_number("RemoteMonitor", "timeout", timeout, above=0)
        check_number("RemoteMonitor", "first_pause", first_pause, above=0)
        check_number("RemoteMonitor", "longest_pause", longest_pause, least=first_pause)
        check_whole("RemoteMonitor", "spool", spool, least=1)
        check_number("RemoteMonitor", "close_timeout", close_timeout, least=0)
        check_choice("RemoteMonitor", "on_loss", on_loss, ("log", "raise"))
        self.url: Final = url
        self._run_name: Final = run
        self._headers: Final = {"Content-Type": "application/json", **(headers or {})}
        self._timeout: Final = timeout
        self._first_pause: Final = first_pause
        self._longest_pause: Final = longest_pause
        self._spool: Final = spool
        self._close_timeout: Final = close_timeout
        self._on_loss: Final[OnLoss] = on_loss
        self._run = ""
        self._number = 0
        self._outbox: Outbox | None = None
        self._deliveries = Deliveries()

    @property
    def deliveries(self) -> Deliveries:
        """What became of the messages of this run, or of the last one."""
        return self._deliveries if self._outbox is None else self._outbox.deliveries

    def on_train_begin(self, logs: NoLogs | None = None) -> None:
        """Begin to send."""
        if runs_served(self) > 1:
            return  # a run inside one of its own hooks
        if self._outbox is not None:  # nobody closed the run before
            self._outbox.abandon()
        self._run, self._number = self._run_name or uuid4().hex, 0
        self._outbox = Outbox(
            self,
            f"RemoteMonitor: {_shown(self.url)}",
            _Post(self.url, self._headers, self._timeout),
            room=self._spool,
            first_pause=self._first_pause,
            longest_pause=self._longest_pause,
        )
        self._send({"hook": "on_train_begin", "params": dict(self.params)})

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Send the epoch's metrics."""
        metrics = cast("Mapping[str, float]", logs or {})
        numbers = {name: json_number(float(value)) for name, value in metrics.items()}
        self._send({"hook": "on_epoch_end", "epoch": epoch, "logs": numbers})

    def on_close(self, outcome: Outcome) -> None:
        """Send how the run ended, and wait a while until all is delivered."""
        if is_serving(self) or self._outbox is None:
            return
        said = ending(outcome)
        self._send({"hook": "on_close", "outcome": said.word, "reason": said.reason})
        outbox = self._outbox
        try:
            outbox.close(self._close_timeout)
        finally:
            self._outbox, self._deliveries = None, outbox.deliveries
        self._report(self._deliveries)

    def _send(self, content: dict[str, object]) -> None:
        if self._outbox is not None:
            message = {"run": self._run, "number": self._number, **content}
            self._number += 1
            self._outbox.put(json.dumps(message, allow_nan=False).encode())

    def _report(self, count: Deliveries) -> None:
        if not count.lost:
            return
        sentence = (
            f"RemoteMonitor: {count.lost} of {count.lost + count.delivered} messages to "
            f"{_shown(self.url)} were not delivered: {count.dropped} were dropped because more "
            f"than {self._spool} waited, {count.refused} were refused, {count.waiting} still "
            f"waited after {self._close_timeout:g} s."
        )
        if self._on_loss == "raise":
            raise DeliveryError(sentence)
        _LOGGER.warning(sentence)


class _Post:
    """Posts one message."""

    def __init__(self, url: str, headers: Mapping[str, str], timeout: float) -> None:
        self._url = url
        self._headers = dict(headers)
        self._timeout = timeout
        self._opener = build_opener(_NoRedirects)

    def __call__(self, message: bytes) -> None:
        # The scheme was checked when the callback was made.
        request = Request(self._url, message, self._headers, method="POST")  # noqa: S310
        try:
            self._opener.open(request, timeout=self._timeout).close()
        except HTTPError as answer:
            with answer:
                reason = f"HTTP {answer.code} {answer.reason}"
                if answer.code in _LATER:
                    raise NotNowError(reason, _retry_after(answer.headers)) from None
                raise NeverError(reason) from None
        except URLError as error:
            raise NotNowError(f"{error.reason}") from None
        except (OSError, HTTPException) as error:
            raise NotNowError(f"{type(error).__name__}: {error}") from None


class _NoRedirects(HTTPRedirectHandler):
    """Takes a redirection for a refusal: one that is followed turns a post into a look."""

    @override
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _retry_after(headers: Message) -> float:
    """Read for how many seconds a server wants to be left alone; a date is not understood."""
    with suppress(TypeError, ValueError):
        return float(headers["Retry-After"])
    return 0.0


def _shown(url: str) -> str:
    """Leave out of a URL what may be secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _check_url(url: object) -> None:
    parts = _parsed(url)
    if parts is None:
        raise ArgumentError(
            f'RemoteMonitor: `url` must be such as "https://host/path", not {url!r}.'
        )
    if "@" in parts.netloc:
        raise ArgumentError(
            "RemoteMonitor: `url` must have no user and no password: say "
            '`headers={"Authorization": …}`.'
        )


def _parsed(url: object) -> SplitResult | None:
    if not isinstance(url, str) or not url.isascii() or re.search(r"[\s\x00-\x1f]", url):
        return None
    with suppress(ValueError):  # of a port that is no number
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0:
            return parts
    return None


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not _is(_HEADER_NAME, name) or not _is(_HEADER_VALUE, value):
            raise ArgumentError(  # without the value, which may be secret
                f"RemoteMonitor: `headers` has one that cannot be sent, {name!r}: a name has "
                "letters and hyphens, and a value is a text of one line in Latin-1."
            )


def _is(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None
