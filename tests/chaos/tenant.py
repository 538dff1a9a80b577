"""The Teams of these runs: who is in it, and how it reaches several bots."""

from __future__ import annotations

import itertools
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from practice.teams.app import PracticeTeams
from practice.teams.line import Delivered, Line
from practice.teams.people import TeamsChannel, TeamsMember, TeamsTeam
from practice.teams.rules import TeamsRules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.chaos.hospital import Cast
    from tests.chaos.times import Times

TEAM = "19:pairs@thread.tacv2"


def tenant(people: Cast, times: Times, ports: Sequence[int]) -> PracticeTeams:
    """A Teams that enforces its own limits, and posts in turn to bots that listen on these ports.

    It gives an event again until a bot has taken it; of the real one that is not known, and not what is tried here.
    """
    rules = TeamsRules(
        message_seconds=2 * times.http_timeout,
        redelivery_seconds=(0.0, *[0.4] * 1000),
        journal_entries=None,
    ).faster(times.times_faster)
    teams = PracticeTeams(
        members=[
            TeamsMember(
                user,
                f"Somebody {user[-3:]}",
                f"somebody.{user[-15:-13]}.{user[-3:]}@example.org",
                is_installed=user not in people.visited,
            )
            for user in people.in_teams
        ],
        teams=[TeamsTeam(TEAM, "Pairs", (TeamsChannel(TEAM, "General"),))],
        now=lambda: datetime.now(UTC),
        rules=rules,
    )
    teams.deliveries._line = InTurn([f"http://127.0.0.1:{port}/api/messages" for port in ports])
    return teams


class InTurn(Line):
    """As a load balancer: each activity goes to the next of several bots, also one that comes again."""

    def __init__(self, urls: Sequence[str]) -> None:
        super().__init__(urls[0])
        self._lines, self._next = [Line(url) for url in urls], itertools.cycle(range(len(urls)))
        self._lock = threading.Lock()

    def post(self, activity: Mapping[str, Any], token: str, seconds: float) -> Delivered:
        """To the next."""
        with self._lock:
            line = self._lines[next(self._next)]
        return line.post(activity, token, seconds)


def broken_rules(teams: PracticeTeams) -> list[str]:
    """What Teams would not have taken from a careful bot; what was made to fail, or came from a dead one, is none."""
    return [
        f"teams {entry.name}: {entry.summary} {entry.detail.get('arguments', '')}"[:300]
        for entry in teams.journal.broken()
        if entry.kind in ("call", "rule") and entry.summary != "made to fail"
    ]
