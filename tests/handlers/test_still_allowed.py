"""A suggestion is approved only if the rules allow every match on the day it is approved, whatever was told since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from programme.matching.proposal import Match
from storage import cohorts, history, reviews, sign_ups
from storage.database import Database
from storage.pairs import Pair
from storage.people import Person
from storage.proposals import Proposal
from storage.sign_ups import SignUp
from tests.handlers.crowd import joins_at_once
from tests.handlers.desk import AMINA, FIRST_DAY, HERE, LENA, Desk, at, words
from tests.handlers.leads import Lead
from tests.handlers.test_approval import made
from tests.handlers.test_matched_again import fill_up
from tests.handlers.test_review import partner_of

OTHERWISE = "The rules are different, or who may be paired with whom."
TIES = "line_manager", "supervisors", "appraiser", "rota", "avoid"
Tell = Callable[[Desk, str, str], None]


@pytest.fixture
def desk(database: Database) -> Desk:
    """Nobody has joined yet."""
    made_up = Desk(database)
    made_up.opens_a_cohort()
    return made_up


def names(kind: str) -> Tell:
    """One names the other in the form."""

    def tell(desk: Desk, one: str, other: str) -> None:
        with desk.database.writing() as session:
            known = {each.name: each for each in session.scalars(select(Person))}
            query = select(SignUp).where(SignUp.workspace == HERE, SignUp.person_id == known[one].id)
            sign_ups.tie(session, session.scalars(query).one(), kind, [known[other]])

    return tell


def remembers(kind: str) -> Tell:
    """It is remembered of the two."""

    def tell(desk: Desk, one: str, other: str) -> None:
        with desk.database.writing() as session:
            known = {each.name: each for each in session.scalars(select(Person))}
            history.remember(session, HERE, known[one], known[other], kind, desk.now.date())

    return tell


WAYS = {**{kind: names(kind) for kind in TIES}, "apart": remembers("apart"), "met": remembers("met")}
OF_A_THIRD = {kind: WAYS[kind] for kind in ("avoid", "supervisors", "apart", "met")}


def answer(desk: Desk) -> str:
    """What Lena reads when she approves what is before her."""
    return words(desk.acts(LENA, "press", "approve_match", str(newest(desk).id)).message)


def newest(desk: Desk) -> Proposal:
    """The suggestion before the leads."""
    with desk.database.reading() as session:
        query = select(Proposal).where(Proposal.workspace == HERE).order_by(Proposal.id.desc())
        return session.scalars(query.limit(1)).one()


def suggestion(desk: Desk) -> tuple[dict[int, str], list[Match]]:
    """Everybody's name, and its matches."""
    with desk.database.reading() as session:
        called = {each.id: each.name for each in session.scalars(select(Person))}
    return called, [each.match for each in reviews.result_of(newest(desk)).proposed]


def suggested(desk: Desk, times: int) -> None:
    """Two doctors and two managers, worked out several times."""
    joins_at_once(desk, "doctor", ["Amina Yusuf", "Ben O'Neill"])
    joins_at_once(desk, "manager", ["Priya Nair", "Chidi Obi-Lee"])
    for _ in range(times):
        desk.matched()


def keeps_together(desk: Desk, name: str) -> None:
    """Lena keeps the match that somebody is in."""
    called, matches = suggestion(desk)
    (at,) = (at for at, each in enumerate(matches) if name in {called[id_] for id_ in each.people})
    desk.acts(LENA, "press", "lock_match", f"{newest(desk).id}:{at}")
    assert newest(desk).locked != []


def test_from_what_is_answered_nobody_can_tell_what_keeps_two_apart(desk: Desk) -> None:
    said = {}
    for number, (way, tell) in enumerate(WAYS.items()):
        doctor, manager = f"Doctor {number}", f"Manager {number}"
        joins_at_once(desk, "doctor", [doctor])
        joins_at_once(desk, "manager", [manager])
        desk.matched()
        tell(desk, doctor, partner_of(desk, doctor))
        said[way] = answer(desk)
    assert OTHERWISE in said["avoid"]
    assert set(said.values()) == {said["avoid"]}
    assert made(desk) == set()


def test_a_wish_of_two_who_are_not_suggested_together_counts_too(desk: Desk) -> None:
    suggested(desk, 1)
    (other,) = {"Priya Nair", "Chidi Obi-Lee"} - {partner_of(desk, "Amina Yusuf")}
    names("avoid")(desk, "Amina Yusuf", other)
    assert OTHERWISE in answer(desk)


def test_after_a_swap_that_parts_two_who_are_not_to_be_paired_the_rest_is_approved(desk: Desk) -> None:
    suggested(desk, 1)
    called, matches = suggestion(desk)
    number = {name: id_ for id_, name in called.items()}
    amina, ben = number["Amina Yusuf"], number["Ben O'Neill"]
    ((at, hers),) = [(at, each) for at, each in enumerate(matches) if amina in each.people]
    desk.acts(LENA, "press", "forbid_match", f"1:{at}:{amina}:{hers.managers[0]}")
    desk.acts(LENA, "press", "swap_people", f"1:{1 - at}:{ben}:{amina}")
    assert newest(desk).is_by_hand
    assert "Approved: 2 pairs" in answer(desk)


