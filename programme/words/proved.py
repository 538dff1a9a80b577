"""How many people a suggestion matches, and what was proved of it, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.review import RUNNING
from programme.words.dates import count, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from programme.matching.certificate import Certificate
    from programme.matching.proposal import Proposed
    from programme.review import Review

BY_HAND = "It has been changed by hand, so I cannot say that there is no better way."
ALL_KEPT = "All of it was kept as you or they asked, so there was nothing to choose."
NOT_CHECKED = "I could not check that there is no better way."
CHECKED = "I have checked this."
WORKED_OUT = "I have worked this out exactly."
_MOST = "No other way gives more people a partner"
_HUNDREDTHS = 100
_PAIR = 2


def of_100(points: float) -> str:
    """Points, which are counted in hundredths, as people read them."""
    return f"{round(points / _HUNDREDTHS)} of 100"


def counted(proposed: Sequence[Proposed]) -> str:
    """28 pairs and 1 trio."""
    trios = sum(len(each.match.people) > _PAIR for each in proposed)
    return paired(len(proposed) - trios, trios)


def paired(pairs: int, trios: int) -> str:
    """The same by number."""
    said = [count(pairs, "pair", "pairs")] if pairs or not trios else []
    return " and ".join([*said, count(trios, "trio", "trios")] if trios else said)


def headline(review: Review) -> str:
    """The cohort, the matches, and how many of the people they take; or who can join a pair that runs."""
    if review.thirds and not review.new:
        waits = len(review.pool) - review.placed
        still = f"{waits} of {count(len(review.pool), 'person still waits', 'people still wait')}."
        return f"{review.cohort}: {_joins(review)} {still if waits else 'Nobody else waits.'}"
    everybody = count(len(review.pool), "person", "people")
    first = f"{review.cohort}: {counted(review.new)}, {review.placed} of {everybody}."
    return f"{first} {_joins(review)}" if review.thirds else first


def _joins(review: Review) -> str:
    if len(review.thirds) > 1:
        return f"{len(review.thirds)} people can each join a pair."
    third, hosts = third_and_hosts(review, review.thirds[0])
    return f"{third} can join {hosts}."


def third_and_hosts(review: Review, each: Proposed) -> tuple[str, str]:
    """Whoever joins a pair that runs, and the two of it, by name."""
    people = each.match.people
    third = next(id_ for id_ in people if id_ in review.pool)
    return review.names[third], listed([review.names[id_] for id_ in people if id_ != third])


def points_explained(review: Review) -> str:
    """What points are, once; nothing where there are none."""
    result = review.result
    if not result.proposed:
        return ""
    if len(result.proposed) == 1:
        return "100 points would be a perfect fit."
    average = of_100(result.total / len(result.proposed)).removesuffix(" of 100")
    weakest = of_100(result.floor).removesuffix(" of 100")
    return f"100 points would be a perfect fit. The average here is {average}, and the weakest has {weakest}."


def proved(review: Review) -> str:
    """A sentence or two that say no more than was proved and checked; nothing where nobody was to be matched."""
    certificate = review.result.certificate
    if review.is_by_hand:
        return BY_HAND
    if not certificate.people:
        return ALL_KEPT if review.new and not review.thirds else ""
    if not review.result.is_checked:
        return NOT_CHECKED
    said = _of_trios(certificate) if certificate.with_trios is not None else _of_pairs(certificate)
    apart = _not_spoken_of(review)
    return f"Apart from {apart}: {said[:1].lower()}{said[1:]}" if apart else said


def _not_spoken_of(review: Review) -> str:
    """What was not chosen freely, or of what nothing is proved."""
    why = {each.kept for each in review.result.proposed} - {""}
    kept = ["what was kept together"] if why - {RUNNING} else []
    return listed([*kept, *(["who joins a pair"] if RUNNING in why else [])])


def _of_pairs(certificate: Certificate) -> str:
    """Every word of it follows from the covers, which were checked."""
    proof = certificate.pairs
    if proof is None:
        return NOT_CHECKED
    if proof.people_at_most > certificate.people:
        return _best_found(certificate, proof.people_at_most)
    waited = bool(proof.waited_doctors.size or proof.waited_managers.size)
    return _nothing_better(is_fair=waited)


def _nothing_better(*, is_fair: bool, how: str = CHECKED) -> str:
    """Where fairness was at stake a way that is less fair might make the weakest match better."""
    as_many = "none that gives as many, as fairly," if is_fair else "none that gives as many"
    return f"{_MOST}, and {as_many} makes the weakest match better. {how}"


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
    return _nothing_better(is_fair=True, how=WORKED_OUT if is_solvers_word else CHECKED)
