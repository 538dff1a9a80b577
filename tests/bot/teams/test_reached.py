"""How somebody is written to is told when it is news, and again after a while."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.teams import reached
from bot.teams.reached import Reached
from handlers.action import Account, Action, Place, Reach

HERE = "https://smba.example.org/uk"
AMINA = Account("W1", "teams", "amina")
SAID = Action("event/a:chat/1", "said", AMINA, Place("a:chat", "direct"), datetime(2027, 3, 16, tzinfo=UTC))


def activity(service_url: str = HERE) -> dict[str, Any]:
    return {"conversation": {"id": "a:chat", "conversationType": "personal"}, "serviceUrl": service_url}


def test_what_was_told_is_told_once() -> None:
    known = Reached()
    news = known.news(activity(), SAID)
    assert news == Reach("a:chat", HERE)
    assert known.news(activity(), SAID) == news  # the first time may have failed
    known.keep(SAID, news)
    assert known.news(activity(), SAID) is None
    assert known.news(activity("https://smba.example.org/emea"), SAID) is not None
    assert known.news(activity(), replace(SAID, person=Account("W1", "teams", "priya"))) is not None


def test_it_is_told_again_because_another_process_may_have_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Reached()
    known.keep(SAID, known.news(activity(), SAID))
    monkeypatch.setattr(reached, "TOLD_AGAIN", 0.0)
    assert known.news(activity(), SAID) is not None


def test_whoever_has_taken_the_bot_away_is_news_when_they_come_back() -> None:
    known = Reached()
    known.keep(SAID, known.news(activity(), SAID))
    known.keep(replace(SAID, kind="departed"), None)
    assert known.news(activity(), SAID) is not None


def test_a_channel_says_nothing_of_how_a_person_is_reached() -> None:
    assert Reached().news(activity(), replace(SAID, place=Place("19:c", "channel"))) is None
