"""When and where a pair will meet or shadow."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.asked import answer, asked_of_me, revise, text_of
from handlers.status import partners
from handlers.subject import number
from programme import moments
from programme.words import planning, prompting
from storage import agenda, letters, pairs, people
from storage.pairs import ENDED, FIRST_MEETING, HAPPENED, PLANNED, RUNNING, Plan

if TYPE_CHECKING:
    from datetime import date

    from handlers.turn import Turn
    from programme.step import Step
    from programme.words.message import Form
    from storage.pairs import Pair
    from storage.prompts import Prompt


def open_plan(turn: Turn) -> Reply:
    """Open the form that asks when and where."""
    found = _asked(turn, number(turn.action.subject))
    if isinstance(found, Reply):
        return found
    prompt, step, pair = found
    planned = pairs.plan(turn.session, pair, plan_kind(step))
    return _refused(turn, prompt, step, pair, planned) or Reply(form=_form(turn, prompt, step, planned))


def plan(turn: Turn) -> Reply:
    """When and where was sent."""
    written, _, seen = turn.action.subject.partition(":")
    found = _asked(turn, number(written))
    if isinstance(found, Reply):
        return found
    prompt, step, pair = found
    planned = pairs.plan(turn.session, pair, plan_kind(step))
    refused = _refused(turn, prompt, step, pair, planned)
    if refused is not None:
        return refused
    errors = _errors(turn, step, pair)
    if errors:
        return Reply(errors=errors)
    if planned is not None and _looks(planned) != seen and planned.planned_by_id != turn.me.id:
        return Reply(form=_form_again(turn, prompt, step, planned))
    kept = _kept(turn, pair, plan_kind(step), planned)
    answer(turn, prompt, "planned")
    agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    _show(turn, prompt, step, kept)
    _tell_partners(turn, prompt, pair, kept)
    return Reply()


def plan_kind(step: Step) -> str:
    """Which plan a step asks for: what it captures is "shadow_dm_plan", the plan is "shadow_dm"."""
    return step.reply.captures.removesuffix("_plan")


def _asked(turn: Turn, prompt_id: int | None) -> tuple[Prompt, Step, Pair] | Reply:
    found = asked_of_me(turn, prompt_id)
    if not isinstance(found, tuple):
        return Reply(found)
    prompt, step = found
    pair = pairs.locked(turn.session, turn.workspace, prompt.pair_id) if prompt.pair_id is not None else None
    if pair is None or step.reply.type != "date_time_place":
        return Reply(prompting.no_longer_here())
    return prompt, step, pair


def _refused(turn: Turn, prompt: Prompt, step: Step, pair: Pair, planned: Plan | None) -> Reply | None:
    """Why the date cannot be set any more."""
    if pair.state != RUNNING:
        question = prompting.first_sentence(text_of(turn, prompt, step))
        return Reply(prompting.closed(question, is_early=pair.state == ENDED))
    if planned is not None and planned.state == HAPPENED:
        return Reply(prompting.took_place(planning.name_of(planned.kind)))
    return None


def _form(turn: Turn, prompt: Prompt, step: Step, planned: Plan | None) -> Form:
    values = {}
    if planned is not None:
        values = {
            "on_date": planned.on_date.isoformat() if planned.on_date >= turn.today else "",
            "at_time": f"{planned.at_time:%H:%M}",
            "place": planned.place,
            "hours": str(planned.hours or ""),
        }
    subject = f"{prompt.id}:{_looks(planned)}"
    return planning.form(subject, plan_kind(step), values, asks_hours=_asks_hours(step))


def _form_again(turn: Turn, prompt: Prompt, step: Step, planned: Plan) -> Form:
    """The partner was quicker: what was typed is kept, and their date is named."""
    typed = {name: turn.value(name) for name in ("on_date", "at_time", "place", "hours")}
    planner = people.by_id(turn.session, turn.workspace, [planned.planned_by_id])[planned.planned_by_id]
    note = planning.meanwhile(planner.name, planned.on_date, planned.at_time, planned.place)
    subject = f"{prompt.id}:{_looks(planned)}"
    return planning.form(subject, plan_kind(step), typed, asks_hours=_asks_hours(step), meanwhile=note)


def _looks(planned: Plan | None) -> str:
    """What a form carries of the plan it was opened on, so that it shows if the plan has changed since."""
    if planned is None:
        return ""
    return f"{planned.on_date.isoformat()} {planned.at_time:%H:%M} {planned.place}"


def _asks_hours(step: Step) -> bool:
    return plan_kind(step) != FIRST_MEETING


def _errors(turn: Turn, step: Step, pair: Pair) -> dict[str, str]:
    errors = _date_errors(turn, _last_day(turn, pair))
    if turn.time_in("at_time") is None:
        errors["at_time"] = planning.NEEDS_TIME
    if not turn.value("place"):
        errors["place"] = planning.NEEDS_PLACE
    if _asks_hours(step) and not 1 <= (number(turn.value("hours")) or 0) <= planning.MOST_HOURS:
        errors["hours"] = planning.NEEDS_HOURS
    return errors


def _date_errors(turn: Turn, last_day: date) -> dict[str, str]:
    on_date, at_time = turn.date_in("on_date"), turn.time_in("at_time")
    if on_date is None:
        return {"on_date": planning.NEEDS_DATE}
    if on_date < turn.today:
        return {"on_date": planning.DATE_PASSED}
    if on_date > last_day:
        return {"on_date": planning.after_the_end(last_day)}
    if at_time is not None and moments.instant(on_date, at_time, turn.house.window.zone) < turn.now:
        return {"at_time": planning.TIME_PASSED}
    return {}


def _last_day(turn: Turn, pair: Pair) -> date:
    return pair.starts_on + timedelta(weeks=turn.house.programme.weeks_total)


def _kept(turn: Turn, pair: Pair, kind: str, planned: Plan | None) -> Plan:
    on_date, at_time = turn.date_in("on_date"), turn.time_in("at_time")
    if on_date is None or at_time is None:
        raise ValueError("A plan without a date and a time was not stopped.")
    kept = planned or Plan(workspace=turn.workspace, pair_id=pair.id, kind=kind)
    kept.on_date, kept.at_time, kept.place = on_date, at_time, turn.value("place")
    kept.hours = number(turn.value("hours"))
    kept.state = PLANNED
    kept.planned_by_id = turn.me.id
    turn.session.add(kept)
    turn.session.flush()
    return kept


def _show(turn: Turn, prompt: Prompt, step: Step, kept: Plan) -> None:
    text = text_of(turn, prompt, step)
    words = prompting.planned(text, turn.me.name, kept.on_date, kept.at_time, kept.place, prompt.id)
    revise(turn, prompt, words)


def _tell_partners(turn: Turn, prompt: Prompt, pair: Pair, kept: Plan) -> None:
    """Who has no conversation with all of them would not notice a changed message, or has none to notice."""
    carried = letters.of_prompt(turn.session, turn.workspace, prompt.id)
    see_it = {(letter.platform, id_) for letter in carried if len(letter.people) > 1 for id_ in letter.people}
    what = planning.name_of(kept.kind)
    words = prompting.partner_planned(turn.me.name, what, kept.on_date, kept.at_time, kept.place, prompt.id)
    for partner in partners(turn, pair):
        if (partner.platform, partner.platform_id) in see_it:
            continue
        key = f"planned/{kept.id}/{turn.action.key}/{partner.id}"
        turn.tell(partner, key, words, cohort_id=pair.cohort_id)
