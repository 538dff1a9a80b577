"""The line to Teams: quiet, shared by threads, and gone when it is hung up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from practice.teams.app import PracticeTeams
from scheduler.sender import Refused, Undelivered
from tests.bot.teams.outward import OTHERS, PAEDIATRICS, PRIYA, Outward, a_line, a_teams, outward

SAID = "what Priya must not find in a log"


@pytest.fixture(scope="module")
def teams() -> Iterator[PracticeTeams]:
    with a_teams() as made:
        yield made


@pytest.fixture
def place(teams: PracticeTeams, sqlite_template: Path, tmp_path: Path) -> Iterator[Outward]:
    with a_line(teams) as line, outward(teams, line, sqlite_template, tmp_path) as made:
        yield made


def test_no_log_has_a_text_or_an_address_however_much_it_is_asked_to_say(
    place: Outward, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    place.sender().send(place.letter(PRIYA, words=SAID))
    place.fails("post", status=400)
    with pytest.raises(Refused):
        place.sender().send(place.letter(PRIYA, words=SAID))
    out, err = capfd.readouterr()
    everything = caplog.text + out + err
    for secret in (SAID, PRIYA.id, PRIYA.email, place.teams.people.chat(PRIYA.id), place.teams.client_secret):
        assert secret not in everything
    for name in ("microsoft_teams.apps", "httpx", "httpcore.http11"):
        assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL)


def test_many_threads_share_one_token(place: Outward) -> None:
    chat = place.teams.people.chat(PRIYA.id)
    with ThreadPoolExecutor(8) as many:
        told = list(many.map(lambda _: place.line.member(place.at, chat, PRIYA.id).name, range(24)))
    assert told == [PRIYA.name] * 24
    assert place.calls("token") == 1


def test_a_team_tells_its_channels_and_the_first_has_no_name(place: Outward) -> None:
    assert place.line.channels(place.at, PAEDIATRICS.id) == [
        ("19:paediatrics@thread.tacv2", "General"),
        ("19:pairs@thread.tacv2", "Paired Learning"),
    ]
    with pytest.raises(Refused):
        place.line.channels(place.at, OTHERS.id)


def test_a_member_has_an_object_id_an_account_and_a_login(place: Outward) -> None:
    priya = place.line.member(place.at, PAEDIATRICS.id, PRIYA.id)
    assert (priya.id, priya.login, priya.is_guest) == (PRIYA.id, PRIYA.email, False)
    assert priya.account.startswith("29:")


def test_a_sign_in_that_fails_is_not_remembered(place: Outward) -> None:
    for fault in ({"status": 503}, {"drop": True}, {"status": 429}):
        place.fails("token", **fault)
        with pytest.raises(Undelivered) as failure:
            place.line.channels(place.at, PAEDIATRICS.id)
        assert type(failure.value) is Undelivered
    assert len(place.line.channels(place.at, PAEDIATRICS.id)) == 2


def test_a_line_that_is_hung_up_leaves_no_thread_and_may_be_hung_up_again(teams: PracticeTeams) -> None:
    before = {thread.name for thread in threading.enumerate()}
    with a_line(teams) as unused:
        assert {thread.name for thread in threading.enumerate()} == before
        unused.close()
    assert {thread.name for thread in threading.enumerate()} == before


@pytest.mark.parametrize("id_", [f"../../19:pairs@thread.tacv2/members/{PRIYA.id}", "..", "a?b=c"])
def test_what_is_no_id_is_not_asked_for_and_nothing_else_in_its_place(place: Outward, id_: str) -> None:
    before = len(place.teams.journal.entries(0))
    with pytest.raises(Refused):
        place.line.member(place.at, PAEDIATRICS.id, id_)
    with pytest.raises(Refused):
        place.line.change(
            place.at, PAEDIATRICS.id, id_, {"type": "message", "text": "Hello"}, is_personal=False
        )
    assert len(place.teams.journal.entries(0)) == before
