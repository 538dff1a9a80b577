"""Proposing pairs, and approving them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from handlers.action import Reply
from handlers.cohort import led_cohort
from programme import matching, moments
from programme.participant import Participant
from programme.words import leading
from programme.words.dates import day
from storage import agenda, cohorts, pairs, people, sign_ups
from storage.cohorts import MATCHED, OPEN, Cohort
from storage.pairs import Pair, Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.words.message import Message
    from storage.sign_ups import SignUp, Tie


def propose(turn: Turn) -> Reply:
    """Work out the best pairs and show them to the lead alone."""
    cohort = led_cohort(turn, "/cohort match")
    if not isinstance(cohort, Cohort):
        return Reply(cohort)
    if cohort.state != OPEN:
        return Reply(leading.already_matched(cohort.name))
    pool = _pool(turn, cohort)
    if len({person.group for person in pool}) < 2:  # noqa: PLR2004 - both groups
        return Reply(leading.nobody_to_match(cohort.name))
    proposal = _worked_out(turn, cohort, pool)
    turn.tell(
        turn.me, f"proposal/{proposal.id}/{turn.me.id}", _shown(turn, cohort, proposal), cohort_id=cohort.id
    )
    return Reply(leading.proposal_sent(len(_result(proposal).pairs)))


def approve(turn: Turn) -> Reply:
    """Make the pairs, all at once; nobody hears of it before the first day."""
    proposal = turn.session.get(Proposal, int(turn.action.subject))
    if proposal is None or proposal.workspace != turn.workspace:
        return Reply(leading.no_cohort_of_yours())
    cohort = cohorts.locked(turn.session, turn.workspace, proposal.cohort_id)
    if cohort is None or not turn.leads(cohort):
        return Reply(leading.no_cohort_of_yours())
    if cohort.state != OPEN:
        return Reply(leading.already_matched(cohort.name), replaces=True)
    newest = pairs.newest_proposal(turn.session, cohort.id)
    if newest is None or newest.id != proposal.id or proposal.pool != _fingerprint(_pool(turn, cohort)):
        return Reply(leading.proposal_stale(cohort.name), replaces=True)
    made = _made(turn, cohort, _result(proposal))
    proposal.approved_at = turn.now
    soonest = min(pair.next_due_at or turn.now for pair in made)
    first_day = day(soonest.astimezone(ZoneInfo(turn.house.window.zone)).date())
    _tell_other_leads(turn, cohort, len(made), first_day)
    return Reply(leading.approved(cohort.name, len(made), first_day), replaces=True)


def _worked_out(turn: Turn, cohort: Cohort, pool: Sequence[Participant]) -> Proposal:
    seed = turn.house.seed()
    result = matching.matched(
        pool,
        starts_on=max(cohort.starts_on, turn.today),
        past_pairs=pairs.past(turn.session, turn.workspace),
        linked_directorates=turn.house.site.links,
        seed=seed,
    )
    proposal = Proposal(
        workspace=turn.workspace,
        cohort_id=cohort.id,
        made_by_id=turn.me.id,
        made_at=turn.now,
        seed=seed,
        pool=_fingerprint(pool),
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
    known = people.by_id(turn.session, ids | {each.id for each in result.unmatched})
    return leading.proposal(
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
    for lead in cohorts.leads(turn.session, cohort.id):
        if lead.id != turn.me.id:
            words = leading.approved_by(turn.me.name, cohort.name, number, first_day)
            turn.tell(lead, f"cohort/{cohort.id}/approved/{lead.id}", words, cohort_id=cohort.id)


def _pool(turn: Turn, cohort: Cohort) -> list[Participant]:
    complete = [
        sign_up
        for sign_up, _ in sign_ups.of_cohort(turn.session, cohort.id)
        if sign_up.completed_at is not None
    ]
    ties: dict[int, list[Tie]] = {}
    for tie in sign_ups.ties(turn.session, [sign_up.id for sign_up in complete]):
        ties.setdefault(tie.sign_up_id, []).append(tie)
    return sorted((_participant(each, ties.get(each.id, [])) for each in complete), key=lambda each: each.id)


def _participant(sign_up: SignUp, ties: Sequence[Tie]) -> Participant:
    if sign_up.completed_at is None:
        raise ValueError("Nobody is matched before their form is complete.")
    return Participant(
        id=sign_up.person_id,
        group="doctor" if sign_up.group == "doctor" else "manager",
        grade_band=sign_up.grade_band or "",
        directorate=sign_up.directorate or "",
        site=sign_up.site or "",
        post_ends_on=sign_up.post_ends_on,
        want_to_learn=frozenset(sign_up.want_to_learn),
        can_offer=frozenset(sign_up.can_offer),
        free_a=frozenset(sign_up.free_a),
        free_b=frozenset(sign_up.free_b),
        permission=sign_up.permission,
        remote_ok=sign_up.remote_ok,
        trio_ok=sign_up.trio_ok,
        host_shadow_ok=sign_up.host_shadow_ok,
        night_shadow_ok=sign_up.night_shadow_ok,
        related=frozenset(tie.other_id for tie in ties if tie.kind != "avoid"),
        avoid=frozenset(tie.other_id for tie in ties if tie.kind == "avoid"),
        signed_up_at=sign_up.completed_at,
    )


def _fingerprint(pool: Sequence[Participant]) -> str:
    """The same for the same people with the same answers, whatever the order of a set."""
    plain = [msgspec.to_builtins(person, order="deterministic") for person in pool]
    return hashlib.sha256(msgspec.json.encode(plain, order="deterministic")).hexdigest()
