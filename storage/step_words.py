"""The words of a step, filled in for the one who reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.step import PLACEHOLDERS
from programme.words import blanks
from programme.words.dates import listed
from storage import agenda, pairs, people, sign_ups
from storage.cohorts import LEAD, Role
from storage.pairs import HAPPENED
from storage.people import Person
from storage.workshops import Workshop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from programme.step import Step
    from storage.pairs import Pair
    from storage.prompts import Prompt


def text_of(session: Session, prompt: Prompt, step: Step, reader_id: int | None) -> str:
    """What a prompt says to its reader; where all of a pair read it, the doctor is named first."""
    words = dict.fromkeys(PLACEHOLDERS, "") | _words_for(session, prompt, step, reader_id)
    return step.text.format_map(words).replace("  ", " ")


def _words_for(session: Session, prompt: Prompt, step: Step, reader_id: int | None) -> dict[str, str]:
    workspace = prompt.workspace
    if prompt.workshop_id is not None:
        workshop = session.get_one(Workshop, (workspace, prompt.workshop_id))
        return {
            "me": _name(session, workspace, reader_id),
            "event": workshop.title,
            "when": blanks.moment(workshop.on_date, workshop.at_time),
            "where": workshop.place,
            **_leads(session, workspace, workshop.cohort_id),
        }
    pair = pairs.by_id(session, workspace, prompt.pair_id) if prompt.pair_id is not None else None
    if pair is None:
        return {}
    doctors, managers = sign_ups.sides(session, pair)
    if prompt.person_id is None or reader_id is None:
        me, partners = doctors, managers
    else:
        me, partners = (reader_id,), pair.partners_of(reader_id)
    return (
        _pair_words(session, pair, me, partners)
        | {"doctor": _names(session, pair, doctors), "manager": _names(session, pair, managers)}
        | _visit_words(session, pair, prompt, step)
        | _leads(session, workspace, pair.cohort_id)
    )


def _pair_words(
    session: Session, pair: Pair, me: tuple[int, ...], partners: tuple[int, ...]
) -> dict[str, str]:
    reasons = [*pair.reasons, "", ""]
    return {
        "me": _names(session, pair, me),
        "my_role": _roles(session, pair, me),
        "partner": _names(session, pair, partners),
        "partner_role": _roles(session, pair, partners),
        "reason_1": reasons[0],
        "reason_2": reasons[1],
        **_time_together(session, pair),
    }


def _visit_words(session: Session, pair: Pair, prompt: Prompt, step: Step) -> dict[str, str]:
    """The visit a question follows; without its day when it has been put off since."""
    plan = pairs.plan(session, pair, agenda.visit_of(prompt.occurrence))
    if plan is None or not agenda.is_about(prompt, step, plan):
        return {"event": blanks.A_VISIT}
    return {
        "event": blanks.visit_on(plan.on_date),
        "when": blanks.moment(plan.on_date, plan.at_time),
        "where": plan.place,
    }


def _time_together(session: Session, pair: Pair) -> dict[str, str]:
    """How often they met, as far as either said, and the hours of the visits that took place."""
    said = pairs.contacts(session, pair.workspace, [pair.id])
    planned = pairs.plans(session, pair.workspace, [pair.id])
    talks = {contact.step for contact in said if contact.answer == "yes"}
    visits = [plan for plan in planned if plan.hours and plan.state == HAPPENED]
    met, hours = len(talks) + len(visits), sum(plan.hours or 0 for plan in visits)
    return {
        "n": blanks.times(met),
        "m": blanks.hours(hours),
        "together": blanks.together(met, len(visits), hours),
    }


def _leads(session: Session, workspace: str, cohort_id: int) -> dict[str, str]:
    query = (
        select(Role.group, Person.name)
        .join(Person, Person.id == Role.person_id)
        .where(Role.workspace == workspace, Person.workspace == workspace)
        .where(Role.cohort_id == cohort_id, Role.role == LEAD)
        .order_by(Role.id)
    )
    rows = session.execute(query).all()
    return {f"lead_{group}": name for group, name in rows if group is not None}


def _name(session: Session, workspace: str, person_id: int | None) -> str:
    known = people.by_id(session, workspace, [person_id]) if person_id is not None else {}
    return next((person.name for person in known.values()), "")


def _names(session: Session, pair: Pair, those: tuple[int, ...]) -> str:
    return listed([person.name for person in people.in_order(session, pair.workspace, those)])


def _roles(session: Session, pair: Pair, those: tuple[int, ...]) -> str:
    """What several are, each role once."""
    places = (sign_ups.of(session, pair.workspace, pair.cohort_id, each) for each in those)
    return listed(list(dict.fromkeys(place.role for place in places if place is not None and place.role)))
