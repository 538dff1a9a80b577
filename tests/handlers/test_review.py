"""Going through suggested pairs: every page, what is decided of single matches, and the rest worked out again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from handlers.routes import PRESSES
from storage import history, people, reviews
from storage.cohorts import Cohort
from storage.database import Database
from storage.proposals import Proposal
from tests.handlers.crowd import suggested
from tests.handlers.desk import HERE, LENA, TOM, Desk
from tests.handlers.leads import Lead

DOCTORS = ["Amina Yusuf", "Ben O'Neill", "Grace Adu"]
MANAGERS = ["Priya Nair", "Chidi Obi-Lee", "Omar Said"]


@pytest.fixture
def desk(database: Database) -> Desk:
    """Three doctors and three managers, who all suit; their numbers go up by name in the order of these lists."""
    return suggested(database, DOCTORS, MANAGERS)


@pytest.fixture
def lena(desk: Desk) -> Lead:
    """She has the review in front of her."""
    return Lead(desk).opens()


def pairs_of(desk: Desk) -> set[str]:
    """The matches of the newest suggestion, by name."""
    with desk.database.reading() as session:
        cohort = session.scalars(select(Cohort)).one()
        newest = session.scalars(select(Proposal).order_by(Proposal.id.desc()).limit(1)).one()
        review = reviews.review_of(session, cohort, newest)
        return {
            " and ".join(review.names[id_] for id_ in each.match.people) for each in review.result.proposed
        }


def partner_of(desk: Desk, name: str) -> str:
    """Who is suggested with somebody."""
    (both,) = (each.split(" and ") for each in pairs_of(desk) if name in each)
    return next(each for each in both if each != name)


def test_the_letter_and_the_summary_say_how_many_and_what_was_proved(desk: Desk, lena: Lead) -> None:
    (letter,) = desk.told(TOM)
    assert letter == desk.told(LENA)[-1]
    assert letter.paragraphs[:2] == (
        "Spring: 3 pairs, 6 of 6 people. Nobody else has been told.",
        "No other way gives more people a partner, and none that gives as many makes the weakest match better. "
        "I have checked this.",
    )
    assert "Spring: 3 pairs, 6 of 6 people." in lena.reads()
    assert lena.labels() == [
        "Look at the pairs",
        "Work out the rest again",
        "Approve these 3 pairs",
    ]


def test_a_page_leads_to_one_match_and_back(desk: Desk, lena: Lead) -> None:
    lena.presses("Look at the pairs")
    assert "Page 1 of 1." in lena.reads()
    assert lena.reads().count(" of 100.") == 3
    assert lena.reads().count("\nWeakest: ") == 3
    partner = partner_of(desk, "Amina Yusuf")
    assert f"Amina Yusuf, paediatric registrar, with {partner}, service manager: " in lena.reads()
    lena.presses("Look closer", beside="Amina Yusuf")
    assert "Amina Yusuf, paediatric registrar. Medicine, Main site. Would also fit: " in lena.reads()
    assert "Each part, where 100 is perfect: " in lena.reads()
    lena.presses("Back to the pairs").presses("Summary")
    assert "Approve these 3 pairs" in lena.labels()


def test_what_is_kept_together_stays_and_what_is_let_go_does_not(desk: Desk, lena: Lead) -> None:
    kept = f"Amina Yusuf and {partner_of(desk, 'Amina Yusuf')}"
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf").presses("Keep together")
    assert "Kept together by the leads." in lena.reads()
    for _ in range(3):
        lena.presses("Back to the pairs").presses("Summary").presses("Work out the rest again")
        assert "1 match stays as it is." in lena.reads()
        desk.works_out()
        assert kept in pairs_of(desk)
        lena.opens().presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    again = desk.types(TOM, "cohort match").message
    assert again is not None
    assert "1 match stays as it is." in again.paragraphs[0]
    desk.works_out()
    assert kept in pairs_of(desk)
    lena.opens().presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf").presses("Let go")
    assert "Kept together" not in lena.reads()
    lena.presses("Back to the pairs").presses("Summary").presses("Work out the rest again")
    assert "stays" not in lena.reads()


def test_two_who_are_not_to_be_paired_are_dissolved_and_come_back_apart(desk: Desk, lena: Lead) -> None:
    partner = partner_of(desk, "Amina Yusuf")
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    lena.presses("Do not pair these two")
    assert "Not to be paired." in lena.reads()
    assert lena.labels() == ["Pair them again", "Work out the rest again", "Back to the pairs"]
    assert "Work out the rest again" in lena.presses("Back to the pairs").labels()
    lena.presses("Summary")
    assert "Spring: 2 pairs, 4 of 6 people." in lena.reads()
    assert "1 suggested match is no longer wanted." in lena.reads()
    lena.presses("Without a partner (2)")
    assert (
        f"{partner}: the match suggested for them is not to be.\nWhat would help: working out" in lena.reads()
    )
    lena.presses("Summary")
    assert "Approve these 3 pairs" not in lena.labels()
    refused = desk.acts(TOM, "press", "approve_match", "1")
    assert refused.message is not None
    assert "have to be worked out again first" in refused.message.paragraphs[0]
    lena.presses("Work out the rest again")
    desk.works_out()
    assert partner_of(desk, "Amina Yusuf") != partner
    assert "Approved: 3 pairs" in lena.opens().approves().reads()
    assert lena.reads().count("Lena") == 0


def test_nothing_is_kept_of_who_said_that_two_are_not_to_be_paired(desk: Desk, lena: Lead) -> None:
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    lena.presses("Do not pair these two")
    with desk.database.reading() as session:
        everybody = session.scalars(select(people.Person)).all()
        kept = session.scalars(select(history.Remembered)).all()
        (apart,) = history.known(session, HERE, everybody, everybody, history.APART, desk.now.date())
    assert len(kept) == 1
    assert len(apart) == 2
    assert {column.name for column in history.Remembered.__table__.columns} == {
        "workspace",
        "kind",
        "hash",
        "keep_until",
        "times",
    }


def test_who_were_not_to_be_paired_are_paired_again_and_twice_is_once(desk: Desk, lena: Lead) -> None:
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    page = lena.seen
    lena.presses("Do not pair these two")
    Lead(desk, seen=page).presses("Do not pair these two")
    dissolved = lena.seen
    lena.presses("Pair them again")
    assert "Not to be paired." not in lena.reads()
    assert "Do not pair these two" in lena.labels()
    Lead(desk, TOM, dissolved).presses("Pair them again")
    with desk.database.reading() as session:
        assert session.scalars(select(history.Remembered)).all() == []
    assert "Approved: 3 pairs" in lena.opens().approves().reads()


def test_what_somebody_else_has_said_of_the_two_is_not_taken_back(desk: Desk, lena: Lead) -> None:
    two = "Amina Yusuf", partner_of(desk, "Amina Yusuf")
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    lena.presses("Do not pair these two")
    with desk.database.writing() as session:
        known = {each.name: each for each in session.scalars(select(people.Person))}
        one, other = (known[name] for name in two)
        history.remember(session, HERE, one, other, history.APART, desk.now.date())
    lena.presses("Pair them again")
    assert "who may be paired with whom" in lena.opens().approves().reads()


def test_who_asks_twice_while_it_is_worked_out_gets_one_result(desk: Desk, lena: Lead) -> None:
    lena.presses("Work out the rest again")
    again = desk.types(TOM, "cohort match").message
    assert again is not None
    assert again.paragraphs == ("I am working out pairs already. I will send them to both leads here.",)
    desk.works_out()
    assert [len(desk.told(who)) for who in (LENA, TOM)] == [2, 2]


def test_a_press_on_what_is_older_shows_the_newest_with_a_line_that_says_so(desk: Desk, lena: Lead) -> None:
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    desk.matched(TOM)
    for label in ("Keep together", "Do not pair these two", "Swap Amina Yusuf", "Back to the pairs"):
        shown = Lead(desk, seen=lena.seen).presses(label)
        assert shown.reads().startswith("There are newer suggested pairs. Here they are.")
    with desk.database.reading() as session:
        assert session.scalars(select(history.Remembered)).all() == []
        assert [each.locked for each in session.scalars(select(Proposal))] == [[], []]


def test_what_changed_is_told_match_by_match(desk: Desk, lena: Lead) -> None:
    assert "What changed" not in lena.labels()
    partner = partner_of(desk, "Amina Yusuf")
    lena.presses("Look at the pairs").presses("Look closer", beside="Amina Yusuf")
    lena.presses("Do not pair these two").presses("Back to the pairs").presses("Summary")
    lena.presses("Work out the rest again")
    desk.works_out()
    assert "Compared with the suggestion before: " in "\n".join(desk.told(TOM)[-1].paragraphs)
    lena.opens().presses("What changed")
    assert f"Not any more: Amina Yusuf and {partner}." in lena.reads()
    assert f"New: Amina Yusuf and {partner_of(desk, 'Amina Yusuf')}." in lena.reads()


FORGED = ("1", "1:", "1:99", "1:-1", "1:0:99", "1:0:99:98", "1:0:2:3", "1:x:y:z", "", "x", "9" * 40)


def test_a_forged_press_breaks_and_changes_nothing(desk: Desk) -> None:
    before = pairs_of(desk)
    presses = {each for each in PRESSES if "match" in each or "review" in each or "swap" in each}
    for press in sorted(presses):
        for about in FORGED:
            if (press, about) != ("approve_match", "1"):
                reply = desk.acts(LENA, "press", press, about)
                assert reply.form is not None or reply.message is not None
    assert pairs_of(desk) == before
    with desk.database.reading() as session:
        assert session.scalars(select(history.Remembered)).all() == []
        assert session.scalars(select(Cohort.state)).one() == "open"
