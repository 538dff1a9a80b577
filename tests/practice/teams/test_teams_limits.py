from __future__ import annotations

import pytest

from practice.teams.limits import TeamsLimits
from practice.teams.refusal import TeamsRefusal
from practice.teams.rules import TeamsRules
from tests.practice.teams.office import AMINA, PRIYA, Clock, Office

HELLO = {"type": "message", "text": "Hello"}


def refused(limits: TeamsLimits, what: str = "sending", where: str = "chat") -> int:
    """The seconds to wait, as Retry-After would say."""
    with pytest.raises(TeamsRefusal) as told:
        limits.take(what, where)
    assert (told.value.status, told.value.code) == (429, "Throttled")
    return told.value.retry_after


def taken(limits: TeamsLimits, times: int, what: str = "sending", where: str = "chat") -> None:
    for _ in range(times):
        limits.take(what, where)


def limits_by(clock: Clock, rules: TeamsRules | None = None) -> TeamsLimits:
    return TeamsLimits(rules or TeamsRules(), clock)


def test_a_conversation_takes_seven_a_second_and_eight_in_two() -> None:
    clock = Clock()
    limits = limits_by(clock)

    taken(limits, 7)
    assert refused(limits) == 1
    clock.push(seconds=1)
    taken(limits, 1)
    assert refused(limits) == 1
    assert limits.refused == limits.refused_in_conversation == 2


def test_a_conversation_takes_sixty_in_half_a_minute() -> None:
    clock = Clock()
    limits = limits_by(clock)
    for _ in range(60):
        taken(limits, 1)
        clock.push(milliseconds=400)

    assert refused(limits) == 6
    clock.push(seconds=6)
    taken(limits, 1)


def test_a_conversation_takes_eighteen_hundred_an_hour() -> None:
    clock = Clock()
    limits = limits_by(clock)
    for _ in range(1800):
        taken(limits, 1)
        clock.push(milliseconds=600)

    assert refused(limits) == 3600 - 1080
    clock.push(seconds=3600 - 1080)
    taken(limits, 1)


def test_a_letter_every_two_seconds_never_comes_too_soon() -> None:
    clock = Clock()
    limits = limits_by(clock)
    for _ in range(4000):
        taken(limits, 1)
        clock.push(seconds=2)

    assert not limits.refused


def test_reading_is_counted_apart_and_may_be_twice_as_fast() -> None:
    limits = limits_by(Clock())

    taken(limits, 7)
    taken(limits, 14, "reading")
    assert refused(limits, "reading") == 1


def test_all_calls_of_the_tenant_are_fifty_a_second() -> None:
    clock = Clock()
    limits = limits_by(clock)
    for number in range(50):
        taken(limits, 1, where=f"chat {number}")

    assert refused(limits, where="another chat") == 1
    assert limits.refused_in_tenant == 1
    clock.push(seconds=1)
    taken(limits, 1, where="another chat")


def test_limits_can_be_lifted_or_made_shorter() -> None:
    clock = Clock()
    taken(limits_by(clock, TeamsRules().unlimited()), 5000)
    faster = limits_by(clock, TeamsRules().faster(10))

    taken(faster, 7)
    assert refused(faster) == 1
    clock.push(milliseconds=100)
    taken(faster, 1)


def test_what_comes_too_soon_is_a_429_with_the_time_to_wait_and_is_not_said(office: Office) -> None:
    for _ in range(7):
        office.said(AMINA, HELLO)
    answer = office.post(office.teams.people.chat(AMINA.id), HELLO)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert len(office.messages(AMINA)) == 7
    assert office.teams.journal.calls("post")[-1].summary == "Throttled"


def test_two_names_of_a_chat_are_one_conversation_and_others_are_not_slowed(office: Office) -> None:
    by_object = office.create(AMINA.id).json()["id"]
    for _ in range(4):
        office.post(by_object, HELLO)
        answer = office.post(office.teams.people.chat(AMINA.id), HELLO)

    assert answer.status_code == 429
    assert office.post(office.teams.people.chat(PRIYA.id), HELLO).status_code == 201
