"""Larkhill, the made-up hospital on a local Slack, and what its people do in the measurements."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot import synthetic
from bot.crowd import account_id
from bot.practice_hospital import CHANNEL, LEADS, manifest
from practice.app import PracticeSlack
from practice.people import BOT_USER_ID, Channel, Member
from practice.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.synthetic import SyntheticPerson
    from practice.desk import Outcome

COHORT = "Measured"
PATIENCE = 20.0  # seconds; what is too slow is to be seen in the figures
DOCTOR_LEAD, MANAGER_LEAD = LEADS[0].id, LEADS[1].id
_SEED = 7
_OPTIONS = {"remote_ok": "remote", "trio_ok": "trio", "host_shadow_ok": "host", "night_shadow_ok": "night"}


class NotAsExpected(RuntimeError):
    """What is to be measured went wrong, so there is nothing to measure."""


@dataclass(frozen=True)
class Larkhill:
    """The local Slack with the two leads and the sixty synthetic people."""

    slack: PracticeSlack
    cast: Sequence[SyntheticPerson]

    def opens_a_cohort(self) -> None:
        """A lead opens it for a month from now, so that nobody is written to meanwhile."""
        self._types(DOCTOR_LEAD, "/cohort", "new")
        values = {
            "name": COHORT,
            "starts_on": (_today() + timedelta(days=30)).isoformat(),
            "channel": CHANNEL,
            "lead_1": DOCTOR_LEAD,
            "lead_1_group": "doctor",
            "lead_2": MANAGER_LEAD,
            "lead_2_group": "manager",
        }
        self._fills(DOCTOR_LEAD, values)

    def join(self, people: Sequence[SyntheticPerson]) -> None:
        """Each of them fills in both screens."""
        for person in people:
            user = account_id(person.code)
            self._types(user, "/pairme")
            self._fills(user, _about(person))
            self._fills(user, _matching(person))
            self.slack.people.close(user, self._form(user))

    def status(self, user: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What Slack hands over when somebody types `/pairme status`, and what the bot answers."""
        seen = len(self.slack.journal.entries())
        self._types(user, "/pairme", "status")
        entries = [entry for entry in self.slack.journal.entries()[seen:] if entry.name == "/pairme"]
        handed_over = next(entry.detail for entry in entries if entry.kind == "envelope")
        return handed_over, next(entry.detail for entry in entries if entry.kind == "ack")

    def matches(self) -> float:
        """A lead has pairs proposed; the seconds until the answer."""
        began = time.perf_counter()
        self._types(DOCTOR_LEAD, "/cohort", "match")
        return time.perf_counter() - began

    def approves(self) -> None:
        """The same lead approves the pairs once they stand in the chat."""
        chat = self.slack.people.dm(DOCTOR_LEAD)
        told = self._waits_for(chat, lambda block: _button(block, "approve_match") is not None)
        ts, block = told
        action = _button(block, "approve_match") or ""
        _expect(self.slack.people.press(DOCTOR_LEAD, chat, ts, action, block.get("block_id")), "approving")

    def reports(self) -> None:
        """The same lead has the report, and its picture has come."""
        self._types(DOCTOR_LEAD, "/cohort-report", channel=CHANNEL)
        self._waits_for(CHANNEL, lambda block: bool(block["type"] == "image"))

    def _types(self, user: str, command: str, text: str = "", channel: str | None = None) -> None:
        _expect(self.slack.people.command(user, command, text, channel), command)

    def _form(self, user: str) -> str:
        views = self.slack.people.screen(user)["views"]
        if not views:
            raise NotAsExpected(f"{user} has no form.")
        return str(views[-1]["id"])

    def _fills(self, user: str, values: Mapping[str, Any]) -> None:
        _expect(self.slack.people.submit(user, self._form(user), values), "a form")

    def _waits_for(
        self, place: str, is_it: Callable[[Mapping[str, Any]], bool]
    ) -> tuple[str, Mapping[str, Any]]:
        """The message, by its ts, and the block that a lead waits for in a conversation."""
        give_up_at = time.monotonic() + PATIENCE
        while time.monotonic() < give_up_at:
            conversations = self.slack.people.screen(DOCTOR_LEAD)["conversations"]
            here = next(each for each in conversations if each["id"] == place)
            for message in here["messages"]:
                for block in message["blocks"] or ():
                    if is_it(block):
                        return message["ts"], block
            time.sleep(0.02)
        raise NotAsExpected(f"What a lead waited for did not appear in {place}.")


def larkhill(deliver_to: str | None = None) -> Larkhill:
    """The hospital; over Socket Mode, or over HTTP with the bot's address."""
    cast = synthetic.people(_SEED, _today())
    members = [*LEADS, *(_member(person) for person in cast)]
    everybody = (*(member.id for member in members), BOT_USER_ID)
    slack = PracticeSlack(
        members=members,
        channels=[Channel(CHANNEL, "paired-learning", everybody)],
        manifest=manifest(),
        now=lambda: datetime.now(UTC),
        rules=Rules(ack_seconds=PATIENCE, trigger_seconds=PATIENCE),
        deliver_to=deliver_to,
    )
    return Larkhill(slack, cast)


def _member(person: SyntheticPerson) -> Member:
    return Member(account_id(person.code), person.name, person.email, person.role, tz=person.zone)


def _today() -> date:
    return datetime.now(UTC).date()


def _about(person: SyntheticPerson) -> dict[str, Any]:
    values = {
        name: getattr(person, name) for name in ("group", "role", "grade_band", "directorate", "site")
    } | {"permission": "yes", "privacy": ["read"]}
    return values | ({"post_ends_on": person.post_ends_on.isoformat()} if person.post_ends_on else {})


def _matching(person: SyntheticPerson) -> dict[str, Any]:
    lists = {name: sorted(getattr(person, name)) for name in ("want_to_learn", "can_offer", "free_a")}
    return lists | {
        "free_b": sorted(person.free_b) or ["none"],
        "options": [option for column, option in _OPTIONS.items() if getattr(person, column)],
        "supervisors": [account_id(code) for code in sorted(person.related)],
        "avoid": [account_id(code) for code in sorted(person.avoid)],
    }


def _button(block: Mapping[str, Any], press: str) -> str | None:
    elements = block["elements"] if block["type"] == "actions" else ()
    return next((each["action_id"] for each in elements if each["action_id"].startswith(press)), None)


def _expect(outcome: Outcome, act: str) -> None:
    if not outcome.acknowledged or outcome.error or outcome.field_errors:
        raise NotAsExpected(f"{act} went wrong: {outcome}")
