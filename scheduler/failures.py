"""A letter that did not arrive: tried again later, said to each alone, or given up and the leads told."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from programme.words import prompting, undelivered
from scheduler import notices
from scheduler.sender import (
    CannotLook,
    NoGroup,
    Refused,
    Shut,
    TooFast,
    Uncertain,
    Undelivered,
    Unreachable,
)
from storage import dead_letters, outbox, unreachable
from storage.letters import Letter
from storage.pairs import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

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
    readers = notices.readers(session, letter) if isinstance(trouble, NoGroup) else []
    if readers:
        _split(session, letter, readers, now)
    elif isinstance(trouble, CannotLook):
        _go_on_without_a_look(session, letter, now)
    elif isinstance(trouble, Refused):
        _bury(session, letter, str(trouble), now, may_change=isinstance(trouble, Unreachable))
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
    """The pair has no conversation of its own: each member gets the same words in theirs."""
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


def _go_on_without_a_look(session: Session, letter: Letter, now: datetime) -> None:
    """Nobody can see whether it has arrived, and a silent repeat is not allowed: which kind is done with how."""
    if letter.place:
        letter.unsure = True
        _bury(session, letter, undelivered.MAYBE_POSTED, now)
    elif _is_doubted_for_nothing(letter):
        outbox.hold_back(session, letter, now, undelivered.NOT_SAID_BEFORE, unsure=False)
    elif letter.is_answer or letter.repeats:
        outbox.leave(session, letter, undelivered.MAYBE_SENT, now)
        if letter.is_introduction:
            notices.of_unknown_introduction(session, letter, now)
    else:
        letter.repeats = True
        outbox.hold_back(session, letter, now, undelivered.SAID_ONCE_MORE, unsure=False)


def _is_doubted_for_nothing(letter: Letter) -> bool:
    """Whether it was written after a restore because of somebody's new act, and never tried before."""
    is_new = letter.first_tried_at is not None and letter.first_tried_at < letter.created_at
    return is_new and letter.attempts == 1 and not letter.unasked


def _bury(session: Session, letter: Letter, reason: str, now: datetime, *, may_change: bool = False) -> None:
    """It will not arrive, so the leads are told; `may_change` when the bot is not installed for its reader."""
    outbox.die(session, letter, reason, now)
    reader = unreachable.find(session, letter) if may_change else None
    if reader is None:
        notices.of_death(session, letter, reason, now)
    else:
        since = unreachable.mark(session, reader, now)
        notices.of_unreachable(session, letter, reader, reason, since, now)
