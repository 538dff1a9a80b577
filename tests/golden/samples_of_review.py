"""What the leads read of suggested pairs: the letters, every page of the review, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from programme.matching.certificate import Certificate, Cover, PairProof, TrioProof
from programme.matching.changes import Changes, Scored, Swap
from programme.matching.exchanges import Exchange
from programme.matching.proposal import Match, Proposal, Proposed, SecondBest, Unmatched
from programme.matching.rules import PARTS
from programme.matching.what_if import Prospect, WhatIf
from programme.review import RUNNING, Review, Work
from programme.words import (
    approving,
    comparing,
    made_pairs,
    one_match,
    proposing,
    prospects,
    review_pages,
    reviewing,
    swapping,
)
from programme.words.made_pairs import MadePair
from programme.words.message import Form, Message

SPRING = "Spring 2027"
NAMES = {
    1: "Amina Yusuf",
    2: "Ben O'Neill",
    3: "Grace Adu",
    11: "Priya Nair",
    12: "Chidi Obi-Lee",
    13: "Omar Said",
}
REASONS = (
    "one of you offers finance, which the other wants to learn",
    "you are both free on Tuesday lunchtimes",
)
AMINA_AND_PRIYA, BEN_AND_CHIDI = Match((1,), (11,)), Match((2,), (12,))
LEAST = "They share 2 hours a fortnight, the least that is allowed."
PROOF = PairProof(Cover(frozenset({1, 2})), Cover(), Cover(), None, {1: 8_200, 2: 6_150})


def proposed(match: Match, points: int, *warnings: str, kept: str = "", weakness: str = "") -> Proposed:
    """A match; whoever is first could also have been with whoever is last."""
    second = (SecondBest(match.people[0], 12 if 12 not in match.people else 11, 6_150),)
    parts = {
        part.name: (0.5 if weakness else 0.9) if part.name == "time_left_together" else 1.0 for part in PARTS
    }
    notes = (LEAST,) if warnings else ()
    return Proposed(
        match, points, parts, "time_left_together", REASONS, warnings, second, kept, weakness, notes
    )


def review(
    *suggested: Proposed, unmatched: tuple[Unmatched, ...] = (), trios: TrioProof | None = None
) -> Review:
    """Everybody in these matches, and those without a partner."""
    people = sum(len(each.match.people) for each in suggested)
    proof = None if trios else PROOF
    certificate = Certificate(people, 0, 0, 6_150, 14_350, pairs=proof, with_trios=trios)
    pool = {id_ for each in suggested for id_ in each.match.people} | {each.id for each in unmatched}
    first_day = date(2027, 3, 16)
    result = Proposal(7, suggested, unmatched, certificate, is_checked=True, first_day=first_day)
    return Review(5, SPRING, result, NAMES, frozenset(pool))


ALONE = (Unmatched(3, "no shared free time with any manager on their site", "meeting by video"),)
WARNED = "The post of {2} ends 14 weeks after the start."
WEAK = "they have only 14 weeks together"
PAIRS = review(
    proposed(AMINA_AND_PRIYA, 8_200), proposed(BEN_AND_CHIDI, 6_150, WARNED, weakness=WEAK), unmatched=ALONE
)
TRIO = review(
    proposed(Match((1, 3), (11,)), 7_100),
    trios=TrioProof(3, "prices", "prices", 7_100, "integer programme", 7_100, "integer programme"),
)
UNPROVED = replace(
    TRIO,
    result=replace(
        TRIO.result,
        certificate=Certificate(
            3,
            0,
            1,
            7_100,
            7_100,
            with_trios=TrioProof(5, "relaxed", "relaxed", 8_000, "relaxed", 9_000, "relaxed"),
        ),
    ),
)
THIRD = replace(
    review(proposed(Match((1, 3), (11,)), 7_100, kept=RUNNING)), pool=frozenset({3, 12}), locked=frozenset()
)
PAIR_AND_THIRD = replace(
    review(proposed(BEN_AND_CHIDI, 6_150), proposed(Match((1, 3), (11,)), 7_100, kept=RUNNING)),
    pool=frozenset({2, 3, 12}),
)
NOT_CHECKED = replace(PAIRS, result=replace(PAIRS.result, is_checked=False))
NOBODY = review(unmatched=ALONE)
LOCKED = replace(PAIRS, locked=frozenset({AMINA_AND_PRIYA}))
DISSOLVED = replace(PAIRS, dissolved={1: (2, 12)})
BY_HAND = replace(PAIRS, is_by_hand=True, has_earlier=True)
SWAP = Swap(
    before=(Scored(AMINA_AND_PRIYA, 8_200), Scored(BEN_AND_CHIDI, 6_150)),
    after=(Scored(Match((2,), (11,)), 7_000), Scored(Match((1,), (12,)), 6_000)),
    alone_before=None,
    alone_after=None,
    floor_before=6_150,
    floor_after=6_000,
    total_before=14_350,
    total_after=13_000,
)
TAKES_HIS_PLACE = replace(
    SWAP, before=SWAP.before[1:], after=(Scored(Match((3,), (12,)), 6_000),), alone_before=3, alone_after=2
)
CHANGES = Changes((BEN_AND_CHIDI,), (Match((2,), (13,)),), (AMINA_AND_PRIYA,), (12,), (13,), (3,), ())
NOTED = proposing.Noted(("Grace Adu",), ("Omar Said",), ("Ben O'Neill and Omar Said",))
MADE = approving.Made(PAIRS.result.proposed, (), date(2027, 3, 16), (date(2027, 3, 23),))
DRIFT = approving.Drift(("Grace Adu",), tuple(NAMES.values()), ("Priya Nair",), is_otherwise=True)
WORK = {
    1: Work("Paediatric registrar", "Main site", "Children"),
    2: Work("GP trainee", "Main site"),
    11: Work("Service manager", "Main site", "Children"),
    12: Work("Finance manager", "Hub", "Finance"),
}
POSSIBLE = (Exchange(2, 7_000, 6_000, 6_000, 13_000), Exchange(3, 6_500, None, 6_150, 12_650))
MANY = replace(PAIRS, names=NAMES | {id_: f"Doctor {id_}" for id_ in range(20, 121)})
MADE_PAIRS = (
    MadePair((("Amina Yusuf", "Paediatric registrar"),), (("Priya Nair", "Service manager"),), REASONS, None),
    MadePair(
        (("Ben O'Neill", "GP trainee"), ("Grace Adu", "")),
        (("Omar Said", "Ward manager"),),
        REASONS,
        date(2027, 3, 16),
    ),
)
IN_VAIN = tuple(Prospect(kind, "", 0) for kind in ("video", "slot", "managers_join", "permission", "shorter"))
PROSPECTS = (Prospect("video", "", 4), Prospect("slot", "tue-lunch", 2), Prospect("managers_join", "main", 1))

REVIEW: dict[str, Message | Form] = {
    "proposing.asked": proposing.asked(30, 29),
    "proposing.asked:some-stay": proposing.asked(30, 29, kept=2),
    "proposing.asked_already": proposing.asked_already(),
    "proposing.asked_again": proposing.asked_again(2),
    "proposing.asked_what_if": proposing.asked_what_if(30, 1),
    "proposing.what_if_already": proposing.what_if_already(),
    "proposing.progress": proposing.progress(SPRING, 600, "matching as many people as can be"),
    "proposing.progress_over": proposing.progress_over(SPRING),
    "proposing.proposal": proposing.proposal(PAIRS, NOTED, comparing.sentence(CHANGES)),
    "proposing.proposal:trio": proposing.proposal(TRIO, proposing.Noted()),
    "proposing.proposal:not-proved": proposing.proposal(UNPROVED, proposing.Noted(are_usual=True)),
    "proposing.proposal:not-checked": proposing.proposal(NOT_CHECKED, proposing.Noted()),
    "proposing.proposal:third": proposing.proposal(THIRD, proposing.Noted()),
    "proposing.proposal:pair-and-third": proposing.proposal(PAIR_AND_THIRD, proposing.Noted()),
    "proposing.proposal:nobody": proposing.proposal(NOBODY, proposing.Noted()),
    "proposing.changed_by_hand": proposing.changed_by_hand("Lena Hart", BY_HAND),
    "proposing.nobody_to_match": proposing.nobody_to_match(SPRING),
    "proposing.replaced": proposing.replaced(SPRING, 6),
    "proposing.nobody_waits": proposing.nobody_waits(SPRING, 1),
    "proposing.too_late": proposing.too_late(SPRING),
    "proposing.not_worked_out": proposing.not_worked_out(SPRING),
    "review_pages.read": review_pages.read("Nothing to send."),
    "reviewing.summary": reviewing.summary(PAIRS),
    "reviewing.summary:newer": reviewing.summary(BY_HAND, reviewing.NEWER),
    "reviewing.summary:dissolved": reviewing.summary(DISSOLVED),
    "reviewing.page": reviewing.page(LOCKED, 1, WORK),
    "reviewing.page:dissolved": reviewing.page(DISSOLVED, 1, WORK),
    "reviewing.alone": reviewing.alone(PAIRS, 1),
    "one_match.closer": one_match.closer(PAIRS, 0, WORK),
    "one_match.closer:locked": one_match.closer(LOCKED, 0, WORK, "These two stay together."),
    "one_match.closer:dissolved": one_match.closer(DISSOLVED, 1, {}),
    "one_match.closer:weak": one_match.closer(PAIRS, 1, WORK),
    "one_match.closer:trio": one_match.closer(TRIO, 0, WORK),
    "one_match.closer:joined": one_match.closer(THIRD, 0, WORK),
    "made_pairs.page": made_pairs.page(1, SPRING, [False] * 9 + [True], 2, MADE_PAIRS),
    "made_pairs.page:none": made_pairs.page(1, SPRING, [], 1, ()),
    "comparing.first": comparing.first(PAIRS),
    "comparing.page": comparing.page(PAIRS, CHANGES, NAMES, 1),
    "swapping.pick": swapping.pick(PAIRS, 0, 1, POSSIBLE),
    "swapping.pick:many": swapping.pick(
        MANY, 0, 1, [replace(POSSIBLE[1], other=id_) for id_ in range(20, 121)]
    ),
    "swapping.effect": swapping.effect(PAIRS, 0, 1, 2, SWAP),
    "swapping.effect:somebody-free": swapping.effect(PAIRS, 1, 2, 3, TAKES_HIS_PLACE),
    "swapping.refused": swapping.refused(PAIRS, 0, 1),
    "approving.approved": approving.approved(SPRING, 1, MADE),
    "approving.approved:joined": approving.approved(SPRING, 1, replace(MADE, new=(), joined=("Grace Adu",))),
    "approving.approved_by": approving.approved_by(
        "Lena Hart", SPRING, 1, replace(MADE, joined=("Grace Adu", "Omar Said"))
    ),
    "approving.already_approved": approving.already_approved(SPRING, 1),
    "approving.out_of_date": approving.out_of_date(SPRING, 5, DRIFT),
    "approving.again_first": approving.again_first(SPRING, 5),
    "approving.let_go": approving.let_go(SPRING, 5),
    "approving.newer_one": approving.newer_one(SPRING, 6),
    "approving.too_old": approving.too_old(SPRING),
    "prospects.what_if": prospects.what_if(
        SPRING, WhatIf(27, 6, PROSPECTS, "can_meet"), {"main": "the main site"}
    ),
    "prospects.what_if:nothing-helps": prospects.what_if(SPRING, WhatIf(27, 1, IN_VAIN, ""), {}),
    "prospects.what_if:nobody": prospects.what_if(SPRING, WhatIf(0, 4, IN_VAIN, "have_permission"), {}),
    "prospects.what_if:all-settled": prospects.what_if(SPRING, WhatIf(0, 0, PROSPECTS, ""), {}),
    "prospects.what_if:everybody": prospects.what_if(SPRING, WhatIf(28, 0, (), ""), {}),
}
