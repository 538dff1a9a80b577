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
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

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
    return "proposed" not in proposal.result


def before(session: Session, proposal: Proposal) -> Proposal | None:
    """The suggestion that this one can be compared with: the one before it, if its people are still to be matched."""
    found = proposals.before(session, proposal)
    is_comparable = found is not None and found.approved_at is None and not is_too_old(found)
    return found if is_comparable else None


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
        dissolved=frozenset(proposal.dissolved),
        is_by_hand=proposal.based_on_id is not None,
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
