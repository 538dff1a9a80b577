"""How letters leave for one platform: what a sender is given, and what it can say of the outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from storage.address import Address
from storage.letters import Sent

if TYPE_CHECKING:
    from programme.words.message import Message


@dataclass(frozen=True)
class Envelope:
    """A letter as a sender gets it. `key` goes along, so that the letter can be found again.

    `conversation` is the platform's name for where it goes, empty while that is unknown. `is_ours` is asked
    at the last moment before the letter leaves: a worker that was frozen meanwhile has lost it to another.
    """

    key: str
    to: Address
    message: Message
    first_tried_at: datetime
    is_ours: Callable[[], bool]
    conversation: str = ""
    thread: str = ""
    replaces: Sent | None = None
    file_id: str = ""


class Undelivered(Exception):
    """The letter has certainly not arrived, and may be tried again after `wait`."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class TooFast(Undelivered):
    """The platform asks for a pause; it does not say whether it means this conversation or all of them."""

    def __init__(self, reason: str, wait: timedelta) -> None:
        super().__init__(reason, wait)
        self.wait: timedelta = wait


class Shut(Undelivered):
    """Nothing can be sent to the whole workspace until somebody mends it, or the pause is over."""

    def __init__(self, reason: str, wait: timedelta = timedelta(minutes=5)) -> None:
        super().__init__(reason, wait)
        self.wait: timedelta = wait


class Refused(Exception):
    """The letter will never arrive; the reason is a sentence for a lead."""


class Unreachable(Refused):
    """The platform lets the bot not write to this person, because it is not installed for them; one day it may be."""


class NoGroup(Refused):
    """The people cannot have one conversation together, though each can have their own."""


class Uncertain(Exception):
    """The letter may have arrived: the line broke, or the platform failed after taking it."""


class TooLate(Exception):
    """The letter was about to leave, but it is no longer ours; nothing was sent."""


class Sender(Protocol):
    """How letters leave for one platform.

    `gap` is the shortest time between two letters of one workspace, `pace` between two of one conversation.
    """

    has_groups: bool
    gap: timedelta
    pace: timedelta

    def prepare(self, envelope: Envelope) -> str:
        """Upload what the message needs, unshared, and give its id; empty when there is nothing."""

    def send(self, envelope: Envelope) -> Sent:
        """Send once, without trying again.

        Raises `Undelivered` (or `TooFast`, `Shut`), `Refused` (or `NoGroup`), `Uncertain` or `TooLate`.
        """

    def find(self, envelope: Envelope) -> Sent | None:
        """Look for a letter that may have arrived; raises `CannotLook` where one cannot look."""


class CannotLook(Refused):
    """Nobody can tell but the people who read there whether the letter has arrived."""
