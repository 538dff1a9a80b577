"""Answers to what the programme asked: one of a few buttons, or when and where."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from handlers.action import MessageRef, Reply
from handlers.join import iso_date
from programme.words import prompting
from storage import agenda, outbox, pairs, prompts
from storage.outbox import Sent
from storage.pairs import CANCELLED, HAPPENED, PLANNED, Contact, Plan

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.step import Step
    from programme.words.message import Form, Message
    from storage.pairs import Pair
    from storage.prompts import Prompt

_VISIT_OF_ANSWER = {"happened": HAPPENED, "part": HAPPENED, "cancelled": CANCELLED}


def answer_prompt(turn: Turn) -> Reply:
    """One of a few buttons was pressed."""
    prompt_id, _, value = turn.action.subject.partition(":")
    prompt = asked_of_me(turn, int(prompt_id))
    if not isinstance(prompt, prompts.Prompt):
        return Reply(prompt)
    step = turn.house.programme.step(prompt.step)
    label = step.label(value) if step is not None else None
    if step is None or label is None:
        return Reply(prompting.no_longer_here())
    if step.reply.type == "reflection":
        return _visit(turn, prompt, step, value, label)
    if prompt.answered_at is not None:
        return Reply(_as_answered(turn, prompt, step), replaces=True)
    _keep(turn, prompt, value)
    _keep_contact(turn, prompt, value)
    return Reply(_as_answered(turn, prompt, step), replaces=True)


def open_plan(turn: Turn) -> Reply:
    """Open the form that asks when and where."""
    prompt = asked_of_me(turn, int(turn.action.subject))
    if not isinstance(prompt, prompts.Prompt):
        return Reply(prompt)
    step = turn.house.programme.step(prompt.step)
    if step is None or prompt.pair_id is None:
        return Reply(prompting.no_longer_here())
    planned = pairs.plan(turn.session, prompt.pair_id, plan_kind(step))
    return Reply(form=_plan_form(prompt, step, planned))


def plan(turn: Turn) -> Reply:
    """When and where was sent."""
    prompt = asked_of_me(turn, int(turn.action.subject))
    if not isinstance(prompt, prompts.Prompt):
        return Reply(prompt)
    step = turn.house.programme.step(prompt.step)
    pair = prompt.pair_id and pairs.by_id(turn.session, turn.workspace, prompt.pair_id)
    if step is None or not pair:
        return Reply(prompting.no_longer_here())
    errors = _plan_errors(turn, step)
    if errors:
        return Reply(errors=errors)
    kept = _kept_plan(turn, pair, plan_kind(step))
    _keep(turn, prompt, "planned")
    agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    text = agenda.text_of(turn.session, prompt, step, turn.me.id)
    words = prompting.planned(text, turn.me.name, kept.on_date, kept.at_time, kept.place, prompt.id)
    revise(turn, prompt, words)
    return Reply()


def plan_kind(step: Step) -> str:
    """Which plan a step asks for: what it captures is "shadow_dm_plan", the plan is "shadow_dm"."""
    return step.reply.captures.removesuffix("_plan")


def asked_of_me(turn: Turn, prompt_id: int) -> Prompt | Message:
    """The prompt, if it was asked of me or of my pair; else what to say instead."""
    prompt = prompts.locked(turn.session, turn.workspace, prompt_id)
    if prompt is None:
        return prompting.no_longer_here()
    pair = prompt.pair_id and pairs.by_id(turn.session, turn.workspace, prompt.pair_id)
    mine = (
        prompt.person_id == turn.me.id
        if prompt.person_id is not None
        else bool(pair and pair.has(turn.me.id))
    )
    return prompt if mine else prompting.not_yours()


def revise(turn: Turn, prompt: Prompt, message: Message, *, but: MessageRef | None = None) -> None:
    """Let every message that carried the prompt show what was answered, except one already replaced."""
    for letter in outbox.of_prompt(turn.session, prompt.id):
        if letter.sent_place is None or letter.sent_id is None:
            continue
        if but is not None and (letter.sent_place, letter.sent_id) == (but.place, but.id):
            continue
        turn.post(
            letter.address,
            f"revision/{letter.id}/{turn.action.key}",
            message,
            replaces=Sent(letter.sent_place, letter.sent_id),
        )


def _keep(turn: Turn, prompt: Prompt, value: str) -> None:
    prompt.answered_at = turn.now
    prompt.answered_by_id = turn.me.id
    prompt.answer = value


def _keep_contact(turn: Turn, prompt: Prompt, value: str) -> None:
    if prompt.pair_id is None:
        return
    met_on = _met_on(turn, prompt, prompt.pair_id) if value == "yes" else None
    turn.session.add(
        Contact(
            workspace=turn.workspace,
            pair_id=prompt.pair_id,
            person_id=turn.me.id,
            step=prompt.occurrence,
            answer=value,
            said_on=turn.today,
            met_on=met_on,
        )
    )


def _met_on(turn: Turn, prompt: Prompt, pair_id: int) -> date:
    """The day that was planned for the meeting; without one, the day of the question, by which they had met."""
    asked_on = turn.day_of(prompt.asked_at)
    planned = pairs.plan(turn.session, pair_id, pairs.FIRST_MEETING)
    was_asked_for_the_first = prompt.step == "first_met_check"
    return (
        planned.on_date if was_asked_for_the_first and planned and planned.on_date <= asked_on else asked_on
    )


def _as_answered(turn: Turn, prompt: Prompt, step: Step) -> Message:
    text = agenda.text_of(turn.session, prompt, step, turn.me.id)
    return prompting.answered(text, step.label(prompt.answer or "") or "")


def _visit(turn: Turn, prompt: Prompt, step: Step, value: str, label: str) -> Reply:
    """Whether the visit took place; the question itself stays open unless it did not."""
    kind = prompt.occurrence.partition(":")[2]
    visit = pairs.plan(turn.session, prompt.pair_id, f"shadow_{kind}") if prompt.pair_id else None
    if visit is not None:
        visit.state = _VISIT_OF_ANSWER[value]
    pair = prompt.pair_id and pairs.by_id(turn.session, turn.workspace, prompt.pair_id)
    if pair:
        agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    text = agenda.text_of(turn.session, prompt, step, turn.me.id)
    if value == "cancelled":
        _keep(turn, prompt, value)
        return Reply(prompting.cancelled_is_fine(text, label), replaces=True)
    if prompt.answered_at is not None:
        return Reply(prompting.answered(text, label), replaces=True)
    return Reply(prompting.happened(text, label, prompt.id), replaces=True)


def _plan_form(prompt: Prompt, step: Step, planned: Plan | None) -> Form:
    values = {}
    if planned is not None:
        values = {
            "on_date": planned.on_date.isoformat(),
            "at_time": f"{planned.at_time:%H:%M}",
            "place": planned.place,
            "hours": str(planned.hours or ""),
        }
    asks_hours = plan_kind(step) != pairs.FIRST_MEETING
    return prompting.plan_form(prompt.id, plan_kind(step), values, asks_hours=asks_hours)


def _plan_errors(turn: Turn, step: Step) -> dict[str, str]:
    errors = {}
    on_date = iso_date(turn.value("on_date"))
    if on_date is None:
        errors["on_date"] = prompting.NEEDS_DATE
    elif on_date < turn.today:
        errors["on_date"] = prompting.DATE_PASSED
    if iso_time(turn.value("at_time")) is None:
        errors["at_time"] = prompting.NEEDS_TIME
    if not turn.value("place"):
        errors["place"] = prompting.NEEDS_PLACE
    if plan_kind(step) != pairs.FIRST_MEETING and not turn.value("hours").isdecimal():
        errors["hours"] = prompting.NEEDS_HOURS
    return errors


def iso_time(written: str) -> time | None:
    """The time of day, or None when it is none."""
    try:
        return time.fromisoformat(written)
    except ValueError:
        return None


def _kept_plan(turn: Turn, pair: Pair, kind: str) -> Plan:
    kept = pairs.plan(turn.session, pair.id, kind)
    if kept is None:
        kept = Plan(workspace=turn.workspace, pair_id=pair.id, kind=kind)
        turn.session.add(kept)
    kept.on_date = date.fromisoformat(turn.value("on_date"))
    kept.at_time = time.fromisoformat(turn.value("at_time"))
    kept.place = turn.value("place")
    kept.hours = int(turn.value("hours")) if turn.value("hours") else None
    kept.state = PLANNED
    kept.planned_by_id = turn.me.id
    turn.session.flush()
    return kept
