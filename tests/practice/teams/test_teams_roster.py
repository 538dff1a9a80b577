from __future__ import annotations

from dataclasses import replace

from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.people import TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules
from tests.practice.teams.office import AMINA, LENA, OFFICE, OMAR, PRIYA, ROUNDS, WARD, Office


def test_the_roster_comes_in_pages(office: Office) -> None:
    crowd = tuple(
        TeamsMember(f"0a7e1f00-0000-4000-8000-{n:012d}", f"Doctor {n}", f"d{n}@example.org")
        for n in range(120)
    )
    team = TeamsTeam("19:all@thread.tacv2", "All", members=tuple(member.id for member in crowd), has_bot=True)
    teams = PracticeTeams(members=crowd, teams=(team,), now=office.clock, rules=TeamsRules(roster_page=50))
    with running(teams):
        crowded = replace(office, teams=teams)
        crowded.sign_in()
        seen: list[list[str]] = []
        asked: dict[str, str] = {}
        while True:
            page = crowded.get(f"conversations/{team.id}/pagedmembers", **asked).json()
            seen.append([member["objectId"] for member in page["members"]])
            if "continuationToken" not in page:
                break
            asked = {"continuationToken": page["continuationToken"]}
    office.sign_in()

    assert [len(page) for page in seen] == [50, 50, 20]
    assert [user for page in seen for user in page] == list(team.members)


def test_a_page_has_fifty_people_at_least(office: Office) -> None:
    page = office.get(f"conversations/{ROUNDS}/pagedMembers", pageSize="1").json()

    assert len(page["members"]) == len(WARD.members)
    assert "continuationToken" not in page


def test_a_made_up_continuation_is_refused(office: Office) -> None:
    answer = office.get(f"conversations/{ROUNDS}/pagedmembers", continuationToken="2")

    assert answer.json()["error"]["code"] == "BadArgument"


def test_one_person_is_found_by_any_of_their_names(office: Office) -> None:
    account, path = office.teams.tenant.account(AMINA.id), f"conversations/{WARD.id}/members"
    found = [
        office.get(f"{path}/{named}").json() for named in (account, AMINA.id, AMINA.id.upper(), AMINA.email)
    ]

    assert all(one == found[0] for one in found)
    assert found[0] == {
        "id": account,
        "objectId": AMINA.id,
        "name": "Amina Yusuf",
        "givenName": "Amina",
        "surname": "Yusuf",
        "email": AMINA.email,
        "userPrincipalName": AMINA.email,
        "tenantId": office.teams.tenant_id,
        "userRole": "user",
    }


def test_a_guest_is_known_as_one(office: Office) -> None:
    office.teams.people.add_to_team(OMAR.id, OFFICE.id)
    told = office.get(f"conversations/{OFFICE.id}/members/{OMAR.id}").json()

    assert told["userRole"] == "guest"


def test_a_chat_has_one_person_on_its_roster(office: Office) -> None:
    chat = office.teams.people.chat(PRIYA.id)

    assert office.get(f"conversations/{chat}/members/{PRIYA.id}").json()["name"] == PRIYA.name
    assert office.get(f"conversations/{chat}/members/{AMINA.id}").status_code == 404


def test_an_account_that_is_switched_off_is_on_no_roster(office: Office) -> None:
    office.teams.people.switch_off(LENA.id)
    page = office.get(f"conversations/{WARD.id}/pagedmembers").json()

    assert [member["objectId"] for member in page["members"]] == [AMINA.id, PRIYA.id]


def test_a_team_tells_its_channels_and_general_has_no_name(office: Office) -> None:
    told = office.get(f"teams/{WARD.id}/conversations").json()

    assert [(one["id"], one["name"]) for one in told["conversations"]] == [
        (WARD.id, None),
        (ROUNDS, "Rounds"),
    ]
    assert office.get(f"teams/{WARD.id}").json()["name"] == "Ward"


def test_a_team_without_the_bot_tells_nothing(office: Office) -> None:
    paths = (f"teams/{OFFICE.id}/conversations", f"conversations/{OFFICE.id}/pagedmembers", "teams/19:none")

    assert [office.get(path).status_code for path in paths] == [403, 403, 404]
