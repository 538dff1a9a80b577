"""The Slack of these runs: who is in it, what goes wrong there, and how what happens reaches several bots."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.practice_hospital import manifest
from practice.app import PracticeSlack
from practice.chance import Odds
from practice.people import BOT_USER_ID, Channel, Member
from practice.rules import Rules
from practice.signed_post import SignedPost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from practice.envelopes import Envelope
    from practice.journal import Entry
    from tests.chaos.times import Times

CHANNEL = "C00000000PL"
LEAD = "U000000LENA"
HARD = Odds(
    error_before=0.06,
    error_after=0.06,
    drop_before=0.04,
    drop_after=0.06,
    slow=0.10,
    limited=0.03,
    slow_seconds=(0.05, 0.8),
    event_repeated=0.25,
    event_late=0.25,
    late_seconds=(0.0, 0.6),
)
_NOT_THE_BOTS_DOING = frozenset({"acknowledged too late", "expired_trigger_id", "made to fail"})
"""What comes of being frozen or killed in the middle of an answer."""


@dataclass(frozen=True)
class Cast:
    """Ids of made-up people: those who only read, who talk, who write reflections in forms, and who are asked.

    The others are in Teams: those who read, of whom two are asked too, who talk, and one to whom the bot comes and goes.
    """

    readers: tuple[str, ...]
    talkers: tuple[str, ...]
    writers: tuple[str, ...]
    asked: tuple[str, ...]
    teams_readers: tuple[str, ...] = ()
    teams_talkers: tuple[str, ...] = ()
    visited: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """All of those in Slack, and their lead."""
        return (LEAD, *self.readers, *self.talkers, *self.writers, *self.asked)

    @property
    def in_teams(self) -> tuple[str, ...]:
        """All of those in Teams."""
        return (*self.teams_readers, *self.teams_talkers, *self.visited)


def cast(
    readers: int, talkers: int, writers: int, asked: int, teams_readers: int = 0, teams_talkers: int = 0
) -> Cast:
    """So many of each; one is visited where there is anybody in Teams."""
    sizes = {"R": readers, "T": talkers, "W": writers, "A": asked}
    in_slack = (tuple(f"U0{kind}{number:07d}" for number in range(size)) for kind, size in sizes.items())
    in_teams = ((1, teams_readers), (2, teams_talkers), (3, int(bool(teams_readers))))
    return Cast(*in_slack, *(tuple(_guid(kind, number) for number in range(size)) for kind, size in in_teams))


def _guid(kind: int, number: int) -> str:
    return f"5a1e0000-0000-4000-8{kind:03d}-{number:012d}"


def hospital(people: Cast, times: Times, *, ports: Sequence[int] = ()) -> PracticeSlack:
    """A Slack that enforces its own limits; over Socket Mode, or in turn to bots that listen on these ports."""
    addresses = [f"http://127.0.0.1:{port}/slack/events" for port in ports]
    rules = Rules(
        ack_seconds=2 * times.http_timeout,
        redelivery_seconds=(0.0, *[0.4] * 1000),
        history_lag_seconds=times.history_lag,
        journal_entries=20_000,
    ).limited(times.times_faster)
    slack = PracticeSlack(
        members=[
            Member(user, f"Somebody {user[-3:]}", "", is_admin=user == LEAD) for user in people.everybody
        ],
        channels=[Channel(CHANNEL, "paired-learning", (*people.everybody, BOT_USER_ID))],
        manifest=manifest(),
        now=lambda: datetime.now(UTC),
        rules=rules,
        deliver_to=addresses[0] if addresses else None,
    )
    if len(addresses) > 1:
        slack.deliveries._carrier = InTurn(
            [SignedPost(address, slack.signing_secret, rules.ack_seconds) for address in addresses]
        )
    return slack


class InTurn:
    """As a load balancer: each delivery goes to the next of several bots, also one that comes again."""

    def __init__(self, carriers: Sequence[SignedPost]) -> None:
        self._carriers, self._next = carriers, itertools.cycle(carriers)
        self._lock = threading.Lock()

    def carry(self, envelope: Envelope) -> None:
        """To the next."""
        with self._lock:
            carrier = next(self._next)
        carrier.carry(envelope)

    def close(self) -> None:
        """Take no more."""
        for carrier in self._carriers:
            carrier.close()


@dataclass
class Watch:
    """Reads the journal before it is full: which event a message became, and every rule that the bot broke."""

    slack: PracticeSlack
    events: dict[tuple[str, str], str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    deliveries: int = 0
    _read: int = 0

    def look(self) -> None:
        """Read on. Raises RuntimeError when some of it is gone unread."""
        for entry in self.slack.journal.entries(self._read):
            if entry.n != self._read + 1:
                raise RuntimeError("The journal was read too late.")
            self._read = entry.n
            self._note(entry)

    def _note(self, entry: Entry) -> None:
        event = entry.detail.get("event", {})
        if entry.name == "message.im" and entry.kind in ("event", "envelope") and not event.get("bot_id"):
            self.deliveries += 1
            self.events[event["channel"], event["ts"]] = entry.detail["event_id"]
        is_ours = entry.kind in ("call", "rule") and entry.summary not in _NOT_THE_BOTS_DOING
        if entry.broken and is_ours:
            self.broken.append(f"{entry.name}: {entry.summary} {entry.detail.get('arguments', '')}"[:300])
