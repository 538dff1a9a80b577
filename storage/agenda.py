"""What is next for a pair, worked out again in this one place whenever anything about the pair changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.timeline import next_due
from storage import cohorts, pairs, people, prompts, sign_ups
from storage.pairs import CANCELLED, HAPPENED, RUNNING
from storage.workshops import Workshop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from programme.step import Step
    from programme.timeline import Programme
    from storage.pairs import Pair, Plan
    from storage.prompts import Prompt


def events_of(plans: Sequence[Plan]) -> dict[str, date]:
    """The dates that steps can follow: the shadowing visits that are planned or took place."""
    return {
        plan.kind: plan.on_date
        for plan in plans
        if plan.kind.startswith("shadow_") and plan.state != CANCELLED
    }


def said_to(session: Session, pair: Pair) -> frozenset[str]:
    """The occurrences that a pair has had."""
    return frozenset(prompt.occurrence for prompt in prompts.asked_of_pair(session, pair.id))


def replan(session: Session, pair: Pair, programme: Programme, window: SendWindow, now: datetime) -> None:
    """Set when time next has something to say to this pair."""
    if pair.state != RUNNING:
        pair.next_due_at = None
        return
    session.flush()
    pair.next_due_at = next_due(
        programme,
        starts_on=pair.starts_on,
        events=events_of(pairs.plans(session, [pair.id])),
        already=said_to(session, pair),
        window=window,
        now=now,
    )


def text_of(session: Session, prompt: Prompt, step: Step, reader_id: int | None) -> str:
    """The step's words, filled in for its reader; in a shared conversation the doctor is named first."""
    return step.text.format_map(_words_for(session, prompt, reader_id))


def _words_for(session: Session, prompt: Prompt, reader_id: int | None) -> Mapping[str, str]:
    if prompt.workshop_id is not None:
        workshop = session.get(Workshop, prompt.workshop_id)
        return {"event": workshop.title if workshop else "", "me": _name(session, reader_id)}
    pair = session.get(pairs.Pair, prompt.pair_id)
    if pair is None:
        return {}
    me = pair.doctor_id if prompt.person_id is None or reader_id is None else reader_id
    return _pair_words(session, pair, me)


def _pair_words(session: Session, pair: Pair, me: int) -> dict[str, str]:
    partner = pair.partner_of(me)
    leads = cohorts.leads(session, pair.cohort_id)
    reasons = [*pair.reasons, "", ""]
    met, hours = _meetings(session, pair)
    return {
        "me": _name(session, me),
        "my_role": _role(session, pair, me),
        "partner": _name(session, partner),
        "partner_role": _role(session, pair, partner),
        "doctor": _name(session, pair.doctor_id),
        "manager": _name(session, pair.manager_id),
        "reason_1": reasons[0],
        "reason_2": reasons[1],
        "lead_doctor": leads[0].name if leads else "",
        "lead_manager": leads[-1].name if leads else "",
        "n": met,
        "m": hours,
    }


def _name(session: Session, person_id: int | None) -> str:
    known = people.by_id(session, [person_id]) if person_id is not None else {}
    return next((person.name for person in known.values()), "")


def _role(session: Session, pair: Pair, person_id: int) -> str:
    sign_up = sign_ups.of(session, pair.cohort_id, person_id)
    return sign_up.role if sign_up is not None and sign_up.role else ""


def _meetings(session: Session, pair: Pair) -> tuple[str, str]:
    """How often they met, as far as either said, and the hours of the visits that took place, with their units."""
    talks = {contact.step for contact in pairs.contacts(session, [pair.id]) if contact.answer == "yes"}
    visits = [plan for plan in pairs.plans(session, [pair.id]) if plan.hours and plan.state == HAPPENED]
    met, hours = len(talks) + len(visits), sum(plan.hours or 0 for plan in visits)
    return (
        f"{met} time" if met == 1 else f"{met} times",
        f"{hours} hour" if hours == 1 else f"{hours} hours",
    )
