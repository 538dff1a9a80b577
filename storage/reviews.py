"""A suggestion as it is kept, and as the leads go through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from programme import review
from programme.matching import proposal as results
from programme.matching.proposal import Match
from programme.words import leading
from storage import people, proposals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from programme.review import Link
    from storage.cohorts import Cohort
    from storage.proposals import Proposal


def result_of(proposal: Proposal) -> results.Proposal:
    """What was worked out."""
    return msgspec.convert(proposal.result, results.Proposal, str_keys=True)


def as_json(result: results.Proposal) -> dict[str, Any]:
    """The same, to be kept."""
    plain: dict[str, Any] = msgspec.to_builtins(result, str_keys=True)
    return plain


def is_too_old(proposal: Proposal) -> bool:
    """Whether it was worked out by an earlier version, which kept it in another form."""
    return not proposal.is_emptied and "proposed" not in proposal.result


def is_let_go(proposal: Proposal) -> bool:
    """Whether what was in it is gone, because somebody in it has left before anything was approved."""
    return proposal.approved_at is None and proposal.is_emptied


def is_open(proposal: Proposal) -> bool:
    """Whether the leads can go through it: it is neither approved nor let go of, and kept in the form of today."""
    return proposal.approved_at is None and "proposed" in proposal.result


def before(session: Session, proposal: Proposal) -> Proposal | None:
    """The suggestion that this one can be compared with: the one before it, if its people are still to be matched."""
    found = proposals.before(session, proposal)
    return found if found is not None and is_open(found) else None


def forget_person(session: Session, cohort: Cohort, person_id: int) -> None:
    """Somebody leaves: what was suggested with them is let go of.

    Of the newest suggestion it stays known who was in it, for the leads to be told who is gone; and what they keep
    together of the others.
    """
    newest = proposals.newest(session, cohort)
    if newest is None or newest.approved_at is not None:
        return
    earlier = proposals.before(session, newest)
    if str(person_id) not in {**newest.people, **(earlier.people if earlier is not None else {})}:
        return
    was_in_it = {**newest.people, str(person_id): ""}
    others = [match for match in locked_in(newest) if person_id not in match.people]
    is_in_newest = str(person_id) in newest.people
    proposals.empty(session, cohort, but=0 if is_in_newest else 1)
    if is_in_newest:
        newest.people, newest.locked = was_in_it, matches_as_json(others)


def locked_in(proposal: Proposal) -> frozenset[Match]:
    """The matches that the leads keep together."""
    return frozenset(msgspec.convert(proposal.locked, list[Match]))


def kept_by_leads(session: Session, cohort: Cohort) -> frozenset[Match]:
    """What the leads keep together of the suggestion that they have before them."""
    newest = proposals.newest(session, cohort)
    return locked_in(newest) if newest is not None and newest.approved_at is None else frozenset()


def matches_as_json(matches: Iterable[Match]) -> list[object]:
    """Matches to be kept, in an order of their own."""
    return [msgspec.to_builtins(each) for each in sorted(matches, key=lambda each: each.people)]


def dissolved_in(proposal: Proposal) -> dict[int, Link]:
    """The matches that are not to be, by position, with the two who are not to be paired."""
    return {position: (doctor, manager) for position, doctor, manager in proposal.dissolved}


def dissolved_as_json(dissolved: Mapping[int, Link]) -> list[list[int]]:
    """Matches that are not to be, to be kept."""
    return [[position, *link] for position, link in sorted(dissolved.items())]


def review_of(session: Session, cohort: Cohort, proposal: Proposal) -> review.Review:
    """A suggestion with everybody's name."""
    result = result_of(proposal)
    return review.Review(
        id=proposal.id,
        cohort=cohort.name,
        result=result,
        names=names_of(session, cohort.workspace, _everybody_in(result)),
        pool=frozenset(map(int, proposal.people)),
        locked=locked_in(proposal),
        dissolved=dissolved_in(proposal),
        is_by_hand=proposal.is_by_hand,
        has_earlier=before(session, proposal) is not None,
    )


def names_of(session: Session, workspace: str, ids: Iterable[int]) -> dict[int, str]:
    """People's names, or what is said where none is known."""
    return {
        id_: person.name or leading.NAMELESS for id_, person in people.by_id(session, workspace, ids).items()
    }


def _everybody_in(result: results.Proposal) -> set[int]:
    partners = {best.partner_id for each in result.proposed for best in each.second_best}
    matched = {id_ for each in result.proposed for id_ in each.match.people}
    return partners | matched | {each.id for each in result.unmatched}
