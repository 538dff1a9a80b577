"""The words of a step, filled in for the one who reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from programme.step import PLACEHOLDERS
from programme.words import blanks, introducing
from programme.words.dates import listed
from storage import agenda, pairs, people, prompts, sign_ups
from storage.cohorts import LEAD, Role
from storage.pairs import HAPPENED, REASONS
from storage.people import Person
from storage.prompts import INTRODUCTION, newcomer
from storage.workshops import Workshop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from programme.step import Step
    from storage.pairs import Pair
    from storage.prompts import Prompt


def text_of(session: Session, prompt: Prompt, step: Step, reader_id: int | None) -> str:
    """What a prompt says to its reader; where all of a pair read it, the doctor is named first."""
    words = dict.fromkeys((*PLACEHOLDERS, *introducing.WITH_ROLE), "")
    words |= _words_for(session, prompt, step, reader_id)
    text = introducing.each_with_their_role(step.text).format_map(words).replace("  ", " ")
    return f"{words['joins']}\n\n{text}" if words.get("joins") else text


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
    me, partners = _who_meets_whom(session, pair, prompt, reader_id)
    return (
        _pair_words(session, pair, me, partners)
        | _with_their_roles(session, pair, me, partners, step)
        | _words_of_joining(session, pair, prompt)
        | {"doctor": _names(session, pair, doctors), "manager": _names(session, pair, managers)}
        | _visit_words(session, pair, prompt, step)
        | _leads(session, workspace, pair.cohort_id)
    )


def _who_meets_whom(
    session: Session, pair: Pair, prompt: Prompt, reader_id: int | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The reader and their partners; where all read it, doctors and managers, or the first two and who joins them."""
    if prompt.person_id is not None and reader_id is not None:
        return (reader_id,), pair.partners_of(reader_id)
    third_id = newcomer(prompt)
    if third_id is not None:
        return pair.partners_of(third_id), (third_id,)
    if prompt.step == INTRODUCTION and _joined_later(session, pair):
        return (pair.doctor_id,), (pair.manager_id,)
    return sign_ups.sides(session, pair)


def _joined_later(session: Session, pair: Pair) -> bool:
    """Whether the third came after the first two had been introduced."""
    asked = prompts.asked_of_pair(session, pair) if pair.third_id is not None else ()
    return any(newcomer(each) == pair.third_id for each in asked)


def _words_of_joining(session: Session, pair: Pair, prompt: Prompt) -> dict[str, str]:
    """That somebody joins, and why these three."""
    third_id = newcomer(prompt)
    if third_id is None:
        return {}
    first_two = _names(session, pair, pair.partners_of(third_id))
    reasons = [*pair.reasons[REASONS:], "", ""]
    return {
        "joins": introducing.joins(_names(session, pair, (third_id,)), first_two),
        "reason_1": reasons[0],
        "reason_2": reasons[1],
    }


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


def _with_their_roles(
    session: Session, pair: Pair, me: tuple[int, ...], partners: tuple[int, ...], step: Step
) -> dict[str, str]:
    """Few steps say roles, so that they are looked up for these alone."""
    if introducing.each_with_their_role(step.text) == step.text:
        return {}
    of_me, of_partners = (_with_roles(session, pair, those) for those in (me, partners))
    return dict(zip(introducing.WITH_ROLE, (of_me, of_partners), strict=True))


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
    return listed(list(dict.fromkeys(filter(None, (_role(session, pair, each) for each in those)))))


def _with_roles(session: Session, pair: Pair, those: tuple[int, ...]) -> str:
    known = people.in_order(session, pair.workspace, those)
    return introducing.with_roles([(each.name, _role(session, pair, each.id)) for each in known])


def _role(session: Session, pair: Pair, person_id: int) -> str:
    place = sign_ups.of(session, pair.workspace, pair.cohort_id, person_id)
    return (place.role if place is not None else None) or ""
