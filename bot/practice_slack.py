"""The half of the practice hospital that uses Slack, and what stands on the page: two leads and the made-up people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from bot.crowd import account_id
from practice.app import Page, PracticeSlack
from practice.people import BOT_USER_ID, Channel, Member

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.synthetic import SyntheticPerson
    from practice.page_side import Side

CHANNEL = "C00000000PL"
LEADS = (
    Member(
        "U000000LENA", "Lena Whitfield", "lena@example.org", "Consultant paediatrician, lead", is_admin=True
    ),
    Member("U0000000TOM", "Tom Adeyemi", "tom@example.org", "Head of operations, lead"),
)
DOCTOR, MANAGER = "D01", "M01"

_JOIN = "As the doctor and as the manager (left and middle), type /pairme and join."
_JOIN_ASTRIDE = (
    "Join: type /pairme as the doctor (left, in Slack), home as the manager (middle, in Teams).",
    "To pair these two, type /pairme code as the doctor, and as the manager what it says.",
)
_FIRST = (
    "Everybody here is made up, and nothing leaves this machine.",
    "As Lena (right), type /cohort new. Choose Lena (doctor), Tom (manager) and the channel paired-learning.",
)
_THEN = (
    "Push the clock a day: the other 58 people join too.",
    "As Lena, type /cohort match, look at the pairs in your chat with PairMe, and approve them.",
    "Push the clock past the first day. Answer what PairMe asks, in your own words or with the buttons.",
    "As Lena, type /workshop, and /cohort-report in the channel paired-learning.",
)


def made(
    clock: Clock,
    cast: Sequence[SyntheticPerson],
    push: Callable[[timedelta], None],
    start_over: Callable[[], None],
    teams: Side | None,
) -> PracticeSlack:
    """The local Slack with its page. With Teams beside it the manager who is played by hand sits there alone."""
    seated = [person for person in cast if teams is None or person.code != MANAGER]
    members = [*LEADS, *(_member(person) for person in seated)]
    everybody = tuple(member.id for member in members)
    manager = account_id(MANAGER) if teams is None else teams.members()[0]["id"]
    joining = (_JOIN,) if teams is None else _JOIN_ASTRIDE
    return PracticeSlack(
        members=members,
        channels=[Channel(CHANNEL, "paired-learning", (*everybody, BOT_USER_ID))],
        manifest=manifest(),
        now=clock.now,
        push=push,
        start_over=start_over,
        page=Page(
            "Larkhill Children's Hospital",
            (account_id(DOCTOR), manager, LEADS[0].id),
            (*_FIRST, *joining, *_THEN),
        ),
        also=() if teams is None else (teams,),
    )


def manifest() -> Any:
    """The app's manifest for Socket Mode, which the local Slack holds the bot to."""
    return yaml.safe_load((files("bot.slack") / "manifest.yaml").read_text(encoding="utf-8"))


def _member(person: SyntheticPerson) -> Member:
    return Member(account_id(person.code), person.name, person.email, person.role, tz=person.zone)
