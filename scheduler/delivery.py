"""One letter out: claimed, sent, marked. A letter whose fate is unknown is looked for before it is repeated."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from programme.words import leading, prompting
from storage import cohorts, outbox, people
from storage.address import Address
from storage.cohorts import Cohort
from storage.database import CLOCK_PATIENCE
from storage.outbox import DEAD, SENT, Letter, Sent
from storage.pairs import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from storage.database import Database

log = logging.getLogger(__name__)

LOOK_AFTER = timedelta(seconds=60)  # a conversation's history has been seen to lag
MOST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 25


@dataclass(frozen=True)
class Envelope:
    """A letter as a sender gets it. `key` goes along, so that the letter can be found again."""

    key: str
    to: Address
    message: Message
    first_tried_at: datetime
    thread: str = ""
    replaces: Sent | None = None
    file_id: str = ""


class Undelivered(Exception):
    """The letter has certainly not arrived, and may be tried again after `wait`."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Refused(Exception):
    """The letter will never arrive; the reason is a sentence for a lead."""


class NoGroup(Refused):
    """The people cannot have one conversation together, though each can have their own."""


class Uncertain(Exception):
    """The letter may have arrived: the line broke, or the platform failed after taking it."""


class Sender(Protocol):
    """How letters leave for one platform."""

    has_groups: bool

    def prepare(self, envelope: Envelope) -> str:
        """Upload what the message needs, unshared, and give its id; empty when there is nothing."""

    def send(self, envelope: Envelope) -> Sent:
        """Send once, without trying again; raises `Undelivered`, `Refused`, `NoGroup` or `Uncertain`."""

    def find(self, envelope: Envelope) -> Sent | None:
        """Look for a letter that may have arrived; `Refused` where one cannot look."""


def deliver_one(database: Database, senders: Mapping[str, Sender], now: Callable[[], datetime]) -> bool:
    """Try one letter that may be tried now; False when there is none.

    `now` is read again after the send, because pauses count from there and a send can take seconds.
    """
    with database.writing(CLOCK_PATIENCE) as session:
        letter = outbox.claim(session, now())
        if letter is None:
            return False
        if letter.attempts > MOST_ATTEMPTS:
            _bury(session, letter, leading.MANY_TRIES, now())
            return True
        is_unsure, letter_id, envelope = letter.unsure, letter.id, _envelope(letter)
    sender = senders[envelope.to.platform]
    try:
        sent = sender.find(envelope) if is_unsure else None
        is_unsure = False
        if sent is None:
            sent = sender.send(_prepared(database, sender, letter_id, envelope))
    except (Undelivered, Refused, Uncertain) as trouble:
        _put_back(database, letter_id, trouble, now(), is_unsure=is_unsure)
        return True
    with database.writing(CLOCK_PATIENCE) as session:
        outbox.settle(session, outbox.by_id(session, letter_id), SENT, now(), sent=sent)
    return True


def _envelope(letter: Letter) -> Envelope:
    replaces = Sent(letter.replaces_place, letter.replaces_id) if letter.replaces_id else None
    return Envelope(
        letter.key,
        letter.address,
        letter.message,
        letter.first_tried_at or letter.created_at,
        letter.thread,
        replaces,
        letter.file_id or "",
    )


def _prepared(database: Database, sender: Sender, letter_id: int, envelope: Envelope) -> Envelope:
    """The envelope with its file uploaded; the file's id is kept, so that it is uploaded once."""
    if envelope.file_id or (envelope.message.chart is None and envelope.message.file is None):
        return envelope
    file_id = sender.prepare(envelope)
    if file_id:
        with database.writing(CLOCK_PATIENCE) as session:
            outbox.by_id(session, letter_id).file_id = file_id
    return replace(envelope, file_id=file_id)


def _put_back(
    database: Database, letter_id: int, trouble: Exception, now: datetime, *, is_unsure: bool
) -> None:
    """It waits, or is given up; one that could not even be looked for may still have arrived (`is_unsure`)."""
    with database.writing(CLOCK_PATIENCE) as session:
        letter = outbox.by_id(session, letter_id)
        log.warning("letter %s, attempt %s: %s", letter.id, letter.attempts, type(trouble).__name__)
        if isinstance(trouble, NoGroup):
            _split(session, letter, now)
        elif isinstance(trouble, Refused):
            _bury(session, letter, str(trouble), now)
        elif isinstance(trouble, Uncertain):
            wait = max(LOOK_AFTER, _back_off(letter.attempts))
            outbox.hold_back(session, letter, now + wait, "uncertain", unsure=True)
        else:
            wait = getattr(trouble, "wait", None) or _back_off(letter.attempts)
            outbox.hold_back(session, letter, now + wait, str(trouble), unsure=is_unsure)


def _back_off(attempts: int) -> timedelta:
    """2, 4, 8 seconds and so on, an hour at most."""
    return min(timedelta(seconds=2 ** min(attempts, 12)), MOST_WAIT)


def _split(session: Session, letter: Letter, now: datetime) -> None:
    """The pair has no conversation of its own: each half gets the same words in theirs."""
    message = letter.message
    known = [
        people.find(session, workspace=letter.workspace, platform=letter.platform, platform_id=each)
        for each in letter.people
    ]
    readers = [person for person in known if person is not None]
    for reader in readers:
        others = [other.name for other in readers if other is not reader and other.name]
        outbox.post(
            session,
            letter.key.removesuffix("both") + str(reader.id),
            reader.address,
            prompting.apart(message, others),
            now,
            cohort_id=letter.cohort_id,
            pair_id=letter.pair_id,
            prompt_id=letter.prompt_id,
        )
    pair = session.get(Pair, letter.pair_id) if letter.pair_id else None
    if pair is not None:
        pair.apart = True
    letter.trouble = "sent to each of them alone"
    outbox.settle(session, letter, DEAD, now)


def _bury(session: Session, letter: Letter, reason: str, now: datetime) -> None:
    """It will never arrive, so the leads are told; a letter about that is not followed by another."""
    letter.trouble = reason
    outbox.settle(session, letter, DEAD, now)
    cohort = session.get(Cohort, letter.cohort_id) if letter.cohort_id is not None else None
    if cohort is None or "/undelivered/" in letter.key:
        return
    # In a channel one trouble stops everything, and to be told of it once a day is enough.
    about = f"{letter.lane}/{now.date()}" if letter.place else str(letter.id)
    words = (
        leading.not_posted(cohort.name, reason)
        if letter.place
        else leading.undelivered(_called(session, letter), reason)
    )
    for lead in cohorts.leads(session, cohort.id):
        key = f"{letter.workspace}/undelivered/{about}/{lead.id}"
        outbox.post(session, key, lead.address, words, now, cohort_id=cohort.id)


def _called(session: Session, letter: Letter) -> str:
    known = [
        people.find(session, workspace=letter.workspace, platform=letter.platform, platform_id=each)
        for each in letter.people
    ]
    return (
        " and ".join(person.name for person in known if person is not None and person.name)
        or leading.NAMELESS
    )
