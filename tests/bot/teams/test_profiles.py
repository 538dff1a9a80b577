"""Who somebody is: asked of Teams in the background, so that nobody waits for a slow one."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from bot.teams.line import Organisation
from bot.teams.profiles import Profiles
from handlers.action import Account
from practice.faults import Fault
from storage import chats, rooms
from tests.bot.teams.ward import AMINA, GENERAL, GUY, LENA, PRIYA, TEAM, Ward, until

SEEN = "As the act says"


class Place:
    """The ward's Teams, and profiles that know nobody yet."""

    def __init__(self, ward: Ward, budget: float = 5.0) -> None:
        assert ward.bot.teams is not None
        self.teams, self.line, self.database = ward.teams, ward.bot.teams.line, ward.database
        (registration,) = ward.bot.teams.registrations.everybody()
        self.at = Organisation(registration, ward.teams.service_url)
        self.workspace = registration.workspace
        self.profiles = Profiles(ward.database, self.line, budget)

    def of(self, user: str) -> Account:
        person = Account(self.workspace, "teams", user, SEEN)
        return self.profiles.of(self.at, person, self.teams.people.chat(user))

    def asked(self) -> int:
        return sum(1 for entry in self.teams.journal.entries(0) if entry.name == "member")


@pytest.fixture
def place(one_ward: Ward) -> Iterator[Place]:
    one_ward.teams.journal.clear()
    made = Place(one_ward)
    yield made
    made.profiles.close()
    one_ward.teams.faults.clear()


def test_name_and_guest_are_told_and_remembered(place: Place) -> None:
    assert place.of(AMINA.id) == Account(place.workspace, "teams", AMINA.id, "Amina Yusuf", email=AMINA.email)
    assert place.of(GUY.id).is_guest
    assert place.of(AMINA.id).name == "Amina Yusuf"
    assert place.asked() == 2


def test_a_slow_answer_is_not_waited_for_and_known_the_next_time(place: Place) -> None:
    place.profiles._budget = 0.05
    place.teams.faults.add("member", Fault(status=200, delay_seconds=0.3))
    began = time.monotonic()
    assert place.of(PRIYA.id).name == SEEN
    assert time.monotonic() - began < 0.25
    assert until(lambda: place.of(PRIYA.id).name == "Priya Raman")
    assert place.asked() == 1


@pytest.mark.parametrize("fault", [Fault(status=502), Fault(status=429), Fault(drop=True), Fault(status=404)])
def test_without_an_answer_what_the_act_says_has_to_do(place: Place, fault: Fault) -> None:
    place.teams.faults.add("member", fault)
    assert place.of(LENA.id) == Account(place.workspace, "teams", LENA.id, SEEN)
    assert place.of(LENA.id).name == "Lena Whitfield"


def test_the_login_of_somebody_whom_the_bot_can_write_to_is_kept(place: Place, one_ward: Ward) -> None:
    one_ward.teams.people.announce()
    assert place.of(AMINA.id).name == "Amina Yusuf"

    def login() -> str | None:
        with place.database.reading() as session:
            chat = chats.of(session, place.workspace, "teams", AMINA.id)
        return chat.login if chat else None

    assert until(lambda: login() == AMINA.email)


def test_people_chosen_in_a_form_are_looked_for_in_the_teams_where_the_bot_is(place: Place) -> None:
    place.teams.tenant.teams_with_bot.add(TEAM.id)
    with place.database.writing() as session:
        named = [(each, each) for each in ("19:gone@thread.tacv2", GENERAL.id)]
        for team, name in named:
            rooms.keep(
                session,
                workspace=place.workspace,
                platform="teams",
                team=team,
                service_url=place.teams.service_url,
                named=[(name, name)],
            )
    unknown = "99999999-0000-4000-8000-000000000009"
    assert place.profiles.of_all(place.at, []) == {}
    found = place.profiles.of_all(place.at, [LENA.id, unknown])
    assert found[LENA.id].name == "Lena Whitfield"
    assert found[unknown] == Account(place.workspace, "teams", unknown)


def test_somebody_in_no_team_is_looked_for_in_a_chat_of_their_own(place: Place) -> None:
    with place.database.writing() as session:
        for room in rooms.all_of(session, place.workspace, "teams"):
            session.delete(room)
        chats.forget(session, place.workspace, "teams", PRIYA.id)
    assert place.profiles.of_all(place.at, [PRIYA.id])[PRIYA.id].name == "Priya Raman"
    assert place.teams.accepted() == []
