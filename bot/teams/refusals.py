"""Teams' errors in our words: what is tried again, what waits, and what will never arrive.

The codes are those of learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

from scheduler.sender import Refused, Shut, TooFast, Uncertain, Undelivered, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOVED = "PairMe has been removed from this organisation's Teams."
NOBODY = "there is no such Teams account any more."

_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.InvalidURL,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""Why there was no line on which a letter could have left."""
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What the SDK raises of an answer that is none of Teams'."""

_NOT_THERE = "PairMe is not installed for them in Teams."
_UNREACHABLE = {
    "BotDisabledByAdmin": "the organisation's app policy does not let them use PairMe in Teams.",
    "BotNotInConversationRoster": _NOT_THERE,
    "ForbiddenOperationException": _NOT_THERE,
}
_FORBIDDEN = {
    "BotDisabledByAdmin": "the organisation's app policy does not let PairMe write there.",
    "BotNotInConversationRoster": "PairMe is not in the team of this channel. Add the app PairMe to that team.",
    "ConversationBlockedByUser": "PairMe has been blocked in this conversation.",
    "NotEnoughPermissions": "Teams does not let PairMe write there.",
}
_NEVER = {
    "ActivityNotFoundInConversation": "the message is no longer there.",
    "BadArgument": "Teams cannot read the message.",
    "ConversationNotFound": "Teams does not know this conversation any more.",
    "MessageSizeTooBig": "the message is too long for Teams.",
}
_NO_WORD_OF_TEAMS = frozenset(
    {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND, httpx.codes.PROXY_AUTHENTICATION_REQUIRED}
)
"""A proxy says these with a page of its own; of Teams they would mean that somebody is never reached."""
_PAUSE = {412: timedelta(seconds=5), 429: timedelta(seconds=30)}
"""Too much at once in one conversation, or by the whole bot: both are said before a message is taken."""


@contextmanager
def in_our_words(*, repeatable: bool, is_personal: bool = False) -> Iterator[None]:
    """What goes wrong with one call. What is `repeatable` says nothing, so a broken line is a plain failure.

    `is_personal` is said of one person's own conversation, in which a refusal means that they have no PairMe.
    """
    lost = Undelivered if repeatable else Uncertain
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise _answered(error.response, lost, is_personal=is_personal) from error
    except _NEVER_LEFT as error:
        raise Undelivered("Teams could not be reached.") from error
    except (httpx.HTTPError, TimeoutError, OSError) as error:
        raise lost("The line to Teams broke.") from error
    except _UNREADABLE as error:
        raise lost("Teams gave an answer that cannot be read.") from error


def is_gone(refusal: Refused) -> bool:
    """Whether the conversation itself is refused, and not what was to be said in it."""
    answer = _behind(refusal)
    if answer is None or answer.status_code != httpx.codes.NOT_FOUND:
        return False
    return _code(answer) != "ActivityNotFoundInConversation"


def is_nobody(refusal: Refused) -> bool:
    """Whether it is the person who is not known."""
    answer = _behind(refusal)
    return answer is not None and (is_gone(refusal) or _code(answer) == "BadArgument")


def is_unauthorised(refusal: Shut) -> bool:
    """Whether it is the token that is refused."""
    answer = _behind(refusal)
    return answer is not None and answer.status_code == httpx.codes.UNAUTHORIZED


def _behind(trouble: Exception) -> httpx.Response | None:
    cause = trouble.__cause__
    return cause.response if isinstance(cause, httpx.HTTPStatusError) else None


def _answered(
    response: httpx.Response, lost: type[Undelivered | Uncertain], *, is_personal: bool
) -> Exception:
    status, code = response.status_code, _code(response)
    if status in _PAUSE:
        return TooFast("Teams asks us to wait.", _retry_after(response) or _PAUSE[status])
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status == httpx.codes.REQUEST_TIMEOUT:
        return _failed(response, lost)
    if status == httpx.codes.UNAUTHORIZED:
        return Shut("Teams refuses PairMe's registration. Please check its client id and secret.")
    if (code is None and status in _NO_WORD_OF_TEAMS) or status < httpx.codes.BAD_REQUEST:
        return Undelivered("something on the way to Teams does not let us through.")
    return _never(status, code or "", is_personal=is_personal)


def _failed(response: httpx.Response, lost: type[Undelivered | Uncertain]) -> Exception:
    """A failure of the service: nobody knows whether before or after the message was taken.

    A 500 comes from inside Teams; 502, 503 and 504 also from what stands in front of it and has lost its answer.
    Only a 503 that says when to come back has certainly not even begun.
    """
    wait = _retry_after(response)
    if response.status_code == httpx.codes.SERVICE_UNAVAILABLE and wait is not None:
        return Undelivered("Teams is not available.", wait)
    return lost("Teams failed.")


def _never(status: int, code: str, *, is_personal: bool) -> Exception:
    if code == "InvalidBotApiHost":
        return Shut(
            "this organisation's Teams is at another address. Please write something to PairMe there."
        )
    if status != httpx.codes.FORBIDDEN:
        return Refused(_NEVER.get(code, f"Teams said {code or status}."))
    is_theirs = code not in _FORBIDDEN or code in _UNREACHABLE
    if is_personal and is_theirs:
        return Unreachable(_UNREACHABLE.get(code, _NOT_THERE))
    return Refused(_FORBIDDEN.get(code, f"Teams said {code or 'no'}."))


def _code(response: httpx.Response) -> str | None:
    """Teams' own word for what is wrong; None when it was not Teams who answered, such as a proxy with a page."""
    try:
        told = response.json()
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    error = told.get("error")
    return str(error.get("code", "")) if isinstance(error, dict) else str(error or "")


def _retry_after(response: httpx.Response) -> timedelta | None:
    written = response.headers.get("retry-after", "")
    return timedelta(seconds=int(written)) if written.isdecimal() else None
