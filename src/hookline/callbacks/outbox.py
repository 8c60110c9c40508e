"""Messages on their way: a thread that delivers them in order, and a bound on how many wait."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Final
from weakref import finalize

_LOGGER: Final = logging.getLogger("hookline")

#: So many times longer each pause is than the one before.
_GROWTH: Final = 2.0


class NotNowError(Exception):
    """What a delivery raises when the message may be taken later."""

    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        #: Seconds that the other end asks to be left alone.
        self.pause: Final = pause


class NeverError(Exception):
    """What a delivery raises when the other end will not have this message."""


@dataclass(frozen=True)
class Deliveries:
    """What became of the messages of a run."""

    #: Taken by the other end.
    delivered: int = 0
    #: Refused by the other end, which would refuse them again.
    refused: int = 0
    #: Given up, the oldest first, because too many waited.
    dropped: int = 0
    #: Still waiting, or under way; once the run is closed they are lost.
    waiting: int = 0

    @property
    def lost(self) -> int:
        """How many were not delivered, and will not be."""
        return self.refused + self.dropped + self.waiting


class Outbox:
    """Delivers messages one after another, each again and again until it is taken.

    `put` never waits. The pause after a failure grows from the first one to the longest. Where
    more than `room` messages wait, the oldest goes. `close` waits as long as it is told and no
    longer. The thread also ends when its owner is gone, whose run was then never closed.
    """

    def __init__(
        self,
        owner: object,
        name: str,
        deliver: Callable[[bytes], None],
        *,
        room: int,
        first_pause: float,
        longest_pause: float,
    ) -> None:
        self._name: Final = name
        self._deliver: Final = deliver
        self._room: Final = room
        self._first_pause: Final = first_pause
        # All below is read and written under this lock, which nobody holds while he waits.
        self._changed: Final = Condition()
        self._longest_pause = longest_pause
        self._waiting: Final[deque[bytes]] = deque()
        self._under_way = 0
        self._delivered = self._refused = self._dropped = 0
        self._closing = self._abandoned = False
        self._end: Final = finalize(owner, self._abandon)
        # A process must be able to end while a delivery hangs, so the thread is a daemon.
        self.thread: Final = Thread(target=self._work, name=f"hookline outbox: {name}", daemon=True)
        self.thread.start()

    @property
    def deliveries(self) -> Deliveries:
        """What became of the messages so far."""
        with self._changed:
            waiting = len(self._waiting) + self._under_way
            return Deliveries(self._delivered, self._refused, self._dropped, waiting)

    def put(self, message: bytes) -> None:
        """Take a message; it follows those that wait."""
        with self._changed:
            self._waiting.append(message)
            self._keep_to_the_room()
            self._changed.notify_all()

    def close(self, seconds: float) -> None:
        """Wait until all is delivered, but no longer than some seconds; what is left is lost.

        A pause that is under way ends at once, and none takes more than a quarter of the time.
        """
        with self._changed:
            self._closing = True
            self._longest_pause = min(self._longest_pause, seconds / 4)
            self._changed.notify_all()
        try:
            self.thread.join(seconds)
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Deliver nothing more; the thread ends by itself, once a delivery under way has ended."""
        self._end()

    def _abandon(self) -> None:
        with self._changed:
            self._abandoned = True
            self._changed.notify_all()

    # On the thread

    def _work(self) -> None:
        pause = self._first_pause
        while (message := self._next()) is not None:
            try:
                self._deliver(message)
            except NeverError as error:
                self._settle(refused=1)
                _LOGGER.warning("%s refuses a message: %s", self._name, error)
            except Exception as error:  # whatever it is, the thread must go on
                if pause == self._first_pause:  # the first failure in a row
                    _LOGGER.warning("%s: %s; trying again", self._name, _said(error))
                self._put_back(message)
                asked = error.pause if isinstance(error, NotNowError) else 0.0
                self._rest(max(pause, asked))
                pause *= _GROWTH
            else:
                self._settle(delivered=1)
                pause = self._first_pause

    def _next(self) -> bytes | None:
        """Wait for a message and take it out; None once there will be none."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing or self._abandoned)
            if self._abandoned or not self._waiting:
                return None
            self._under_way = 1
            return self._waiting.popleft()

    def _settle(self, *, delivered: int = 0, refused: int = 0) -> None:
        with self._changed:
            if self._abandoned:
                return  # the count was read, and a message under way counted as lost
            self._under_way = 0
            self._delivered += delivered
            self._refused += refused

    def _put_back(self, message: bytes) -> None:
        with self._changed:
            self._under_way = 0
            self._waiting.appendleft(message)
            self._keep_to_the_room()

    def _keep_to_the_room(self) -> None:
        while len(self._waiting) > self._room:
            self._waiting.popleft()
            self._dropped += 1

    def _rest(self, seconds: float) -> None:
        """Pause, until the run is closed at most."""
        with self._changed:
            closing = self._closing  # already, so that the pause is short
            self._changed.wait_for(
                lambda: self._abandoned or self._closing is not closing,
                min(seconds, self._longest_pause),
            )


def _said(error: Exception) -> str:
    return f"{error}" if isinstance(error, NotNowError) else f"{type(error).__name__}: {error}"
