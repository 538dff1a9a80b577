"""Microsoft's keys: fetched aside, kept for a day, asked for again as seldom as can be."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.teams import keys as fetching
from bot.teams.keys import Key, Keys, NoKeys
from practice.faults import Fault
from practice.running import running
from practice.teams.app import PracticeTeams
from practice.teams.people import TeamsMember
from tests.bot.teams.ward import AMINA, Ward, until


class Watch:
    """Goes like any other, and can be put forward."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def teams() -> Iterator[PracticeTeams]:
    made = PracticeTeams(members=[TeamsMember("a", "A", "a@example.org")], now=lambda: datetime.now(UTC))
    with running(made):
        yield made


@pytest.fixture
def keys(teams: PracticeTeams, watch: Watch) -> Iterator[Keys]:
    teams.journal.clear()
    made = Keys(teams.openid_url, watch)
    yield made
    made.close()
    teams.faults.clear()


def of(keys: Keys, kid: str) -> Key | None:
    return asyncio.run(keys.of(kid))


def asked(teams: PracticeTeams, name: str = "keys") -> int:
    return sum(1 for entry in teams.journal.entries(0) if entry.kind == "call" and entry.name == name)


def test_a_key_is_fetched_once_and_says_for_which_channels_it_signs(keys: Keys, teams: PracticeTeams) -> None:
    kid = teams.tenant.signing.kid
    first = of(keys, kid)
    assert first is not None
    assert first.endorsements == {"msteams"}
    assert of(keys, kid) is first
    assert asked(teams) == 1


def test_names_that_somebody_makes_up_make_us_ask_once_a_minute(
    keys: Keys, teams: PracticeTeams, watch: Watch
) -> None:
    assert [of(keys, f"made up {number}") for number in range(5)] == [None] * 5
    assert asked(teams) == 1
    watch.ahead += 61
    assert [of(keys, f"made up {number}") for number in range(5)] == [None] * 5
    assert asked(teams) == 2


def test_a_day_old_key_serves_on_while_new_ones_are_fetched(
    keys: Keys, teams: PracticeTeams, watch: Watch
) -> None:
    kid = teams.tenant.signing.kid
    first = of(keys, kid)
    teams.faults.add("keys", Fault(status=200, delay_seconds=0.3))
    watch.ahead += 24 * 3600 + 1
    began = time.perf_counter()
    assert of(keys, kid) is first
    assert time.perf_counter() - began < 0.2
    assert until(lambda: asked(teams) == 2)
    assert until(lambda: of(keys, kid) is not first)


@pytest.mark.parametrize("part", ["openid", "keys"])
@pytest.mark.parametrize("fault", [Fault(status=500, times=9), Fault(drop=True, times=9)])
def test_without_keys_nobody_can_tell_and_it_is_tried_again_soon(
    keys: Keys, teams: PracticeTeams, watch: Watch, part: str, fault: Fault
) -> None:
    teams.faults.add(part, fault)
    for _ in range(3):
        with pytest.raises(NoKeys):
            of(keys, teams.tenant.signing.kid)
    teams.faults.clear()
    with pytest.raises(NoKeys):
        of(keys, teams.tenant.signing.kid)
    watch.ahead += 6
    assert of(keys, teams.tenant.signing.kid) is not None


@pytest.mark.parametrize(
    "told",
    [
        {"jwks_uri": "http://keys.example.org/"},
        {"jwks_uri": "ftp://127.0.0.1/"},
        {"jwks_uri": 7},
        {},
        [],
    ],
)
def test_keys_lie_where_nobody_can_change_them_on_the_way(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []

    def json(_client: object, url: str, _until: float) -> Any:
        fetched.append(url)
        return told

    monkeypatch.setattr(fetching, "_json", json)
    keys = Keys("https://login.example.org/openid")
    with pytest.raises(NoKeys):
        of(keys, "any")
    assert fetched == ["https://login.example.org/openid"]
    keys.close()


def test_stalled_keys_stall_only_those_who_need_them(one_ward: Ward) -> None:
    quiet = {**one_ward.teams.activity(AMINA.id, ""), "type": "typing"}
    old = f"Bearer {one_ward.teams.bearer(quiet)}"
    assert one_ward.post(quiet, old)[0] == 200
    one_ward.teams.tenant.signing.rotate()
    new = f"Bearer {one_ward.teams.bearer(quiet)}"
    keys = one_ward.keys
    keys._patience = 0.6
    one_ward.time_goes_on(61)
    one_ward.teams.faults.add("openid", Fault(status=200, delay_seconds=1.2, times=9))
    with ThreadPoolExecutor(max_workers=60) as hands:
        began = time.perf_counter()
        stalled = [hands.submit(one_ward.post, quiet, new) for _ in range(50)]
        until(lambda: keys._fetching is not None and keys._fetching.running())
        assert [one_ward.post(quiet, old)[0] for _ in range(5)] == [200] * 5
        assert not any(each.done() for each in stalled)
        assert [each.result()[0] for each in stalled] == [503] * 50
        assert time.perf_counter() - began < 2
    assert one_ward.refused() == {"no keys": 50}
    assert sum(1 for thread in threading.enumerate() if thread.name.startswith("keys")) == 1
    one_ward.teams.faults.clear()
    assert until(lambda: keys._fetching is not None and keys._fetching.done())
    keys._patience = 5.0
    one_ward.time_goes_on(6)
    assert one_ward.post(quiet, new)[0] == 200
