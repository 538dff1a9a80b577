"""A code that one gives to another: both end in one cohort, suggested together, if the rules allow it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from handlers.action import Account, Reply
from handlers.router import handle
from programme import pairing_code
from programme.words.message import Message
from storage.codes import Code, WrongCode
from storage.cohorts import Cohort
from storage.database import Database
from tests.conversations.cast import DOCTOR
from tests.handlers.desk import AMINA, BEN, CHIDI, LENA, PRIYA, Desk, approval, elsewhere, words

pytestmark = pytest.mark.long

SHAPE = re.compile(rf"\b[{pairing_code.LETTERS}]{{4}}-[{pairing_code.LETTERS}]{{4}}\b")


@pytest.fixture
def desk(database: Database) -> Desk:
    """One cohort is open, and Amina has joined it."""
    made = Desk(database)
    made.opens_a_cohort()
    made.joins(AMINA)
    return made


def gives(desk: Desk, who: Account = AMINA) -> str:
    """A fresh code."""
    said = words(desk.types(who, "pairme code").message)
    return str(SHAPE.findall(said)[0])


def answer(desk: Desk, who: Account, code: str) -> str:
    """What is said to somebody who types a code."""
    return words(desk.types(who, f"pairme code {code}").message)


def test_a_code_brings_two_together_whatever_suits_better(desk: Desk) -> None:
    code = gives(desk)
    form = desk.types(PRIYA, f"pairme code {code.lower().replace('-', ' ')}")
    for told, partner in ((desk.told(AMINA)[-1], "Priya Nair"), (desk.told(PRIYA)[-1], "Amina Yusuf")):
        assert partner in words(told)
        assert "The leads still approve every pair." in words(told)
    second = desk.sends(PRIYA, form, **_manager())
    desk.sends(
        PRIYA, second, want_to_learn=["theatres"], can_offer=["digital"], free_a=["tue-lunch", "thu-lunch"]
    )
    desk.joins(CHIDI)
    desk.joins(BEN)
    proposal = desk.matches()
    assert "Amina Yusuf, paediatric registrar, with Priya Nair" in proposal
    assert "“You asked to be paired, with a code. You are both free on" in proposal
    assert "Ben O'Neill, paediatric registrar, with Chidi Obi-Lee" in proposal
    desk.until(desk.now + timedelta(days=15, hours=4))
    assert "We matched you because you asked to be paired, with a code, and you" in words(
        desk.told(PRIYA)[-1]
    )


def _manager(**changes: Any) -> dict[str, Any]:
    return {**DOCTOR, "group": "manager", "grade_band": "band-8a", "post_ends_on": "", **changes}


def test_a_code_says_how_long_it_works_and_what_to_type(desk: Desk) -> None:
    said = words(desk.types(AMINA, "pairme code").message)
    code = SHAPE.findall(said)[0]
    assert f"They type /pairme code {code} in their own chat with me" in said
    assert "It works once, until Monday 15 March 2027." in said
    with desk.database.reading() as session:
        (kept,) = session.scalars(select(Code))
    assert code.replace("-", "") not in kept.hash.upper()


def test_somebody_who_has_joined_already_need_fill_in_nothing(desk: Desk) -> None:
    desk.joins(PRIYA)
    assert "You have used the code of Amina Yusuf." in answer(desk, PRIYA, gives(desk))
    assert "Amina Yusuf and Priya Nair" in desk.matches()


def test_a_code_does_not_break_a_rule(desk: Desk) -> None:
    desk.joins(PRIYA, wishes={"free_a": ["mon-early"]})
    answer(desk, PRIYA, gives(desk))
    assert "Spring: 0 pairs" in desk.matches()


def test_a_code_between_two_of_one_group_makes_no_pair(desk: Desk) -> None:
    desk.joins(BEN)
    answer(desk, BEN, gives(desk))
    desk.joins(PRIYA)
    assert "Spring: 1 pair, 2 of " in desk.matches()


def test_a_code_used_after_pairs_were_suggested_makes_them_old(desk: Desk) -> None:
    desk.joins(PRIYA)
    proposed = desk.matched()
    answer(desk, PRIYA, gives(desk))
    reply = desk.presses(LENA, approval(proposed))
    assert "Things have changed" in words(reply.message)


def test_a_code_works_once(desk: Desk) -> None:
    desk.joins(PRIYA)
    code = gives(desk)
    answer(desk, PRIYA, code)
    assert "has been used already" in answer(desk, CHIDI, code)
    assert "You have used the code of Amina Yusuf." in answer(desk, PRIYA, code)


def test_a_new_code_takes_the_place_of_the_old_one(desk: Desk) -> None:
    first, second = gives(desk), gives(desk)
    assert first != second
    assert "I do not know this code." in answer(desk, CHIDI, first)
    assert desk.types(CHIDI, f"pairme code {second}").form is not None


def test_the_same_command_again_gives_the_same_code(desk: Desk) -> None:
    act = desk.action(AMINA, "command", "pairme", text="code")
    assert handle(act, desk.house) == handle(act, desk.house)


def test_after_two_weeks_a_code_is_too_old(desk: Desk) -> None:
    code = gives(desk)
    desk.later(days=14)
    assert "This code is too old." in answer(desk, PRIYA, code)


def test_her_own_code_is_not_for_herself(desk: Desk) -> None:
    assert "This is your own code." in answer(desk, AMINA, gives(desk))


def test_a_code_of_another_organisation_is_unknown(desk: Desk) -> None:
    assert "I do not know this code." in answer(desk, elsewhere(PRIYA), gives(desk))


def test_who_has_not_joined_has_no_code_to_give(desk: Desk) -> None:
    assert "Please join first" in words(desk.types(PRIYA, "pairme code").message)


def test_who_has_filled_in_one_screen_has(desk: Desk) -> None:
    desk.sends(BEN, desk.types(BEN, "pairme"), **DOCTOR)
    assert gives(desk, BEN)


def test_once_the_pairs_are_made_codes_change_nothing(desk: Desk) -> None:
    code = gives(desk)
    desk.joins(PRIYA)
    desk.matches()
    assert "codes no longer change anything" in words(desk.types(AMINA, "pairme code").message)
    assert "codes no longer change anything" in answer(desk, CHIDI, code)


def test_a_full_cohort_is_full_and_the_code_is_not_used_up(desk: Desk) -> None:
    with desk.database.writing() as session:
        session.scalars(select(Cohort).where(Cohort.workspace == "W")).one().places = 1
    code = gives(desk)
    assert "Spring is full" in answer(desk, PRIYA, code)
    with desk.database.reading() as session:
        assert session.scalars(select(Code.taken_by_id)).all() == [None]


def test_guests_use_no_codes(desk: Desk) -> None:
    guest = Account("W", "teams", "00000000-0000-4000-8000-00000000000a", "Gus Visitor", is_guest=True)
    assert "Guest accounts cannot join." in answer(desk, guest, gives(desk))


def test_five_wrong_codes_in_an_hour_are_enough(desk: Desk) -> None:
    code = gives(desk)
    for number in range(5):
        assert "I do not know this code." in answer(desk, PRIYA, f"7KF3-Q2X{number}")
    assert "too many wrong codes" in answer(desk, PRIYA, code)
    assert desk.types(CHIDI, f"pairme code {code}").form is not None
    desk.later(hours=1)
    assert "has been used already" in answer(desk, PRIYA, code)
    with desk.database.reading() as session:
        assert len(session.scalars(select(WrongCode)).all()) == 1


def test_the_same_wrong_code_delivered_again_counts_once(desk: Desk) -> None:
    act = desk.action(PRIYA, "command", "pairme", text="code XXXX-XXXX")
    for _ in range(6):
        assert "I do not know this code." in words(handle(act, desk.house).message)


def at_once(*acts: Callable[[], Reply]) -> list[Message | None]:
    """In the same moment; what each is told."""
    gate, told = threading.Barrier(len(acts)), dict[int, Message | None]()

    def through_the_gate(number: int, act: Callable[[], Reply]) -> None:
        gate.wait()
        told[number] = act().message

    threads = [threading.Thread(target=through_the_gate, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [told[number] for number in range(len(acts))]


def test_of_two_who_type_a_code_at_once_one_gets_it(desk: Desk) -> None:
    desk.joins(PRIYA)
    desk.joins(CHIDI)
    code = gives(desk)
    house = desk.house
    acts = [desk.action(who, "command", "pairme", text=f"code {code}") for who in (PRIYA, CHIDI)]
    said = [words(told) for told in at_once(*(lambda act=act: handle(act, house) for act in acts))]
    assert len([each for each in said if "You have used the code of" in each]) == 1
    assert len([each for each in said if "has been used already" in each]) == 1


def test_eight_guesses_at_once_are_five(desk: Desk) -> None:
    desk.joins(PRIYA)
    house = desk.house
    acts = [desk.action(PRIYA, "command", "pairme", text=f"code XXXX-XXX{each}") for each in range(8)]
    said = [words(told) for told in at_once(*(lambda act=act: handle(act, house) for act in acts))]
    assert len([each for each in said if "I do not know this code." in each]) == 5


def test_two_who_share_at_once_are_both_told_once(desk: Desk) -> None:
    desk.joins(PRIYA)
    desk.matches()
    desk.until(desk.now + timedelta(days=15, hours=4))
    house = desk.house
    acts = [
        desk.action(who, "form", "share_email", "1", values={"email": f"{who.id}@example.org"})
        for who in (AMINA, PRIYA)
    ]
    at_once(*(lambda act=act: handle(act, house) for act in acts))
    for who, other in ((AMINA, PRIYA), (PRIYA, AMINA)):
        told = [words(each) for each in desk.told(who)]
        assert [f"{other.id.casefold()}@example.org" in each for each in told].count(True) == 1
