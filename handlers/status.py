"""Where a person stands: their pair, their next step, what they can do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from programme.words import joining, prompting
from programme.words.dates import clock, short_day
from programme.words.message import Button
from storage import cohorts, pairs, people, prompts, sign_ups
from storage.cohorts import OPEN

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.pairs import Pair
    from storage.prompts import Prompt
    from storage.sign_ups import SignUp

_PLAN_NAMES = {
    pairs.FIRST_MEETING: "First meeting",
    pairs.SHADOW_DM: "Doctor shadows manager",
    pairs.SHADOW_MD: "Manager shadows doctor",
}


def standing(turn: Turn) -> Message | None:
    """Where I stand; None for somebody who has not begun to join."""
    pair = current_pair(turn)
    if pair is not None and pair.introduced_at is not None:
        return _paired(turn, pair)
    mine = [each for each in sign_ups.of_person(turn.session, turn.workspace, turn.me.id) if each.started_at]
    return _joined(turn, mine[0], pair) if mine else None


def current_pair(turn: Turn) -> Pair | None:
    """The newest pair I am half of."""
    return next(iter(pairs.of_person(turn.session, turn.workspace, turn.me.id)), None)


def partner_name(turn: Turn, pair: Pair | None) -> str:
    """What the other half is called; empty without a pair."""
    if pair is None:
        return ""
    partner_id = pair.partner_of(turn.me.id)
    return people.by_id(turn.session, [partner_id])[partner_id].name


def open_prompts(turn: Turn, pair: Pair) -> list[Prompt]:
    """What my pair or I have been asked and not answered."""
    asked = prompts.asked_of_pair(turn.session, pair.id)
    return [each for each in asked if each.answered_at is None and each.person_id in (None, turn.me.id)]


def next_step(turn: Turn, pair: Pair) -> str:
    """One sentence."""
    coming = [
        plan
        for plan in pairs.plans(turn.session, [pair.id])
        if plan.state == pairs.PLANNED and plan.on_date >= turn.today
    ]
    if coming:
        soonest = min(coming, key=lambda plan: (plan.on_date, plan.at_time))
        when = f"{short_day(soonest.on_date)} at {clock(soonest.at_time)}"
        return f"{_PLAN_NAMES[soonest.kind]}: {when}, {soonest.place}"
    if open_prompts(turn, pair):
        return "Answer the last question in our chat"
    return "Nothing for now. I will write when the next step is due"


def _paired(turn: Turn, pair: Pair) -> Message:
    cohort = cohorts.by_id(turn.session, turn.workspace, pair.cohort_id)
    theirs = sign_ups.of(turn.session, pair.cohort_id, pair.partner_of(turn.me.id))
    role = theirs.role if theirs is not None and theirs.role else "in your cohort"
    message = joining.my_pair(
        partner_name(turn, pair), role, cohort.name if cohort else "", next_step(turn, pair)
    )
    plans_asked = [each for each in open_prompts(turn, pair) if _asks_when(turn, each)]
    if not plans_asked:
        return message
    plan = Button(prompting.WHEN_AND_WHERE, "open_plan", str(plans_asked[-1].id), "main")
    return _with_first(message, plan)


def _asks_when(turn: Turn, prompt: Prompt) -> bool:
    step = turn.house.programme.step(prompt.step)
    return step is not None and step.reply.type == "date_time_place"


def _with_first(message: Message, button: Button) -> Message:
    return replace(message, buttons=(button, *message.buttons))


def _joined(turn: Turn, sign_up: SignUp, pair: Pair | None) -> Message | None:
    cohort = cohorts.by_id(turn.session, turn.workspace, sign_up.cohort_id)
    if cohort is None:
        return None
    if sign_up.completed_at is None:
        return joining.saved_for_later(cohort.id) if cohort.state == OPEN else joining.closed(cohort.name)
    if cohort.state == OPEN:
        return joining.where_i_stand(cohort.name, cohort.starts_on, sign_up.group or "", sign_up.permission)
    if pair is not None or cohort.starts_on > turn.today:
        return joining.partner_soon(cohort.name, cohort.starts_on)
    return joining.waiting_for_partner(cohort.name)
