"""Proposing pairs, and approving them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from handlers.action import Reply
from handlers.cohort import led_cohort
from handlers.pool import asked_together, fingerprint, pool_of
from programme import matching, moments
from programme.words import leading, proposing
from programme.words.dates import day
from storage import agenda, cohorts, pairs, people
from storage.cohorts import MATCHED, OPEN, Cohort
from storage.pairs import Pair, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.participant import Participant
    from programme.words.message import Message


def propose(turn: Turn) -> Reply:
    """Work out the best pairs and show them to the lead alone."""
    cohort = led_cohort(turn, "/cohort match", open_first=True)
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    if cohort.state != OPEN:
        return Reply(proposing.already_matched(cohort.name))
    pool = pool_of(turn.session, cohort)
    if len({person.group for person in pool}) < 2:  # noqa: PLR2004 - both groups
        return Reply(proposing.nobody_to_match(cohort.name))
    proposal = _worked_out(turn, cohort, pool)
    turn.tell(
        turn.me, f"proposal/{proposal.id}/{turn.me.id}", _shown(turn, cohort, proposal), cohort_id=cohort.id
    )
    return Reply(proposing.sent(len(_result(proposal).pairs)), points_to_letters=True)


def approve(turn: Turn) -> Reply:
    """Make the pairs, all at once; nobody hears of it before the first day."""
    proposal = turn.session.get(Proposal, (turn.workspace, int(turn.action.subject)))
    cohort = (
        cohorts.locked(turn.session, turn.workspace, proposal.cohort_id) if proposal is not None else None
    )
    if proposal is None or cohort is None or not turn.leads(cohort):
        return Reply(leading.no_cohort_of_yours())
    refusal = _no_longer_good(turn, cohort, proposal)
    if refusal is not None:
        return Reply(refusal, replaces=True)
    made = _made(turn, cohort, _result(proposal))
    proposal.approved_at = turn.now
    soonest = min(pair.next_due_at or turn.now for pair in made)
    first_day = day(soonest.astimezone(ZoneInfo(turn.house.window.zone)).date())
    _tell_other_leads(turn, cohort, len(made), first_day)
    return Reply(proposing.approved(cohort.name, len(made), first_day), replaces=True)


def _no_longer_good(turn: Turn, cohort: Cohort, proposal: Proposal) -> Message | None:
    """Why a proposal cannot be approved: it was, there is a newer one, or it would come out differently now."""
    if cohort.state != OPEN:
        return proposing.already_matched(cohort.name)
    newest = pairs.newest_proposal(turn.session, cohort)
    if newest is not None and newest.id != proposal.id:
        return proposing.newer_one(cohort.name)
    past = pairs.past(turn.session, turn.workspace)
    asked = asked_together(turn.session, cohort)
    is_same = proposal.pool == fingerprint(pool_of(turn.session, cohort), past, asked)
    return None if is_same and _result(proposal).pairs else proposing.people_changed(cohort.name)


def _worked_out(turn: Turn, cohort: Cohort, pool: Sequence[Participant]) -> Proposal:
    seed, past = turn.house.seed(), pairs.past(turn.session, turn.workspace)
    asked = asked_together(turn.session, cohort)
    result = matching.matched(
        pool,
        starts_on=max(cohort.starts_on, turn.today),
        past_pairs=past,
        linked_directorates=turn.house.site.links,
        seed=seed,
        asked=asked,
    )
    proposal = Proposal(
        workspace=turn.workspace,
        cohort_id=cohort.id,
        made_by_id=turn.me.id,
        made_at=turn.now,
        seed=seed,
        pool=fingerprint(pool, past, asked),
        result=msgspec.to_builtins(result),
    )
    turn.session.add(proposal)
    turn.session.flush()
    return proposal


def _result(proposal: Proposal) -> matching.Proposal:
    return msgspec.convert(proposal.result, matching.Proposal)


def _shown(turn: Turn, cohort: Cohort, proposal: Proposal) -> Message:
    result = _result(proposal)
    ids = {id_ for pair in result.pairs for id_ in (pair.doctor_id, pair.manager_id)}
    known = people.by_id(turn.session, turn.workspace, ids | {each.id for each in result.unmatched})
    return proposing.proposal(
        cohort.name,
        proposal.id,
        [
            (known[pair.doctor_id].name, known[pair.manager_id].name, round(pair.score), pair.reasons)
            for pair in result.pairs
        ],
        [(known[each.id].name, each.reason) for each in result.unmatched],
    )


def _made(turn: Turn, cohort: Cohort, result: matching.Proposal) -> list[Pair]:
    cohort.state = MATCHED
    starts_on = max(cohort.starts_on, turn.today)
    made = [
        Pair(
            workspace=turn.workspace,
            cohort_id=cohort.id,
            doctor_id=pair.doctor_id,
            manager_id=pair.manager_id,
            reasons=list(pair.reasons),
            starts_on=starts_on,
        )
        for pair in result.pairs
    ]
    turn.session.add_all(made)
    turn.session.flush()
    for pair in made:
        agenda.replan(turn.session, pair, turn.house.programme, turn.house.window, turn.now)
    window = turn.house.window
    cohort.next_due_at = moments.first_allowed(window, moments.instant(starts_on, window.opens, window.zone))
    return made


def _tell_other_leads(turn: Turn, cohort: Cohort, number: int, first_day: str) -> None:
    for lead in cohorts.leads(turn.session, cohort):
        if lead.id != turn.me.id:
            words = proposing.approved_by(turn.me.name, cohort.name, number, first_day)
            turn.tell(lead, f"cohort/{cohort.id}/approved/{lead.id}", words, cohort_id=cohort.id)
