"""Of 200 pairs with long names every page of the review fits into what each platform can show."""

from __future__ import annotations

import pytest

from programme.matching.changes import Changes
from programme.matching.exchanges import Exchange
from programme.matching.proposal import Match
from programme.review import PAGE, Review, Work
from programme.words import comparing, one_match, proposing, reviewing, swapping
from programme.words.message import Form
from storage import reviews
from storage.cohorts import Cohort
from storage.database import Database
from storage.proposals import Proposal
from tests.golden.looks import slack_problems, teams_problems
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import HERE, LENA, Desk, words
from tests.handlers.leads import Lead

MANY, ALONE = 200, 20
LONG = "Oluwaseun Ńwachukwu-Þórsdóttir Čapková de la Peña"


@pytest.fixture
def desk(database: Database) -> Desk:
    """Two hundred managers, and a few doctors more than that, who all have long names."""
    made = Desk(database)
    made.opens_a_cohort()
    joins_at_once(made, "doctor", [f"{LONG} {number}" for number in range(MANY + ALONE)], trio_ok=False)
    joins_at_once(made, "manager", [f"Zoë Ní Bhriain {LONG} {number}" for number in range(MANY)])
    return made


def review_of(desk: Desk) -> Review:
    """The first suggestion."""
    with desk.database.reading() as session:
        proposal = session.get(Proposal, (HERE, 1))
        cohort = session.get(Cohort, (HERE, 1))
        assert proposal is not None
        assert cohort is not None
        return reviews.review_of(session, cohort, proposal)


def problems(form: Form) -> list[str]:
    """What either platform has against it."""
    return slack_problems(form) + teams_problems(form)


def test_every_page_of_two_hundred_pairs_fits_on_both_platforms(desk: Desk) -> None:
    letter = desk.matched()
    assert f"Spring: {MANY} pairs, {2 * MANY} of {2 * MANY + ALONE} people." in words(letter)
    review = review_of(desk)
    everybody = sorted(review.pool)
    work = dict.fromkeys(everybody, Work(LONG, LONG, LONG))
    assert review.pages == MANY // PAGE
    pages = [reviewing.page(review, number, work) for number in range(1, review.pages + 1)]
    assert sum(len(page.lines) for page in pages) == MANY
    matches = tuple(each.match for each in review.result.proposed)
    possible = [
        Exchange(id_, 10_000, 9_999, 9_999, 19_999) for id_ in everybody if id_ not in matches[0].people
    ]
    changes = Changes(matches, tuple(map(_turned, matches)), (), (), (), (), ())
    others = [
        reviewing.summary(review, reviewing.NEWER),
        *(reviewing.alone(review, number) for number in (1, 2)),
        one_match.closer(review, 0, work),
        swapping.pick(review, 0, matches[0].doctors[0], possible[:100]),
        swapping.pick(review, 0, matches[0].doctors[0], possible),
        comparing.page(review, changes, review.names, 20),
    ]
    assert [problem for form in (*pages, *others) for problem in problems(form)] == []
    assert slack_problems(proposing.proposal(review, proposing.Noted())) == []


def _turned(match: Match) -> Match:
    return Match(match.managers, match.doctors)


@pytest.mark.long
def test_every_page_is_reached_by_turning(desk: Desk) -> None:
    desk.matched()
    lena = Lead(desk, LENA).opens().presses("Look at the pairs")
    seen = [line.text for line in lena.form.lines]
    while "Next page" in lena.labels():
        seen += [line.text for line in lena.presses("Next page").form.lines]
    assert len(seen) == len(set(seen)) == MANY
    for _ in range(MANY // PAGE - 1):
        lena.presses("Previous")
    assert "Page 1 of 25." in lena.reads()
    assert "Previous" not in lena.labels()
    lena.presses(f"Without a partner ({ALONE})").presses("Next page")
    assert "Page 2 of 2." in lena.reads()
