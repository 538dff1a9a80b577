"""Where a person stands: their pair, their next step, what they can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import work_emails
from programme.words import joining, planning, prompting
from programme.words import standing as words
from programme.words.message import Button
from storage import cohorts, pairs, people, prompts, sign_ups, step_words
from storage.cohorts import OPEN
from storage.pairs import FINISHED, FIRST_MEETING

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.step import Step
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.prompts import Prompt
    from storage.sign_ups import SignUp

    Asked = tuple[Prompt, Step]


def standing(turn: Turn) -> Message | None:
    """Where I stand; None for somebody who has not begun to join."""
    mine = sign_ups.begun(turn.session, turn.workspace, turn.me.id)
    may_be_paired = any(cohort.state != OPEN for _, cohort in mine)
    pair = current_pair(turn) if may_be_paired else None
    is_of_newest = pair is not None and pair.cohort_id == mine[0][1].id
    has_moved_on = pair is not None and pair.state == FINISHED and not is_of_newest
    if pair is not None and pair.introduced_at is not None and not has_moved_on:
        return _finished(turn, pair) if pair.state == FINISHED else _paired(turn, pair)
    return _joined(turn, *mine[0], pair if is_of_newest else None) if mine else None


def current_pair(turn: Turn) -> Pair | None:
    """The newest pair I am half of."""
    return next(iter(pairs.of_person(turn.session, turn.workspace, turn.me.id)), None)


def introduced_pair(turn: Turn) -> Pair | None:
    """The newest pair I am half of and have been told of; before that nothing may name my partner."""
    pair = current_pair(turn)
    return pair if pair is not None and pair.introduced_at is not None else None


def partner_name(turn: Turn, pair: Pair | None) -> str:
    """What the other half is called; empty without a pair."""
    if pair is None:
        return ""
    partner_id = pair.partner_of(turn.me.id)
    return people.by_id(turn.session, turn.workspace, [partner_id])[partner_id].name


def lead_names(turn: Turn) -> list[str]:
    """Who leads the cohort I am or was last in; nobody for somebody who is in none."""
    mine = sign_ups.of_person(turn.session, turn.workspace, turn.me.id)
    cohort = cohorts.by_id(turn.session, turn.workspace, mine[0].cohort_id) if mine else None
    leads = cohorts.leads(turn.session, cohort) if cohort is not None else []
    return [lead.name for lead in leads if lead.name]


def _finished(turn: Turn, pair: Pair) -> Message:
    return words.finished(partner_name(turn, pair), _cohort_name(turn, pair))


def _paired(turn: Turn, pair: Pair) -> Message:
    theirs = sign_ups.of(turn.session, turn.workspace, pair.cohort_id, pair.partner_of(turn.me.id))
    role = (theirs.role if theirs is not None else None) or words.NO_ROLE
    open_one = _open_question(turn, pair)
    next_step = _date_ahead(turn, pair) or _waiting(turn, open_one) or words.NOTHING
    message = joining.my_pair(partner_name(turn, pair), role, _cohort_name(turn, pair), next_step)
    message = work_emails.standing_with_way(turn, pair, message)
    if open_one is None or not _asks_when(open_one):
        return message
    plan = Button(prompting.WHEN_AND_WHERE, "open_plan", str(open_one[0].id), "main", opens_form=True)
    return replace(message, buttons=(plan, *message.buttons))


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
    """Not what asks nothing, and no date for a first meeting that has taken place."""
    _, step = asked
    if step.reply.type == "none":
        return False
    if step.reply.captures != f"{FIRST_MEETING}_plan":
        return True
    said = pairs.contacts(turn.session, turn.workspace, [pair.id])
    return all(contact.answer != "yes" for contact in said)


def _asks_when(asked: Asked) -> bool:
    return asked[1].reply.type == "date_time_place"


def _cohort_name(turn: Turn, pair: Pair) -> str:
    cohort = cohorts.by_id(turn.session, turn.workspace, pair.cohort_id)
    return cohort.name if cohort is not None else ""


def _joined(turn: Turn, sign_up: SignUp, cohort: Cohort, pair: Pair | None) -> Message:
    if sign_up.completed_at is None:
        return joining.saved_for_later(cohort.id) if cohort.state == OPEN else joining.closed(cohort.name)
    if cohort.state == OPEN:
        return joining.where_i_stand(cohort.name, cohort.starts_on, sign_up.group or "", sign_up.permission)
    if cohort.starts_on > turn.today:
        return joining.partner_soon(cohort.name, cohort.starts_on)
    if pair is not None and pair.next_due_at is not None:
        return words.introduced_on(cohort.name, turn.day_of(pair.next_due_at))
    return joining.waiting_for_partner(cohort.name)
