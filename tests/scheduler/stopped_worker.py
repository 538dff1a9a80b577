"""A worker whose every call of the platform stops, until it is said what happens there: the real delivery, slowly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from queue import SimpleQueue
from typing import Literal

from scheduler.delivery import Delivery, deliver_one
from scheduler.sender import Envelope, Sender
from storage.letters import Sent

Fate = Sent | BaseException | None
"""What a call gives back or raises; None is a look that found nothing."""


class Killed(BaseException):
    """The process has died where it stood."""


@dataclass(frozen=True)
class Call:
    """Where a worker stands: about to look for a letter, or to send it."""

    kind: Literal["find", "send"]
    envelope: Envelope


@dataclass(frozen=True)
class _Ended:
    did_something: bool
    error: BaseException | None


@dataclass(eq=False)
class Stopping:
    """A sender to one platform whose every call ends as `fate_of` says, when it says so."""

    gap: timedelta
    pace: timedelta
    fate_of: Callable[[Call], Sent | None]
    has_groups: bool = True

    def prepare(self, envelope: Envelope) -> str:
        """No letter of these has a picture."""
        raise NotImplementedError(envelope.key)

    def find(self, envelope: Envelope) -> Sent | None:
        """Stop."""
        return self.fate_of(Call("find", envelope))

    def send(self, envelope: Envelope) -> Sent:
        """Stop."""
        sent = self.fate_of(Call("send", envelope))
        assert sent is not None
        return sent


class StoppedWorker:
    """Delivers one letter in a thread of its own; only one of all threads runs at a time, so a test is repeatable.

    `paces` are the platforms that it can write to, each with the time between two letters of a conversation.
    """

    def __init__(
        self,
        gap: timedelta,
        paces: Mapping[str, timedelta],
        delivery: Callable[[Mapping[str, Sender]], Delivery],
    ) -> None:
        self._senders = {name: Stopping(gap, pace, self._fate_of) for name, pace in paces.items()}
        self._delivery = delivery
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._stands_at: SimpleQueue[Call | _Ended] = SimpleQueue()
        self._fates: SimpleQueue[Fate] = SimpleQueue()

    def start(self) -> Call | None:
        """Claim a letter; None when there was nothing to do, or it was done without the platform."""
        self._thread.start()
        return self._until_it_stops()

    def go_on(self, fate: Fate) -> Call | None:
        """The call ends like this; where the worker stops next, None when it is done or dead."""
        self._fates.put(fate)
        return self._until_it_stops()

    def _fate_of(self, call: Call) -> Sent | None:
        self._stands_at.put(call)
        fate = self._fates.get()
        if isinstance(fate, BaseException):
            raise fate.with_traceback(None)  # the same one may be raised again
        return fate

    def _run(self) -> None:
        try:
            did, error = deliver_one(self._delivery(self._senders)), None
        except BaseException as raised:  # noqa: BLE001 - handed to the thread of the test
            did, error = True, raised
        self._stands_at.put(_Ended(did, error))

    def _until_it_stops(self) -> Call | None:
        stop = self._stands_at.get()
        if isinstance(stop, Call):
            return stop
        self._thread.join()
        if stop.error is not None and not isinstance(stop.error, Killed):
            raise stop.error
        return None
