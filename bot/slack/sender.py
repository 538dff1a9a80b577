"""A letter out to Slack: once, without the SDK's own retries, with Slack's errors in our words."""

from __future__ import annotations

import json
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.slack import chart
from bot.slack.render import LETTER, block_id_of, message_payload
from bot.slack.tokens import Clients, NotInstalled
from scheduler.sender import CannotLook, NoGroup, Refused, Shut, TooFast, TooLate, Uncertain, Undelivered
from storage.letters import Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.slack.tokens import Tokens
    from programme.words.message import File
    from scheduler.sender import Envelope

HISTORY_MARGIN = timedelta(minutes=15)  # as far as our clock may be ahead of Slack's
GAP = timedelta(milliseconds=205)
"""Slack takes several hundred messages a minute from one workspace (docs.slack.dev/apis/web-api/rate-limits);
this is a little under 300."""

_NEVER = {
    "channel_not_found": "Slack does not know this conversation, or hides it from PairMe. In a private channel, type /invite @PairMe.",
    "is_archived": "the channel is archived.",
    "not_in_channel": "PairMe is not in the channel. Type /invite @PairMe there.",
    "account_inactive": "PairMe has been removed from this Slack.",  # said of our token, not of the reader
    "user_disabled": "the Slack account has been switched off.",
    "user_not_found": "there is no such Slack account any more.",
    "users_not_found": "there is no such Slack account any more.",
    "user_not_visible": "PairMe may not see this Slack account.",
    "cannot_dm_bot": "this is a bot account.",
    "token_revoked": "PairMe has been removed from this Slack.",
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
}
_NO_GROUP = frozenset(
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


class SlackSender:
    """Sends to every workspace, each with its own token."""

    has_groups = True
    gap = GAP

    def __init__(self, tokens: Tokens, api_url: str) -> None:
        # The SDK posts again after a connection breaks, even when Slack had taken the message: never here.
        self._clients = Clients(
            tokens, lambda token: WebClient(token, base_url=api_url, timeout=10, retry_handlers=[])
        )

    def prepare(self, envelope: Envelope) -> str:
        """Upload the chart's picture, unshared; a file is shared when it is sent."""
        drawn = envelope.message.chart
        if drawn is None:
            return ""
        client, picture = self._client(envelope), chart.png(drawn)
        uploaded = _called(
            lambda: client.files_upload_v2(
                filename="chart.png", content=picture, title=drawn.title, alt_txt=drawn.summary
            ),
            repeatable=True,
        )
        return str(uploaded["files"][0]["id"])

    def send(self, envelope: Envelope) -> Sent:
        """Send once."""
        client = self._client(envelope)
        if envelope.replaces is not None:
            return _replace(client, envelope, envelope.replaces)
        place = _conversation(client, envelope)
        if not envelope.is_ours():
            raise TooLate
        if envelope.message.file is not None:
            return _share(client, envelope, envelope.message.file, place)
        payload = message_payload(
            envelope.message, image_file_id=envelope.file_id or None, letter_key=envelope.key
        )
        said = _called(
            lambda: client.chat_postMessage(
                channel=place,
                thread_ts=envelope.thread or None,
                unfurl_links=False,
                unfurl_media=False,
                **payload,
            )
        )
        return Sent(str(said["channel"]), str(said["ts"]))

    def find(self, envelope: Envelope) -> Sent | None:
        """Look for the letter in its conversation, from a minute before it was first tried."""
        if envelope.replaces is not None:
            return None  # to change a message twice does no harm
        if envelope.to.place:
            raise CannotLook("it may or may not have appeared.")
        client = self._client(envelope)
        place = _conversation(client, envelope)
        for message in _history(client, place, envelope):
            if _key_of(message) == envelope.key or _first_block(message) == block_id_of(envelope.key):
                return Sent(place, str(message["ts"]))
        return None

    def _client(self, envelope: Envelope) -> WebClient:
        try:
            return self._clients.of(envelope.to.workspace)
        except NotInstalled as gone:
            raise Refused(_NEVER["token_revoked"]) from gone


def _conversation(client: WebClient, envelope: Envelope) -> str:
    if envelope.conversation:
        return envelope.conversation
    people = list(envelope.to.people)
    try:
        opened = _called(lambda: client.conversations_open(users=people), repeatable=True)
    except Refused as refusal:
        if len(people) > 1 and _code_of(refusal) in _NO_GROUP:
            raise NoGroup(str(refusal)) from refusal
        raise
    return str(opened["channel"]["id"])


def _replace(client: WebClient, envelope: Envelope, at: Sent) -> Sent:
    payload = message_payload(envelope.message, image_file_id=envelope.file_id or None)
    _called(lambda: client.chat_update(channel=at.place, ts=at.id, **payload), repeatable=True)
    return at


def _share(client: WebClient, envelope: Envelope, file: File, place: str) -> Sent:
    shared = _called(
        lambda: client.files_upload_v2(
            filename=file.name,
            content=file.content.encode(),
            title=file.title,
            channel=place,
            blocks=json.dumps(
                message_payload(envelope.message)["blocks"]
            ),  # Slack ignores them beside a comment
            thread_ts=envelope.thread or None,
        )
    )
    return Sent(place, str(shared["files"][0]["id"]))


def _history(client: WebClient, place: str, envelope: Envelope) -> Iterator[dict[str, Any]]:
    oldest = str((envelope.first_tried_at - HISTORY_MARGIN).timestamp())
    cursor = ""
    while True:
        page = _called(
            lambda: _page(client, place, envelope.thread, oldest, cursor),  # noqa: B023 - called at once
            repeatable=True,
        )
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return


def _page(client: WebClient, place: str, thread: str, oldest: str, cursor: str) -> Any:
    options: dict[str, Any] = {
        "channel": place,
        "oldest": oldest,
        "include_all_metadata": True,
        "limit": 100,
    }
    if cursor:
        options["cursor"] = cursor
    if thread:
        return client.conversations_replies(ts=thread, **options)
    return client.conversations_history(**options)


def _called(call: Callable[[], Any], *, repeatable: bool = False) -> Any:
    """The answer to a call. What is `repeatable` says nothing, so a broken line is a plain failure."""
    try:
        return call()
    except SlackApiError as error:
        raise _in_our_words(error, repeatable=repeatable) from error
    except SlackRequestError as error:  # an upload that Slack did not take; nothing has been posted
        raise Undelivered("a file could not be uploaded.") from error
    except (URLError, HTTPException, TimeoutError, OSError) as error:
        refused = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
        if refused or repeatable:
            raise Undelivered("Slack could not be reached.") from error
        raise Uncertain("The line to Slack broke.") from error


def _in_our_words(error: SlackApiError, *, repeatable: bool) -> Exception:
    response: Any = error.response
    status, code = getattr(response, "status_code", 200), _code(response)
    if status == 429 or code == "ratelimited":  # noqa: PLR2004 - too many requests
        return TooFast("Slack asks us to wait.", timedelta(seconds=_retry_after(response)))
    if code in _SHUT:
        return Shut(_SHUT[code])
    if code == "invalid_blocks" and "slack file" in str(response.get("response_metadata", "")):
        return Undelivered("a picture is still being prepared.", timedelta(seconds=2))
    if status >= 500 or code in _UNKNOWN_OUTCOME:  # noqa: PLR2004 - the server failed
        return Undelivered("Slack failed.") if repeatable else Uncertain("Slack failed.")
    return Refused(_NEVER.get(code, f"Slack said {code}."))


def _code_of(refusal: Refused) -> str:
    """Slack's own word behind a refusal."""
    cause = refusal.__cause__
    return _code(cause.response) if isinstance(cause, SlackApiError) else ""


def _code(response: Any) -> str:
    return str(response.get("error", "")) if isinstance(response.data, dict) else ""


def _retry_after(response: Any) -> int:
    written = {name.lower(): value for name, value in response.headers.items()}.get("retry-after", "30")
    return int(written) if str(written).isdecimal() else 30


def _key_of(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    is_ours = metadata.get("event_type") == LETTER
    return str(metadata.get("event_payload", {}).get("key", "")) if is_ours else ""


def _first_block(message: dict[str, Any]) -> str:
    blocks: list[dict[str, Any]] = message.get("blocks") or [{}]
    return str(blocks[0].get("block_id", ""))
