"""Where a person stands: their pair, their next step, what they can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import alone, work_emails
from programme.words import joining, planning, prompting
from programme.words import standing as words
from programme.words.dates import listed
from programme.words.message import Button
from storage import cohorts, pairs, people, prompts, sign_ups, step_words
from storage.cohorts import OPEN
from storage.pairs import ENDED, FINISHED, FIRST_MEETING

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.step import Step
    from programme.words.message import Message
    from storage.pairs import Pair
    from storage.people import Person
    from storage.prompts import Prompt

    Asked = tuple[Prompt, Step]


def standing(turn: Turn) -> Message | None:
    """Where I stand; None for somebody who has not begun to join."""
    begun = sign_ups.begun(turn.session, turn.workspace, turn.me.id)
    mine = next((each for each in begun if each[0].left_at is None), next(iter(begun), None))
    may_be_paired = any(cohort.state != OPEN for _, cohort in begun)
    pair = current_pair(turn) if may_be_paired else None
    is_of_newest = pair is not None and mine is not None and pair.cohort_id == mine[1].id
    has_moved_on = pair is not None and pair.state == FINISHED and not is_of_newest
    is_over = pair is None or pair.state == ENDED or has_moved_on
    if pair is not None and pair.introduced_at is not None and not is_over:
        return _finished(turn, pair) if pair.state == FINISHED else _paired(turn, pair)
    return alone.standing(turn, *mine, pair if is_of_newest else None) if mine is not None else None


def current_pair(turn: Turn) -> Pair | None:
    """The newest pair I am in."""
    return next(iter(pairs.of_person(turn.session, turn.workspace, turn.me.id)), None)


def introduced_pair(turn: Turn) -> Pair | None:
    """The newest pair I am in and have been told of; before that nothing may name my partner."""
    pair = current_pair(turn)
    return pair if pair is not None and pair.introduced_at is not None else None


def partners(turn: Turn, pair: Pair) -> list[Person]:
    """Who is in it with me."""
    return people.in_order(turn.session, turn.workspace, pair.partners_of(turn.me.id))


def partner_name(turn: Turn, pair: Pair | None) -> str:
    """What my partner is called, or both are; empty without a pair."""
    return listed([partner.name for partner in partners(turn, pair)]) if pair is not None else ""


def lead_names(turn: Turn) -> list[str]:
    """Who leads the cohort I am or was last in; nobody for somebody who is in none."""
    mine = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    cohort = cohorts.by_id(turn.session, turn.workspace, mine[0].cohort_id) if mine else None
    leads = cohorts.leads(turn.session, cohort) if cohort is not None else []
    return [lead.name for lead in leads if lead.name]


def _finished(turn: Turn, pair: Pair) -> Message:
    return words.finished(partner_name(turn, pair), _cohort_name(turn, pair))


def _paired(turn: Turn, pair: Pair) -> Message:
    mine = [(partner.name, _role(turn, pair, partner.id)) for partner in partners(turn, pair)]
    open_one = _open_question(turn, pair)
    next_step = _date_ahead(turn, pair) or _waiting(turn, open_one) or words.NOTHING
    message = joining.my_pair(pair.id, mine, _cohort_name(turn, pair), next_step)
    message = work_emails.standing_with_way(turn, pair, message)
    if open_one is None or not _asks_when(open_one):
        return message
    plan = Button(prompting.WHEN_AND_WHERE, "open_plan", str(open_one[0].id), "main", opens_form=True)
    return replace(message, buttons=(plan, *message.buttons))


def _role(turn: Turn, pair: Pair, person_id: int) -> str:
    theirs = sign_ups.of(turn.session, turn.workspace, pair.cohort_id, person_id)
    return (theirs.role if theirs is not None else None) or words.NO_ROLE


def _date_ahead(turn: Turn, pair: Pair) -> str:
    coming = [
        plan
        for plan in pairs.plans(turn.session, turn.workspace, [pair.id])
        if plan.state == pairs.PLANNED and plan.on_date >= turn.today
    ]
    if not coming:
        return ""
    soonest = min(coming, key=lambda plan: (plan.on_date, plan.at_time))
    return words.date_ahead(planning.name_of(soonest.kind), soonest.on_date, soonest.at_time, soonest.place)


def _waiting(turn: Turn, asked: Asked | None) -> str:
    if asked is None:
        return ""
    prompt, step = asked
    if _asks_when(asked):
        return words.agree_a_date(planning.name_of(step.reply.captures.removesuffix("_plan")))
    return words.answer(prompting.first_sentence(step_words.text_of(turn.session, prompt, step, turn.me.id)))


def _open_question(turn: Turn, pair: Pair) -> Asked | None:
    """The newest question that waits for my pair or me: any of the last 7 days, and a date until it is agreed."""
    of_pair = prompts.asked_of_pair(turn.session, pair)
    since = turn.now - prompts.OPEN_FOR
    mine = prompts.asked_of_person(turn.session, turn.workspace, turn.me.id, since)
    dates = [each for each in of_pair if each.person_id is None and each.answered_at is None]
    found = [
        (prompt, step)
        for prompt in sorted({*mine, *dates}, key=lambda prompt: prompt.id, reverse=True)
        if (step := turn.house.programme.step(prompt.step)) is not None
    ]
    return next((asked for asked in found if _still_matters(turn, pair, asked)), None)


def _still_matters(turn: Turn, pair: Pair, asked: Asked) -> bool:
    """Not what asks nothing, and no date for a first meeting that has taken place since it was asked."""
    prompt, step = asked
    if step.reply.type == "none":
        return False
    if step.reply.captures != f"{FIRST_MEETING}_plan":
        return True
    said = pairs.contacts(turn.session, turn.workspace, [pair.id])
    since = turn.day_of(prompt.asked_at)
    return all(contact.answer != "yes" or contact.said_on < since for contact in said)


def _asks_when(asked: Asked) -> bool:
    return asked[1].reply.type == "date_time_place"


def _cohort_name(turn: Turn, pair: Pair) -> str:
    cohort = cohorts.by_id(turn.session, turn.workspace, pair.cohort_id)
    return cohort.name if cohort is not None else ""
