"""What is due now: one transaction for each due thing, found by an indexed column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.timeline import due_steps
from programme.words import joining
from scheduler.asking import Times, ask, asked
from storage import agenda, inbox, outbox, pairs, people, sign_ups, workshops
from storage.cohorts import Cohort
from storage.database import CLOCK_PATIENCE
from storage.pairs import FINISHED, Pair
from storage.prompts import Prompt
from storage.workshops import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from programme.step import Step
    from storage.database import Database

MOST_IN_A_TICK = 1000


def tick(database: Database, times: Times, now: datetime) -> int:
    """Do everything that is due; how many things that were."""
    done = 0
    for one_due_thing in (_one_pair, _one_workshop, _one_cohort):
        while done < MOST_IN_A_TICK and _in_a_transaction(database, times, now, one_due_thing):
            done += 1
    return done


def sweep(database: Database, now: datetime) -> None:
    """Let go of what need not be kept any longer."""
    with database.writing(CLOCK_PATIENCE) as session:
        inbox.forget_old(session, now)


def next_due_at(session: Session) -> datetime | None:
    """When time next has something to do."""
    firsts = (
        session.scalar(select(column).where(column.is_not(None)).order_by(column).limit(1))
        for column in (Pair.next_due_at, Workshop.next_due_at, Cohort.next_due_at)
    )
    return min((first for first in firsts if first is not None), default=None)


def _in_a_transaction(
    database: Database, times: Times, now: datetime, one_due_thing: Callable[[Session, Times, datetime], bool]
) -> bool:
    with database.writing(CLOCK_PATIENCE) as session:
        return one_due_thing(session, times, now)


def _one_pair(session: Session, times: Times, now: datetime) -> bool:
    query = select(Pair).where(Pair.next_due_at <= now).order_by(Pair.next_due_at).limit(1)
    pair = session.scalar(query.with_for_update(skip_locked=True))
    if pair is None:
        return False
    due = due_steps(
        times.programme,
        starts_on=pair.starts_on,
        events=agenda.events_of(pairs.plans(session, [pair.id])),
        already=agenda.said_to(session, pair),
        window=times.window,
        now=now,
    )
    for occurrence, _ in due:
        ask(session, pair, occurrence, times, now)
    agenda.replan(session, pair, times.programme, times.window, now)
    if pair.next_due_at is None:
        pair.state = FINISHED
    return True


def _one_workshop(session: Session, times: Times, now: datetime) -> bool:
    """Those who said they would come are asked what they will try."""
    query = select(Workshop).where(Workshop.next_due_at <= now).order_by(Workshop.next_due_at).limit(1)
    workshop = session.scalar(query.with_for_update(skip_locked=True))
    if workshop is None:
        return False
    workshop.next_due_at = None
    came = [each.person_id for each in workshops.attendances(session, workshop.id) if each.coming]
    readers = people.by_id(session, came)
    for step in times.programme.steps:
        if step.trigger == "workshop":
            for person_id in came:
                _ask_after(session, workshop, step, readers[person_id], times, now)
    return True


def _ask_after(
    session: Session, workshop: Workshop, step: Step, reader: people.Person, times: Times, now: datetime
) -> None:
    prompt = Prompt(
        workspace=workshop.workspace,
        key=f"{workshop.workspace}/prompt/workshop/{workshop.id}/{step.id}/{reader.id}",
        step=step.id,
        occurrence=f"{step.id}:{workshop.id}",
        workshop_id=workshop.id,
        person_id=reader.id,
        asked_at=now,
    )
    session.add(prompt)
    session.flush()
    text = agenda.text_of(session, prompt, step, reader.id)
    outbox.post(
        session,
        prompt.key,
        reader.address,
        asked(step, prompt, text, times.programme.standard_footer),
        now,
        cohort_id=workshop.cohort_id,
        prompt_id=prompt.id,
    )


def _one_cohort(session: Session, _times: Times, now: datetime) -> bool:
    """On the first day, those left without a partner are told once."""
    query = select(Cohort).where(Cohort.next_due_at <= now).order_by(Cohort.next_due_at).limit(1)
    cohort = session.scalar(query.with_for_update(skip_locked=True))
    if cohort is None:
        return False
    cohort.next_due_at = None
    paired = {id_ for pair in pairs.of_cohort(session, cohort.id) for id_ in pair.halves}
    for sign_up, person in sign_ups.of_cohort(session, cohort.id):
        if sign_up.completed_at is not None and person.id not in paired:
            key = f"{cohort.workspace}/waiting/{cohort.id}/{person.id}"
            outbox.post(
                session, key, person.address, joining.still_waiting(cohort.name), now, cohort_id=cohort.id
            )
    return True
