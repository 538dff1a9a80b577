"""Letters out to a Teams that fails on purpose: what is known of each, and what is not."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.teams.registrations import Registration, Registrations
from scheduler.sender import (
    CannotLook,
    Shut,
    TooFast,
    TooLate,
    Uncertain,
    Undelivered,
)
from storage.database import Busy
from storage.vault import UnreadableText
from tests.bot.teams.outward import (
    CHANNEL,
    PRIYA,
    Outward,
    a_line,
)


@pytest.mark.parametrize(("status", "seconds"), [(429, 3), (412, 5)])
@pytest.mark.parametrize("operation", ["create", "post"])
def test_a_pause_that_teams_asks_for_is_a_definite_no(
    place: Outward, operation: str, status: int, seconds: int
) -> None:
    place.fails(operation, status=status, retry_after=3)
    with pytest.raises(TooFast) as pause:
        place.sender().send(place.letter(PRIYA))
    assert pause.value.wait == timedelta(seconds=seconds)
    assert place.words(PRIYA) == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize("after_acting", [False, True])
def test_a_failure_of_teams_leaves_the_letters_fate_unknown_and_nothing_is_repeated(
    place: Outward, status: int, after_acting: bool
) -> None:
    place.fails("post", status=status, after_acting=after_acting)
    with pytest.raises(Uncertain):
        place.sender().send(place.letter(PRIYA))
    assert place.words(PRIYA) == ["hello"] * after_acting
    with pytest.raises(CannotLook):
        place.sender().find(place.letter(PRIYA))


@pytest.mark.parametrize("after_acting", [False, True])
def test_a_line_that_breaks_leaves_the_letters_fate_unknown(place: Outward, after_acting: bool) -> None:
    place.fails("post", drop=True, after_acting=after_acting)
    with pytest.raises(Uncertain):
        place.sender().send(place.letter(PRIYA))
    assert place.words(PRIYA) == ["hello"] * after_acting


@pytest.mark.parametrize("operation", ["token", "create", "member"])
def test_a_line_that_breaks_before_the_letter_leaves_is_a_plain_failure(
    place: Outward, operation: str
) -> None:
    with a_line(place.teams) as fresh:
        place.fails(operation, drop=True)
        with pytest.raises(Undelivered):
            place.sender(line=fresh).send(place.letter(PRIYA))
        assert place.words(PRIYA) == []
        place.sender(line=fresh).send(place.letter(PRIYA))
    assert place.words(PRIYA) == ["hello"]


def test_an_answer_that_does_not_come_in_time_leaves_the_letters_fate_unknown(place: Outward) -> None:
    place.sender().send(place.letter(PRIYA))
    with a_line(place.teams, patience=0.2) as hasty:
        place.fails("post", status=200, delay_seconds=0.4)
        with pytest.raises(Uncertain):
            place.sender(line=hasty).send(place.letter(PRIYA, words="late"))
    assert place.words(PRIYA) == ["hello", "late"]


def test_nobody_at_the_address_means_that_nothing_has_left(place: Outward) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place.remember(PRIYA, "a:1x", f"http://127.0.0.1:{probe.getsockname()[1]}/connector/")
        with pytest.raises(Undelivered) as failure:
            place.sender().send(place.letter(PRIYA))
    assert type(failure.value) is Undelivered


def test_a_token_that_has_ended_is_replaced_once_and_the_letter_arrives_once(place: Outward) -> None:
    place.sender().send(place.letter(PRIYA))
    asked = place.calls("token")
    place.teams.tenant.tokens.end()
    place.sender().send(place.letter(PRIYA, words="again"))
    assert place.words(PRIYA) == ["hello", "again"]
    assert place.calls("token") == asked + 1


def test_a_token_is_asked_for_again_before_it_ends(place: Outward) -> None:
    seconds = [0.0]
    with a_line(place.teams, lambda: seconds[0]) as line:
        asked = place.calls("token")
        for at, times in ((0.0, 1), (3298.0, 1), (3300.0, 2)):
            seconds[0] = at
            line.member(place.at, place.teams.people.chat(PRIYA.id), PRIYA.id)
            assert place.calls("token") == asked + times


def test_a_token_that_is_refused_again_shuts_the_workspace(place: Outward) -> None:
    place.fails("post", status=401, times=2)
    with pytest.raises(Shut):
        place.sender().send(place.letter(PRIYA))
    assert place.words(PRIYA) == []


def test_a_secret_that_has_run_out_shuts_the_workspace(place: Outward) -> None:
    stale = (place.teams.client_id, "a secret of last year", place.teams.tenant_id)
    place.registrations = Registrations(place.database, stale, place.time)
    with pytest.raises(Shut, match="a secret may have run out"):
        place.sender().send(place.letter(PRIYA))
    place.teams.journal.clear()


def test_a_worker_that_has_slept_past_its_lease_sends_nothing(place: Outward) -> None:
    for letter in (place.letter(PRIYA), place.letter(channel=CHANNEL)):
        with pytest.raises(TooLate):
            place.sender().send(replace(letter, is_ours=lambda: False))
    assert place.words(PRIYA) == place.words(PRIYA, "channel") == []
    sent = place.sender().send(place.letter(PRIYA))
    with pytest.raises(TooLate):
        place.sender().send(place.letter(PRIYA, words="new", replaces=sent, is_ours=lambda: False))
    assert place.words(PRIYA) == ["hello"]


def test_a_lease_that_ends_while_a_token_is_replaced_is_not_used(place: Outward) -> None:
    place.sender().send(place.letter(PRIYA))
    place.teams.tenant.tokens.end()
    answers = iter([True, False])
    with pytest.raises(TooLate):
        place.sender().send(place.letter(PRIYA, words="again", is_ours=lambda: next(answers)))
    assert place.words(PRIYA) == ["hello"]


class Troubled(Registrations):
    """They cannot be read."""

    def __init__(self, trouble: Exception) -> None:
        self._trouble = trouble

    def of_workspace(self, workspace: str) -> Registration | None:  # noqa: ARG002 - as it is there
        """Never."""
        raise self._trouble


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (Busy("busy"), Undelivered),
        (SQLAlchemyError("away"), Undelivered),
        (UnreadableText("which key?"), Shut),
    ],
)
def test_our_own_troubles_before_a_letter_leaves_do_not_make_its_fate_unknown(
    place: Outward, trouble: Exception, kind: type[Exception]
) -> None:
    letter = place.letter(PRIYA)
    place.registrations = Troubled(trouble)
    with pytest.raises(kind):
        place.sender().send(letter)
