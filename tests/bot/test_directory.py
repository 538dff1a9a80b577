"""Whose list of accounts is read: only that of a team which the token is of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.practice_hospital import manifest
from bot.slack.directory import FEW, SlackDirectory
from bot.slack.tokens import OneToken, StoredTokens
from practice.app import PracticeSlack
from practice.faults import Fault
from practice.people import BOT_USER_ID, Member
from practice.running import running
from scheduler.people_import import NotNow
from storage import installations
from storage.database import Database
from storage.installations import Grant
from storage.vault import Vault, new_key

HERE, TENANT = "T00PRACTICE", "00000000-0000-4000-8000-0000000000ff"
AMINA = Member("U0000AMINA", "Amina Yusuf", "amina@example.org")
GRACE = Member("U0000GRACE", "Grace Gone", "grace@example.org", is_deleted=True)
NOBODY = "U000NOBODY"


@dataclass(frozen=True)
class Place:
    """A Slack, and where it is."""

    slack: PracticeSlack
    api_url: str

    def asked(self, method: str = "auth.test") -> int:
        return sum(1 for entry in self.slack.journal.entries(0) if entry.name == method)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    slack = PracticeSlack(
        members=[AMINA, GRACE], channels=[], manifest=manifest(), now=lambda: datetime.now(UTC)
    )
    with running(slack) as server:
        yield Place(slack, server.api_url)


def test_one_token_is_of_one_team_and_slack_is_asked_once_which(place: Place) -> None:
    directory = SlackDirectory(OneToken(place.slack.bot_token), place.api_url)
    assert [directory.serves(each) for each in (HERE, TENANT, "T0ELSEWHERE", HERE)] == [
        True,
        False,
        False,
        True,
    ]
    assert place.asked() == 1


def test_while_slack_does_not_say_whose_token_it_is_nobody_is_told_no(place: Place) -> None:
    directory = SlackDirectory(OneToken(place.slack.bot_token), place.api_url)
    place.slack.faults.add("auth.test", Fault(status=200, error="internal_error"))
    with pytest.raises(NotNow):
        directory.serves(HERE)
    assert directory.serves(HERE)


def test_of_many_teams_those_with_a_token_are_served(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "pairme.db")
    database = Database(f"sqlite:///{tmp_path / 'pairme.db'}", Vault([new_key()]))
    grant = Grant(HERE, "slack", "A1", "U1", "B1", "Larkhill", "xoxb-1", None, None, "", "U2")
    with database.writing() as session:
        installations.save(session, grant, datetime.now(UTC))
    directory = SlackDirectory(StoredTokens(database), "http://127.0.0.1:9/")
    assert [directory.serves(each) for each in (HERE, TENANT)] == [True, False]
    database.close()


@pytest.mark.parametrize("others", [0, FEW])
def test_whoever_is_switched_off_or_not_known_is_gone_however_many_are_asked_for(
    place: Place, others: int
) -> None:
    directory = SlackDirectory(OneToken(place.slack.bot_token), place.api_url)
    for number in range(others):
        id_ = f"U1{number:08}"
        place.slack.workspace.members[id_] = Member(id_, f"Number {number}", f"{number}@example.org")
    before = place.asked("users.info")
    ids = [each for each in place.slack.workspace.members if each != BOT_USER_ID]
    assert directory.gone(HERE, [*ids, NOBODY]) == {GRACE.id, NOBODY}
    assert place.asked("users.info") - before == (1 if others else 3)


def test_nobody_is_asked_for_when_nobody_is_meant(place: Place) -> None:
    before = place.asked("users.info")
    assert SlackDirectory(OneToken(place.slack.bot_token), place.api_url).gone(HERE, []) == frozenset()
    assert place.asked("users.info") == before


def test_a_slack_that_does_not_answer_calls_nobody_gone(place: Place) -> None:
    directory = SlackDirectory(OneToken(place.slack.bot_token), place.api_url)
    place.slack.faults.add("users.info", Fault(status=200, error="internal_error"))
    with pytest.raises(NotNow):
        directory.gone(HERE, [AMINA.id, GRACE.id])
    assert directory.gone(HERE, [AMINA.id, GRACE.id]) == {GRACE.id}
