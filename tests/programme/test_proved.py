"""What leads read of a proof says no more than was proved, and that it was not where it was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programme.matching.certificate import Certificate, Cover, PairProof, TrioProof
from programme.matching.proposal import Match
from programme.review import Review
from programme.words.proved import proved
from tests.golden.samples_of_review import PAIRS, proposed, review

ALL = PairProof(Cover(frozenset({1, 2})), Cover(), Cover(), None, {})
TRIOS = TrioProof(4, "prices", "prices", 6_150, "prices", 14_350, "prices")


def of(pairs: PairProof | None = None, trios: TrioProof | None = None) -> Review:
    """Two pairs, found with this proof."""
    certificate = Certificate(4, 0, 0, 6_150, 14_350, pairs=pairs, with_trios=trios)
    return replace(PAIRS, result=replace(PAIRS.result, certificate=certificate))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            of(ALL),
            "Nobody can match more people under these rules, and no other way has a better weakest pair: this was checked.",
        ),
        (
            of(replace(ALL, waited_doctors=Cover(frozenset({1})))),
            "Nobody can match more people under these rules, and no other way that is as fair has a better weakest pair: "
            "this was checked.",
        ),
        (
            of(replace(ALL, people_at_most=5)),
            "This is the best that I found. Under these rules at most 5 people could be matched, and here 4 are.",
        ),
        (
            of(trios=TRIOS),
            "Nobody can match more people under these rules, and no other way that is as fair has a better weakest match: "
            "this was checked.",
        ),
        (
            of(trios=replace(TRIOS, floor_by="integer programme")),
            "Nobody can match more people under these rules, and no other way that is as fair has a better weakest match: "
            "this was worked out exactly.",
        ),
        (
            of(trios=replace(TRIOS, people_by="relaxed", people_at_most=5)),
            "This is the best that I found. Under these rules at most 5 people could be matched, and here 4 are.",
        ),
        (
            of(trios=replace(TRIOS, order_by="relaxed")),
            "Nobody can match more people under these rules. Perhaps there is a way that is fairer or has fewer trios; "
            "this is the best that I found.",
        ),
        (
            of(trios=replace(TRIOS, floor_by="relaxed", floor_at_most=8_000)),
            "Nobody can match more people under these rules. Perhaps the weakest match can be better, but not better than "
            "80 of 100.",
        ),
        (of(), "I could not check that there is no better way."),
        (
            replace(of(ALL), result=replace(of(ALL).result, is_checked=False)),
            "I could not check that there is no better way.",
        ),
        (
            replace(of(ALL), is_by_hand=True),
            "It has been changed by hand, so I cannot say that there is no better way.",
        ),
    ],
)
def test_no_more_is_said_than_was_proved(found: Review, said: str) -> None:
    assert proved(found) == said


def test_what_was_kept_together_is_not_spoken_of() -> None:
    kept = proposed(Match((1,), (11,)), 8_200, kept="locked")
    free = proposed(Match((2,), (12,)), 6_150)
    assert proved(review(kept, free)).startswith("Apart from what was kept together: nobody can match more")
    nothing_free = review(kept)
    certificate = Certificate(0, 0, 0, 0, 0, pairs=ALL)
    only_kept = replace(nothing_free, result=replace(nothing_free.result, certificate=certificate))
    assert proved(only_kept) == "All of it was kept as you or they asked, so there was nothing to choose."
    nobody = replace(only_kept, result=replace(only_kept.result, proposed=()))
    assert proved(nobody) == ""
