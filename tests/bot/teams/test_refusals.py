"""Every answer of Teams has one meaning, and every broken line too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.teams.refusals import in_our_words, is_gone
from scheduler.sender import Refused, Shut, TooFast, Uncertain, Undelivered, Unreachable

REQUEST = httpx.Request("POST", "http://127.0.0.1/v3/conversations")


def told(
    status: int, code: str | None = "ServiceError", wait: str = "", *, repeatable: bool = False, **more: Any
) -> Exception:
    """What is made of an answer; without a code it is a page that is none of Teams'."""
    body: dict[str, Any] = (
        {"text": "<html>no</html>"} if code is None else {"json": {"error": {"code": code}}}
    )
    headers = {"Retry-After": wait} if wait else {}
    answer = httpx.Response(status, request=REQUEST, headers=headers, **body)
    with pytest.raises(Exception) as caught, in_our_words(repeatable=repeatable, **more):
        answer.raise_for_status()
    return caught.value


def broken(error: Exception, *, repeatable: bool = False) -> Exception:
    with pytest.raises(Exception) as caught, in_our_words(repeatable=repeatable):
        raise error
    return caught.value


@pytest.mark.parametrize(("status", "wait", "seconds"), [(429, "7", 7), (429, "", 30), (412, "", 5)])
def test_too_much_at_once_is_a_definite_no_with_a_pause(status: int, wait: str, seconds: int) -> None:
    trouble = told(status, "Throttled", wait)
    assert isinstance(trouble, TooFast)
    assert trouble.wait == timedelta(seconds=seconds)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_failure_of_the_service_leaves_a_letters_fate_unknown(status: int) -> None:
    assert type(told(status)) is Uncertain
    assert type(told(status, None)) is Uncertain
    assert type(told(status, repeatable=True)) is Undelivered


def test_a_service_that_says_when_to_come_back_has_taken_nothing() -> None:
    trouble = told(503, wait="20")
    assert type(trouble) is Undelivered
    assert trouble.wait == timedelta(seconds=20)


@pytest.mark.parametrize(
    "code",
    ["BotNotInConversationRoster", "ForbiddenOperationException", "BotDisabledByAdmin", "Forbidden", ""],
)
def test_a_person_without_the_app_is_out_of_reach_and_a_channel_without_it_refuses(code: str) -> None:
    assert type(told(403, code, is_personal=True)) is Unreachable
    assert type(told(403, code)) is Refused


def test_a_person_who_has_blocked_the_bot_is_not_told_of_as_one_without_it() -> None:
    trouble = told(403, "ConversationBlockedByUser", is_personal=True)
    assert type(trouble) is Refused
    assert str(trouble) == "PairMe has been blocked in this conversation."


def test_a_page_of_a_proxy_is_no_word_of_teams_about_anybody() -> None:
    for status in (302, 403, 404, 407):
        assert type(told(status, None, is_personal=True)) is Undelivered


def test_a_registration_or_an_address_that_is_refused_shuts_the_whole_workspace() -> None:
    assert type(told(401, "BotNotRegistered")) is Shut
    assert type(told(403, "InvalidBotApiHost", is_personal=True)) is Shut


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, "BadArgument", "Teams cannot read the message."),
        (404, "ActivityNotFoundInConversation", "the message is no longer there."),
        (413, "MessageSizeTooBig", "the message is too long for Teams."),
        (413, None, "Teams said 413."),
        (400, "SomethingNew", "Teams said SomethingNew."),
    ],
)
def test_what_will_never_arrive_says_why(status: int, code: str | None, words: str) -> None:
    trouble = told(status, code)
    assert type(trouble) is Refused
    assert str(trouble) == words


def test_a_conversation_that_is_gone_is_not_a_message_that_is_gone() -> None:
    gone, message = told(404, "ConversationNotFound"), told(404, "ActivityNotFoundInConversation")
    assert isinstance(gone, Refused)
    assert is_gone(gone)
    assert isinstance(message, Refused)
    assert not is_gone(message)
    assert not is_gone(Refused("of ours"))


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("many")]
)
def test_a_line_that_never_stood_has_carried_nothing(error: Exception) -> None:
    assert type(broken(error)) is Undelivered


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("closed"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        TimeoutError(),
        ValueError("no JSON"),
        KeyError("id"),
    ],
)
def test_a_line_that_breaks_once_it_stood_may_have_carried_the_letter(error: Exception) -> None:
    assert type(broken(error)) is Uncertain
    assert type(broken(error, repeatable=True)) is Undelivered
