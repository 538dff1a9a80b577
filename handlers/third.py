"""Somebody joins a pair that has begun: they become three, and are introduced as three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.moments import first_allowed
from storage import agenda, pairs, people, questions
from storage.pairs import REASONS
from storage.prompts import INTRODUCTION

if TYPE_CHECKING:
    from datetime import date

    from handlers.turn import Turn
    from programme.matching.proposal import Proposed
    from storage.cohorts import Cohort
    from storage.pairs import Pair


def join(turn: Turn, cohort: Cohort, proposed: Proposed, pool: frozenset[int]) -> tuple[str, date]:
    """Make the one of the match who had no partner the third of the pair of the others.

    Gives their name, and the day on which all three hear of it. A pair that has not been introduced yet is introduced
    as three, and nobody hears of it before; one that has been meets its third when the programme next speaks.
    """
    (third_id,) = (id_ for id_ in proposed.match.people if id_ in pool)
    others = set(proposed.match.people) - {third_id}
    pair = _pair_of(turn, cohort, others)
    pair.third_id = third_id
    is_told_now = pair.introduced_at is not None
    _introduce(turn, pair, proposed.reasons)
    agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    at = first_allowed(turn.house.window, turn.now) if is_told_now else pair.next_due_at or turn.now
    return people.by_id(turn.session, turn.workspace, [third_id])[third_id].name, turn.day_of(at)


def _introduce(turn: Turn, pair: Pair, reasons: tuple[str, ...]) -> None:
    if pair.introduced_at is None:
        pair.reasons = list(reasons)
        return
    first_two = [*pair.reasons, *[""] * REASONS][:REASONS]
    pair.reasons = [*first_two, *reasons]
    step = turn.house.programme.step(INTRODUCTION)
    if step is not None:
        questions.introduce_third(turn.session, pair, step, turn.house.voice, turn.now)


def has_pair(turn: Turn, cohort: Cohort, proposed: Proposed, pool: frozenset[int]) -> bool:
    """Whether the pair that is to be joined is still one, and of two."""
    return _find(turn, cohort, set(proposed.match.people) - pool) is not None


def _pair_of(turn: Turn, cohort: Cohort, others: set[int]) -> Pair:
    found = _find(turn, cohort, others)
    held = pairs.locked(turn.session, turn.workspace, found.id) if found is not None else None
    if held is None:
        raise ValueError("The pair to be joined was there when the approval began.")
    return held


def _find(turn: Turn, cohort: Cohort, members: set[int]) -> Pair | None:
    running = (each for each in pairs.of_cohort(turn.session, cohort) if each.state == pairs.RUNNING)
    return next((each for each in running if set(each.members) == members), None)
