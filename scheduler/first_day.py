"""A cohort's first day: who has no partner hears of it, and the leads of everybody who came later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme.moments import day_of, first_opening
from programme.words import waiting as words
from storage import cohorts, grounds, outbox, pairs, pool, sign_ups, waiting_list
from storage.cohorts import OPEN
from storage.pairs import ENDED, RUNNING
from storage.sign_ups import IN_THE_POOL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.people import Person
    from storage.sign_ups import SignUp


def tell(session: Session, cohort: Cohort, window: SendWindow, now: datetime) -> None:
    """Say what is due to a cohort, which the caller holds, and set when something is again; each thing is said once."""
    today = day_of(now, window)
    has_begun = cohort.starts_on <= today
    cohort.next_due_at = None if has_begun else first_opening(window, cohort.starts_on)
    if cohort.state == OPEN:
        if has_begun:
            _not_matched(session, cohort, now)
        return
    if has_begun:
        _tell_left_alone(session, cohort, window, now)
    _tell_leads(session, cohort, window, now)


def _not_matched(session: Session, cohort: Cohort, now: datetime) -> None:
    joined = [each for each in sign_ups.of_cohort(session, cohort) if _has_joined(each[0])]
    for place, reader in joined:
        said = words.not_matched_yet(cohort.name, has_permission=place.permission)
        _post(session, cohort, f"unmatched/{cohort.id}", reader, said, now)
    ready = [each.group for each in pool.pool_of(session, cohort) if each.permission]
    told = words.please_match(cohort.name, ready.count("doctor"), ready.count("manager"))
    for lead in cohorts.leads(session, cohort) if joined else ():
        _post(session, cohort, f"please_match/{cohort.id}", lead, told, now)


def _has_joined(sign_up: SignUp) -> bool:
    return sign_up.completed_at is not None and sign_up.left_at is None


def _left_alone(session: Session, cohort: Cohort, window: SendWindow) -> Iterator[tuple[SignUp, Person]]:
    """Who was there when the cohort began, or when its pairs were first made, and has never had a partner in it."""
    paired = {
        id_
        for pair in pairs.of_cohort(session, cohort)
        if pair.state != ENDED or pair.introduced_at is not None
        for id_ in pair.members
    }
    made = waiting_list.made(session, cohort)
    began_at = first_opening(window, cohort.starts_on)
    last_at = max(began_at, made.first_at) if made is not None else began_at
    for sign_up, reader in sign_ups.of_cohort(session, cohort):
        was_there = sign_up.completed_at is not None and sign_up.completed_at <= last_at
        had_none = sign_up.standing == IN_THE_POOL and reader.id not in paired
        if was_there and sign_up.left_at is None and had_none:
            yield sign_up, reader


def _tell_left_alone(session: Session, cohort: Cohort, window: SendWindow, now: datetime) -> None:
    left_alone = list(_left_alone(session, cohort, window))
    begins_on = grounds.begins_on(cohort, window, now)
    places = waiting_list.places(session, cohort, begins_on) if left_alone else {}
    for sign_up, reader in left_alone:
        place = words.place(places.get(reader.id, 0), sign_up.group or "")
        told = _pair_elsewhere(session, cohort, reader) or words.still_waiting(
            cohort.name, place, has_permission=sign_up.permission
        )
        _post(session, cohort, f"waiting/{cohort.id}", reader, told, now)


def _pair_elsewhere(session: Session, cohort: Cohort, reader: Person) -> Message | None:
    """What is said to somebody who waits because they have a partner in another cohort."""
    mine = pairs.of_person(session, cohort.workspace, reader.id)
    running = next((each for each in mine if each.state == RUNNING and each.introduced_at is not None), None)
    other = cohorts.by_id(session, cohort.workspace, running.cohort_id) if running is not None else None
    return words.pair_elsewhere(cohort.name, other.name) if other is not None else None


def _tell_leads(session: Session, cohort: Cohort, window: SendWindow, now: datetime) -> None:
    """Of people whom they have not been told of; at most one letter a day."""
    new = waiting_list.newcomers(session, cohort)
    told_at = waiting_list.last_told_at(session, cohort)
    if not any(told_at is None or each.signed_up_at > told_at for each in new):
        return
    today = day_of(now, window)
    if told_at is not None and day_of(told_at, window) == today:
        tomorrow = first_opening(window, today + timedelta(days=1))
        cohort.next_due_at = min(tomorrow, cohort.next_due_at or tomorrow)
        return
    for lead in cohorts.leads(session, cohort):
        key = f"{waiting_list.TOLD}/{cohort.id}/{today.isoformat()}"
        _post(session, cohort, key, lead, words.new_people(cohort.name, len(new)), now)


def _post(
    session: Session, cohort: Cohort, key: str, reader: Person, message: Message, now: datetime
) -> None:
    outbox.post(
        session,
        f"{cohort.workspace}/{key}/{reader.id}",
        reader.address,
        message,
        now,
        unasked=True,
        cohort_id=cohort.id,
    )
