"""The clock and the workers stay out of people's way while there is nothing for them to do."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import house as wiring
from bot.clock import Clock
from bot.engine import IDLE
from bot.house import Bot
from bot.settings import read
from handlers.action import Account, Action, Place
from handlers.router import handle
from storage.database import Database
from storage.vault import new_key

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TYPED = Action(
    key="command/1",
    kind="command",
    person=Account("T1", "slack", "U0000AMINA", "Amina Yusuf"),
    place=Place("D1", "direct"),
    at=NOON,
    name="pairme",
    text="status",
)
SAID = replace(TYPED, key="event/1", kind="said", name="", text="Hello")


@pytest.fixture
def bot(database: Database) -> Bot:
    """Put together, and not running."""
    told = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret", "PAIRME_KEYS": new_key()}
    return wiring.bot(read(told), Clock(), database)


def test_nobody_who_writes_waits_for_an_idle_clock_or_idle_workers(bot: Bot, database: Database) -> None:
    with database.writing():
        assert bot.ticker.tick() == 0
        assert bot.post._pause(IDLE) == IDLE


def test_only_a_letter_wakes_the_workers(bot: Bot) -> None:
    woken: list[str] = []
    house = replace(bot.house, letters_wait=lambda: woken.append("once"))
    assert handle(TYPED, house).message is not None
    assert woken == []
    handle(SAID, house)
    assert woken == ["once"]


def test_workers_look_at_once_when_a_letter_waits(bot: Bot) -> None:
    handle(replace(SAID, at=datetime.now(UTC)), bot.house)
    assert bot.post._pause(IDLE) == 0.0


def test_answers_over_http_are_sent_without_waiting_to_be_joined_by_more() -> None:
    listener = wiring._listening("127.0.0.1", 0)
    assert listener.proto == socket.IPPROTO_TCP
    listener.close()
