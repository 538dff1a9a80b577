"""A letter that did not arrive: tried again later, said to each alone, or given up and the leads told."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from programme.words import leading, prompting, undelivered
from scheduler.sender import CannotLook, NoGroup, Refused, Shut, TooFast, Uncertain, Undelivered
from storage import cohorts, dead_letters, letters, outbox, people
from storage.letters import SENT, WAITING, Letter
from storage.pairs import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.people import Person

log = logging.getLogger(__name__)

LOOK_AFTER = timedelta(seconds=60)  # a conversation's history has been seen to lag
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 25
GIVEN_UP_AFTER = timedelta(hours=12)  # a platform that only asks for pauses uses attempts up fast


def given_up(session: Session, letter: Letter, now: datetime) -> bool:
    """Whether a letter that has just been claimed has been tried often and long enough; then it is buried."""
    tried_for = now - (letter.first_tried_at or now)
    if letter.attempts <= MOST_ATTEMPTS or tried_for < GIVEN_UP_AFTER:
        return False
    _bury(session, letter, undelivered.MANY_TRIES, now)
    return True


def put_back(
    session: Session, letter: Letter, trouble: Exception, now: datetime, seed: int, *, is_unsure: bool
) -> None:
    """It waits, or is given up; one that could not even be looked for may still have arrived (`is_unsure`)."""
    log.warning("letter %s, attempt %s: %s", letter.id, letter.attempts, type(trouble).__name__)
    readers = _readers(session, letter) if isinstance(trouble, NoGroup) else []
    if readers:
        _split(session, letter, readers, now)
    elif isinstance(trouble, CannotLook):
        letter.unsure = True
        _bury(session, letter, undelivered.MAYBE_POSTED, now)
    elif isinstance(trouble, Refused):
        _bury(session, letter, str(trouble), now)
    elif isinstance(trouble, Uncertain):
        wait = max(LOOK_AFTER, back_off(letter, seed))
        outbox.hold_back(session, letter, now + wait, "It may have arrived.", unsure=True)
    elif isinstance(trouble, Undelivered):
        _wait(session, letter, trouble, now, seed, is_unsure=is_unsure)


def back_off(letter: Letter, seed: int) -> timedelta:
    """2, 4, 8 seconds and so on, an hour at most, less up to a half of it, so that not all come back at once."""
    longest = min(timedelta(seconds=2 ** min(letter.attempts, 12)), LONGEST_WAIT)
    drawn = random.Random(f"{seed}/{letter.id}/{letter.attempts}").random()  # noqa: S311 - not a secret
    return longest * (1 - drawn / 2)


def _wait(
    session: Session, letter: Letter, trouble: Undelivered, now: datetime, seed: int, *, is_unsure: bool
) -> None:
    until = now + (back_off(letter, seed) if trouble.wait is None else trouble.wait)
    outbox.hold_back(session, letter, until, str(trouble), unsure=is_unsure)
    if isinstance(trouble, TooFast):
        outbox.refuse_lane(session, letter, until, now)
    elif isinstance(trouble, Shut):
        letter.attempts -= 1  # no fault of the letter, however long it lasts
        outbox.shut_gate(session, letter, until, str(trouble))


def _split(session: Session, letter: Letter, readers: Sequence[Person], now: datetime) -> None:
    """The pair has no conversation of its own: each half gets the same words in theirs."""
    message = letter.message
    for reader in readers:
        others = [other.name for other in readers if other is not reader and other.name]
        outbox.post(
            session,
            letter.key.removesuffix("both") + str(reader.id),
            reader.address,
            prompting.apart(message, others),
            now,
            unasked=letter.unasked,
            cohort_id=letter.cohort_id,
            pair_id=letter.pair_id,
            prompt_id=letter.prompt_id,
        )
    pair = session.get(Pair, (letter.workspace, letter.pair_id)) if letter.pair_id else None
    if pair is not None:
        pair.apart = True
    dead_letters.drop(session, letter, "Sent to each of them alone.", now)


def _bury(session: Session, letter: Letter, reason: str, now: datetime) -> None:
    """It will not arrive, so the leads are told; a letter about that is not followed by another."""
    outbox.die(session, letter, reason, now)
    cohort = cohorts.by_id(session, letter.workspace, letter.cohort_id) if letter.cohort_id else None
    if cohort is None or "/undelivered/" in letter.key:
        return
    words = _words(session, letter, cohort, reason)
    # In a channel one trouble stops everything, and to be told of it once a day is enough.
    about = f"{letter.lane}/{now.date()}" if letter.place and not letter.unsure else str(letter.id)
    for lead in cohorts.leads(session, cohort):
        key = f"{letter.workspace}/undelivered/{about}/{lead.id}"
        outbox.post(session, key, lead.address, words, now, cohort_id=cohort.id)


def _words(session: Session, letter: Letter, cohort: Cohort, reason: str) -> Message:
    if letter.place and letter.unsure:
        return undelivered.did_it_appear(cohort.name, letter.id)
    if letter.place:
        return undelivered.not_posted(cohort.name, reason)
    readers = _readers(session, letter)
    if letter.pair_id and "/introduction/" in letter.key:
        told = _told_of_their_partner(session, letter, letter.pair_id, readers)
        return undelivered.not_introduced(_names(readers), told, reason)
    return undelivered.not_sent(_names(readers), reason)


def _told_of_their_partner(session: Session, letter: Letter, pair_id: int, missed: Sequence[Person]) -> str:
    """The name of the half of the pair who has been told, or is about to be; empty when neither will be."""
    others = [
        one
        for one in letters.introductions(session, letter.workspace, pair_id)
        if one.state in (SENT, WAITING)
    ]
    names = [each.name for one in others for each in _readers(session, one) if each not in missed]
    return next((name for name in names if name), leading.NAMELESS if names else "")


def _readers(session: Session, letter: Letter) -> list[Person]:
    known = (
        people.find(session, workspace=letter.workspace, platform=letter.platform, platform_id=each)
        for each in letter.people
    )
    return [person for person in known if person is not None]


def _names(readers: Sequence[Person]) -> str:
    return " and ".join(person.name for person in readers if person.name) or leading.NAMELESS
