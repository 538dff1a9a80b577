"""Approving a suggestion: the pairs are made all at once, and nobody hears of it before their first day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers import third
from handlers.action import Reply
from handlers.subject import number
from handlers.under_review import (
    grounds_now,
    held_cohort,
    is_too_late,
    led_cohort_of,
    newest_of,
    twos_of,
)
from programme import moments
from programme.review import RUNNING
from programme.words import approving, leading, proposing
from storage import agenda, cohorts, grounds, history, lead_letters, pool, proposals, reviews
from storage.cohorts import MATCHED
from storage.pairs import Pair

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from handlers.turn import Turn
    from programme.matching.proposal import Proposed
    from programme.review import Review
    from programme.words.approving import Drift
    from programme.words.message import Message
    from storage.cohorts import Cohort
    from storage.grounds import Grounds
    from storage.proposals import Proposal


def approve(turn: Turn) -> Reply:
    """Make the pairs of the newest suggestion, if it is the one pressed and nothing has changed since."""
    asked_for = number(turn.action.subject) or 0
    if led_cohort_of(turn, asked_for) is None:  # before anybody is kept waiting
        return Reply(leading.no_cohort_of_yours())
    _hold_every_cohort(turn)
    cohort = held_cohort(turn, asked_for)
    if cohort is None:
        return Reply(leading.no_cohort_of_yours())
    newest = newest_of(turn, cohort)
    refusal = _refusal(turn, cohort, newest, asked_for)
    if refusal is not None:
        return Reply(refusal, replaces=True)
    review = reviews.review_of(turn.session, cohort, newest)
    now = grounds_now(turn, cohort, _to_be_asked(review))
    drift = _drift(turn, cohort, newest, review, now)
    if drift:
        return Reply(approving.out_of_date(cohort.name, newest.id, drift), replaces=True)
    said = _made(turn, cohort, review)
    proposals.approve(turn.session, cohort, newest, turn.now)
    pool.remember_wishes(turn.session, cohort, now.pool, turn.today)
    _tell_other_leads(turn, cohort, newest, said)
    _put_away(turn, cohort, newest)
    return Reply(approving.approved(cohort.name, cohort.id, said), replaces=True)


def _hold_every_cohort(turn: Turn) -> None:
    """Somebody may be in two cohorts, and the first pair that is made counts: approvals come one after the other.

    All hold them in the same order, so that no two wait for each other.
    """
    everywhere = cohorts.of_workspace(turn.session, turn.workspace)
    for id_ in sorted(cohort.id for cohort in everywhere):
        cohorts.locked(turn.session, turn.workspace, id_)


def _refusal(turn: Turn, cohort: Cohort, newest: Proposal, asked_for: int) -> Message | None:
    """Why nothing is approved: it was already, there is a newer one, or it has to be worked out again."""
    if newest.approved_at is not None:
        return approving.already_approved(cohort.name, cohort.id)
    if is_too_late(turn, cohort):
        return proposing.too_late(cohort.name)
    if newest.is_emptied:
        return approving.out_of_date(
            cohort.name, newest.id, _who_changed(turn, newest, grounds_now(turn, cohort, ()))
        )
    if newest.id != asked_for:
        return approving.newer_one(cohort.name, newest.id)
    if reviews.is_too_old(newest):
        return approving.too_old(cohort.name)
    review = reviews.review_of(turn.session, cohort, newest)
    return None if review.may_be_approved else approving.again_first(cohort.name, newest.id)


def _to_be_asked(review: Review) -> set[frozenset[int]]:
    """Of whom it is asked again whether anything keeps them apart: each two in a match, unless they are a pair already."""
    twos = {two for each in review.result.proposed for two in twos_of(each.match)}
    return {two for two in twos if not two.isdisjoint(review.pool)}


def _drift(turn: Turn, cohort: Cohort, newest: Proposal, review: Review, now: Grounds) -> Drift:
    """What is different from when it was worked out; what is remembered, and the day, only matter to its own matches."""
    people = _who_changed(turn, newest, now)
    key = history.secret_of(turn.session, turn.workspace)
    is_the_same = newest.terms == now.fingerprint_of_the_rest(key) and _can_be_joined(turn, cohort, review)
    is_otherwise = not is_the_same or not (people or _are_allowed(review, now))
    return replace(people, is_otherwise=is_otherwise)


def _who_changed(turn: Turn, newest: Proposal, now: Grounds) -> Drift:
    known = newest.people
    people = now.fingerprints(history.secret_of(turn.session, turn.workspace))
    both = known.keys() & people.keys()
    parts = (
        people.keys() - known.keys(),
        known.keys() - people.keys(),
        {id_ for id_ in both if known[id_] != people[id_]},
    )
    names = reviews.names_of(turn.session, turn.workspace, (int(id_) for ids in parts for id_ in ids))
    joined, left, changed = (tuple(sorted(names[int(id_)] for id_ in ids)) for ids in parts)
    return approving.Drift(joined=joined, left=left, changed=changed)


def _are_allowed(review: Review, now: Grounds) -> bool:
    """Whether the rules allow every match for the day on which it would begin now."""
    from programme.matching.rulebook.allowed import are_allowed  # noqa: PLC0415 - numpy, loads when first needed

    matches = [each.match for each in review.result.proposed]
    return are_allowed(matches, review.pool, now.everybody, now.terms, now.rules)


def _can_be_joined(turn: Turn, cohort: Cohort, review: Review) -> bool:
    joined = (each for each in review.result.proposed if each.kept == RUNNING)
    return all(third.has_pair(turn, cohort, each, review.pool) for each in joined)


def _made(turn: Turn, cohort: Cohort, review: Review) -> approving.Made:
    """The pairs and trios, and the thirds of pairs that there are already."""
    begins_on = grounds.begins_on(cohort, turn.house.window, turn.now)
    joined = [each for each in review.result.proposed if each.kept == RUNNING]
    new = [each for each in review.result.proposed if each.kept != RUNNING]
    made = [_pair(cohort, each, begins_on) for each in new]
    turn.session.add_all(made)
    turn.session.flush()
    _plan(turn, made)
    thirds = [third.join(turn, cohort, each, review.pool) for each in joined]
    placed = {id_ for each in review.result.proposed for id_ in each.match.people}
    pool.take_out(turn.session, cohort, placed)
    _tell_who_waits(cohort, moments.first_opening(turn.house.window, begins_on))
    soonest = min((pair.next_due_at or turn.now for pair in made), default=turn.now)
    names, days = tuple(name for name, _ in thirds), tuple(sorted({on for _, on in thirds}))
    return approving.Made(tuple(new), names, turn.day_of(soonest), days)


def _plan(turn: Turn, made: Sequence[Pair]) -> None:
    """When they hear of it: nothing has been said to any of them, so what holds of the first holds of all."""
    if made:
        agenda.replan(turn.session, made[0], turn.house.programme, turn.house.window, turn.now)
        for pair in made:
            pair.next_due_at = made[0].next_due_at


def _pair(cohort: Cohort, each: Proposed, begins_on: date) -> Pair:
    first, *others = each.match.doctors
    second, *more = each.match.managers
    return Pair(
        workspace=cohort.workspace,
        cohort_id=cohort.id,
        doctor_id=first,
        manager_id=second,
        third_id=next(iter([*others, *more]), None),
        reasons=list(each.reasons),
        starts_on=begins_on,
    )


def _tell_who_waits(cohort: Cohort, at: datetime) -> None:
    """Those left without a partner are told when the others are, or when the clock comes by for another reason."""
    cohort.state = MATCHED
    cohort.next_due_at = min(cohort.next_due_at or at, at)


def _tell_other_leads(turn: Turn, cohort: Cohort, approved: Proposal, said: approving.Made) -> None:
    for lead in cohorts.leads(turn.session, cohort):
        if lead.id != turn.me.id:
            words = approving.approved_by(turn.me.name, cohort.name, cohort.id, said)
            turn.tell(
                lead, f"cohort/{cohort.id}/approved/{approved.id}/{lead.id}", words, cohort_id=cohort.id
            )


def _put_away(turn: Turn, cohort: Cohort, approved: Proposal) -> None:
    """The letters in which it was suggested have no buttons any more; the one that was pressed is replaced by the answer."""
    pressed = turn.action.origin.id if turn.action.origin is not None else ""
    words = approving.already_approved(cohort.name, cohort.id)
    lead_letters.put_away(turn.session, cohort, approved.id, words, turn.now, but=pressed)
