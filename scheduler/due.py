"""What is due now: one transaction for each due thing, found by an indexed column."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.moments import day_of, first_allowed, first_opening, plus_working_days
from programme.timeline import due_steps
from scheduler import first_day
from scheduler.asking import Times, ask
from storage import (
    agenda,
    confidences,
    dead_letters,
    handed_files,
    history,
    inbox,
    installations,
    lanes,
    outbox,
    people,
    sign_ups,
    step_words,
    workshops,
)
from storage.cohorts import Cohort
from storage.database import CLOCK_PATIENCE
from storage.pairs import FINISHED, Pair
from storage.prompts import Prompt
from storage.questions import message_for
from storage.row import held
from storage.workshops import Workshop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from programme.step import Step
    from storage.database import Database

log = logging.getLogger(__name__)

MOST_IN_A_TICK = 1000
Due = Pair | Workshop | Cohort


def tick(database: Database, times: Times, now: datetime, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Do everything that is due; how many things that were. One that fails does not hold up the others.

    What is left when `goes_on` says no is due at the next tick.
    """
    return sum(
        goes_on() and _done(database, times, now, kind, number, work)
        for kind, work in _WORK.items()
        for number in _due(database, kind, now)
    )


def sweep(database: Database, now: datetime) -> None:
    """Let go of what need not be kept any longer, and tidy up after an older program."""
    with database.writing(CLOCK_PATIENCE) as session:
        inbox.forget_old(session, now)
        dead_letters.forget_old(session, now)
        handed_files.forget_old(session, now)
        history.forget_old(session, now.date())
        lanes.give_gates(session, now)


def next_due_at(session: Session) -> datetime | None:
    """When time next has something to do; what is due where the bot has been removed waits for its return."""
    firsts = (
        session.scalar(
            select(kind.next_due_at)
            .where(kind.next_due_at.is_not(None), installations.is_there(kind.workspace))
            .order_by(kind.next_due_at)
            .limit(1)
        )
        for kind in _WORK
    )
    return min((first for first in firsts if first is not None), default=None)


def _due(database: Database, kind: type[Due], now: datetime) -> list[int]:
    with database.reading() as session:
        query = select(kind.id).where(kind.next_due_at <= now, installations.is_there(kind.workspace))
        return list(session.scalars(query.order_by(kind.next_due_at, kind.id).limit(MOST_IN_A_TICK)))


def _done(
    database: Database,
    times: Times,
    now: datetime,
    kind: type[Due],
    number: int,
    work: Callable[..., None],
) -> bool:
    try:
        with database.writing(CLOCK_PATIENCE) as session:
            query = select(kind).where(kind.id == number, kind.next_due_at <= now)
            thing = session.scalar(held(query, skip_held=True))
            if thing is not None:
                work(session, thing, times, now)
            return thing is not None
    except Exception as error:  # noqa: BLE001 - the guard around a tick: what fails is tried again at the next
        log.error("%s %s failed: %s", kind.__tablename__, number, type(error).__name__)  # noqa: TRY400 - a trace may hold a text
        return False


def _pair(session: Session, pair: Pair, times: Times, now: datetime) -> None:
    due = due_steps(
        times.programme,
        starts_on=pair.starts_on,
        events=agenda.events(session, pair, times.programme),
        already=agenda.said_to(session, pair),
        window=times.window,
        now=now,
    )
    today = day_of(now, times.window)
    is_late = any(day_of(at, times.window) < today for _, at in due)
    for occurrence, _ in due[:1] if is_late else due:  # after an outage one a day, the oldest first
        ask(session, pair, occurrence, times, now)
    agenda.replan(session, pair, times.programme, times.window, now)
    if pair.next_due_at is None:
        pair.state = FINISHED
        confidences.forget(session, pair)


def _workshop(session: Session, workshop: Workshop, times: Times, now: datetime) -> None:
    """Those who said they would come are asked what they will try."""
    if _waits_for_the_window(workshop, times, now):
        return
    gone = sign_ups.left(session, workshop.workspace, workshop.cohort_id)
    said_yes = (each.person_id for each in workshops.attendances(session, workshop) if each.coming)
    came = [each for each in said_yes if each not in gone]
    readers = people.by_id(session, workshop.workspace, came)
    for step in times.programme.steps:
        if step.trigger == "workshop" and _is_in_time(step, workshop, times, now):
            for person_id in came:
                _ask_after(session, workshop, step, readers[person_id], times, now)


def _waits_for_the_window(thing: Workshop | Cohort, times: Times, now: datetime) -> bool:
    """Whether nobody may be written to now, so that it is due later; else it is done now and never due again."""
    open_at = first_allowed(times.window, now)
    thing.next_due_at = open_at if open_at > now else None
    return open_at > now


def _is_in_time(step: Step, workshop: Workshop, times: Times, now: datetime) -> bool:
    asked_on = plus_working_days(workshop.on_date, step.after_working_days, times.window)
    waited = now - first_opening(times.window, asked_on)
    return not step.lapses or waited <= timedelta(days=times.programme.limits.dropped_after_days)


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
    text = step_words.text_of(session, prompt, step, reader.id)
    outbox.post(
        session,
        prompt.key,
        reader.address,
        message_for(step, prompt.id, text, times.programme.standard_footer),
        now,
        unasked=True,
        cohort_id=workshop.cohort_id,
        prompt_id=prompt.id,
    )


def _cohort(session: Session, cohort: Cohort, times: Times, now: datetime) -> None:
    """On the first day those without a partner are told, and the leads of whoever came later."""
    if not _waits_for_the_window(cohort, times, now):
        first_day.tell(session, cohort, times.window, now)


_WORK: dict[type[Due], Callable[..., None]] = {Pair: _pair, Workshop: _workshop, Cohort: _cohort}
