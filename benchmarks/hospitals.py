"""Hospitals on a local Slack that keeps to its limits, and letters that wait for their people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.practice_hospital import manifest
from bot.slack.inbound import SLACK
from practice.app import PracticeSlack
from practice.credentials import Credentials
from practice.people import Member
from practice.rules import Rules
from practice.several import SeveralSlacks
from programme.words.message import Button, Message
from storage import installations, outbox, schema
from storage.address import Address
from storage.database import Database
from storage.installations import Grant
from storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

A_MINUTE = 300  # messages that one workspace may have
PROMPT = Message(
    ("Have you met your partner yet?", "If not, that is fine. Agree a date now, and tell me when it is."),
    buttons=(Button("Yes, we have met", "met"), Button("Not yet", "not_yet")),
)


@dataclass(frozen=True)
class Size:
    """So many hospitals, so many conversations in each, so many letters in each conversation."""

    hospitals: int
    conversations: int
    letters: int

    @property
    def all_letters(self) -> int:
        """In all hospitals."""
        return self.hospitals * self.conversations * self.letters


def hospitals(size: Size, times_faster: float) -> SeveralSlacks:
    """One app, installed in several workspaces, each with one member for every conversation."""
    credentials, rules = Credentials(), Rules().limited(times_faster)
    return SeveralSlacks(
        [
            PracticeSlack(
                members=[Member(user, f"Person {user}", "") for user in _users(size)],
                channels=[],
                manifest=manifest(),
                now=lambda: datetime.now(UTC),
                rules=rules,
                team_id=f"T0MEASURED{number:02}",
                credentials=credentials,
            )
            for number in range(size.hospitals)
        ]
    )


def fill(url: str, key: str, slacks: SeveralSlacks, size: Size) -> None:
    """Make the tables, and let the letters wait in them. They are answers, which may be given at any hour."""
    database = Database(url, Vault([key]))
    schema.migrate(database)
    now = datetime.now(UTC)
    for team, slack in slacks.slacks.items():
        with database.writing(60) as session:
            installations.save(session, _grant(slack), now)
            for number, to in _in_turn(team, size):
                outbox.post(session, f"{team}/measured/{number}", to, PROMPT, now)
    database.close()


def _users(size: Size) -> list[str]:
    return [f"U0MEASURED{number:03}" for number in range(size.conversations)]


def _in_turn(team: str, size: Size) -> Iterator[tuple[int, Address]]:
    """Everybody's first letter, then everybody's second."""
    for number in range(size.letters * size.conversations):
        yield number, Address(team, SLACK, (_users(size)[number % size.conversations],))


def _grant(slack: PracticeSlack) -> Grant:
    return Grant(
        workspace=slack.team_id,
        platform=SLACK,
        app_id="A0MEASURED",
        bot_user_id=slack.bot_user_id,
        bot_id=slack.bot_id,
        name=slack.team_id,
        token=slack.bot_token,
        refresh_token=None,
        expires_at=None,
        scopes="chat:write",
        installed_by="",
    )
