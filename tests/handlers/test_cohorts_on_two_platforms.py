"""Leading where nobody is known as an administrator, where channels are rooms, and where some cannot be reached."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from handlers.action import Account, Reply
from programme.words import leading
from programme.words.undelivered import ASK_IT
from storage import people
from storage.cohorts import Cohort
from storage.database import Database
from tests.handlers.desk import AMINA, CHANNEL, CHIDI, EAST, IN_CHANNEL, LENA, PRIYA, TOM, Desk, button, words

FORM: dict[str, Any] = {
    "name": "Spring",
    "starts_on": "2027-03-15",
    "channel": CHANNEL,
    "lead_1": CHIDI.id,
    "lead_1_group": "doctor",
    "lead_2": TOM.id,
    "lead_2_group": "manager",
}
CHOSEN = {CHIDI.id: CHIDI, TOM.id: TOM}


@pytest.fixture
def desk(database: Database) -> Desk:
    """No cohort is open."""
    return Desk(database)


def opens(desk: Desk, who: Account, **changes: Any) -> Reply:
    return desk.acts(who, "form", "cohort_new", "", values={**FORM, **changes}, chosen=CHOSEN)


def cohorts_of(desk: Desk) -> list[Cohort]:
    with desk.database.reading() as session:
        return list(session.scalars(select(Cohort)))


def test_where_nobody_is_an_administrator_only_those_whom_it_has_named_open_the_first_cohort(
    desk: Desk,
) -> None:
    assert not TOM.is_admin
    for reply in (desk.types(TOM, "cohort new"), opens(desk, TOM)):
        assert reply.message == leading.may_not_open()
    assert cohorts_of(desk) == []
    desk.first_leads = frozenset({TOM.id})
    assert desk.types(TOM, "cohort new").form is not None
    assert "Spring is open." in words(opens(desk, TOM).message)
    (cohort,) = cohorts_of(desk)
    assert (cohort.platform, cohort.channel) == (EAST, CHANNEL)


def test_a_cohort_is_told_of_in_a_room_that_the_bot_knows(desk: Desk) -> None:
    desk.first_leads = frozenset({TOM.id})
    desk.knows_room(CHANNEL, "Paired Learning")
    reply = opens(desk, TOM, channel="19:other@thread.tacv2")
    assert reply.errors == {"channel": leading.UNKNOWN_ROOM}
    assert opens(desk, TOM, channel="").errors == {"channel": leading.NEEDS_CHANNEL}
    assert "Spring is open." in words(opens(desk, TOM).message)
    assert "Paired Learning is open: Spring" in words(desk.told_in(CHANNEL)[0].message)


def test_rooms_of_one_platform_do_not_bind_the_other(desk: Desk) -> None:
    desk.knows_room(CHANNEL, "Paired Learning")
    chosen = {"chosen": {LENA.id: LENA, AMINA.id: AMINA}}
    values = {**FORM, "channel": "C1", "lead_1": LENA.id, "lead_2": AMINA.id}
    assert not desk.acts(LENA, "form", "cohort_new", "", values=values, **chosen).errors


def test_the_button_in_the_channel_opens_the_form_for_whoever_presses_it(desk: Desk) -> None:
    desk.first_leads = frozenset({TOM.id})
    opens(desk, TOM)
    hello = desk.told_in(CHANNEL)[0].message
    form = desk.presses(PRIYA, button(hello, "Sign me up")).form
    assert form is not None
    assert form.name == "join_about"


def test_a_lead_sees_whom_the_bot_cannot_reach_and_what_to_ask_it_for(desk: Desk) -> None:
    desk.opens_a_cohort()
    desk.joins(AMINA)
    desk.joins(PRIYA)
    assert "I cannot write to" not in words(desk.types(LENA, "cohort people").message)
    with desk.database.writing() as session:
        unreached = people.find(session, workspace="W", platform=EAST, platform_id=PRIYA.id)
        assert unreached is not None
        unreached.unreachable_since = desk.now
    told = words(desk.types(LENA, "cohort people").message)
    assert f"I cannot write to Priya Nair yet. {ASK_IT}" in told
    assert "Managers: Priya Nair." in told


def test_a_report_in_the_channel_says_nothing_private_there(desk: Desk) -> None:
    desk.opens_a_cohort(platform=EAST, channel=CHANNEL)
    desk.types(TOM, "cohort-report", place=IN_CHANNEL, thread="1", is_answered_in_writing=True)
    public = [words(letter.message) for letter in desk.told_in(CHANNEL)]
    assert len(public) == 2
    assert "Pairs by state" in public[0]
    assert "I have answered you in our chat." in public[1]
    private = "\n".join(words(each) for each in desk.told(TOM))
    assert "for you alone" in private
    assert "on their way" not in private


def test_leads_are_of_the_two_groups_and_of_no_other(desk: Desk) -> None:
    desk.first_leads = frozenset({TOM.id})
    assert opens(desk, TOM, lead_1_group="nurse").errors == {"lead_1_group": leading.NEEDS_GROUP}
