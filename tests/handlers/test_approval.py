"""Approving suggested pairs: all or nothing, once, whoever else acts; and what has changed since is named."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from handlers.action import Account, Reply
from handlers.router import handle
from storage import history
from storage.cohorts import Cohort
from storage.database import Database
from storage.pairs import Pair
from storage.people import Person
from storage.proposals import Proposal
from storage.sign_ups import SignUp
from tests.handlers.crowd import join_also, joins_at_once, suggested
from tests.handlers.desk import HERE, LENA, TOM, Desk, approval, words
from tests.handlers.leads import Lead
from tests.handlers.test_review import DOCTORS, MANAGERS, pairs_of, partner_of

Act = Callable[[], Reply]


@pytest.fixture
def desk(database: Database) -> Desk:
    """Three doctors and three managers, and a suggestion."""
    return suggested(database, DOCTORS, MANAGERS)


def made(desk: Desk) -> set[str]:
    """The pairs that there are, by name."""
    with desk.database.reading() as session:
        names = {each.id: each.name for each in session.scalars(select(Person))}
        return {" and ".join(names[id_] for id_ in pair.members) for pair in session.scalars(select(Pair))}


def approved_by(desk: Desk, who: Account) -> str:
    """What is answered to an approval of the newest letter."""
    return words(desk.presses(who, approval(desk.told(who)[-1])).message)


def test_approving_makes_the_pairs_that_were_shown_and_tells_the_other_lead(desk: Desk) -> None:
    shown = pairs_of(desk)
    assert "Approved: 3 pairs in Spring. I will introduce them on Tuesday 16 March 2027." in approved_by(
        desk, LENA
    )
    assert made(desk) == shown
    assert "Lena Hart has approved 3 pairs in Spring." in words(desk.told(TOM)[-1])
    again = [desk.acts(who, "press", "approve_match", "1") for who in (LENA, TOM)]
    assert all("have been approved already" in words(reply.message) for reply in again)
    assert len(made(desk)) == 3


def test_who_joined_left_and_changed_is_named_and_nothing_is_approved(desk: Desk) -> None:
    joins_at_once(desk, "doctor", ["Zoë New"])
    with desk.database.writing() as session:
        by_name = {each.name: each.id for each in session.scalars(select(Person))}

        def of(name: str) -> SignUp:
            return session.scalars(select(SignUp).where(SignUp.person_id == by_name[name])).one()

        of("Ben O'Neill").left_at = desk.now
        of("Omar Said").want_to_learn = ["digital"]
    told = approved_by(desk, TOM)
    assert "Nothing was approved. Things have changed in Spring" in told
    assert "New: Zoë New.\nNo longer there: Ben O'Neill.\nOther answers: Omar Said." in told
    assert "The rules are different" not in told
    assert made(desk) == set()
    Lead(desk, TOM, desk.acts(TOM, "press", "approve_match", "1")).presses("Work them out again")
    desk.works_out()
    assert "Approved: 3 pairs" in approved_by(desk, TOM)


def test_a_wish_made_since_is_not_told_as_somebodys(desk: Desk) -> None:
    """Its writer changed no other answer, and is not named."""
    with desk.database.writing() as session:
        session.execute(update(SignUp).values(apart_emails="priya@example.org"))
        priya = session.scalars(select(Person).where(Person.name == "Priya Nair")).one()
        priya.email = "priya@example.org"
    told = approved_by(desk, LENA)
    assert "The rules are different, or who may be paired with whom." in told
    assert not any(name in told for name in (*DOCTORS, *MANAGERS))


def test_of_many_who_changed_some_are_named(desk: Desk) -> None:
    joins_at_once(desk, "doctor", [f"New {number}" for number in range(9)])
    assert "New: New 0, New 1, New 2, New 3, New 4 and 4 more." in approved_by(desk, LENA)


def test_a_suggestion_of_an_earlier_version_is_to_be_asked_for_again(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.execute(update(Proposal).values(result={"seed": 1, "pairs": [], "unmatched": []}, people={}))
    for press in ("approve_match", "open_review"):
        reply = desk.acts(LENA, "press", press, "1")
        assert "were suggested before PairMe was renewed" in words(reply.message)
    assert "Approved: 3 pairs" in words(desk.presses(LENA, approval(desk.matched())).message)


# Two leads at once.


def at_once(desk: Desk, *acts: tuple[Account, str, str]) -> list[Reply]:
    """Presses by several in the same moment, with what each was answered."""
    start = threading.Barrier(len(acts))
    replies: dict[int, Reply] = {}

    def act(number: int, who: Account, press: str, subject: str) -> None:
        action = desk.action(who, "press", press, subject)
        start.wait()
        replies[number] = handle(action, desk.house)

    threads = [threading.Thread(target=act, args=(number, *each)) for number, each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [replies[number] for number in range(len(acts))]


def said(reply: Reply) -> str:
    """A message's first words, or a form's."""
    if reply.message is not None:
        return reply.message.paragraphs[0]
    assert reply.form is not None
    return "\n".join([reply.form.note, *(line.text for line in reply.form.lines)])


def swap_of(desk: Desk) -> str:
    """What a press is about that swaps the doctors of the first two matches."""
    with desk.database.reading() as session:
        ids = list(session.scalars(select(Person.id).where(Person.name.in_(DOCTORS)).order_by(Person.id)))
    return f"1:0:{ids[0]}:{ids[1]}"


def forbidding(desk: Desk) -> str:
    """What a press is about that dissolves the first match."""
    with desk.database.reading() as session:
        names = {each.name: each.id for each in session.scalars(select(Person))}
    return f"1:0:{names['Amina Yusuf']}:{names[partner_of(desk, 'Amina Yusuf')]}"


def test_both_approve_at_once(desk: Desk) -> None:
    replies = at_once(desk, (LENA, "approve_match", "1"), (TOM, "approve_match", "1"))
    assert sorted(said(reply)[:8] for reply in replies) == ["Approved", "These pa"]
    assert len(made(desk)) == 3


def test_one_approves_while_the_other_swaps_at_once(desk: Desk) -> None:
    shown = pairs_of(desk)
    approval_, swap = at_once(desk, (LENA, "approve_match", "1"), (TOM, "swap_people", swap_of(desk)))
    if said(approval_).startswith("Approved"):
        assert said(swap) == "These pairs of Spring have been approved already."
        assert made(desk) == shown
    else:
        assert said(approval_).startswith("Nothing was approved. There are newer suggested pairs")
        assert "have changed places." in said(swap)
        assert made(desk) == set()
        assert pairs_of(desk) != shown


def test_both_swap_at_once(desk: Desk) -> None:
    replies = at_once(desk, *((who, "swap_people", swap_of(desk)) for who in (LENA, TOM)))
    assert sorted("have changed places." in said(reply) for reply in replies) == [False, True]
    assert any(said(reply).startswith("There are newer suggested pairs.") for reply in replies)
    with desk.database.reading() as session:
        assert [each.is_by_hand for each in session.scalars(select(Proposal).order_by(Proposal.id))] == [
            False,
            True,
        ]


def test_one_forbids_while_the_other_approves_at_once(desk: Desk) -> None:
    forbidden, approval_ = at_once(
        desk, (LENA, "forbid_match", forbidding(desk)), (TOM, "approve_match", "1")
    )
    with desk.database.reading() as session:
        kept = session.scalars(select(history.Remembered)).all()
        cohort = session.scalars(select(Cohort)).one()
    if said(approval_).startswith("Approved"):
        assert said(forbidden) == "These pairs of Spring have been approved already."
        assert (len(kept), len(made(desk)), cohort.state) == (0, 3, "matched")
    else:
        assert "have to be worked out again first" in said(approval_)
        assert "Not to be paired." in said(forbidden)
        assert (len(kept), len(made(desk)), cohort.state) == (1, 0, "open")
    assert cohort.workspace == HERE


def test_approved_in_two_cohorts_at_once_nobody_has_two_partners(desk: Desk) -> None:
    desk.opens_a_cohort(name="Autumn", channel="C2")
    join_also(desk, "Autumn")
    desk.types(LENA, "cohort match Autumn")
    desk.works_out()
    replies = at_once(desk, (LENA, "approve_match", "1"), (TOM, "approve_match", "2"))
    assert sorted(said(reply)[:8] for reply in replies) == ["Approved", "Nothing "]
    (late,) = (reply for reply in replies if said(reply).startswith("Nothing"))
    assert "No longer there: " in words(late.message)
    assert len(made(desk)) == 3
