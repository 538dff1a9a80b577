"""The pairs of a cohort as they run, for its leads to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.subject import numbers
from programme.words import leading, made_pairs
from programme.words.made_pairs import MadePair
from storage import cohorts, pairs, people, sign_ups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from storage.cohorts import Cohort
    from storage.pairs import Pair


def page(turn: Turn) -> Reply:
    """Some of them; only these people's answers are opened."""
    cohort_id, number, *_ = (*(numbers(turn.action.subject) or (0,)), 1)
    cohort = cohorts.by_id(turn.session, turn.workspace, cohort_id)
    if cohort is None or not turn.leads(cohort):
        return Reply(leading.no_cohort_of_yours(), replaces=True)
    running = [each for each in pairs.of_cohort(turn.session, cohort) if each.state == pairs.RUNNING]
    at, those = made_pairs.page_of(running, number)
    shown, trios = _said(turn, cohort, running[those]), [pair.third_id is not None for pair in running]
    return Reply(form=made_pairs.page(cohort.id, cohort.name, trios, at, shown), replaces=True)


def _said(turn: Turn, cohort: Cohort, shown: Sequence[Pair]) -> list[MadePair]:
    ids = {id_ for pair in shown for id_ in pair.members}
    known = people.by_id(turn.session, turn.workspace, ids)
    places = sign_ups.of_people(turn.session, cohort, ids)

    def named(side: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (known[id_].name or leading.NAMELESS, (places[id_].role if id_ in places else "") or "")
            for id_ in side
        )

    said = []
    for pair in shown:
        doctors, managers = sign_ups.sides(turn.session, pair)
        introduced_on = turn.day_of(pair.introduced_at) if pair.introduced_at is not None else None
        said.append(MadePair(named(doctors), named(managers), tuple(pair.reasons), introduced_on))
    return said