@pytest.mark.parametrize("way", OF_A_THIRD)
@pytest.mark.parametrize("host", ["doctor", "manager"])
def test_nobody_joins_a_pair_against_what_has_been_told_since(desk: Desk, way: str, host: str) -> None:
    with_a_third_suggested(desk)
    called, (match,) = suggestion(desk)
    side = match.doctors if host == "doctor" else match.managers
    OF_A_THIRD[way](desk, "Chidi Obi-Lee", next(called[id_] for id_ in side if "Chidi" not in called[id_]))
    assert OTHERWISE in answer(desk)
    assert not any("Chidi" in each for each in made(desk))


def with_a_third_suggested(desk: Desk) -> None:
    """Five pairs run, and Chidi is suggested to join one."""
    joins_at_once(desk, "doctor", ["Amina Yusuf"])
    joins_at_once(desk, "manager", ["Priya Nair"])
    desk.matches()
    desk.until(FIRST_DAY)
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    fill_up(desk)
    desk.matched()


@pytest.mark.parametrize("way", ["avoid", "apart"])
def test_two_of_one_group_who_are_kept_apart_by_now_are_in_no_trio(desk: Desk, way: str) -> None:
    joins_at_once(desk, "doctor", [f"Doctor {number}" for number in range(6)])
    joins_at_once(desk, "manager", [f"Manager {number}" for number in range(5)])
    desk.matched()
    called, matches = suggestion(desk)
    one, other = next(each.doctors for each in matches if len(each.doctors) > 1)
    WAYS[way](desk, called[one], called[other])
    assert OTHERWISE in answer(desk)
    assert made(desk) == set()


def test_a_post_that_has_become_too_short_since_is_not_paired(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Ben O'Neill"], post_ends_on=at("2027-06-15 09:00").date())
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    desk.matched()
    desk.now = FIRST_DAY + timedelta(weeks=8)
    assert OTHERWISE in answer(desk)
    assert made(desk) == set()
    refused = desk.acts(LENA, "press", "approve_match", str(newest(desk).id))
    lena = Lead(desk, LENA, refused).presses("Work them out again")
    assert "I am working out the rest again." in lena.reads()
    desk.works_out()
    assert "0 pairs" in words(desk.told(LENA)[-1])


def test_after_week_12_nothing_is_approved_or_worked_out_again(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Amina Yusuf"])
    joins_at_once(desk, "manager", ["Priya Nair"])
    desk.matches()
    desk.until(FIRST_DAY)
    joins_at_once(desk, "doctor", ["Ben O'Neill"])
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    desk.matched()
    desk.now = FIRST_DAY + timedelta(weeks=13)
    for press in ("approve_match", "rematch"):
        reply = desk.acts(LENA, "press", press, str(newest(desk).id))
        assert "began too long ago for new pairs" in words(reply.message)
    assert made(desk) == {"Amina Yusuf and Priya Nair"}


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_somebody_who_does_not_lead_holds_nobody_up_even_at_once(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Ben O'Neill"])
    joins_at_once(desk, "manager", ["Chidi Obi-Lee"])
    desk.matched()
    with desk.database.writing() as session:
        assert cohorts.locked(session, HERE, 1) is not None
        for press in ("approve_match", "lock_match", "rematch"):
            assert "Only the leads of a cohort can do this." in words(
                desk.acts(AMINA, "press", press, "1").message
            )


def test_of_what_cannot_be_kept_together_the_letter_does_not_say_which_rule_it_is(desk: Desk) -> None:
    suggested(desk, 1)
    said = set[str]()
    changes: list[Callable[[str], None]] = [
        lambda manager: names("avoid")(desk, "Amina Yusuf", manager),
        lambda _manager: works_elsewhere(desk),
    ]
    for change in changes:
        manager = partner_of(desk, "Amina Yusuf")
        keeps_together(desk, "Amina Yusuf")
        change(manager)
        told = words(desk.matched())
        said.add(told[told.index("Not kept together") :].partition("\n")[0].replace(manager, "somebody"))
    assert said == {"Not kept together, because the rules no longer allow it: Amina Yusuf and somebody."}


def works_elsewhere(desk: Desk) -> None:
    """Amina is on a site where nobody else is."""
    with desk.database.writing() as session:
        amina = session.scalars(select(Person).where(Person.name == "Amina Yusuf")).one()
        hers = SignUp.workspace == HERE, SignUp.person_id == amina.id
        session.execute(update(SignUp).where(*hers).values(site="other"))


# A rule that a cohort has switched off.


def test_a_former_partner_of_this_cohort_stays_one_when_old_pairs_may_meet_again(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Amina Yusuf"])
    joins_at_once(desk, "manager", ["Priya Nair"])
    desk.matches()
    with desk.database.writing() as session:
        session.execute(update(Pair).where(Pair.workspace == HERE).values(state="ended"))
        cohort = cohorts.locked(session, HERE, 1)
        assert cohort is not None
        cohort.rules = {"switched_off": ["not_paired_before"]}
    letter = desk.matched()
    assert "0 pairs, 0 of 2 people." in words(letter)
