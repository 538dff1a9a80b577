"""A cohort that has its pairs is matched again for whoever came late, waits or lost their partner; and what would help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage.cohorts import Cohort
from storage.database import Database
from storage.pairs import RUNNING, Pair
from storage.people import Person
from storage.sign_ups import NEW_PARTNER, WORKSHOPS, SignUp
from tests.handlers.crowd import introduced, joins_at_once
from tests.handlers.desk import FIRST_DAY, LENA, TOM, Desk, approval, at, words
from tests.handlers.leads import Lead
from tests.handlers.test_approval import made

TUESDAY, FRIDAY = "Tuesday 23 March 2027", at("2027-03-19 15:00")


@pytest.fixture
def desk(database: Database) -> Desk:
    """Amina and Priya are a pair, introduced on the first day."""
    return introduced(database)


def told_to(desk: Desk, name: str) -> str:
    """The last letter to somebody."""
    with desk.database.reading() as session:
        id_ = session.scalars(select(Person.platform_id).where(Person.name == name)).one()
    return next(
        words(letter.message) for letter in reversed(desk.letters()) if letter.address.people == (id_,)
    )


def test_late_joiners_are_paired_and_begin_on_the_next_day_on_which_they_may_be_written_to(
    desk: Desk,
) -> None:
    desk.now = FRIDAY
    joins_at_once(desk, "doctor", ["Ben O'Neill"])
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    letter = desk.matched(TOM)
    assert "Spring: 1 pair, 2 of 2 people." in words(letter)
    reply = desk.presses(TOM, approval(letter))
    assert f"Approved: 1 pair in Spring. I will introduce them on {TUESDAY}." in words(reply.message)
    assert made(desk) == {"Amina Yusuf and Priya Nair", "Ben O'Neill and Chidi Obi-Lee"}
    with desk.database.reading() as session:
        assert [each.starts_on.isoformat() for each in session.scalars(select(Pair))][1] == "2027-03-23"


def test_who_lost_their_partner_and_chose_a_new_one_stands_in_the_pool_no_longer(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Ben O'Neill"], standing=NEW_PARTNER)
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    desk.presses(LENA, approval(desk.matched()))
    with desk.database.reading() as session:
        assert {each.standing for each in session.scalars(select(SignUp))} == {""}
        assert {each.state for each in session.scalars(select(Pair))} == {RUNNING}


def test_with_nobody_who_waits_there_is_nothing_to_do(desk: Desk) -> None:
    reply = desk.types(LENA, "cohort match")
    assert "Nobody in Spring is waiting for a partner" in words(reply.message)
    joins_at_once(desk, "doctor", ["Ben O'Neill"])
    with desk.database.writing() as session:
        session.execute(update(Pair).values(state="finished"))
        session.execute(update(SignUp).where(SignUp.person_id <= 4).values(standing=WORKSHOPS))
    reply = desk.types(LENA, "cohort match")
    assert "It needs at least 1 doctor and 1 manager" in words(reply.message)


def test_after_week_12_nobody_is_matched_again(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Ben O'Neill"])
    desk.now = FIRST_DAY + timedelta(weeks=13)
    assert "began too long ago" in words(desk.types(LENA, "cohort match").message)


def test_somebody_left_over_joins_a_pair_that_runs_and_all_three_are_told(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.execute(update(SignUp).values(trio_ok=True))
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    fill_up(desk)
    letter = desk.matched()
    assert "Spring: Chidi Obi-Lee can join Amina Yusuf and Priya Nair. Nobody else waits." in words(letter)
    confirm = approval(letter).confirm
    assert confirm is not None
    assert confirm.question == "Chidi Obi-Lee joins Amina Yusuf and Priya Nair? All three are told."
    lena = (
        Lead(desk).opens(letter).presses("Look at the pairs").presses("Look closer", beside="Chidi Obi-Lee")
    )
    assert "A pair already, which a third joins." in lena.reads()
    assert "Keep together" not in lena.labels()
    reply = desk.presses(LENA, approval(letter))
    assert "Approved: a third person for 1 pair in Spring." in words(reply.message)
    told = "Chidi Obi-Lee joins a pair and makes it three. I will tell all three on Tuesday 16 March 2027."
    assert told in words(reply.message)
    (trio,) = (each for each in made(desk) if "Chidi" in each)
    first, second, _ = trio.split(" and ")
    with desk.database.reading() as session:
        ids = {each.name: each.platform_id for each in session.scalars(select(Person))}
    (together,) = (each for each in desk.letters() if "so you are three" in words(each.message))
    assert together.address.people == tuple(ids[name] for name in (first, second, "Chidi Obi-Lee"))
    assert together.unasked
    told = words(together.message)
    assert f"Chidi Obi-Lee joins {first} and {second}, so you are three from now on." in told
    assert f"{first} and {second}, meet Chidi Obi-Lee, Service manager." in told
    assert f"meet {first}, Paediatric registrar, and {second}, Service manager." in told
    assert "We matched you because " in told
    assert [each.label for each in together.message.buttons] == ["Tell me when and where"]


def fill_up(desk: Desk) -> None:
    """Four more pairs run, so that a fifth of five may be three."""
    with desk.database.writing() as session:
        session.execute(update(SignUp).values(trio_ok=True))
    waiting = [
        joins_at_once(desk, "doctor", [f"Doctor {number}" for number in range(4)]),
        joins_at_once(desk, "manager", [f"Manager {number}" for number in range(4)]),
    ]
    with desk.database.writing() as session:
        pair = session.scalars(select(Pair)).one()
        session.add_all(
            Pair(
                workspace=pair.workspace,
                cohort_id=pair.cohort_id,
                doctor_id=doctor,
                manager_id=manager,
                reasons=[],
                starts_on=pair.starts_on,
                introduced_at=pair.introduced_at,
            )
            for doctor, manager in zip(*waiting, strict=True)
        )


def test_a_pair_that_has_ended_meanwhile_is_not_joined(desk: Desk) -> None:
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    fill_up(desk)
    letter = desk.matched()
    with desk.database.writing() as session:
        session.execute(update(Pair).values(state="ended"))
    said = words(desk.presses(LENA, approval(letter)).message)
    assert "Nothing was approved. Things have changed in Spring" in said
    assert not any("Chidi" in each for each in made(desk))


# What if.


def test_what_would_match_more_is_told_to_the_lead_who_asks_in_counts_alone(desk: Desk) -> None:
    desk.now = FRIDAY
    joins_at_once(desk, "doctor", ["Ben O'Neill", "Grace Adu"], free_a=["mon-early"])
    joins_at_once(desk, "manager", ["Chidi Obi-Lee", "Omar Said"])
    before = len(desk.told(TOM))
    asked = desk.types(LENA, "cohort match what-if")
    assert "I am working out what would match more of 2 doctors and 2 managers." in words(asked.message)
    assert "already for a lead" in words(desk.types(TOM, "cohort match what-if Spring").message)
    desk.works_out()
    told = words(desk.told(LENA)[-1])
    assert "Spring: of the 4 people who wait, nobody can be paired yet." in told
    assert ": 4 more people paired." in told.partition("If everybody were free on ")[2]
    assert "The rule that keeps most of them waiting: two people must share enough free time." in told
    assert not any(name in told for name in ("Ben", "Grace", "Chidi", "Omar"))
    assert len(desk.told(TOM)) == before


def test_what_is_kept_together_is_not_supposed_otherwise(desk: Desk) -> None:
    desk.now = FRIDAY
    joins_at_once(desk, "doctor", ["Ben O'Neill"])
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    desk.matched()
    Lead(desk).opens().presses("Look at the pairs").presses("Look closer").presses("Keep together")
    desk.types(LENA, "cohort match what-if")
    desk.works_out()
    assert "Spring: everybody who waits is kept together" in words(desk.told(LENA)[-1])
    with desk.database.reading() as session:
        assert session.scalars(select(Cohort.state)).one() == "matched"
