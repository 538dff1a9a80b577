"""Exchanging two people of a suggestion: the effect is shown first, and then it becomes a suggestion of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.action import Reply
from handlers.review import closer, to_decide
from handlers.under_review import Opened, grounds_now
from programme.words import proposing, reviewing, swapping
from storage import cohorts, grounds, lead_letters, proposals, reviews
from storage.proposals import Proposal

if TYPE_CHECKING:
    from handlers.turn import Turn
    from programme.matching.changes import Swap
    from programme.matching.exchanges import Exchange
    from programme.participant import Participant
    from storage.grounds import Grounds


def pick(turn: Turn) -> Reply:
    """Ask with whom somebody is to be exchanged: those with whom the rules allow it, and their effect."""
    at = to_decide(turn)
    if not isinstance(at, Opened):
        return at
    if at.number(1) not in at.match.people:
        return Reply(form=closer(turn, at), replaces=True)
    possible = _possible(at, _knowing(turn, at, grounds_now(turn, at.cohort, ()), at.number(1)))
    if not possible:
        return Reply(form=closer(turn, at, swapping.nobody(at.review, at.number(1))), replaces=True)
    return Reply(form=swapping.pick(at.review, at.position, at.number(1), possible), replaces=True)


def picked(turn: Turn) -> Reply:
    """Somebody was chosen: show what it would mean."""
    at = to_decide(turn)
    if not isinstance(at, Opened):
        return at
    one, known = at.number(1), grounds_now(turn, at.cohort, ())
    possible = _possible(at, _knowing(turn, at, known, one))
    typed = turn.value(swapping.TYPED)
    found = _chosen(typed or turn.value(swapping.BOX), at, [each.other for each in possible])
    if isinstance(found, str):
        return Reply(errors={swapping.TYPED if typed else swapping.BOX: found})
    swap = _swap(at, _knowing(turn, at, known, one, found), one, found)
    if swap is None:
        return Reply(form=swapping.refused(at.review, at.position, one), replaces=True)
    return Reply(form=swapping.effect(at.review, at.position, one, found, swap), replaces=True)


def swap_people(turn: Turn) -> Reply:
    """The effect was seen: the other lead is told of the new suggestion, and the older letters lead to it."""
    at = to_decide(turn)
    if not isinstance(at, Opened):
        return at
    one, other = at.number(1), at.number(2)
    known = _knowing(turn, at, grounds_now(turn, at.cohort, ()), one, other)
    swap = _swap(at, known, one, other)
    if swap is None:
        return Reply(form=swapping.refused(at.review, at.position, one), replaces=True)
    made = _made(turn, at, known, swap)
    review = reviews.review_of(turn.session, at.cohort, made)
    words = proposing.replaced(at.cohort.name, made.id)
    lead_letters.put_away(turn.session, at.cohort, at.proposal.id, words, turn.now)
    for lead in cohorts.leads(turn.session, at.cohort):
        if lead.id != turn.me.id:
            told = proposing.changed_by_hand(turn.me.name, review)
            turn.tell(lead, lead_letters.about(made.id, lead.id), told, cohort_id=at.cohort.id)
    return Reply(form=reviewing.summary(review, swapping.done(review, one, other)), replaces=True)


def _knowing(turn: Turn, at: Opened, known: Grounds, *those: int) -> Grounds:
    """With what is remembered of the people of these matches: of everybody it would take too long to wait for.

    Of each with everybody, because anybody may be said to be the next best.
    """
    concerned = at.review.pool.intersection(those)
    for each in at.review.result.proposed:
        if not concerned.isdisjoint(each.match.people):
            concerned = concerned.union(each.match.people)
    twos = {frozenset({id_, person.id}) for id_ in concerned for person in known.pool if person.id != id_}
    return grounds.with_remembered(turn.session, at.cohort, known, twos)


def _possible(at: Opened, known: Grounds) -> tuple[Exchange, ...]:
    """With whom of the same group somebody can change places, the best first.

    A pair that runs is left as it is, whose account is switched off stays out, and of whoever pressed the other lead
    decides.
    """
    from programme.matching.exchanges import exchanges  # noqa: PLC0415 - numpy, loads when first needed

    fixed = at.review.joining | at.own | {each.id for each in known.pool if each.id not in at.review.pool}
    there = _there(at, known)
    return exchanges(at.review.result, there, known.terms, known.rules, at.number(1), fixed)


def _chosen(written: str, at: Opened, others: list[int]) -> int | str:
    """Who was meant, chosen from the menu or typed; what to say when that is nobody or not one."""
    if not written:
        return swapping.NEEDS_SOMEBODY
    names = at.review.names
    folded = written.casefold()
    called = [id_ for id_ in others if folded in (names[id_].casefold(), str(id_))]
    found = called or [id_ for id_ in others if folded in names[id_].casefold()]
    if len(found) == 1:
        return found[0]
    return swapping.several([names[id_] for id_ in found]) if found else swapping.NOBODY_OF_THIS_NAME


def _swap(at: Opened, known: Grounds, one: int, other: int) -> Swap | None:
    """What it would mean; None when it is not possible, whatever the reason."""
    from programme.matching.changes import Swap, swapped  # noqa: PLC0415 - numpy, loads when first needed

    if one not in at.match.people or other not in {each.other for each in _possible(at, known)}:
        return None
    swap = swapped(at.review.result, _there(at, known), known.terms, known.rules, one, other)
    return swap if isinstance(swap, Swap) else None


def _there(at: Opened, known: Grounds) -> list[Participant]:
    """Everybody whom it is about; whose account is switched off is nobody's second best either."""
    return [person for person in known.pool if person.id not in at.review.switched_off]


def _made(turn: Turn, at: Opened, known: Grounds, swap: Swap) -> Proposal:
    """A suggestion of its own, in which the new matches are kept together and what was decided of others still holds."""
    from programme.matching.by_hand import in_order, with_swap_made  # noqa: PLC0415 - numpy, loads when first needed

    old, review = at.proposal, at.review
    result = with_swap_made(review.result, swap, _there(at, known), known.terms, known.rules)
    dissolved = {review.result.proposed[each].match: link for each, link in review.dissolved.items()}
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
        dissolved=reviews.dissolved_as_json(
            {
                place: dissolved[each.match]
                for place, each in enumerate(result.proposed)
                if each.match in dissolved
            }
        ),
        is_by_hand=True,
        result=reviews.as_json(result),
    )
    turn.session.add(made)
    turn.session.flush()
    proposals.empty(turn.session, at.cohort, but=proposals.COMPARED)
    return made
