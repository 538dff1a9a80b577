"""Slack's errors in our words: what is tried again, what waits, and what will never arrive."""

from __future__ import annotations

from datetime import timedelta
from http.client import HTTPException
from socket import gaierror
from ssl import SSLCertVerificationError
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackRequestError

from scheduler.sender import Refused, Shut, TooFast, Uncertain, Undelivered

if TYPE_CHECKING:
    from collections.abc import Callable

_NEVER_STOOD = (ConnectionRefusedError, gaierror, SSLCertVerificationError)
"""Why there was no line on which a letter could have left."""

REMOVED = "PairMe has been removed from this Slack."

_NEVER = {
    "channel_not_found": "Slack does not know this conversation, or hides it from PairMe. In a private channel, type /invite @PairMe.",
    "is_archived": "the channel is archived.",
    "not_in_channel": "PairMe is not in the channel. Type /invite @PairMe there.",
    "account_inactive": REMOVED,  # said of our token, not of the reader
    "user_disabled": "the Slack account has been switched off.",
    "user_not_found": "there is no such Slack account any more.",
    "users_not_found": "there is no such Slack account any more.",
    "user_not_visible": "PairMe may not see this Slack account.",
    "cannot_dm_bot": "this is a bot account.",
    "token_revoked": REMOVED,
    "missing_scope": "PairMe lacks a permission. Please ask IT to install it again from the manifest.",
    "restricted_action": "your Slack does not let PairMe write there.",
    "message_not_found": "the message is no longer there.",
    "cant_update_message": "the message cannot be changed any more.",
    "edit_window_closed": "the message cannot be changed any more.",
}
_SHUT = {
    "invalid_auth": "Slack refuses PairMe's token.",
    "not_authed": "Slack refuses PairMe's token.",
    "token_expired": "PairMe's token has run out and is being renewed.",
    "message_limit_exceeded": "this Slack has had too many messages for now.",
    "accesslimited": "Slack does not let PairMe in from this network.",
    "ekm_access_denied": "an administrator of this Slack has stopped messages for now.",
    "org_login_required": "this Slack is being moved to an organisation.",
    "team_added_to_org": "this Slack is being moved to an organisation.",
}
_TOO_FAST = frozenset({"ratelimited", "rate_limited"})  # Slack says it in both ways
NO_GROUP = frozenset(
    {
        "cannot_dm_bot",
        "invalid_user_combination",
        "method_not_supported_for_channel_type",
        "missing_scope",
        "not_enough_users",
        "restricted_action",
        "too_many_users",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""Why these people cannot have one conversation, though each alone perhaps can."""
_UNKNOWN_OUTCOME = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


def called(call: Callable[[], Any], *, repeatable: bool = False) -> Any:
    """The answer to a call. What is `repeatable` says nothing, so a broken line is a plain failure."""
    try:
        return call()
    except SlackApiError as error:
        raise _in_our_words(error, repeatable=repeatable) from error
    except SlackRequestError as error:  # an upload that Slack did not take; nothing has been posted
        raise Undelivered("a file could not be uploaded.") from error
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        if repeatable or isinstance(getattr(error, "reason", error), _NEVER_STOOD):
            raise Undelivered("Slack could not be reached.") from error
        raise Uncertain("The line to Slack broke.") from error


def _in_our_words(error: SlackApiError, *, repeatable: bool) -> Exception:
    response: Any = error.response
    status, code = getattr(response, "status_code", 200), _code(response)
    if status == 429 or code in _TOO_FAST:  # noqa: PLR2004 - too many requests
        return TooFast("Slack asks us to wait.", timedelta(seconds=_retry_after(response)))
    if code in _SHUT:
        return Shut(_SHUT[code])
    if code == "invalid_blocks" and "slack file" in str(response.get("response_metadata", "")):
        return Undelivered("a picture is still being prepared.", timedelta(seconds=2))
    is_slacks = code.isidentifier()  # a proxy may have answered with a page of its own
    if status >= 500 or code in _UNKNOWN_OUTCOME or not is_slacks:  # noqa: PLR2004 - the server failed
        return Undelivered("Slack failed.") if repeatable else Uncertain("Slack failed.")
    return Refused(_NEVER.get(code, f"Slack said {code}."))


def code_of(refusal: Refused) -> str:
    """Slack's own word behind a refusal."""
    cause = refusal.__cause__
    return _code(cause.response) if isinstance(cause, SlackApiError) else ""


def _code(response: Any) -> str:
    return str(response.get("error", "")) if isinstance(response.data, dict) else ""


def _retry_after(response: Any) -> int:
    written = {name.lower(): value for name, value in response.headers.items()}.get("retry-after", "30")
    return int(written) if str(written).isdecimal() else 30
