"""People whom the platform does not let the bot write to, and what they are told once it does.

The bot is not installed for them. What was to be said meanwhile is dead and keeps its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import defer

from storage import cohorts, dead_letters, lanes, pairs, people, sign_ups
from storage.cohorts import OPEN
from storage.letters import DEAD, Letter
from storage.pairs import RUNNING
from storage.people import Person
from storage.prompts import Prompt
from storage.row import held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

MOST_AT_ONCE = 5
"""Introductions and invitations first, then what was to be said last: nobody is welcomed with a month of questions."""


def mark(session: Session, reader: Person, now: datetime) -> datetime:
    """The platform has just refused to write to them; since when it has. The caller holds their lane."""
    lanes.lane(session, reader.workspace, reader.address.lane).place = ""
    reader.unreachable_since = reader.unreachable_since or now
    session.flush()
    return reader.unreachable_since


def reached(session: Session, reader: Person, now: datetime) -> int:
    """The bot is there for them now: what they have missed and still matters is said; how many letters that are."""
    if reader.unreachable_since is None:
        return 0
    missed = _missed(session, reader, now)
    reader.unreachable_since = None
    return sum(dead_letters.revive(session, letter, now) for letter in missed)


def try_again(session: Session, workspace: str, platform: str, now: datetime) -> int:
    """The bot has come to a team, perhaps theirs: one letter of each is tried; how many those are.

    When it arrives, the others follow it.
    """
    query = select(Person).where(
        Person.workspace == workspace, Person.platform == platform, Person.unreachable_since.is_not(None)
    )
    firsts = (_missed(session, reader, now)[:1] for reader in session.scalars(query.order_by(Person.id)))
    return sum(dead_letters.revive(session, letter, now) for first in firsts for letter in first)


def find(session: Session, letter: Letter) -> Person | None:
    """The one person whom a letter is for."""
    if letter.place or len(letter.people) != 1:
        return None
    return people.find(
        session, workspace=letter.workspace, platform=letter.platform, platform_id=letter.people[0]
    )


def _missed(session: Session, reader: Person, now: datetime) -> Sequence[Letter]:
    """Held, in their order."""
    query = select(Letter).where(
        Letter.workspace == reader.workspace,
        Letter.lane == reader.address.lane,
        Letter.state == DEAD,
        Letter.body.is_not(None),
        Letter.settled_at >= reader.unreachable_since,
        Letter.settled_at > now - dead_letters.KEPT,
    )
    died = session.scalars(held(query.order_by(Letter.id).options(defer(Letter.body)))).all()
    those = [each for each in died if _still_matters(session, each, reader) and _can_be_read(each)]
    firsts = [letter for letter in those if letter.is_introduction or _is_invitation(letter)]
    others = [letter for letter in those if letter not in firsts]
    room = max(MOST_AT_ONCE - len(firsts), 0)
    kept = {letter.id for letter in (*firsts, *others[len(others) - min(room, len(others)) :])}
    return [letter for letter in those if letter.id in kept]


def _still_matters(session: Session, letter: Letter, reader: Person) -> bool:
    if letter.is_answer or letter.replaces_id:
        return False
    if _is_invitation(letter):
        return _may_still_join(session, letter, reader)
    pair = pairs.by_id(session, letter.workspace, letter.pair_id) if letter.pair_id is not None else None
    if pair is not None and pair.state != RUNNING:
        return False
    prompt = (
        session.get(Prompt, (letter.workspace, letter.prompt_id)) if letter.prompt_id is not None else None
    )
    return letter.is_introduction or prompt is None or prompt.answered_at is None


def _may_still_join(session: Session, letter: Letter, reader: Person) -> bool:
    cohort = cohorts.by_id(session, letter.workspace, letter.cohort_id) if letter.cohort_id else None
    if cohort is None or cohort.state != OPEN:
        return False
    place = sign_ups.of(session, letter.workspace, cohort.id, reader.id)
    return place is None or place.started_at is None


def _can_be_read(letter: Letter) -> bool:
    """Whether a key opens it, and a program of this version wrote it; else it would hold up its conversation."""
    try:
        return bool(letter.message)
    except (ValueError, msgspec.MsgspecError):
        return False


def _is_invitation(letter: Letter) -> bool:
    return letter.key.startswith(f"{letter.workspace}/invitation/")
