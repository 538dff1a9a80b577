"""What the leads of a cohort are told of a letter that did not arrive, or may not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words import leading, undelivered
from programme.words.dates import listed
from storage import cohorts, letters, outbox, people
from storage.letters import SENT, UNKNOWN, WAITING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.letters import Letter
    from storage.people import Person


def of_death(session: Session, letter: Letter, reason: str, now: datetime) -> None:
    """It will not arrive, or somebody has to look for it in a channel."""
    # In a channel one trouble stops everything, and to be told of it once a day is enough.
    about = f"{letter.lane}/{now.date()}" if letter.place and not letter.unsure else str(letter.id)
    for cohort, lead in _leads(session, letter):
        _tell(session, letter, lead, f"{about}/{lead.id}", _words(session, letter, cohort, reason), now)


def of_unreachable(
    session: Session, letter: Letter, reader: Person, reason: str, since: datetime, now: datetime
) -> None:
    """The bot is not installed for its reader: told once, and again of an introduction, because a partner waits."""
    told = _told_of_their_partner(session, letter, [reader])
    words = undelivered.not_reached(listed(_names([reader])), reason, told)
    for lead in [lead for _, lead in _leads(session, letter) if lead.id != reader.id]:
        about = f"unreachable/{reader.id}/{since:%Y%m%d%H%M%S}/{lead.id}"
        of_introductions = f"{letter.workspace}/undelivered/{about}/"
        if told:
            _tell(session, letter, lead, f"{about}/{letter.id}", words, now)
        elif not letters.is_begun(session, letter.workspace, of_introductions):
            _tell(session, letter, lead, about, words, now)


def of_unknown_introduction(session: Session, letter: Letter, now: datetime) -> None:
    """Said twice, and nobody knows whether it has arrived: a lead asks them."""
    words = undelivered.did_they_hear(listed(_names(readers(session, letter))), letter.id)
    for _, lead in _leads(session, letter):
        _tell(session, letter, lead, f"{letter.id}/{lead.id}", words, now)


def readers(session: Session, letter: Letter) -> list[Person]:
    """The people whom a letter is for, as far as they are known."""
    known = (
        people.find(session, workspace=letter.workspace, platform=letter.platform, platform_id=each)
        for each in letter.people
    )
    return [person for person in known if person is not None]


def _leads(session: Session, letter: Letter) -> Iterator[tuple[Cohort, Person]]:
    """Nobody for a letter about a letter, for that would never end."""
    cohort = cohorts.by_id(session, letter.workspace, letter.cohort_id) if letter.cohort_id else None
    if cohort is not None and "/undelivered/" not in letter.key:
        yield from ((cohort, lead) for lead in cohorts.leads(session, cohort))


def _tell(session: Session, letter: Letter, lead: Person, about: str, words: Message, now: datetime) -> None:
    key = f"{letter.workspace}/undelivered/{about}"
    outbox.post(session, key, lead.address, words, now, cohort_id=letter.cohort_id)


def _words(session: Session, letter: Letter, cohort: Cohort, reason: str) -> Message:
    if letter.place and letter.unsure:
        return undelivered.did_it_appear(cohort.name, letter.id)
    if letter.place:
        return undelivered.not_posted(cohort.name, reason)
    missed = readers(session, letter)
    if letter.is_introduction:
        told = _told_of_their_partner(session, letter, missed)
        return undelivered.not_introduced(listed(_names(missed)), told, reason)
    return undelivered.not_sent(listed(_names(missed)), reason)


def _told_of_their_partner(session: Session, letter: Letter, missed: Sequence[Person]) -> list[str]:
    """Of an introduction, who else of the pair has been told, or is about to be."""
    if letter.pair_id is None or not letter.is_introduction:
        return []
    others = [
        one
        for one in letters.introductions(session, letter.workspace, letter.pair_id)
        if one.state in (SENT, WAITING, UNKNOWN)
    ]
    told = {each.id: each for one in others for each in readers(session, one) if each not in missed}
    return _names(list(told.values())) if told else []


def _names(those: Sequence[Person]) -> list[str]:
    return [person.name for person in those if person.name] or [leading.NAMELESS]
