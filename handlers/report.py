"""How a cohort is going: counts for its channel, names for a lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.cohort import pick
from programme import pair_state
from programme.words import leading, reporting
from programme.words.dates import listed
from storage import cohort_facts, cohorts, people, reflections, sign_ups
from storage.cohorts import LEAD
from storage.pairs import ENDED, SHADOW_DM, SHADOW_MD
from storage.sign_ups import WORKSHOPS

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.pair_state import PairFacts
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.pairs import Pair
    from storage.people import Person
    from storage.sign_ups import SignUp


def cohort_report(turn: Turn) -> Reply:
    """Counts in the cohort's channel, or to the lead alone when asked anywhere else; names always alone."""
    mine = cohorts.with_role(turn.session, turn.workspace, turn.me.id, LEAD)
    if not mine:
        return Reply(reporting.not_for_you())
    cohort = pick(turn, mine, turn.action.text)
    if cohort is None:
        return Reply(leading.which_cohort([each.name for each in mine], "/cohort-report"))
    facts = cohort_facts.gathered(turn.session, cohort, turn.house.window.zone, turn.today)
    key = f"report/{cohort.id}/{turn.action.key}"
    in_channel = turn.action.place.id == cohort.channel
    if in_channel:
        turn.tell_channel(cohort, f"{key}/counts", _counts(turn, cohort, facts))
    else:
        turn.tell(turn.me, f"{key}/counts", _counts(turn, cohort, facts), cohort_id=cohort.id)
    turn.tell(turn.me, f"{key}/names", _names(turn, cohort, facts), cohort_id=cohort.id)
    if turn.action.place.kind == "channel" and not in_channel:
        return Reply(reporting.wrong_channel(cohort.name))
    return Reply(reporting.on_its_way(in_channel=in_channel), points_to_letters=True)


def _counts(turn: Turn, cohort: Cohort, facts: list[tuple[Pair, PairFacts]]) -> Message:
    states: list[str] = [pair_state.state_of(each, turn.today) for _, each in facts]
    in_time = [pair_state.met_within_14_days(each, turn.today) for _, each in facts]
    return reporting.counts(
        cohort=cohort.name,
        on=turn.today,
        states={state: states.count(state) for state in reporting.STATES},
        met=in_time.count(True),
        could_have_met=len(in_time) - in_time.count(None),
        doctor_shadowed=cohort_facts.visits(turn.session, cohort, SHADOW_DM),
        manager_shadowed=cohort_facts.visits(turn.session, cohort, SHADOW_MD),
        writers=reflections.writers(turn.session, cohort),
        people=len(_taking_part(turn, cohort)),
    )


def _names(turn: Turn, cohort: Cohort, facts: list[tuple[Pair, PairFacts]]) -> Message:
    ids = {id_ for pair, _ in facts for id_ in pair.members}
    known = people.by_id(turn.session, turn.workspace, ids)
    by_state: dict[str, list[str]] = {}
    for pair, each in facts:
        doctors, managers = sign_ups.sides(turn.session, pair)
        names = listed([known[id_].name for id_ in (*doctors, *managers)])
        by_state.setdefault(pair_state.state_of(each, turn.today), []).append(names)
    paired = {id_ for pair, _ in facts if pair.state != ENDED for id_ in pair.members}
    waiting = [
        person.name
        for place, person in _taking_part(turn, cohort)
        if person.id not in paired and place.standing != WORKSHOPS
    ]
    return reporting.details(cohort.name, turn.today, by_state, waiting)


def _taking_part(turn: Turn, cohort: Cohort) -> list[tuple[SignUp, Person]]:
    """Everybody with a complete place that they have not left, with a partner or without."""
    everybody = sign_ups.of_cohort(turn.session, cohort)
    return [each for each in everybody if each[0].completed_at is not None and each[0].left_at is None]
