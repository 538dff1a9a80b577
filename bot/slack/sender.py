"""A letter out to Slack: once, without the SDK's own retries."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from slack_sdk import WebClient

from bot.slack import chart
from bot.slack.refusals import NO_GROUP, REMOVED, called, code_of
from bot.slack.render import LETTER, block_id_of, message_payload
from bot.slack.tokens import Clients, NotInstalled
from scheduler.sender import CannotLook, NoGroup, Refused, Shut, TooLate
from storage.letters import Sent
from storage.vault import UnreadableText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.slack.tokens import Tokens
    from programme.words.message import File
    from scheduler.sender import Envelope

Outcome = TypeVar("Outcome")

HISTORY_MARGIN = timedelta(days=1)
"""As far as our clock may be ahead of Slack's, also when a machine is wrong about its time zone."""
GAP = timedelta(milliseconds=205)
"""Slack takes several hundred messages a minute from one workspace (docs.slack.dev/apis/web-api/rate-limits);
this is a little under 300."""
PACE = timedelta(seconds=1)
"""Slack takes about one message a second in one conversation."""


class SlackSender:
    """Sends to every workspace, each with its own token."""

    has_groups = True
    gap = GAP
    pace = PACE

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
        uploaded = called(
            lambda: client.files_upload_v2(
                filename="chart.png", content=picture, title=drawn.title, alt_txt=drawn.summary
            ),
            repeatable=True,
        )
        return str(uploaded["files"][0]["id"])

    def send(self, envelope: Envelope) -> Sent:
        """Send once."""
        return _where_it_is_now(self._sent, envelope)

    def find(self, envelope: Envelope) -> Sent | None:
        """Look for the letter in its conversation, from `HISTORY_MARGIN` before it was first tried."""
        if envelope.replaces is not None:
            return None  # to change a message twice does no harm
        if envelope.to.place:
            raise CannotLook("it may or may not have appeared.")
        return _where_it_is_now(self._found, envelope)

    def _sent(self, envelope: Envelope) -> Sent:
        client = self._client(envelope)
        place = _conversation(client, envelope) if envelope.replaces is None else envelope.replaces.place
        if not envelope.is_ours():
            raise TooLate
        if envelope.replaces is not None:
            return _replace(client, envelope, envelope.replaces)
        if envelope.message.file is not None:
            return _share(client, envelope, envelope.message.file, place)
        payload = message_payload(
            envelope.message, image_file_id=envelope.file_id or None, letter_key=envelope.key
        )
        said = called(
            lambda: client.chat_postMessage(
                channel=place,
                thread_ts=envelope.thread or None,
                unfurl_links=False,
                unfurl_media=False,
                **payload,
            )
        )
        return Sent(str(said["channel"]), str(said["ts"]))

    def _found(self, envelope: Envelope) -> Sent | None:
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
            raise Refused(REMOVED) from gone
        except UnreadableText as unreadable:
            raise Shut("the token of this Slack opens with none of our keys.") from unreadable


def _where_it_is_now(act: Callable[[Envelope], Outcome], envelope: Envelope) -> Outcome:
    """Act; where a known conversation is not ours any more (the app was made anew), in the one that people have now."""
    try:
        return act(envelope)
    except Refused as refusal:
        is_known = envelope.conversation and not envelope.to.place and envelope.replaces is None
        if not is_known or code_of(refusal) != "channel_not_found":
            raise
        return act(replace(envelope, conversation=""))


def _conversation(client: WebClient, envelope: Envelope) -> str:
    if envelope.conversation:
        return envelope.conversation
    people = list(envelope.to.people)
    try:
        opened = called(lambda: client.conversations_open(users=people), repeatable=True)
    except Refused as refusal:
        if len(people) > 1 and code_of(refusal) in NO_GROUP:
            raise NoGroup(str(refusal)) from refusal
        raise
    return str(opened["channel"]["id"])


def _replace(client: WebClient, envelope: Envelope, at: Sent) -> Sent:
    payload = message_payload(envelope.message, image_file_id=envelope.file_id or None)
    called(lambda: client.chat_update(channel=at.place, ts=at.id, **payload), repeatable=True)
    return at


def _share(client: WebClient, envelope: Envelope, file: File, place: str) -> Sent:
    shared = called(
        lambda: client.files_upload_v2(
            filename=file.name,
            content=file.content.encode(),
            title=file.title,
            channel=place,
            blocks=json.dumps(
                message_payload(envelope.message, letter_key=envelope.key)["blocks"]
            ),  # Slack ignores them beside a comment
            thread_ts=envelope.thread or None,
        )
    )
    return Sent(place, str(shared["files"][0]["id"]))


def _history(client: WebClient, place: str, envelope: Envelope) -> Iterator[dict[str, Any]]:
    oldest = str((envelope.first_tried_at - HISTORY_MARGIN).timestamp())
    cursor = ""
    while True:
        page = called(
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


def _key_of(message: dict[str, Any]) -> str:
    metadata = message.get("metadata") or {}
    is_ours = metadata.get("event_type") == LETTER
    return str(metadata.get("event_payload", {}).get("key", "")) if is_ours else ""


def _first_block(message: dict[str, Any]) -> str:
    blocks: list[dict[str, Any]] = message.get("blocks") or [{}]
    return str(blocks[0].get("block_id", ""))
