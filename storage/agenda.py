"""What is next for a pair, worked out again in this one place whenever anything about the pair changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from programme.moments import day_of, first_opening
from programme.timeline import next_due
from storage import pairs, prompts
from storage.pairs import CANCELLED, RUNNING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from programme.moments import SendWindow
    from programme.step import Step
    from programme.timeline import Programme
    from storage.pairs import Pair, Plan
    from storage.prompts import Prompt


def events(session: Session, pair: Pair, programme: Programme) -> dict[str, date]:
    """The dates that steps can follow: the shadowing visits that are planned or took place.

    A visit that was put off after the pair had been asked how it went is another visit, to be asked about
    again: its event is numbered, as in "shadow_dm_2".
    """
    asked = prompts.asked_of_pair(session, pair)
    return {
        _event_of(plan, asked, programme): plan.on_date
        for plan in pairs.plans(session, pair.workspace, [pair.id])
        if plan.kind.startswith("shadow_") and plan.state != CANCELLED
    }


def said_to(session: Session, pair: Pair) -> frozenset[str]:
    """The occurrences that a pair has had."""
    return frozenset(prompt.occurrence for prompt in prompts.asked_of_pair(session, pair))


def replan(session: Session, pair: Pair, programme: Programme, window: SendWindow, now: datetime) -> None:
    """Set when time next has something to say to this pair, which the caller holds."""
    if pair.state != RUNNING:
        pair.next_due_at = None
        return
    session.flush()
    asked = prompts.asked_of_pair(session, pair)
    happened = events(session, pair, programme)

    def first_from(moment: datetime) -> datetime | None:
        return next_due(
            programme,
            starts_on=pair.starts_on,
            events=happened,
            already=frozenset(prompt.occurrence for prompt in asked),
            window=window,
            now=moment,
        )

    at = first_from(now)
    today = day_of(now, window)
    if at is not None and at <= now and any(day_of(prompt.asked_at, window) == today for prompt in asked):
        at = first_from(first_opening(window, today + timedelta(days=1)))  # what is late comes one a day
    pair.next_due_at = at


def visit_of(occurrence: str) -> str:
    """The plan that an occurrence follows: "shadow_debrief:dm" and, a second time, "shadow_debrief:dm_2" follow "shadow_dm"."""
    event = occurrence.partition(":")[2]
    return f"shadow_{_without_number(event)}" if event else ""


def is_about(prompt: Prompt, step: Step, plan: Plan) -> bool:
    """Whether what was asked is about the visit as it is planned now, and not about one that has been put off since."""
    return step.after_working_days <= 0 or plan.on_date < prompt.asked_at.date()


def _event_of(plan: Plan, asked: Sequence[Prompt], programme: Programme) -> str:
    visits_over = {
        prompt.occurrence.partition(":")[2] for prompt in asked if _is_over(prompt, plan, programme)
    }
    number = len(visits_over) + 1
    return plan.kind if number == 1 else f"{plan.kind}_{number}"


def _is_over(prompt: Prompt, plan: Plan, programme: Programme) -> bool:
    """Whether the prompt asked about an earlier date of this visit."""
    step = programme.step(prompt.step)
    is_of_this_kind = visit_of(prompt.occurrence) == plan.kind
    return is_of_this_kind and step is not None and not is_about(prompt, step, plan)


def _without_number(event: str) -> str:
    which, _, number = event.rpartition("_")
    return which if which and number.isdecimal() else event
