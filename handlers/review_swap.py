"""Exchanging two people of a suggestion: the effect is shown first, and then it becomes a suggestion of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.review import closer
from handlers.under_review import Opened, grounds_now, opened
from programme.words import proposing, reviewing, swapping
from storage import cohorts, pool, reviews
from storage.proposals import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.turn import Turn
    from programme.matching.changes import Swap
    from programme.participant import Participant
    from storage.grounds import Grounds


def pick(turn: Turn) -> Reply:
    """Ask with whom somebody is to be exchanged."""
    at = opened(turn)
    if not isinstance(at, Opened):
        return at
    others = _others(at, pool.pool_of(turn.session, at.cohort))
    if not others:
        return Reply(form=closer(turn, at, swapping.NOBODY_TO_SWAP), replaces=True)
    return Reply(form=swapping.pick(at.review, at.position, at.number(1), others), replaces=True)


def picked(turn: Turn) -> Reply:
    """Somebody was chosen: show what it would mean."""
    at = opened(turn)
    if not isinstance(at, Opened):
        return at
    known = grounds_now(turn, at.cohort)
    found = _chosen(turn.value(swapping.BOX), at, _others(at, known.pool))
    if isinstance(found, str):
        return Reply(errors={swapping.BOX: found})
    one = at.number(1)
    swap = _swap(at, known, one, found)
    if isinstance(swap, str):
        return Reply(form=swapping.refused(at.review, at.position, swap), replaces=True)
    return Reply(form=swapping.effect(at.review, at.position, one, found, swap), replaces=True)


def swap_people(turn: Turn) -> Reply:
    """The effect was seen: both leads are told of the new suggestion."""
    at = opened(turn)
    if not isinstance(at, Opened):
        return at
    known = grounds_now(turn, at.cohort)
    one, other = at.number(1), at.number(2)
    swap = _swap(at, known, one, other)
    if isinstance(swap, str):
        return Reply(form=swapping.refused(at.review, at.position, swap), replaces=True)
    made = _made(turn, at, known, swap)
    review = reviews.review_of(turn.session, at.cohort, made)
    for lead in cohorts.leads(turn.session, at.cohort):
        words = proposing.changed_by_hand(turn.me.name, review)
        turn.tell(lead, f"proposal/{made.id}/{lead.id}", words, cohort_id=at.cohort.id)
    return Reply(form=reviewing.summary(review, swapping.done(review, one, other)), replaces=True)


def _others(at: Opened, free: Sequence[Participant]) -> list[int]:
    """Everybody of the same group who is free or suggested elsewhere, by name.

    A pair that runs is left as it is, and whose account is switched off stays out.
    """
    review, here = at.review, at.review.result.proposed[at.position].match.people
    group_of = {person.id: person.group for person in free}
    fixed = review.switched_off | review.joining
    others = (
        id_
        for id_ in review.pool & group_of.keys()
        if id_ not in fixed and id_ not in here and group_of[id_] == group_of.get(at.number(1))
    )
    return sorted(others, key=lambda id_: (review.names[id_].casefold(), id_))


def _chosen(written: str, at: Opened, others: list[int]) -> int | str:
    """Who was meant, chosen from the menu or typed; what to say when that is nobody or not one."""
    if not written:
        return swapping.NEEDS_SOMEBODY
    names = at.review.names
    if written.isdecimal():
        found = [id_ for id_ in others if id_ == int(written)]
    else:
        found = [id_ for id_ in others if written.casefold() in names[id_].casefold()]
    if len(found) == 1:
        return found[0]
    return swapping.several([names[id_] for id_ in found]) if found else swapping.NOBODY_OF_THIS_NAME


def _swap(at: Opened, known: Grounds, one: int, other: int) -> Swap | str:
    """What it would mean, or the phrase that says why not."""
    from programme.matching.changes import Refused, swapped  # noqa: PLC0415 - numpy, loads when first needed
    from programme.matching.refusal import refusal  # noqa: PLC0415

    here = at.review.result.proposed[at.position].match.people
    if one not in here or other not in _others(at, known.pool):
        return refusal(["gone"], known.rules)
    swap = swapped(at.review.result, _there(at, known), known.terms, known.rules, one, other)
    return refusal(swap.names, known.rules) if isinstance(swap, Refused) else swap


def _there(at: Opened, known: Grounds) -> list[Participant]:
    """Everybody whom it is about; whose account is switched off is nobody's second best either."""
    return [person for person in known.pool if person.id not in at.review.switched_off]


def _made(turn: Turn, at: Opened, known: Grounds, swap: Swap) -> Proposal:
    """A suggestion of its own, in which the new matches are kept together and what was decided of others still holds."""
    from programme.matching.by_hand import in_order, with_swap_made  # noqa: PLC0415 - numpy, loads when first needed

    old, review = at.proposal, at.review
    result = with_swap_made(review.result, swap, _there(at, known), known.terms, known.rules)
    dissolved = {review.result.proposed[each].match for each in review.dissolved}
    locked = (review.locked - {each.match for each in swap.before}) | {
        in_order(each.match) for each in swap.after
    }
    made = Proposal(
        workspace=turn.workspace,
        cohort_id=at.cohort.id,
        made_by_id=turn.me.id,
        made_at=turn.now,
        seed=old.seed,
        pool=old.pool,
        people=old.people,
        terms=old.terms,
        locked=reviews.matches_as_json(locked),
        dissolved=[place for place, each in enumerate(result.proposed) if each.match in dissolved],
        based_on_id=old.id,
        result=reviews.as_json(result),
    )
    turn.session.add(made)
    turn.session.flush()
    return made
