"""How many people a suggestion matches, and what was proved of it, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.dates import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.certificate import Certificate
    from programme.matching.proposal import Proposed
    from programme.review import Review

BY_HAND = "It has been changed by hand, so I cannot say that there is no better way."
ALL_KEPT = "All of it was kept as you or they asked, so there was nothing to choose."
NOT_CHECKED = "I could not check that there is no better way."
_MOST = "Nobody can match more people under these rules"
_HUNDREDTHS = 100
_PAIR = 2


def of_100(points: float) -> str:
    """Points, which are counted in hundredths, as people read them."""
    return f"{round(points / _HUNDREDTHS)} of 100"


def counted(proposed: Sequence[Proposed]) -> str:
    """28 pairs and 1 trio."""
    trios = sum(len(each.match.people) > _PAIR for each in proposed)
    pairs = len(proposed) - trios
    said = [count(pairs, "pair", "pairs")] if pairs or not trios else []
    return " and ".join([*said, count(trios, "trio", "trios")] if trios else said)


def headline(review: Review) -> str:
    """The cohort, the matches, and how many of the people they take."""
    everybody = count(len(review.pool), "person", "people")
    return f"{review.cohort}: {counted(review.standing)}, {review.placed} of {everybody}."


def proved(review: Review) -> str:
    """A sentence or two that say no more than was proved and checked; nothing where nobody was to be matched."""
    certificate = review.result.certificate
    if review.is_by_hand:
        return BY_HAND
    if not certificate.people:
        return ALL_KEPT if review.result.proposed else ""
    if not review.result.is_checked:
        return NOT_CHECKED
    said = _of_trios(certificate) if certificate.with_trios is not None else _of_pairs(certificate)
    return f"Apart from what was kept together: {said[:1].lower()}{said[1:]}" if _has_kept(review) else said


def _has_kept(review: Review) -> bool:
    return any(each.kept for each in review.result.proposed)


def _of_pairs(certificate: Certificate) -> str:
    """Every word of it follows from the covers, which were checked."""
    proof = certificate.pairs
    if proof is None:
        return NOT_CHECKED
    if proof.people_at_most > certificate.people:
        return _best_found(certificate, proof.people_at_most)
    waited = bool(proof.waited_doctors.size or proof.waited_managers.size)
    other = "no other way that is as fair" if waited else "no other way"
    return f"{_MOST}, and {other} has a better weakest pair: this was checked."


def _best_found(certificate: Certificate, at_most: int) -> str:
    most = f"at most {count(at_most, 'person', 'people')} could be matched"
    return f"This is the best that I found. Under these rules {most}, and here {certificate.people} are."


def _of_trios(certificate: Certificate) -> str:
    proof = certificate.with_trios
    if proof is None:
        return NOT_CHECKED
    if proof.people_by == "relaxed" and proof.people_at_most > certificate.people:
        return _best_found(certificate, proof.people_at_most)
    if proof.order_by == "relaxed":
        return f"{_MOST}. Perhaps there is a way that is fairer or has fewer trios; this is the best that I found."
    if proof.floor_by == "relaxed" and proof.floor_at_most > certificate.floor:
        best = of_100(proof.floor_at_most)
        return f"{_MOST}. Perhaps the weakest match can be better, but not better than {best}."
    is_solvers_word = "integer programme" in (proof.people_by, proof.order_by, proof.floor_by)
    how = "this was worked out exactly" if is_solvers_word else "this was checked"
    return f"{_MOST}, and no other way that is as fair has a better weakest match: {how}."
