"""A list of people is matched with those whom the bot can see in Teams."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.teams.directory import TeamsDirectory
from bot.teams.line import Line
from practice.teams.app import PracticeTeams
from practice.teams.people import TeamsMember
from practice.teams.rules import TeamsRules
from scheduler.people_import import FoundAccount, NotNow
from storage.imports import ListedPerson
from tests.bot.teams.outward import (
    GUEST,
    MEMBER,
    NOBODY,
    OTHERS,
    PRIYA,
    TOM,
    Outward,
    a_line,
    a_teams,
    outward,
)


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[PracticeTeams, Line]]:
    """Whose rosters come two people at a time."""
    with a_teams(TeamsRules(roster_page=2).unlimited()) as teams, a_line(teams) as line:
        yield teams, line


@pytest.fixture
def place(both: tuple[PracticeTeams, Line], sqlite_template: Path, tmp_path: Path) -> Iterator[Outward]:
    with outward(*both, sqlite_template, tmp_path) as made:
        yield made


def found(place: Outward, *listed: ListedPerson) -> dict[int, FoundAccount]:
    directory = TeamsDirectory(place.database, place.registrations, place.line)
    return dict(directory.accounts(place.here, listed))


def mailed(line: int, email: str) -> ListedPerson:
    return ListedPerson(line, "", email, "")


def known(line: int, id_: str) -> ListedPerson:
    return ListedPerson(line, id_, "", "")


def test_people_of_the_bots_teams_are_found_by_address_or_object_id_on_every_page(place: Outward) -> None:
    place.in_team()
    assert found(
        place, mailed(2, PRIYA.email), known(3, MEMBER.id.upper()), mailed(4, "no@larkhill.example")
    ) == {
        2: FoundAccount(PRIYA.id, PRIYA.name),
        3: FoundAccount(MEMBER.id, MEMBER.name),
    }
    assert place.calls("members") == 2


def test_a_list_in_other_letters_is_the_same_list(place: Outward) -> None:
    place.in_team()
    assert list(found(place, mailed(1, PRIYA.email.upper()))) == [1]


def test_two_lines_of_one_person_are_both_theirs(place: Outward) -> None:
    place.in_team()
    assert list(found(place, mailed(1, PRIYA.email), known(2, PRIYA.id))) == [1, 2]


def test_guests_and_people_whom_the_bot_cannot_see_have_no_account(place: Outward) -> None:
    place.in_team()
    assert (
        found(place, mailed(1, GUEST.email), known(2, GUEST.id), mailed(3, TOM.email), known(4, NOBODY.id))
        == {}
    )


def test_somebody_who_has_the_bot_in_a_chat_is_found_without_a_team(place: Outward) -> None:
    place.in_team()
    place.remember(TOM, place.teams.people.chat(TOM.id))
    place.remember(NOBODY, "a:1gone")
    assert found(place, mailed(1, TOM.email), mailed(2, NOBODY.email)) == {1: FoundAccount(TOM.id, TOM.name)}


def test_nobody_is_asked_for_once_everybody_has_been_found(place: Outward) -> None:
    place.in_team()
    place.remember(TOM, place.teams.people.chat(TOM.id))
    found(place, mailed(1, PRIYA.email))
    assert (place.calls("members"), place.calls("member")) == (1, 0)


def test_a_team_that_the_bot_has_left_hides_nobody_of_another(place: Outward) -> None:
    place.in_team(OTHERS)
    place.in_team()
    assert list(found(place, mailed(1, PRIYA.email))) == [1]


@pytest.mark.parametrize("status", [429, 502])
def test_a_teams_that_does_not_answer_is_asked_later(place: Outward, status: int) -> None:
    place.in_team()
    place.fails("members", status=status)
    with pytest.raises(NotNow):
        found(place, mailed(1, PRIYA.email))


def test_only_a_workspace_with_a_registration_is_served(place: Outward) -> None:
    directory = TeamsDirectory(place.database, place.registrations, place.line)
    assert directory.serves(place.here)
    assert not directory.serves("T00PRACTICE")
    with pytest.raises(NotNow):
        directory.accounts("T00PRACTICE", [mailed(1, PRIYA.email)])


def gone(place: Outward, *people: TeamsMember) -> frozenset[str]:
    directory = TeamsDirectory(place.database, place.registrations, place.line)
    return directory.gone(place.here, [each.id for each in people])


def test_whoever_teams_does_not_know_any_more_is_gone(place: Outward) -> None:
    place.in_team()
    place.remember(TOM, place.teams.people.chat(TOM.id))
    assert gone(place, PRIYA, TOM) == frozenset()
    place.teams.people.switch_off(TOM.id)
    try:
        assert gone(place, PRIYA, TOM) == {TOM.id}
    finally:
        place.teams.people.switch_on(TOM.id)


def test_whoever_stands_in_a_team_is_not_asked_for_alone(place: Outward) -> None:
    place.in_team()
    place.remember(PRIYA, place.teams.people.chat(PRIYA.id))
    assert gone(place, PRIYA) == frozenset()
    assert place.calls("create") == 0


def test_whoever_has_taken_the_bot_away_or_never_had_it_is_not_called_gone(place: Outward) -> None:
    place.remember(NOBODY, "a:1gone")
    assert gone(place, NOBODY, TOM) == frozenset()


@pytest.mark.parametrize(("operation", "status"), [("members", 502), ("create", 429)])
def test_a_teams_that_does_not_answer_calls_nobody_gone(place: Outward, operation: str, status: int) -> None:
    place.in_team()
    place.remember(TOM, place.teams.people.chat(TOM.id))
    place.fails(operation, status=status)
    with pytest.raises(NotNow):
        gone(place, TOM)
    with pytest.raises(NotNow):
        TeamsDirectory(place.database, place.registrations, place.line).gone("T00PRACTICE", [TOM.id])
