from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.practice.teams.office import Bot, Clock, Office, open_office


@pytest.fixture(scope="session")
def shared() -> Iterator[Office]:
    with open_office() as office:
        yield office


@pytest.fixture
def office(shared: Office) -> Iterator[Office]:
    """A Teams in which nothing has been said, and a bot that says yes to everything."""
    shared.teams.reset()
    shared.clock.at = Clock.at
    fresh = Bot()
    shared.bot.heard.clear()
    shared.bot.tokens.clear()
    shared.bot.answer = fresh.answer
    yield shared
    shared.teams.faults.clear()
