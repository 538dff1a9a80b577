from __future__ import annotations

from collections.abc import Callable

import pytest

from practice.refusal import NotPossible
from practice.teams.people import TeamsChannel
from tests.practice.teams.office import AMINA, OFFICE, OMAR, PRIYA, ROUNDS, WARD, Office

LIBRARY = TeamsChannel("19:library@thread.tacv2", "Library")


def channels(office: Office) -> list[str]:
    return [one["id"] for one in office.get(f"teams/{WARD.id}/conversations").json()["conversations"]]


def test_who_joins_a_team_is_reached_through_it_until_they_leave(office: Office) -> None:
    account = office.teams.tenant.account(OMAR.id)
    office.teams.people.join_team(OMAR.id, WARD.id)
    heard = office.bot.last
    assert heard["channelData"]["eventType"] == "teamMemberAdded"
    assert heard["membersAdded"] == [{"id": account, "aadObjectId": OMAR.id}]
    assert office.create(account).status_code == 201

    office.teams.people.leave_team(OMAR.id, WARD.id)
    assert office.bot.last["membersRemoved"][0]["id"] == account
    assert office.create(account).status_code == 403


def test_a_channel_comes_gets_another_name_and_goes(office: Office) -> None:
    people = office.teams.people
    people.add_channel(AMINA.id, WARD.id, LIBRARY)
    assert channels(office) == [WARD.id, ROUNDS, LIBRARY.id]
    people.rename_channel(AMINA.id, LIBRARY.id, "Books")
    people.delete_channel(AMINA.id, LIBRARY.id)
    assert channels(office) == [WARD.id, ROUNDS]

    told = [(one["channelData"]["eventType"], one["channelData"]["channel"]) for one in office.bot.heard]
    assert told == [
        ("channelCreated", {"id": LIBRARY.id, "name": "Library"}),
        ("channelRenamed", {"id": LIBRARY.id, "name": "Books"}),
        ("channelDeleted", {"id": LIBRARY.id, "name": "Books"}),
    ]
    assert {one["conversation"]["id"] for one in office.bot.heard} == {WARD.id}


def test_the_bot_hears_nothing_of_a_team_that_it_is_not_in(office: Office) -> None:
    office.teams.people.join_team(AMINA.id, OFFICE.id)
    office.teams.people.add_channel(AMINA.id, OFFICE.id, LIBRARY)

    assert not office.bot.heard


def test_a_reset_puts_teams_back_to_the_start(office: Office) -> None:
    office.teams.people.add_channel(AMINA.id, WARD.id, LIBRARY)
    office.teams.people.leave_team(PRIYA.id, WARD.id)
    office.teams.reset()

    assert channels(office) == [WARD.id, ROUNDS]
    assert office.get(f"conversations/{WARD.id}/members/{PRIYA.id}").status_code == 200


def test_a_team_is_changed_by_its_members_only(office: Office) -> None:
    people = office.teams.people
    attempts: tuple[Callable[[], object], ...] = (
        lambda: people.join_team(AMINA.id, WARD.id),
        lambda: people.leave_team(OMAR.id, WARD.id),
        lambda: people.add_channel(OMAR.id, WARD.id, LIBRARY),
        lambda: people.add_channel(AMINA.id, WARD.id, TeamsChannel(ROUNDS, "Rounds")),
        lambda: people.rename_channel(AMINA.id, WARD.id, "Not General"),
        lambda: people.delete_channel(OMAR.id, ROUNDS),
    )
    for attempt in attempts:
        with pytest.raises(NotPossible):
            attempt()
    assert not office.bot.heard
