"""What leads read of a proof says no more than was proved, and that it was not where it was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programme.matching.certificate import Certificate, Cover, PairProof, TrioProof
from programme.matching.proposal import Match
from programme.review import RUNNING, Review
from programme.words.proved import headline, points_explained, proved
from tests.golden.samples_of_review import PAIRS, proposed, review

TRIO = Match((1, 2), (11,))
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
            "No other way gives more people a partner, and none that gives as many makes the weakest match better. "
            "I have checked this.",
        ),
        (
            of(replace(ALL, waited_doctors=Cover(frozenset({1})))),
            "No other way gives more people a partner, and none that gives as many, as fairly, makes the weakest match "
            "better. I have checked this.",
        ),
        (
            of(replace(ALL, people_at_most=5)),
            "This is the best that I found. Under these rules at most 5 people could be matched, and here 4 are.",
        ),
        (
            of(trios=TRIOS),
            "No other way gives more people a partner, and none that gives as many, as fairly, makes the weakest match "
            "better. I have checked this.",
        ),
        (
            of(trios=replace(TRIOS, floor_by="integer programme")),
            "No other way gives more people a partner, and none that gives as many, as fairly, makes the weakest match "
            "better. I have worked this out exactly.",
        ),
        (
            of(trios=replace(TRIOS, people_by="relaxed", people_at_most=5)),
            "This is the best that I found. Under these rules at most 5 people could be matched, and here 4 are.",
        ),
        (
            of(trios=replace(TRIOS, order_by="relaxed")),
            "No other way gives more people a partner. Perhaps there is a way that is fairer or has fewer trios; "
            "this is the best that I found.",
        ),
        (
            of(trios=replace(TRIOS, floor_by="relaxed", floor_at_most=8_000)),
            "No other way gives more people a partner. Perhaps the weakest match can be better, but not better than "
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
    assert proved(review(kept, free)).startswith("Apart from what was kept together: no other way gives")
    nothing_free = review(kept)
    certificate = Certificate(0, 0, 0, 0, 0, pairs=ALL)
    only_kept = replace(nothing_free, result=replace(nothing_free.result, certificate=certificate))
    assert proved(only_kept) == "All of it was kept as you or they asked, so there was nothing to choose."
    third = replace(
        only_kept, result=replace(only_kept.result, proposed=(proposed(TRIO, 7_000, kept=RUNNING),))
    )
    assert proved(third) == ""
    nobody = replace(only_kept, result=replace(only_kept.result, proposed=()))
    assert proved(nobody) == ""


def test_whoever_joins_a_pair_is_named_and_nobody_is_called_chosen_by_others() -> None:
    third = replace(review(proposed(TRIO, 7_000, kept=RUNNING)), pool=frozenset({2, 3, 12}))
    assert (
        headline(third)
        == "Spring 2027: Ben O'Neill can join Amina Yusuf and Priya Nair. 2 of 3 people still wait."
    )
    assert headline(replace(third, pool=frozenset({2}))).endswith("Priya Nair. Nobody else waits.")
    both = replace(
        review(proposed(TRIO, 7_000, kept=RUNNING), proposed(Match((3,), (12,)), 8_000)),
        pool=frozenset({2, 3, 12}),
    )
    assert headline(both).startswith("Spring 2027: 1 pair, 3 of 3 people. Ben O'Neill can join")


def test_points_are_explained_by_what_there_is() -> None:
    assert points_explained(PAIRS) == (
        "100 points would be a perfect fit. The average here is 72, and the weakest has 62."
    )
    assert points_explained(review(proposed(TRIO, 7_000))) == "100 points would be a perfect fit."
    assert points_explained(review()) == ""
