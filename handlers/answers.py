"""Answers to what the programme asked with a few buttons, pressed or written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.asked import answer, asked_of_me, revise, text_of
from handlers.subject import number
from programme.words import prompting, talking
from storage import agenda, history, pairs, prompts
from storage.pairs import CANCELLED, FINISHED, HAPPENED, PLANNED, RUNNING, Contact

if TYPE_CHECKING:
    from datetime import date

    from handlers.turn import Turn
    from programme.step import Step
    from programme.words.message import Message
    from storage.pairs import Pair, Plan
    from storage.prompts import Prompt

_VISIT_OF_ANSWER = {"happened": HAPPENED, "part": HAPPENED, "cancelled": CANCELLED}


def answer_prompt(turn: Turn) -> Reply:
    """One of a few buttons was pressed: the clicked message and every other copy show the answer."""
    written, _, value = turn.action.subject.partition(":")
    found = asked_of_me(turn, number(written))
    if not isinstance(found, tuple):
        return Reply(found)
    prompt, step = found
    label = step.label(value)
    if label is None:
        return Reply(prompting.no_longer_here())
    message = _answered(turn, prompt, step, value, label)
    revise(turn, prompt, message, but=turn.action.origin)
    return Reply(message, replaces=True)


def answer_in_words(turn: Turn, prompt: Prompt, step: Step, words: str) -> Reply | None:
    """The same by a message that says what a button says; None when it says something else."""
    value = option_said(step, words)
    if value is None:
        return None
    message = _answered(turn, prompt, step, value, step.label(value) or "")
    revise(turn, prompt, message)
    return Reply(message)


def option_said(step: Step, words: str) -> str | None:
    """The value of the button whose label or value these words are, whatever their case and punctuation."""
    said = _plain(words)
    return next((value for value, label in step.choices if said in (_plain(value), _plain(label))), None)


def ask_again(turn: Turn, prompt: Prompt, step: Step) -> Reply:
    """A reply in words that says none of the buttons: its question once more, or that it has its answer."""
    text = prompting.first_sentence(text_of(turn, prompt, step))
    if prompt.answered_at is None:
        return Reply(prompting.please_choose(text, prompt.id, step.choices))
    return Reply(talking.already_answered(text, step.label(prompt.answer or "") or ""))


def answered_in_words(turn: Turn, prompt: Prompt, step: Step) -> Message:
    """What stands in place of a question that was answered with a reflection."""
    pair = pairs.by_id(turn.session, turn.workspace, prompt.pair_id) if prompt.pair_id is not None else None
    visit = _visit(turn, prompt, pair)
    is_open = visit is not None and visit.state == PLANNED and agenda.is_about(prompt, step, visit)
    is_running = pair is not None and pair.state == RUNNING
    options = step.choices if is_open and is_running else ()
    return prompting.answered_in_words(text_of(turn, prompt, step), prompt.id, options)


def _answered(turn: Turn, prompt: Prompt, step: Step, value: str, label: str) -> Message:
    pair = pairs.locked(turn.session, turn.workspace, prompt.pair_id) if prompt.pair_id is not None else None
    text = text_of(turn, prompt, step)
    is_reflection = step.reply.type == "reflection"
    if pair is not None and (pair.state != RUNNING or not pair.has(turn.me.id)):
        return prompting.closed(text, prompt.id if is_reflection else None, is_early=pair.state != FINISHED)
    if is_reflection:
        return _visited(turn, prompt, step, pair, value)
    if prompt.answered_at is not None:
        return prompting.answered(text, step.label(prompt.answer or "") or "")
    answer(turn, prompt, value)
    if pair is None:
        return prompting.answered(text, label)
    _keep_contact(turn, prompt, step, pair, value)
    plan_prompt = _date_to_ask_for(turn, step, pair) if value == "not_yet" else None
    if plan_prompt is not None:
        return prompting.answered_not_met(text, label, plan_prompt.id)
    return prompting.answered(text, label)


def _keep_contact(turn: Turn, prompt: Prompt, step: Step, pair: Pair, value: str) -> None:
    if value == "yes":
        history.remember_met(turn.session, pair, turn.today)
    turn.session.add(
        Contact(
            workspace=turn.workspace,
            pair_id=pair.id,
            person_id=turn.me.id,
            step=prompt.occurrence,
            answer=value,
            said_on=turn.today,
            met_on=_met_on(turn, prompt, step, pair) if value == "yes" else None,
        )
    )


def _met_on(turn: Turn, prompt: Prompt, step: Step, pair: Pair) -> date:
    """The day that was planned for the meeting; without one, the day of the question, by which they had met."""
    planned = pairs.plan(turn.session, pair, pairs.FIRST_MEETING)
    is_about_the_first = step.reply.captures == "first_met"
    if is_about_the_first and planned is not None and planned.on_date <= turn.today:
        return planned.on_date
    return turn.day_of(prompt.asked_at)


def _date_to_ask_for(turn: Turn, step: Step, pair: Pair) -> Prompt | None:
    """The question for the first meeting's date, when they have not met and have no date ahead."""
    planned = pairs.plan(turn.session, pair, pairs.FIRST_MEETING)
    has_date_ahead = planned is not None and planned.on_date >= turn.today
    if step.reply.captures != "first_met" or has_date_ahead:
        return None
    return _plan_prompt(turn, pair, pairs.FIRST_MEETING)


def _visited(turn: Turn, prompt: Prompt, step: Step, pair: Pair | None, value: str) -> Message:
    """Whether the visit took place; the question itself stays open unless it did not."""
    text, label = text_of(turn, prompt, step), step.label(value) or ""
    visit = _visit(turn, prompt, pair)
    if visit is not None and not agenda.is_about(prompt, step, visit):
        return prompting.put_off(text, visit.on_date)
    if pair is not None and visit is not None:
        _keep_visit(turn, pair, visit, value)
    if value == "cancelled":
        answer(turn, prompt, value)
        if pair is not None and visit is not None and visit.state == CANCELLED:
            plan_prompt = _plan_prompt(turn, pair, visit.kind)
            return prompting.cancelled_is_fine(text, label, plan_prompt.id if plan_prompt else None)
    if prompt.answered_at is not None:
        return prompting.answered(text, label)
    return prompting.happened(text, label, prompt.id)


def _keep_visit(turn: Turn, pair: Pair, visit: Plan, value: str) -> None:
    """A visit happened when either says so: two answers that differ count as a yes."""
    if visit.state == HAPPENED or value not in _VISIT_OF_ANSWER:
        return
    visit.state = _VISIT_OF_ANSWER[value]
    if visit.state == HAPPENED:
        history.remember_met(turn.session, pair, turn.today)
    agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)


def _visit(turn: Turn, prompt: Prompt, pair: Pair | None) -> Plan | None:
    kind = agenda.visit_of(prompt.occurrence)
    return pairs.plan(turn.session, pair, kind) if pair is not None and kind else None


def _plan_prompt(turn: Turn, pair: Pair, kind: str) -> Prompt | None:
    """The question that asked the pair for the date of this plan."""
    steps = {step.id for step in turn.house.programme.steps if step.reply.captures == f"{kind}_plan"}
    asked = [each for each in prompts.asked_of_pair(turn.session, pair) if each.step in steps]
    return asked[-1] if asked else None


def _plain(words: str) -> str:
    kept = "".join(character if character.isalnum() else " " for character in words.casefold())
    return " ".join(kept.split())
