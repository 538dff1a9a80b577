from __future__ import annotations

from collections.abc import Callable

import pytest

from practice.refusal import NotPossible
from tests.practice.teams.office import AMINA, LENA, OFFICE, OMAR, PRIYA, ROUNDS, WARD, Office


def kinds(office: Office) -> list[tuple[str, str]]:
    """What the bot has heard, each with what was done."""
    return [
        (one["type"], one.get("action") or one["channelData"].get("eventType", ""))
        for one in office.bot.heard
    ]


def test_an_installation_tells_who_and_how_they_are_reached(office: Office) -> None:
    office.teams.people.install(LENA.id)

    assert kinds(office) == [("conversationUpdate", ""), ("installationUpdate", "add")]
    came, told = office.bot.heard
    assert came["membersAdded"] == [{"id": office.teams.bot_id}]
    assert told["from"]["aadObjectId"] == LENA.id
    assert told["conversation"] == {
        "conversationType": "personal",
        "tenantId": office.teams.tenant_id,
        "id": office.teams.people.chat(LENA.id),
    }
    assert told["serviceUrl"] == office.teams.service_url
    assert office.create(LENA.id).status_code == 201


def test_who_takes_the_bot_away_cannot_write_to_it(office: Office) -> None:
    office.teams.people.install(OMAR.id)
    office.teams.people.uninstall(OMAR.id)

    assert kinds(office)[-1] == ("installationUpdate", "remove")
    assert office.create(OMAR.id).status_code == 403
    with pytest.raises(NotPossible, match="before it is added again"):
        office.teams.people.say(OMAR.id, "Hello?")


def test_a_team_that_adds_the_bot_is_named(office: Office) -> None:
    office.teams.people.add_to_team(OMAR.id, OFFICE.id)

    assert kinds(office) == [("conversationUpdate", "teamMemberAdded"), ("installationUpdate", "add")]
    told = office.bot.last
    assert told["channelData"]["team"] == {"id": OFFICE.id, "name": "Office"}
    assert told["conversation"]["conversationType"] == "channel"
    assert office.get(f"teams/{OFFICE.id}/conversations").status_code == 200


def test_a_team_that_takes_the_bot_out_is_shut(office: Office) -> None:
    office.teams.people.remove_from_team(AMINA.id, WARD.id)

    assert kinds(office) == [("conversationUpdate", "teamMemberRemoved"), ("installationUpdate", "remove")]
    assert office.post(ROUNDS, {"type": "message", "text": "Hello"}).status_code == 403


def test_the_bot_is_told_of_those_who_have_had_it_from_the_start(office: Office) -> None:
    office.teams.people.announce()

    told = [one for one in office.bot.heard if one["type"] == "installationUpdate"]
    assert [one["from"]["aadObjectId"] for one in told[:2]] == [AMINA.id, PRIYA.id]
    assert [one["channelData"].get("team", {}).get("id") for one in told] == [None, None, WARD.id]


def test_nobody_adds_what_is_there_or_takes_away_what_is_not(office: Office) -> None:
    people = office.teams.people
    attempts: tuple[Callable[[], object], ...] = (
        lambda: people.install(AMINA.id),
        lambda: people.uninstall(OMAR.id),
        lambda: people.add_to_team(AMINA.id, WARD.id),
        lambda: people.add_to_team(AMINA.id, OFFICE.id),
        lambda: people.remove_from_team(OMAR.id, OFFICE.id),
        lambda: people.install("nobody"),
    )
    for attempt in attempts:
        with pytest.raises(NotPossible):
            attempt()
    assert not office.bot.heard


def test_a_reset_puts_everybody_back_to_the_start(office: Office) -> None:
    office.teams.people.install(LENA.id)
    office.teams.people.uninstall(AMINA.id)
    office.teams.reset()

    assert office.create(AMINA.id).status_code == 201
    assert office.create(LENA.id).status_code == 403
